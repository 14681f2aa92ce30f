"""One function says whether a submission can be reviewed now, by this person, why not, and by whom."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import User
from reporting import rules
from reporting.models import Submission


def lock_of_review(submission: Submission, user: User) -> str:
    """Why this person cannot decide on the submission now; empty when he can."""
    period = submission.period
    focal = period.plan.focal_agency
    if period.state == "closed":
        return _("Kỳ báo cáo đã đóng ngày %(day)s; không thẩm định được nữa.") % {
            "day": _day(period.closed_at)
        }
    if not rules.collects(user, submission):
        return _("%(focal)s thẩm định báo cáo này; tài khoản của bạn chỉ xem.") % {"focal": focal}
    if submission.state in ("draft", "endorsed"):
        return _("%(agency)s chưa gửi báo cáo. Thẩm định được khi cơ quan gửi.") % {
            "agency": submission.agency
        }
    if submission.state == "returned":
        return _(
            "Báo cáo đang ở %(agency)s để sửa. Phần dưới là bản đã gửi lần trước; thẩm định tiếp khi cơ quan gửi lại."
        ) % {"agency": submission.agency}
    if submission.state == "approved":
        return _("Báo cáo đã duyệt ngày %(day)s. Muốn sửa, lãnh đạo %(focal)s mở lại và ghi lý do.") % {
            "day": _day(submission.approved_at),
            "focal": focal,
        }
    if not rules.may_review(user, submission):
        return _("Báo cáo của chính cơ quan đầu mối do lãnh đạo %(focal)s duyệt, không do người đã điền.") % {
            "focal": focal
        }
    return ""


def _day(moment: dt.datetime | None) -> str:
    """A day; a dash where a row has no moment, which no verb leaves behind."""
    return timezone.localtime(moment).strftime("%d/%m/%Y") if moment else "–"
