"""Kind: a table of money by itself, whose rows are tasks of another table by their names."""

from common.intake.blocks import Document
from common.intake.kinds import NOTE, Claim, Reading, Remark, Row
from common.intake.tables import Column, Section
from common.text import fold
from plans.intake import headings
from plans.intake.budgets import MoneyColumns, with_figures
from plans.intake.headings import BOTH, COORDINATING, END, LEAD, MONEY, NAME, TARGET, TIME
from plans.intake.rows import KIND as TASKS
from plans.intake.rows import SECTION
from plans.intake.table_rows import TOTAL_ROW
from plans.intake.task_table import in_money

KIND = "plans.budgets"


def score(columns: list[Column]) -> float:
    """How much a heading looks like a table of money and nothing else; 0 where it is none."""
    found = headings.roles(columns)
    if NAME not in found or found.keys() & {LEAD, BOTH, COORDINATING, TIME, END}:
        return 0.0
    return 2.0 if found.keys() & {MONEY, TARGET} else 0.0


def recognise(document: Document) -> list[Claim]:
    """Headed tables that state money for names."""
    return headings.claims(document, score)


def parse(reading: Reading, claims: list[Claim]) -> list[Row]:
    """Give the amounts to the tasks of the same names; what belongs to none is said."""
    tasks = {fold(row.parsed["name"]): row for row in reading.of(TASKS) if row.parsed["kind"] == "task"}
    for claim in claims if tasks else ():
        _join(reading, claim, tasks)
    return []


def _join(reading: Reading, claim: Claim, tasks: dict[str, Row]) -> None:
    section: Section = claim.content
    above = headings.text_above(reading.document, claim.part[0], section)
    roles = headings.roles(section.columns)
    columns = [*roles.get(MONEY, ())]
    if TARGET in roles and in_money(section, roles[TARGET], above):
        columns += roles[TARGET]
    if not columns:
        return
    reading.facts.setdefault("joined_blocks", set()).add(claim.part[0])
    money = MoneyColumns(section, [section.columns[index] for index in sorted(columns)], above)
    lost: list[str] = []
    for line in section.lines():
        name = " ".join(line.text(roles[NAME][0]).split())
        budget = money.read(line)
        row = tasks.get(fold(name))
        if not budget.cells:
            continue
        if row is None:
            if not TOTAL_ROW.match(fold(" ".join(line.texts[:1]))):
                lost.append(f"“{name[:80]}” ({line.where})")
        elif not row.parsed["budget"]:
            row.parsed["budget"] = budget.cells
            reading.facts.setdefault("places", {})[row.code] = budget.places
            fields = dict.fromkeys(columns, "budget")
            cells = headings.printed_cells(section, line, fields)
            row.printed += with_figures([cell for cell in cells if cell.field], budget)
            row.say(SECTION, [Remark(NOTE, f"Kinh phí lấy từ bảng kinh phí ({line.where}).", "budget")])
    if lost:
        reading.say(
            NOTE,
            f"Bảng kinh phí có {len(lost)} dòng không trùng tên nhiệm vụ nào, số tiền chưa được nhập: "
            f"{'; '.join(lost[:5])}{' …' if len(lost) > 5 else ''}.",
            section=SECTION,
            where=section.table.where,
        )
