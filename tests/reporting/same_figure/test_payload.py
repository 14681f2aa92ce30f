"""What the roll-up says of the seeded periods is what the tables give when they are reckoned a second time."""

import json
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from common import clock
from tests import factories as make
from tests.reporting.same_figure import rows, terminal
from tests.reporting.same_figure.conftest import TODAY
from tests.reporting.same_figure.golden import golden, readable
from tests.reporting.same_figure.payloads import said_by
from tests.reporting.same_figure.recompute import Figures, recomputed
from tests.reporting.same_figure.rows import Asked
from tests.reporting.same_figure.web import Site
from tests.reporting.test_rollup_export import recomputed as exported

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = make.moment("2026-11-13")
ASKED = ("--day", "2026-11-13", "--known-at", "2026-11-13T08:00")
PERIODS = ["136/KH-UBND 2025", "136/KH-UBND 2026", "03/ĐA-UBND 2026", "69/KH-UBND 2026", "133/KH-UBND 2026"]


def of_payload(figures: Figures) -> Figures:
    """The recomputed figures a payload has: it knows no page, and of money no group's sum and no year's rest."""
    pages = re.compile(r".*\.board\b.*|obstacles|group\.\d+\.money\..*")
    return {key: figure for key, figure in figures.items() if not pages.fullmatch(key)}


def without_parts(figures: Figures) -> Figures:
    return {key: figure for key, figure in figures.items() if ".part." not in key}


@pytest.mark.parametrize("name", PERIODS)
def test_the_seeded_figures_stay_as_they_were_found_right(seeded, name):
    figures = recomputed(seeded[name], day=TODAY, known_at=NOW)
    assert readable(figures) == golden()[name]


@pytest.mark.parametrize("name", PERIODS)
def test_the_command_prints_what_the_tables_give(seeded, capsys, tally: Counter, name):
    period = seeded[name]
    figures = without_parts(of_payload(recomputed(period, day=TODAY, known_at=NOW)))
    call_command("rollup", period.ref, *ASKED, "--format", "json")
    assert said_by(json.loads(capsys.readouterr().out)) == figures
    call_command("rollup", period.ref, *ASKED)
    told = terminal.said_by(capsys.readouterr().out, period)
    assert told == {key: figures.get(key) for key in told}
    assert terminal.needed(figures) <= told.keys()
    tally["rollup --format json"] += len(figures)
    tally["rollup"] += len(told)


@pytest.mark.parametrize("name", PERIODS)
def test_the_api_answers_what_the_tables_give(seeded, settings, tally: Counter, name):
    settings.PORTAL_TODAY = TODAY
    period = seeded[name]
    site = Site(province=period.plan.province)
    answer = site.client.get(reverse("api_period_rollup", args=[period.ref]), {"parts": "1"})
    figures = of_payload(recomputed(period, day=TODAY, known_at=clock.now()))
    assert said_by(answer.json()) == figures
    tally["API"] += len(figures)


@pytest.mark.parametrize("name", PERIODS)
def test_the_exported_facts_give_what_the_tables_give(seeded, capsys, tally: Counter, name):
    period = seeded[name]
    figures = recomputed(period, day=TODAY, known_at=NOW)
    codes = {node.task_id: node.code for node in rows.tree(Asked(period, TODAY, NOW))}
    call_command("export_facts", period.ref, *ASKED)
    found = exported(json.loads(capsys.readouterr().out))
    assert found["percent"] == (figures["percent"] and str(figures["percent"]))
    assert found["counts"] == {
        key.removeprefix("counts."): figure
        for key, figure in figures.items()
        if key.startswith("counts.") and figure
    }
    said = {task: tuple(rest) for task, *rest in found["tasks"]}
    assert said == {
        codes[int(key.split(".")[1])]: _exported_task(figures, key.removesuffix(".status"))
        for key in figures
        if key.startswith("task.") and key.endswith(".status")
    }
    money = {
        f"money.{year}.{source}.{name}": amount and Decimal(amount)
        for (year, source), amounts in found["money"].items()
        for name, amount in zip(("planned", "disbursed", "apart"), amounts, strict=True)
    }
    of_sources = re.compile(r"money\.\d+\.[^.]+\.(planned|disbursed|apart)")
    assert {key: amount for key, amount in money.items() if amount} == {
        key: figure for key, figure in figures.items() if figure and of_sources.fullmatch(key)
    }
    tally["export_facts"] += len(found["counts"]) + 4 * len(said) + len(money)


def _exported_task(figures: Figures, key: str) -> tuple:
    percent, carried = figures[f"{key}.percent"], figures[f"{key}.carried_from"]
    return (
        figures[f"{key}.status"],
        None if percent is None else str(percent),
        figures[f"{key}.reported"],
        figures[f"{key}.owed"],
        carried is not None,
    )
