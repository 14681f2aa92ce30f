"""Who answers for a task from a day on: rows of a plan that an event ends and begins, and that return with it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from agencies.models import Agency, AgencyGroup
from plans.at import AssignmentAt, PlanAt
from plans.models import Assignment, TaskEvent

Who = Agency | AgencyGroup


class _Part(NamedTuple):
    """One agency or group in its role; exactly one of the ids is set."""

    role: str
    agency: int | None
    group: int | None


@dataclass(frozen=True)
class Answering:
    """Who leads from now on, the main one first, and who coordinates; None: those who coordinate stay."""

    leads: tuple[Who, ...] = ()
    coordinating: tuple[Who, ...] | None = None

    def same_as(self, rows: Iterable[AssignmentAt]) -> bool:
        """Whether these rows say the same, the order of leads and who is main included."""
        rows = list(rows)
        main = next((_Part(row.role, row.agency, row.group) for row in rows if row.main), None)
        now = [_Part(row.role, row.agency, row.group) for row in rows]
        return now == [part for part, _who in self.after(rows)] and main == self.main

    @property
    def main(self) -> _Part | None:
        """The main agency: the first agency that leads; where only groups lead there is none."""
        return next((_part("lead", who) for who in self.leads if isinstance(who, Agency)), None)

    def after(self, rows: Iterable[AssignmentAt]) -> list[tuple[_Part, str]]:
        """Everybody who answers from now on with the label that stands in tables, in order; `rows` answered before.

        New leads replace those who led or implemented; who stays keeps the printed label.
        """
        rows = list(rows)
        labels = {_Part(row.role, row.agency, row.group): row.label_printed for row in rows}
        wanted = [(_part("lead", who), who.name) for who in self.leads]
        if self.coordinating is None:
            leading = {(part.agency, part.group) for part, _label in wanted}
            wanted += [
                (_Part(row.role, row.agency, row.group), row.label_printed)
                for row in rows
                if row.role == "coordinate" and (row.agency, row.group) not in leading
            ]
        else:
            wanted += [(_part("coordinate", who), who.name) for who in self.coordinating]
        return [(part, labels.get(part, name)) for part, name in dict(wanted).items()]


def _part(role: str, who: Who) -> _Part:
    return _Part(role, who.pk, None) if isinstance(who, Agency) else _Part(role, None, who.pk)


def answer_from(event: TaskEvent, answering: Answering, now: PlanAt) -> None:
    """Let others answer from the event's day: rows that no longer hold end on it, new ones begin."""
    rows = now.answering(event.task_id)
    wanted = answering.after(rows)
    places = {part: place for place, (part, _label) in enumerate(wanted, start=1)}
    main = answering.main
    kept, gone = set(), []
    for row in rows:
        part = _Part(row.role, row.agency, row.group)
        if places.get(part) == row.position and (part == main) == row.main:
            kept.add(part)
        else:
            gone.append(row.row)
    _end(gone, event.on, event.recorded_at)
    Assignment.objects.bulk_create(
        Assignment(
            task_id=event.task_id,
            agency_id=part.agency,
            group_id=part.group,
            role=part.role,
            label_printed=label[:300],
            main=part == main,
            position=places[part],
            valid_from=event.on,
            recorded_at=event.recorded_at,
            cause="event",
            cause_id=event.pk,
        )
        for part, label in wanted
        if part not in kept
    )


def answers_as_before(event: TaskEvent, at: dt.datetime) -> None:
    """Take back what an event did to who answers: its rows never were, those it ended begin anew on its day."""
    began = Assignment.objects.filter(task=event.task_id, cause="event", cause_id=event.pk, valid_to=None)
    _end(list(began.values_list("pk", flat=True)), event.on, at)
    ended = Assignment.objects.filter(
        task=event.task_id, valid_to=event.on, ended_recorded_at=event.recorded_at, ended_by=None
    )
    Assignment.objects.bulk_create(
        Assignment(
            task_id=row.task_id,
            agency_id=row.agency_id,
            group_id=row.group_id,
            role=row.role,
            label_printed=row.label_printed,
            main=row.main,
            position=row.position,
            valid_from=event.on,
            recorded_at=at,
            cause="event",
            cause_id=event.pk,
        )
        for row in ended.order_by("position", "pk")
    )


def _end(rows: Iterable[int], on: dt.date, at: dt.datetime) -> None:
    """End rows (their ids) on a day, as learned at a moment."""
    Assignment.objects.filter(pk__in=list(rows)).update(valid_to=on, ended_recorded_at=at)
