"""Rows every app needs and no domain word names: audit, outbox, jobs, stored files, import drafts."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_ref() -> str:
    """A random public identifier for URLs: 10 characters, nothing to be guessed or counted."""
    return "".join(secrets.choice(ALPHABET) for _index in range(10))


class Ranged(models.Model):
    """A row valid on days [valid_from, valid_to); an open range has no valid_to."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                name="%(class)s_range_runs_forward",
                violation_error_message=_("Ngày kết thúc hiệu lực phải sau ngày bắt đầu."),
            )
        ]


class AuditQuerySet(models.QuerySet):
    def of(self, targets: dict[str, list]) -> "AuditQuerySet":
        """Entries about these objects, newest first: {model label: [primary keys]}."""
        wanted = Q(pk__in=[])
        for label, keys in targets.items():
            wanted |= Q(target_type=label, target_id__in=[str(key) for key in keys])
        return self.filter(wanted).order_by("-at", "-id")


class AuditEntry(models.Model):
    """One verb, once: who did what to what, when and why. Never changed, never deleted."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf_label = models.CharField(max_length=300, blank=True)
    province_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    target_label = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["target_type", "target_id", "at"]),
            models.Index(fields=["province_id", "at"]),
            models.Index(fields=["by", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_label}"


class OutboxQuerySet(models.QuerySet):
    def in_the_portal_for(self, user: Any) -> Self:
        """What this person reads in the portal, newest first."""
        return self.filter(channel="portal", to_user=user).order_by("-created_at", "-id")

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class OutboxMessage(models.Model):
    """A message a verb has decided on; the worker sends it. `key` makes it exactly one."""

    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=10, choices=[("mail", "mail"), ("portal", "portal")])
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="messages"
    )
    to_address = models.CharField(max_length=254, blank=True)
    kind = models.CharField(max_length=40)
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10,
        default="pending",
        choices=[(s, s) for s in ("pending", "sending", "sent", "failed")],
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_try"], condition=Q(state="pending"), name="outbox_waiting")]

    def __str__(self) -> str:
        return self.key


class StoredFile(models.Model):
    """A file somebody handed in or the portal made; the bytes lie under MEDIA_ROOT and are served through a view."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.FileField(upload_to="files/%Y/%m/")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """Long work done by the worker, with a progress bar; the same work is queued once."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="jobs")
    state = models.CharField(
        max_length=10,
        default="queued",
        choices=[(s, s) for s in ("queued", "running", "done", "failed")],
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["queued", "running"]),
                name="job_runs_once",
                violation_error_message=_("Việc này đang được thực hiện."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ImportDraft(models.Model):
    """A document being read into the portal: what was recognised, and what the officer decided so far.

    `profile` names what the document is for, and with it the kinds that read it.
    `reading` is the exported object as read and never changes; `facts` is what its rows are computed again from;
    `decisions` are those on the document as a whole (a row keeps its own); `message` says why it could not be read.
    """

    ref = models.CharField(max_length=10, unique=True, default=new_ref)
    profile = models.CharField(max_length=30, default="plan")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    sha256 = models.CharField(max_length=64)
    province_id = models.BigIntegerField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        default="ready",
        choices=[(s, s) for s in ("parsing", "ready", "confirmed", "failed", "discarded")],
    )
    version = models.PositiveIntegerField(default=1)
    reading = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["province_id", "sha256"])]

    def __str__(self) -> str:
        return self.file.name


class DraftRow(models.Model):
    """One row of a draft: its printed text and place, what was recognised, what is doubted, what was decided."""

    draft = models.ForeignKey(ImportDraft, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)
    printed = models.JSONField(default=dict)
    parsed = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    decision = models.JSONField(default=dict)
    applied_type = models.CharField(max_length=60, blank=True)
    applied_id = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "position"], name="draftrow_has_its_place")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.draft_id}:{self.position}"
