"""The pages people wait for, on the demo's largest open period, each as the role that uses it."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from agencies.models import Agency, User
from reporting.models import Period, Submission
from tests.benchmarks.harness import Result, page, web

LIMIT = 200  # ms


def cookie_of(person: User) -> str:
    """A session of this person, as the browser sends it."""
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def somebody(role: str, at: Agency | None = None) -> User:
    """A person with this role, at an agency or anywhere."""
    place = {"memberships__agency": at} if at else {}
    return User.objects.filter(memberships__role=role, **place).earliest("pk")


def largest(submissions) -> Submission:
    """The submission with the most lines."""
    counted = submissions.select_related("agency").annotate(lines=Count("task_entries"))
    return counted.order_by("-lines", "pk").first()


def measure() -> Iterator[Result]:
    period = (
        Period.objects.filter(state="open")
        .select_related("cycle__plan__focal_agency")
        .annotate(lines=Count("submissions__task_entries"))
        .latest("lines")
    )
    plan = period.cycle.plan
    submissions = Submission.objects.filter(period=period)
    filled, waiting = largest(submissions), largest(submissions.filter(state="sent"))
    reporter = somebody("reporter", filled.agency)
    officer = somebody("focal_officer", plan.focal_agency)
    cases = [
        ("my work, reporter", reverse("my_work"), reporter),
        (f"submission, {filled.lines} lines", reverse("submission", args=[filled.ref]), reporter),
        ("my work, officer", reverse("my_work"), officer),
        (f"board, {submissions.count()} agencies", reverse("board", args=[period.ref]), officer),
        (f"review, {waiting.lines} lines", reverse("review", args=[waiting.ref]), officer),
        ("plan", reverse("plan", args=[plan.ref]), officer),
        ("dashboard, leader", reverse("dashboard"), somebody("leader")),
    ]
    with web() as port:
        for name, path, person in cases:
            yield page(port, name, path, cookie_of(person), limit=LIMIT)
