"""What the worker does for every app. Each task may run twice, or late, without harm."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from common import clock, jobs, list_jobs, outbox
from common.models import Job


@shared_task
def deliver_outbox() -> None:
    """Send the messages that verbs have queued."""
    outbox.deliver_due(clock.now())


@shared_task
def run_job(job_id: int) -> None:
    """Do one queued job."""
    jobs.run(job_id, clock.now())


@jobs.job(list_jobs.KIND)
def list_file(job: Job) -> dict[str, str]:
    """Write a long list into a workbook."""
    return list_jobs.make(job, clock.now())


@shared_task
def forget_list_files() -> None:
    """Delete the workbooks of lists that were made long ago."""
    list_jobs.forget(clock.now())


@shared_task
def look_after_jobs() -> None:
    """Announce jobs again that no worker has heard of; give up those whose worker has died."""
    now = clock.now()
    jobs.give_up_silent(now)
    jobs.announce_waiting(now)


@shared_task
def forget_ended_sessions() -> None:
    """Delete the sessions that have ended, with what was typed in them and not yet written."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
