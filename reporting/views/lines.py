"""A submission's lines as its pages show them: in printed order, under the plan's headings, with what is missing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from common import format as vn
from plans.models import TaskVersion
from plans.vocabulary import STATUS
from reporting.collection.checks import Problem
from reporting.collection.copies import evidence_of
from reporting.collection.sending import LineStatus
from reporting.models import MeasureEntry, Submission
from reporting.review.facts import fact_state
from reporting.rollup.status import status_of
from reporting.views.naming import NamedLine
from reporting.vocabulary import STATE

TASK_FIELDS = (
    "trigger_answer",
    "trigger_document",
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


@dataclass
class Field:
    """One field of an open line: what was typed, what is wrong with it, what is still missing in it."""

    name: str
    typed: str
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


class Line(NamedLine):
    """One line of a submission: its place in the plan, its words, and what stands against sending it."""

    opened = False
    next_gap: "Line | None" = None

    def __init__(self, status: LineStatus, day: dt.date) -> None:
        self.entry = status.entry
        self.settled = status.settled
        self.problems: list[Problem] = status.problems
        self.day = day

    @property
    def touched(self) -> bool:
        return self.entry.at is not None

    @property
    def triggered(self) -> bool:
        """A task that waits for a document and prints no deadline of its own."""
        version = self.entry.task_version
        return bool(version.trigger_text) and version.ends_on is None

    @property
    def restarts(self) -> bool:
        """A recurring task whose last approval is of an earlier year."""
        last, period = self.entry.last_fact, self.entry.submission.period
        return self.entry.task_version.recurring and last.period.to_on.year != period.to_on.year

    @property
    def states(self) -> list[tuple[str, Any]]:
        """The states to choose from, with their words and icons."""
        return [(code, STATE[code]) for code in ("not_started", "in_progress", "completed")]

    @property
    def answers(self) -> list[tuple[str, str]]:
        return MeasureEntry._meta.get_field("answer").choices

    @property
    def bases(self) -> list[tuple[str, str]]:
        return MeasureEntry._meta.get_field("basis").choices

    @property
    def typed_in_row(self) -> bool:
        """A measure whose number is still to come and is typed in its row, without opening the line."""
        return self.entry.line_state == "open" and not self.judgement

    @property
    def judgement(self) -> bool:
        """A measure that is judged in words."""
        return not self.is_task and self.entry.measure.value_kind == "judgement"

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field of the line by its name in the form, money fields included."""
        raw = self.entry.typed.get("raw", {})
        names = TASK_FIELDS if self.is_task else MEASURE_FIELDS
        found = {name: Field(name, raw.get(name, _as_typed(getattr(self.entry, name)))) for name in names}
        for row in self.entry.money.all() if self.is_task else ():
            name = f"money-{row.pk}"
            million = None if row.cumulative is None else row.cumulative / 10**6
            found[name] = Field(name, row.typed or _as_typed(million))
        found["evidence"] = Field("evidence", "")
        for problem in self.problems if self.touched else ():
            at = found[problem.field]
            (at.wrong if at.typed and problem.blocking else at.missing).append(problem.message)
        return found

    @property
    def money(self) -> list[dict[str, Any]]:
        """Rows of the money table: source, budget year, planned and last approved (VND), the field."""
        return [
            {
                "source": row.source,
                "year": row.budget_year,
                "planned": row.planned,
                "last": row.last,
                "cumulative": row.cumulative,
                "field": self.fields[f"money-{row.pk}"],
            }
            for row in self.entry.money.all()
        ]

    @property
    def disbursed(self) -> Decimal | None:
        """All money of the line, VND; None where nothing was entered."""
        amounts = [row.cumulative for row in self.entry.money.all() if row.cumulative is not None]
        return sum(amounts) if amounts else None

    @property
    def wrong(self) -> bool:
        """Something typed stands against sending the line."""
        return any(at.wrong for at in self.fields.values())

    @property
    def needs_reason(self) -> bool:
        """The line must give a reason, or has given one."""
        return any(problem.asks == "reason" for problem in self.problems) or bool(self.entry.reason.strip())

    @property
    def missing(self) -> list[str]:
        """What is still to be done before sending, in sentences."""
        sentences = [problem.message for problem in self.problems if problem.blocking]
        if not sentences and self.entry.line_state == "returned":
            return [_("Sửa theo lý do trả lại.")]
        return sentences

    @property
    def evidence(self) -> list:
        """What proves the line: its rows, or what the copy shown says of them."""
        return evidence_of(self.entry)

    @property
    def mark(self) -> tuple[str, str, str]:
        """Icon, tone and word at the start of the row."""
        if self.entry.line_state == "approved":
            return "square-full", "done", _("Đã duyệt")
        if self.entry.line_state == "returned":
            return "arrow-back", "running-late", _("Bị trả lại")
        if self.settled:
            return "check", "done", _("Đã xong")
        if self.wrong:
            return "triangle", "done-late", _("Cần sửa")
        return "square-dashed", "idle", _("Chưa xong")

    @property
    def badge(self) -> tuple[str, str, str]:
        """Kind, code and word of the badge in the column of states."""
        if not self.touched and self.entry.line_state == "open":
            return "line", "unopened", ""
        if not (self.settled or self.wrong or self.entry.line_state == "returned"):
            return "line", "open", ""
        if not self.is_task:
            return "line", "clean" if self.settled else "open", ""
        state = fact_state(self.entry)
        if state == "not_applicable":
            return "state", "not_applicable", ""
        if not state:
            return "line", "open", ""
        return "status", *self._status(state)

    def _status(self, state: str) -> tuple[str, str]:
        version = self.entry.task_version
        completed_on = self.entry.completed_on or self.day
        code = status_of(
            state,
            completed_on,
            ends_on=version.ends_on,
            recurring=version.recurring,
            triggered=False,
            day=self.day,
        )
        if code in ("recurring", "no_deadline"):
            return code, f"{STATE[state].text}, {str(STATUS[code].text).lower()}" if state in STATE else ""
        return code, ""

    @property
    def value(self) -> str:
        """What a measure line says in one cell."""
        entry = self.entry
        if entry.answer in ("not_yet_published", "not_applicable"):
            return entry.get_answer_display()
        if self.judgement:
            return entry.verdict
        return "" if entry.value is None else f"{vn.number(entry.value)}{_unit(entry)}"

    @property
    def last_value(self) -> str:
        """What was observed last, in one cell."""
        last = self.entry.last_observation
        if last is None:
            return ""
        return last.verdict if last.value is None else f"{vn.number(last.value)}{_unit(self.entry)}"

    @property
    def actions(self) -> list:
        """The thread of this line (set by `with_threads`)."""
        return getattr(self.entry, "thread", [])

    @property
    def earlier_actions(self) -> list:
        """The thread without the return that stands at the head of the line."""
        return [action for action in self.actions if action is not self.returned_because]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the plan prints about a task that its row does not show, and why the agency reports on it."""
        if not self.is_task:
            return []
        version, group = self.entry.task_version, self.entry.via_group
        lead = version.lead_text or (_("chưa rõ, cơ quan đầu mối báo cáo") if self.entry.unassigned else "")
        asked_about = self.triggered and version.time_text == version.trigger_text
        found = [
            (_("Thời gian"), "" if asked_about else version.time_text),
            (_("Chủ trì"), lead),
            (_("Cơ quan thuộc nhóm"), group.name if group else ""),
            (_("Sản phẩm"), version.product),
        ]
        return [(label, text) for label, text in found if text]

    @property
    def returned_because(self) -> Any:
        """The last return of a line that still waits for its correction."""
        if self.entry.line_state != "returned":
            return None
        return next((action for action in reversed(self.actions) if action.action == "return"), None)


def _unit(entry: MeasureEntry) -> str:
    return "%" if entry.measure.unit.strip().startswith("%") else ""


def _as_typed(value: Any) -> str:
    """A stored value as an officer would have typed it: for lines that no form has filled."""
    if value is None or value == "":
        return ""
    if value is True or value is False:
        return "on" if value else ""
    if isinstance(value, dt.date):
        return vn.day(value)
    return vn.number(value).replace(".", "") if isinstance(value, Decimal) else str(value)


@dataclass
class Part:
    """Lines that stand together in one table, or the one line that is open."""

    lines: list[Line]
    open: Line | None = None
    head: bool = False


@dataclass
class Group:
    """Lines under one heading of the plan; the measures of the plan are one group without a heading."""

    heading: TaskVersion | None
    lines: list[Line]
    measures: bool = False

    @property
    def id(self) -> str:
        return "measures" if self.measures else str(self.heading.pk if self.heading else 0)

    @property
    def done(self) -> int:
        return sum(line.settled for line in self.lines)

    @cached_property
    def parts(self) -> list[Part]:
        """The lines cut at the open one (`head` is set by `show_head_once`)."""
        found: list[Part] = []
        for line in self.lines:
            if line.opened:
                found.append(Part([], line))
            elif found and found[-1].open is None:
                found[-1].lines.append(line)
            else:
                found.append(Part([line]))
        return found


def under_headings(submission: Submission, lines: Iterable[Line]) -> list[Group]:
    """Task lines under the nearest heading of the plan as pinned by the period: one query."""
    period = submission.period
    pinned = TaskVersion.objects.of_plan(period.plan, on=period.plan_version.effective_on)
    headings = {version.task_id: version for version in pinned.groups()}
    groups: list[Group] = []
    for line in lines:
        heading = headings.get(line.entry.task_version.parent_id)
        if not groups or groups[-1].heading != heading:
            groups.append(Group(heading, []))
        groups[-1].lines.append(line)
    return groups


def show_head_once(groups: Iterable[Group]) -> None:
    """Only the first table of these groups shows its head; the others keep theirs for screen readers."""
    tables = [part for group in groups for part in group.parts if part.lines]
    for part in tables[:1]:
        part.head = True


def with_threads(submission: Submission, lines: Iterable[Line]) -> list:
    """Gives every line its review actions, and returns those on the whole: one query."""
    actions = list(submission.actions.select_related("by").order_by("at", "id"))
    for line in lines:
        name = "task_entry_id" if line.is_task else "measure_entry_id"
        line.entry.thread = [action for action in actions if getattr(action, name) == line.entry.pk]
    return [action for action in actions if action.task_entry_id is None and action.measure_entry_id is None]
