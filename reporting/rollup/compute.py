"""The payload from plain rows: the one constructor of what dashboard, report and API read. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from indicators import attainment
from indicators.attainment import Goal, Observed
from indicators.prose import number_printed
from reporting.collection.deadlines import ZONE
from reporting.rollup.money import money_figures
from reporting.rollup.numbers import hundredths
from reporting.rollup.payload import (
    SCHEMA,
    AgencyFigure,
    AgencyRef,
    IndicatorFigure,
    PartFigure,
    Payload,
    before,
)
from reporting.rollup.rows import Aim, Line
from reporting.rollup.tasks import plan_figures

if TYPE_CHECKING:
    from reporting.rollup.inputs import Inputs

RULES_VERSION = 2


def payload(inputs: "Inputs") -> Payload:
    """Everything a page or paper says about a period."""
    parts: dict[int, list[PartFigure]] = defaultdict(list)
    for line in inputs.lines:
        parts[line.task].append(part_figure(line, inputs.agencies))
    figures = plan_figures(inputs.nodes, inputs.approved, inputs.day, parts)
    whole = figures.whole
    return Payload(
        schema=SCHEMA,
        period=inputs.period,
        day=inputs.day,
        known_at=inputs.known_at.astimezone(ZONE),
        rules_version=RULES_VERSION,
        tasks=figures.tasks,
        groups=figures.groups,
        counts=whole.counts,
        total=whole.total,
        percent=whole.percent,
        percent_over=whole.with_percent,
        with_deadline=figures.with_deadline,
        money=money_figures(
            inputs.sources,
            inputs.planned,
            inputs.disbursed,
            {node.task: place for place, node in enumerate(inputs.nodes)},
        ),
        agencies=_agencies(inputs),
        indicators=_indicators(inputs),
    )


def part_figure(line: Line, agencies: Mapping[int, AgencyRef]) -> PartFigure:
    """One agency's approved line of a task; fields by their place, since a period may have 100 000."""
    _task, agency, _main, state, percent, completed_on, result, difficulty, proposal, approved_at, _period = (
        line
    )
    return PartFigure(
        agencies[agency],
        state,
        hundredths(percent),
        completed_on,
        result,
        difficulty,
        proposal,
        local(approved_at),
    )


def _indicators(inputs: "Inputs") -> tuple[IndicatorFigure, ...]:
    """One figure per target: the newest value up to the day, the baseline, the line to the target."""
    values: dict[tuple[int, str], list[Observed]] = defaultdict(list)
    for row in inputs.observed:
        values[row.measure, row.scope].append(row)
    return tuple(
        _indicator(
            aim,
            values[aim.measure, aim.scope],
            inputs.followers.get((aim.measure, aim.scope)) or aim.lead_text or None,
            inputs,
        )
        for aim in inputs.aims
    )


def _indicator(aim: Aim, rows: Sequence[Observed], main: str | None, inputs: "Inputs") -> IndicatorFigure:
    newest = attainment.newest(rows)
    last = newest[0] if newest else None
    value = attainment.current(newest, aim.nature)
    baseline = attainment.baseline_of(rows)
    rate = None
    if aim.comparator == "growth" and value is not None and last is not None:
        # a measure in percent is itself the growth; any other grows against its value of the year before
        last_year = attainment.year_before(rows, last.to_on.year)
        rate = value if "%" in aim.unit else attainment.growth(value, last_year)
    found = attainment.assess(
        Goal(aim.comparator, aim.low, aim.high, aim.direction, aim.horizon_year),
        value=value,
        baseline=baseline.value if baseline else None,
        baseline_on=baseline.to_on if baseline else None,
        rate=rate,
        judgement=last.verdict if last else "",
        day=inputs.day,
    )
    return IndicatorFigure(
        indicator=aim.indicator,
        measure=aim.measure,
        code=aim.code,
        number=number_printed(aim.code),
        name=aim.name,
        unit=aim.unit,
        scope=aim.scope,
        horizon_year=aim.horizon_year,
        target_text=aim.target_text,
        comparator=aim.comparator,
        low=aim.low,
        high=aim.high,
        baseline=baseline.value if baseline else None,
        value=value,
        judgement=last.verdict if last and value is None else "",
        to_on=last.to_on if last else None,
        outdated=before(last.to_on if last else None, inputs.period.from_on),
        basis=last.basis if last else None,
        verdict=found.verdict,
        expected=hundredths(found.expected),
        main=main,
    )


def _agencies(inputs: "Inputs") -> tuple[AgencyFigure, ...]:
    found = []
    for owing in inputs.owings:
        standing = inputs.standings[owing.submission]
        lines = inputs.lines_owed.get(owing.agency, 0)
        approved = lines if standing.state == "approved" else inputs.approved_lines.get(owing.agency, 0)
        found.append(
            AgencyFigure(
                agency=AgencyRef(owing.agency, owing.name),
                lines_owed=lines,
                lines_approved=approved,
                state=standing.state,
                first_sent_at=local(standing.first_sent_at),
                in_time=standing.in_time,
                returns=standing.returns,
            )
        )
    return tuple(found)


def local(at: dt.datetime | None) -> dt.datetime | None:
    """The moment on the wall clock of the office."""
    return at.astimezone(ZONE) if at else None
