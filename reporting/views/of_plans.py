"""What this app adds to the pages of a plan: how it stands in its newest period, what was approved, what may be done.

`plans.season` asks here; who may see a period decides what is told.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from agencies.models import User
from agencies.requests import PersonRequest
from common import clock
from common.listing import page_of
from plans import rules as plan_rules
from plans.at import plan_at, version_on
from plans.models import Plan
from plans.season import Place
from reporting import rules
from reporting.models import Cycle, Period, Submission, TaskFact
from reporting.rollup import task_money, task_parts
from reporting.rollup.money import money_table, table_of_years
from reporting.rollup.payload import MoneyFigure, SourceRef
from reporting.rollup.standing import PlanStanding, standings_of
from reporting.rollup.summaries import Kept, summaries_of, summary_of_plan
from reporting.views.rule_labels import printed_label, sender_label


def standings(user: User, plans: Iterable[Plan]) -> Mapping[int, tuple[Period, PlanStanding]]:
    """The newest period of each plan that the person may see, with its figures, by the plan's id; newest first."""
    wanted = Plan.objects.visible_to(user).filter(pk__in=[plan.pk for plan in plans])
    kept = summaries_of(wanted, clock.now())
    return {one.plan: (one.period, standing) for one, standing in zip(kept, standings_of(kept), strict=True)}


class PlanSeason:
    """The season of one plan as the person of a request may see it; each thing is asked for once."""

    def __init__(self, request: PersonRequest, plan: Plan) -> None:
        self._request, self._plan, self._user = request, plan, request.user

    @cached_property
    def _kept(self) -> Kept | None:
        kept = summary_of_plan(self._plan.pk, clock.now())
        return kept if self._plan.province_id in self._user.access.at_home else None

    @property
    def period(self) -> Period | None:
        return self._kept.period if self._kept else None

    @cached_property
    def standing(self) -> PlanStanding | None:
        return standings_of([self._kept])[0] if self._kept else None

    @cached_property
    def _periods(self) -> list[Period]:
        return list(Period.objects.visible_to(self._user).of_plan(self._plan).newest_first())

    @cached_property
    def _cycles(self) -> list[Cycle]:
        rows = Cycle.objects.visible_to(self._user).filter(plan=self._plan)
        return list(rows.prefetch_related("stages__to_agency", "stages__via_agency").order_by("id"))

    def on_record(self) -> Mapping[str, list[int]]:
        """The plan's rules and periods."""
        return {
            "reporting.cycle": [row.pk for row in self._cycles],
            "reporting.period": [row.pk for row in self._periods],
        }

    def parts(self, place: Place, task: int | None = None) -> list[SafeString]:
        """What this app says at a place of the plan's pages."""
        templates: dict[Place, tuple[str, Callable[[], dict[str, object]]]] = {
            "actions": ("reporting/_plan_actions.html", dict),
            "unopened": ("reporting/_plan_unopened.html", dict),
            "money": ("reporting/_plan_money.html", self._money),
            "history": ("reporting/_plan_periods.html", self._history),
            "task": ("reporting/_task_approved.html", lambda: self._task(task)),
        }
        template, told = templates[place]
        said = {"plan": self._plan, "period": self.period, **self._may, **told()}
        return [render_to_string(template, said, request=self._request)]

    @cached_property
    def _may(self) -> dict[str, bool]:
        exports = self.period is not None and rules.exports_the_period(self._user, self.period)
        return {"runs_it": plan_rules.runs_the_plan(self._user, self._plan), "may_export": exports}

    def _money(self) -> dict[str, object]:
        standing = self.standing
        return {"table": table_of_years(standing.summary.money) if standing else money_table(self._planned())}

    def _planned(self) -> list[MoneyFigure]:
        """What the plan prints, before its first period."""
        now = clock.now()
        at = plan_at(version_on(self._plan, now.date()), day=now.date(), known_at=now)
        groups = {task.id for task in at.tasks if task.is_group}
        return [
            MoneyFigure(
                line.task,
                SourceRef(line.source_code, line.source_name, line.source_position),
                line.year,
                line.amount,
                None,
                None,
            )
            for line in at.budget
            if line.stage == "planned" and line.task not in groups
        ]

    def _history(self) -> dict[str, object]:
        told = [
            (
                row,
                [
                    (sender_label(stage), stage, printed_label(row.frequency, stage))
                    for stage in row.stages.all()
                ],
            )
            for row in self._cycles
        ]
        return {"periods": self._periods, "cycles": told}

    def _task(self, task: int | None) -> dict[str, object]:
        facts = TaskFact.objects.filter(task=task, superseded_at__isnull=True).exclude(period=self.period)
        history = facts.select_related("period__cycle__plan", "agency").order_by(
            "-period__to_on", "agency__position", "id"
        )
        awaiting = Submission.objects.visible_to(self._user).filter(
            period=self.period, state="sent", task_entries__task=task
        )
        period, now = self.period if task else None, clock.now()
        return {
            "task": task,
            "parts": task_parts(period, task, known_at=now) if period and task else [],
            "money": task_money(period, task, day=now.date(), known_at=now) if period and task else [],
            "page": page_of(self._request.GET, history, lambda fact: fact),
            "awaiting": awaiting.order_by("agency__position") if self.period else [],
        }


season_of = PlanSeason
