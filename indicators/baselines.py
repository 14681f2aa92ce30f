"""What measures start from as a plan's annex prints it: observations of 31/12 of that year."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from agencies.models import User
from indicators.models import Indicator, Observation
from indicators.services import add_observation, plans_on
from plans.stamps import touch

LONGEST_SOURCE = 300


@transaction.atomic
def add_baselines(
    *, indicators: Mapping[str, Indicator], rows: Iterable[Mapping], by: User | None, at: dt.datetime
) -> tuple[list[int], list[int]]:
    """Record the baselines of an annex's rows, each once a measure; the source is the heading over it.

    Answers with what was recorded and, beside each, what it superseded (0 for nothing): what is in force with the same
    value stays.
    """
    made: list[int] = []
    before: list[int] = []
    seen: set[tuple[int, dt.date]] = set()
    for row in rows:
        measure = indicators[row["code"]].measure if row.get("baseline") else None
        if measure is None:
            continue
        to_on, value = dt.date(row["baseline_year"], 12, 31), Decimal(row["baseline"])
        if (measure.pk, to_on) in seen:
            continue
        seen.add((measure.pk, to_on))
        known = _in_force(measure.pk, to_on)
        if known is not None and known.value == value:
            continue
        source = row.get("baseline_text") or ""
        found = add_observation(
            measure=measure,
            to_on=to_on,
            basis="baseline",
            value=value,
            by=by,
            at=at,
            source_text=source[:LONGEST_SOURCE],
        )
        made.append(found.pk)
        before.append(known.pk if known else 0)
    touch(plans_on({pk for pk, _day in seen}), at)
    return made, before


def supersede_baselines(made: Sequence[int], before: Sequence[int], at: dt.datetime) -> None:
    """Take recorded baselines back: they are superseded, and what they had superseded counts again as a new row."""
    restored = dict(zip(made, before, strict=False))
    living = list(Observation.objects.filter(pk__in=list(made), superseded_at__isnull=True).order_by("pk"))
    Observation.objects.filter(pk__in=[one.pk for one in living]).update(superseded_at=at)
    old = Observation.objects.in_bulk([restored[one.pk] for one in living if restored.get(one.pk)])
    for was in old.values():
        was.pk, was.superseded_at, was.recorded_at = None, None, at
        was.save(force_insert=True)
    touch(plans_on({one.measure_id for one in living}), at)


def _in_force(measure: int, to_on: dt.date) -> Observation | None:
    return Observation.objects.filter(
        measure=measure, scope="", to_on=to_on, basis="baseline", superseded_at__isnull=True
    ).first()
