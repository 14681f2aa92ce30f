"""Corrections of a plan in place, before the first report: a misprint put right, a row the reading missed entered.

Each leaves one audit row with what changed, from and to; after the first report only an amendment changes a plan.
"""

from collections.abc import Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import F, Max, Model
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, User
from common import audit
from common.errors import Refused
from common.text import fold
from plans import rules
from plans.corrections import BudgetRow, TaskRow, changes, joined, row_of_task, with_answering
from plans.models import Assignment, BudgetLine, Plan, PlanVersion, Task, TaskVersion
from plans.progress import Progress, progress_of
from plans.services import WHOLE_HORIZON
from plans.stamps import touch

FAR = 1_000_000  # beyond every place in a plan
UNPRINTED = ("plan", "task", "version", "parent", "starts_on", "ends_on", "valid_to", "printed")


@transaction.atomic
def correct_task(*, to: TaskRow, by: User) -> None:
    """Put right a misprint in the task `to.code` of `to.plan`, in place, or enter the task the plan's reading missed.

    What other rows hold of the old wording is not touched. One audit row with every cell that changes, from and to;
    none where nothing does. Raises Refused once somebody has reported on the plan; for a new task and for another lead
    once a period was opened, which froze who owes what; for a code that names no group, for a group with agencies of
    its own, and for what the table's constraints refuse.
    """
    plan = to.known_plan
    progress = correctable(plan, by=by)
    rows = with_answering(TaskVersion.objects.of_plan(plan))
    found = rows.select_for_update(of=("self",), no_key=True).filter(code=to.code).first()
    changed = changes(row_of_task(found) if found else None, to)
    if not changed:
        return
    refuse_once_opened(progress, found is None or not changed.keys().isdisjoint({"kind", "lead"}))
    if to.kind == "group" and (to.lead or to.coordinating):
        raise Refused(_("Nhóm không có cơ quan thực hiện; ghi cơ quan ở từng nhiệm vụ."), field="kind")
    verb = "correct_task" if found else "enter_task"
    if found:
        _refuse_with_children(found, changed)
    version: TaskVersion = found or _new_task(plan, to.code)
    if version.position is None or "parent" in changed:
        above = _group(plan, to.parent)
        version.parent_id = above.task_id if above else None
        version.position = _place_under(plan, above)
    for cell in ("kind", "name", "product", "notes", "time_text", "trigger_text"):
        setattr(version, cell, getattr(to, cell))
    version.starts_on, version.ends_on, version.recurring = to.starts_on, to.ends_on, to.recurring
    version.folded = fold(to.name)
    if "lead" in changed:
        version.lead_text = joined(to.lead)
    if "coordinating" in changed:
        version.coordinating_text = joined(to.coordinating)
    refuse_invalid(version, without=UNPRINTED, bounds=not {"starts_on", "ends_on"}.isdisjoint(changed))
    version.save()
    if not changed.keys().isdisjoint({"lead", "coordinating"}):
        _assign(version, to)
    put_on_record(verb, by, plan, to.code, changed)


@transaction.atomic
def correct_budget(*, to: BudgetRow, by: User) -> None:
    """Put right the amount of a budget line in place, or enter the line the plan's reading missed. VND.

    One audit row, from and to; none where nothing changes. The printed text of the cell stays. Raises Refused as
    `correct_task` does, for money of a group, and where the same money would be counted twice: by year and as a whole.
    """
    plan = to.known_plan
    progress = correctable(plan, by=by)
    task = _leaf(plan, to.task) if to.task else None
    key = {"plan": plan, "task": task, "source": to.source, "year": to.year, "stage": to.stage}
    lines = BudgetLine.objects.current().filter(plan=plan, task=task, source=to.source, stage=to.stage)
    line = lines.select_for_update(no_key=True).filter(year=to.year).first()
    if line and line.amount == to.amount:
        return
    if to.amount is None:
        raise Refused(_("Ghi số tiền."), field="amount")
    before = None if line is None else str(line.amount)
    refuse_once_opened(progress, line is None)
    if line is None:
        others = lines.filter(year__gt=0) if to.year == WHOLE_HORIZON else lines.filter(year=WHOLE_HORIZON)
        if others.exists():
            raise Refused(
                _("Nguồn này đã có kinh phí theo năm hoặc cho cả giai đoạn; ghi thêm sẽ tính hai lần."),
                field="year",
            )
        version = _newest(plan)
        line = BudgetLine(**key, version=version, cause_id=version.pk, valid_from=version.effective_on)
    line.amount = to.amount
    refuse_invalid(line, without=("plan", "task", "source", "version", "valid_to"))
    line.save()
    changed = {"source": str(to.source), "year": to.year, "amount": [before, str(to.amount)]}
    put_on_record("correct_budget" if before else "enter_budget", by, plan, to.task, changed)


def correctable(plan: Plan, *, by: User) -> Progress:
    """How far reporting has come. Raises Refused when it is too late, or not for this person, to correct the plan."""
    if not rules.may_correct(by, plan):
        raise Refused(_("Chỉ người quản trị của tỉnh sửa được kế hoạch tại đây."))
    progress = progress_of(plan)
    if progress is Progress.REPORTED:
        raise Refused(_("Đã có báo cáo về kế hoạch này; sửa bằng bản điều chỉnh."))
    return progress


def refuse_once_opened(progress: Progress, duties_change: bool) -> None:
    """An open period has frozen who owes what: what would change that comes too late."""
    if duties_change and progress is Progress.OPENED:
        raise Refused(
            _(
                "Kế hoạch đã mở kỳ báo cáo: không thêm dòng, không đổi cơ quan tại đây; sửa bằng bản điều chỉnh."
            )
        )


def refuse_invalid(row: Model, *, without: tuple[str, ...], bounds: bool = True) -> None:
    """Raise Refused with the first sentence of the model about a row, whose place among the others is known to be free.

    Fields of `without` may be empty; `bounds`: whether what is checked between its fields has to be asked.
    """
    checked = [field.name for field in row._meta.fields if field.unique or field.is_relation]
    try:
        row.clean_fields(exclude=without)
        if bounds:
            row.validate_constraints(exclude=[*checked, "valid_from", "valid_to"])
    except ValidationError as problem:
        name, sentences = next(iter(problem.message_dict.items()))
        raise Refused(sentences[0], field="" if name == NON_FIELD_ERRORS else name) from problem


def put_on_record(verb: str, by: User, plan: Plan, code: str, changed: Mapping) -> None:
    """Leave the audit row of a correction and touch the plan's stamp: the last thing such a verb does."""
    entry = audit.record(
        by=by, verb=verb, target=plan, changes={"code": code, **changed}, province_id=plan.province_id
    )
    touch([plan.pk], entry.at)


def _newest(plan: Plan) -> PlanVersion:
    return plan.versions.order_by("-no")[0]


def _new_task(plan: Plan, code: str) -> TaskVersion:
    """A task of the newest version of the plan, without a place yet."""
    version = _newest(plan)
    return TaskVersion(
        plan=plan,
        task=Task.objects.create(plan=plan, created_in=version),
        version=version,
        cause_id=version.pk,
        valid_from=version.effective_on,
        code=code,
        number_printed=code.rsplit(".", 1)[-1],
    )


def _group(plan: Plan, code: str) -> TaskVersion | None:
    """The group of that code; None for '', the root."""
    if not code:
        return None
    above = TaskVersion.objects.of_plan(plan).groups().filter(code=code).first()
    if above is None:
        raise Refused(_("Kế hoạch không có nhóm “%(code)s”.") % {"code": code}, field="parent")
    return above


def _leaf(plan: Plan, code: str) -> Task:
    version = TaskVersion.objects.of_plan(plan).filter(code=code).select_related("task").first()
    if version is None:
        raise Refused(_("Kế hoạch không có nhiệm vụ “%(code)s”.") % {"code": code}, field="task")
    if version.kind == "group":
        raise Refused(_("Kinh phí ghi ở từng nhiệm vụ, không ghi ở nhóm."), field="task")
    return version.task


def _refuse_with_children(version: TaskVersion, changed: Mapping) -> None:
    """A group stays where it is, and a group, as long as something stands under it; a task with money stays a task."""
    if not changed.keys().isdisjoint({"kind", "parent"}) and (
        TaskVersion.objects.of_plan(version.plan).filter(parent=version.task_id).exists()
    ):
        raise Refused(_("Nhóm này còn dòng bên dưới; chuyển các dòng đó trước."))
    if "kind" in changed and BudgetLine.objects.current().filter(task=version.task_id).exists():
        raise Refused(_("Nhiệm vụ này đã có kinh phí, không thành nhóm được."), field="kind")


def _place_under(plan: Plan, above: TaskVersion | None) -> int:
    """The place behind everything under `above` (None: behind everything); what stands behind it moves on by one."""
    rows = TaskVersion.objects.of_plan(plan)
    if above is None:
        return (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    under, last = {above.task_id}, above.position
    places = list(rows.values_list("task_id", "parent_id", "position"))
    for task, parent, position in places:
        if parent in under:
            under.add(task)
            last = position
    if places[-1][2] == last:
        return last + 1
    # a place is held once at every moment: far away first, then back
    rows.filter(position__gt=last).update(position=F("position") + FAR)
    rows.filter(position__gt=FAR).update(position=F("position") - FAR + 1)
    return last + 1


def _assign(version: TaskVersion, to: TaskRow) -> None:
    """Leads and coordinating agencies as the row names them; who stays keeps his printed name, and main if he is it."""
    wanted = [("lead", who) for who in to.lead] + [("coordinate", who) for who in to.coordinating]
    current = version.task.assignments.current()
    held = {(row.role, row.agency or row.group): row for row in current.select_related("agency", "group")}
    gone = [row.pk for key, row in held.items() if key not in wanted and row.role != "implement"]
    main = next((key for key, row in held.items() if row.main and row.pk not in gone), None)
    main = main or next((key for key in wanted if key[0] == "lead" and isinstance(key[1], Agency)), None)
    if held:
        current.filter(pk__in=gone).delete()
        current.filter(main=True).update(main=False)  # one at every moment
    new: list[Assignment] = []
    for position, key in enumerate(wanted, start=1):
        row = held.get(key) or Assignment(
            task=version.task,
            agency=key[1] if isinstance(key[1], Agency) else None,
            group=key[1] if isinstance(key[1], AgencyGroup) else None,
            role=key[0],
            label_printed=key[1].name[:300],
            cause_id=version.version_id,
            valid_from=version.valid_from,
        )
        row.position, row.main = position, key == main
        if row.pk is None:
            new.append(row)
        else:
            row.save()
    if main and main not in wanted:  # an implementing agency
        Assignment.objects.filter(pk=held[main].pk).update(main=True)
    Assignment.objects.bulk_create(new)
