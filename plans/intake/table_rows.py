"""The rows of a table of tasks: what is a task or a heading, what is only counted, said or cut off another row."""

import re
from collections.abc import Iterator

from common.intake.kinds import PrintedCell
from common.intake.tables import Line
from common.text import fold
from plans import codes, money
from plans.arithmetic import TOTAL, Sums
from plans.intake import headings
from plans.intake.headings import NUMBER
from plans.intake.task_table import Raw, TaskTable

TOTAL_ROW = re.compile(
    r"^(?:tong|cong|tong cong|tong so|cong chung|tong kinh phi|tong von|tong cong kinh phi|tong muc dau tu)"
    r"(?: (?:chung|toan bo|cac nguon|nhom [ivx]+|muc [ivx]+|phan [ivx]+|[a-z]|[ivx]+))?"
    r"(?: ?\(.*\)| ?[ivx\d]+(?: ?\+ ?[ivx\d]+)+)?[:.]?$"
)
REMARK_ROW = re.compile(
    r"^\(?\*?\)?\s*(?:ghi chu|chu thich|chu giai|nguon|luu y)\s*[:.]"
    r"|^(?:tong|cong)(?: (?:cong|so))?\s*:?\s*\d+ (?:nhiem vu|chi tieu|du an|noi dung)\b"
)
SIGNATURE = re.compile(
    r"(?:nguoi lap(?: bieu| bang)?|thu truong(?: don vi| co quan)?|xac nhan cua .{0,40}|noi nhan:?"
    r"|(?:tm|kt|tl)\. .*"
    r"|(?:pho )?(?:chu tich|giam doc|truong phong|cuc truong|vu truong|chanh van phong)"
    r"|[^,;:]{2,30}, ngay .{0,12}thang .{0,8}nam \d{4})$"
)
LEADING_NUMBER = re.compile(
    r"^((?:[IVXLC]+|[A-ZĐ]|\d{1,3}|[a-zđ])(?:\.\d{1,3})*(?:\.[a-zđ])?)\s*(?:[.)/]|[-–](?=\s))\s*(?=\S)"
)
LEADING_DOTTED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+|[IVX]+(?:\.\d{1,2})+)\.?\s+(?=\S)")
BULLET = re.compile(r"^([-–—+•*●▪])\s*(?=\S)")


def raw_rows(table: TaskTable, before: Raw | None) -> Iterator[Raw]:
    """Rows that are tasks or headings: totals kept apart, remarks skipped, cut rows joined (to `before` at first)."""
    walk = _Walk(table, before)
    for line in table.section.lines():
        yield from walk.step(line)


class _Walk:
    """A table read row by row; `before` is the row that a cut one goes on."""

    def __init__(self, table: TaskTable, before: Raw | None) -> None:
        self.table = table
        self.before = before
        self.number_column, self.name_column = table.first(NUMBER), table.name_column
        lines = list(table.section.lines())
        self.numbered = self.number_column is None and numbers_stand_in_names(lines, self.name_column)

    def step(self, line: Line) -> Iterator[Raw]:
        """The rows a printed line begins: a group over it, the row itself, or nothing."""
        yield from self._group(line)
        line, number, name = self._named(line)
        why = self._why_skipped(line, number, name)
        if why:
            self.table.skip(line, why)
            return
        spare = {self.number_column, self.name_column, self.table.group_column}
        rest = [text for index, cell in line.cells.items() if index not in spare and (text := cell.text)]
        if not number and (self.numbered or line.wide > 1 or self.number_column is not None):
            number, name = split_number(name, not rest or self.numbered)
        if self._joined(line, number, name, only_name=not rest):
            return
        if all(money.EMPTY.match(text) for text in (name, *rest)):  # a blank line of a form
            self.table.skip(line, "Dòng trống của biểu mẫu.")
            return
        heading = not rest and (line.wide > 1 or not codes.understand(codes.tidy(number)))
        self.before = Raw(line, number, name, heading, self.table)
        yield self.before

    def _group(self, line: Line) -> Iterator[Raw]:
        """The heading a column of groups begins in this row."""
        column = self.table.group_column
        group = line.text(column)
        if column is None or not group or line.continued(column):
            return
        if self.before and self.before.heading and self.before.name == group:
            return
        where = self.table.section.place_of(line.row, line.cells[column])
        own = PrintedCell(group, field="name", where=where)
        bare = Line(line.row, {}, 1, line.place)
        self.before = Raw(bare, *split_number(group, True), True, self.table, own=own)
        yield self.before

    def _named(self, line: Line) -> tuple[Line, str, str]:
        """A line with its number and name; what a title across the table covers belongs to no column."""
        title = headings.title_of(line)
        if title:
            line = Line(line.row, {}, line.wide, line.place)
            number, name = title
        else:
            number, name = line.text(self.number_column), line.text(self.name_column)
        if self.number_column is not None and number and not codes.looks_like_number(number):
            number, name = "", "\n".join(dict.fromkeys(filter(None, (number, name))))
        return line, number, name

    def _why_skipped(self, line: Line, number: str, name: str) -> str:
        """Why a row is no task, '' where it may be one; the figures of a total are kept."""
        folded = fold(name)
        if TOTAL_ROW.match(folded) or (not name and TOTAL_ROW.match(fold(number))):
            _keep_total(self.table, line, folded)
            return "Dòng tổng cộng: dùng để kiểm tra phép cộng."
        if not number and any(SIGNATURE.match(fold(cell.text)) for cell in line.row.printed):
            return "Dòng ký tên."
        if REMARK_ROW.match(folded) and len(line.texts) <= 2:
            return "Dòng ghi chú của bảng."
        return ""

    def _joined(self, line: Line, number: str, name: str, *, only_name: bool) -> bool:
        """Whether the row is the rest of the one before, which has taken it then."""
        if self.before is None:
            return False
        same = line.continued(self.name_column) and (
            self.number_column is None or not number or line.continued(self.number_column)
        )
        if not same and not self._goes_on(line, number, name, self.before, only_name):
            return False
        self.before.more.append(line)
        if not same and name:
            self.before.name = f"{self.before.name}\n{name}"
        return True

    def _goes_on(self, line: Line, number: str, name: str, before: Raw, only_name: bool) -> bool:
        """Whether a page break has cut the row off: it begins in the middle of a sentence."""
        if number or line.wide > 1 or self.number_column is None:
            return False
        if not name:
            return bool(line.texts)
        if before.heading:
            return False
        return name[:1].islower() and (only_name or not before.name.rstrip().endswith((".", ";", ":")))


def numbers_stand_in_names(lines: list[Line], name_column: int | None) -> bool:
    """No column of numbers, but most names begin with one."""
    names = [line.text(name_column) for line in lines if line.text(name_column)]
    return sum(bool(split_number(name, True)[0]) for name in names) * 2 > len(names)


def split_number(name: str, dotless: bool) -> tuple[str, str]:
    """A number or bullet that stands in front of the name, and the name."""
    for pattern in (LEADING_DOTTED, *((LEADING_NUMBER,) if dotless else ()), BULLET):
        match = pattern.match(name)
        if match:
            return match[1], name[match.end() :]
    return "", name


def _keep_total(table: TaskTable, line: Line, folded: str) -> None:
    budget = table.money.read(line)
    if budget.figures and not re.search(r"\b(?:nhom|muc|phan) [ivx\d]+", folded):
        table.totals.append((Sums(TOTAL, "", budget.figures), line.where, budget.places))
