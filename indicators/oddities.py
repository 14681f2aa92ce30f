"""Indicators as no verb leaves them."""

from django.db.models import Exists, OuterRef, Q

from common.oddities import Oddity, unknown_codes
from indicators.models import IndicatorVersion, Observation, Target


def oddities() -> list[Oddity]:
    """Those of indicators, their targets and what was observed."""
    aims = Target.objects.filter(indicator=OuterRef("indicator"), valid_to__isnull=True)
    leaves = IndicatorVersion.objects.current().leaves()
    return [
        *unknown_codes("indicators"),
        Oddity("an indicator measures nothing", lambda: leaves.filter(indicator__measure=None)),
        Oddity("an indicator has no target", lambda: leaves.filter(~Exists(aims))),
        Oddity(
            "a target has no amount",
            lambda: Target.objects.filter(low=None, high=None).exclude(comparator="qualitative"),
        ),
        Oddity(
            "an observation says nothing",
            lambda: Observation.objects.filter(Q(value=None), verdict=""),
        ),
    ]
