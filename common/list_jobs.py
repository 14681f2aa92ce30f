"""The whole of a list as a workbook: a short one at once, a long one by the worker, behind a progress bar.

The worker asks the list's own view again, as the person who ordered the file and with the same address. So rights,
filters and rows are those of the moment the file is made, and no list says twice what stands in it.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from common import jobs
from common.errors import Refused
from common.files import store_file
from common.listing import AT_ONCE, Filters, ListSheet, list_file
from common.models import Job, StoredFile

KIND = "list_file"
LONG = 1_000  # rows a web process still writes itself: a third of a second
KEPT = dt.timedelta(days=7)

Row = TypeVar("Row")
Taken = TypeVar("Taken", covariant=True)


class Counted(Protocol[Taken]):
    """Rows whose number is known before they are read."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Taken]: ...


class WorkerRequest(HttpRequest):
    """The worker asking for a list: the person and the address are the job's. Raises PermissionDenied for nobody."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self.method = "GET"
        self.path = self.path_info = str(job.params["path"])
        self.GET = QueryDict(str(job.params["query"]))
        if job.by is None or not job.by.is_active:
            raise PermissionDenied
        self.user = job.by

    def told(self, rows: Iterable[Row], total: int) -> Iterator[Row]:
        """The rows, while the progress bar moves with them."""
        for number, row in enumerate(rows):
            if number % AT_ONCE == 0:
                jobs.progress(self.job, number, total, _("Đang ghi các dòng"))
            yield row


def whole_list(
    request: HttpRequest, sheet: ListSheet[Row], filters: Filters, rows: Counted[Row], at: dt.datetime
) -> HttpResponseBase:
    """The answer to who asks for a list as a workbook: the file, or of more than `LONG` rows the page that waits."""
    total = len(rows)
    if isinstance(request, WorkerRequest):
        return list_file(sheet, filters, request.told(rows, total), at)
    if total <= LONG:
        return list_file(sheet, filters, rows, at)
    query = request.GET.urlencode()
    asked = hashlib.sha256(f"{request.path}?{query}".encode()).hexdigest()[:32]
    params = {
        "path": request.path,
        "query": query,
        "title": str(sheet.title),
        "filters": filters.words,
        "rows": total,
    }
    return redirect("list_job", jobs.start(KIND, f"{asked}:{request.user.pk}", params, request.user).ref)


def make(job: Job, at: dt.datetime) -> dict[str, str]:
    """Make and keep the file a job wants; its result. Raises Refused where the person may read the list no more."""
    try:
        request = WorkerRequest(job)
        match = resolve(request.path_info)
        answer = match.func(request, *match.args, **match.kwargs)
    except (PermissionDenied, Http404) as error:
        raise Refused(_("Không còn quyền xem danh sách này.")) from error
    if not isinstance(answer, FileResponse):
        raise TypeError(f"{request.path} gives no file")
    with File(answer.file_to_stream) as file:
        name = str(answer.filename)
        stored = store_file(upload_or_bytes=file, name=name, by=job.by, allowed=("xlsx",), at=at)
    return {"file": stored.ref, "url": reverse("list_made", args=[job.ref])}


def forget(now: dt.datetime) -> int:
    """Delete the jobs that ended more than `KEPT` ago, with their files, and return how many."""
    ended = Job.objects.filter(kind=KIND, state__in=("done", "failed"), heartbeat_at__lt=now - KEPT)
    for stored in StoredFile.objects.filter(ref__in=[job.result.get("file", "") for job in ended]):
        stored.path.delete(save=False)
        stored.delete()
    return ended.delete()[0]
