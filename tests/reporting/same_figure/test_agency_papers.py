"""An agency's own paper says what was approved of it, as a document and as a PDF."""

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db.models import Q
from docx import Document

from common import clock
from indicators.models import Target
from reporting.documents import RENDERERS, agency_report
from reporting.documents.submission import submission_copy
from reporting.models import MoneyFact, Period, Submission, TaskFact
from tests.reporting.same_figure import papers
from tests.reporting.same_figure.pen import DASH, lower, number, paper_day, word

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LARGEST = 2  # papers of a period that are read: those with the most lines
PERIODS = ["136/KH-UBND 2025", "136/KH-UBND 2026", "03/ĐA-UBND 2026", "69/KH-UBND 2026"]
KNOWN = Q(value__isnull=False) | ~Q(verdict="")  # a measure that has been answered with a value
CLAUSES = re.compile(r"[;,.]\s+")


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


def sums_of(facts: dict[str, TaskFact]) -> list[tuple[str, str, str]]:
    """What was spent by budget year and source, as a paper prints it; the sum of all last."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in (line for lines in money_of(facts).values() for line in lines):
        sums[f"Năm {row.budget_year}", row.source.name_printed] += row.cumulative / 10**6
    rows = [(year, source, number(amount)) for (year, source), amount in sums.items()]
    return [*rows, ("Tổng cộng", "", number(sum(sums.values())))] if rows else []


def state_word(state: str) -> str:
    return lower(word("status" if state == "awaiting_trigger" else "state", state))


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

        written = {(year, source): amount for year, source, amount in sums_of(facts)}
        spent = read.get("Đã giải ngân (triệu đồng)", [])
        column = "Đã giải ngân (triệu đồng)"
        assert {(row["Năm ngân sách"], row["Nguồn vốn"]): row[column] for row in spent} == written

        states = Counter(fact.state for fact in facts.values())
        words = " ".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
        for state, n in states.items():
            assert f"{state_word(state)} {count(n)}/{count(len(facts))} nhiệm vụ" in words
        tally["agency paper"] += 3 * len(said) + len(written) + len(states)


def lines_of(submission: Submission) -> Iterator[tuple[str, str, int]]:
    """What its paper has to say line by line: whole rows, what of them stands together where the foot of a page cuts
    them, how many figures that is."""
    facts = facts_of(submission)
    written = as_written(facts)
    for code, (state, percent, amounts) in written.items():
        fact = facts[code]
        version = fact.task_version
        core = f"{version.time_text or DASH} {state} {percent}"
        said = [fact.result or DASH, fact.difficulty or DASH, fact.proposal or DASH]
        row = f"{code} {version.name} {core} {' '.join(said)} {' '.join(sorted(amounts))}"
        yield row, core, 2 + len(amounts)
    for line in measured(submission):
        yield line, line, 2
    for amount in sorted({amount for _state, _percent, amounts in written.values() for amount in amounts}):
        yield amount, amount, 0
    for year, source, amount in sums_of(facts):
        yield f"{year} {source} {amount}", f"{source} {amount}", 1
    yield from ((words, words, figures) for words, figures in in_words(submission, facts))


def measured(submission: Submission) -> Iterator[str]:
    """The value of each measure it has reported and the day of it, as its annex prints them together."""
    for entry in submission.measure_entries.filter(KNOWN).select_related("measure", "observation"):
        seen, unit = entry.observation or entry, entry.measure.unit.strip()
        value = number(seen.value) if seen.value is not None else ""
        value += unit if unit.startswith("%") else f" {lower(unit)}"
        estimate = "(ước thực hiện)" if seen.basis == "estimate" else ""
        yield f"{seen.verdict or value} {estimate} {paper_day(seen.to_on)}"


def in_words(submission: Submission, facts: dict[str, TaskFact]) -> Iterator[tuple[str, int]]:
    """The sentences of its prose that count, with the figures in each."""
    states = Counter(fact.state for fact in facts.values())
    yield f"Số nhiệm vụ phải báo cáo: {count(len(facts))}", 1
    for state, n in states.items():
        yield f"{state_word(state)} {count(n)}/{count(len(facts))} nhiệm vụ", 1
    owed = submission.measure_entries.count()
    known = submission.measure_entries.filter(KNOWN).count()
    if owed:
        rest = f"; {count(owed - known)} chỉ tiêu chưa có số liệu" if owed > known else ""
        yield f"Có số liệu {count(known)}/{count(owed)} chỉ tiêu phải báo cáo{rest}", 2


def count(n: int) -> str:
    return f"{n:02d}" if n < 10 else number(n)


def quoted(submission: Submission) -> list[str]:
    """Words of the plan and of the agency that its paper repeats as they are, the longest first."""
    words = set(submission.narrative.values()) | {submission.period.plan.title}
    for fact in facts_of(submission).values():
        version = fact.task_version
        words |= {version.name, version.time_text, fact.result, fact.difficulty, fact.proposal}
    targets = Target.objects.filter(indicator__measure__entries__submission=submission)
    words |= {text for row in targets for text in (row.printed, row.indicator.measure.name)}
    words |= set(submission.measure_entries.values_list("note", flat=True))
    return sorted(words - {""}, key=len, reverse=True)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("name", PERIODS)
def test_nothing_else_stands_on_an_agency_s_paper(seeded, tally, tmp_path, name, kind):
    """Every line as it was approved, in the PDF as in the document, and no number that nobody claims."""
    for submission in largest(seeded[name]):
        copy = submission_copy(submission, sending=submission.sendings.last(), now=clock.now())
        data = RENDERERS[kind][0](agency_report(copy))
        read = papers.Paper.of(papers.of_pdf(data, tmp_path) if kind == "pdf" else papers.of_docx(data))
        missing, cut, compared = [], Counter(), 0
        for row, core, figures in lines_of(submission):
            cut[core] += 1
            if not read.take(row) and not (kind == "pdf" and read.stands(core) >= cut[core]):
                missing.append(row)
            read.take(core)
            compared += figures
        for words in quoted(submission):
            for part in (words, *CLAUSES.split(words)):  # the foot of a page may cut them
                read.take(part)
        assert missing == []
        assert read.unclaimed() == []
        tally[f"agency paper {kind}"] += compared
