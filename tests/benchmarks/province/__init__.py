"""A whole province for measuring: 50 plans, 15 000 tasks, 200 agencies, four closed years and an open one.

    python -m tests.benchmarks province [--small] -- COMMAND…

runs a command with the environment pointing at it (PostgreSQL with fsync on, Redis, the day, a folder of its own for
files); without a command it only makes it. What the command writes is gone afterwards: it works on a copy.

`world` makes who and what (agencies, people, plans), `seasons` what was done in a year, `sendings` the copies that
were sent, `kept` keeps the database between runs. Everything goes into the tables in bulk, past the verbs but not past
the database: constraints and triggers are on. Every choice is drawn from ids, so that a province of a size is always
the same. tests/portal/test_province.py holds that it is one the portal's own verbs could have made.
"""

from dataclasses import dataclass

YEAR = 2026
TODAY = f"{YEAR}-11-13"
PASSWORD = "do-tai-ca-tinh"  # of everybody


@dataclass(frozen=True)
class Size:
    """How much there is. Plans hold `tasks` leaves each; `wide` of them are reported on by every commune."""

    name: str
    plans: int
    tasks: int
    wide: int
    bodies: int
    communes: int
    years: int
    indicators: int
    measures: int

    @property
    def agencies(self) -> int:
        return self.bodies + self.communes


PROVINCE = Size("province", 50, 300, 17, 40, 160, 5, 20, 300)
SMALL = Size("small", 10, 120, 6, 24, 76, 3, 10, 60)
TINY = Size("tiny", 2, 24, 2, 6, 5, 3, 4, 6)
