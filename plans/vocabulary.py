"""The words for the state of a plan, and for what was done to one."""

from django.utils.translation import gettext_lazy as _

from common.vocabulary import Word, declare

PLAN = {
    "draft": Word(_("Dự thảo"), "pencil", "running"),
    "in_force": Word(_("Đang hiệu lực"), "circle-half", "running"),
    "ended": Word(_("Đã kết thúc"), "circle-full", "done"),
    "replaced": Word(_("Đã được thay thế"), "arrows-ring"),
    "cancelled": Word(_("Đã bãi bỏ"), "circle-slash"),
}

VERB = {
    "load_funding_sources": Word(_("Nạp danh mục nguồn vốn"), "sheet"),
    "enter_task": Word(_("Thêm nhiệm vụ"), "plus"),
    "correct_task": Word(_("Sửa lỗi in ở nhiệm vụ"), "pencil"),
    "enter_budget": Word(_("Thêm kinh phí"), "plus"),
    "correct_budget": Word(_("Sửa lỗi in ở kinh phí"), "pencil"),
}

declare(plan=PLAN, verb=VERB)
