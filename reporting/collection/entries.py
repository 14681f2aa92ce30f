"""Filling a submission: every field saved as it is typed, nothing refused, nobody overwritten."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import User
from common.errors import Conflict, Refused
from common.models import StoredFile
from common.states import move_all
from common.text import clean
from reporting import rules
from reporting.collection import typed
from reporting.collection.checks import Problem
from reporting.collection.held import HeldLine, hold_measure, hold_period, hold_submission, hold_task
from reporting.collection.line_view import Line, LineMoney, LineProof
from reporting.collection.locks import lock_of, lock_of_line
from reporting.collection.showing import EVIDENCE, MONEY, line_being_typed, line_views
from reporting.collection.tally import NO_LINES, Tally, lacks_evidence, needs_reason
from reporting.models import Evidence, MeasureEntry, MoneyEntry, Submission, TaskEntry
from reporting.states import LINE, LINE_FIELD

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
class Typed:
    """A field as a form sends it. `version`: that of its row when the form last heard of it."""

    field: str
    value: str
    version: int
    at: dt.datetime


@dataclass(frozen=True)
class Saved:
    """What the form is told: the row's new version, when it was saved, and what is still wrong in the line."""

    version: int
    at: dt.datetime
    problems: list[Problem]
    line_state: str


@dataclass(frozen=True)
class SavedField(Saved):
    """How a line stands then, None for prose, and the lines of its submission counted, this one among them."""

    submission: Submission
    line: Line | None = None
    tasks: Tally = NO_LINES
    measures: Tally = NO_LINES


def lines_of(submission: Submission) -> tuple[list[TaskEntry], list[MeasureEntry]]:
    """The submission's lines in printed order, with what `line_views` reads of each: five queries at any size."""
    return lines_of_all([submission])


def lines_of_all(
    submissions: Iterable[Submission],
    *,
    tasks: Collection[int] | None = None,
    measures: Collection[int] | None = None,
) -> tuple[list[TaskEntry], list[MeasureEntry]]:
    """The lines of several submissions, as `lines_of` and with as many queries; of some kinds only those named."""
    of = {submission.pk: submission for submission in submissions}
    some_tasks = Q() if tasks is None else Q(pk__in=tasks)
    some_measures = Q() if measures is None else Q(pk__in=measures)
    found_tasks = list(
        TaskEntry.objects.filter(some_tasks, submission__in=of)
        .select_related("task_version", "via_group", "last_fact__period", "by")
        .prefetch_related(EVIDENCE, MONEY)
        .order_by("task_version__position", "id")
    )
    found_measures = list(
        MeasureEntry.objects.filter(some_measures, submission__in=of)
        .select_related("measure", "last_observation", "by")
        .prefetch_related(EVIDENCE)
        .order_by("id")
    )
    lines: list[TaskEntry | MeasureEntry] = [*found_tasks, *found_measures]
    for entry in lines:
        entry.submission = of[entry.submission_id]
    return found_tasks, found_measures


@transaction.atomic
def save_field(
    *, ref: str, line: tuple[type[TaskEntry] | type[MeasureEntry], int] | None, said: Typed, by: User
) -> SavedField:
    """Save one field of the submission a person sees under `ref`: of a line, or of its prose where there is none.

    What the form's script calls for every field typed, so everything it needs is read here, once and held; constant in
    lines, agencies and plans. Raises DoesNotExist for what he does not see, PermissionDenied where he sees and does not
    fill, else as `save_task_field`.
    """
    submission = hold_submission(Submission.objects.visible_to(by).filter(ref=ref))
    if not rules.may_fill(by, submission):
        raise PermissionDenied
    if line is None:
        hold_period(submission)
        return _type_prose(submission, said, by)
    held = _hold(submission, *line)
    if held.tasks.unknown:
        rebuild_marks(submission)
        held = _hold(submission, *line)
    return _type_into(held, said, by)


@transaction.atomic
def save_task_field(
    *, entry: TaskEntry, field: str, value: str, version: int, by: User, at: dt.datetime
) -> SavedField:
    """Save one field of a task line as typed. `version`: the line's version when the form last heard of it.

    Raises Refused when the submission or the line is locked, EditConflict when another person changed this field
    since; in both cases nothing is written.
    """
    return _type_into(
        _hold(_held(entry.submission_id), TaskEntry, entry.pk), Typed(field, value, version, at), by
    )


@transaction.atomic
def save_measure_field(
    *, entry: MeasureEntry, field: str, value: str, version: int, by: User, at: dt.datetime
) -> SavedField:
    """Save one field of a measure line as typed; as `save_task_field`."""
    return _type_into(
        _hold(_held(entry.submission_id), MeasureEntry, entry.pk), Typed(field, value, version, at), by
    )


@transaction.atomic
def save_narrative(
    *, submission: Submission, section: str, value: str, version: int, by: User, at: dt.datetime
) -> SavedField:
    """Save one section of the outline's prose; as `save_task_field`."""
    submission = _held(submission.pk)
    hold_period(submission)
    return _type_prose(submission, Typed(section, value, version, at), by)


def _type_into(held: HeldLine, said: Typed, by: User) -> SavedField:
    entry, field = held.entry, said.field
    _refuse_locked_line(entry, by)
    money = next((row for row in held.money if row.field == field), None)
    if money is None and field not in typed.FIELDS[type(entry)]:
        raise Refused(_("Không có ô này trong báo cáo."))
    before = _words(entry)
    _refuse_overwriting(entry, said, by, money.typed if money else entry.typed.get("raw", {}).get(field, ""))
    value = clean(said.value) if field in typed.TEXT_FIELDS else clean(said.value).strip()
    errors: dict[str, str] = entry.typed.setdefault("errors", {})
    errors.pop(field, None)
    if money is not None:
        held = replace(held, money=_typed_money(held.money, money, value, errors))
    elif isinstance(entry, TaskEntry):
        typed.type_task_field(entry, field, value, errors)
    else:
        typed.type_measure_field(entry, field, value, errors)
    return _finish(held, before, said, value, by)


def _typed_money(
    rows: tuple[LineMoney, ...], row: LineMoney, value: str, errors: dict[str, str]
) -> tuple[LineMoney, ...]:
    """The money of a line with what was typed into one row, which is written."""
    now = replace(row, typed=value[:60], cumulative=typed.typed_vnd(value, errors, row.field))
    stored = MoneyEntry.objects.filter(pk=row.field.removeprefix("money-"))
    stored.update(typed=now.typed, cumulative=now.cumulative)
    return tuple(now if one is row else one for one in rows)


def _type_prose(submission: Submission, said: Typed, by: User) -> SavedField:
    _refuse_locked(submission, by)
    section = said.field
    if section not in NARRATIVE:
        raise Refused(_("Không có phần này trong đề cương."))
    edits = submission.narrative.setdefault("edits", {})
    refuse_stale(
        edits.get(section),
        said.version,
        by,
        submission.narrative.get(section, ""),
        submission.narrative_version,
    )
    submission.narrative[section] = clean(said.value)
    submission.narrative_version += 1
    edits[section] = edit_mark(submission.narrative_version, by, said.at)
    submission.touched_at = said.at
    submission.save(update_fields=["narrative", "narrative_version", "touched_at"])
    return SavedField(submission.narrative_version, said.at, [], "", submission)


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
    held = _held_line(entry, by)
    entry = held.entry
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
    _touch(replace(held, proven=True), by, at)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User, at: dt.datetime) -> None:
    """Take a piece of evidence off a line that is still being filled. Sendings keep their own copy."""
    line = evidence.task_entry or evidence.measure_entry
    if line is None:
        raise ValueError("a piece of evidence belongs to a line")
    held = _held_line(line, by)
    evidence.delete()
    _touch(replace(held, proven=held.entry.evidence.exists()), by, at)


@transaction.atomic
def standing(*, entry: TaskEntry | MeasureEntry, at: dt.datetime) -> SavedField:
    """How a line stands now, with what is attached to it, as saving a field of it tells."""
    held = _hold(_held(entry.submission_id), type(entry), entry.pk, shown=True)
    attached = tuple(map(LineProof.of, held.entry.evidence.all()))
    line = line_being_typed(
        held.entry, held.money, proven=held.proven, evidence=attached, happened=held.happened
    )
    return _told(held, line, at)


def rebuild_marks(submission: Submission) -> None:
    """Write the marks of every line somebody has begun anew, as they follow from what is typed."""
    tasks, _measures = lines_of(submission)
    for entry, line in zip(tasks, line_views(tasks, [], brief=True), strict=True):
        marks = {"needs_reason": needs_reason(line), "lacks_evidence": lacks_evidence(line)}
        if line.touched and marks != {name: getattr(entry, name) for name in marks}:
            TaskEntry.objects.filter(pk=entry.pk).update(**marks)


def _held(submission: int) -> Submission:
    return hold_submission(Submission.objects.filter(pk=submission))


def _hold(
    submission: Submission, model: type[TaskEntry] | type[MeasureEntry], pk: int, *, shown: bool = False
) -> HeldLine:
    hold = hold_task if model is TaskEntry else hold_measure
    return hold(submission, pk, shown=shown)


def _held_line(entry: TaskEntry | MeasureEntry, by: User) -> HeldLine:
    """A line that can be changed, for update, its submission first."""
    submission = _held(entry.submission_id)
    held = _hold(submission, type(entry), entry.pk)
    _refuse_locked_line(held.entry, by)
    return held


def _refuse_locked_line(entry: TaskEntry | MeasureEntry, by: User) -> None:
    _refuse_locked(entry.submission, by)
    if why := lock_of_line(entry):
        raise Refused(why)


def _refuse_locked(submission: Submission, by: User) -> None:
    if why := lock_of(submission, by):
        raise Refused(why)


def _refuse_overwriting(entry: TaskEntry | MeasureEntry, said: Typed, by: User, current: str) -> None:
    refuse_stale(entry.typed.get("edits", {}).get(said.field), said.version, by, current, entry.version)


def refuse_stale(edit: dict | None, version: int, by: User, current: str, now_at: int) -> None:
    """Another person's edit of this field, newer than what the form knows, is never overwritten."""
    if edit and edit["version"] > version and edit["by_id"] != by.pk:
        raise EditConflict(by=edit["by"], at=edit["at"], theirs=current, version=now_at)


def edit_mark(version: int, by: User, at: dt.datetime) -> dict:
    """Who changed a field last, when, and which version of its row that made."""
    return {"version": version, "by": by.name, "by_id": by.pk, "at": timezone.localtime(at).strftime("%H:%M")}


def _finish(held: HeldLine, before: dict[str, object], said: Typed, value: str, by: User) -> SavedField:
    entry = held.entry
    entry.typed.setdefault("raw", {})[said.field] = value
    entry.typed.setdefault("edits", {})[said.field] = edit_mark(entry.version + 1, by, said.at)
    return _told(held, _write(held, before, by, said.at), said.at)


def _told(held: HeldLine, line: Line, at: dt.datetime) -> SavedField:
    entry, mine = held.entry, Tally.of([line])
    return SavedField(
        entry.version,
        at,
        list(line.problems),
        entry.line_state,
        entry.submission,
        line,
        held.tasks.and_(mine) if line.is_task else held.tasks,
        held.measures if line.is_task else held.measures.and_(mine),
    )


def _touch(held: HeldLine, by: User, at: dt.datetime) -> None:
    """Evidence counts as work on the line: a returned line may be answered by a document alone."""
    _write(held, _words(held.entry), by, at)


def _write(held: HeldLine, before: dict[str, object], by: User, at: dt.datetime) -> Line:
    """The line as it stands now, and where what is typed puts it; each row is written once."""
    entry = held.entry
    entry.version += 1
    entry.by, entry.at = by, at
    line = line_being_typed(entry, held.money, proven=held.proven, happened=held.happened)
    if isinstance(entry, TaskEntry):
        entry.needs_reason, entry.lacks_evidence = needs_reason(line), lacks_evidence(line)
    changed = {name: value for name, value in _words(entry).items() if before[name] != value}
    changed["typed"] = entry.typed
    to = _settled(line)
    if to == entry.line_state:
        type(entry).objects.filter(pk=entry.pk).update(**changed)
    else:
        verb = LINE["answer" if entry.line_state == "returned" else "fill"]
        move_all([entry], verb, field=LINE_FIELD, to=to, of=entry.submission, by=by, words=changed)
    Submission.objects.filter(pk=entry.submission_id).update(touched_at=at)
    return replace(line, line_state=to)


def _settled(line: Line) -> str:
    """Where what is typed puts a line; a returned one stays returned until nothing is wrong."""
    if line.line_state == "returned" and line.blocked:
        return line.line_state
    return "open" if line.blocked else "clean"


def _words(entry: TaskEntry | MeasureEntry) -> dict[str, object]:
    """What filling may write of a line, as it is now, by its column."""
    named = words_of(type(entry))
    return {
        field.attname: getattr(entry, field.attname)
        for field in entry._meta.concrete_fields
        if field.name in named
    }


def words_of(model: type[TaskEntry] | type[MeasureEntry]) -> list[str]:
    """The columns of a line that filling it writes: all but what line it is and its state."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key
        and field.name != LINE_FIELD
        and (not field.is_relation or field.name == "by")
    ]
