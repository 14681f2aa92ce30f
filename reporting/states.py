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
        Transition("add_duties", ("sent", "approved"), "returned", rules.collects, _("Thêm nhiệm vụ")),
        Transition(
            "reopen_submission", ("approved",), "returned", rules.may_reopen, _("Mở lại"), needs_reason=True
        ),
    )
}

# A line of a submission (`line_state` of its entry). Moved in bulk by `common.states.move_all`; the rule is asked about
# the submission. Two are ours: while lines go back together, one that is marked can still be kept (`keep`), and a duty
# that left an agency may come back to it (`take_up`).
LINE_FIELD = "line_state"
ANY_BUT_APPROVED = ("open", "clean", "sent", "returned", "waived", "moved")
LINE = {
    t.name: t
    for t in (
        Transition("fill", ("open", "clean"), "clean", rules.may_fill, _("Điền"), other_targets=("open",)),
        Transition("send", ("clean",), "sent", rules.may_send, _("Gửi")),
        Transition("recall", ("sent",), "clean", rules.may_send, _("Thu hồi")),
        Transition("return", ("sent",), "returned", rules.may_review, _("Trả lại"), needs_reason=True),
        Transition("keep", ("returned",), "sent", rules.may_review, _("Bỏ đánh dấu trả lại")),
        Transition("answer", ("returned",), "clean", rules.may_fill, _("Sửa theo lý do trả lại")),
        Transition("approve", ("sent",), "approved", rules.may_review, _("Duyệt")),
        Transition(
            "unapprove", ("approved",), "sent", rules.may_reopen, _("Rút lại việc duyệt"), needs_reason=True
        ),
        Transition("reopen", ("approved",), "returned", rules.may_reopen, _("Mở lại"), needs_reason=True),
        Transition("waive", ANY_BUT_APPROVED, "waived", rules.collects, _("Miễn báo cáo"), needs_reason=True),
        Transition(
            "move", ANY_BUT_APPROVED, "moved", rules.collects, _("Chuyển cơ quan khác"), needs_reason=True
        ),
        Transition("take_up", ("waived", "moved"), "open", rules.collects, _("Giao lại")),
    )
}
# What asks nothing more of anybody: neither to be filled nor to be reviewed.
LINE_DONE = ("approved", "waived", "moved")
# What nobody owes any more: it counts in no denominator.
LINE_GONE = ("waived", "moved")
# What does not stand against sending, as long as nothing in the line is wrong.
LINE_SETTLED = ("clean", "sent", *LINE_DONE)

# What becomes of a sending (`outcome`); it is written once.
SENDING = {
    t.name: t
    for t in (
        Transition("accept", (None,), "accepted", rules.may_review, _("Chấp nhận")),
        Transition("return_lines", (None,), "returned_lines", rules.may_review, _("Trả lại các dòng")),
        Transition("return_whole", (None,), "returned_whole", rules.may_review, _("Trả lại cả báo cáo")),
        Transition("recall", (None,), "recalled", rules.may_send, _("Thu hồi")),
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
