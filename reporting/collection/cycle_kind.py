"""Kind: reporting rules in a plan's prose become cycles, each decided by itself."""

from dataclasses import replace

from django.db.models import Model
from django.utils.translation import gettext as _

from common.intake.drafts import Applied, Into, Record
from common.intake.editing.effective import Effective, exported_problem
from common.intake.editing.fields import Field, Put
from common.intake.editing.loose import LooseKind, with_item
from common.intake.editing.pieces import Piece
from common.intake.kinds import ERROR, Claim, Json, Reading, Remark, Row
from common.models import ImportDraft
from plans.intake.into import plan_into
from plans.models import Plan
from reporting.collection import intake
from reporting.collection.adopting import adopt_cycles
from reporting.models import Cycle, Period

LARGEST = {"month": 12, "day": 31}


class CycleKind(LooseKind):
    """Who reports to whom by which day."""

    name = intake.KIND
    order = 20
    decided_as = "cycles"
    fields = ("month", "day", "bound", "frequency", "purpose", "who", "to", "via", "due_text")

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
        return with_item(piece, **{n: typed[n] for n in self.fields if n not in LARGEST and typed.get(n)})

    def summary(self, piece: Piece) -> tuple[str, str]:
        item = piece.item
        if piece.dropped:
            return item["due_text"], _("(không lấy)")
        return item["due_text"], f"({item.get('day') or '–'}/{item['month']})" if item.get("month") else ""

    def form_fields(self, piece: Piece, put: Put) -> list[Field]:
        item, typed = piece.item, piece.own.typed
        bounds = [
            ("before", _("trước ngày")),
            ("on", _("đúng ngày, tính cả ngày đó")),
            ("month", _("trong tháng")),
        ]
        purposes = [
            ("progress", _("tiến độ")),
            ("budget_estimate", _("dự toán kinh phí")),
            ("review", _("sơ kết, tổng kết")),
        ]
        bound, purpose = item.get("bound") or "before", item.get("purpose") or "progress"
        return [
            put("day", _("Ngày"), typed.get("day", item.get("day"))),
            put("month", _("Tháng"), typed.get("month", item.get("month"))),
            put("bound", _("Cách tính"), bound, control="select", options=bounds),
            put("purpose", _("Nội dung"), purpose, control="select", options=purposes),
            put("who", _("Ai báo cáo"), item.get("who"), wide=True),
            put("to", _("Báo cáo về"), item.get("to"), wide=True, suggests=True),
            put("via", _("Qua"), item.get("via"), wide=True, suggests=True),
        ]

    def export_decided(self, found: Effective, exported: Json) -> list[dict[str, str]]:
        taken = self.taken(found)
        shown = [{key: piece.item[key] for key in intake.SHOWN} for piece in taken]
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

    def remove(self, made: Model, record: Record) -> None:
        if isinstance(made, Plan):
            Cycle.objects.filter(plan=made).delete()


def _numbered(piece: Piece, name: str, text: str, high: int) -> Piece:
    """The row with a typed day or month; where it is none, with what is wrong."""
    number = int(text) if text.isdecimal() else 0
    if text and not 1 <= number <= high:
        return piece.saying([Remark(ERROR, _("“%(text)s” không phải ngày, tháng.") % {"text": text}, name)])
    return with_item(piece, **{name: number or None})
