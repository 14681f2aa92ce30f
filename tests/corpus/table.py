"""The corpus as a table: one line a kind, and what has changed since the last accepted score."""

from collections.abc import Mapping
from functools import reduce

from tests.corpus.scoring import Scored
from tests.corpus.tally import Tally, worse

HEADING = (
    f"{'kind':<24}{'files':>6}{'cells right':>18}{'rows right':>18}{'%':>7}"
    f"{'silent':>12}{'%':>7}{'alarms':>9}{'%':>7}"
)
Counts = Mapping[str, Mapping[str, int]]


def of(scored: list[Scored], before: Counts) -> str:
    """The table. Silent and alarms are also told in percent of the rows, and of the right rows; in brackets the
    difference to the accepted score.
    """
    kinds = sorted({one.kind for one in scored})
    lines = [HEADING]
    for kind in (*kinds, ""):
        ones = [one for one in scored if kind in ("", one.kind)]
        lines.append(_line(kind or "all", ones, before))
    return "\n".join(lines)


def _line(kind: str, ones: list[Scored], before: Counts) -> str:
    now = reduce(Tally.__add__, (one.tally for one in ones), Tally()).kept()
    was = {key: sum(before.get(one.name, {}).get(key, 0) for one in ones) for key in now}
    cells = f"{now['cells_right']}/{now['cells']}{_moved(now, was, 'cells_right')}"
    rows = f"{now['rows_right']}/{now['rows']}{_moved(now, was, 'rows_right')}"
    silent = f"{now['silent']}{_moved(now, was, 'silent')}"
    alarms = f"{now['alarms']}{_moved(now, was, 'alarms')}"
    return (
        f"{kind:<24}{len(ones):>6}{cells:>18}{rows:>18}{_share(now['rows_right'], now['rows'])}"
        f"{silent:>12}{_share(now['silent'], now['rows'])}{alarms:>9}{_share(now['alarms'], now['rows_right'])}"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:7.1f}" if whole else f"{'–':>7}"


def _moved(now: Mapping[str, int], was: Mapping[str, int], key: str) -> str:
    return f" ({now[key] - was[key]:+d})" if now[key] != was[key] else ""


def fallen(scored: list[Scored], before: Counts) -> list[str]:
    """The files that are read worse than accepted."""
    return [
        f"{one.name}: {', '.join(worse(one.tally.kept(), before[one.name]))}"
        for one in scored
        if one.name in before and worse(one.tally.kept(), before[one.name])
    ]
