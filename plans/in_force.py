"""Many plans at once, each as `plan_at` reads it today: for what is searched or counted across plans."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, F, Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from plans.at import Reading
from plans.models import Assignment, Plan, PlanVersion


@dataclass(frozen=True, slots=True)
class Duties:
    """How many tasks of a plan (its ref and number) an agency answers for."""

    agency: int
    ref: str
    number: str
    tasks: int


@dataclass(frozen=True)
class InForce:
    """Plans at their versions in force on a day: `all` reads their texts, `answering` who answers on which day.

    Those that have not begun are read as on their first day, so plans are kept by the day they are read on.
    """

    all: Reading
    by_day: tuple[tuple[tuple[int, ...], Reading], ...]

    @classmethod
    def of(cls, plans: QuerySet[Plan], *, day: dt.date, known_at: dt.datetime) -> "InForce":
        """The plans of a query. One query."""
        rows = PlanVersion.objects.filter(plan__in=plans.order_by()).order_by("plan", "no")
        found = rows.values_list("plan_id", "no", "effective_on", "pk")
        versions: dict[dt.date, list[int]] = defaultdict(list)
        of_day: dict[dt.date, list[int]] = defaultdict(list)
        for plan, printed in groupby(found, itemgetter(0)):
            until = _in_force([(no, on, pk) for _plan, no, on, pk in printed], day)
            read_on = max(day, until[-1][1])
            of_day[read_on].append(plan)
            versions[read_on] += [pk for _no, _on, pk in until]
        readings = {on: Reading(tuple(pks), on, known_at) for on, pks in versions.items()}
        everything = Reading(tuple(pk for pks in versions.values() for pk in pks) or NONE, day, known_at)
        return cls(everything, tuple((tuple(of_day[on]), reading) for on, reading in readings.items()))

    def newest(self, model: type[Model], identity: str) -> RawSQL:
        """Rows of texts or indicators as the plans state them, each identity (its column) once."""
        return self.all.newest(model, identity)

    def tasks_of(self, agencies: Iterable[int], plans: QuerySet[Plan]) -> list[Duties]:
        """What agencies answer for in some of the plans as leads or implementers, the newest plan first."""
        answering = Q(pk__in=[])
        for read_together, reading in self.by_day:
            answering |= Q(reading.answering(Assignment), task__plan__in=read_together)
        rows = Assignment.objects.responsible().filter(answering, agency__in=agencies, task__plan__in=plans)
        of_leaves = rows.filter(self.all.of_leaves(Assignment))
        named = of_leaves.values("agency", ref=F("task__plan__ref"), number=F("task__plan__number"))
        newest_first = F("task__plan__issued_on").desc(nulls_last=True)
        counted = named.annotate(tasks=Count("task", distinct=True)).order_by(newest_first, "task__plan")
        return [Duties(**row) for row in counted]


NONE = (0,)  # no version has this id


def _in_force(versions: list[tuple[int, dt.date, int]], day: dt.date) -> list[tuple[int, dt.date, int]]:
    """The versions up to the one in force on a day (`plans.at.version_on`), the oldest first."""
    begun = [place for place, (_no, on, _pk) in enumerate(versions) if on <= day]
    return versions[: max(begun, default=0) + 1]
