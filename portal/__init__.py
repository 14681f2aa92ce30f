"""Wiring: knows every app; no app knows it."""
