"""Plans as no verb leaves them."""

from django.db.models import Exists, F, OuterRef, Q

from common.oddities import Oddity, unknown_codes
from plans.models import BudgetLine, Plan, Task, TaskVersion


def oddities() -> list[Oddity]:
    """Those of plans, their tasks and their money."""
    above = TaskVersion.objects.current().filter(task=OuterRef("parent"))
    return [
        *unknown_codes("plans"),
        Oddity("a plan has no version", lambda: Plan.objects.filter(versions__isnull=True)),
        Oddity("a task has no text", lambda: Task.objects.filter(versions__isnull=True)),
        Oddity("a task has no code", lambda: TaskVersion.objects.filter(code="")),
        Oddity(
            "a task stands under one of another plan",
            lambda: TaskVersion.objects.exclude(parent=None).exclude(parent__plan=F("plan")),
        ),
        Oddity(
            "a task stands under one that is not there, or not before it",
            lambda: (
                TaskVersion.objects.current()
                .exclude(parent=None)
                .filter(~Exists(above.filter(position__lt=OuterRef("position"))))
            ),
        ),
        Oddity(
            "money of a plan stands at a task of another, or comes from another province",
            lambda: BudgetLine.objects.filter(
                (Q(task__isnull=False) & ~Q(task__plan=F("plan"))) | ~Q(source__province=F("plan__province"))
            ),
        ),
    ]
