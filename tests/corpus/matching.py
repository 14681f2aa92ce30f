"""A reading of prose beside the duties a clerk found: whose, with whom, until when.

How finely a sentence is cut is free: a duty may be given as one row or sentence by sentence, as long as each piece has
the right agency and none a wrong time. What is no duty may not be given as one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tests.corpus.source import Duty, Paper
from tests.corpus.tally import Doubts, Tally

ALIKE = 0.75  # of the shorter text's words, that two texts are the same
FEW, HALF = 3, 0.5  # a name of three words is a piece of a duty only where it is half of it
SPELLINGS = (
    ("uỷ ban nhân dân", "ubnd"), ("ủy ban nhân dân", "ubnd"), ("uỷ ban", "ủy ban"), ("đề nghị ", ""),
    ("(không nêu tên)", ""), ("hoá", "hóa"), ("hoà", "hòa"), ("đảng uỷ", "đảng ủy"),
)  # fmt: skip
SIGNS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<", "top_n": "top_n"}
NO_TIME = {"start": None, "end": None, "recurring": False, "trigger_text": ""}
# a plan whose duties were read from its text says so
FROM_PROSE = r"nhiệm vụ.{0,80}((đọc|suy|lấy) (ra )?từ|lời văn)|(lời văn|văn xuôi|đoạn văn).{0,80}nhiệm vụ"
HEAD = ("number", "issued_on", "kind", "title", "issuer")


def compare(paper: Paper, reading: Mapping[str, Any] | None) -> Tally:
    """The tally of a plan in prose; a refused file has nothing right and nothing silent."""
    tally = Tally()
    if reading is None:
        tally.rows = sum(not duty.optional for duty in paper.duties)
        tally.cells = 3 * tally.rows + len(paper.targets)
        tally.said.append("refused")
        return tally
    _head(tally, paper.facts, reading)
    duties(tally, paper, reading)
    _targets(tally, paper, reading)
    return tally


def _head(tally: Tally, facts: Mapping[str, str], reading: Mapping[str, Any]) -> None:
    found = reading["plan"]
    for key in HEAD:
        if key in facts:
            tally.cell(
                plain(facts[key]) == plain(found[key] or ""),
                f"{key}: want {facts[key]!r}, got {found[key]!r}",
            )
    if "horizon" in facts:
        got = f"{found['horizon']['from']}..{found['horizon']['to']}"
        tally.cell(got == facts["horizon"], f"horizon: want {facts['horizon']}, got {got}")
    for day in facts.get("cycles", "").split():
        tally.cell(any(_due(cycle, day) for cycle in found["cycles"]), f"no report due {day}")
    told = _told(reading, facts.get("said", FROM_PROSE))
    tally.cell(told, f"not said: {facts.get('said', FROM_PROSE)}")
    tally.silent += "said" in facts and not told


def _told(reading: Mapping[str, Any], pattern: str) -> bool:
    return any(re.search(pattern, problem["message"]) for problem in reading["problems"])


def _due(cycle: Mapping[str, Any], day: str) -> bool:
    month, _, of_month = day.partition("-")
    often = {"*": "monthly", "q": "quarterly"}.get(month)
    same_month = cycle["frequency"] == often if often else cycle["month"] == int(month)
    return same_month and cycle["day"] == int(of_month)


def duties(tally: Tally, paper: Paper, reading: Mapping[str, Any]) -> None:
    """Count the duties: each is a row, its agency, time and partners are cells."""
    doubts = Doubts(reading)
    leaves = [row for row in reading["tasks"] if row["kind"] == "task"]
    pieces, strays = matched(paper.duties, leaves)
    province = reading["plan"]["province"] or ""
    right: set[str] = set()
    for duty, rows in zip(paper.duties, pieces, strict=True):
        if (rows or not duty.optional) and _duty(tally, duty, rows, doubts, province):
            right |= {row["code"] for row in rows}
    for row in strays:
        tally.said.append(f"no duty: {row['lead']} {row['name'][:70]}")
        tally.silent += not doubts.of("tasks", row["code"], row["parent"])
    tally.alarms += _groups_doubted(reading["tasks"], right, doubts)


def _duty(tally: Tally, duty: Duty, rows: list, doubts: Doubts, province: str) -> bool:
    """Count a duty; whether it is right. A doubt on the group above covers what is wrong below it."""
    short = duty.text[:50]
    lead = bool(rows) and all(same_names(row["lead"], duty.leads, province) for row in rows)
    time = bool(rows) and in_time(duty.time, rows)
    tally.cell(lead, f"{short}: lead {list(duty.leads)}, got {[row['lead'] for row in rows] or 'no row'}")
    tally.cell(time, f"{short}: time {duty.time}, got {[_time(row) for row in rows]}")
    if duty.coordinating is not None:
        given = [name for row in rows for name in row["coordinating"]]
        partners = bool(rows) and same_names(given, duty.coordinating, province)
        tally.cell(partners, f"{short}: with {list(duty.coordinating)}, got {given}")
    right = lead and time
    if right:
        doubted = any(doubts.of("tasks", row["code"]) for row in rows)
    else:
        doubted = any(doubts.of("tasks", row["code"], row["parent"]) for row in rows)
    tally.row(right, doubted or (not rows and doubts.quotes(duty.text)))
    return right


def _groups_doubted(rows: list, right: set[str], doubts: Doubts) -> int:
    """Doubts on groups below which everything is right."""
    return sum(
        bool(doubts.of("tasks", group["code"]))
        and all(
            row["code"] in right for row in rows if row["parent"] == group["code"] and row["kind"] == "task"
        )
        for group in rows
        if group["kind"] == "group"
    )


def _time(row: Mapping[str, Any]) -> str:
    return f"{row['start']}..{row['end']} {row['recurring']} {row['trigger_text']}".strip()


def matched(wanted: list[Duty], rows: list) -> tuple[list[list], list]:
    """For every duty the rows that say it, and the rows that say none."""
    texts = [words(duty.text) for duty in wanted]
    pieces: list[list] = [[] for _duty in wanted]
    strays, last = [], 0
    for row in rows:
        given = words(row["name"])
        best = max(
            range(len(texts)), key=lambda at: (*alike(given, texts[at]), -abs(at - last)), default=None
        )
        if best is None or not _same(given, texts[best]):
            strays.append(row)
        else:
            pieces[best].append(row)
            last = best
    return pieces, strays


def _same(given: Counter, wanted: Counter) -> bool:
    short, long = alike(given, wanted)
    return short >= ALIKE and (given.total() > FEW or long >= HALF)


def words(text: str) -> Counter:
    """The words of a text, each as often as it stands there."""
    return Counter(re.findall(r"\w+", plain(text)))


def alike(one: Counter, other: Counter) -> tuple[float, float]:
    """How much of the shorter and of the longer text stands in the other."""
    common = (one & other).total()
    short, long = sorted((one.total(), other.total()))
    return common / max(short, 1), common / max(long, 1)


def plain(text: str) -> str:
    """A text as it is compared: composed, small, single blanks, one spelling."""
    text = " ".join(unicodedata.normalize("NFC", text).lower().split()).strip(" .;:")
    for spelling, usual in SPELLINGS:
        text = text.replace(spelling, usual)
    return text.strip()


def same_names(given: Iterable[str], wanted: Iterable[str], province: str) -> bool:
    """Whether the same bodies are named. Groups without a name (“các …”) may be split or kept together."""
    got = {plain(name).removesuffix(plain(province)).strip() for name in given}
    ways = [{plain(way).removesuffix(plain(province)).strip() for way in name.split("/")} for name in wanted]
    if len(got) == len(ways) and all(got & way for way in ways):
        return True
    loose = [
        sorted(words(" ".join(sorted(way)[0] for way in ways))),
        sorted(words(" ".join(got)) - Counter("và")),
    ]
    return "các" in loose[0] and loose[0] == loose[1]


def in_time(wanted: str, rows: list) -> bool:
    """Whether one of the rows has the time and no other has another."""
    states = [{key: row[key] for key in NO_TIME} for row in rows]
    if wanted == "-":
        return all(state == NO_TIME for state in states)
    if wanted == "-?":
        return all(state["end"] is None for state in states)
    if wanted == "always":
        return any(state["recurring"] for state in states)
    start, _, end = wanted.rpartition("..")
    dated = [state for state in states if state["end"] or state["start"]]
    return bool(dated) and all(
        state["end"] == end and (not start or state["start"] == start) for state in dated
    )


def _targets(tally: Tally, paper: Paper, reading: Mapping[str, Any]) -> None:
    given = [row for row in (*reading["proposals"], *reading["indicators"]) if row["kind"] == "indicator"]
    targets(tally, paper.targets, given)


def targets(tally: Tally, wanted: Iterable[Mapping[str, str]], given: list) -> None:
    """Count the targets that are offered: low, high, op, year, and a pattern of the name where two are alike."""
    for one in wanted:
        tally.cell(any(_is(row, one) for row in given), f"target {dict(one)} is not offered")


def _is(row: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return (
        re.search(plain(wanted.get("name", "")), plain(f"{row['name']} {row['target_text']}")) is not None
        and all(
            row[key] is not None and Decimal(row[key]) == Decimal(wanted[key])
            for key in ("low", "high")
            if key in wanted
        )
        and ("op" not in wanted or row["comparator"] == SIGNS[wanted["op"]])
        and ("year" not in wanted or str(row["horizon_year"]) == wanted["year"])
    )
