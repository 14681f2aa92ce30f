"""Taking an imported plan out again, as long as nobody has reported on it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from agencies.models import Province
from common.models import AuditEntry
from indicators.models import Follower, Indicator, IndicatorVersion, Measure, Observation, Target
from plans.models import Assignment, BudgetLine, Plan, PlanVersion, StatedFigure, Task, TaskVersion
from reporting.models import Cycle, Period


def measures_of(province: Province) -> set[int]:
    """The measures a province has."""
    return set(Measure.objects.filter(province=province).values_list("pk", flat=True))


def reported_on(plan: Plan) -> str:
    """Why a plan may not be removed, '' where it may: once a period is opened, what was promised stays on record."""
    period = Period.objects.filter(cycle__plan=plan).order_by("from_on").first()
    if period:
        return _(
            "Không hoàn tác được: kế hoạch đã mở kỳ báo cáo %(period)s. Thay đổi nội dung bằng bản điều chỉnh, "
            "do %(agency)s lập."
        ) % {"period": period.label, "agency": plan.focal_agency}
    if AuditEntry.objects.of({"plans.plan": [plan.pk]}).filter(verb="enter_target").exists():
        return _(
            "Không hoàn tác được: sau khi nhập, kế hoạch đã được thêm mục tiêu. %(agency)s sửa trên trang kế hoạch."
        ) % {"agency": plan.focal_agency}
    return ""


def remove_plan(*, plan: Plan, measures: Iterable[int]) -> None:
    """Remove a plan with its tree, money, indicators and cycles; of `measures`, those nothing else uses."""
    Target.objects.filter(indicator__plan=plan).delete()
    Follower.objects.filter(indicator__plan=plan).delete()
    IndicatorVersion.objects.filter(plan=plan).delete()
    Indicator.objects.filter(plan=plan).delete()
    unused = Measure.objects.filter(pk__in=list(measures), indicators__isnull=True)
    unused.exclude(pk__in=Observation.objects.values("measure")).delete()
    Cycle.objects.filter(plan=plan).delete()
    BudgetLine.objects.filter(plan=plan).delete()
    Assignment.objects.filter(task__plan=plan).delete()
    TaskVersion.objects.filter(plan=plan).delete()
    Task.objects.filter(plan=plan).delete()
    StatedFigure.objects.filter(version__plan=plan).delete()
    PlanVersion.objects.filter(plan=plan).delete()
    plan.delete()
