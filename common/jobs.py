"""Long work: a Job row is queued in the verb's transaction, the worker does it, a progress bar shows how far it is.

A kind of work is a function registered with `@job("report_file")` in the tasks.py of its app: it takes the Job, reads
`job.params`, calls `progress` now and then, and returns the result, a dict that the page gets; `{"url": …}` in it
becomes the link under the bar. It runs outside any transaction and, after a crash, not a second time by itself.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.models import Job

if TYPE_CHECKING:
    from celery import Celery

log = logging.getLogger(__name__)

Work = Callable[[Job], Mapping[str, object] | None]
KINDS: dict[str, Work] = {}

LIVE = ("queued", "running")
# A running job that has not moved for so long has lost its worker.
SILENT_FOR = dt.timedelta(minutes=5)
# A queued job that nobody has begun after so long is announced to the workers again.
UNHEARD_FOR = dt.timedelta(minutes=2)


def job(kind: str) -> Callable[[Work], Work]:
    """Register the function that does work of this kind."""

    def register(work: Work) -> Work:
        if KINDS.setdefault(kind, work) is not work:
            raise ValueError(f"two functions for jobs of kind {kind}")
        return work

    return register


def start(kind: str, key: str, params: Mapping[str, object], by: Any) -> Job:
    """Queue work, and return its Job; while the same (kind, key) is queued or running, that one.

    The worker hears of it when the surrounding transaction commits.
    """
    now = clock.now()
    give_up_silent(now)
    try:
        found, created = Job.objects.get_or_create(
            kind=kind,
            key=key,
            state__in=LIVE,
            defaults={"params": params, "by": by, "created_at": now, "message": _("Đang chờ tới lượt")},
        )
    except IntegrityError:  # queued by somebody else between our look and our insert, and already done
        return start(kind, key, params, by)
    if created:
        transaction.on_commit(lambda: _announce(found.pk), robust=True)
    return found


def progress(job: Job, done: int, total: int, message: str = "") -> None:
    """Show how far the work is; also tells that its worker is alive."""
    job.done, job.total, job.message = done, total, message or job.message
    Job.objects.filter(pk=job.pk, state="running").update(
        done=done, total=total, message=job.message, heartbeat_at=clock.now()
    )


def run(job_id: int, now: dt.datetime) -> None:
    """Do a queued job; may be called twice, by two workers, or for a job that is gone."""
    if not Job.objects.filter(pk=job_id, state="queued").update(state="running", heartbeat_at=now):
        return
    job = Job.objects.select_related("by").get(pk=job_id)
    try:
        result = _work(job.kind)(job)
    except Refused as refusal:
        _finish(job, state="failed", message=refusal.message)
    except Exception:
        log.exception("job %s %s failed", job.kind, job.key)
        _finish(
            job,
            state="failed",
            message=_("Không làm được do lỗi của hệ thống; lỗi đã được ghi lại. Hãy thử lại."),
        )
    else:
        _finish(job, state="done", message=_("Đã xong"), result=result or {}, done=models.F("total"))


def give_up_silent(now: dt.datetime) -> int:
    """Fail running jobs whose worker has died, so that they can be asked for again; returns how many."""
    return Job.objects.filter(state="running", heartbeat_at__lt=now - SILENT_FOR).update(
        state="failed", message=_("Việc bị dừng giữa chừng. Hãy làm lại.")
    )


def announce_waiting(now: dt.datetime) -> int:
    """Tell the workers again of jobs whose first announcement was lost, and return how many."""
    waiting = Job.objects.filter(Q(state="queued"), created_at__lt=now - UNHEARD_FOR)
    for job_id in waiting.values_list("pk", flat=True):
        _announce(job_id)
    return len(waiting)


def queue() -> "Celery":
    """The application that carries announcements to the workers; imported by who announces something."""
    return import_string(settings.QUEUE)


def _announce(job_id: int) -> None:
    queue()  # what a task is sent through has to be there before it
    from common.tasks import run_job  # the task calls `run`: importing it above would be a circle

    run_job.delay(job_id)


def _work(kind: str) -> Work:
    if kind not in KINDS:
        queue().loader.import_default_modules()  # the tasks.py of every app; a worker has them already
    if kind not in KINDS:
        raise LookupError(f"no function is registered for jobs of kind {kind}")
    return KINDS[kind]


def _finish(job: Job, *, message: str, **fields: object) -> None:
    """Write the end down, unless the job was given up meanwhile."""
    ended = Job.objects.filter(pk=job.pk, state="running")
    ended.update(**fields, message=message[:300], heartbeat_at=clock.now())
