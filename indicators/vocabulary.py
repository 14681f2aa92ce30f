"""The words for how far an indicator is, and for what was done to one."""

from django.utils.translation import gettext_lazy as _

from common.vocabulary import Word, declare

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

VERB = {
    "enter_target": Word(_("Thêm mục tiêu"), "plus"),
    "enter_indicator": Word(_("Thêm chỉ tiêu"), "plus"),
    "correct_indicator": Word(_("Sửa lỗi in ở chỉ tiêu"), "pencil"),
}

declare(verdict=VERDICT, verb=VERB)
