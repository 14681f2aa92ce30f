"""Counting frozen duties once, so that roll-up need not count every line for every question."""

from django.db import transaction
from django.db.models import Count

from reporting.models import DutyCount, MeasureEntry, Period, Submission, TaskEntry
from reporting.states import LINE_GONE


@transaction.atomic
def count_duties(period: Period) -> None:
    """Write down how many lines each task and each agency of the period has, and whose line is a task's main one.

    Every verb that freezes or moves duties ends with this; it may run at any time, the counts follow from the entries.
    """
    DutyCount.objects.filter(period=period).delete()
    entries = TaskEntry.objects.filter(submission__period=period).exclude(line_state__in=LINE_GONE)
    mains = dict(
        entries.filter(main=True)
        .order_by("-submission__agency__position", "-submission__agency")
        .values_list("task", "submission__agency")
    )
    of_task = entries.order_by().values_list("task").annotate(lines=Count("id"))
    of_agency = dict.fromkeys(Submission.objects.of_period(period).values_list("agency", flat=True), 0)
    for kind in (TaskEntry, MeasureEntry):
        owed = kind.objects.filter(submission__period=period).exclude(line_state__in=LINE_GONE)
        lines = owed.order_by().values_list("submission__agency")
        for agency, count in lines.annotate(lines=Count("id")):
            of_agency[agency] += count
    DutyCount.objects.bulk_create(
        [
            *(
                DutyCount(period=period, task_id=task, agency_id=mains.get(task), lines=n)
                for task, n in of_task
            ),
            *(DutyCount(period=period, agency_id=agency, lines=n) for agency, n in of_agency.items()),
        ]
    )
