"""The tab of indicators among those of a plan."""

from django.utils.translation import gettext_lazy as _

from indicators.models import IndicatorVersion
from plans.at import Reading
from plans.tabs import Tab


def _count(plan: int, read: Reading) -> int:
    """How many indicators a plan has."""
    return IndicatorVersion.objects.filter(read.stated(IndicatorVersion), plan=plan).leaves().count()


TAB = Tab(2, "indicators", "plan_indicators", _("Chỉ tiêu"), _count)
