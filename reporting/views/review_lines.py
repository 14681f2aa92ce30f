"""A submission's lines as the reviewer sees them: this time beside what was approved last, with what changed."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import format as vn
from common.columns import choices_of
from indicators.models import Observation
from plans.vocabulary import STATUS
from reporting.collection.entries import NARRATIVE, lines_of
from reporting.collection.line_view import Line, MeasureView, TaskView
from reporting.collection.sent_copy import SentCopy, SentProof, SentTask
from reporting.collection.showing import line_views
from reporting.models import MeasureEntry, Sending, Submission, TaskFact
from reporting.review import cautions, differences
from reporting.review.differences import Piece
from reporting.review.facts import fact_state
from reporting.review.history import (
    Said,
    Threads,
    approved_before,
    corrected,
    observed_before,
    threads_of,
)
from reporting.rollup.status import status_of
from reporting.vocabulary import STATE

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
class Proof:
    """A piece of evidence: its words, and the address parts of its file (submission ref, file ref) where it has one."""

    words: str
    submission: str = ""
    file: str = ""


@dataclass(frozen=True)
class Row:
    """One field: this time, last time. Words have `pieces`, states `badges`, evidence `proofs`; the rest is plain."""

    label: str
    now: str = ""
    before: str = ""
    change: str = ""
    changed: bool = False
    pieces: list[Piece] | None = None
    badges: tuple[tuple[str, str, str] | None, tuple[str, str, str] | None] | None = None
    proofs: tuple[list[Proof], list[Proof]] | None = None


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
    proofs = _kept_proofs(facts.values())
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
        _words(str(title), copy.narrative.get(key, ""), before.get(key, "") if last else None)
        for key, title in NARRATIVE.items()
    ]


# ------------------------------------------------------------------------------------------------------------ fields


def _words(label: str, now: str, before: str | None) -> Row:
    """A text, word by word against the last; `before` None: there is nothing to compare with."""
    if before is None:
        return Row(label, now=now)
    pieces = differences.words(before, now)
    changed = any(piece.kind != "same" for piece in pieces)
    return Row(label, now=now, before=before, changed=changed, pieces=pieces)


def _number(
    label: str,
    now: Decimal | None,
    before: Decimal | None,
    show: Callable[[Decimal | None], str],
    change: str,
) -> Row:
    difference = differences.number(before, now)
    return Row(
        label,
        now=show(now),
        before=show(before),
        change="" if difference is None else change % vn.signed(difference),
        changed=now != before,
    )


def _evidence(label: str, now: list[Proof], before: list[Proof] | None) -> Row:
    changed = before is not None and [proof.words for proof in now] != [proof.words for proof in before]
    return Row(label, changed=changed, proofs=(now, before or []))


def _proofs(sent: Iterable[SentProof], submission: str) -> list[Proof]:
    found = []
    for row in sent:
        day = vn.day(row.document_date) if row.document_date else ""
        document = " ".join(filter(None, (row.document_no, day)))
        found.append(
            Proof(", ".join(filter(None, (row.file, document, row.abstract))), submission, row.file_ref)
        )
    return found


def _kept_proofs(facts: Iterable[TaskFact]) -> dict[int, list[Proof]]:
    """Fact id → what proved its line when it was approved, from the sending it came with; each is read once."""
    copies: dict[int, SentCopy] = {}
    found = {}
    for fact in facts:
        copy = copies.get(fact.sending_id)
        if copy is None:
            copy = copies[fact.sending_id] = SentCopy.from_json(fact.sending.payload)
        said = copy.of_task(fact.task_id)
        found[fact.pk] = _proofs(said.evidence if said else (), fact.sending.submission.ref)
    return found


# ------------------------------------------------------------------------------------------------------- task lines


def _task_line(
    view: TaskView,
    submission: Submission,
    fact: TaskFact | None,
    proved: list[Proof] | None,
    today: dt.date,
) -> ReviewedLine:
    """`view` is what was sent, `fact` what was approved last and `proved` what proved that."""
    said = view.said
    comparable = fact is not None and (not view.recurring or fact.period_id == submission.period_id)
    now_state = fact_state(said)
    rows = [
        Row(
            _("Trạng thái"),
            badges=(
                _badge(now_state, view, said.completed_on, today),
                _badge(fact.state, view, fact.completed_on, fact.period.cutoff_on) if fact else None,
            ),
            changed=fact is not None and now_state != fact.state,
        )
    ]
    if said.trigger_answer:
        answer = _("Đã có: %(document)s") % {"document": said.trigger_document or "…"}
        rows.append(
            Row(_("Văn bản của cấp trên"), now=answer if said.trigger_answer == "yes" else _("Chưa có"))
        )
    if now_state not in ("not_applicable", "awaiting_trigger"):
        rows.append(_percent(said, fact, comparable))
        if said.completed_on or (fact and fact.completed_on):
            last = fact.completed_on if fact else None
            rows.append(
                Row(
                    _("Ngày hoàn thành"),
                    now=vn.day(said.completed_on),
                    before=vn.day(last),
                    changed=fact is not None and said.completed_on != last,
                )
            )
    for label, name in (
        (_("Kết quả"), "result"),
        (_("Khó khăn, vướng mắc"), "difficulty"),
        (_("Đề xuất, kiến nghị"), "proposal"),
    ):
        rows.append(_words(label, getattr(said, name), getattr(fact, name) if fact else None))
    if said.reason or (fact and fact.reason):
        rows.append(_words(_("Lý do"), said.reason, fact.reason if fact else None))
    rows += _money(view, fact)
    proofs = _proofs(said.evidence, submission.ref)
    rows.append(_evidence(_("Tài liệu kiểm chứng"), proofs, proved))
    return ReviewedLine(
        view=view,
        rows=rows,
        first=fact is None,
        before_label=_("Duyệt lần trước, %(period)s") % {"period": fact.period.label} if fact else "",
        cautions=list(
            filter(None, _task_cautions(view, fact if comparable else None, now_state, len(proofs)))
        ),
    )


def _badge(state: str, view: TaskView, completed_on: dt.date | None, day: dt.date) -> tuple[str, str, str]:
    """Kind, code and word of the badge: the official status on a day, with the state where that says no progress."""
    if state == "not_applicable":
        return "state", "not_applicable", ""
    code = status_of(
        state, completed_on, ends_on=view.ends_on, recurring=view.recurring, triggered=False, day=day
    )
    if code in ("recurring", "no_deadline") and state in STATE:
        return "status", code, f"{STATE[state].text}, {str(STATUS[code].text).lower()}"
    return "status", code, ""


def _percent(said: SentTask, fact: TaskFact | None, comparable: bool) -> Row:
    row = _number(_("Tỷ lệ"), said.percent, fact.percent if fact else None, vn.percent, _("%s điểm"))
    return replace(row, changed=fact is not None and row.changed, change=row.change if comparable else "")


def _money(view: TaskView, fact: TaskFact | None) -> list[Row]:
    """Every source and budget year with money now or before; cumulative from 01/01 of that year."""
    before = {(row.source_id, row.budget_year): row.cumulative for row in fact.money.all()} if fact else {}
    rows = []
    for money in view.money:
        last, now = before.get((money.source_id, money.year)), money.cumulative
        if now is None and last is None:
            continue
        difference = differences.number(last, now)
        rows.append(
            Row(
                _("Giải ngân %(year)d, %(source)s") % {"year": money.year, "source": money.source.lower()},
                now=_million(now),
                before=_million(last),
                change="" if difference is None else vn.signed(difference / 10**6, 1),
                changed=fact is not None and now != last,
            )
        )
    return rows


def _million(vnd: Decimal | None) -> str:
    return vn.EMPTY if vnd is None else _("%(amount)s triệu đồng") % {"amount": vn.million(vnd)}


def _task_cautions(view: TaskView, fact: TaskFact | None, state: str, proofs: int) -> Iterable[str]:
    if state in ("not_applicable", "awaiting_trigger"):
        return
    percent = view.said.percent
    rows = [row for row in view.money if row.planned and (not view.recurring or row.year == view.year)]
    spent = [row.cumulative for row in rows if row.cumulative is not None]
    planned = sum((row.planned for row in rows if row.planned), Decimal(0))
    yield cautions.money_apart(percent, sum(spent, Decimal(0)) if spent else None, planned)
    yield cautions.fallen(fact.percent if fact else None, percent)
    yield cautions.unproven(state, proofs)


# ---------------------------------------------------------------------------------------------------- measure lines


def _measure_line(view: MeasureView, submission: Submission, last: Observation | None) -> ReviewedLine:
    unit, said = view.unit.strip(), view.said

    def show(value: Decimal | None) -> str:
        if value is None:
            return vn.EMPTY
        return f"{vn.number(value)}{'%' if unit.startswith('%') else f' {unit}' if unit else ''}"

    answered = said.answer in ("not_yet_published", "not_applicable")
    if view.judgement:
        first = _words(_("Kết quả"), said.verdict, last.verdict if last else None)
    elif answered:
        first = Row(
            _("Số liệu"),
            now=_choice("answer", said.answer),
            before=show(last.value) if last else "",
            changed=last is not None,
        )
    else:
        first = _number(
            _("Số liệu"),
            said.value,
            last.value if last else None,
            show,
            _("%s điểm") if unit.startswith("%") else "%s",
        )
        first = replace(first, changed=last is not None and first.changed)
    rows = [first]
    if not answered:
        rows.append(
            Row(
                _("Loại số liệu"),
                now=_choice("basis", said.basis),
                before=last.get_basis_display().capitalize() if last else "",
            )
        )
    if said.note:
        rows.append(Row(_("Ghi chú"), now=said.note))
    rows.append(_evidence(_("Tài liệu kiểm chứng"), _proofs(said.evidence, submission.ref), None))
    return ReviewedLine(
        view=view,
        rows=rows,
        first=last is None,
        before_label=_("Số liệu gần nhất, đến %(day)s") % {"day": vn.day(last.to_on)} if last else "",
        cautions=list(filter(None, [cautions.no_share(unit, said.value)])),
    )


def _choice(name: str, code: str) -> str:
    """The word of a choice of a measure line, as it stands at the head of a cell."""
    return str(dict(choices_of(MeasureEntry, name)).get(code, code)).capitalize()
