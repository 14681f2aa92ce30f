"""The official word, icon and tone of every state a person can meet, said once for screens and papers.

Two facts, two shapes for a task: the silhouette says timeliness (circle in time, diamond overdue), the filling says
state (tick completed, half in progress, empty not started), the word says both. `loud` words are coloured because
somebody has to act; all others keep the ink of the text. `fill` is the colour in charts.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Word(NamedTuple):
    text: str | Promise
    icon: str
    tone: str = "idle"
    loud: bool = False
    fill: str = ""
    overdue: bool = False


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

VERDICT = {
    "met": Word(_("Đạt"), "circle-full", "done"),
    "on_track": Word(_("Đúng tiến độ"), "ring-up", "running"),
    "at_risk": Word(_("Có nguy cơ"), "triangle", "done-late"),
    "off_track": Word(_("Chậm tiến độ"), "diamond-down", "running-late", loud=True),
    "not_met": Word(_("Không đạt, quá mốc"), "octagon", "idle-late", loud=True),
    "no_baseline": Word(_("Chưa có số gốc"), "circle-dashed"),
    "no_value": Word(_("Chưa có số đo"), "sheet-empty"),
    "judgement": Word(_("Định tính, theo đánh giá"), "scales"),
}

# Timeliness of one past season in the four marks of discipline.
DISCIPLINE = {
    "in_time": Word(_("Gửi đúng hạn"), "circle-full", "done"),
    "late": Word(_("Gửi quá hạn"), "diamond-full", "done-late"),
    "missing": Word(_("Không gửi"), "diamond-empty", "idle-late", loud=True),
}

# What a check found on a row.
CHECK = {
    "ok": Word(_("Khớp"), "circle-full", "done"),
    "note": Word(_("Ghi nhận"), "info", "accent"),
    "warning": Word(_("Cần xem"), "triangle", "done-late"),
    "error": Word(_("Phải quyết định"), "octagon", "idle-late", loud=True),
    "skipped": Word(_("Bỏ qua"), "square-dashed"),
}

PLAN = {
    "draft": Word(_("Dự thảo"), "pencil", "running"),
    "in_force": Word(_("Đang hiệu lực"), "circle-half", "running"),
    "ended": Word(_("Đã kết thúc"), "circle-full", "done"),
    "replaced": Word(_("Đã được thay thế"), "arrows-ring"),
    "cancelled": Word(_("Đã bãi bỏ"), "circle-slash"),
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

JOB = {
    "queued": Word(_("Đang chờ"), "hourglass"),
    "running": Word(_("Đang làm"), "saving", "running"),
    "done": Word(_("Đã xong"), "check", "done"),
    "failed": Word(_("Không làm được"), "octagon", "idle-late", loud=True),
}

DRAFT = {
    "parsing": Word(_("Đang đọc tệp"), "saving", "running"),
    "ready": Word(_("Chờ xác nhận"), "pencil", "running"),
    "confirmed": Word(_("Đã nhập"), "square-full", "done"),
    "failed": Word(_("Không đọc được"), "octagon", "idle-late", loud=True),
    "discarded": Word(_("Đã bỏ"), "circle-slash"),
}

# What a person did, as the record of a plan says it: every verb that writes an audit row.
VERB = {
    "load_reference": Word(_("Nạp danh mục"), "sheet"),
    "load_funding_sources": Word(_("Nạp danh mục nguồn vốn"), "sheet"),
    "create_agency": Word(_("Thêm cơ quan"), "plus"),
    "change_agency": Word(_("Sửa cơ quan"), "pencil"),
    "create_group": Word(_("Thêm nhóm cơ quan"), "plus"),
    "change_group": Word(_("Sửa nhóm cơ quan"), "pencil"),
    "create_group_member": Word(_("Thêm thành viên nhóm"), "plus"),
    "change_group_member": Word(_("Sửa thành viên nhóm"), "pencil"),
    "create_person": Word(_("Thêm người dùng"), "plus"),
    "change_person": Word(_("Sửa người dùng"), "pencil"),
    "create_membership": Word(_("Giao vai trò"), "plus"),
    "change_membership": Word(_("Sửa vai trò"), "pencil"),
    "create_agency_name": Word(_("Thêm cách viết tên cơ quan"), "plus"),
    "change_agency_name": Word(_("Sửa cách viết tên cơ quan"), "pencil"),
    "create_calendar_day": Word(_("Thêm ngày nghỉ, làm bù"), "plus"),
    "change_calendar_day": Word(_("Sửa ngày nghỉ, làm bù"), "pencil"),
    "remove_calendar_day": Word(_("Bỏ ngày nghỉ, làm bù"), "cross"),
    "set_password": Word(_("Đặt lại mật khẩu"), "lock"),
    "read_document": Word(_("Đọc tệp"), "upload"),
    "upload_document": Word(_("Tải tệp lên"), "upload"),
    "fail_reading": Word(_("Không đọc được tệp"), "octagon"),
    "hand_over_draft": Word(_("Chuyển bản nháp"), "arrow-right"),
    "undo_import": Word(_("Hoàn tác lần nhập"), "arrow-back"),
    "confirm_import": Word(_("Nhập văn bản"), "upload"),
    "discard_import": Word(_("Bỏ bản nháp"), "cross"),
    "adopt_plan": Word(_("Đưa kế hoạch vào theo dõi"), "sheet"),
    "enter_target": Word(_("Thêm mục tiêu"), "plus"),
    "enter_task": Word(_("Thêm nhiệm vụ"), "plus"),
    "correct_task": Word(_("Sửa lỗi in ở nhiệm vụ"), "pencil"),
    "enter_budget": Word(_("Thêm kinh phí"), "plus"),
    "correct_budget": Word(_("Sửa lỗi in ở kinh phí"), "pencil"),
    "enter_indicator": Word(_("Thêm chỉ tiêu"), "plus"),
    "correct_indicator": Word(_("Sửa lỗi in ở chỉ tiêu"), "pencil"),
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

VOCABULARY = {
    "status": STATUS,
    "state": STATE,
    "submission": SUBMISSION,
    "line": LINE,
    "verdict": VERDICT,
    "discipline": DISCIPLINE,
    "check": CHECK,
    "plan": PLAN,
    "period": PERIOD,
    "report": REPORT,
    "job": JOB,
    "draft": DRAFT,
    "verb": VERB,
}
