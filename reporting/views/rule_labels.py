"""A reporting rule and its steps in the words of the pages."""

from django.utils.translation import gettext as _

from common import format as vn
from reporting.collection.in_words import printed_due
from reporting.models import Cycle, CycleStage


def label_of(row: Cycle) -> str:
    """A rule in the list of rules: frequency, purpose and the agencies' day."""
    stages = row.stages.all()
    day = printed_label(row.frequency, stages[0]) if stages else _("chưa có hạn gửi")
    return f"{row.get_frequency_display()}, {row.get_purpose_display()}: {day}"


def sender_label(stage: CycleStage) -> str:
    """Who sends to whom."""
    words = {
        "agencies": _("Cơ quan gửi cơ quan đầu mối"),
        "focal": _("Cơ quan đầu mối gửi %(receiver)s") % {"receiver": stage.receiver or _("UBND tỉnh")},
        "province": _("Tỉnh gửi %(receiver)s") % {"receiver": stage.receiver or _("cấp trên")},
    }
    return words.get(stage.kind, stage.receiver or vn.EMPTY)


def printed_label(frequency: str, stage: CycleStage) -> str:
    """The day as the rule prints it."""
    return printed_due(frequency, stage) or _("văn bản không in hạn")
