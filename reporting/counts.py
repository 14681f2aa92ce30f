"""What is counted of a row as it is read, each as a subquery: joins would multiply one count by another."""

from django.apps import apps
from django.db.models import Count, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce


def submissions(**where: object) -> Coalesce:
    """The number of a period's submissions: counted for the rows that are read, not for all that are sorted."""
    rows = apps.get_model("reporting", "Submission").objects.filter(period=OuterRef("pk"), **where).order_by()
    return Coalesce(Subquery(rows.values("period").annotate(n=Count("pk")).values("n")), 0)


def lines(*states: str) -> Combinable:
    """The lines of a submission in these states: two subqueries, as joins would multiply tasks by measures."""
    return _count("TaskEntry", line_state__in=states) + _count("MeasureEntry", line_state__in=states)


def returns() -> Combinable:
    """How often a submission went back to its agency."""
    sendings = apps.get_model("reporting", "Sending").objects.filter(submission=OuterRef("pk")).order_by()
    back = sendings.filter(outcome__in=("returned_lines", "returned_whole")).values("submission")
    return Coalesce(Subquery(back.annotate(n=Count("pk")).values("n")), 0)


def last_returned() -> Subquery:
    """When a line of a submission, or all of it, was returned or reopened last."""
    actions = apps.get_model("reporting", "ReviewAction").objects.filter(submission=OuterRef("pk"))
    return Subquery(actions.filter(action__in=("return", "reopen")).order_by("-at").values("at")[:1])


def _count(lines: str, **where: object) -> Coalesce:
    """The number of task or measure lines of a submission."""
    rows = apps.get_model("reporting", lines).objects.filter(submission=OuterRef("pk"), **where).order_by()
    return Coalesce(Subquery(rows.values("submission").annotate(n=Count("pk")).values("n")), 0)
