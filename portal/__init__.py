"""Wiring: knows every app; no app knows it."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
