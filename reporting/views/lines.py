"""A submission's lines as its pages show them: in printed order, under the plan's headings, with what is missing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common import clock
from common import format as vn
from common.vocabulary import Word
from plans.models import TaskVersion
from plans.vocabulary import STATUS
from reporting.collection.entries import EditConflict
from reporting.collection.line_view import Line as LineView
from reporting.collection.line_view import LineMoney, MeasureView, TaskView
from reporting.collection.periods import reading_of
from reporting.models import MeasureEntry, ReviewAction, Submission
from reporting.review.facts import fact_state
from reporting.rollup.status import status_of
from reporting.vocabulary import STATE

TRIGGER_FIELDS = ("trigger_answer", "trigger_document")
TASK_FIELDS = (
    "not_applicable",
    "state",
    "percent",
    "completed_on",
    "reason",
    "result",
    "difficulty",
    "proposal",
)
MEASURE_FIELDS = ("answer", "value", "verdict", "basis", "note")
NO_VALUE = ("not_yet_published", "not_applicable")


@dataclass(frozen=True)
class Field:
    """One field of an open line: what was typed, what is wrong with it, what is still missing in it."""

    name: str
    typed: str
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    conflict: EditConflict | None = None


Conflicts = Mapping[str, tuple[str, EditConflict]]


@dataclass(frozen=True)
class ShownLine:
    """One line on the page of its submission: the view, whether it is open, and what was said of it."""

    view: LineView
    day: dt.date
    opened: bool = False
    actions: tuple[ReviewAction, ...] = ()
    conflicts: Conflicts = field(default_factory=dict)

    @property
    def is_task(self) -> bool:
        return self.view.is_task

    @property
    def key(self) -> str:
        """The line in an address: nv-12 (nhiệm vụ) or ct-7 (chỉ tiêu)."""
        return self.view.key

    @property
    def code(self) -> str:
        return self.view.code

    @property
    def name(self) -> str:
        return self.view.label

    @property
    def states(self) -> list[tuple[str, Word]]:
        """The states to choose from, with their words and icons."""
        return [(code, STATE[code]) for code in ("not_started", "in_progress", "completed")]

    @property
    def answers(self) -> Iterable[tuple[str, str | Promise]]:
        return _choices("answer").items()

    @property
    def bases(self) -> Iterable[tuple[str, str | Promise]]:
        return _choices("basis").items()

    @property
    def basis(self) -> str:
        """What kind of number a measure line gives, in a word."""
        return (
            str(_choices("basis").get(self.view.said.basis, "")) if isinstance(self.view, MeasureView) else ""
        )

    @property
    def answered(self) -> bool:
        """A measure line that says why there is no value."""
        return isinstance(self.view, MeasureView) and self.view.said.answer in NO_VALUE

    @property
    def typed_in_row(self) -> bool:
        """A measure whose number is still to come and is typed in its row, without opening the line."""
        return (
            self.view.line_state == "open" and isinstance(self.view, MeasureView) and not self.view.judgement
        )

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field of the line by its name in the form, money fields included."""
        wrong: dict[str, list[str]] = {}
        missing: dict[str, list[str]] = {}
        typed = self._typed()
        for problem in self.view.problems if self.view.touched else ():
            place = wrong if typed.get(problem.field) and problem.blocking else missing
            place.setdefault(problem.field, []).append(problem.message)
        found = {}
        for name, text in typed.items():
            mine, conflict = self.conflicts.get(name, (text, None))
            found[name] = Field(
                name, mine, tuple(wrong.get(name, ())), tuple(missing.get(name, ())), conflict
            )
        return found

    def _typed(self) -> dict[str, str]:
        """What stands in every field; the evidence, which is not typed, among them."""
        view = self.view
        names = TASK_FIELDS if isinstance(view, TaskView) else MEASURE_FIELDS
        if isinstance(view, TaskView) and view.triggered:
            names = (*TRIGGER_FIELDS, *names)
        typed = {name: view.raw.get(name, _as_typed(getattr(view.said, name))) for name in names}
        for row in view.money if isinstance(view, TaskView) else ():
            million = None if row.cumulative is None else row.cumulative / 10**6
            typed[row.field] = row.typed or _as_typed(million)
        return typed | {"evidence": ""}

    @property
    def money(self) -> list[tuple[LineMoney, Field]]:
        """Rows of the money table, each with its field."""
        return (
            [(row, self.fields[row.field]) for row in self.view.money]
            if isinstance(self.view, TaskView)
            else []
        )

    @property
    def wrong(self) -> bool:
        """Something typed stands against sending the line."""
        return any(at.wrong for at in self.fields.values())

    @property
    def needs_reason(self) -> bool:
        """The line must give a reason, or has given one."""
        if not isinstance(self.view, TaskView):
            return False
        return any(problem.asks == "reason" for problem in self.view.problems) or bool(
            self.view.said.reason.strip()
        )

    @property
    def missing(self) -> list[str]:
        """What is still to be done before sending, in sentences."""
        sentences = [problem.message for problem in self.view.problems if problem.blocking]
        if not sentences and self.view.line_state == "returned":
            return [_("Sửa theo lý do trả lại.")]
        return sentences

    @property
    def mark(self) -> tuple[str, str, str]:
        """Icon, tone and word at the start of the row."""
        if self.view.line_state == "approved":
            return "square-full", "done", _("Đã duyệt")
        if self.view.line_state == "returned":
            return "arrow-back", "running-late", _("Bị trả lại")
        if self.view.settled:
            return "check", "done", _("Đã xong")
        if self.wrong:
            return "triangle", "done-late", _("Cần sửa")
        return "square-dashed", "idle", _("Chưa xong")

    @property
    def badge(self) -> tuple[str, str, str]:
        """Kind, code and word of the badge in the column of states."""
        view = self.view
        if not view.touched and view.line_state == "open":
            return "line", "unopened", ""
        if not (view.settled or self.wrong or view.line_state == "returned"):
            return "line", "open", ""
        if not isinstance(view, TaskView):
            return "line", "clean" if view.settled else "open", ""
        state = fact_state(view.said)
        if state == "not_applicable":
            return "state", "not_applicable", ""
        if not state:
            return "line", "open", ""
        code = status_of(
            state,
            view.said.completed_on or self.day,
            ends_on=view.ends_on,
            recurring=view.recurring,
            triggered=False,
            standing=view.standing,
            day=self.day,
        )
        if code in ("recurring", "no_deadline") and state in STATE:
            return "status", code, f"{STATE[state].text}, {str(STATUS[code].text).lower()}"
        return "status", code, ""

    @property
    def value(self) -> str:
        """What a measure line says in one cell."""
        view = self.view
        if not isinstance(view, MeasureView):
            return ""
        if self.answered:
            return str(_choices("answer")[view.said.answer])
        return view.said.verdict if view.judgement else _value(view.said.value, view)

    @property
    def last_value(self) -> str:
        """What was observed last, in one cell."""
        view = self.view
        if not isinstance(view, MeasureView) or view.last is None:
            return ""
        return view.last.verdict if view.last.value is None else _value(view.last.value, view)

    @property
    def earlier_actions(self) -> list[ReviewAction]:
        """The thread without the return that stands at the head of the line."""
        return [action for action in self.actions if action is not self.returned_because]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the plan prints about a task that its row does not show, and why the agency reports on it."""
        view = self.view
        if not isinstance(view, TaskView):
            return []
        lead = view.lead_text or (_("chưa rõ, cơ quan đầu mối báo cáo") if view.unassigned else "")
        asked_about = view.triggered and view.time_text == view.trigger_text
        found = [
            (_("Thời gian"), "" if asked_about else view.time_text),
            (_("Chủ trì"), lead),
            (_("Cơ quan thuộc nhóm"), view.group),
            (_("Sản phẩm"), view.product),
        ]
        return [(label, text) for label, text in found if text]

    @property
    def returned_because(self) -> ReviewAction | None:
        """The last return of a line that still waits for its correction."""
        if self.view.line_state != "returned":
            return None
        return next((action for action in reversed(self.actions) if action.action == "return"), None)


def _choices(name: str) -> dict[str, str | Promise]:
    field = MeasureEntry._meta.get_field(name)
    return dict(field.flatchoices) if isinstance(field, models.Field) else {}


def _value(value: Decimal | None, view: MeasureView) -> str:
    return "" if value is None else f"{vn.number(value)}{'%' if view.in_percent else ''}"


def _as_typed(value: object) -> str:
    """A stored value as an officer would have typed it: for lines that no form has filled."""
    if value is None or value == "":
        return ""
    if value is True or value is False:
        return "on" if value else ""
    if isinstance(value, dt.date):
        return vn.day(value)
    return vn.number(value).replace(".", "") if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class Part:
    """Lines that stand together in one table, or the one line that is open. `head`: the table shows its head."""

    lines: tuple[ShownLine, ...] = ()
    open: ShownLine | None = None
    head: bool = False


@dataclass(frozen=True)
class Group:
    """Lines under one heading of the plan; the measures of the plan are one group without a heading."""

    id: str
    heading: TaskVersion | None
    lines: tuple[ShownLine, ...]
    parts: tuple[Part, ...]
    measures: bool = False

    @property
    def all(self) -> int:
        return len(self.lines)

    @property
    def done(self) -> int:
        return sum(line.view.settled for line in self.lines)


@dataclass(frozen=True)
class GroupCount:
    """How far the lines under one heading are, as `Group` says it of the lines themselves."""

    id: str
    all: int
    done: int
    measures: bool


MEASURES = "measures"


def headings_of(submission: Submission) -> dict[int, TaskVersion]:
    """The headings of the plan as pinned by the period, by their tasks: one query."""
    period = submission.period
    pinned = TaskVersion.objects.filter(reading_of(period, clock.now()).stated(TaskVersion), plan=period.plan)
    return {version.task_id: version for version in pinned.groups()}


def group_of(view: LineView) -> str:
    """The id of the group a line stands in: of its heading, 0 without one, or of the measures."""
    return str(view.heading or 0) if isinstance(view, TaskView) else MEASURES


def under_headings(submission: Submission, lines: Iterable[ShownLine]) -> list[Group]:
    """Task lines under the nearest heading of the plan as pinned by the period: one query."""
    headings = headings_of(submission)
    together: list[tuple[TaskVersion | None, list[ShownLine]]] = []
    for line in lines:
        heading = headings.get(line.view.heading or 0) if isinstance(line.view, TaskView) else None
        if not together or together[-1][0] != heading:
            together.append((heading, []))
        together[-1][1].append(line)
    groups, headed = [], False
    for heading, under in together:
        parts = _parts(under, headed=headed)
        headed = headed or any(part.head for part in parts)
        groups.append(Group(group_of(under[0].view), heading, tuple(under), parts))
    return groups


def measures_together(lines: Iterable[ShownLine]) -> Group:
    """The measure lines as one group."""
    under = list(lines)
    return Group(MEASURES, None, tuple(under), _parts(under, headed=False), measures=True)


def _parts(lines: list[ShownLine], *, headed: bool) -> tuple[Part, ...]:
    """The lines cut at the open one; the first table shows its head unless one before has, the others keep theirs for
    screen readers."""
    tables: list[list[ShownLine] | ShownLine] = []
    for line in lines:
        if line.opened:
            tables.append(line)
        elif tables and isinstance(tables[-1], list):
            tables[-1].append(line)
        else:
            tables.append([line])
    first = next((table for table in tables if isinstance(table, list)), None)
    return tuple(
        Part(tuple(table), head=table is first and not headed)
        if isinstance(table, list)
        else Part(open=table)
        for table in tables
    )


@dataclass(frozen=True)
class Thread:
    """The review actions of a submission, oldest first: on the whole, and by line (whether a task's, its pk)."""

    whole: tuple[ReviewAction, ...]
    lines: Mapping[tuple[bool, int], tuple[ReviewAction, ...]]

    def of(self, view: LineView) -> tuple[ReviewAction, ...]:
        return self.lines.get((view.is_task, view.pk), ())


def thread_of(submission: Submission) -> Thread:
    """What was said and decided of a submission: one query."""
    whole: list[ReviewAction] = []
    lines: dict[tuple[bool, int], tuple[ReviewAction, ...]] = {}
    for action in submission.actions.select_related("by").order_by("at", "id"):
        line = action.task_entry_id or action.measure_entry_id
        if line is None:
            whole.append(action)
        else:
            key = (action.task_entry_id is not None, line)
            lines[key] = (*lines.get(key, ()), action)
    return Thread(tuple(whole), lines)
