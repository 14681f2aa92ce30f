"""The words of a season: the state of a line, a submission, a period and a report, and what was done to them."""

from django.utils.translation import gettext_lazy as _

from common.vocabulary import Word, declare

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
    "waived": Word(_("Không phải báo cáo"), "circle-slash"),
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
    "add_duties": Word(_("Thêm nhiệm vụ trong kỳ"), "plus"),
    "reopen_submission": Word(_("Mở lại báo cáo"), "arrow-back"),
    "comment_line": Word(_("Trao đổi"), "chat"),
    "draft_report": Word(_("Soạn báo cáo tổng hợp"), "pencil"),
    "submit_report": Word(_("Trình báo cáo tổng hợp"), "arrow-right"),
    "return_report": Word(_("Lấy lại báo cáo tổng hợp"), "arrow-back"),
    "issue_report": Word(_("Ghi nhận ban hành"), "square-full"),
}

declare(
    state=STATE,
    submission=SUBMISSION,
    line=LINE,
    discipline=DISCIPLINE,
    period=PERIOD,
    report=REPORT,
    verb=VERB,
)
