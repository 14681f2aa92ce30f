"""Reading an upload or a pasted text into a draft, at once or by the worker."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.register import read_register
from common import clock, jobs
from common.errors import Refused
from common.files import KINDS, store_file
from common.format import day_and_clock
from common.intake import drafts
from common.intake.reading import Progress, silent
from common.models import ImportDraft, Job, StoredFile
from plans.importing.looking import province_of, refuse_importing
from plans.intake import PLAN, read_plan
from plans.intake.sums_again import facts_of

# What is read, as far as the portal keeps it; pasted text becomes a file of its own.
ALLOWED = tuple(kind for kind in ("docx", "xlsx", "pdf", "txt") if kind in KINDS)
PASTED = "txt"
# A larger file is read by the worker, with a progress bar.
LONG = 400 * 1024
READ_JOB = "read_import"


def read_upload(*, file: UploadedFile, by: User, at: dt.datetime) -> ImportDraft:
    """Keep an uploaded document and read it, or have the worker read it where it is long.

    Raises Refused where it is no readable plan.
    """
    refuse_importing(by)
    return _take(store_file(upload_or_bytes=file, by=by, allowed=ALLOWED, at=at), by, at)


def read_pasted(*, text: str, by: User, at: dt.datetime) -> ImportDraft:
    """Keep pasted text as a file and read it. Raises Refused where it is no plan, or empty."""
    refuse_importing(by)
    if not text.strip():
        raise Refused(_("Chưa có chữ nào. Dán bảng hoặc đoạn văn của kế hoạch."), field="text")
    name = _("Văn bản dán lúc %(at)s.txt") % {"at": day_and_clock(at).replace("/", "-").replace(":", ".")}
    content = text.replace("\r\n", "\n").encode()
    return _take(store_file(upload_or_bytes=content, name=name, by=by, allowed=(PASTED,), at=at), by, at)


def _take(stored: StoredFile, by: User, at: dt.datetime) -> ImportDraft:
    if stored.size <= LONG and stored.content_type != KINDS["pdf"].content_type:
        return read_stored(stored=stored, by=by, at=at)
    with transaction.atomic():
        draft = drafts.begin(profile=PLAN, stored=stored, by=by, at=at)
        jobs.start(READ_JOB, draft.ref, {"draft": draft.pk}, by)
    return draft


def read_stored(
    *,
    stored: StoredFile,
    by: User | None,
    at: dt.datetime,
    draft: ImportDraft | None = None,
    progress: Progress = silent,
) -> ImportDraft:
    """Read a kept document into a draft, a new one or the one begun for it."""
    with stored.path.open("rb") as content:
        reading = read_plan(content.read(), stored.name, read_register(at.date()), progress)
    province = province_of(reading.to_json())
    return drafts.keep(
        profile=PLAN,
        reading=reading,
        stored=stored,
        province_id=province.pk if province else None,
        by=by,
        at=at,
        facts=facts_of(reading),
        draft=draft,
    )


def read_long(*, draft: ImportDraft, progress: Progress) -> ImportDraft:
    """Read a long document, for the worker; where it cannot be read the draft says why. May be called twice."""
    if draft.state != "parsing":
        return draft
    try:
        return read_stored(stored=draft.file, by=draft.owner, at=clock.now(), draft=draft, progress=progress)
    except Refused as refused:
        drafts.fail(draft=draft, message=refused.message, by=draft.owner)
        raise
    except Exception:
        drafts.fail(
            draft=draft,
            message=_("Không đọc được do lỗi của hệ thống; lỗi đã được ghi lại."),
            by=draft.owner,
        )
        raise


def reading_job(draft: ImportDraft) -> Job | None:
    """The worker's job that reads a draft."""
    return Job.objects.filter(kind=READ_JOB, key=draft.ref).order_by("-id").first()
