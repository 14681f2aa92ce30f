"""Indicators as spreadsheets, one row per target, for correcting misprints before the first report."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from tablib import Dataset

from agencies.models import User
from agencies.resources import Choice, column
from common.columns import choices_of
from indicators import correcting, targets
from indicators.corrections import OF_INDICATOR, IndicatorBelow, IndicatorRow, rows_of, with_targets
from indicators.models import IndicatorVersion
from plans import money
from plans.models import Plan
from plans.sheets import PLAN, AgenciesNamed, Figure, FiguresSheet, Text, Year, typed_number

READ = ("comparator", "low", "high")  # what is read from the words of a target
LARGEST = Decimal(10) ** 14  # what the columns of targets hold
SIGNS = [
    (">=", "≥"),
    (">", ">"),
    ("<=", "≤"),
    ("<", "<"),
    ("=", "đúng bằng"),
    ("between", "trong khoảng"),
    ("top_n", "thuộc nhóm dẫn đầu"),
    ("growth", "tăng mỗi năm"),
    ("qualitative", "định tính"),
]


class Sign(Choice):
    """How a target is meant; an empty cell where there is none."""

    def __init__(self) -> None:
        super().__init__(SIGNS)

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> str:
        return super().clean(value) if value not in (None, "") else ""


class IndicatorResource(FiguresSheet[IndicatorRow, IndicatorBelow]):
    """One row per indicator, year and scope; what has no target has one row without a year."""

    plan = column(PLAN, "plan")
    code = column("Mã", "code", Text())
    parent = column("Thuộc nhóm (mã)", "parent", Text())
    kind = column("Loại", "kind", Choice(choices_of(IndicatorVersion, "kind")))
    name = column("Tên", "name", Text())
    unit = column("Đơn vị tính", "unit", Text())
    lead = column("Theo dõi", "lead", AgenciesNamed())
    horizon_year = column("Năm", "horizon_year", Year())
    scope = column("Phạm vi", "scope", Text())
    target_text = column("Mục tiêu (như in)", "target_text", Text())
    comparator = column("So sánh", "comparator", Sign())
    low = column("Mức", "low", Figure())
    high = column("Mức trên", "high", Figure())

    said = IndicatorRow
    verb = correcting.correct_indicator
    figures = ("low", "high")

    class Meta:
        import_id_fields = ("plan", "code", "horizon_year", "scope")

    def __init__(self, user: User, **kwargs: object) -> None:
        super().__init__(user, **kwargs)
        self._told: dict[Hashable, tuple[int, tuple]] = {}

    def before_import(self, dataset: Dataset, **kwargs: object) -> None:
        super().before_import(dataset, **kwargs)
        self._told = {}

    def rows_of(self, plan: Plan) -> Iterable[IndicatorRow]:
        for version in with_targets(IndicatorVersion.objects.of_plan(plan)):
            yield from rows_of(version)

    def said_by(self, row: IndicatorBelow) -> Iterable[IndicatorRow]:
        return rows_of(row)

    def key(self, row: IndicatorRow) -> Hashable:
        return row.code, row.horizon_year, row.scope

    def init_instance(self, row: dict | None = None) -> IndicatorRow:
        """Another target of an indicator we have begins with what the indicator says."""
        try:
            wanted = self.key_cells(row or {})
        except ValueError:
            return IndicatorRow()
        for known in self.ours(wanted.known_plan).values():
            if known.code == wanted.code:
                return IndicatorRow(
                    **{cell: getattr(known, cell) for cell in ("plan", "code", *OF_INDICATOR)}
                )
        return IndicatorRow()

    def complete(self, row: IndicatorRow, before: IndicatorRow) -> dict[str, str]:
        problems = {
            "code": "" if row.code else _("Ghi mã chỉ tiêu."),
            "name": "" if row.name else _("Ghi tên chỉ tiêu."),
            "lead": self.stand_for(row, "lead", before.lead),
        }
        for cell in ("low", "high"):
            number, problems[cell] = self.figure(getattr(row, cell), getattr(before, cell))
            setattr(row, cell, number)
        if row.target_text != before.target_text and replace_read(row, before) == row:
            read = targets.parse(row.target_text, row.unit, row.name)
            problems["target_text"] = read.doubt
            row.comparator, row.low, row.high = read.comparator or "qualitative", read.low, read.high
        told = tuple(getattr(row, cell) for cell in OF_INDICATOR)
        first, said = self._told.setdefault((row.known_plan.pk, row.code), (self.number, told))
        if said != told:
            problems[NON_FIELD_ERRORS] = _(
                "Các dòng của một chỉ tiêu phải ghi giống nhau nhóm, loại, tên, đơn vị tính và cơ quan theo dõi; "
                "dòng này khác dòng %(number)s."
            ) % {"number": first}
        return {cell: sentence for cell, sentence in problems.items() if sentence}

    def figure(self, typed: object, before: Decimal | None) -> tuple[Decimal | None, str]:
        """The number of a cell, and why there is none although something is written."""
        if typed is None or isinstance(typed, Decimal):  # an empty cell, or a column the file does not have
            return typed, ""
        if typed == "":
            return None, ""
        if before is not None and typed == Figure().render(before):
            return before, ""
        number = typed_number(typed)
        if number is None:
            number = money.number(str(typed), self.style)
        if number is None:
            return None, _("“%(value)s” không phải là một số, hoặc có thể đọc hai cách.") % {"value": typed}
        if abs(number) >= LARGEST:
            return None, _("“%(value)s” quá lớn.") % {"value": typed}
        return number, ""


def replace_read(row: IndicatorRow, before: IndicatorRow) -> IndicatorRow:
    """The row with what was read from its target's words before."""
    return replace(row, **{cell: getattr(before, cell) for cell in READ})
