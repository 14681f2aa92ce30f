"""What this room tells the plans below it: whether a period was opened, whether anybody has reported."""

from plans.models import Plan
from plans.progress import Progress
from reporting.models import Period, ProvinceReport, Sending


def progress_of(plan: Plan) -> Progress:
    """How far reporting on the plan has come. Facts follow sendings; a frozen report may stand without any."""
    frozen = ProvinceReport.objects.filter(period__cycle__plan=plan, known_at__isnull=False)
    if Sending.objects.filter(submission__period__cycle__plan=plan).exists() or frozen.exists():
        return Progress.REPORTED
    opened = Period.objects.filter(cycle__plan=plan).exists()
    return Progress.OPENED if opened else Progress.PROMISED
