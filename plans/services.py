"""What happens to plans: a plan enters the portal as its document states it.

Rows come as the importer's contract words them (dicts of code, parent, kind, name …); names of agencies are resolved
by the caller's register. Printed text is stored beside every value read from it, nothing printed is altered.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, Province, User
from common import audit
from common.errors import Refused
from common.intake import provenance
from common.intake.kinds import PrintedCell
from common.models import StoredFile
from common.text import clean, fold
from plans.models import (
    Assignment,
    BudgetLine,
    FundingSource,
    Plan,
    PlanVersion,
    StatedFigure,
    Task,
    TaskVersion,
)

Resolve = Callable[[str], Agency | AgencyGroup | None]
MILLION = Decimal(1_000_000)
WHOLE_HORIZON = 0
Cells = Mapping[str, Sequence[PrintedCell]]
NO_CELLS: Cells = MappingProxyType({})
MAY_BE_EMPTY = ("horizon_from", "horizon_to", "vision_to", "legal_bases", "source_file")
# Which value of a row stands behind each field of a task that keeps its printed text.
PRINTED = {
    "code": "code",
    "name": "name",
    "lead": "lead_text",
    "coordinating": "coordinating_text",
    "time_text": "time_text",
    "product": "product",
    "notes": "notes",
}


@transaction.atomic
def adopt_plan(
    *,
    province: Province,
    kind: str,
    number: str,
    title: str,
    issued_on: dt.date | None,
    issuer_text: str,
    focal_agency: Agency,
    by: User | None,
    at: dt.datetime,
    source_file: StoredFile | None = None,
    horizon: Mapping[str, int | None] | None = None,
    legal_bases: Iterable[str] = (),
    as_draft: bool = False,
    cells: Sequence[PrintedCell] = (),
) -> PlanVersion:
    """Create a plan in force and its version 1, as issued. `horizon` has the years from, to and vision.

    `cells` are the printed lines its values were read from: texts and places are kept beside them.

    `as_draft`: a plan not issued yet, without number or day; its version counts from the day it enters.
    Raises Refused when the province has it already.
    """
    if issued_on is not None:
        _refuse_known(province, number, issued_on)
    elif not as_draft:
        raise Refused(_("Ghi ngày ban hành của văn bản."), field="issued_on")
    horizon = horizon or {}
    plan = Plan(
        province=province,
        kind=kind,
        number=number,
        issued_on=issued_on,
        title=clean(title),
        folded=fold(f"{number} {title}"),
        issuer_text=issuer_text,
        focal_agency=focal_agency,
        horizon_from=horizon.get("from"),
        horizon_to=horizon.get("to"),
        vision_to=horizon.get("vision"),
        legal_bases=list(legal_bases),
        state="draft" if as_draft else "in_force",
        source_file=source_file,
    )
    plan.clean_fields(exclude=[*MAY_BE_EMPTY, *(("number", "issued_on") if as_draft else ())])
    plan.save()
    version = _as_issued(plan, at, provenance.said_of(cells))
    audit.record(by=by, verb="adopt_plan", target=plan, province_id=province.id)
    return version


def _refuse_known(province: Province, number: str, issued_on: dt.date) -> None:
    """A document enters once; a draft of it does not count."""
    known = Plan.objects.filter(province=province, number=number, issued_on=issued_on)
    if known.exclude(state="draft").exists():
        raise Refused(
            _("%(number)s ngày %(day)s đã có trong hệ thống.")
            % {"number": number, "day": issued_on.strftime("%d/%m/%Y")}
        )


def _as_issued(plan: Plan, at: dt.datetime, printed: Mapping[str, Mapping[str, str]]) -> PlanVersion:
    """Version 1; a plan without a day counts from the one on which it enters."""
    return PlanVersion.objects.create(
        plan=plan,
        no=1,
        effective_on=plan.issued_on or at.date(),
        document_no=plan.number,
        document_date=plan.issued_on,
        confirmed_at=at,
        printed=printed,
    )


@transaction.atomic
def add_tasks(
    *, version: PlanVersion, rows: Iterable[Mapping], resolve: Resolve, cells: Cells = NO_CELLS
) -> dict[str, Task]:
    """Create the plan's tree with assignments and planned money; returns the tasks by code.

    `cells` are the printed cells of each row by its code: texts and places are kept beside the values read from them.

    The first agency named is main; where only groups are named none is. Raises Refused when a row names a parent
    that is not there, or an agency the register does not know.
    """
    rows = list(rows)
    plan = version.plan
    tasks = Task.objects.bulk_create(Task(plan=plan, created_in=version) for _row in rows)
    by_code = {row["code"]: task for row, task in zip(rows, tasks, strict=True)}
    versions, assignments, money = [], [], []
    sources = {source.code: source for source in FundingSource.objects.filter(province=plan.province_id)}
    for position, (row, task) in enumerate(zip(rows, tasks, strict=True), start=1):
        if row["parent"] and row["parent"] not in by_code:
            raise Refused(_("Dòng %(code)s thuộc nhóm %(parent)s không có trong bảng.") % row)
        printed = cells.get(row["code"], ())
        versions.append(_task_version(row, task, by_code, version, position, printed))
        if row["kind"] == "task":
            assignments += _assignments(row, task, version, resolve)
            money += _budget(row, task, version, sources, printed)
    TaskVersion.objects.bulk_create(versions)
    Assignment.objects.bulk_create(assignments)
    BudgetLine.objects.bulk_create(money)
    return by_code


def _task_version(
    row: Mapping,
    task: Task,
    by_code: Mapping[str, Task],
    version: PlanVersion,
    position: int,
    cells: Sequence[PrintedCell],
) -> TaskVersion:
    return TaskVersion(
        plan=version.plan,
        task=task,
        version=version,
        cause_id=version.pk,
        valid_from=version.effective_on,
        parent=by_code.get(row["parent"] or ""),
        code=row["code"],
        number_printed=row["code"].rsplit(".", 1)[-1],
        position=position,
        kind=row["kind"],
        name=row["name"],
        folded=fold(row["name"]),
        product=row.get("product") or "",
        notes=row.get("notes") or "",
        lead_text=row.get("lead_text") or "",
        coordinating_text=row.get("coordinating_text") or "",
        time_text=row.get("time_text") or "",
        starts_on=_day(row.get("start")),
        ends_on=_day(row.get("end")),
        recurring=bool(row.get("recurring")),
        trigger_text=row.get("trigger_text") or "",
        printed=provenance.of_fields(cells, {name: row.get(source) for name, source in PRINTED.items()}),
    )


def _assignments(row: Mapping, task: Task, version: PlanVersion, resolve: Resolve) -> list[Assignment]:
    found: list[Assignment] = []
    has_main = False
    for role, names in (("lead", row.get("lead") or ()), ("coordinate", row.get("coordinating") or ())):
        seen: set[tuple] = set()
        for name in names:
            who = resolve(name)
            if who is None:
                raise Refused(_("Chưa có cơ quan “%(name)s” trong danh mục.") % {"name": name})
            if (type(who), who.pk) in seen:
                continue
            seen.add((type(who), who.pk))
            agency = who if isinstance(who, Agency) else None
            main = role == "lead" and agency is not None and not has_main
            has_main = has_main or main
            found.append(
                Assignment(
                    task=task,
                    agency=agency,
                    group=who if isinstance(who, AgencyGroup) else None,
                    role=role,
                    label_printed=(row.get("printed_names") or {}).get(name, name)[:300],
                    main=main,
                    position=len(found) + 1,
                    cause_id=version.pk,
                    valid_from=version.effective_on,
                )
            )
    return found


def _budget(
    row: Mapping,
    task: Task,
    version: PlanVersion,
    sources: Mapping[str, FundingSource],
    printed: Sequence[PrintedCell],
) -> list[BudgetLine]:
    """A leaf's cells that are no sums of others: years by source; horizon money where no year is given.

    Two cells of one year and source are one line: their amounts are added up, as its sums count them.
    """
    cells = [cell for cell in row.get("budget") or () if Decimal(cell["million"]) > 0]
    with_years = {cell["source"] for cell in cells if cell["year"] is not None}
    parts = [
        cell
        for cell in cells
        if cell["source"] != "total" and (cell["year"] is not None or cell["source"] not in with_years)
    ]
    if not parts:
        parts = [cell for cell in cells if cell["year"] is not None] or cells
    lines: dict[tuple[str, int], BudgetLine] = {}
    for cell in parts:
        key = (cell["source"], cell["year"] or WHOLE_HORIZON)
        if cell["source"] not in sources:
            raise Refused(
                _(
                    "Tỉnh chưa có nguồn vốn “%(source)s” trong danh mục. Quản trị nạp danh mục nguồn vốn trước."
                )
                % {"source": cell["source"]}
            )
        amount = Decimal(cell["million"]) * MILLION
        if key in lines:
            lines[key].amount += amount
            continue
        said = provenance.of_key(printed, (cell["year"], cell["source"]))
        lines[key] = BudgetLine(
            plan=version.plan,
            task=task,
            source=sources[cell["source"]],
            year=key[1],
            amount=amount,
            printed=said.text,
            cell=said.cell,
            version=version,
            cause_id=version.pk,
            valid_from=version.effective_on,
        )
    return list(lines.values())


@transaction.atomic
def state_figures(*, version: PlanVersion, discrepancies: Iterable[Mapping]) -> list[StatedFigure]:
    """Keep the printed sums that do not add up beside the computed ones (million in, VND stored), in their order.

    A sum may fail two checks, of its rows and of its own years: each is kept, in its words where they are given.
    """
    checks: Counter[tuple[str, str, str]] = Counter()
    figures = []
    for row in discrepancies:
        place = (row["section"], row["code"], row["field"])
        checks[place] += 1
        figures.append(
            StatedFigure(
                version=version,
                section=row["section"],
                code=row["code"],
                field=row["field"],
                cell=row.get("at") or "",
                sum_of=row.get("check") or (str(checks[place]) if checks[place] > 1 else ""),
                printed=row.get("printed") or "",
                stated=Decimal(row["stated"]) * MILLION,
                computed=Decimal(row["computed"]) * MILLION,
            )
        )
    return StatedFigure.objects.bulk_create(figures)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
