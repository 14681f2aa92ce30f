"""A misprint put right after the first report: a row of the plan that counts from when it was recorded.

The printed row stays, and whoever asks what was known before reads it.
"""

import datetime as dt
from dataclasses import dataclass, fields

from common.text import clean, fold
from plans.at import TaskAt
from plans.models import TaskEvent, TaskVersion


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of a task as they should have been printed; None: as they are."""

    name: str | None = None
    product: str | None = None
    notes: str | None = None
    time_text: str | None = None

    def said(self) -> dict[str, str]:
        """What is given, by field."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: clean(text) for name, text in given.items() if text is not None}

    def same_as(self, task: TaskAt) -> bool:
        """Whether nothing would change."""
        return all(clean(getattr(task, name)) == text for name, text in self.said().items())


def put_right(event: TaskEvent, words: Words) -> None:
    """State a task anew with these words, recorded with the event; the row before ends on its day."""
    row = TaskVersion.objects.current().get(task=event.task_id)
    _state_anew(row, max(event.on, row.valid_from), event, event.recorded_at, words.said())


def words_as_before(event: TaskEvent, at: dt.datetime) -> None:
    """Take a correction back: the words before it are stated anew."""
    row = TaskVersion.objects.filter(
        task=event.task_id, cause="correction", cause_id=event.pk, valid_to=None
    ).first()
    if row is None:
        return
    before = TaskVersion.objects.get(
        task=event.task_id, ended_recorded_at=event.recorded_at, ended_by=None, valid_to__isnull=False
    )
    said = {one.name: getattr(before, one.name) for one in fields(Words)}
    _state_anew(row, row.valid_from, event, at, said)


def _state_anew(
    row: TaskVersion, on: dt.date, event: TaskEvent, at: dt.datetime, said: dict[str, str]
) -> None:
    TaskVersion.objects.filter(pk=row.pk).update(valid_to=on, ended_recorded_at=at)
    columns = (column for column in TaskVersion._meta.concrete_fields if not column.primary_key)
    as_it_was = {column.attname: getattr(row, column.attname) for column in columns}
    anew = {
        "valid_from": on,
        "valid_to": None,
        "cause": "correction",
        "cause_id": event.pk,
        "recorded_at": at,
        "folded": fold(said.get("name", row.name)),
    }
    TaskVersion.objects.create(**{**as_it_was, **said, **anew})
