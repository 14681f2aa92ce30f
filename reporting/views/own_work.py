"""What a person's own agencies owe: counted by the database; of lines only those are read that are named.

An agency that many plans ask has hundreds of lines; the page names the first few of the first few reports.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from agencies.models import User
from reporting.collection.entries import lines_of_all
from reporting.collection.showing import line_views
from reporting.models import MeasureEntry, PeriodStage, ReviewAction, Submission, TaskEntry
from reporting.states import SUBMISSION
from reporting.views.board_rows import code_of
from reporting.views.lines import ShownLine
from reporting.views.rows import CountedRow, Due

REPORTS_NAMED = 4
LINES_NAMED = 8
RETURNS_NAMED = 20

Key = tuple[int, int | None, int | None]  # submission, task line, measure line


@dataclass(frozen=True)
class OwnRow(CountedRow):
    """A submission of the own agencies; `open`: lines nobody has finished, those that came back apart."""

    stage: Due | None

    @property
    def due(self) -> Due | None:
        return self.stage

    @property
    def open(self) -> int:
        return self.lines - self.lines_clean - self.lines_returned

    @property
    def ready(self) -> bool:
        """Nothing stands against sending it."""
        return self.lines_clean == self.lines

    @property
    def is_owed(self) -> bool:
        return self.state not in ("sent", "approved")


@dataclass(frozen=True)
class Returned:
    """Something to correct: a line, or (`line` None) a whole submission, with the reviewer's words."""

    submission: OwnRow
    line: ShownLine | None
    action: ReviewAction
    times: int


@dataclass(frozen=True)
class Own:
    """What the person's own agencies owe. `returned` and `unfinished` name the first; `unfinished`: begun reports."""

    owed: list[OwnRow]
    returned: list[Returned]
    returned_all: int
    returned_lines: int
    unfinished: list[tuple[OwnRow, list[ShownLine]]]
    to_endorse: list[OwnRow]
    waiting: list[OwnRow]
    approved: list[OwnRow]

    @property
    def any(self) -> bool:
        return bool(self.owed or self.waiting or self.approved)


def own_work(user: User, now: dt.datetime) -> Own:
    """The submissions of the person's agencies in open periods, with what each still needs."""
    rows = _rows(user, now)
    owed = [row for row in rows if row.is_owed]
    begun = [row for row in owed if row.touched_at and row.open][:REPORTS_NAMED]
    back = _sent_back([row for row in owed if row.state == "returned"])
    shown = _lines([row.submission for row in owed], begun, list(back)[:RETURNS_NAMED], now.date())
    named = {row.submission.pk: row for row in owed}
    returned = [
        Returned(named[key[0]], shown.get(key), actions[-1], len(actions))
        for key, actions in list(back.items())[:RETURNS_NAMED]
    ]
    return Own(
        owed=owed,
        returned=returned,
        returned_all=len(back),
        returned_lines=sum(key[1:] != (None, None) for key in back),
        unfinished=[(row, _missing(row, shown)) for row in begun],
        to_endorse=[row for row in owed if _waits_for_endorsement(user, row)],
        waiting=[row for row in rows if row.state == "sent"],
        approved=[row for row in rows if row.state == "approved"],
    )


def _rows(user: User, now: dt.datetime) -> list[OwnRow]:
    """Every submission of the own agencies in an open period, the first due first, its lines counted."""
    found = Submission.objects.visible_to(user).of_own_agencies(user).in_open_periods().by_due_day()
    brief = found.select_related(None).select_related("agency", "period__cycle__plan", "period__plan_version")
    rows = list(brief.defer("narrative"))
    counts: dict[int, tuple[int, ...]] = defaultdict(lambda: (0, 0, 0, 0))
    for lines in (
        TaskEntry.objects.filter(submission__in=rows),
        MeasureEntry.objects.filter(submission__in=rows),
    ):
        for submission, *numbers in _counted(lines):
            counts[submission] = tuple(map(sum, zip(counts[submission], numbers, strict=True)))
    due = _due({row.period_id for row in rows})
    found_rows = []
    for row in rows:
        asked, filled, back, accepted = counts[row.pk]
        code, stage = code_of(row, now), due.get(row.period_id)
        found_rows.append(OwnRow(row, code, asked, filled, back, accepted, stage))
    return found_rows


def _due(periods: set[int]) -> dict[int, Due]:
    """The agencies' deadline of each period; as `due_of`, without the stages themselves."""
    stages = PeriodStage.objects.filter(period__in=periods, stage__kind="agencies").order_by(
        "-stage__position"
    )
    rows = stages.values_list("period", "due_printed", "stage__bound", "due_at")
    return {period: Due.of(printed, bound, due_at) for period, printed, bound, due_at in rows}


def _counted(lines: QuerySet[TaskEntry] | QuerySet[MeasureEntry]) -> Iterable[tuple[int, ...]]:
    """Submission, its lines, those filled, those returned, those approved: as `with_progress` counts them."""
    return (
        lines.order_by()
        .values_list("submission")
        .annotate(
            asked=_in("open", "clean", "sent", "returned", "approved"),
            filled=_in("clean", "sent", "approved"),
            back=_in("returned"),
            accepted=_in("approved"),
        )
    )


def _in(*states: str) -> Count:
    return Count("pk", filter=Q(line_state__in=states))


def _sent_back(back: list[OwnRow]) -> Mapping[Key, list[ReviewAction]]:
    """What was sent back and still waits, in the order of the reports: the whole, then its lines as printed."""
    actions: dict[Key, list[ReviewAction]] = defaultdict(list)
    for action in ReviewAction.objects.sending_back([row.submission for row in back]):
        actions[action.submission_id, action.task_entry_id, action.measure_entry_id].append(action)
    waiting: dict[int, list[Key]] = defaultdict(list)
    tasks = TaskEntry.objects.filter(pk__in=[key[1] for key in actions if key[1]], line_state="returned")
    for submission, pk in tasks.order_by("task_version__position", "id").values_list("submission", "pk"):
        waiting[submission].append((submission, pk, None))
    measures = MeasureEntry.objects.filter(
        pk__in=[key[2] for key in actions if key[2]], line_state="returned"
    )
    for submission, pk in measures.order_by("id").values_list("submission", "pk"):
        waiting[submission].append((submission, None, pk))
    keys = [key for row in back for key in ((row.submission.pk, None, None), *waiting[row.submission.pk])]
    return {key: actions[key] for key in keys if key in actions}


def _lines(
    submissions: list[Submission], begun: list[OwnRow], back: Iterable[Key], today: dt.date
) -> dict[Key, ShownLine]:
    """The lines that are named: the first open ones of the reports begun, and those that came back."""
    of = [row.submission.pk for row in begun]
    first = _first_open(TaskEntry.objects.filter(submission__in=of), "task_version__position", "id")
    room = {pk: LINES_NAMED - len(first[pk]) for pk in of}
    then = _first_open(MeasureEntry.objects.filter(submission__in=[pk for pk in of if room[pk]]), "id")
    tasks = [*chain(*first.values()), *(key[1] for key in back if key[1])]
    measures = [*chain(*(then[pk][: room[pk]] for pk in of)), *(key[2] for key in back if key[2])]
    lines = lines_of_all(submissions, tasks=tasks, measures=measures)
    views = [*line_views(lines[0], [], brief=True), *line_views([], lines[1])]
    return {
        (view.submission, *((view.pk, None) if view.is_task else (None, view.pk))): ShownLine(view, today)
        for view in views
    }


def _first_open(lines: QuerySet[TaskEntry] | QuerySet[MeasureEntry], *order: str) -> dict[int, list[int]]:
    """The first lines of each submission that nobody has finished."""
    place = Window(RowNumber(), partition_by=F("submission"), order_by=order)
    ranked = lines.filter(line_state="open").order_by().annotate(place=place).filter(place__lte=LINES_NAMED)
    found: dict[int, list[int]] = defaultdict(list)
    for submission, pk in ranked.order_by(*order).values_list("submission", "pk"):
        found[submission].append(pk)
    return found


def _missing(row: OwnRow, shown: Mapping[Key, ShownLine]) -> list[ShownLine]:
    """Lines to fill; what came back stands apart."""
    lines = [line for key, line in shown.items() if key[0] == row.submission.pk]
    return [line for line in lines if line.view.line_state == "open"]


def _waits_for_endorsement(user: User, row: OwnRow) -> bool:
    return (
        row.ready
        and row.touched_at is not None
        and row.state == "draft"
        and SUBMISSION["endorse_submission"].rule(user, row.submission)
    )
