"""Messages that verbs have decided on: queued in the verb's transaction, sent by the worker, each key once.

A kind is a template, `templates/emails/<kind>.txt`: its first line is the subject, the rest the text. A message in
the channel "portal" has arrived when it is queued: the person reads it under “Thư và thông báo”.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F, Q
from django.template.loader import render_to_string

from common import clock
from common.models import OutboxMessage

log = logging.getLogger(__name__)

# A worker that has taken a message and not come back after this long has died; another takes the message over.
TAKEN_FOR = dt.timedelta(minutes=10)
# Waits after the first, second … failure; after the last one the message has failed for good.
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 720, 720, 720)]
ONE_RUN = 500


def enqueue(
    *,
    key: str,
    channel: str,
    to_user: Any = None,
    to_address: str = "",
    kind: str,
    context: Mapping[str, object],
    not_before: dt.datetime | None = None,
    at: dt.datetime | None = None,
) -> bool:
    """Queue a message under `key`, once for ever; True when this call did it. Nothing is sent here.

    `channel` is mail or portal; a mail goes to `to_address`, or else to the person's own address. `context` is what
    the template reads, JSON-able.
    """
    at = at or clock.now()
    arrived = channel == "portal"
    _message, created = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel,
            "to_user": to_user,
            "to_address": to_address,
            "kind": kind,
            "context": context,
            "created_at": at,
            "not_before": not_before,
            "state": "sent" if arrived else "pending",
            "sent_at": at if arrived else None,
        },
    )
    return created


def render(kind: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject and text of a message; its links begin with `portal_url`."""
    whole = render_to_string(f"emails/{kind}.txt", {"portal_url": settings.PORTAL_URL, **context})
    subject, _line, text = whole.strip().partition("\n")
    return " ".join(subject.split()), text.strip() + "\n"


def mark_read(*, message: OutboxMessage, at: dt.datetime) -> None:
    """Write down when the person first opened a message in the portal. No audit row: it is reading, not doing."""
    OutboxMessage.objects.filter(pk=message.pk).unread().update(read_at=at)


def deliver_due(now: dt.datetime) -> dict[str, int]:
    """Send the mails that are due and count them as {"sent", "retried", "failed"}.

    Any number of workers may run this at once: a message is taken by one conditional UPDATE. A crash between sending
    and writing it down sends that one message again after ten minutes: rather twice than never. When the mail server
    does not answer at all, the rest waits for the next run.
    """
    counts = {"sent": 0, "retried": 0, "failed": 0}
    for message in due(now).select_related("to_user").order_by("created_at", "id")[:ONE_RUN]:
        if not _take(message, now):
            continue
        try:
            _send(message)
        except Exception as problem:  # noqa: BLE001 - one bad message must not hold up the others
            counts[_put_back(message, problem, now)] += 1
            if _nobody_answers(problem):
                break
        else:
            _held(message).update(state="sent", sent_at=now, next_try=None, error="")
            counts["sent"] += 1
    return counts


def due(now: dt.datetime) -> models.QuerySet[OutboxMessage]:
    """Messages to be sent: waiting ones whose time has come, and those whose worker has died."""
    return OutboxMessage.objects.filter(
        Q(state="pending") & (Q(next_try__isnull=True) | Q(next_try__lte=now))
        | Q(state="sending", next_try__lte=now),
        Q(not_before__isnull=True) | Q(not_before__lte=now),
    )


def _take(message: OutboxMessage, now: dt.datetime) -> bool:
    """Make the message ours, unless another worker was faster: the count of attempts is its version."""
    taken = OutboxMessage.objects.filter(
        pk=message.pk, state=message.state, attempts=message.attempts
    ).update(state="sending", attempts=F("attempts") + 1, next_try=now + TAKEN_FOR)
    message.attempts += 1
    return taken == 1


def _held(message: OutboxMessage) -> models.QuerySet[OutboxMessage]:
    """The message as long as it is ours."""
    return OutboxMessage.objects.filter(pk=message.pk, state="sending", attempts=message.attempts)


def _send(message: OutboxMessage) -> None:
    subject, text = render(message.kind, message.context)
    address = message.to_address or (message.to_user.email if message.to_user else "")
    EmailMessage(subject, text, to=[address], headers={"Auto-Submitted": "auto-generated"}).send()


def _nobody_answers(problem: Exception) -> bool:
    """Whether it is the server that fails, and not this one message."""
    if isinstance(problem, smtplib.SMTPException):
        return isinstance(problem, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError)
    return isinstance(problem, OSError)


def _put_back(message: OutboxMessage, problem: Exception, now: dt.datetime) -> str:
    """Write down what went wrong and when to try again; "failed" when it has been tried often enough."""
    error = f"{type(problem).__name__}: {problem}"[:1000]
    log.warning("message %s, attempt %s: %s", message.key, message.attempts, error)
    if message.attempts > len(WAITS):
        _held(message).update(state="failed", next_try=None, error=error)
        return "failed"
    _held(message).update(state="pending", next_try=now + WAITS[message.attempts - 1], error=error)
    return "retried"
