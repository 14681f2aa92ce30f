"""Whether an agency sent in time: one rule for the page, the board, discipline and the column kept for speed.

In time is the first sending not later returned as a whole; one recalled by its agency counts as if it were. Returned
lines take nothing away: the sending they came with stands. Pure, no Django.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

# Outcomes after which a sending counts as not having come.
VOID = frozenset({"returned_whole", "recalled"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """A sending by its moment and what has become of it: a `Sending.outcome`, or None while it is under review."""

    at: dt.datetime
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Timeliness:
    """`counted` is the sending that counts; without one `in_time` is None: nothing has come yet."""

    in_time: bool | None
    counted: Delivery | None

    @property
    def in_time_at(self) -> dt.datetime | None:
        """When it came, if that was in time: what `Submission.in_time_sent_at` stores."""
        return self.counted.at if self.counted and self.in_time else None


def timeliness(deliveries: Iterable[Delivery], due_at: dt.datetime) -> Timeliness:
    """How the sendings of a submission, in their order, stand against its due moment (the first that is too late)."""
    counted = next((delivery for delivery in deliveries if delivery.outcome not in VOID), None)
    return Timeliness(counted.at < due_at if counted else None, counted)
