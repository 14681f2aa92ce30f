"""What spreadsheets of tasks, budgets and indicators have in common: cells, and rows that are read into what they say.

A row is read into what it says (`corrections`), compared with what we say, and handed to a verb: so the preview shows
what changes, unchanged rows are passed over, and each change leaves its audit row.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export import widgets
from import_export.instance_loaders import BaseInstanceLoader
from tablib import Dataset

from agencies.models import User
from agencies.register import resolver
from agencies.resources import Sheet
from common import clock
from common.errors import Refused
from common.format import number
from common.text import clean, fold
from plans import money
from plans.corrections import Row, Who, joined
from plans.models import Plan
from plans.money import MILLION

PLAN = "Kế hoạch"  # the column every row of a plan begins with

Said = TypeVar("Said", bound=Row)
Ours = TypeVar("Ours", bound=Model)


class Text(widgets.Widget):
    """A text as we keep it; a number that was typed for one ("2.0" for the code 2) is written without its idle zero."""

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> str:
        return text_of(value)


def text_of(value: object) -> str:
    """What a cell says as a text."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else clean(str(value))


class PlanNamed(widgets.Widget):
    """A plan this person administers, by `province/number/year` or what of it is enough."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user
        self.found: dict[str, Plan] = {}

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> Plan:
        text = text_of(value)
        if not text:
            raise ValueError(_("Ghi kế hoạch: tỉnh/số/năm."))
        if text not in self.found:
            try:
                self.found[text] = Plan.objects.administered_by(self.user).named(text)
            except Refused as refusal:
                raise ValueError(refusal.message) from None
        return self.found[text]

    def render(self, value: Plan | None, obj: object = None, **kwargs: object) -> str:
        return value.full_number if value else ""


class AgenciesNamed(widgets.Widget):
    """Agencies and groups in order, each by a name the register knows. What is read are the names alone."""

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> tuple[str, ...]:
        names = re.split(r"[;\n]", text_of(value))
        return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))

    def render(self, value: Iterable[Who], obj: object = None, **kwargs: object) -> str:
        return joined(value)


class Year(widgets.Widget):
    """A year; an empty cell is 0."""

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> int:
        text = text_of(value)
        if text and not re.fullmatch(r"(?:19|20)\d\d", text):
            raise ValueError(_("“%(value)s” không phải là năm; ghi như 2026.") % {"value": text})
        return int(text or 0)

    def render(self, value: int | None, obj: object = None, **kwargs: object) -> int | str:
        if not value:
            return ""
        return value if kwargs.get("force_native_type") else str(value)


class Figure(widgets.Widget):
    """A figure as typed, read later beside its column; written as a number of the spreadsheet, else as `1.234,5`."""

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> Any:
        return clean(value) if isinstance(value, str) else value

    def render(self, value: Decimal | None, obj: object = None, **kwargs: object) -> Decimal | str:
        if value is None:
            return ""
        return Decimal(money.plain(value)) if kwargs.get("force_native_type") else number(value)


class Million(Figure):
    """A figure kept in VND, in triệu đồng."""

    def render(self, value: Decimal | None, obj: object = None, **kwargs: object) -> Decimal | str:
        return super().render(None if value is None else value / MILLION, **kwargs)


def typed_number(value: object) -> Decimal | None:
    """What a numeric cell holds, to the 10 digits a spreadsheet is exact in; None where the cell holds a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(round(value, 10)))


class PlanSheet(Sheet, Generic[Said, Ours]):
    """Rows of plans. What a row says stands in a `Row`; `verb` makes it so."""

    said: type[Said]
    verb: Callable[..., None]

    class Meta:
        instance_loader_class = BaseInstanceLoader
        skip_unchanged = True
        report_skipped = True

    def __init__(self, user: User, **kwargs: object) -> None:
        super().__init__(user, **kwargs)
        self.fields["plan"].widget = PlanNamed(user)
        self._ours: dict[int, dict[Hashable, Said]] = {}
        self._resolvers: dict[int, Callable[[str], Who | None]] = {}
        self._read: dict[Hashable, int] = {}
        self.number = 0  # of the row being read

    @classmethod
    def get_display_name(cls) -> str:
        """What a form with several resources would call this one."""
        return cls.__name__

    # what a kind of row has to say

    def rows_of(self, plan: Plan) -> Iterable[Said]:
        """The plan's rows as we have them."""
        raise NotImplementedError

    def key(self, row: Said) -> Hashable:
        """What tells a row from the others of its plan."""
        raise NotImplementedError

    def complete(self, row: Said, before: Said) -> dict[str, str]:
        """Read the cells that need the plan or each other; {cell: sentence} for what cannot be read."""
        return {}

    # reading

    def cell(self, name: str, row: dict) -> Any:
        """A cell of the file, read alone. Raises ValueError with a sentence."""
        field = self.fields[name]
        return field.widget.clean(row.get(field.column_name), row=row)

    def ours(self, plan: Plan) -> dict[Hashable, Said]:
        """Our rows of the plan by their key: read once, kept up with what is saved."""
        if plan.pk not in self._ours:
            self._ours[plan.pk] = {self.key(row): row for row in self.rows_of(plan)}
        return self._ours[plan.pk]

    def resolve(self, plan: Plan, name: str) -> Who | None:
        """Who is called so in the plan's province today."""
        if plan.province_id not in self._resolvers:
            self._resolvers[plan.province_id] = resolver(plan.province, clock.today())
        return self._resolvers[plan.province_id](name)

    def stand_for(self, row: Said, cell: str, standing: Iterable[Who]) -> str:
        """Put agencies for the names of a cell, a name that stands there already for the same; a sentence, or ''."""
        known = {fold(who.name): who for who in standing}
        names = getattr(row, cell)
        found = [
            (known.get(fold(name)) or self.resolve(row.known_plan, name)) if isinstance(name, str) else name
            for name in names
        ]
        unknown = [name for name, who in zip(names, found, strict=True) if who is None]
        setattr(row, cell, tuple(dict.fromkeys(who for who in found if who is not None)))
        if not unknown:
            return ""
        return _("Chưa có cơ quan “%(names)s” trong danh mục.") % {"names": "”, “".join(unknown)}

    def key_cells(self, row: dict) -> Said:
        """The row of the file as far as it says which of our rows it is. Raises ValueError with a sentence."""
        return self.said(**{name: self.cell(name, row) for name in self._meta.import_id_fields})

    def get_instance(self, instance_loader: BaseInstanceLoader, row: dict) -> Said | None:
        try:
            wanted = self.key_cells(row)
        except ValueError:
            return None  # said again, beside the cell, when the row is read
        found = self.ours(wanted.known_plan).get(self.key(wanted))
        return replace(found) if found else None

    def init_instance(self, row: dict | None = None) -> Said:
        return self.said()

    def before_import(self, dataset: Dataset, **kwargs: object) -> None:
        super().before_import(dataset, **kwargs)
        self._read = {}

    def import_instance(self, instance: Said, row: dict, *, row_number: int, **kwargs: object) -> None:
        """Read every cell. Raises ValidationError with a sentence beside each that cannot be read."""
        self.number = row_number
        before = replace(instance)
        problems: dict = {}
        try:
            super().import_instance(instance, row, row_number=row_number, **kwargs)
        except ValidationError as problem:
            problems = problem.update_error_dict(problems)
        if instance.plan is not None and not set(problems) & set(self._meta.import_id_fields):
            for cell, sentence in self.complete(instance, before).items():
                problems.setdefault(cell, [sentence])
            first = self._read.setdefault((instance.known_plan.pk, self.key(instance)), self.number)
            if first != self.number:
                problems[NON_FIELD_ERRORS] = [_("Trùng với dòng %(number)s của tệp.") % {"number": first}]
        if problems:
            raise ValidationError(problems)

    def do_instance_save(self, instance: Said, is_create: bool) -> None:
        try:
            type(self).verb(to=instance, by=self.user)
        except Refused as refusal:
            where = self.head_of(refusal.field) if refusal.field else NON_FIELD_ERRORS
            raise ValidationError({where: [refusal.message]}) from refusal
        self.ours(instance.known_plan)[self.key(instance)] = replace(instance)

    # writing

    def iter_queryset(self, queryset: QuerySet) -> Iterator[Said]:
        for row in super().iter_queryset(queryset):
            yield from self.said_by(row)

    def said_by(self, row: Ours) -> Iterable[Said]:
        """The rows of the file that a row of the list makes."""
        raise NotImplementedError


class FiguresSheet(PlanSheet[Said, Ours]):
    """Rows with columns of figures, which say together whether a dot parts thousands or decimals."""

    figures: tuple[str, ...]  # the names of those columns

    def __init__(self, user: User, **kwargs: object) -> None:
        super().__init__(user, **kwargs)
        self.style: money.Style | None = None

    def before_import(self, dataset: Dataset, **kwargs: object) -> None:
        super().before_import(dataset, **kwargs)
        heads = {self.fields[name].column_name for name in self.figures} & set(dataset.headers)
        self.style = money.style_of(
            value for head in heads for value in dataset[head] if isinstance(value, str)
        )
