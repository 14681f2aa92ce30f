"""The main menu: which page, under which words, for whom. A page that does not exist yet is left out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.rules import administers, somewhere
from common.words import Words
from plans.rules import imports_plans
from reporting.rules import reports_in_the_province, sees_the_dashboard


@dataclass(frozen=True)
class Item:
    """One entry of the menu: shown where its rule holds for a province of the person's, without one to everybody who
    is signed in. Pages under `also` belong to it too."""

    url_name: str
    label: Words
    rule: Callable[[User, int], bool] | None = None
    also: tuple[str, ...] = ()


ITEMS = [
    Item("my_work", _("Việc của tôi"), also=("/cho-tham-dinh/", "/qua-han-gui/")),
    Item("dashboard", _("Toàn tỉnh"), sees_the_dashboard),
    Item(
        "boards",
        _("Thu báo cáo"),
        sees_the_dashboard,
        also=("/tham-dinh/", "/bao-cao/"),
    ),
    Item("submissions", _("Báo cáo của cơ quan"), reports_in_the_province),
    Item("plans", _("Kế hoạch")),
    Item("indicators", _("Chỉ tiêu")),
    Item("province_reports", _("Báo cáo tổng hợp"), also=("/xuat/",)),
    Item("imports", _("Nhập phụ lục"), imports_plans),
    Item("admin:index", _("Quản trị"), administers),
    Item("inbox", _("Thư")),
    Item("mail_folder", _("Thư (bản dùng thử)")),
]


@dataclass(frozen=True)
class Entry:
    """What the menu shows of an item; `current` where the person is."""

    label: Words
    url: str
    current: bool = False


def menu(user: User, path: str) -> list[Entry]:
    """The entries this person sees.

    Current is the one whose address begins `path` with most letters; of two, the last. What begins like every address
    is the home page's alone.
    """
    entries: list[Entry] = []
    longest, current = 0, ""
    home = reverse("my_work")
    for item in ITEMS:
        if item.rule is not None and not somewhere(item.rule, user):
            continue
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        entries.append(Entry(item.label, url))
        for begin in (url, *item.also):
            inside = path == begin or (begin != home and path.startswith(begin.rstrip("/") + "/"))
            if inside and len(begin) >= longest:
                longest, current = len(begin), url
    return [replace(entry, current=entry.url == current) for entry in entries]
