"""One field that finds plans, tasks, indicators and agencies: it stands in the shell, and is about no app's subject."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agencies.models import Agency, User
from agencies.requests import PersonRequest
from common import clock
from common.listing import page_of
from common.querysets import SearchedQuerySet
from common.search import LONGEST, Query
from indicators.models import IndicatorVersion
from plans.in_force import InForce
from plans.models import Plan, TaskVersion
from plans.querysets import PlanQuerySet

SHOWN = 10  # of each kind, where all kinds stand on one page


@dataclass
class Section:
    """One kind of thing: what of it answers, and the rows that are shown."""

    key: str
    label: str
    noun: str
    within: SearchedQuerySet
    found: dict[int, str] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.found)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


@login_required
@require_GET
def search(request: PersonRequest) -> HttpResponse:
    """What the person may read and the words find, the best first; the address keeps words, kind and page."""
    asked = " ".join(request.GET.get("q", "").split())
    query = Query.of(asked)
    plans = Plan.objects.visible_to(request.user)
    in_force = InForce.of(plans, day=clock.today(), known_at=clock.now())
    sections = _sections(request.user, plans, in_force)
    for section in sections:
        section.found = section.within.search(query)
    only = next((section for section in sections if section.key == request.GET.get("loai")), None)
    page = page_of(request.GET, list(only.found), lambda pk: pk) if only else None
    for section in [only] if only else sections:
        _fill(section, list(page or list(section.found)[:SHOWN]), plans.issued(), in_force)
    total = sum(section.count for section in sections)
    return render(
        request,
        "portal/search.html",
        {
            "asked": asked[:LONGEST],
            "cut": LONGEST if len(asked) > LONGEST else 0,
            "query": query,
            "sections": sections,
            "only": only,
            "page": page,
            "total": total,
            "droppable": _droppable(sections, query) if query and not total else [],
            "several_provinces": len(request.user.access.at_home) > 1,
        },
    )


def _sections(user: User, plans: PlanQuerySet, in_force: InForce) -> list[Section]:
    tasks = TaskVersion.objects.visible_to(user).filter(in_force.newest(TaskVersion, "task_id"))
    indicators = IndicatorVersion.objects.visible_to(user).filter(
        in_force.newest(IndicatorVersion, "indicator_id")
    )
    return [
        Section("ke-hoach", _("Kế hoạch"), _("kế hoạch"), plans),
        Section(
            "nhiem-vu",
            _("Nhiệm vụ"),
            _("nhiệm vụ"),
            tasks.leaves().plan_by_plan(),
        ),
        Section(
            "chi-tieu",
            _("Chỉ tiêu"),
            _("chỉ tiêu"),
            indicators.leaves().plan_by_plan(),
        ),
        Section("co-quan", _("Cơ quan"), _("cơ quan"), Agency.objects.visible_to(user)),
    ]


def _fill(section: Section, ids: list[int], plans: PlanQuerySet, in_force: InForce) -> None:
    """The rows behind some ids, in their order; an agency with the tasks it answers for, plan by plan."""
    related = "province" if section.key in ("ke-hoach", "co-quan") else "plan__province"
    things = section.within.select_related(related).in_bulk(ids)
    section.rows = [{"it": things[pk], "spelling": section.found[pk]} for pk in ids]
    if section.key == "co-quan":
        duties = in_force.tasks_of(ids, plans)
        for row in section.rows:
            row["duties"] = [duty for duty in duties if duty.agency == row["it"].pk]
            row["tasks"] = sum(duty.tasks for duty in row["duties"])


def _droppable(sections: list[Section], query: Query) -> list[dict[str, Any]]:
    """The terms without which something would be found, with the words that remain and how much that is."""
    if len(query.terms) < 2:
        return []
    counts: Counter[int] = sum((section.within.lacking_one(query) for section in sections), Counter())
    return [
        {"word": query.terms[at].typed, "rest": query.without(at).text, "count": count}
        for at, count in sorted(counts.items())
    ]
