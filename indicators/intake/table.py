"""Kind: tables of indicators: what is measured, in what unit, how much by when, who follows it up."""

import re

from common.intake.blocks import Document
from common.intake.kinds import NOTE, WARNING, Claim, Json, PrintedCell, Reading, Remark, Row
from common.intake.tables import Line, Section
from common.text import fold
from indicators import targets
from indicators.intake.columns import columns_of, doubtful, say
from indicators.intake.contract import SECTION, bounds
from indicators.targets import Target
from plans import codes
from plans.intake import headings
from plans.intake.assignments import assign, is_ditto
from plans.intake.column_words import INDICATOR_ROW, fields_of
from plans.intake.head import KIND as HEAD
from plans.intake.headings import (
    BOTH,
    COORDINATING,
    INDICATOR,
    LEAD,
    NAME,
    NUMBER,
    UNIT,
)
from plans.intake.rows import remember_unknown
from plans.money import plain

# Days and numbers of papers: their years are no horizon.
_DATED = re.compile(r"\S*/\S*|ngày\s.{1,24}?năm\s+\d{4}", re.IGNORECASE)
KIND = "indicators.table"
REACHED = re.compile(r"\bket qua\b.*\bnam (?:19|20)\d\d\b")
AIMED = re.compile(r"\b(?:muc tieu|phan dau|can dat|phai dat|du kien)\b")
IN_PROSE = "Mục tiêu nằm trong câu chữ của chỉ tiêu, không có cột riêng."


def recognise(document: Document) -> list[Claim]:
    """Headed tables that look like indicators; a title that says so counts."""
    claims = []
    for claim in headings.claims(document, headings.indicator_score):
        above = fold(" ".join(headings.text_above(document, claim.part[0], claim.content)[-3:]))
        if REACHED.search(above) and not AIMED.search(above):
            continue  # what has been reached, not what is aimed at
        bonus = 2.0 if re.search(r"\b(?:chi tieu|chi so)\b", above) and "nhiem vu" not in above else 0.0
        claims.append(Claim(claim.part, claim.score + bonus, claim.content))
    return claims


def parse(reading: Reading, claims: list[Claim]) -> list[Row]:
    """Rows of all indicator tables. A table with targets for several years gives a row for each year."""
    rows: list[Row] = []
    for claim in claims:
        rows.extend(_Reader(reading, claim, {row.code for row in rows}).rows())
        rows.extend(headings.passed_over(claim.content, claim.part[0]))
    return rows


class _Reader:
    """One table of indicators."""

    def __init__(self, reading: Reading, claim: Claim, taken: set[str]) -> None:
        self.reading = reading
        self.section: Section = claim.content
        self.roles = headings.with_numbers(headings.roles(self.section.columns), self.section)
        self.above = headings.text_above(reading.document, claim.part[0], self.section)
        self.taken = taken
        self.block = claim.part[0]
        self.fields = fields_of(self.roles, INDICATOR_ROW)
        self.columns = columns_of(self.section, self.roles, _issued(reading))
        self.goals = self.columns.goals
        self.asked = doubtful(self.columns)
        titles = [_DATED.sub(" ", text) for text in self.above if not text.lstrip().startswith("(")]
        self.title_year = next(
            (year for text in reversed(titles) if (year := targets.horizon_of(text))), None
        )
        self.last_lead = ""

    def rows(self) -> list[Row]:
        say(self.reading, self.columns, set(self.fields))
        lines = [self._named(line) for line in self.section.lines()]
        lines = [entry for entry in lines if entry[1] or entry[2]]
        places = codes.arrange([codes.Printed(number, self._bare(line)) for line, number, _name in lines])
        parents = {place.parent for place in places}
        roots: list[str] = []
        rows: list[Row] = []
        for index, ((line, _number, name), place) in enumerate(zip(lines, places, strict=True)):
            parent = places[place.parent].code if place.parent is not None else ""
            roots.append(roots[place.parent] if place.parent is not None else name)
            group = self._bare(line) and (
                index in parents or line.wide > 1 or targets.horizon_of(name) is not None
            )
            root = roots[index] if place.parent is not None else ""
            rows.extend(self._rows(line, name, place, parent, root, group))
        return rows

    def _named(self, line: Line) -> tuple[Line, str, str]:
        """A line with its number and name; what a title across the table covers belongs to no column."""
        title = headings.title_of(line)
        if title:
            return Line(line.row, {}, line.wide, line.place), title[0], " ".join(title[1].split())
        number_column = self._first(NUMBER)
        number, name = line.text(number_column), line.text(self._first(INDICATOR, NAME))
        if number_column is not None and number and not codes.looks_like_number(number):
            number, name = "", "\n".join(dict.fromkeys(filter(None, (number, name))))
        return line, number, " ".join(name.split())

    def _bare(self, line: Line) -> bool:
        """Whether a row has nothing but its name: a heading."""
        spare = {self._first(NUMBER), self._first(INDICATOR, NAME)}
        return not any(cell.text for column, cell in line.cells.items() if column not in spare)

    def _first(self, *roles: str) -> int | None:
        return next((self.roles[role][0] for role in roles if role in self.roles), None)

    def _texts(self, line: Line, *roles: str) -> str:
        return "\n".join(
            text for role in roles for column in self.roles.get(role, ()) if (text := line.text(column))
        )

    def _rows(
        self, line: Line, name: str, place: codes.Place, parent: str, root: str, group: bool
    ) -> list[Row]:
        if group or len(self.goals) < 2:
            column, year = self.goals[0] if len(self.goals) == 1 else (None, None)
            column = None if group else column
            return [self._row(line, name, place, place.code, parent, root, group, column, year)]
        found = []
        for column, year in self.goals:
            if line.text(column) and not targets.EMPTY.match(line.text(column)):
                code = f"{year}.{place.code}" if year else place.code
                found.append(self._row(line, name, place, code, parent, root, False, column, year))
        return found or [self._row(line, name, place, place.code, parent, root, False, None, None)]

    def _printed(self, line: Line, goal: int | None) -> list[PrintedCell]:
        """The cells of a row; of the columns of several years only the one this row is about is its target."""
        goals = {column for column, _year in self.goals}
        fields = {at: name for at, name in self.fields.items() if at not in goals or at == goal}
        return headings.printed_cells(self.section, line, fields) or headings.title_cells(self.section, line)

    def _row(
        self,
        line: Line,
        name: str,
        place: codes.Place,
        code: str,
        parent: str,
        root: str,
        group: bool,
        column: int | None,
        year: int | None,
    ) -> Row:
        printed = line.text(column)
        unit = " ".join(self._texts(line, UNIT).split())
        in_prose = not group and not printed and not self.goals
        goal = Target() if group else self._goal(name, unit, printed, in_prose)
        lead = self._texts(line, LEAD, BOTH)
        ditto = is_ditto(lead)
        lead = self.last_lead if ditto else lead
        self.last_lead = lead or self.last_lead
        assigned = assign(self.reading.facts["names"], lead, self._texts(line, COORDINATING))
        beside = targets.horizon_of(root) or (targets.horizon_of(name) if group else None)
        row = Row(KIND, self._unique(code), line.where, parent, at=(self.block, line.place))
        row.printed = self._printed(line, column)
        row.parsed = {
            "code": row.code,
            "parent": parent or None,
            "kind": "group" if group else "indicator",
            "group": root or None,
            "name": name,
            "unit": unit or goal.unit,
            "horizon_year": year or beside or self.title_year,
            "target_text": "" if group else printed or (name if in_prose else ""),
            **bounds(goal.comparator, goal.low, goal.high),
            "lead": assigned.parsed["lead"],
            "lead_text": assigned.parsed["lead_text"],
        }
        baseline, unread = (None, "") if group else self.columns.baseline_of(line, unit)
        if baseline:
            row.parsed |= {
                "baseline": plain(baseline.value),
                "baseline_year": baseline.year,
                "baseline_text": baseline.heading,
            }
        asked = column in self.asked and printed in self.asked[column]
        doubts = [(place.doubt, "code"), ("" if asked else goal.doubt, "target_text")]
        remarks = [Remark(WARNING, doubt, field) for doubt, field in doubts if doubt] + assigned.remarks
        if ditto:
            remarks.append(Remark(NOTE, "Ghi “như trên”: lấy cơ quan của dòng trước.", "lead"))
        if asked:
            remarks.append(
                Remark(NOTE, "Chưa đọc số này: xem câu hỏi về cách ghi số của cột.", "target_text")
            )
        if unread:
            remarks.append(
                Remark(NOTE, f"“{unread}” ở cột hiện trạng không đọc được thành số gốc.", "baseline")
            )
        if in_prose and goal.low is not None:
            remarks.append(Remark(NOTE, IN_PROSE, "target_text"))
        if not group:
            remarks += self._facts(row.parsed, printed, in_prose)
        remember_unknown(self.reading, assigned.unknown)
        row.say(SECTION, remarks)
        return row

    def _goal(self, name: str, unit: str, printed: str, in_prose: bool) -> Target:
        """The target of a cell, or of the indicator's own sentence where the table has no column of targets."""
        if in_prose:
            return targets.in_sentence(name)
        return targets.parse(printed, unit, name, self.columns.style)

    def _facts(self, parsed: Json, printed: str, in_prose: bool) -> list[Remark]:
        found = []
        if not parsed["lead"]:
            found.append(Remark(NOTE, "Không in cơ quan theo dõi.", "lead"))
        if not printed and not in_prose:
            found.append(Remark(NOTE, "Không in mục tiêu.", "target_text"))
        if parsed["horizon_year"] is None:
            found.append(Remark(NOTE, "Không in năm phải đạt.", "horizon_year"))
        if parsed["comparator"] == "qualitative":
            found.append(Remark(NOTE, "Mục tiêu định tính: đánh giá bằng nhận xét.", "target_text"))
        return found

    def _unique(self, code: str) -> str:
        own = code
        turn = 2
        while own in self.taken:
            own, turn = f"L{turn}.{code}", turn + 1
        self.taken.add(own)
        return own


def _issued(reading: Reading) -> int | None:
    """The year of the plan's day."""
    day = next((row.parsed["issued_on"] for row in reading.of(HEAD)), None)
    return int(day[:4]) if day else None


def export(reading: Reading, exported: Json) -> None:
    exported["indicators"] = [
        {key: value for key, value in row.parsed.items() if key != "lead_text"} for row in reading.of(KIND)
    ]
