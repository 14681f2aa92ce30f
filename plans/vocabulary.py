"""The words for the state of a plan and the status of a task, and for what was done to one.

Two facts, two shapes for a task: the silhouette says timeliness (circle in time, diamond overdue), the filling says
state (tick completed, half in progress, empty not started), the word says both.
"""

from django.utils.translation import gettext_lazy as _

from common.vocabulary import Word, declare

# Order of the segments in a status bar; the denominator of every share of tasks with a deadline.
WITH_DEADLINE = (
    "completed_on_time",
    "completed_late",
    "in_progress_on_time",
    "in_progress_overdue",
    "not_started_on_time",
    "not_started_overdue",
)
OUTSIDE = ("recurring", "no_deadline", "awaiting_trigger", "paused", "cancelled", "merged", "not_reported")

STATUS = {
    "completed_on_time": Word(_("Hoàn thành đúng hạn"), "circle-full", "done", fill="#0A5C46"),
    "completed_late": Word(
        _("Hoàn thành quá hạn"), "diamond-full", "done-late", fill="#B5880F", overdue=True
    ),
    "in_progress_on_time": Word(_("Đang thực hiện, trong hạn"), "circle-half", "running", fill="#4C8FD6"),
    "in_progress_overdue": Word(
        _("Đang thực hiện, quá hạn"), "diamond-half", "running-late", loud=True, fill="#A83A08", overdue=True
    ),
    "not_started_on_time": Word(_("Chưa thực hiện, trong hạn"), "circle-empty", fill="#8792A0"),
    "not_started_overdue": Word(
        _("Chưa thực hiện, quá hạn"), "diamond-empty", "idle-late", loud=True, fill="#7E0E24", overdue=True
    ),
    "recurring": Word(_("Thường xuyên"), "arrows-ring", "recurring"),
    "no_deadline": Word(_("Chưa có thời hạn"), "circle-dashed"),
    "awaiting_trigger": Word(_("Chờ điều kiện"), "hourglass"),
    "paused": Word(_("Tạm dừng"), "bars"),
    "cancelled": Word(_("Đã hủy"), "circle-slash"),
    "merged": Word(_("Lồng ghép"), "arrows-meet"),
    "not_reported": Word(_("Chưa có báo cáo"), "sheet-empty"),
}

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
    "record_change": Word(_("Ghi nhận thay đổi"), "pencil"),
    "take_back_change": Word(_("Lấy lại ghi nhận thay đổi"), "arrow-back"),
    "correct_budget": Word(_("Sửa lỗi in ở kinh phí"), "pencil"),
}

declare(plan=PLAN, status=STATUS, verb=VERB)
