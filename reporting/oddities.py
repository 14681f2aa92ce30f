"""Seasons as no verb leaves them."""

from collections.abc import Iterable

from django.db.models import Exists, F, Model, OuterRef, Q

from common.oddities import Oddity, unknown_codes
from reporting.models import (
    Cycle,
    MeasureEntry,
    Period,
    ProvinceReport,
    ReviewAction,
    RollupCache,
    Sending,
    Submission,
    TaskEntry,
    TaskFact,
)
from reporting.querysets import SENT_STATES
from reporting.rollup import Unreadable, checksum, from_json


def oddities() -> list[Oddity]:
    """Those of cycles, periods, submissions, lines, facts and reports."""
    return [*unknown_codes("reporting"), *_of_periods(), *_of_submissions(), *_of_lines(), *_of_reports()]


def _of_periods() -> list[Oddity]:
    return [
        Oddity("a reporting rule says neither to whom nor by when", _rows(Cycle, stages__isnull=True)),
        Oddity("a period has no deadline", _rows(Period, stages__isnull=True)),
        Oddity("nobody owes a report in a period", _rows(Period, submissions__isnull=True)),
        Oddity("a closed period has no day of closing", _rows(Period, state="closed", closed_at=None)),
        Oddity("a period's plan has no focal agency", _rows(Period, cycle__plan__focal_agency=None)),
        Oddity(
            "a period asks by a version of another plan",
            lambda: Period.objects.exclude(plan_version__plan=F("cycle__plan")),
        ),
    ]


def _of_submissions() -> list[Oddity]:
    back = ReviewAction.objects.filter(submission=OuterRef("pk"), action__in=("return", "reopen"))
    facts = TaskFact.objects.filter(sending__submission=OuterRef("pk"))
    lines = TaskEntry.objects.filter(submission=OuterRef("pk"))
    gone = Submission.objects.filter(state__in=SENT_STATES)
    return [
        Oddity("a report was sent and no sending is kept", lambda: gone.filter(sendings__isnull=True)),
        Oddity("a report was sent and has no moment of it", lambda: gone.filter(first_sent_at=None)),
        Oddity(
            "a report is returned without a return or a reopening on record",
            lambda: Submission.objects.filter(~Exists(back), state="returned"),
        ),
        Oddity(
            "a report is approved and none of its task lines is a fact",
            lambda: Submission.objects.filter(Exists(lines), ~Exists(facts), state="approved"),
        ),
        Oddity("a kept sending is not what its checksum was made of", _changed_sendings),
    ]


def _of_lines() -> list[Oddity]:
    back = ReviewAction.objects.filter(action="return")
    of_task, of_measure = back.filter(task_entry=OuterRef("pk")), back.filter(measure_entry=OuterRef("pk"))
    owed = TaskEntry.objects.filter(
        submission__period=OuterRef("period"), submission__agency=OuterRef("agency"), task=OuterRef("task")
    )
    return [
        Oddity(
            "a task line is returned without a return on record",
            lambda: TaskEntry.objects.filter(~Exists(of_task), line_state="returned"),
        ),
        Oddity(
            "a measure line is returned without a return on record",
            lambda: MeasureEntry.objects.filter(~Exists(of_measure), line_state="returned"),
        ),
        Oddity(
            "a line is of another plan's task, or shows another task's text",
            lambda: TaskEntry.objects.exclude(
                task__plan=F("submission__period__cycle__plan"), task_version__task=F("task")
            ),
        ),
        Oddity("a decision is about a line of another report", _strayed_actions),
        Oddity(
            "a fact is of another plan's task",
            lambda: TaskFact.objects.exclude(task__plan=F("period__cycle__plan")),
        ),
        Oddity("a fact answers no duty", lambda: TaskFact.objects.filter(~Exists(owed))),
    ]


def _of_reports() -> list[Oddity]:
    return [
        Oddity("a report's frozen figures cannot be read, or are not those of its checksum", _odd_reports),
        Oddity("kept figures cannot be read", _odd_caches),
    ]


def _rows(model: type[Model], **where: object):
    return lambda: model._default_manager.filter(**where)


def _strayed_actions() -> Iterable[Model]:
    return ReviewAction.objects.filter(
        (Q(task_entry__isnull=False) & ~Q(task_entry__submission=F("submission")))
        | (Q(measure_entry__isnull=False) & ~Q(measure_entry__submission=F("submission")))
    )


def _changed_sendings() -> Iterable[Model]:
    rows = Sending.objects.order_by("pk").iterator(chunk_size=200)
    return (row for row in rows if checksum(row.payload) != row.sha256)


def _odd_reports() -> Iterable[Model]:
    rows = ProvinceReport.objects.exclude(figures=None).order_by("pk").iterator(chunk_size=10)
    return (row for row in rows if not _readable(row.figures) or checksum(row.figures or {}) != row.sha256)


def _odd_caches() -> Iterable[Model]:
    rows = RollupCache.objects.order_by("pk").iterator(chunk_size=10)
    return (row for row in rows if not _readable(row.payload))


def _readable(figures: object) -> bool:
    try:
        return bool(from_json(figures))
    except Unreadable:
        return False
