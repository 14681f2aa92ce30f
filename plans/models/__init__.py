"""What was promised: plans, their tasks, who answers for them, what they cost, and the figures printed beside."""

from plans.models.money import BudgetLine, FundingSource, StatedFigure
from plans.models.plan import Plan, PlanKind, PlanStamp, PlanVersion
from plans.models.task import Assignment, AssignmentRole, EventKind, Task, TaskEvent, TaskVersion

__all__ = [
    "Assignment",
    "AssignmentRole",
    "BudgetLine",
    "EventKind",
    "FundingSource",
    "Plan",
    "PlanKind",
    "PlanStamp",
    "PlanVersion",
    "StatedFigure",
    "Task",
    "TaskEvent",
    "TaskVersion",
]
