"""What the worker does for a season."""

from celery import shared_task
from django.urls import reverse

from common import clock
from common.jobs import job, progress
from common.models import Job
from reporting.collection.reminders import open_periods, send_reminders
from reporting.documents.files import make_file
from reporting.models import Period, ProvinceReport
from reporting.rollup import summaries


@job("period_file")
def period_file(job: Job) -> dict:
    """Make a period's report as PDF, DOCX or XLSX; the result names the stored file and where to fetch it."""
    period = Period.objects.select_related("cycle__plan__province", "cycle__plan__focal_agency").get(
        pk=job.params["period"]
    )
    report = ProvinceReport.objects.filter(pk=job.params["report"]).first()
    stored = make_file(
        period=period,
        report=report,
        fmt=job.params["format"],
        by=job.by,
        at=clock.now(),
        progress=lambda done, total, message: progress(job, done, total, message),
    )
    return {"file": stored.ref, "url": reverse("export_file", args=[job.ref])}


@job("rollup")
def roll_up(job: Job) -> dict:
    """Add a plan's figures up again after an approval, so that the next reader finds them ready."""
    plan = Period.objects.values_list("cycle__plan", flat=True).get(pk=job.params["period"])
    return {"made": summaries.make(plan, clock.now(), wait=True)}


@shared_task
def add_up() -> None:
    """Make the summaries that are stale: those of a new day, and of plans about which nobody has asked since."""
    summaries.make_stale(clock.now())


@shared_task
def queue_reminders() -> None:
    """Queue the reminders that are due today."""
    now = clock.now()
    send_reminders(periods=open_periods(), today=now.date(), now=now)
