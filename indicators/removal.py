"""Taking the indicators of an imported plan out again."""

from collections.abc import Iterable

from indicators.models import Follower, Indicator, IndicatorVersion, Measure, Observation, Target
from plans.models import Plan


def remove_indicators(plan: Plan, measures: Iterable[int]) -> None:
    """Remove a plan's indicators and targets; of `measures`, those nothing else uses."""
    Target.objects.filter(indicator__plan=plan).delete()
    Follower.objects.filter(indicator__plan=plan).delete()
    IndicatorVersion.objects.filter(plan=plan).delete()
    Indicator.objects.filter(plan=plan).delete()
    unused = Measure.objects.filter(pk__in=list(measures), indicators__isnull=True)
    unused.exclude(pk__in=Observation.objects.values("measure")).delete()
