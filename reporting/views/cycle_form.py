"""The form of a reporting rule: how often, by which days, through whom, by whom."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, AgencyGroup
from agencies.register import resolver
from common.columns import choices_of
from common.format import clock_time
from plans.models import Plan
from reporting.collection import deadlines
from reporting.collection.in_words import WEEKDAYS, hour_of
from reporting.collection.occurrences import Due, days_between
from reporting.collection.periods import StageSpec
from reporting.models import Cycle, CycleStage
from reporting.views.rule_labels import sender_label

KINDS = ("agencies", "focal", "province")
# How often a day comes back that has no month.
RECURRING = ("monthly", "quarterly", "half_yearly")


class StageForm(forms.Form):
    """One step of the rule: who sends, to whom, by which printed day."""

    bound = forms.ChoiceField(label=gettext_lazy("Cách in hạn"), choices=choices_of(CycleStage, "bound"))
    day = forms.IntegerField(label=gettext_lazy("Ngày"), required=False, min_value=1, max_value=31)
    month = forms.IntegerField(label=gettext_lazy("Tháng"), required=False, min_value=1, max_value=12)
    of_last_month = forms.ChoiceField(
        label=gettext_lazy("Của tháng nào"),
        choices=[("1", gettext_lazy("tháng cuối kỳ")), ("", gettext_lazy("tháng đầu kỳ sau"))],
        required=False,
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Thứ"),
        choices=[
            ("", gettext_lazy("không in")),
            *((str(n), name) for n, name in enumerate(WEEKDAYS, start=1)),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    hour = forms.CharField(label=gettext_lazy("Giờ"), required=False, max_length=20)
    to_text = forms.CharField(label=gettext_lazy("Nơi nhận"), required=False, max_length=200)
    due_text = forms.CharField(label=gettext_lazy("Nguyên văn hạn gửi"), required=False, max_length=300)

    def __init__(
        self, kind: str, plan: Plan, stage: CycleStage | None, frequency: str, data: QueryDict | None = None
    ) -> None:
        initial: dict[str, object] = {"bound": "before", "of_last_month": "1"}
        if stage is not None:
            columns = ("day", "month", "weekday", "bound", "due_text")
            initial = {name: getattr(stage, name) for name in columns}
            initial["of_last_month"] = "1" if stage.of_last_month or not stage.day else ""
            initial["to_text"] = stage.receiver
            initial["hour"] = clock_time(stage.clock) if stage.clock else ""
        super().__init__(data, prefix=kind, initial=initial)
        self.kind, self.plan, self.stage, self.frequency = kind, plan, stage, frequency
        for name in ("day", "month"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        self.fields["hour"].widget.attrs["placeholder"] = "16h00"
        if kind == "agencies":
            del self.fields["to_text"]

    @property
    def title(self) -> str:
        if self.kind == "focal" and self.stage is not None:
            return sender_label(self.stage)
        return str(dict(choices_of(CycleStage, "kind"))[self.kind])

    @property
    def optional(self) -> bool:
        return self.kind != "agencies"

    @property
    def left_out(self) -> bool:
        """An optional step of which nothing was typed."""
        named = ("day", "month", "weekday", "to_text", "due_text")
        return self.optional and not any(self.cleaned_data.get(name) for name in named)

    def clean_hour(self) -> dt.time | None:
        try:
            return hour_of(self.cleaned_data["hour"])
        except ValueError:
            raise forms.ValidationError(_("Ghi giờ như 16h00. Hết ngày thì để trống.")) from None

    def clean(self) -> None:
        """A day has what its frequency needs and stands in some year; a report to the centre has its receiver."""
        super().clean()
        typed = self.cleaned_data
        for name, sentence in self._misplaced():
            if typed.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        self._clean_day()
        dated = any(typed.get(name) for name in ("day", "month", "weekday"))
        if self.kind == "province" and dated and not typed.get("to_text"):
            self.add_error("to_text", _("Ghi nơi nhận, ví dụ Thủ tướng Chính phủ."))

    def _misplaced(self) -> list[tuple[str, str]]:
        """Fields of which a rule so often makes no use."""
        if self.frequency == "weekly":
            return [
                (name, _("Chế độ hằng tuần tính theo thứ; để trống ngày, tháng."))
                for name in ("day", "month")
            ]
        found = [("weekday", _("Thứ chỉ dùng cho chế độ hằng tuần."))]
        if self.frequency == "adhoc":
            sentence = _("Báo cáo đột xuất không có ngày định trước; để trống, ngày được ghi khi mở kỳ.")
            found += [(name, sentence) for name in ("day", "month")]
        return found

    def _clean_day(self) -> None:
        """The day and its month."""
        day, month = self.cleaned_data.get("day"), self.cleaned_data.get("month")
        if self.errors.keys() & {"day", "month"}:
            return
        if day and not month and self.frequency not in RECURRING:
            self.add_error("month", _("Ghi tháng của hạn gửi, hoặc để trống cả ngày và tháng."))
        elif month and not day and self.cleaned_data.get("bound") != "month":
            self.add_error("day", _("Ghi ngày của hạn gửi, hoặc chọn “trong tháng”."))
        elif day and month and not deadlines.is_printable(month, day):
            self.add_error("day", _("Tháng %(month)d không có ngày %(day)d.") % {"day": day, "month": month})

    def spec(self) -> StageSpec:
        typed = self.cleaned_data
        focal = self.plan.focal_agency
        due = self.due()
        printed = self.stage if self.stage and self.stage.due_text == typed["due_text"] else None
        return StageSpec(
            kind=self.kind,
            month=due.month,
            day=due.day,
            weekday=due.weekday,
            of_last_month=due.of_last_month,
            hour=typed["hour"].hour if typed["hour"] else None,
            minute=typed["hour"].minute if typed["hour"] else 0,
            bound=typed["bound"],
            to_agency=focal if self.kind == "agencies" else None,
            to_text=typed.get("to_text") or ("" if self.kind == "agencies" else _("UBND tỉnh")),
            via_agency=focal if self.kind == "province" else None,
            due_text=typed["due_text"],
            cell=printed.cell if printed else "",
        )

    def due(self) -> Due:
        """The day as typed."""
        typed = self.cleaned_data
        day = None if typed["bound"] == "month" and typed["month"] else typed["day"]
        returning = self.frequency in ("quarterly", "half_yearly") and day is not None and not typed["month"]
        return Due(typed["month"], day, typed["weekday"], returning and bool(typed["of_last_month"]))


class CycleForm(forms.Form):
    """What is reported how often and about which period, by whom as printed, and the days from cut-off to deadline."""

    frequency = forms.ChoiceField(label=gettext_lazy("Tần suất"), choices=choices_of(Cycle, "frequency"))
    purpose = forms.ChoiceField(label=gettext_lazy("Nội dung"), choices=choices_of(Cycle, "purpose"))
    covers = forms.ChoiceField(
        label=gettext_lazy("Báo cáo về kỳ nào"),
        choices=[("", gettext_lazy("tính theo hạn gửi")), *choices_of(Cycle, "covers")],
        help_text=gettext_lazy(
            "Tính theo hạn gửi: ngày 05/4 báo cáo quý I, ngày 25/3 cũng báo cáo quý I; ngày 15/01 báo cáo năm trước."
        ),
        required=False,
    )
    reporters = forms.CharField(
        label=gettext_lazy("Cơ quan phải báo cáo"),
        help_text=gettext_lazy(
            "Mỗi dòng một cơ quan hoặc nhóm cơ quan, ghi như văn bản in. Cơ quan được giao nhiệm vụ luôn phải báo cáo, "
            "không cần ghi lại ở đây."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    cutoff_days_before = forms.IntegerField(
        label=gettext_lazy("Chốt số liệu trước ngày hạn gửi"),
        help_text=gettext_lazy("Ít nhất 1 ngày làm việc (NĐ 09/2019/NĐ-CP, Điều 8)."),
        min_value=1,
        max_value=60,
        initial=5,
    )
    text_printed = forms.CharField(
        label=gettext_lazy("Nguyên văn chế độ báo cáo trong kế hoạch"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(
        self, plan: Plan, cycle: Cycle | None, today: dt.date, data: QueryDict | None = None
    ) -> None:
        initial = {}
        stages: dict[str, CycleStage] = {}
        if cycle is not None:
            initial = {
                name: getattr(cycle, name)
                for name in ("frequency", "purpose", "covers", "cutoff_days_before", "text_printed")
            }
            initial["reporters"] = "\n".join(
                cycle.reporters.order_by("id").values_list("text_printed", flat=True)
            )
            stages = {stage.kind: stage for stage in cycle.stages.select_related("to_agency")}
        super().__init__(data, initial=initial)
        self.plan, self.today = plan, today
        frequency = str((data or initial).get("frequency", "yearly"))
        self.stages = [StageForm(kind, plan, stages.get(kind), frequency, data) for kind in KINDS]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.stages]
        return super().is_valid() and all(valid)

    def clean(self) -> None:
        """Where the agencies' day does not say which period is reported on, the officer does."""
        super().clean()
        frequency, first = self.cleaned_data.get("frequency"), self.stages[0]
        if not frequency or self.cleaned_data.get("covers") or not first.is_valid():
            return
        year = dt.date(self.today.year, 1, 1)
        days = days_between(frequency, first.due(), year, year.replace(month=12, day=31))
        asked = next((day for day in days if not deadlines.assumed(frequency, day)), None)
        if asked is not None:
            sentence = _("Hạn gửi %(day)s chưa cho biết báo cáo về kỳ nào. Chọn một trong hai kỳ.")
            self.add_error("covers", sentence % {"day": f"{asked:%d/%m}"})

    def clean_reporters(self) -> list[tuple[Agency | AgencyGroup, str]]:
        """Every line with the agency or group it stands for."""
        resolve = resolver(self.plan.province, self.today)
        lines = [line.strip(" \t;,-–") for line in self.cleaned_data["reporters"].splitlines()]
        read = [(resolve(line), line) for line in lines if line]
        unknown = [line for who, line in read if who is None]
        if unknown:
            sentence = _(
                "Danh bạ chưa có “%(name)s”. Ghi theo tên trong danh bạ, hoặc nhờ quản trị thêm cách viết."
            )
            raise forms.ValidationError([sentence % {"name": line} for line in unknown])
        return [(who, line) for who, line in read if who is not None]
