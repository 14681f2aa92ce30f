"""The roll-up payload from plain rows: the one shape dashboard, report and API read. Pure."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from indicators import attainment
from indicators.attainment import Goal, Observed
from reporting.collection.deadlines import ZONE
from reporting.rollup.money import money_figures
from reporting.rollup.numbers import percent, plain, rounded
from reporting.rollup.rows import Aim, Line
from reporting.rollup.tasks import plan_figures

if TYPE_CHECKING:
    from reporting.rollup.inputs import Inputs

RULES_VERSION = 1


def payload(inputs: "Inputs") -> dict[str, Any]:
    """Everything a page or paper says about a period: JSON-able, decimals as strings, days and moments as ISO text."""
    figures = plan_figures(inputs.nodes, inputs.approved, inputs.day)
    if inputs.lines:
        _add_parts(figures["tasks"], inputs)
    return {
        "period": inputs.period,
        "day": inputs.day.isoformat(),
        "known_at": moment(inputs.known_at),
        "rules_version": RULES_VERSION,
        **figures,
        "money": money_figures(inputs.sources, inputs.planned, inputs.disbursed),
        "agencies": _agencies(inputs),
        "indicators": indicator_figures(inputs),
    }


def part_figures(line: Line) -> dict[str, Any]:
    """One agency's approved line of a task."""
    return {
        "agency": line.agency,
        "state": line.state,
        "percent": percent(line.percent),
        "completed_on": iso(line.completed_on),
        "result": line.result,
        "difficulty": line.difficulty,
        "proposal": line.proposal,
        "approved_at": moment(line.approved_at),
    }


def indicator_figures(inputs: "Inputs") -> list[dict[str, Any]]:
    """One row per indicator and target: the newest value up to the day, the baseline, the line to the target."""
    values: dict[tuple[int, str], list[Observed]] = defaultdict(list)
    for row in inputs.observed:
        values[row.measure, row.scope].append(row)
    return [
        _indicator(
            aim,
            values[aim.measure, aim.scope],
            inputs.followers.get((aim.measure, aim.scope)) or aim.lead_text or None,
            inputs.day,
        )
        for aim in inputs.aims
    ]


def _indicator(aim: Aim, rows: Sequence[Observed], main: str | None, day: dt.date) -> dict[str, Any]:
    newest = attainment.newest(rows)
    last = newest[0] if newest else None
    value = attainment.current(newest, aim.nature)
    baseline = attainment.baseline_of(rows)
    rate = None
    if aim.comparator == "growth" and value is not None:
        # a measure in percent is itself the growth; any other grows against its value of the year before
        before = attainment.year_before(rows, last.to_on.year)
        rate = value if "%" in aim.unit else attainment.growth(value, before)
    found = attainment.assess(
        Goal(aim.comparator, aim.low, aim.high, aim.direction, aim.horizon_year),
        value=value,
        baseline=baseline.value if baseline else None,
        baseline_on=baseline.to_on if baseline else None,
        rate=rate,
        judgement=last.verdict if last else "",
        day=day,
    )
    return {
        "code": aim.code,
        "name": aim.name,
        "unit": aim.unit,
        "scope": aim.scope,
        "horizon_year": aim.horizon_year,
        "target_text": aim.target_text,
        "comparator": aim.comparator,
        "low": plain(aim.low),
        "high": plain(aim.high),
        "baseline": plain(baseline.value) if baseline else None,
        "value": plain(value) if value is not None else (last.verdict or None if last else None),
        "to_on": iso(last.to_on) if last else None,
        "basis": last.basis if last else None,
        "verdict": found.verdict,
        "expected": rounded(found.expected),
        "main": main,
    }


def _agencies(inputs: "Inputs") -> list[dict[str, Any]]:
    found = []
    for owing in inputs.owings:
        standing = inputs.standings[owing.submission]
        lines = inputs.lines_owed.get(owing.agency, 0)
        approved = lines if standing.state == "approved" else inputs.approved_lines.get(owing.agency, 0)
        found.append(
            {
                "agency": owing.name,
                "lines_owed": lines,
                "lines_approved": approved,
                "state": standing.state,
                "first_sent_at": moment(standing.first_sent_at),
                "in_time": standing.in_time,
                "returns": standing.returns,
            }
        )
    return found


def _add_parts(tasks: list[dict[str, Any]], inputs: "Inputs") -> None:
    parts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    codes = {node.task: node.code for node in inputs.nodes}
    for line in inputs.lines:
        if line.task in codes:
            parts[codes[line.task]].append(part_figures(line))
    for task in tasks:
        task["parts"] = parts[task["code"]]


def iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def moment(at: dt.datetime | None) -> str | None:
    """The moment on the wall clock of the office."""
    return at.astimezone(ZONE).isoformat() if at else None


def canonical_json(figures: dict[str, Any]) -> str:
    """The payload as text, the same bytes for the same figures: keys sorted, no blanks, UTF-8 letters as they are."""
    return json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def checksum(figures: dict[str, Any]) -> str:
    """SHA-256 of the canonical text, hexadecimal: what a frozen report keeps beside its figures."""
    return hashlib.sha256(canonical_json(figures).encode()).hexdigest()
