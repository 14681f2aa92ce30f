"""What was done, in the order the season runs: collection, review, consolidation."""

from reporting.models.collection import (
    Cycle,
    CycleReporter,
    CycleStage,
    Evidence,
    MeasureEntry,
    MoneyEntry,
    Period,
    PeriodStage,
    ReminderRule,
    Sending,
    Submission,
    TaskEntry,
)
from reporting.models.consolidation import ProvinceReport, ReportFile
from reporting.models.duties import DutyChange
from reporting.models.review import MoneyFact, ReviewAction, TaskFact
from reporting.models.rollup import DutyCount, PlanSummary, RollupCache, TargetSummary, TaskSummary

__all__ = [
    "Cycle",
    "CycleReporter",
    "CycleStage",
    "DutyChange",
    "DutyCount",
    "Evidence",
    "MeasureEntry",
    "MoneyEntry",
    "MoneyFact",
    "Period",
    "PeriodStage",
    "PlanSummary",
    "ProvinceReport",
    "ReminderRule",
    "ReportFile",
    "ReviewAction",
    "RollupCache",
    "Sending",
    "Submission",
    "TargetSummary",
    "TaskEntry",
    "TaskFact",
    "TaskSummary",
]
