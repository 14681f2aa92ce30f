"""The copies that were sent, as sending makes them: written by COPY of what `SentCopy` says of the rows."""

import datetime as dt
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from django.db import connection

from reporting.collection.sent_copy import SentCopy, SentMeasure, SentMoney, SentProof, SentTask

# f.sendings copies of every submission, the last one as the lines stand.
HEADS = """
SELECT f.period, b.id, f.agency_name, f.plan_number, f.label, b.narrative, f.reporter, f.sent, f.again, f.sendings,
       f.fate, b.state
FROM fate f JOIN reporting_submission b ON b.period_id = f.period AND b.agency_id = f.agency
WHERE f.sendings > 0 ORDER BY f.period, b.id
"""
TASKS = """
SELECT e.submission_id, e.id, e.task_id, t.code, t.name, e.state, e.percent, e.completed_on, e.result, e.difficulty,
       e.proposal, e.reason, e.not_applicable, e.trigger_answer, e.trigger_document
FROM reporting_taskentry e JOIN reporting_submission b ON b.id = e.submission_id
JOIN plans_taskversion t ON t.id = e.task_version_id
WHERE b.period_id = %s ORDER BY e.submission_id, t.position
"""
MONEY = """
SELECT m.entry_id, s.code, m.budget_year, m.cumulative, m.source_id
FROM reporting_moneyentry m JOIN reporting_taskentry e ON e.id = m.entry_id
JOIN reporting_submission b ON b.id = e.submission_id JOIN plans_fundingsource s ON s.id = m.source_id
WHERE b.period_id = %s AND m.cumulative IS NOT NULL ORDER BY m.entry_id, s.position, m.budget_year
"""
PROOFS = """
SELECT v.task_entry_id, v.document_no, v.document_date, v.abstract
FROM reporting_evidence v JOIN reporting_taskentry e ON e.id = v.task_entry_id
JOIN reporting_submission b ON b.id = e.submission_id WHERE b.period_id = %s
"""
MEASURES = """
SELECT e.submission_id, e.id, e.measure_id, m.name, e.scope, e.answer, e.basis, e.value, e.numerator, e.denominator,
       e.verdict, e.note
FROM reporting_measureentry e JOIN reporting_submission b ON b.id = e.submission_id
JOIN indicators_measure m ON m.id = e.measure_id WHERE b.period_id = %s ORDER BY e.submission_id, e.id
"""
OUTCOME = {"lines": "returned_lines", "whole": "returned_whole", "reopened": "accepted"}
COLUMNS = "submission_id, no, at, by_id, on_behalf, payload, sha256, outcome"


def write_sendings() -> None:
    """A row for every sending of the submissions in `fate`."""
    heads = _rows(HEADS)
    for period, of_period in groupby(heads, key=itemgetter(0)):
        tasks, measures = _lines(period)
        rows = [
            line
            for head in of_period
            for line in _sendings(head, tuple(tasks.get(head[1], ())), tuple(measures.get(head[1], ())))
        ]
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY reporting_sending ({COLUMNS}) FROM STDIN", io.StringIO("".join(rows)))


def _rows(statement: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall()


def _lines(period: int) -> tuple[dict[int, list[SentTask]], dict[int, list[SentMeasure]]]:
    """What is said in a period's lines, by submission."""
    money, proofs = defaultdict(list), defaultdict(list)
    for entry, *said in _rows(MONEY, period):
        money[entry].append(SentMoney(*said))
    for entry, number, day, abstract in _rows(PROOFS, period):
        proofs[entry].append(SentProof(document_no=number, document_date=day, abstract=abstract))
    tasks, measures = defaultdict(list), defaultdict(list)
    for submission, *said in _rows(TASKS, period):
        tasks[submission].append(SentTask(*said, tuple(money[said[0]]), tuple(proofs[said[0]])))
    for submission, *said in _rows(MEASURES, period):
        measures[submission].append(SentMeasure(*said))
    return tasks, measures


def _sendings(head: tuple, tasks: tuple[SentTask, ...], measures: tuple[SentMeasure, ...]) -> Iterator[str]:
    """The lines COPY reads, a sending each."""
    _period, submission, agency, plan, label, narrative, by, sent, again, sendings, fate, state = head
    told = json.loads(narrative) if isinstance(narrative, str) else narrative
    payload = SentCopy(agency, plan, label, told, tasks, measures).to_json()
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    for number in range(1, sendings + 1):
        last = number == sendings
        accepted = "accepted" if state == "approved" else None
        outcome = accepted if last and accepted else OUTCOME.get(fate) if state != "sent" else None
        at: dt.datetime = again if number == 2 else sent
        values = (submission, number, at.isoformat(), by, "", text, digest, outcome)
        yield "\t".join(map(_copied, values)) + "\n"


def _copied(value: object) -> str:
    """A value as COPY's text format has it."""
    if value is None:
        return r"\N"
    if isinstance(value, Decimal | int):
        return str(value)
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
