"""The pages that show figures, read as the people who may see them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from agencies.models import User
from common.listing import Listed
from plans.models import Plan
from reporting.models import Period
from tests.listing import lead_and_table
from tests.reporting.same_figure import rows
from tests.reporting.same_figure.pages import Shown, figures_on
from tests.reporting.same_figure.recompute import Figures
from tests.reporting.same_figure.rows import Asked


@dataclass(frozen=True)
class Page:
    """A page as it was read; `unit` is that of its money in đồng, `needed` are the keys it has to show."""

    name: str
    shown: tuple[Shown, ...]
    unit: int
    needed: frozenset[str]
    html: str

    @property
    def missing(self) -> set[str]:
        return set(self.needed) - {key for shown in self.shown for key in shown.key.split(";")}


class Site:
    """The portal as somebody reads it who holds one of these roles."""

    def __init__(self, **where: object) -> None:
        people = User.objects.filter(
            memberships__role__in=("leader", "focal_leader"),
            **{f"memberships__agency__{name}": value for name, value in where.items()},
        )
        self.client = Client()
        self.client.force_login(people.earliest("id"))

    def read(self, name: str, needed: Iterable[str], *where: object, unit: int = 10**6) -> Page:
        """A page, or where it is a list all its pages."""
        html: list[str] = []
        number = pages = 1
        while number <= pages:
            answer = self.client.get(reverse(name, args=where), {"trang": number} if number > 1 else {})
            assert answer.status_code == 200, (name, where, answer.status_code)
            html.append(answer.content.decode())
            page = answer.context.get("page")
            number, pages = number + 1, page.pages if isinstance(page, Listed) else 1
        title = f"{name} {' '.join(map(str, where))}".strip()
        shown = [figure for page_html in html for figure in figures_on(page_html)]
        return Page(title, tuple(shown), unit, frozenset(needed), "".join(html))

    def file(self, name: str) -> list[dict]:
        """The rows of a list's workbook, by their heads."""
        return lead_and_table(self.client.get(reverse(name), {"tep": "xlsx"}))[1]


def pages_of_plan(site: Site, asked: Asked, figures: Figures) -> Iterator[Page]:
    """The plan, its money, its indicators, and every task of it."""
    plan: Plan = asked.period.cycle.plan
    nodes = rows.tree(asked)
    leaves = [node for node in nodes if node.kind == "task"]
    groups = [node.task_id for node in nodes if node.kind == "group"]
    needed = {f"task.{node.task_id}.{name}" for node in leaves for name in ("status", "percent")}
    needed |= {f"group.{task}.{name}" for task in groups for name in ("total", "counted")}
    needed |= {key for key, figure in figures.items() if key.startswith("counts.") and _timed(key) and figure}
    with_money = figures.get("money.planned") is not None
    if with_money:
        needed |= {
            key
            for key in figures
            if key.endswith("money.planned") and key.startswith(("task", "group")) and ".None." not in key
        }
        needed |= {"money.planned"}
    yield site.read("plan", needed | {"total"} if with_money else needed, plan.ref)
    money = {key for key in figures if key.startswith("money.") and key.endswith((".planned", ".disbursed"))}
    yield site.read("plan_money", money, plan.ref)
    targets = {key for key in figures if key.startswith("target.") and key.endswith((".value", ".verdict"))}
    yield site.read("plan_indicators", targets, plan.ref)
    for node in leaves:
        key = f"task.{node.task_id}"
        needed = {f"{key}.status"} | {part for part in figures if part.startswith(f"{key}.part.")}
        if figures[f"{key}.percent"] is not None:
            needed.add(f"{key}.percent")
        needed |= _spent(figures, key)
        yield site.read("task", needed, plan.ref, node.code)


def _spent(figures: Figures, key: str) -> set[str]:
    """What a task's page has to say of disbursement: by year and source, once anything has been reported."""
    grain = [name for name in figures if name.startswith(f"{key}.money.") and name.count(".") == 5]
    said = {name for name in grain if name.endswith((".disbursed", ".apart"))}
    return said if any(figures[name] is not None for name in said) else set()


def board_of(period: Period, figures: Figures) -> Page:
    """The period's board, as its focal agency reads it: every agency, and the counts of what has to be done."""
    site = Site(pk=period.plan.focal_agency_id)
    needed = {key for key in figures if key.startswith("agency.") and key.endswith(".board")}
    needed |= {key for key in figures if key.startswith("discipline.board.")}
    return site.read("board", needed, period.ref)


def dashboard_of(site: Site, figures: Figures) -> Page:
    """The province at a glance; `figures` are those of the province."""
    needed = {key for key in figures if key.startswith("province.") and not key.endswith(".targets")}
    if figures["province.money.disbursed"] is None:
        needed -= {"province.money.planned", "province.money.share"}
    if not figures["province.money.planned"]:
        needed -= {"province.money.disbursed"}
    needed |= {
        key
        for key, figure in figures.items()
        if key.startswith("plan.") and ".counts." in key and figure and _timed(key)
    }
    needed |= {
        key for key in figures if key.startswith("plan.") and ".money" in key and _whole_or_source(key)
    }
    return site.read("dashboard", needed, unit=10**9)


def lists_of(site: Site, figures: Figures) -> Iterator[Page]:
    """The lists behind the dashboard: every task, every indicator."""
    tasks = {
        key
        for key in figures
        if key.startswith("task.") and key.count(".") == 2 and key.endswith((".status", ".percent"))
    }
    yield site.read("province_tasks", tasks)
    targets = {key for key in figures if key.startswith("target.") and key.endswith((".value", ".verdict"))}
    yield site.read("indicators", targets)
    yield site.read("obstacles", ())
    yield site.read("plans", ())


def _timed(key: str) -> bool:
    return key.endswith(("_on_time", "_late", "_overdue"))


def _whole_or_source(key: str) -> bool:
    money = key.partition(".money")[2].split(".")
    return money[-1] in ("planned", "disbursed") and (len(money) == 2 or money[1] == "source")
