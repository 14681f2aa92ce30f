"""Tasks and budgets as spreadsheets, one row each, for correcting misprints before the first report.

A row is read into what it says (`corrections`), compared with what we say, and handed to a verb: so the preview shows
what changes, unchanged rows are passed over, and each change leaves its audit row. The columns are in Vietnamese.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export import resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from agencies.models import User
from agencies.register import resolver
from agencies.resources import Choice, Day, Sheet, YesNo, column
from common import clock
from common.errors import Refused
from common.format import number
from common.text import clean, fold
from plans import money, services, timeframe
from plans.corrections import (
    BudgetRow,
    Row,
    TaskRow,
    Who,
    joined,
    row_of_line,
    row_of_task,
    with_answering,
    with_task,
)
from plans.models import BudgetLine, FundingSource, Plan, PlanKind, TaskVersion
from plans.money import MILLION

MOST = Decimal(10) ** 12  # triệu đồng; what a column of VND holds
TIMED = ("starts_on", "ends_on", "recurring", "trigger_text")


class Text(widgets.Widget):
    """A text as we keep it; a number that was typed for one ("2.0" for the code 2) is written without its idle zero."""

    def clean(self, value: Any, row: dict | None = None, **kwargs: Any) -> str:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else clean(str(value))


class Recurring(YesNo):
    """có or không; an empty cell is không."""

    def clean(self, value: Any, row: dict | None = None, **kwargs: Any) -> bool:
        return value not in (None, "") and super().clean(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return super().render(value) if value else ""


class PlanNamed(Text):
    """A plan this person administers, by `province/number/year` or what of it is enough."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user
        self.found: dict[str, Plan] = {}

    def clean(self, value: Any, row: dict | None = None, **kwargs: Any) -> Plan:
        text = super().clean(value)
        if not text:
            raise ValueError(_("Ghi kế hoạch: tỉnh/số/năm."))
        if text not in self.found:
            try:
                self.found[text] = Plan.objects.administered_by(self.user).named(text)
            except Refused as refusal:
                raise ValueError(refusal.message) from None
        return self.found[text]

    def render(self, value: Plan | None, obj: Any = None, **kwargs: Any) -> str:
        return value.full_number if value else ""


class AgenciesNamed(Text):
    """Agencies and groups in order, each by a name the register knows. What is read are the names alone."""

    def clean(self, value: Any, row: dict | None = None, **kwargs: Any) -> tuple[str, ...]:
        names = re.split(r"[;\n]", super().clean(value))
        return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))

    def render(self, value: Iterable[Who], obj: Any = None, **kwargs: Any) -> str:
        return joined(value)


class Year(Text):
    """A year; an empty cell is 0."""

    def clean(self, value: Any, row: dict | None = None, **kwargs: Any) -> int:
        text = super().clean(value)
        if text and not re.fullmatch(r"(?:19|20)\d\d", text):
            raise ValueError(_("“%(value)s” không phải là năm; ghi như 2026.") % {"value": text})
        return int(text or 0)

    def render(self, value: int | None, obj: Any = None, **kwargs: Any) -> int | str:
        if not value:
            return ""
        return value if kwargs.get("force_native_type") else str(value)


class Figure(widgets.Widget):
    """A figure as typed, read later beside its column; written as a number of the spreadsheet, else as `1.234,5`."""

    def clean(self, value: Any, row: dict | None = None, **kwargs: Any) -> Any:
        return clean(value) if isinstance(value, str) else value

    def render(self, value: Decimal | None, obj: Any = None, **kwargs: Any) -> Decimal | str:
        if value is None:
            return ""
        return Decimal(money.plain(value)) if kwargs.get("force_native_type") else number(value)


class Million(Figure):
    """A figure kept in VND, in triệu đồng."""

    def render(self, value: Decimal | None, obj: Any = None, **kwargs: Any) -> Decimal | str:
        return super().render(None if value is None else value / MILLION, **kwargs)


def typed_number(value: Any) -> Decimal | None:
    """What a numeric cell holds, to the 10 digits a spreadsheet is exact in; None where the cell holds a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(round(value, 10)))


class PlanSheet(Sheet):
    """Rows of plans. What a row says stands in a `Row`; `verb` makes it so."""

    said: ClassVar[type[Row]]
    verb: ClassVar[Callable[..., None]]

    class Meta:
        instance_loader_class = BaseInstanceLoader
        skip_unchanged = True
        report_skipped = True

    def __init__(self, user: User, **kwargs: Any) -> None:
        super().__init__(user, **kwargs)
        self.fields["plan"].widget = PlanNamed(user)
        self._ours: dict[int, dict[Hashable, Row]] = {}
        self._resolvers: dict[int, Callable[[str], Who | None]] = {}
        self._read: dict[Hashable, int] = {}
        self.number = 0  # of the row being read

    @classmethod
    def get_display_name(cls) -> str:
        """What a form with several resources would call this one."""
        return cls.__name__

    # what a kind of row has to say

    def rows_of(self, plan: Plan) -> Iterable[Row]:
        """The plan's rows as we have them."""
        raise NotImplementedError

    def key(self, row: Row) -> Hashable:
        """What tells a row from the others of its plan."""
        raise NotImplementedError

    def complete(self, row: Row, before: Row) -> dict[str, str]:
        """Read the cells that need the plan or each other; {cell: sentence} for what cannot be read."""
        return {}

    # reading

    def cell(self, name: str, row: dict) -> Any:
        """A cell of the file, read alone. Raises ValueError with a sentence."""
        field = self.fields[name]
        return field.widget.clean(row.get(field.column_name), row=row)

    def ours(self, plan: Plan) -> dict[Hashable, Row]:
        """Our rows of the plan by their key: read once, kept up with what is saved."""
        if plan.pk not in self._ours:
            self._ours[plan.pk] = {self.key(row): row for row in self.rows_of(plan)}
        return self._ours[plan.pk]

    def resolve(self, plan: Plan, name: str) -> Who | None:
        """Who is called so in the plan's province today."""
        if plan.province_id not in self._resolvers:
            self._resolvers[plan.province_id] = resolver(plan.province, clock.today())
        return self._resolvers[plan.province_id](name)

    def stand_for(self, row: Row, cell: str, standing: Iterable[Who]) -> str:
        """Put agencies for the names of a cell, a name that stands there already for the same; a sentence, or ''."""
        known = {fold(who.name): who for who in standing}
        names = getattr(row, cell)
        found = [
            (known.get(fold(name)) or self.resolve(row.plan, name)) if isinstance(name, str) else name
            for name in names
        ]
        unknown = [name for name, who in zip(names, found, strict=True) if who is None]
        setattr(row, cell, tuple(dict.fromkeys(who for who in found if who is not None)))
        if not unknown:
            return ""
        return _("Chưa có cơ quan “%(names)s” trong danh mục.") % {"names": "”, “".join(unknown)}

    def key_cells(self, row: dict) -> Row:
        """The row of the file as far as it says which of our rows it is. Raises ValueError with a sentence."""
        return self.said(**{name: self.cell(name, row) for name in self._meta.import_id_fields})

    def get_instance(self, instance_loader: Any, row: dict) -> Row | None:
        try:
            wanted = self.key_cells(row)
        except ValueError:
            return None  # said again, beside the cell, when the row is read
        found = self.ours(wanted.plan).get(self.key(wanted))
        return replace(found) if found else None

    def init_instance(self, row: dict | None = None) -> Row:
        return self.said()

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self._read = {}

    def import_instance(self, instance: Row, row: dict, **kwargs: Any) -> None:
        """Read every cell. Raises ValidationError with a sentence beside each that cannot be read."""
        self.number = kwargs["row_number"]
        before = replace(instance)
        problems: dict = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as problem:
            problems = problem.update_error_dict(problems)
        if instance.plan is not None and not set(problems) & set(self._meta.import_id_fields):
            for cell, sentence in self.complete(instance, before).items():
                problems.setdefault(cell, [sentence])
            first = self._read.setdefault((instance.plan.pk, self.key(instance)), self.number)
            if first != self.number:
                problems[NON_FIELD_ERRORS] = [_("Trùng với dòng %(number)s của tệp.") % {"number": first}]
        if problems:
            raise ValidationError(problems)

    def do_instance_save(self, instance: Row, is_create: bool) -> None:
        try:
            type(self).verb(to=instance, by=self.user)
        except Refused as refusal:
            where = self.head_of(refusal.field) if refusal.field else NON_FIELD_ERRORS
            raise ValidationError({where: [refusal.message]}) from refusal
        self.ours(instance.plan)[self.key(instance)] = replace(instance)

    # writing

    def iter_queryset(self, queryset: QuerySet) -> Iterator[Row]:
        for row in super().iter_queryset(queryset):
            yield from self.said_by(row)

    def said_by(self, row: Model) -> Iterable[Row]:
        """The rows of the file that a row of the list makes."""
        raise NotImplementedError


PLAN = "Kế hoạch"


class TaskResource(PlanSheet):
    """One row per task or group, found by its code."""

    plan = column(PLAN, "plan")
    code = column("Mã", "code", Text())
    parent = column("Thuộc nhóm (mã)", "parent", Text())
    kind = column("Loại", "kind", Choice(TaskVersion._meta.get_field("kind").choices))
    name = column("Nội dung", "name", Text())
    lead = column("Chủ trì", "lead", AgenciesNamed())
    coordinating = column("Phối hợp", "coordinating", AgenciesNamed())
    time_text = column("Thời gian (như in)", "time_text", Text())
    starts_on = column("Bắt đầu", "starts_on", Day())
    ends_on = column("Kết thúc", "ends_on", Day())
    recurring = column("Thường xuyên", "recurring", Recurring())
    trigger_text = column("Chờ điều kiện", "trigger_text", Text())
    product = column("Sản phẩm", "product", Text())
    notes = column("Ghi chú", "notes", Text())

    said = TaskRow
    verb = services.correct_task

    class Meta:
        import_id_fields = ("plan", "code")

    def rows_of(self, plan: Plan) -> Iterable[TaskRow]:
        return map(row_of_task, with_answering(TaskVersion.objects.of_plan(plan)))

    def said_by(self, row: TaskVersion) -> Iterable[TaskRow]:
        return [row_of_task(row)]

    def key(self, row: TaskRow) -> str:
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
            frame = timeframe.parse(row.time_text, row.plan.only_year)
            problems["time_text"] = frame.doubt
            for cell in TIMED:
                setattr(row, cell, getattr(frame, cell))
        return {cell: sentence for cell, sentence in problems.items() if sentence}


class BudgetResource(PlanSheet):
    """One row per task (none: the whole plan), source, year (none: the whole horizon) and stage; triệu đồng."""

    plan = column(PLAN, "plan")
    task = column("Mã nhiệm vụ", "task", Text())
    source = column("Nguồn vốn", "source", Text())
    year = column("Năm", "year", Year())
    stage = column("Loại", "stage", Choice(BudgetLine._meta.get_field("stage").choices))
    amount = column("Số tiền (triệu đồng)", "amount", Million())

    said = BudgetRow
    verb = services.correct_budget

    class Meta:
        import_id_fields = ("plan", "task", "source", "year", "stage")

    def __init__(self, user: User, **kwargs: Any) -> None:
        super().__init__(user, **kwargs)
        self._sources: dict[int, list[FundingSource]] = {}
        self._style: money.Style | None = None

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """The figures of the column say together whether a dot parts thousands or decimals."""
        super().before_import(dataset, **kwargs)
        head = self.fields["amount"].column_name
        if head not in dataset.headers:
            raise ValueError(_("Tệp thiếu cột %(names)s.") % {"names": head})
        self._style = money.style_of(value for value in dataset[head] if isinstance(value, str))

    def rows_of(self, plan: Plan) -> Iterable[BudgetRow]:
        return map(row_of_line, with_task(BudgetLine.objects.current().filter(plan=plan)))

    def said_by(self, row: BudgetLine) -> Iterable[BudgetRow]:
        return [row_of_line(row)]

    def key(self, row: BudgetRow) -> tuple:
        return row.task, row.source, row.year, row.stage

    def key_cells(self, row: dict) -> BudgetRow:
        found = super().key_cells(row)
        found.source = self.source_called(found.plan, found.source)
        return found

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
            row.source = self.source_called(row.plan, row.source or "")
        except ValueError as unknown:
            problems["source"] = str(unknown)
            row.source = None
        if before.amount is None or typed != self.fields["amount"].widget.render(before.amount):
            row.amount, doubt = self.amount_of(typed)
            if doubt:
                problems["amount"] = doubt
        return problems

    def amount_of(self, typed: Any) -> tuple[Decimal | None, str]:
        """VND, and why there are none."""
        exact = typed_number(typed)
        read = money.Amount(exact) if exact is not None else money.read(str(typed or ""), self._style)
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
    state = column("Tình trạng", "state", Choice(Plan._meta.get_field("state").choices))

    class Meta:
        model = Plan
        fields = ("full_number", "kind", "number", "issued_on", "title", "focal_agency", "state")
