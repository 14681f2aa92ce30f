"""What `export_facts` prints is enough to compute `rollup` again, by somebody who has nothing else.

The second reckoning below is written from DESIGN.md in the plainest way and shares no line with the portal's.
"""

import datetime as dt
import json
import random
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from reporting.models import Period, Submission
from reporting.rollup import canonical_json, rollup, to_json
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = make.day("2026-11-13")
NOW = make.moment("2026-11-13")


# --------------------------------------------------------------------------------------------- the second reckoning


def rounded(total: Decimal, count: int) -> str:
    return str((total / count).quantize(Decimal("0.01"), ROUND_HALF_UP))


def newest_by_agency(facts: list[dict]) -> list[dict]:
    found = {}
    for fact in sorted(facts, key=lambda fact: (fact["period_to"], fact["approved_at"])):
        found[fact["agency"]] = fact
    return list(found.values())


def value_of(task: dict, export: dict) -> dict:
    """State, percent and the denominators of one task, from the rows alone."""
    year = export["period"]["to_on"][:4]
    duties = [duty for duty in export["duties"] if duty["task"] == task["code"]]
    facts = [fact for fact in export["facts"] if fact["task"] == task["code"]]
    now = [fact for fact in facts if fact["period"] == export["period"]["ref"]]
    before = [
        fact
        for fact in facts
        if fact["period"] != export["period"]["ref"]
        and (not fact["recurring"] or fact["period_to"][:4] == year)
    ]
    found = {
        "reported": len(now),
        "owed": len(duties),
        "carried": False,
        "state": None,
        "percent": None,
        "on": None,
    }
    mains_now = [fact for fact in now if fact["main"]]
    mains_before = newest_by_agency([fact for fact in before if fact["main"]])
    has_main = any(duty["main"] for duty in duties)
    counted = mains_now
    if not counted and (has_main or not now):
        counted, found["carried"] = mains_before[-1:], bool(mains_before)
    if counted:
        (fact,) = counted
        return found | {"state": fact["state"], "percent": fact["percent"], "on": fact["completed_on"]}
    if has_main:
        return found
    parts = now
    if not parts:
        parts = newest_by_agency([fact for fact in before if not fact["main"]])
        found["carried"] = bool(parts)
    if not parts:
        return found
    percents = [Decimal(fact["percent"]) for fact in parts if fact["percent"] is not None]
    if not percents:
        return found | {"state": "awaiting_trigger" if task["triggered"] else "not_applicable"}
    found["percent"] = rounded(sum(percents), len(percents))
    if all(percent == 100 for percent in percents) and len(parts) >= len(duties):
        days = [fact["completed_on"] for fact in parts if fact["completed_on"]]
        return found | {"state": "completed", "on": max(days)}
    return found | {"state": "in_progress" if any(percents) else "not_started"}


def status_of(task: dict, value: dict, day: str) -> str:
    state, deadline = value["state"], task["deadline"]
    if state is None:
        return "not_reported"
    if task["recurring"]:
        return "recurring"
    if state == "awaiting_trigger" or (task["triggered"] and not deadline):
        return "awaiting_trigger"
    if not deadline:
        return "no_deadline"
    if state == "not_applicable":
        return "not_reported"
    if state == "completed":
        return "completed_on_time" if value["on"] <= deadline else "completed_late"
    return state + ("_on_time" if day <= deadline else "_overdue")


def recomputed(export: dict) -> dict:
    tasks, counts, percents = [], defaultdict(int), []
    for task in export["tasks"]:
        if task["kind"] == "task":
            value = value_of(task, export)
            status = status_of(task, value, export["day"])
            tasks.append(
                (task["code"], status, value["percent"], value["reported"], value["owed"], value["carried"])
            )
            counts[status] += 1
            percents += [] if value["percent"] is None else [Decimal(value["percent"])]
    last = {}
    for row in sorted(export["money"], key=lambda row: (row["period_to"], row["approved_at"])):
        last[row["task"], row["agency"], row["source"], row["year"]] = int(row["cumulative"])
    return {
        "tasks": tasks,
        "counts": dict(counts),
        "percent": rounded(sum(percents), len(percents)) if percents else None,
        "money": money_of(export, last),
    }


def money_of(export: dict, last: dict) -> dict:
    """Planned, disbursed against it and apart by year and source: what counts is decided task by task."""
    planned, spent = defaultdict(dict), defaultdict(lambda: defaultdict(int))
    for row in export["budget"]:
        planned[row["task"], row["source"]][row["year"]] = int(row["amount"])
    for (task, _agency, source, year), amount in last.items():
        spent[task, source][year] += amount
    money = defaultdict(lambda: [0, None, None])
    for (_task, source), years in planned.items():
        for year, amount in years.items():
            money[year, source][0] += amount
    for (task, source), years in spent.items():
        printed = planned.get((task, source), {})
        for year, amount in years.items():
            counts = year in printed or list(printed) == [0]
            at = money[0 if list(printed) == [0] else year, source]
            at[1 if counts else 2] = (at[1 if counts else 2] or 0) + amount
    return {
        key: tuple(None if amount is None else str(amount) for amount in amounts)
        for key, amounts in money.items()
    }


def said(figures: dict) -> dict:
    """The same things as the portal's roll-up says them."""
    keys = ("code", "status", "percent", "reported", "owed")
    return {
        "tasks": [
            (*(task[key] for key in keys), task["carried_from"] is not None) for task in figures["tasks"]
        ],
        "counts": {status: count for status, count in figures["counts"].items() if count},
        "percent": figures["percent"],
        "money": {
            (row["year"], row["source"]): (row["planned"], row["disbursed"], row["apart"])
            for row in figures["money"]
        },
    }


# ------------------------------------------------------------------------------------------------------- the seasons


def season(seed: int) -> Period:
    """Two years of a plan thrown together: every kind of task, agencies that report, correct, keep still."""
    dice = random.Random(seed)  # noqa: S311 - the same seasons in every run
    plan = make.plan()
    agencies = [make.agency(plan.province) for _number in range(5)]
    sources = [make.source(plan.province) for _number in range(2)]
    groups = [make.task(plan, kind="group") for _number in range(3)]
    kinds = (
        {"ends_on": make.day("2026-12-31")},
        {"ends_on": make.day("2026-06-30")},
        {"recurring": True},
        {"trigger_text": "Sau khi có hướng dẫn"},
        {"trigger_text": "khi có quy định", "ends_on": make.day("2026-12-31")},
        {},
    )
    tasks = [make.task(plan, parent=dice.choice(groups), **dice.choice(kinds)) for _number in range(24)]
    for task in tasks[::3]:
        make.budget(task, dice.choice(sources), dice.randint(1, 10**12), year=dice.choice((0, 2025, 2026)))
    periods = [make.period(plan, year=year) for year in (2025, 2026)]
    for period in periods:
        for task in tasks:
            if dice.random() < 0.8:
                _report(dice, period, task, agencies, sources)
    return periods[-1]


def _report(dice: random.Random, period: Period, task, agencies: list, sources: list) -> None:
    with_main = dice.random() < 0.5
    for number, agency in enumerate(dice.sample(agencies, dice.randint(1, 5))):
        main = with_main and number == 0
        make.entry(period, task, agency, main=main)
        spoken = dice.choice((0, 1, 1, 2))
        for turn in range(spoken):
            state = dice.choice(
                (
                    "not_started",
                    "in_progress",
                    "in_progress",
                    "completed",
                    "not_applicable",
                    "awaiting_trigger",
                )
            )
            percent = {
                "not_started": 0,
                "completed": 100,
                "in_progress": dice.randint(1, 9999) / Decimal(100),
            }.get(state)
            at = period.opened_at + dt.timedelta(days=turn)
            make.fact(
                period,
                task,
                agency,
                main=main,
                state=state,
                percent=percent,
                completed_on=period.cutoff_on - dt.timedelta(days=dice.randint(0, 300))
                if state == "completed"
                else None,
                approved_at=at,
                superseded_at=at + dt.timedelta(days=1) if turn + 1 < spoken else None,
                money={dice.choice(sources): dice.randint(0, 10**12)} if percent else None,
            )


def printed(capsys, *command: str) -> dict:
    """What a command prints: one JSON object and nothing else."""
    call_command(*command)
    output = capsys.readouterr()
    assert output.err == ""
    return json.loads(output.out)


@pytest.mark.parametrize("seed", range(8))
def test_the_exported_rows_give_the_same_figures(capsys, seed):
    period = season(seed)
    for known_at in ("2026-11-13", "2026-10-15T12:00", "2026-01-01"):
        asked = (period.ref, "--day", "2026-11-13", "--known-at", known_at)
        figures = printed(capsys, "rollup", *asked, "--format", "json")
        assert said(figures) == recomputed(printed(capsys, "export_facts", *asked))


def test_agencies_can_be_recomputed_from_their_sendings(capsys):
    period = make.period()
    agency = make.agency(period.plan.province)
    task = make.task(period.plan)
    make.entry(period, task, agency, main=True)
    submission = make.submission(period, agency)
    make.sending(submission, at=make.moment("2026-11-01"), outcome="accepted")
    make.fact(period, task, agency, main=True, approved_at=make.moment("2026-11-02"))
    Submission.objects.filter(pk=submission.pk).update(
        state="approved", approved_at=make.moment("2026-11-02")
    )
    (row,) = printed(capsys, "export_facts", period.ref, "--known-at", "2026-11-13")["submissions"]
    assert row == {
        "agency": agency.name,
        "due_at": "2026-11-20T00:00:00+07:00",
        "lines": 1,
        "lines_approved": None,
        "sendings": [
            {"no": 1, "at": "2026-11-01T08:00:00+07:00", "accepted_at": "2026-11-02T08:00:00+07:00"}
        ],
        "reviews": [],
    }


# -------------------------------------------------------------------------------------------------- commands and API


def test_the_command_prints_the_function_s_own_bytes(capsys, settings):
    settings.PORTAL_TODAY = DAY
    period = season(1)
    call_command("rollup", str(period.pk), "--known-at", "2026-11-13T08:00", "--format", "json")
    assert capsys.readouterr().out == canonical_json(to_json(rollup(period, day=DAY, known_at=NOW))) + "\n"


def test_the_command_tells_a_person_at_a_terminal(capsys):
    plan = make.plan(number="9/KH-UBND")
    period = make.period(plan)
    task = make.task(plan, code="2.1", ends_on=make.day("2026-12-31"))
    agency = make.agency(plan.province)
    make.entry(period, task, agency, main=True)
    make.fact(period, task, agency, main=True, percent=Decimal(40))
    call_command("rollup", period.ref, "--day", "2026-11-13")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["2.1", "Đang", "thực", "hiện,", "trong", "hạn", "40.00%", "1/1"]
    assert lines[2:] == [
        "Bình quân 40.00%, tính trên 1/1 nhiệm vụ có số liệu",
        "Đang thực hiện, trong hạn: 1",
    ]


@pytest.mark.parametrize("command", ["rollup", "export_facts"])
def test_an_unknown_period_is_refused_in_one_sentence(command):
    with pytest.raises(CommandError, match=r"^Không có kỳ báo cáo mang mã “khong-co”\.$"):
        call_command(command, "khong-co")


@pytest.mark.parametrize(("argument", "text"), [("--day", "13/11/2026"), ("--known-at", "hôm qua")])
def test_a_day_that_is_none_is_refused(argument, text):
    with pytest.raises(CommandError, match=f"“{text}” is no"):
        call_command("rollup", "1", argument, text)


def test_a_known_day_is_known_to_its_end(capsys):
    period = make.period()
    task = make.task(period.plan)
    agency = make.agency(period.plan.province)
    make.fact(period, task, agency, main=True, approved_at=make.moment("2026-11-10", "17:00"))
    known = {
        at: printed(capsys, "rollup", period.ref, "--known-at", at, "--format", "json")["percent"]
        for at in ("2026-11-09", "2026-11-10T16:59", "2026-11-10")
    }
    assert known == {"2026-11-09": None, "2026-11-10T16:59": None, "2026-11-10": "50.00"}


def test_the_api_answers_with_the_same_figures_to_whom_may_see_them(client, settings):
    settings.PORTAL_TODAY = DAY
    period = season(2)
    url = reverse("api_period_rollup", args=[period.ref])
    assert client.get(url).status_code == 403
    client.force_login(make.user(role="leader", at=make.agency()))
    assert client.get(url).status_code == 404
    client.force_login(make.user(role="leader", at=make.agency(period.plan.province)))
    answer = client.get(url).json()
    known_at = dt.datetime.fromisoformat(answer["known_at"])
    assert answer == json.loads(canonical_json(to_json(rollup(period, day=DAY, known_at=known_at))))
    with_parts = client.get(url, {"parts": "1"}).json()
    assert sum(len(task["parts"]) for task in with_parts["tasks"]) == sum(
        t["reported"] for t in answer["tasks"]
    )


@pytest.mark.parametrize("parts", ["0", "1"])
def test_who_has_the_figures_is_told_so_until_they_change(client, settings, parts):
    settings.PORTAL_TODAY = DAY
    period = season(2)
    url = reverse("api_period_rollup", args=[period.ref])
    client.force_login(make.user(role="leader", at=make.agency(period.plan.province)))
    first = client.get(url, {"parts": parts})
    again = client.get(url, {"parts": parts})
    assert again.content == first.content
    known = {"If-None-Match": first["ETag"]}
    assert client.get(url, {"parts": parts}, headers=known).status_code == 304
    assert client.get(url, {"parts": "10"[int(parts)]}, headers=known).status_code == 200
    task = make.task(period.plan)
    make.fact(
        period, task, make.agency(period.plan.province), main=True, approved_at=make.moment(f"{DAY}", "00:00")
    )
    changed = client.get(url, {"parts": parts}, headers=known)
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    settings.PORTAL_TODAY = DAY + dt.timedelta(days=1)
    assert client.get(url, {"parts": parts}, headers={"If-None-Match": changed["ETag"]}).status_code == 200
