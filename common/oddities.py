"""What no verb leaves behind and may be there all the same: shown as it is, said to the log and to `doctor`.

Each app lists its own in `oddities.py`; `manage.py doctor` looks for all of them.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.db.models import F, Field, Model, QuerySet
from django.db.models.fields.files import FieldFile

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Oddity:
    """A kind of row that should not exist: what is said of it, and where such rows are looked for."""

    says: str
    found: Callable[[], Iterable[Model]]


@lru_cache(maxsize=1000)
def say_once(what: str) -> None:
    """A line in the log, once in the life of a process."""
    logger.warning("%s (see manage.py doctor)", what)


def unknown_codes(app: str) -> list[Oddity]:
    """For each column of an app that takes one of several codes: rows with another."""
    return [
        Oddity(f"{model._meta.label}.{field.name} holds a code nobody has declared", _others(model, field))
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if field.choices
    ]


def _others(model: type[Model], field: "Field[object, object]") -> Callable[[], "QuerySet[Model]"]:
    known = {code for code, _word in field.flatchoices} | ({""} if field.blank else set())
    said = model._default_manager.exclude(**{f"{field.name}__isnull": True})
    return lambda: said.exclude(**{f"{field.name}__in": known})


def _rows(model: str) -> "QuerySet[Model]":
    return apps.get_model("common", model)._default_manager.order_by("pk")


def _lost_files() -> Iterable[Model]:
    return (file for file in _rows("StoredFile").iterator() if not is_kept(getattr(file, "path")))  # noqa: B009 - known by its model


def is_kept(path: FieldFile) -> bool:
    """Whether the bytes of a stored file are where they were put."""
    return path.name is not None and path.storage.exists(path.name)


def oddities() -> list[Oddity]:
    """Those of the rows every app needs."""
    drafts, rows, jobs = (_rows(name) for name in ("ImportDraft", "DraftRow", "Job"))
    return [
        *unknown_codes("common"),
        Oddity("a stored file's bytes are gone", _lost_files),
        Oddity(
            "a draft is ready and has no row",
            lambda: drafts.filter(state="ready", rows__isnull=True),
        ),
        Oddity(
            "a row of a draft stands under one of another draft",
            lambda: rows.exclude(parent=None).exclude(parent__draft=F("draft")),
        ),
        Oddity("a job is done and left no result", lambda: jobs.filter(state="done", result={})),
    ]
