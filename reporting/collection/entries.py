"""Filling a submission: every field saved as it is typed, nothing refused, nobody overwritten."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import User
from common.errors import Conflict, Refused
from common.models import StoredFile
from common.numbers import typed_number
from common.states import move_all
from common.text import clean
from indicators.models import IndicatorVersion, Target
from plans.models import BudgetLine
from reporting.collection import checks
from reporting.collection.checks import Problem
from reporting.collection.locks import lock_of, lock_of_line, locked
from reporting.models import Evidence, MeasureEntry, MoneyEntry, MoneyFact, Period, Submission, TaskEntry
from reporting.states import LINE, LINE_FIELD

MILLION = Decimal(1_000_000)
TEXT_FIELDS = ("result", "difficulty", "proposal", "reason", "trigger_document")
CHOICE_FIELDS = {
    "state": ("", "not_started", "in_progress", "completed"),
    "trigger_answer": ("", "yes", "no"),
    "not_applicable": ("", "on"),
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
    """The submission's lines in printed order with everything a page or a paper shows: nine queries at any size."""
    return lines_of_all([submission])


def lines_of_all(submissions: Iterable[Submission]) -> tuple[list[TaskEntry], list[MeasureEntry]]:
    """The lines of several submissions, as `lines_of` and with as many queries."""
    of = {submission.pk: submission for submission in submissions}
    tasks = list(
        TaskEntry.objects.filter(submission__in=of)
        .select_related("task_version", "via_group", "last_fact__period", "by")
        .prefetch_related(Prefetch("evidence", Evidence.objects.select_related("file").order_by("id")))
        .order_by("task_version__position", "id")
    )
    measures = list(
        MeasureEntry.objects.filter(submission__in=of)
        .select_related("measure", "last_observation", "by")
        .prefetch_related(Prefetch("evidence", Evidence.objects.select_related("file").order_by("id")))
        .order_by("id")
    )
    for entry in [*tasks, *measures]:
        entry.submission = of[entry.submission_id]
    _attach_last_money(tasks)
    _attach_indicators(measures)
    return tasks, measures


def _attach_indicators(measures: list[MeasureEntry]) -> None:
    """Gives every measure line what the plan prints of it, as pinned by the period: `code`, `name`, `target_text`.

    A measure that serves several indicators of the plan has their codes and the targets of each. The target is that
    of the first year not before the period's; none printed for the line's scope leaves it empty.
    """
    periods = {entry.submission.period_id: entry.submission.period for entry in measures}
    pinned = Q(pk__in=[])
    for period in periods.values():
        day = period.plan_version.effective_on
        pinned |= Q(plan=period.cycle.plan_id, valid_from__lte=day) & (
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )
    versions: dict[tuple[int, int], list[IndicatorVersion]] = defaultdict(list)
    if measures:
        of_measures = (
            IndicatorVersion.objects.filter(
                pinned, kind="indicator", indicator__measure__in={entry.measure_id for entry in measures}
            )
            .select_related("indicator")
            .prefetch_related("indicator__targets")
        )
        for version in of_measures.order_by("plan", "position"):
            versions[version.plan_id, version.indicator.measure_id].append(version)
    for entry in measures:
        period = entry.submission.period
        shown = versions[period.cycle.plan_id, entry.measure_id]
        targets = [_target(version, entry, period) for version in shown]
        entry.code = ", ".join(version.number for version in shown if version.number)
        entry.name = shown[0].name if shown else entry.measure.name
        entry.target_text = "; ".join(dict.fromkeys(target.printed for target in targets if target))


def _target(version: IndicatorVersion, entry: MeasureEntry, period: Period) -> Target | None:
    day = period.plan_version.effective_on
    targets = sorted(
        (
            target
            for target in version.indicator.targets.all()
            if target.scope == entry.scope
            and target.valid_from <= day
            and (target.valid_to is None or target.valid_to > day)
        ),
        key=lambda target: target.horizon_year,
    )
    ahead = [target for target in targets if target.horizon_year >= period.to_on.year]
    return (ahead or targets[-1:] or [None])[0]


def _attach_last_money(tasks: list[TaskEntry]) -> None:
    """Gives every money field its planned amount and its last approved amount (VND)."""
    prefetch_related_objects(tasks, Prefetch("money", MoneyEntry.objects.select_related("source")))
    facts = {entry.last_fact_id for entry in tasks if entry.last_fact_id}
    last = {
        (row.fact_id, row.source_id, row.budget_year): row.cumulative
        for row in (MoneyFact.objects.filter(fact__in=facts) if facts else ())
    }
    planned: dict[tuple[int, int, int], Decimal] = defaultdict(Decimal)
    with_money = [entry.task_id for entry in tasks if entry.money.all()]
    if with_money:
        for row in BudgetLine.objects.current().filter(task__in=with_money, stage="planned"):
            planned[row.task_id, row.source_id, row.year] += row.amount
    for entry in tasks:
        for money in entry.money.all():
            money.last = last.get((entry.last_fact_id, money.source_id, money.budget_year))
            money.planned = planned.get((entry.task_id, money.source_id, money.budget_year)) or planned.get(
                (entry.task_id, money.source_id, 0)
            )


def problems_of_task(entry: TaskEntry) -> list[Problem]:
    """What is missing or wrong in a task line as it stands (expects `lines_of`'s prefetches)."""
    period = entry.submission.period
    version = entry.task_version
    last = entry.last_fact
    errors = entry.typed.get("errors", {})
    comparable = last is not None and (not version.recurring or last.period.to_on.year == period.to_on.year)
    money = tuple(
        checks.MoneyLine(
            field=f"money-{row.id}",
            cumulative=row.cumulative,
            error=errors.get(f"money-{row.id}", ""),
            last=row.last if row.budget_year == period.to_on.year or comparable else None,
        )
        for row in entry.money.all()
    )
    return checks.task_line(
        checks.TaskLine(
            state=entry.state,
            percent=entry.percent,
            completed_on=entry.completed_on,
            result=entry.result,
            reason=entry.reason,
            not_applicable=entry.not_applicable,
            triggered=bool(version.trigger_text) and version.ends_on is None,
            trigger_answer=entry.trigger_answer,
            trigger_document=entry.trigger_document,
            errors={field: message for field, message in errors.items() if not field.startswith("money-")},
            money=money,
            last_percent=last.percent if comparable else None,
            has_evidence=bool(entry.evidence.all()),
            cutoff_on=period.cutoff_on,
        )
    )


def problems_of_measure(entry: MeasureEntry) -> list[Problem]:
    """What is missing or wrong in a measure line as it stands."""
    measure = entry.measure
    return checks.measure_line(
        checks.MeasureLine(
            answer=entry.answer,
            value=entry.value,
            verdict=entry.verdict,
            judgement=measure.value_kind == "judgement",
            percent=measure.unit.strip().startswith("%"),
            note=entry.note,
            errors=entry.typed.get("errors", {}),
        )
    )


def blocking(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.blocking]


@transaction.atomic
def save_task_field(
    *, entry: TaskEntry, field: str, value: str, version: int, by: User | None, at: dt.datetime
) -> Saved:
    """Save one field of a task line as typed. `version`: the line's version when the form last heard of it.

    Raises Refused when the submission or the line is locked, EditConflict when another person changed this field
    since; in both cases nothing is written.
    """
    entry = _locked(TaskEntry, entry, by)
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
    return _finish(entry, field, value, by, at, problems_of_task)


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
        longest = TaskEntry._meta.get_field(field).max_length
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
    *, entry: MeasureEntry, field: str, value: str, version: int, by: User | None, at: dt.datetime
) -> Saved:
    """Save one field of a measure line as typed; as `save_task_field`."""
    entry = _locked(MeasureEntry, entry, by)
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
    return _finish(entry, field, value, by, at, problems_of_measure)


@transaction.atomic
def save_narrative(
    *, submission: Submission, section: str, value: str, version: int, by: User | None, at: dt.datetime
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
    by: User | None,
    at: dt.datetime,
    file: StoredFile | None = None,
    document_no: str = "",
    document_date: dt.date | None = None,
    abstract: str = "",
) -> Evidence:
    """Attach a file, or a document by number and date, to a line."""
    entry = _locked(type(entry), entry, by)
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
def remove_evidence(*, evidence: Evidence, by: User | None, at: dt.datetime) -> None:
    """Take a piece of evidence off a line that is still being filled. Sendings keep their own copy."""
    entry = evidence.task_entry or evidence.measure_entry
    entry = _locked(type(entry), entry, by)
    evidence.delete()
    _touch(entry, by, at)


def _locked(model: type, entry: Any, by: User | None) -> Any:
    """The line for update, its submission checked: opens the transaction's only window on it."""
    submission = locked(entry.submission)
    _refuse_locked(submission, by)
    related = {TaskEntry: ("task_version", "last_fact__period"), MeasureEntry: ("measure",)}[model]
    entry = model.objects.select_for_update(of=("self",)).select_related(*related).get(pk=entry.pk)
    entry.submission = submission
    if why := lock_of_line(entry):
        raise Refused(why)
    return entry


def _refuse_locked(submission: Submission, by: User | None) -> None:
    why = lock_of(submission, by)
    if why:
        raise Refused(why)


def _refuse_overwriting(entry: Any, field: str, version: int, by: User | None, current: str) -> None:
    refuse_stale(entry.typed.get("edits", {}).get(field), version, by, current, entry.version)


def refuse_stale(edit: dict | None, version: int, by: User | None, current: str, now_at: int) -> None:
    """Another person's edit of this field, newer than what the form knows, is never overwritten."""
    if edit and edit["version"] > version and edit["by_id"] != by.pk:
        raise EditConflict(by=edit["by"], at=edit["at"], theirs=current, version=now_at)


def edit_mark(version: int, by: User | None, at: dt.datetime) -> dict:
    """Who changed a field last, when, and which version of its row that made."""
    return {"version": version, "by": by.name, "by_id": by.pk, "at": timezone.localtime(at).strftime("%H:%M")}


def _finish(
    entry: Any, field: str, value: str, by: User | None, at: dt.datetime, problems_of: Callable
) -> Saved:
    entry.version += 1
    entry.typed.setdefault("raw", {})[field] = value
    entry.typed.setdefault("edits", {})[field] = edit_mark(entry.version, by, at)
    if isinstance(entry, TaskEntry):
        _attach_last_money([entry])
    problems = problems_of(entry)
    _settle(entry, problems, by)
    entry.by, entry.at = by, at
    entry.save(update_fields=words_of(type(entry)))
    Submission.objects.filter(pk=entry.submission_id).update(touched_at=at)
    return Saved(entry.version, at, problems, entry.line_state)


def _touch(entry: Any, by: User | None, at: dt.datetime) -> None:
    """Evidence counts as work on the line: a returned line may be answered by a document alone."""
    if isinstance(entry, TaskEntry):
        _attach_last_money([entry])
    problems = problems_of_task(entry) if isinstance(entry, TaskEntry) else problems_of_measure(entry)
    _settle(entry, problems, by)
    entry.version += 1
    entry.by, entry.at = by, at
    entry.save(update_fields=["version", "by", "at"])
    Submission.objects.filter(pk=entry.submission_id).update(touched_at=at)


def _settle(entry: TaskEntry | MeasureEntry, problems: list[Problem], by: User | None) -> None:
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
