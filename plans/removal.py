"""Taking an imported plan out again, each part by the room that has put it in."""

from plans.models import Assignment, BudgetLine, Plan, PlanVersion, StatedFigure, Task, TaskVersion


def remove_tasks(plan: Plan) -> None:
    """Remove a plan's tree with its assignments and money."""
    BudgetLine.objects.filter(plan=plan).delete()
    Assignment.objects.filter(task__plan=plan).delete()
    TaskVersion.objects.filter(plan=plan).delete()
    Task.objects.filter(plan=plan).delete()


def remove_head(plan: Plan) -> None:
    """Remove a plan whose parts are gone."""
    StatedFigure.objects.filter(version__plan=plan).delete()
    PlanVersion.objects.filter(plan=plan).delete()
    plan.delete()
