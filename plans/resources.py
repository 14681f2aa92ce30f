"""Tasks and budgets as spreadsheets, one row each, for correcting misprints before the first report.

The columns are in Vietnamese.
"""

from collections.abc import Hashable, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from import_export import resources
from tablib import Dataset

from agencies.models import User
from agencies.resources import Choice, Day, Sheet, YesNo, column
from common.columns import choices_of
from common.format import number
from common.text import fold
from plans import correcting, money, timeframe
from plans.corrections import (
    BudgetRow,
    LineOfTask,
    TaskBelow,
    TaskRow,
    row_of_line,
    row_of_task,
    with_answering,
    with_task,
)
from plans.models import BudgetLine, FundingSource, Plan, PlanKind, TaskVersion
from plans.money import MILLION
from plans.sheets import (
    PLAN,
    AgenciesNamed,
    FiguresSheet,
    Million,
    PlanSheet,
    Text,
    Year,
    typed_number,
)

MOST = Decimal(10) ** 12  # triệu đồng; what a column of VND holds
TIMED = ("starts_on", "ends_on", "recurring", "trigger_text")


class TaskResource(PlanSheet[TaskRow, TaskBelow]):
    """One row per task or group, found by its code."""

    plan = column(PLAN, "plan")
    code = column("Mã", "code", Text())
    parent = column("Thuộc nhóm (mã)", "parent", Text())
    kind = column("Loại", "kind", Choice(choices_of(TaskVersion, "kind")))
    name = column("Nội dung", "name", Text())
    lead = column("Chủ trì", "lead", AgenciesNamed())
    coordinating = column("Phối hợp", "coordinating", AgenciesNamed())
    time_text = column("Thời gian (như in)", "time_text", Text())
    starts_on = column("Bắt đầu", "starts_on", Day())
    ends_on = column("Kết thúc", "ends_on", Day())
    recurring = column("Thường xuyên", "recurring", YesNo(empty=False))
    trigger_text = column("Chờ điều kiện", "trigger_text", Text())
    product = column("Sản phẩm", "product", Text())
    notes = column("Ghi chú", "notes", Text())

    said = TaskRow
    verb = correcting.correct_task

    class Meta:
        import_id_fields = ("plan", "code")

    def rows_of(self, plan: Plan) -> Iterable[TaskRow]:
        return map(row_of_task, with_answering(TaskVersion.objects.of_plan(plan)))

    def said_by(self, row: TaskBelow) -> Iterable[TaskRow]:
        return [row_of_task(row)]

    def key(self, row: TaskRow) -> Hashable:
        return row.code

    def complete(self, row: TaskRow, before: TaskRow) -> dict[str, str]:
        problems = {
            "code": "" if row.code else _("Ghi mã nhiệm vụ."),
            "name": "" if row.name else _("Ghi nội dung nhiệm vụ."),
        }
        standing = (*before.lead, *before.coordinating)
        for cell in ("lead", "coordinating"):
            problems[cell] = self.stand_for(row, cell, standing)
        if row.time_text != before.time_text and all(
            getattr(row, cell) == getattr(before, cell) for cell in TIMED
        ):
            frame = timeframe.parse(row.time_text, row.known_plan.only_year)
            problems["time_text"] = frame.doubt
            for cell in TIMED:
                setattr(row, cell, getattr(frame, cell))
        return {cell: sentence for cell, sentence in problems.items() if sentence}


class BudgetResource(FiguresSheet[BudgetRow, LineOfTask]):
    """One row per task (none: the whole plan), source, year (none: the whole horizon) and stage; triệu đồng."""

    plan = column(PLAN, "plan")
    task = column("Mã nhiệm vụ", "task", Text())
    source = column("Nguồn vốn", "source", Text())
    year = column("Năm", "year", Year())
    stage = column("Loại", "stage", Choice(choices_of(BudgetLine, "stage")))
    amount = column("Số tiền (triệu đồng)", "amount", Million())

    said = BudgetRow
    verb = correcting.correct_budget
    figures = ("amount",)

    class Meta:
        import_id_fields = ("plan", "task", "source", "year", "stage")

    def __init__(self, user: User, **kwargs: object) -> None:
        super().__init__(user, **kwargs)
        self._sources: dict[int, list[FundingSource]] = {}

    def before_import(self, dataset: Dataset, **kwargs: object) -> None:
        """Raise ValueError, which the page shows, when there is no column of amounts."""
        super().before_import(dataset, **kwargs)
        head = self.fields["amount"].column_name
        if head not in dataset.headers:
            raise ValueError(_("Tệp thiếu cột %(names)s.") % {"names": head})

    def rows_of(self, plan: Plan) -> Iterable[BudgetRow]:
        return map(row_of_line, with_task(BudgetLine.objects.current().filter(plan=plan)))

    def said_by(self, row: LineOfTask) -> Iterable[BudgetRow]:
        return [row_of_line(row)]

    def key(self, row: BudgetRow) -> Hashable:
        return row.task, row.source, row.year, row.stage

    def key_cells(self, row: dict) -> BudgetRow:
        cells = {name: self.cell(name, row) for name in self._meta.import_id_fields}
        return self.said(**cells | {"source": self.source_called(cells["plan"], cells["source"])})

    def source_called(self, plan: Plan, name: str) -> FundingSource:
        """The province's source of that code or name. Raises ValueError with a sentence that lists them."""
        if plan.province_id not in self._sources:
            self._sources[plan.province_id] = list(plan.province.funding_sources.all())
        known = self._sources[plan.province_id]
        found = [source for source in known if fold(name) == fold(source.code)]
        found = found or [source for source in known if fold(name) == fold(source.name_printed)]
        if len(found) != 1:
            names = ", ".join(source.name_printed for source in known)
            raise ValueError(
                _("“%(name)s” không phải là nguồn vốn: %(known)s.") % {"name": name, "known": names}
            )
        return found[0]

    def complete(self, row: BudgetRow, before: BudgetRow) -> dict[str, str]:
        problems = {}
        typed, row.amount = row.amount, before.amount
        try:
            row.source = self.source_called(row.known_plan, str(row.source or ""))
        except ValueError as unknown:
            problems["source"] = str(unknown)
            row.source = None
        if before.amount is None or typed != self.fields["amount"].widget.render(before.amount):
            row.amount, doubt = self.amount_of(typed)
            if doubt:
                problems["amount"] = doubt
        return problems

    def amount_of(self, typed: object) -> tuple[Decimal | None, str]:
        """VND, and why there are none."""
        exact = typed_number(typed)
        read = money.Amount(exact) if exact is not None else money.read(str(typed or ""), self.style)
        if read.doubt or read.value is None or read.years or read.sources:
            return None, read.doubt or _("Ghi một số tiền, bằng triệu đồng.")
        if read.value < 0:
            return None, _("Số tiền “%(amount)s” là số âm. Nhập lại số tiền.") % {
                "amount": number(read.value)
            }
        million = read.value * (read.unit or 1)
        if million >= MOST or million * MILLION % 1:
            return None, _("Số tiền “%(amount)s” quá lớn hoặc lẻ dưới một đồng.") % {
                "amount": number(million)
            }
        return (million * MILLION).quantize(Decimal(1)), ""


class PlanResource(Sheet, resources.ModelResource):
    """Plans as a list to take away."""

    full_number = column("Kế hoạch", "full_number")
    kind = column("Loại", "kind", Choice(PlanKind.choices))
    number = column("Số, ký hiệu", "number")
    issued_on = column("Ngày ban hành", "issued_on", Day())
    title = column("Tên", "title")
    focal_agency = column("Cơ quan đầu mối", "focal_agency__name")
    state = column("Tình trạng", "state", Choice(choices_of(Plan, "state")))

    class Meta:
        model = Plan
        fields = ("full_number", "kind", "number", "issued_on", "title", "focal_agency", "state")
