"""The words of a season: the status of a task, the state of a submission, its lines, a period and a report.

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
OUTSIDE = ("recurring", "no_deadline", "awaiting_trigger", "paused", "cancelled", "not_reported")

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
    "not_reported": Word(_("Chưa có báo cáo"), "sheet-empty"),
}

STATE = {
    "not_started": Word(_("Chưa thực hiện"), "circle-empty", "ink"),
    "in_progress": Word(_("Đang thực hiện"), "circle-half", "ink"),
    "completed": Word(_("Hoàn thành"), "circle-full", "ink"),
    "not_applicable": Word(_("Không áp dụng"), "circle-slash"),
    "awaiting_trigger": Word(_("Chờ điều kiện"), "hourglass"),
}

SUBMISSION = {
    "unopened": Word(_("Chưa mở"), "square-dashed"),
    "draft": Word(_("Đang soạn"), "pencil", "running"),
    "endorsed": Word(_("Lãnh đạo đã xác nhận"), "checks", "running"),
    "sent": Word(_("Đã gửi, chờ thẩm định"), "arrow-right", "running"),
    "returned": Word(_("Bị trả lại"), "arrow-back", "running-late", loud=True),
    "approved": Word(_("Đã duyệt"), "square-full", "done"),
    "overdue": Word(_("Quá hạn gửi"), "diamond-empty", "idle-late", loud=True),
}

LINE = {
    "unopened": Word(_("Chưa mở"), "square-dashed"),
    "open": Word(_("Đang điền"), "pencil", "running"),
    "clean": Word(_("Đã xong"), "check", "done"),
    "returned": Word(_("Bị trả lại"), "arrow-back", "running-late", loud=True),
    "approved": Word(_("Đã duyệt"), "square-full", "done"),
    "moved": Word(_("Đã chuyển cơ quan khác"), "arrow-right"),
}

# Timeliness of one past season in the four marks of discipline.
DISCIPLINE = {
    "in_time": Word(_("Gửi đúng hạn"), "circle-full", "done"),
    "late": Word(_("Gửi quá hạn"), "diamond-full", "done-late"),
    "missing": Word(_("Không gửi"), "diamond-empty", "idle-late", loud=True),
}

PERIOD = {
    "open": Word(_("Đang mở"), "circle-half", "running"),
    "closed": Word(_("Đã đóng"), "lock"),
}

REPORT = {
    "drafting": Word(_("Đang soạn"), "pencil", "running"),
    "submitted": Word(_("Đã trình"), "arrow-right", "running"),
    "returned": Word(_("Bị trả lại"), "arrow-back", "running-late", loud=True),
    "issued": Word(_("Đã ban hành"), "square-full", "done"),
}

VERB = {
    "adopt_plan": Word(_("Đưa kế hoạch vào theo dõi"), "sheet"),
    "set_cycle": Word(_("Đặt chế độ báo cáo"), "clock"),
    "open_period": Word(_("Mở kỳ báo cáo"), "circle-half"),
    "close_period": Word(_("Đóng kỳ báo cáo"), "lock"),
    "send_reminders": Word(_("Nhắc hạn theo lịch"), "bell"),
    "remind_now": Word(_("Nhắc ngay"), "bell"),
    "endorse_submission": Word(_("Xác nhận báo cáo"), "checks"),
    "withdraw_endorsement": Word(_("Bỏ xác nhận"), "arrow-back"),
    "send_submission": Word(_("Gửi báo cáo"), "arrow-right"),
    "approve_lines": Word(_("Duyệt dòng"), "check"),
    "approve_submission": Word(_("Duyệt báo cáo"), "square-full"),
    "return_line": Word(_("Trả lại dòng"), "arrow-back"),
    "return_lines": Word(_("Trả các dòng về cơ quan"), "arrow-back"),
    "return_submission": Word(_("Trả lại báo cáo"), "arrow-back"),
    "reopen_submission": Word(_("Mở lại báo cáo"), "arrow-back"),
    "comment_line": Word(_("Trao đổi"), "chat"),
    "draft_report": Word(_("Soạn báo cáo tổng hợp"), "pencil"),
    "submit_report": Word(_("Trình báo cáo tổng hợp"), "arrow-right"),
    "return_report": Word(_("Lấy lại báo cáo tổng hợp"), "arrow-back"),
    "issue_report": Word(_("Ghi nhận ban hành"), "square-full"),
}

declare(
    status=STATUS,
    state=STATE,
    submission=SUBMISSION,
    line=LINE,
    discipline=DISCIPLINE,
    period=PERIOD,
    report=REPORT,
    verb=VERB,
)
