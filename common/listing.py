"""A long list: one page of it, the filters of its address, and the whole of it as a workbook.

A view says which rows (`visible_to` first), which filters and which columns; page, filters and file read the same rows,
so the file holds what the pages show and nothing more.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import FileResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common import format as vn
from common.later import Later, later
from common.words import Words

if TYPE_CHECKING:
    from common.papers import Cell, CellKind
    from common.papers.workbook import Book

PER_PAGE = 50
PAGE, FILE = "trang", "tep"  # what the address says of a list besides its filters
WHOLE, MOST_WHOLE = "tat-ca", 1000  # the page that is all of a list, to be printed, and up to how many rows
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 500  # rows read from the database at a time for a file

write_book: "Later[Book]" = later("common.papers.workbook.Book")

Record = TypeVar("Record", bound=Model)
Found = TypeVar("Found")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """One page of a list: its rows, and where it stands among `total` rows on `pages` pages."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int
    first: int
    last: int
    whole: bool = False  # all of it, because the address asks so

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def more(self) -> int:
        """How many rows stand elsewhere."""
        return self.total - len(self.rows)

    @property
    def previous(self) -> int:
        """The number of the page before; 0 on the first."""
        return self.number - 1

    @property
    def next(self) -> int:
        """The number of the page after; 0 on the last."""
        return self.number + 1 if self.number < self.pages else 0

    @property
    def prints_whole(self) -> bool:
        """Whether all its pages can be asked for as one: what is printed is the list and not its page."""
        return self.pages > 1 and self.total <= MOST_WHOLE


@overload
def page_of(
    asked: QueryDict, found: QuerySet[Record], shown: Callable[[Record], Row], per_page: int = PER_PAGE
) -> Listed[Row]: ...
@overload
def page_of(
    asked: QueryDict, found: Sequence[Found], shown: Callable[[Found], Row], per_page: int = PER_PAGE
) -> Listed[Row]: ...
def page_of(
    asked: QueryDict,
    found: QuerySet[Record] | Sequence[Found],
    shown: Callable[..., Row],
    per_page: int = PER_PAGE,
) -> Listed[Row]:
    """The page the address asks for, each row made by `shown`; nonsense is the first page, beyond the end the last.

    `trang=tat-ca` is the whole list up to `MOST_WHOLE` rows, as it is printed. Three queries, of any number of rows;
    `found` has to be ordered to the last tie. Only keys are sorted and passed over: what else is read of a row, and
    counted for it, is asked for those that are shown.
    """
    keys = found.values_list("pk", flat=True) if isinstance(found, QuerySet) else found
    pages = Paginator(keys, per_page)
    if whole := asked.get(PAGE) == WHOLE and pages.count <= MOST_WHOLE:
        pages.per_page = max(per_page, pages.count)
    page = pages.get_page(asked.get(PAGE))
    here = list(page.object_list)
    rows = found.filter(pk__in=here) if isinstance(found, QuerySet) and here else here
    return Listed(
        [shown(row) for row in rows],
        page.number,
        pages.num_pages,
        pages.count,
        page.start_index(),
        page.end_index(),
        whole and pages.count > per_page,
    )


@overload
def first_of(found: QuerySet[Record], shown: Callable[[Record], Row], count: int) -> Listed[Row]: ...
@overload
def first_of(found: Sequence[Found], shown: Callable[[Found], Row], count: int) -> Listed[Row]: ...
def first_of(found: QuerySet[Record] | Sequence[Found], shown: Callable[..., Row], count: int) -> Listed[Row]:
    """The first rows of a list that has its own page elsewhere, and how many it has. Two queries."""
    total = found.count() if isinstance(found, QuerySet) else len(found)
    rows = [shown(row) for row in found[:count]] if total else []
    return Listed(rows, 1, max(1, -(-total // count)), total, min(1, total), len(rows))


# -------------------------------------------------------------------------------------------------------- filters


@dataclass(frozen=True)
class Filter:
    """One field above a list: choices of (value, words), or without any a field for words to look for.

    `chosen` is a value that is offered, or the words; "" where the list is not narrowed. `without` is the address
    without it.
    """

    name: str
    label: Words
    options: Sequence[tuple[str, Words]] | None
    chosen: str
    without: str
    wide: bool

    @property
    def said(self) -> Words:
        """What is chosen, in words."""
        if self.options is None:
            return f"“{self.chosen}”"
        return next((words for value, words in self.options if value == self.chosen), "")


@dataclass(frozen=True)
class Filters:
    """The filters of a list as the address has them; `kept` is what else of it a form has to carry on."""

    fields: tuple[Filter, ...]
    kept: tuple[tuple[str, str], ...]
    cleared: str

    @property
    def chosen(self) -> dict[str, str]:
        """What is chosen, by the name of the filter; "" where a list is not narrowed."""
        return {field.name: field.chosen for field in self.fields}

    @property
    def active(self) -> list[Filter]:
        return [field for field in self.fields if field.chosen]

    @property
    def searches(self) -> list[Filter]:
        return [field for field in self.fields if field.options is None]

    @property
    def choices(self) -> list[Filter]:
        return [field for field in self.fields if field.options is not None]

    @property
    def words(self) -> str:
        """What is chosen as a sentence, for a file: `Kế hoạch: 136; Tình trạng: Quá hạn`."""
        return "; ".join(f"{field.label}: {field.said}" for field in self.active)


@dataclass(frozen=True)
class Choice:
    """A field of a filter before the address is read; `words` for one that looks for what is typed."""

    name: str
    label: Words
    options: Sequence[tuple[str, Words]] | None = None
    wide: bool = False

    def read(self, asked: Mapping[str, str]) -> str:
        """What the address chooses; "" for what is not offered."""
        value = " ".join(asked.get(self.name, "").split())
        if self.options is None:
            return value
        return value if any(value == code for code, _words in self.options) else ""


def filters_of(asked: QueryDict, *choices: Choice, kept: Sequence[str] = ()) -> Filters:
    """The filters of a list as the address has them. `kept` names other parts of the address that stay."""
    names = {choice.name for choice in choices}
    fields = tuple(
        Filter(
            choice.name,
            choice.label,
            choice.options,
            choice.read(asked),
            _without(asked, {choice.name}),
            choice.wide,
        )
        for choice in choices
    )
    stays = tuple((name, value) for name in kept if (value := asked.get(name)))
    return Filters(fields, stays, _without(asked, names))


def _without(asked: QueryDict, names: set[str]) -> str:
    """The address without these filters, on its first page."""
    left = asked.copy()
    for name in {*names, PAGE, FILE}:
        left.pop(name, None)
    return f"?{left.urlencode()}"


# ------------------------------------------------------------------------------------------------------- the file


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column of the file: its head, what of a row stands in it, how numbers are shown, characters of width."""

    head: Words | Promise
    cell: "Callable[[Row], Cell]"
    width: float = 16
    kind: "CellKind" = "text"

    @property
    def title(self) -> str:
        return str(self.head)


@dataclass(frozen=True)
class ListSheet(Generic[Row]):
    """A list as a workbook called `name`.xlsx: what heads it, and its columns."""

    name: str
    title: Words
    columns: Sequence[Column[Row]]


def wants_file(asked: QueryDict) -> bool:
    """Whether the whole list is asked for as a workbook."""
    return asked.get(FILE) == "xlsx"


@dataclass(frozen=True)
class Every(Generic[Record, Row]):
    """All rows of a list, read in portions: they are never all in memory. The database counts them."""

    found: QuerySet[Record]
    shown: Callable[[Record], Row]

    def __len__(self) -> int:
        return self.found.count()

    def __iter__(self) -> Iterator[Row]:
        return map(self.shown, self.found.iterator(chunk_size=AT_ONCE))


def every(found: QuerySet[Record], shown: Callable[[Record], Row]) -> Every[Record, Row]:
    """All rows of a list, for its file."""
    return Every(found, shown)


def list_file(sheet: ListSheet[Row], filters: Filters, rows: Iterable[Row], at: datetime) -> FileResponse:
    """The whole list as a workbook, under its title the filters in force and the moment.

    Written row by row into a file on disk and sent from there: memory does not grow with the list.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
    made = _("Lập lúc %(at)s") % {"at": vn.day_and_clock(at)}
    book = write_book(file, title=str(sheet.title), author="", comments=made, made_at=at)
    book.sheet(
        _("Danh sách"),
        [*filter(None, [filters.words]), made],
        sheet.columns,
        ([column.cell(row) for column in sheet.columns] for row in rows),
    )
    book.close()
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=f"{sheet.name}.xlsx", content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
