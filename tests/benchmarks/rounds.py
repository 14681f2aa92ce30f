"""Costs over several rounds: each round asks every case a few times, so that no case meets only the bad minutes.

A request's cost is divided by the pace of its round, and of all requests of a case the median is told: garbage
collection, a neighbour's burst and a connection opened anew are somebody else's, and two runs agree on the rest.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from tests.benchmarks.meter import Meter, Spent
from tests.benchmarks.pace import Gauge, Pace


@dataclass
class _Case:
    spent: list[Spent] = field(default_factory=list)
    paces: list[Pace] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


class Rounds:
    """What the cases, by name, have cost up to now."""

    def __init__(self, meter: Meter, gauge: Gauge) -> None:
        self._meter, self._gauge = meter, gauge
        self._cases: dict[str, _Case] = defaultdict(_Case)
        self._round: list[str] = []

    def count(self, name: str, call: Callable[[int], float], times: int) -> None:
        """Call so many times, each given its number and giving its milliseconds on the clock."""
        self._gauge.look()
        case = self._cases[name]
        before = self._meter.read()
        for number in range(times):
            case.took.append(call(number))
            now = self._meter.read()
            case.spent.append(now.since(before, 1))
            before = now
        self._round += [name] * times

    def end(self) -> None:
        """The round is over: its pace is that of all looks in it."""
        pace = self._gauge.pace()
        for name in self._round:
            self._cases[name].paces.append(pace)
        self._round.clear()

    def values(self, name: str) -> dict[str, float]:
        """`web`, `worker`, `database` at pace 1 and as measured, `request` all of them together, `p50` on the clock.

        Milliseconds; no worker's where it did nothing.
        """
        case = self._cases[name]
        pairs = list(zip(case.spent, case.paces, strict=True))
        web = [spent.web / pace.python for spent, pace in pairs]
        worker = [spent.worker / pace.python for spent, pace in pairs]
        database = [spent.database / pace.sql for spent, pace in pairs]
        found = {
            "web": median(web),
            "web_raw": median(spent.web for spent, _pace in pairs),
            "worker": median(worker),
            "worker_raw": median(spent.worker for spent, _pace in pairs),
            "database": median(database),
            "database_raw": median(spent.database for spent, _pace in pairs),
            "request": median(sum(parts) for parts in zip(web, worker, database, strict=True)),
            "p50": median(case.took),
        }
        idle = found["worker"] < 1
        return {
            key: round(value, 1) for key, value in found.items() if not (idle and key.startswith("worker"))
        }
