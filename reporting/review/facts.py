"""What approval makes of a sending: facts of task lines with their money (VND), observations of measure lines.

Everything said comes from the sending's copy; the entry only says which duty it is. Append-only.
"""

import datetime as dt

from agencies.models import User
from indicators.services import add_observation
from plans.models import FundingSource
from reporting.collection.sent_copy import SentMeasure, SentTask
from reporting.models import MeasureEntry, MoneyFact, Sending, Submission, TaskEntry, TaskFact


def fact_state(said: TaskEntry | SentTask) -> str:
    """The state a fact takes from a settled line."""
    if said.not_applicable:
        return "not_applicable"
    if said.trigger_answer == "no":
        return "awaiting_trigger"
    return said.state


def write_facts(
    submission: Submission, sending: Sending, lines: list[tuple[TaskEntry, SentTask]], at: dt.datetime
) -> None:
    """One fact per duty of what was said of it, in the order of task ids; those they replace are superseded `at`."""
    TaskFact.objects.filter(
        period=submission.period_id,
        agency=submission.agency_id,
        task__in=[entry.task_id for entry, _said in lines],
        superseded_at__isnull=True,
    ).update(superseded_at=at)
    facts = TaskFact.objects.bulk_create(_fact(submission, sending, entry, said, at) for entry, said in lines)
    sources = _sources_of(submission, [said for _entry, said in lines])
    MoneyFact.objects.bulk_create(
        MoneyFact(
            period_id=fact.period_id,
            fact=fact,
            source_id=money.source_id or sources[money.source],
            budget_year=money.year,
            cumulative=money.cumulative,
        )
        for fact, (_entry, said) in zip(facts, lines, strict=True)
        if fact.state not in ("not_applicable", "awaiting_trigger")
        for money in said.money
    )


def _fact(
    submission: Submission, sending: Sending, entry: TaskEntry, said: SentTask, at: dt.datetime
) -> TaskFact:
    state = fact_state(said)
    worded = state in ("not_started", "in_progress", "completed")
    return TaskFact(
        period_id=submission.period_id,
        task_id=entry.task_id,
        task_version_id=entry.task_version_id,
        agency_id=submission.agency_id,
        sending=sending,
        main=entry.main,
        state=state,
        percent=(said.percent or 0) if worded else None,
        completed_on=said.completed_on if state == "completed" else None,
        result=said.result,
        difficulty=said.difficulty,
        proposal=said.proposal,
        reason=said.reason,
        approved_at=at,
    )


def _sources_of(submission: Submission, lines: list[SentTask]) -> dict[str, int]:
    """The province's funding sources by code, for copies that kept the code alone."""
    codes = {money.source for said in lines for money in said.money if not money.source_id}
    if not codes:
        return {}
    of_province = FundingSource.objects.filter(province=submission.period.plan.province_id, code__in=codes)
    return dict(of_province.values_list("code", "id"))


def write_observation(
    submission: Submission, entry: MeasureEntry, said: SentMeasure, by: User, at: dt.datetime
) -> None:
    """The main follower's value becomes the measure's observation for every plan that shares it."""
    valued = said.value is not None or bool(said.verdict.strip())
    if not entry.main or not valued or said.answer in ("not_yet_published", "not_applicable"):
        return
    observation = add_observation(
        measure=entry.measure,
        scope=entry.scope,
        from_on=entry.from_on,
        to_on=entry.to_on,
        basis=said.basis,
        value=said.value,
        numerator=said.numerator,
        denominator=said.denominator,
        verdict=said.verdict,
        source_text=submission.agency.name,
        by=by,
        at=at,
    )
    MeasureEntry.objects.filter(pk=entry.pk).update(observation=observation)
