"""A reading beside an `expected.json`: fields not named are free, rows are compared in order, `"*"` is any value.

A doubt on the row is as good as the value: what counts is that nothing wrong goes in without a word.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.corpus.tally import ANY, Doubts, Tally

LISTS = ("tasks", "indicators", "proposals")


def compare(case: Mapping[str, Any], reading: Mapping[str, Any] | None, refusal: str = "") -> Tally:
    """The tally of a case; `reading` is None where the file was refused."""
    tally, expected = Tally(), dict(case["expected"])
    refused = expected.pop("refused", None)
    if refused is not None or reading is None:
        right = refused is not None and reading is None
        tally.cell(right, f"refused: {refusal!r}")
        tally.row(right, doubted=not right and reading is None)
        return tally
    pattern = case.get("must_be_said")
    if pattern:
        told = any(re.search(pattern, problem["message"]) for problem in reading["problems"])
        tally.cell(told, f"not said: {pattern}")
        tally.row(told, doubted=False)
    for part, wanted in expected.items():
        if part in LISTS:
            _rows(tally, part, wanted, reading, case)
        else:
            _whole(tally, part, wanted, reading)
    return tally


def _whole(tally: Tally, part: str, wanted: Any, reading: Mapping[str, Any]) -> None:
    differences = list(_differences(part, wanted, reading.get(part)))
    doubted = any(
        problem["section"] == part and problem["severity"] != "note" for problem in reading["problems"]
    )
    for right, said in differences:
        tally.cell(right, said)
    tally.rows += 1
    right = all(right for right, _said in differences)
    tally.rows_right += right
    tally.silent += not right and not doubted


def _rows(tally: Tally, part: str, wanted: list, reading: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    given = reading.get(part) or []
    doubts = Doubts(reading)
    for at in range(max(len(wanted), len(given))):
        row = given[at] if at < len(given) else None
        told = doubts.of(part, row["code"], row["parent"]) if row else []
        if at >= len(wanted):
            tally.cell(False, f"{part}[{at}]: not wanted: {row['name']}")
            tally.row(False, doubted=bool(told))
            continue
        differences = list(_differences(f"{part}[{at}]", wanted[at], row))
        for right, said in differences:
            tally.cell(right, said)
        right = row is not None and all(right for right, _said in differences)
        asked = case.get("must_be_said") or case.get("may_be_asked")
        fine = right and all(asked and (asked is True or re.search(asked, message)) for message in told)
        tally.row(right, doubted=bool(told) and not fine)


def _differences(where: str, wanted: Any, got: Any) -> Iterator[tuple[bool, str]]:
    if isinstance(wanted, Mapping):
        for key, value in wanted.items():
            yield from _differences(
                f"{where}.{key}", value, got.get(key) if isinstance(got, Mapping) else None
            )
    elif isinstance(wanted, list) and wanted and isinstance(wanted[0], Mapping):
        rows = got if isinstance(got, list) else []
        yield len(rows) == len(wanted), f"{where}: {len(wanted)} wanted, {len(rows)} given"
        for at, value in enumerate(wanted):
            yield from _differences(f"{where}[{at}]", value, rows[at] if at < len(rows) else None)
    else:
        right = got is not None if wanted == ANY else got == wanted
        yield right, f"{where}: want {wanted!r}, got {got!r}"
