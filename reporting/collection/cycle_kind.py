"""Kind: reporting rules in a plan's prose become cycles, each decided by itself."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Model
from django.utils.translation import gettext as _

from common.columns import choices_of
from common.format import clock_time
from common.intake.drafts import Applied, Into, Record
from common.intake.editing.effective import Effective, exported_problem
from common.intake.editing.fields import Field, Put
from common.intake.editing.loose import LooseKind, with_item
from common.intake.editing.pieces import Piece
from common.intake.kinds import ERROR, Claim, Json, JsonMap, Reading, Remark, Row
from common.models import ImportDraft
from common.words import Words
from plans.intake.into import plan_into
from plans.models import Plan
from reporting.collection import intake
from reporting.collection.adopting import adopt_cycles
from reporting.collection.deadlines import is_printable
from reporting.collection.in_words import WEEKDAYS, hour_of, printed_due
from reporting.models import Cycle, CycleStage, Period

LARGEST = {"month": 12, "day": 31, "weekday": 7}


class CycleKind(LooseKind):
    """Who reports to whom by which day."""

    name = intake.KIND
    order = 20
    decided_as = "cycles"
    fields = (
        *("month", "day", "weekday", "of_last_month", "hour", "bound", "frequency", "covers", "purpose"),
        *("who", "to", "via", "due_text"),
    )

    @property
    def title(self) -> str:
        return _("Chế độ báo cáo")

    @property
    def legend(self) -> str:
        return _("Kỳ báo cáo đề xuất")

    @property
    def keep_words(self) -> str:
        return _("Lấy kỳ báo cáo này")

    @property
    def none_words(self) -> str:
        return _("– không in; đặt sau khi nhập")

    @property
    def wrong_words(self) -> str:
        return _("ngày báo cáo đề xuất")

    def parse(self, reading: Reading, claims: list[Claim]) -> list[Row]:
        return intake.parse(reading)

    def export(self, reading: Reading, exported: Json) -> None:
        intake.export(reading, exported)

    def revised(self, piece: Piece) -> Piece:
        typed = piece.own.typed
        if not typed:
            return piece
        piece = replace(piece, problems=tuple(one for one in piece.problems if one.severity == ERROR))
        for name, high in LARGEST.items():
            if name in typed:
                piece = _numbered(piece, name, str(typed[name]).strip(), high)
        if "hour" in typed:
            piece = _at_hour(piece, str(typed["hour"]).strip())
        if "of_last_month" in typed:
            piece = with_item(piece, of_last_month=bool(typed["of_last_month"]))
        if "covers" in typed:
            piece = with_item(piece, covers=typed["covers"] or None)
        texts = ("bound", "frequency", "purpose", "who", "to", "via", "due_text")
        return _whole(with_item(piece, **{name: typed[name] for name in texts if typed.get(name)}))

    def summary(self, piece: Piece) -> tuple[str, str]:
        item = piece.item
        if piece.dropped:
            return item["due_text"], _("(không lấy)")
        due = printed_due(item["frequency"], _stage_of(item))
        often = dict(choices_of(Cycle, "frequency")).get(item["frequency"], "")
        return item["due_text"], f"({often}, {due})" if due else f"({often})"

    def form_fields(self, piece: Piece, put: Put) -> list[Field]:
        item, typed = piece.item, piece.own.typed
        clock = _stage_of(item).clock
        last = [("1", _("tháng cuối kỳ")), ("", _("tháng đầu kỳ sau"))]
        weekdays = [("", _("không in")), *((str(n), name) for n, name in enumerate(WEEKDAYS, start=1))]
        covers = [("", _("tính theo hạn gửi")), *choices_of(Cycle, "covers")]

        def choose(name: str, label: str, options: Sequence[tuple[str, Words]], stands: object) -> Field:
            return put(
                name, label, stands, control="select", options=[(code, str(word)) for code, word in options]
            )

        return [
            choose("frequency", _("Tần suất"), choices_of(Cycle, "frequency"), item["frequency"]),
            choose("covers", _("Báo cáo về kỳ nào"), covers, item.get("covers")),
            choose("bound", _("Cách in hạn"), choices_of(CycleStage, "bound"), item.get("bound") or "before"),
            put("day", _("Ngày"), typed.get("day", item.get("day"))),
            put("month", _("Tháng"), typed.get("month", item.get("month"))),
            choose("of_last_month", _("Của tháng nào"), last, "1" if item.get("of_last_month") else ""),
            choose("weekday", _("Thứ"), weekdays, item.get("weekday")),
            put("hour", _("Giờ"), typed.get("hour", clock_time(clock) if clock else "")),
            choose("purpose", _("Nội dung"), choices_of(Cycle, "purpose"), item.get("purpose") or "progress"),
            put("who", _("Ai báo cáo"), item.get("who"), wide=True),
            put("to", _("Báo cáo về"), item.get("to"), wide=True, suggests=True),
            put("via", _("Qua"), item.get("via"), wide=True, suggests=True),
        ]

    def export_decided(self, found: Effective, exported: Json) -> list[dict[str, str]]:
        taken = self.taken(found)
        shown = [{key: piece.item.get(key) for key in intake.SHOWN} for piece in taken]
        exported["plan"] = {**exported["plan"], "cycles": shown}
        return [
            exported_problem(piece.section, "", problem, piece.where)
            for piece in taken
            for problem in piece.problems
        ]

    def apply(self, draft: ImportDraft, found: Effective, into: Into) -> Applied:
        goes, taken = plan_into(into), self.taken(found)
        made = adopt_cycles(
            plan=goes.version.plan,
            rows=[{**piece.item, "cell": piece.where} for piece in taken],
            resolve=goes.resolve,
            names=goes.names,
            by=goes.user,
            on=goes.version.effective_on,
        )
        return {taken[place].position: cycle for place, cycle in made.items()}

    def why_kept(self, made: Model) -> str:
        """Once a period is opened, what was promised stays on record."""
        if not isinstance(made, Plan):
            return ""
        period = Period.objects.filter(cycle__plan=made).order_by("from_on").first()
        if period is None:
            return ""
        return _(
            "Không hoàn tác được: kế hoạch đã mở kỳ báo cáo %(period)s. Thay đổi nội dung bằng bản điều chỉnh, "
            "do %(agency)s lập."
        ) % {"period": period.label, "agency": made.focal_agency}

    def remove(self, made: Model, record: Record, at: dt.datetime) -> None:
        if isinstance(made, Plan):
            Cycle.objects.filter(plan=made).delete()


def _stage_of(item: JsonMap) -> CycleStage:
    """The day of a row, in the columns of a stage."""
    return CycleStage(
        month=item.get("month"),
        day=item.get("day"),
        weekday=item.get("weekday"),
        of_last_month=bool(item.get("of_last_month")),
        hour=item.get("hour"),
        minute=item.get("minute") or 0,
        bound=item.get("bound") or "before",
    )


def _numbered(piece: Piece, name: str, text: str, high: int) -> Piece:
    """The row with a typed day, month or weekday; where it is none, with what is wrong."""
    number = int(text) if text.isdecimal() else 0
    if text and not 1 <= number <= high:
        return piece.saying([Remark(ERROR, _("“%(text)s” không phải ngày, tháng.") % {"text": text}, name)])
    return with_item(piece, **{name: number or None})


def _at_hour(piece: Piece, text: str) -> Piece:
    """The row with a typed hour; where it is none, with what is wrong."""
    try:
        at = hour_of(text)
    except ValueError:
        return piece.saying([Remark(ERROR, _("Ghi giờ như 16h00. Hết ngày thì để trống."), "hour")])
    return with_item(piece, hour=at.hour if at else None, minute=at.minute if at else 0)


def _whole(piece: Piece) -> Piece:
    """The row, with an error where its day is no day of such a frequency."""
    item = piece.item
    month, day, frequency = item.get("month"), item.get("day"), item["frequency"]
    if day and not month and frequency in ("yearly", "nine_months"):
        sentence = _("Ghi tháng của hạn gửi, hoặc để trống cả ngày và tháng.")
        return piece.saying([Remark(ERROR, sentence, "month")])
    if month and not is_printable(month, day):
        sentence = _("Tháng %(month)d không có ngày %(day)d.") % {"day": day or 1, "month": month}
        return piece.saying([Remark(ERROR, sentence, "day")])
    return piece
