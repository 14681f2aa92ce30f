"""Lines that come to an agency in an open period, with what was typed for them elsewhere, and the telling of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from agencies.models import Agency, Membership, User
from common import outbox
from common.states import move, move_all
from plans.at import PlanAt
from plans.consequences import Cause
from reporting.collection.duties import Duty
from reporting.collection.new_lines import money_entries, task_entry
from reporting.models import Evidence, MoneyEntry, Period, Submission, TaskEntry, TaskFact
from reporting.states import LINE, LINE_FIELD, SENDING, SUBMISSION

# What a person types into a line, and what is kept of it.
TYPED = (
    "typed",
    "state",
    "percent",
    "completed_on",
    "result",
    "difficulty",
    "proposal",
    "not_applicable",
    "trigger_answer",
    "trigger_document",
    "reason",
    "needs_reason",
    "lacks_evidence",
    "by",
    "at",
)
Record = tuple[int, Submission | None, Submission | None]


class Receiving:
    """Gives lines to agencies in one open period. An agency that owed nothing gets its submission."""

    def __init__(self, period: Period, now: PlanAt, by: User | None, at: dt.datetime) -> None:
        self.period, self.now, self.by, self.at = period, now, by, at

    def take(self, agency: int, duties: Iterable[Duty]) -> list[TaskEntry]:
        """New lines of an agency. What it has sent already comes back to it for them, still in time."""
        submission = self._submission(agency)
        if submission.state in ("endorsed", "sent", "approved"):
            name = "withdraw_endorsement" if submission.state == "endorsed" else "add_duties"
            unread = submission.sendings.filter(outcome=None).defer("payload")
            move_all(
                unread,
                SENDING["return_lines"],
                field="outcome",
                of=submission,
                by=self.by,
                checked=False,
            )
            move(
                submission,
                SUBMISSION[name],
                by=self.by,
                province_id=self.period.plan.province_id,
                checked=False,
            )
        tasks = [duty for duty in duties if isinstance(duty.key, int)]
        facts = TaskFact.objects.filter(task__in=[duty.key for duty in tasks], agency=agency)
        last = {fact.task_id: fact for fact in facts.known_at(self.at).order_by("approved_at")}
        entries = [
            task_entry(submission, self.now.by_id[duty.key], duty, last.get(duty.key))
            for duty in tasks
            if isinstance(duty.key, int)
        ]
        kept = self._there_before(submission, entries)
        made = TaskEntry.objects.bulk_create(entry for entry in entries if entry.task_id not in kept)
        MoneyEntry.objects.bulk_create(money_entries(self.period, self.now, made))
        return [*made, *kept.values()]

    def _there_before(self, submission: Submission, entries: Sequence[TaskEntry]) -> dict[int, TaskEntry]:
        """Lines this agency once had in the period and lost: they come back as they were."""
        wanted = {entry.task_id: entry for entry in entries}
        rows = submission.task_entries.filter(task__in=wanted, line_state__in=("waived", "moved"))
        kept = {row.task_id: row for row in rows}
        for task, row in kept.items():
            row.submission = submission
            row.main, row.unassigned = wanted[task].main, wanted[task].unassigned
            TaskEntry.objects.filter(pk=row.pk).update(main=row.main, unassigned=row.unassigned)
        move_all(kept.values(), LINE["take_up"], field=LINE_FIELD, of=submission, by=self.by, checked=False)
        return kept

    def _submission(self, agency: int) -> Submission:
        first = self.period.stages.order_by("stage__position").first()
        due_at = first.due_at if first else self.at
        rows = Submission.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
        found = rows.filter(period=self.period, agency=agency).first()
        found = found or Submission.objects.create(
            period=self.period, agency=Agency.objects.get(pk=agency), due_at=due_at
        )
        found.period = self.period
        return found


def hand_over(entry: TaskEntry, taker: TaskEntry, by: User | None) -> None:
    """Let the taker's line say what was typed into the other, its papers and money with it; ready if that was."""
    TaskEntry.objects.filter(pk=taker.pk).update(**{name: getattr(entry, name) for name in TYPED})
    Evidence.objects.filter(task_entry=entry).update(task_entry=taker)
    fields = {(row.source_id, row.budget_year): row for row in taker.money.all()}
    for row in entry.money.all():
        if (here := fields.get((row.source_id, row.budget_year))) and (
            row.typed or row.cumulative is not None
        ):
            MoneyEntry.objects.filter(pk=here.pk).update(cumulative=row.cumulative, typed=row.typed)
    if entry.line_state == "clean" and taker.line_state == "open":
        move_all([taker], LINE["fill"], field=LINE_FIELD, of=taker.submission, by=by, checked=False)


def tell(period: Period, now: PlanAt, record: Iterable[Record], cause: Cause, at: dt.datetime) -> None:
    """Tell every reporter of the agencies concerned what they report on from now on, and what no more."""
    lost: dict[Submission, list[str]] = defaultdict(list)
    got: dict[Submission, list[str]] = defaultdict(list)
    for task, gone, here in record:
        found = now.by_id.get(task)
        label = f"{found.code}. {found.name[:150]}" if found else ""
        if gone is not None:
            lost[gone].append(label)
        if here is not None:
            got[here].append(label)
    for submission in {*lost, *got}:
        context = {
            "agency": submission.agency.name,
            "plan": period.cycle.plan.number,
            "period": period.label,
            "got": got.get(submission, []),
            "lost": lost.get(submission, []),
            "reason": cause.reason,
            "submission": submission.ref,
        }
        members = Membership.objects.on(at.date()).reporters_of({submission.agency_id})
        for member in members.select_related("user").order_by("id"):
            for channel in ("mail", "portal"):
                outbox.enqueue(
                    key=f"duties:{cause.kind}:{cause.id}:{at:%Y%m%d%H%M%S%f}:{submission.pk}:{member.user_id}:{channel}",
                    channel=channel,
                    to_user=member.user,
                    kind="duties_changed",
                    context=context,
                )
