"""Printed sums beside computed ones, in words; and what is said of rows' money."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from common import format as vn
from common.intake.editing.effective import Effective
from common.intake.editing.pieces import Piece
from common.intake.kinds import NOTE
from plans import money
from plans.arithmetic import TOTAL
from plans.intake.contract import SumPart
from plans.intake.rows import SECTION
from plans.intake.sums_again import ShownSum


@dataclass(frozen=True)
class SumShown:
    """A printed sum and what its parts give, triệu đồng; `path` are the parts with their places."""

    code: str
    place: str
    column: str
    stated: Decimal
    computed: Decimal
    check: str
    at: str
    path: list[SumPart]

    @property
    def difference(self) -> Decimal:
        return self.stated - self.computed

    @property
    def words(self) -> str:
        """`Năm 2023, vốn sự nghiệp: in 10.300, tính lại 10.800`"""
        return _("%(column)s: in %(stated)s, tính lại %(computed)s") % {
            "column": self.column,
            "stated": vn.number(self.stated),
            "computed": vn.number(self.computed),
        }


@dataclass(frozen=True)
class MoneyRemark:
    """What is said of a row's money, and where it stands."""

    key: str
    code: str
    name: str
    where: str
    message: str


def sums_shown(sums: Iterable[ShownSum]) -> list[SumShown]:
    """The sums that do not add up, in their order."""
    return [
        SumShown(
            code=row["code"],
            place=_("TỔNG CỘNG") if row["code"] == TOTAL else row["code"],
            column=money.column_words(row["field"]),
            stated=Decimal(row["stated"]),
            computed=Decimal(row["computed"]),
            check=row["check"],
            at=row["at"] or row["where"],
            path=row["path"],
        )
        for row in sums
    ]


def beside(sums: Iterable[ShownSum]) -> Callable[[Piece], list[str]]:
    """What is said beside a row of tasks: each of its sums that does not add up, once."""
    of_code: dict[str, list[str]] = {}
    for row in sums_shown(sums):
        of_code.setdefault(row.code, []).append(row.words)

    def said(piece: Piece) -> list[str]:
        lines = of_code.get(piece.code, []) if piece.section == SECTION else []
        return list(dict.fromkeys(lines))

    return said


def money_remarks(found: Effective) -> list[MoneyRemark]:
    """Money outside its task's time, and notes that give another amount than the columns: row, place, sentence."""
    return [
        MoneyRemark(
            key=piece.key,
            code=piece.code,
            name=piece.name,
            where=next((cell.where for cell in piece.cells if cell.field == "budget"), piece.where),
            message=problem.message,
        )
        for piece in found.living
        for problem in piece.problems
        if problem.field == "budget" and problem.severity == NOTE
    ]
