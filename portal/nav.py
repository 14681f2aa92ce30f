"""The main menu: which page, under which words, for whom. A page that does not exist yet is left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


def anyone(user: Any) -> bool:
    """Everybody who is signed in."""
    return True


def holds(*roles: str) -> Callable[[Any], bool]:
    """Everybody who holds one of `roles` somewhere."""
    return lambda user: user.access.has(*roles)


@dataclass(frozen=True)
class Item:
    """One entry of the menu; pages under `also` belong to it too."""

    url_name: str
    label: Any
    shown_to: Callable[[Any], bool] = anyone
    also: tuple[str, ...] = ()


ITEMS = [
    Item("my_work", _("Việc của tôi")),
    Item("dashboard", _("Toàn tỉnh"), holds("leader", "focal_officer", "focal_leader")),
    Item(
        "boards",
        _("Thu báo cáo"),
        holds("focal_officer", "focal_leader", "leader"),
        also=("/tham-dinh/", "/bao-cao/"),
    ),
    Item("submissions", _("Báo cáo của cơ quan"), holds("reporter", "approver")),
    Item("plans", _("Kế hoạch")),
    Item("indicators", _("Chỉ tiêu")),
    Item("province_reports", _("Báo cáo tổng hợp"), also=("/xuat/",)),
    Item("imports", _("Nhập phụ lục"), holds("focal_officer", "focal_leader")),
    Item("admin:index", _("Quản trị"), holds("administrator")),
    Item("inbox", _("Thư")),
    Item("mail_folder", _("Thư (bản dùng thử)")),
]


def menu(user: Any, path: str) -> list[dict]:
    """The entries this person sees, as {label, url, current}.

    Current is the one whose address begins `path` with most letters; of two, the last. What begins like every address
    is the home page's alone.
    """
    entries = []
    longest, current = 0, None
    home = reverse("my_work")
    for item in ITEMS:
        if not item.shown_to(user):
            continue
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        entries.append({"label": item.label, "url": url, "current": False})
        for begin in (url, *item.also):
            inside = path == begin or (begin != home and path.startswith(begin.rstrip("/") + "/"))
            if inside and len(begin) >= longest:
                longest, current = len(begin), entries[-1]
    if current:
        current["current"] = True
    return entries
