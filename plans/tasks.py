"""What the worker does for plans."""

from django.urls import reverse

from common.jobs import job, progress
from common.models import ImportDraft, Job
from plans.importing.reading import READ_JOB, read_long


@job(READ_JOB)
def read_import(job: Job) -> dict[str, str]:
    """Read a long document into the draft that was begun for it."""
    draft = ImportDraft.objects.select_related("file", "owner").get(pk=job.params["draft"])
    read_long(draft=draft, progress=lambda done, total, message: progress(job, done, total, message))
    return {"url": reverse("import_draft", args=[draft.ref])}
