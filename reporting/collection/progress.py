"""What this room tells the plans below it: whether a period was opened, whether anybody has reported."""

from plans.models import Plan
from plans.progress import Progress
from reporting.models import Period, ProvinceReport, Sending


def progress_of(plan: Plan) -> Progress:
    """How far reporting on the plan has come. Facts follow sendings; a frozen report may stand without any."""
    periods = Period.objects.filter(cycle__plan=plan)
    if not periods.exists():
        return Progress.PROMISED
    frozen = ProvinceReport.objects.filter(period__in=periods, known_at__isnull=False)
    sent = Sending.objects.filter(submission__period__in=periods)
    return Progress.REPORTED if sent.exists() or frozen.exists() else Progress.OPENED
