"""Which agency sent, when, and how its report stands, as known at a moment. Pure, from append-only rows only.

A submission's own row changes with the season, so its state at a moment is derived from what cannot change:

- before the first sending it is `draft` (opened, endorsed or untouched leaves no trace that roll-up reads);
- `approved` from the moment of acceptance of the last sending: recorded on the submission, or, once it was reopened,
  the approval of the last line of that sending;
- `returned` from the first line or whole returned of that sending, or from a reopening, until it is sent again;
- `sent` otherwise.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reporting.collection.in_time import Delivery, timeliness
from reporting.rollup.rows import Owing, Reviewed, Sent


class Standing(NamedTuple):
    """How a submission stood. `in_time` is None while nothing that still counts has been sent."""

    state: str
    first_sent_at: dt.datetime | None
    in_time: bool | None
    returns: int


def standings(
    owings: Iterable[Owing],
    sent: Iterable[Sent],
    reviewed: Iterable[Reviewed],
    accepted_at: Mapping[int, dt.datetime],
    known_at: dt.datetime,
) -> dict[int, Standing]:
    """How every submission stood at `known_at`, by submission id; arguments as for `standing`, of all submissions."""
    sendings: dict[int, list[Sent]] = defaultdict(list)
    reviews: dict[int, list[Reviewed]] = defaultdict(list)
    for sending in sent:
        sendings[sending.submission].append(sending)
    for review in reviewed:
        reviews[review.submission].append(review)
    return {
        owing.submission: standing(
            owing, sendings[owing.submission], reviews[owing.submission], accepted_at, known_at
        )
        for owing in owings
    }


def standing(
    owing: Owing,
    sendings: Sequence[Sent],
    reviews: Sequence[Reviewed],
    accepted_at: Mapping[int, dt.datetime],
    known_at: dt.datetime,
) -> Standing:
    """How a submission stood at `known_at`, from its sendings and reviews up to then, in the order of time.

    `accepted_at` gives the moment of acceptance by sending id. Whether it came in time is `collection.in_time`'s to
    say, of what had become of each sending by then.
    """
    if not sendings:
        return Standing("draft", None, None, 0)
    refused = {review.sending for review in reviews if review.action == "return" and review.whole}
    came = [Delivery(sending.at, _outcome(sending, refused)) for sending in sendings]
    returned = {review.sending for review in reviews if review.action == "return"} - {
        sending.sending for sending in sendings if sending.outcome == "accepted"
    }
    return Standing(
        _state(sendings[-1], returned, reviews, accepted_at, known_at),
        sendings[0].at,
        timeliness(came, owing.due_at).in_time,
        len(returned),
    )


def _outcome(sending: Sent, refused: set[int | None]) -> str | None:
    """What had become of a sending: a return as a whole is dated by its review, a recall comes before any review."""
    if sending.sending in refused:
        return "returned_whole"
    return sending.outcome if sending.outcome == "recalled" else None


def _state(
    last: Sent,
    returned: set[int | None],
    reviews: Sequence[Reviewed],
    accepted_at: Mapping[int, dt.datetime],
    known_at: dt.datetime,
) -> str:
    accepted = accepted_at.get(last.sending)
    if accepted is not None and accepted <= known_at:
        reopened = any(review.action == "reopen" and review.at >= accepted for review in reviews)
        return "returned" if reopened else "approved"
    return "returned" if last.sending in returned else "sent"
