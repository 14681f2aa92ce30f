"""A submission's lines as the reviewer sees them: this time beside what was approved last, with what changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import format as vn
from indicators.models import Observation
from reporting.collection.entries import NARRATIVE, lines_of
from reporting.collection.line_view import Line, MeasureView, TaskView
from reporting.collection.sent_copy import SentCopy
from reporting.collection.showing import line_views
from reporting.models import Sending, Submission, TaskFact
from reporting.review import cautions
from reporting.review.facts import fact_state
from reporting.review.history import (
    Said,
    Threads,
    approved_before,
    corrected,
    observed_before,
    threads_of,
)
from reporting.views.review_rows import (
    WITHOUT_PROGRESS,
    Proof,
    Row,
    comparable,
    kept_proofs,
    measure_rows,
    task_rows,
    words,
)

# Fields of a sending's copy by the words of the page, for “đã sửa: …”.
FIELDS = {
    "state": gettext_lazy("trạng thái"),
    "percent": gettext_lazy("tỷ lệ"),
    "completed_on": gettext_lazy("ngày hoàn thành"),
    "result": gettext_lazy("kết quả"),
    "difficulty": gettext_lazy("khó khăn, vướng mắc"),
    "proposal": gettext_lazy("đề xuất, kiến nghị"),
    "reason": gettext_lazy("lý do"),
    "not_applicable": gettext_lazy("không áp dụng"),
    "trigger_answer": gettext_lazy("văn bản của cấp trên"),
    "trigger_document": gettext_lazy("số, ký hiệu văn bản"),
    "money": gettext_lazy("giải ngân"),
    "evidence": gettext_lazy("tài liệu kiểm chứng"),
    "answer": gettext_lazy("trả lời"),
    "basis": gettext_lazy("loại số liệu"),
    "value": gettext_lazy("số liệu"),
    "verdict": gettext_lazy("kết quả định tính"),
    "note": gettext_lazy("ghi chú"),
}


@dataclass(frozen=True)
class ReviewedLine:
    """One line under review."""

    view: Line
    rows: list[Row]
    first: bool
    before_label: str
    cautions: list[str]
    thread: list[Said] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)

    @property
    def is_task(self) -> bool:
        return self.view.is_task

    @property
    def key(self) -> str:
        return self.view.key

    @property
    def code(self) -> str:
        return self.view.code

    @property
    def name(self) -> str:
        return self.view.label

    @property
    def undecided(self) -> bool:
        return self.view.line_state == "sent"

    @cached_property
    def changes(self) -> int:
        """How many fields differ from what was approved last."""
        return sum(row.changed for row in self.rows)

    @property
    def quiet(self) -> bool:
        """Awaits a decision, says what was approved last, and nothing calls for a look."""
        return self.undecided and not (self.first or self.changes or self.cautions or self.returns)

    @property
    def returns(self) -> int:
        """How often the line has been returned."""
        return sum(said.action.action == "return" for said in self.thread)

    @property
    def decision(self) -> Said | None:
        """The latest approval or return of the line."""
        return next(
            (said for said in reversed(self.thread) if said.action.action in ("approve", "return")), None
        )

    @property
    def mark(self) -> tuple[str, str, str]:
        """Icon, tone and spoken word in the list of lines."""
        return {
            "approved": ("square-full", "done", _("Đã duyệt")),
            "returned": ("arrow-back", "running-late", _("Đánh dấu trả lại")),
        }.get(self.view.line_state, ("square-dashed", "idle", _("Chưa thẩm định")))

    @property
    def summary(self) -> str:
        """What the list of lines says under the name."""
        if self.view.line_state == "approved":
            return _("Đã duyệt")
        parts = []
        if self.view.line_state == "returned":
            parts.append(_("Đánh dấu trả lại"))
        elif self.returns:
            parts.append(_("Trả lại %(n)d lần, đã sửa") % {"n": self.returns})
        elif self.first:
            parts.append(_("Báo cáo lần đầu"))
        elif not self.is_task and self.changes and self.rows[0].change:
            parts.append(
                _("%(now)s (trước %(before)s)") % {"now": self.rows[0].now, "before": self.rows[0].before}
            )
        elif self.changes:
            parts.append(_("%(n)d chỗ khác lần trước") % {"n": self.changes})
        else:
            parts.append(_("Không thay đổi"))
        if self.cautions:
            parts.append(_("%(n)d cảnh báo") % {"n": len(self.cautions)})
        return ", ".join(parts)


@dataclass(frozen=True)
class ReviewPage:
    """Everything the page shows of a submission."""

    lines: list[ReviewedLine]
    prose: list[Row]
    threads: Threads
    sendings: list[Sending]

    @property
    def undecided(self) -> list[ReviewedLine]:
        return [line for line in self.lines if line.undecided]

    @property
    def returned(self) -> list[ReviewedLine]:
        return [line for line in self.lines if line.view.line_state == "returned"]

    @property
    def approved(self) -> list[ReviewedLine]:
        return [line for line in self.lines if line.view.line_state == "approved"]

    @property
    def quiet(self) -> list[ReviewedLine]:
        return [line for line in self.lines if line.quiet]

    def line(self, key: str) -> ReviewedLine | None:
        return next((line for line in self.lines if line.key == key), None)

    def after(self, line: ReviewedLine | None) -> ReviewedLine | None:
        """The next undecided line after this one, from the top again when there is none below."""
        place = self.lines.index(line) + 1 if line else 0
        return next(
            (row for row in (*self.lines[place:], *self.lines[:place]) if row.undecided and row is not line),
            None,
        )


def read_page(submission: Submission, today: dt.date) -> ReviewPage:
    """The submission as it was sent last: lines in printed order, prose, threads. A draft's words are not shown."""
    sendings = list(submission.sendings.order_by("no"))
    if not sendings:
        return ReviewPage([], [], Threads({}, {}, []), [])
    tasks, measures = lines_of(submission)
    copies = [SentCopy.from_json(sending.payload) for sending in sendings[-2:]]
    before, copy = copies[0] if len(copies) > 1 else None, copies[-1]
    threads = threads_of(submission, sendings)
    facts, observations = approved_before(submission, tasks), observed_before(measures)
    proofs = kept_proofs(facts.values())
    lines = []
    for view in line_views(tasks, measures, copy=copy):
        if isinstance(view, TaskView):
            fact = facts.get(view.pk)
            line = _task_line(view, submission, fact, proofs.get(fact.pk) if fact else None, today)
            thread = threads.tasks.get(view.pk, [])
        else:
            line = _measure_line(view, submission, observations.get(view.pk))
            thread = threads.measures.get(view.pk, [])
        lines.append(replace(line, thread=thread, corrections=_corrections(before, view)))
    return ReviewPage(lines, _prose(submission, copy), threads, sendings)


def _corrections(before: SentCopy | None, view: Line) -> list[str]:
    """What was changed in a line since the sending before, in words; nothing where that did not hold the line."""
    earlier = before.line(view.is_task, view.pk) if before else None
    changed = corrected(earlier, view.said) if earlier else set()
    return [str(label) for key, label in FIELDS.items() if key in changed]


def _prose(submission: Submission, copy: SentCopy) -> list[Row]:
    """The outline's sections beside those of the agency's last approved report of the plan."""
    earlier = Submission.objects.filter(agency=submission.agency_id, state="approved")
    last = earlier.earlier_than(submission.period).select_related("period").last()
    before = last.narrative if last else {}
    return [
        words(str(title), copy.narrative.get(key, ""), before.get(key, "") if last else None)
        for key, title in NARRATIVE.items()
    ]


def _task_line(
    view: TaskView,
    submission: Submission,
    fact: TaskFact | None,
    proved: list[Proof] | None,
    today: dt.date,
) -> ReviewedLine:
    before = fact if comparable(view, submission, fact) else None
    return ReviewedLine(
        view=view,
        rows=task_rows(view, submission, fact, proved, today),
        first=fact is None,
        before_label=_("Duyệt lần trước, %(period)s") % {"period": fact.period.label} if fact else "",
        cautions=list(filter(None, _task_cautions(view, before))),
    )


def _task_cautions(view: TaskView, fact: TaskFact | None) -> Iterable[str]:
    state, percent = fact_state(view.said), view.said.percent
    if state in WITHOUT_PROGRESS:
        return
    rows = [row for row in view.money if row.planned and (not view.recurring or row.year == view.year)]
    spent = [row.cumulative for row in rows if row.cumulative is not None]
    planned = sum((row.planned for row in rows if row.planned), Decimal(0))
    yield cautions.money_apart(percent, sum(spent, Decimal(0)) if spent else None, planned)
    yield cautions.fallen(fact.percent if fact else None, percent)
    yield cautions.unproven(state, len(view.said.evidence))


def _measure_line(view: MeasureView, submission: Submission, last: Observation | None) -> ReviewedLine:
    return ReviewedLine(
        view=view,
        rows=measure_rows(view, submission, last),
        first=last is None,
        before_label=_("Số liệu gần nhất, đến %(day)s") % {"day": vn.day(last.to_on)} if last else "",
        cautions=list(filter(None, [cautions.no_share(view.unit.strip(), view.said.value)])),
    )
