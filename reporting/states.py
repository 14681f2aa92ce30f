"""The state machines of a season as tables; buttons, API actions and tests are generated from the rows."""

from django.utils.translation import gettext_lazy as _

from common.states import Transition
from reporting import rules

SUBMISSION = {
    t.name: t
    for t in (
        Transition("endorse_submission", ("draft",), "endorsed", rules.leads_the_agency, _("Xác nhận")),
        Transition("withdraw_endorsement", ("endorsed",), "draft", rules.may_fill, _("Bỏ xác nhận")),
        Transition(
            "send_submission", ("draft", "endorsed", "returned"), "sent", rules.may_send, _("Gửi báo cáo")
        ),
        Transition("approve_submission", ("sent",), "approved", rules.may_review, _("Duyệt báo cáo")),
        Transition(
            "return_submission", ("sent",), "returned", rules.may_review, _("Trả lại"), needs_reason=True
        ),
        Transition("return_lines", ("sent",), "returned", rules.may_review, _("Trả các dòng về cơ quan")),
        Transition(
            "reopen_submission", ("approved",), "returned", rules.may_reopen, _("Mở lại"), needs_reason=True
        ),
    )
}

PERIOD = {
    t.name: t
    for t in (Transition("close_period", ("open",), "closed", rules.leads_the_period, _("Đóng kỳ báo cáo")),)
}

REPORT = {
    t.name: t
    for t in (
        Transition(
            "submit_report",
            ("drafting", "returned"),
            "submitted",
            rules.leads_the_report,
            _("Trình Văn phòng UBND"),
        ),
        Transition(
            "return_report",
            ("submitted",),
            "returned",
            rules.leads_the_report,
            _("Lấy lại để sửa"),
            needs_reason=True,
        ),
        Transition("issue_report", ("submitted",), "issued", rules.leads_the_report, _("Ghi nhận ban hành")),
    )
}
