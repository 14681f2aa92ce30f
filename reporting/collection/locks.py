"""One function says whether a submission can be changed now, why not, and who can open it; every page shows it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import User
from reporting import rules
from reporting.collection.line_view import Line
from reporting.models import MeasureEntry, Period, Submission, TaskEntry
from reporting.states import LINE_DONE


def lock_of(submission: Submission, user: User) -> str:
    """Why this person cannot change the submission now; empty when he can."""
    if not rules.may_fill(user, submission):
        return _("Chỉ cán bộ đầu mối và lãnh đạo của %(agency)s điền được báo cáo này.") % {
            "agency": submission.agency
        }
    if submission.period.state == "closed":
        closed = timezone.localtime(submission.period.closed_at).strftime("%d/%m/%Y")
        return _("Kỳ báo cáo đã đóng ngày %(day)s. Số liệu kỳ này không sửa được nữa.") % {"day": closed}
    if submission.state == "sent":
        sent = timezone.localtime(submission.touched_at).strftime("%H:%M ngày %d/%m/%Y")
        return _("Báo cáo đã gửi lúc %(sent)s, đang chờ thẩm định. Sửa được khi cơ quan đầu mối trả lại.") % {
            "sent": sent
        }
    if submission.state == "approved":
        return _("Báo cáo đã được duyệt. Muốn sửa, đề nghị lãnh đạo cơ quan đầu mối mở lại.")
    if submission.state == "endorsed":
        return _("Lãnh đạo cơ quan đã xác nhận báo cáo. Muốn sửa, bỏ xác nhận trước.")
    return ""


def lock_of_line(entry: TaskEntry | MeasureEntry | Line) -> str:
    """Why this one line of an open submission cannot be changed; empty when it can."""
    if entry.line_state == "approved":
        return _("Dòng này đã được duyệt, không sửa được nữa.")
    if entry.line_state == "sent":
        return _("Dòng này đã gửi, đang chờ thẩm định.")
    if entry.line_state in LINE_DONE:
        return _("Cơ quan không còn phải báo cáo dòng này trong kỳ.")
    return ""


def locked(submission: Submission) -> Submission:
    """The submission for update. Its period is read after the lock: closing takes the same rows first."""
    found = Submission.objects.select_for_update(of=("self",)).select_related("agency").get(pk=submission.pk)
    found.period = Period.objects.select_related(
        "cycle__plan__province", "cycle__plan__focal_agency", "plan_version"
    ).get(pk=found.period_id)
    return found
