"""An agency's own paper says what was approved of it, and a plan's annex the money that the plan prints."""

import io
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook

from common import clock
from plans.annex.data import annexes_of
from plans.annex.xlsx import render_annexes_xlsx
from reporting.documents import RENDERERS, agency_report
from reporting.documents.submission import submission_copy
from reporting.models import MoneyFact, Period, Submission, TaskFact
from tests.reporting.same_figure import rows
from tests.reporting.same_figure.conftest import TODAY
from tests.reporting.same_figure.papers import exact
from tests.reporting.same_figure.pen import DASH, lower, number, paper_day, word
from tests.reporting.same_figure.rows import Asked

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LARGEST = 2  # papers of a period that are read: those with the most lines
PERIODS = ["136/KH-UBND 2025", "136/KH-UBND 2026", "03/ĐA-UBND 2026", "69/KH-UBND 2026"]
PRINTED = 150  # amounts in the annex at least


def largest(period: Period) -> list[Submission]:
    """The approved reports of a period with the most facts."""
    facts = Counter(TaskFact.objects.filter(period=period).values_list("sending__submission", flat=True))
    approved = Submission.objects.filter(period=period, state="approved")
    return sorted(approved, key=lambda row: (-facts[row.pk], row.pk))[:LARGEST]


def facts_of(submission: Submission) -> dict[str, TaskFact]:
    """The lines in force of a report, by the code its period asks them under."""
    found = TaskFact.objects.filter(
        period=submission.period, agency=submission.agency, superseded_at__isnull=True
    )
    return {fact.task_version.code: fact for fact in found.select_related("task_version")}


def money_of(facts: dict[str, TaskFact]) -> dict[str, list[MoneyFact]]:
    found = defaultdict(list)
    of_task = {fact.pk: code for code, fact in facts.items()}
    for row in MoneyFact.objects.filter(fact__in=of_task).select_related("source"):
        found[of_task[row.fact_id]].append(row)
    return found


def tables(data: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of each table by the words of its head; the table by that of its last column."""
    found = {}
    for table in Document(io.BytesIO(data)).tables:
        head, *body = [[cell.text for cell in row.cells] for row in table.rows]
        found[head[-1]] = [dict(zip(head, row, strict=True)) for row in body]
    return found


def as_written(facts: dict[str, TaskFact]) -> dict[str, tuple[str, str, set[str]]]:
    """State, percent and amounts of each line, as the annex has to print them."""
    money = money_of(facts)
    found = {}
    for code, fact in facts.items():
        state = word("status" if fact.state == "awaiting_trigger" else "state", fact.state)
        if fact.state == "completed":
            state += f" ngày {paper_day(fact.completed_on)}"
        if fact.state == "not_applicable" and fact.reason:
            state += f": {fact.reason}"
        amounts = {
            f"Năm {row.budget_year}, {lower(row.source.name_printed)}: {number(row.cumulative / 10**6)}"
            for row in money[code]
        }
        percent = DASH if fact.percent is None else f"{number(fact.percent)}%"
        found[code] = (state, percent, amounts or {DASH})
    return found


@pytest.mark.parametrize("name", PERIODS)
def test_an_agency_s_paper_says_what_was_approved_of_it(seeded, tally, name):
    papers = largest(seeded[name])
    assert papers
    for submission in papers:
        facts = facts_of(submission)
        copy = submission_copy(submission, sending=submission.sendings.last(), now=clock.now())
        data = RENDERERS["docx"][0](agency_report(copy))
        read = tables(data)
        said = {
            row["TT"]: (row["Tình trạng"], row["Tỷ lệ"], set(row["Giải ngân (triệu đồng)"].split("\n")))
            for row in read["Giải ngân (triệu đồng)"]
        }
        assert said == as_written(facts)

        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in (line for lines in money_of(facts).values() for line in lines):
            sums[f"Năm {row.budget_year}", row.source.name_printed] += row.cumulative / 10**6
        written = {(year, source): number(amount) for (year, source), amount in sums.items()}
        if written:
            written["Tổng cộng", ""] = number(sum(sums.values()))
        spent = read.get("Đã giải ngân (triệu đồng)", [])
        column = "Đã giải ngân (triệu đồng)"
        assert {(row["Năm ngân sách"], row["Nguồn vốn"]): row[column] for row in spent} == written

        states = Counter(fact.state for fact in facts.values())
        words = " ".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
        for state, count in states.items():
            kind = "status" if state == "awaiting_trigger" else "state"
            shown = [f"{n:02d}" if n < 10 else number(n) for n in (count, len(facts))]
            assert f"{lower(word(kind, state))} {'/'.join(shown)} nhiệm vụ" in words
        tally["agency paper"] += 3 * len(said) + len(written) + len(states)


def test_a_plan_s_annex_prints_the_money_of_the_tables(seeded, settings, tally):
    settings.PORTAL_TODAY = TODAY
    name = "03/ĐA-UBND 2026"
    plan = seeded[name].plan
    asked = Asked(seeded[name], TODAY, clock.now())
    codes = {node.task_id: node.code for node in rows.tree(asked)}
    printed: dict[str, list[Decimal]] = defaultdict(list)
    for line in rows.budget(asked):
        if line.task_id is not None:
            printed[codes[line.task_id]].append(line.amount)

    book = load_workbook(
        io.BytesIO(render_annexes_xlsx(annexes_of(plan, TODAY, clock.now()))), read_only=True
    )
    said = {
        row[0]: sorted(exact(cell) * 10**6 for cell in row[1:] if isinstance(cell, int | float))
        for row in book["Nhiệm vụ"].iter_rows(values_only=True)
        if row[0] in printed
    }
    assert said == {code: sorted(amounts) for code, amounts in printed.items()}
    assert sum(map(len, said.values())) >= PRINTED
    tally["annex"] += sum(map(len, said.values()))
