"""The fields of a line under review: each as it was sent beside what was approved last, with what changed."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from common import format as vn
from common.columns import choices_of
from indicators.models import Observation
from plans.vocabulary import STATUS
from reporting.collection.line_view import MeasureView, TaskView
from reporting.collection.sent_copy import SentCopy, SentProof, SentTask
from reporting.models import MeasureEntry, Submission, TaskFact
from reporting.review import differences
from reporting.review.differences import Piece
from reporting.review.facts import fact_state
from reporting.rollup.status import status_of
from reporting.vocabulary import STATE

WITHOUT_PROGRESS = ("not_applicable", "awaiting_trigger")


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


def words(label: str, now: str, before: str | None) -> Row:
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


def kept_proofs(facts: Iterable[TaskFact]) -> dict[int, list[Proof]]:
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


def task_rows(
    view: TaskView,
    submission: Submission,
    fact: TaskFact | None,
    proved: list[Proof] | None,
    today: dt.date,
) -> list[Row]:
    """`view` is what was sent, `fact` what was approved last and `proved` what proved that."""
    said, state = view.said, fact_state(view.said)
    rows = [_state(view, state, fact, today)]
    if said.trigger_answer:
        answer = _("Đã có: %(document)s") % {"document": said.trigger_document or "…"}
        rows.append(
            Row(_("Văn bản của cấp trên"), now=answer if said.trigger_answer == "yes" else _("Chưa có"))
        )
    if state not in WITHOUT_PROGRESS:
        rows.append(_percent(said, fact, comparable(view, submission, fact)))
        if said.completed_on or (fact and fact.completed_on):
            rows.append(_completed_on(said, fact))
    for label, name in (
        (_("Kết quả"), "result"),
        (_("Khó khăn, vướng mắc"), "difficulty"),
        (_("Đề xuất, kiến nghị"), "proposal"),
    ):
        rows.append(words(label, getattr(said, name), getattr(fact, name) if fact else None))
    if said.reason or (fact and fact.reason):
        rows.append(words(_("Lý do"), said.reason, fact.reason if fact else None))
    rows += _money(view, fact)
    rows.append(_evidence(_("Tài liệu kiểm chứng"), _proofs(said.evidence, submission.ref), proved))
    return rows


def comparable(view: TaskView, submission: Submission, fact: TaskFact | None) -> bool:
    """Whether progress goes on from what was approved last: a recurring task begins anew in each period."""
    return fact is not None and (not view.recurring or fact.period_id == submission.period_id)


def _state(view: TaskView, state: str, fact: TaskFact | None, today: dt.date) -> Row:
    return Row(
        _("Trạng thái"),
        badges=(
            _badge(state, view, view.said.completed_on, today),
            _badge(fact.state, view, fact.completed_on, fact.period.cutoff_on) if fact else None,
        ),
        changed=fact is not None and state != fact.state,
    )


def _badge(state: str, view: TaskView, completed_on: dt.date | None, day: dt.date) -> tuple[str, str, str]:
    """Kind, code and word of the badge: the official status on a day, with the state where that says no progress."""
    if state == "not_applicable":
        return "state", "not_applicable", ""
    code = status_of(
        state,
        completed_on,
        ends_on=view.ends_on,
        recurring=view.recurring,
        triggered=False,
        standing=view.standing,
        day=day,
    )
    if code in ("recurring", "no_deadline") and state in STATE:
        return "status", code, f"{STATE[state].text}, {str(STATUS[code].text).lower()}"
    return "status", code, ""


def _percent(said: SentTask, fact: TaskFact | None, comparable: bool) -> Row:
    row = _number(_("Tỷ lệ"), said.percent, fact.percent if fact else None, vn.percent, _("%s điểm"))
    return replace(row, changed=fact is not None and row.changed, change=row.change if comparable else "")


def _completed_on(said: SentTask, fact: TaskFact | None) -> Row:
    last = fact.completed_on if fact else None
    return Row(
        _("Ngày hoàn thành"),
        now=vn.day(said.completed_on),
        before=vn.day(last),
        changed=fact is not None and said.completed_on != last,
    )


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


# ---------------------------------------------------------------------------------------------------- measure lines


def measure_rows(view: MeasureView, submission: Submission, last: Observation | None) -> list[Row]:
    """`view` is what was sent, `last` what was observed last."""
    unit, said = view.unit.strip(), view.said

    def show(value: Decimal | None) -> str:
        if value is None:
            return vn.EMPTY
        return f"{vn.number(value)}{'%' if unit.startswith('%') else f' {unit}' if unit else ''}"

    answered = said.answer in ("not_yet_published", "not_applicable")
    if view.judgement:
        first = words(_("Kết quả"), said.verdict, last.verdict if last else None)
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
    return rows


def _choice(name: str, code: str) -> str:
    """The word of a choice of a measure line, as it stands at the head of a cell."""
    return str(dict(choices_of(MeasureEntry, name)).get(code, code)).capitalize()
