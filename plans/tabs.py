"""The tabs of a plan's pages; an app above adds the pages of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.at import Reading
from plans.models import TaskVersion


@dataclass(frozen=True)
class Tab:
    """A page of a plan: `count` says how much stands there, None for what is not counted."""

    place: int
    key: str
    url_name: str
    label: str | Promise
    count: Callable[[int, Reading], int] | None = None


@dataclass(frozen=True)
class Shown:
    """A tab as the page shows it."""

    key: str
    url_name: str
    label: str
    count: int | None


def _tasks(plan: int, read: Reading) -> int:
    return TaskVersion.objects.filter(read.stated(TaskVersion), plan=plan).leaves().count()


TABS = [
    Tab(1, "tasks", "plan", _("Nhiệm vụ"), _tasks),
    Tab(3, "money", "plan_money", _("Kinh phí")),
    Tab(4, "history", "plan_history", _("Kỳ báo cáo, nhật ký")),
]


def register(tab: Tab) -> None:
    """Add a tab; adding it again changes nothing."""
    if tab not in TABS:
        TABS.append(tab)
        TABS.sort(key=lambda one: one.place)


def tabs(plan: int, read: Reading) -> list[Shown]:
    """The tabs of a plan (its id), counted by what counts at `read`. A query for each count."""
    return [
        Shown(tab.key, tab.url_name, str(tab.label), tab.count(plan, read) if tab.count else None)
        for tab in TABS
    ]
