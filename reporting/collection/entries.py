"""Filling a submission: every field saved as it is typed, nothing refused, nobody overwritten."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import User
from common.columns import longest_of
from common.errors import Conflict, Refused
from common.models import StoredFile
from common.numbers import typed_number
from common.states import move_all
from common.text import clean
from reporting.collection.checks import Problem
from reporting.collection.line_view import blocking
from reporting.collection.locks import lock_of, lock_of_line, locked
from reporting.collection.showing import EVIDENCE, MONEY, problems_of
from reporting.models import Evidence, MeasureEntry, MoneyEntry, Submission, TaskEntry
from reporting.states import LINE, LINE_FIELD

Entry = TypeVar("Entry", TaskEntry, MeasureEntry, TaskEntry | MeasureEntry)
MILLION = Decimal(1_000_000)
TEXT_FIELDS = ("result", "difficulty", "proposal", "reason", "trigger_document")
CHOICE_FIELDS = {
    "state": ("", "not_started", "in_progress", "completed"),
    "trigger_answer": ("", "yes", "no"),
    "not_applicable": ("", "on"),
}
RELATED: dict[type[Model], tuple[str, ...]] = {
    TaskEntry: ("task_version", "last_fact__period"),
    MeasureEntry: ("measure",),
}
SETTLED_PERCENT = {"completed": Decimal(100), "not_started": Decimal(0)}
NARRATIVE = {
    "direction": gettext_lazy("Công tác chỉ đạo, điều hành"),
    "assessment": gettext_lazy("Đánh giá chung"),
    "difficulties": gettext_lazy("Khó khăn, vướng mắc và nguyên nhân"),
    "outlook": gettext_lazy("Phương hướng, nhiệm vụ kỳ tới"),
    "proposals": gettext_lazy("Đề xuất, kiến nghị"),
}


class EditConflict(Conflict):
    """Another person changed the same field meanwhile. Nothing was written; `theirs` is his text."""

    def __init__(self, *, by: str, at: str, theirs: str, version: int) -> None:
        super().__init__(_("%(by)s vừa sửa ô này lúc %(at)s.") % {"by": by, "at": at})
        self.by, self.at, self.theirs, self.version = by, at, theirs, version


@dataclass(frozen=True)
class Saved:
    """What the form is told: the row's new version, when it was saved, and what is still wrong in the line."""

    version: int
    at: dt.datetime
    problems: list[Problem]
    line_state: str


def lines_of(submission: Submission) -> tuple[list[TaskEntry], list[MeasureEntry]]:
    """The submission's lines in printed order, with what `line_views` reads of each: five queries at any size."""
    return lines_of_all([submission])


def lines_of_all(submissions: Iterable[Submission]) -> tuple[list[TaskEntry], list[MeasureEntry]]:
    """The lines of several submissions, as `lines_of` and with as many queries."""
    of = {submission.pk: submission for submission in submissions}
    tasks = list(
        TaskEntry.objects.filter(submission__in=of)
        .select_related("task_version", "via_group", "last_fact__period", "by")
        .prefetch_related(EVIDENCE, MONEY)
        .order_by("task_version__position", "id")
    )
    measures = list(
        MeasureEntry.objects.filter(submission__in=of)
        .select_related("measure", "last_observation", "by")
        .prefetch_related(EVIDENCE)
        .order_by("id")
    )
    lines: list[TaskEntry | MeasureEntry] = [*tasks, *measures]
    for entry in lines:
        entry.submission = of[entry.submission_id]
    return tasks, measures


@transaction.atomic
def save_task_field(
    *, entry: TaskEntry, field: str, value: str, version: int, by: User, at: dt.datetime
) -> Saved:
    """Save one field of a task line as typed. `version`: the line's version when the form last heard of it.

    Raises Refused when the submission or the line is locked, EditConflict when another person changed this field
    since; in both cases nothing is written.
    """
    entry = _locked(entry, by)
    money = None
    if field.startswith("money-"):
        number = field.removeprefix("money-")
        money = entry.money.filter(pk=number).first() if number.isdecimal() else None
        if money is None:
            raise Refused(_("Không có ô này trong báo cáo."))
        current = money.typed
    elif field in TEXT_FIELDS or field in CHOICE_FIELDS or field in ("percent", "completed_on"):
        current = entry.typed.get("raw", {}).get(field, "")
    else:
        raise Refused(_("Không có ô này trong báo cáo."))
    _refuse_overwriting(entry, field, version, by, current)
    value = clean(value).strip() if field not in TEXT_FIELDS else clean(value)
    errors: dict[str, str] = entry.typed.setdefault("errors", {})
    errors.pop(field, None)
    if money is not None:
        _type_money(money, value, errors, field)
    else:
        _type_task_field(entry, field, value, errors)
    return _finish(entry, field, value, by, at)


def _type_task_field(entry: TaskEntry, field: str, value: str, errors: dict[str, str]) -> None:
    if field in CHOICE_FIELDS:
        if value not in CHOICE_FIELDS[field]:
            raise Refused(_("Lựa chọn này không có trong báo cáo."))
        setattr(entry, field, value == "on" if field == "not_applicable" else value)
        if field == "state":
            _follow_state(entry, value)
    elif field == "percent":
        entry.percent = _number(value, errors, field)
        if entry.percent is not None and not 0 <= entry.percent <= 100:
            errors[field] = _("Tỷ lệ phải từ 0 đến 100%.")
            entry.percent = None
        entry.percent = _no_finer(entry.percent, 2, errors, field)
    elif field == "completed_on":
        entry.completed_on = typed_day(value, errors, field)
    else:
        longest = longest_of(TaskEntry, field)
        if longest and len(value) > longest:
            errors[field] = _("Dài quá %(longest)d ký tự; viết gọn lại.") % {"longest": longest}
        setattr(entry, field, value[:longest])


def _follow_state(entry: TaskEntry, state: str) -> None:
    """A state settles what cannot be otherwise: completed is 100 %, not started is 0 %, only completed has a date.

    What was typed stays in `typed` and comes back when the state does.
    """
    raw, errors = entry.typed.get("raw", {}), entry.typed["errors"]
    errors.pop("percent", None)
    errors.pop("completed_on", None)
    if state in SETTLED_PERCENT:
        entry.percent = SETTLED_PERCENT[state]
    elif "percent" in raw:
        _type_task_field(entry, "percent", raw["percent"], errors)
    entry.completed_on = (
        typed_day(raw.get("completed_on", ""), errors, "completed_on") if state == "completed" else None
    )


def _type_money(money: MoneyEntry, value: str, errors: dict[str, str], field: str) -> None:
    money.typed = value[:60]
    million = _number(value, errors, field)
    vnd = None if million is None else million * MILLION
    if vnd is not None and vnd != vnd.to_integral_value():
        errors[field] = _("Ghi theo triệu đồng, tối đa 6 chữ số sau dấu phẩy.")
        vnd = None
    if vnd is not None and abs(vnd) >= Decimal(10) ** 18:
        errors[field] = _("Số quá lớn; kiểm tra lại, đơn vị là triệu đồng.")
        vnd = None
    money.cumulative = vnd
    money.save(update_fields=["typed", "cumulative"])


@transaction.atomic
def save_measure_field(
    *, entry: MeasureEntry, field: str, value: str, version: int, by: User, at: dt.datetime
) -> Saved:
    """Save one field of a measure line as typed; as `save_task_field`."""
    entry = _locked(entry, by)
    if field not in ("value", "answer", "verdict", "note", "basis"):
        raise Refused(_("Không có ô này trong báo cáo."))
    _refuse_overwriting(entry, field, version, by, entry.typed.get("raw", {}).get(field, ""))
    value = clean(value).strip()
    errors: dict[str, str] = entry.typed.setdefault("errors", {})
    errors.pop(field, None)
    if field == "value":
        entry.value = _number(value, errors, field)
        if entry.value is not None and abs(entry.value) >= Decimal(10) ** 14:
            errors[field] = _("Số quá lớn; kiểm tra lại đơn vị.")
            entry.value = None
        entry.value = _no_finer(entry.value, 4, errors, field)
        if value and entry.answer in ("not_yet_published", "not_applicable"):
            entry.answer = ""
            entry.typed.get("raw", {}).pop("answer", None)
    elif field == "answer":
        if value not in ("", "value", "not_yet_published", "not_applicable"):
            raise Refused(_("Lựa chọn này không có trong báo cáo."))
        entry.answer = value
    elif field == "basis":
        if value not in ("actual", "estimate", "official"):
            raise Refused(_("Lựa chọn này không có trong báo cáo."))
        entry.basis = value
    else:
        setattr(entry, field, value)
    return _finish(entry, field, value, by, at)


@transaction.atomic
def save_narrative(
    *, submission: Submission, section: str, value: str, version: int, by: User, at: dt.datetime
) -> Saved:
    """Save one section of the outline's prose."""
    submission = locked(submission)
    _refuse_locked(submission, by)
    if section not in NARRATIVE:
        raise Refused(_("Không có phần này trong đề cương."))
    edits = submission.narrative.setdefault("edits", {})
    refuse_stale(
        edits.get(section), version, by, submission.narrative.get(section, ""), submission.narrative_version
    )
    submission.narrative[section] = clean(value)
    submission.narrative_version += 1
    edits[section] = edit_mark(submission.narrative_version, by, at)
    submission.touched_at = at
    submission.save(update_fields=["narrative", "narrative_version", "touched_at"])
    return Saved(submission.narrative_version, at, [], "")


@transaction.atomic
def add_evidence(
    *,
    entry: TaskEntry | MeasureEntry,
    by: User,
    at: dt.datetime,
    file: StoredFile | None = None,
    document_no: str = "",
    document_date: dt.date | None = None,
    abstract: str = "",
) -> Evidence:
    """Attach a file, or a document by number and date, to a line."""
    entry = _locked(entry, by)
    if file is None and not document_no.strip():
        raise Refused(_("Chọn tệp, hoặc ghi số, ký hiệu văn bản."), field="evidence")
    kind = "task_entry" if isinstance(entry, TaskEntry) else "measure_entry"
    evidence = Evidence.objects.create(
        **{kind: entry},
        file=file,
        document_no=document_no.strip(),
        document_date=document_date,
        abstract=abstract.strip(),
    )
    _touch(entry, by, at)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User, at: dt.datetime) -> None:
    """Take a piece of evidence off a line that is still being filled. Sendings keep their own copy."""
    line = evidence.task_entry or evidence.measure_entry
    if line is None:
        raise ValueError("a piece of evidence belongs to a line")
    entry = _locked(line, by)
    evidence.delete()
    _touch(entry, by, at)


def _locked(entry: Entry, by: User) -> Entry:
    """The line for update, its submission checked: opens the transaction's only window on it."""
    submission = locked(entry.submission)
    _refuse_locked(submission, by)
    entry = (
        type(entry)
        .objects.select_for_update(of=("self",))
        .select_related(*RELATED[type(entry)])
        .get(pk=entry.pk, submission=submission)
    )
    entry.submission = submission
    if why := lock_of_line(entry):
        raise Refused(why)
    return entry


def _refuse_locked(submission: Submission, by: User) -> None:
    why = lock_of(submission, by)
    if why:
        raise Refused(why)


def _refuse_overwriting(
    entry: TaskEntry | MeasureEntry, field: str, version: int, by: User, current: str
) -> None:
    refuse_stale(entry.typed.get("edits", {}).get(field), version, by, current, entry.version)


def refuse_stale(edit: dict | None, version: int, by: User, current: str, now_at: int) -> None:
    """Another person's edit of this field, newer than what the form knows, is never overwritten."""
    if edit and edit["version"] > version and edit["by_id"] != by.pk:
        raise EditConflict(by=edit["by"], at=edit["at"], theirs=current, version=now_at)


def edit_mark(version: int, by: User, at: dt.datetime) -> dict:
    """Who changed a field last, when, and which version of its row that made."""
    return {"version": version, "by": by.name, "by_id": by.pk, "at": timezone.localtime(at).strftime("%H:%M")}


def _finish(entry: TaskEntry | MeasureEntry, field: str, value: str, by: User, at: dt.datetime) -> Saved:
    entry.version += 1
    entry.typed.setdefault("raw", {})[field] = value
    entry.typed.setdefault("edits", {})[field] = edit_mark(entry.version, by, at)
    problems = problems_of(entry)
    _settle(entry, problems, by)
    entry.by, entry.at = by, at
    entry.save(update_fields=words_of(type(entry)))
    Submission.objects.filter(pk=entry.submission_id).update(touched_at=at)
    return Saved(entry.version, at, problems, entry.line_state)


def _touch(entry: TaskEntry | MeasureEntry, by: User, at: dt.datetime) -> None:
    """Evidence counts as work on the line: a returned line may be answered by a document alone."""
    problems = problems_of(entry)
    _settle(entry, problems, by)
    entry.version += 1
    entry.by, entry.at = by, at
    entry.save(update_fields=["version", "by", "at"])
    Submission.objects.filter(pk=entry.submission_id).update(touched_at=at)


def _settle(entry: TaskEntry | MeasureEntry, problems: list[Problem], by: User) -> None:
    """Move a locked line to where what is typed puts it; a returned one stays returned until nothing is wrong."""
    wrong = bool(blocking(problems))
    answers = entry.line_state == "returned"
    to = entry.line_state if answers and wrong else "open" if wrong else "clean"
    if entry.line_state != to:
        verb = LINE["answer" if answers else "fill"]
        move_all([entry], verb, field=LINE_FIELD, to=to, of=entry.submission, by=by)


def words_of(model: type[TaskEntry] | type[MeasureEntry]) -> list[str]:
    """The columns of a line that filling it writes: all but what line it is and its state."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key
        and field.name != LINE_FIELD
        and (not field.is_relation or field.name == "by")
    ]


def _number(value: str, errors: dict[str, str], field: str) -> Decimal | None:
    if not value:
        return None
    try:
        return typed_number(value)
    except Refused as refused:
        errors[field] = refused.message
        return None


def _no_finer(value: Decimal | None, places: int, errors: dict[str, str], field: str) -> Decimal | None:
    """The value, unless it has more decimals than are kept: nothing typed is rounded in silence."""
    if value is not None and value != round(value, places):
        errors[field] = _("Ghi tối đa %(places)d chữ số sau dấu phẩy.") % {"places": places}
        return None
    return value


def typed_day(value: str, errors: dict[str, str], field: str) -> dt.date | None:
    """A day as officers type it; what cannot be read leaves a sentence in `errors[field]`."""
    if not value:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(value, form).date()
        except ValueError:
            continue
    errors[field] = _("“%(typed)s” không phải là ngày. Ghi ngày/tháng/năm, ví dụ 05/11/2026.") % {
        "typed": value
    }
    return None
