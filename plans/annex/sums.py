"""The money columns of a table, and sums of money as text that can be read in one way only. Pure; triệu đồng."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from common import format as vn
from common.text import fold
from plans import money
from plans.annex.content import MONEY_HEADING, Cell, Column
from plans.annex.exported import Exported
from plans.intake import headings

SOURCES = {
    "total": "Tổng số",
    "central": "Ngân sách trung ương",
    "local": "Ngân sách địa phương",
    "recurrent": "Vốn sự nghiệp",
    "investment": "Vốn đầu tư phát triển",
    "mixed": "Nguồn hỗn hợp",
    "social": "Xã hội hóa",
    "other": "Nguồn khác",
}


class Purse:
    """The money columns of a table of tasks: a column for every year and source that occurs, in triệu đồng."""

    def __init__(self, rows: Sequence[Exported], sources: Mapping[str, str]) -> None:
        found = {(cell["year"] or 0, cell["source"]) for row in rows for cell in row["budget"]}
        order = {source: place for place, source in enumerate(SOURCES)}
        self._keys = sorted(found, key=lambda key: (key[0] or 9999, order.get(key[1], 99), key[1]))
        several = len({source for _year, source in found}) > 1 or "total" not in {
            source for _y, source in found
        }
        self.columns = tuple(
            Column(self._path(year, source, several, sources), 18, "right") for year, source in self._keys
        )

    def _path(self, year: int, source: str, several: bool, sources: Mapping[str, str]) -> tuple[str, ...]:
        dated = any(year for year, _source in self._keys)
        path = [MONEY_HEADING]
        if dated:
            path.append(f"Năm {year}" if year else "Cả giai đoạn")
        if several:
            own = " ".join(sources.get(source, source).split())
            usual = SOURCES.get(source, own)
            path.append(own if self._says((*path, own), year, source) else usual)
        return tuple(path)

    def _says(self, path: tuple[str, ...], year: int, source: str) -> bool:
        """Whether the importer knows the column by these headings."""
        role = headings.role_of(tuple(fold(text) for text in path))
        return (role, money.year_of(path) or 0, money.source_of(path)) == (headings.MONEY, year, source)

    def cells(self, row: Exported) -> list[Cell]:
        sums: dict[tuple[int, str], Decimal] = {}
        for cell in row["budget"]:
            key = cell["year"] or 0, cell["source"]
            sums[key] = sums.get(key, Decimal(0)) + Decimal(cell["million"])
        return [sums.get(key, "") for key in self._keys]


def figures(values: Iterable[Decimal]) -> dict[Decimal, str]:
    """Sums of money as text that can be read in one way only: `1.234,5`, and `1234` where nothing tells what a dot is.

    The importer decides by all the figures of a table what "1.234" means, so the whole table has one style.
    """
    exact = set(values)
    usual = {value: vn.number(value) for value in exact}
    style = money.style_of(usual.values())
    if all(money.number(text, style) == value for value, text in usual.items()):
        return usual
    return {value: sure_number(value) for value in exact}


def sure_number(value: Decimal) -> str:
    """A number without separators of thousands, and never with three decimals: `1234,5`, `1,2340`."""
    whole, _comma, decimals = money.plain(value).partition(".")
    return f"{whole},{decimals}{'0' * (len(decimals) == 3)}" if decimals else whole
