"""A plan's reporting rule, and opening a period under it."""

import datetime as dt
from typing import TYPE_CHECKING, TypedDict

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agencies.models import Agency, AgencyGroup
from agencies.register import resolver
from agencies.requests import PersonRequest
from common import clock
from common import format as vn
from common.columns import choices_of
from common.errors import Refused
from common.forms import DayInput
from common.words import Words
from plans import rules as plan_rules
from plans.models import Plan
from reporting.collection import deadlines
from reporting.collection.opening import open_period as open_
from reporting.collection.periods import StageSpec, due_cycle, set_cycle
from reporting.collection.preview import Preview, preview_period
from reporting.models import Cycle, CycleStage, Period

if TYPE_CHECKING:
    from reporting.querysets import CycleInUse

KINDS = ("agencies", "focal", "province")


def _day_field(label: Words, help_text: Words = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=required, widget=DayInput())


class StageForm(forms.Form):
    """One step of the rule: who sends, to whom, by which printed day."""

    day = forms.IntegerField(label=gettext_lazy("Ngày"), required=False, min_value=1, max_value=31)
    month = forms.IntegerField(label=gettext_lazy("Tháng"), required=False, min_value=1, max_value=12)
    bound = forms.ChoiceField(label=gettext_lazy("Cách in hạn"), choices=choices_of(CycleStage, "bound"))
    to_text = forms.CharField(label=gettext_lazy("Nơi nhận"), required=False, max_length=200)
    due_text = forms.CharField(label=gettext_lazy("Nguyên văn hạn gửi"), required=False, max_length=300)

    def __init__(
        self, kind: str, plan: Plan, stage: CycleStage | None, data: QueryDict | None = None
    ) -> None:
        initial = {"bound": "before"}
        if stage is not None:
            initial = {name: getattr(stage, name) for name in ("day", "month", "bound", "due_text")}
            initial["to_text"] = stage.receiver
        super().__init__(data, prefix=kind, initial=initial)
        self.kind, self.plan, self.stage = kind, plan, stage
        for name in ("day", "month"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
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
        typed = self.cleaned_data
        return self.optional and not (typed.get("month") or typed.get("to_text") or typed.get("due_text"))

    def clean(self) -> None:
        """A day has its month, and the two stand in some year; a report to the centre has its receiver."""
        super().clean()
        typed = self.cleaned_data
        day, month = typed.get("day"), typed.get("month")
        if day and not month and "month" not in self.errors:
            self.add_error("month", _("Ghi tháng của hạn gửi, hoặc để trống cả ngày và tháng."))
        elif month and not day and "day" not in self.errors and typed.get("bound") != "month":
            self.add_error("day", _("Ghi ngày của hạn gửi, hoặc chọn “trong tháng”."))
        elif day and month and not deadlines.is_printable(month, day):
            self.add_error("day", _("Tháng %(month)d không có ngày %(day)d.") % {"day": day, "month": month})
        if self.kind == "province" and month and not typed.get("to_text"):
            self.add_error("to_text", _("Ghi nơi nhận, ví dụ Thủ tướng Chính phủ."))

    def spec(self) -> StageSpec:
        typed = self.cleaned_data
        focal = self.plan.focal_agency
        printed = self.stage if self.stage and self.stage.due_text == typed["due_text"] else None
        return StageSpec(
            kind=self.kind,
            month=typed["month"],
            day=None if typed["bound"] == "month" else typed["day"],
            bound=typed["bound"],
            to_agency=focal if self.kind == "agencies" else None,
            to_text=typed.get("to_text") or ("" if self.kind == "agencies" else _("UBND tỉnh")),
            via_agency=focal if self.kind == "province" else None,
            due_text=typed["due_text"],
            cell=printed.cell if printed else "",
        )


class CycleForm(forms.Form):
    """What is reported how often, by whom as printed, and the days between cut-off and deadline."""

    frequency = forms.ChoiceField(label=gettext_lazy("Tần suất"), choices=choices_of(Cycle, "frequency"))
    purpose = forms.ChoiceField(label=gettext_lazy("Nội dung"), choices=choices_of(Cycle, "purpose"))
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
                for name in ("frequency", "purpose", "cutoff_days_before", "text_printed")
            }
            initial["reporters"] = "\n".join(
                cycle.reporters.order_by("id").values_list("text_printed", flat=True)
            )
            stages = {stage.kind: stage for stage in cycle.stages.select_related("to_agency")}
        super().__init__(data, initial=initial)
        self.plan, self.today = plan, today
        self.stages = [StageForm(kind, plan, stages.get(kind), data) for kind in KINDS]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.stages]
        return super().is_valid() and all(valid)

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


@login_required
@require_http_methods(["GET", "POST"])
def cycle(request: PersonRequest, ref: str) -> HttpResponse:
    """The plan's reporting rules; one is set or changed at a time, until its first period is opened."""
    plan = _run(request, ref)
    cycles = list(plan.cycles.current().order_by("id").with_periods())
    chosen = _chosen(request, cycles)
    today = clock.today()
    form = CycleForm(plan, chosen, today, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_cycle(
                plan=plan,
                by=request.user,
                on=today,
                cycle=chosen,
                stages=[stage.spec() for stage in form.stages if not stage.left_out],
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            if plan.state == "draft":
                messages.success(request, _("Đã lưu chế độ báo cáo của dự thảo."))
                return redirect("cycle", plan.ref)
            messages.success(request, _("Đã lưu chế độ báo cáo. Xem trước rồi mở kỳ."))
            return redirect("open_period", plan.ref)
    locked = chosen is not None and chosen.opened > 0
    return render(
        request,
        "reporting/cycle.html",
        {"plan": plan, "cycles": cycles, "chosen": chosen, "form": form, "locked": locked},
        status=400 if request.method == "POST" else 200,
    )


def _chosen(request: PersonRequest, cycles: "list[CycleInUse]") -> "CycleInUse | None":
    """The rule the address names; the only one there is; or none, to set a new one."""
    wanted = request.GET.get("chon", "")
    if wanted == "moi" or not cycles:
        return None
    return next((row for row in cycles if str(row.pk) == wanted), cycles[0])


class Asked(TypedDict):
    """Which period of which rule, by year and days; `due`: the day of a stage by its id."""

    cycle: Cycle
    year: int
    cutoff_on: dt.date | None
    opens_on: dt.date
    due: dict[int, dt.date]


class OpeningForm(forms.Form):
    """Year and days of a period. Days of another year or rule than were on the screen are taken from the rule again."""

    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=2000, max_value=2100)
    cutoff_on = _day_field(gettext_lazy("Chốt số liệu"))
    opens_on = _day_field(gettext_lazy("Ngày mở kỳ"))
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, plan: Plan, today: dt.date, data: QueryDict) -> None:
        data = data.copy()
        first = due_cycle(plan)
        data.setdefault("year", str(today.year))
        data.setdefault("cycle", str(first.pk))
        now_shown = f"{data['cycle']}-{data['year']}"
        if data.get("shown") != now_shown:
            for name in [
                name for name in data if name.startswith("due_") or name in ("cutoff_on", "opens_on")
            ]:
                del data[name]
        data["shown"] = now_shown
        super().__init__(data)
        self.today, self.answers = today, data
        stages = Prefetch("stages", CycleStage.objects.select_related("to_agency"))
        rows = plan.cycles.current().prefetch_related(stages).order_by("id")
        in_force = {str(row.pk): row for row in rows}
        self.fields["cycle"] = forms.TypedChoiceField(
            label=gettext_lazy("Chế độ báo cáo"),
            choices=[(key, label_of(row)) for key, row in in_force.items()],
            coerce=in_force.get,
        )
        chosen = in_force.get(str(data["cycle"])) or in_force[str(first.pk)]
        self.stages = list(chosen.stages.all())
        for stage in self.stages:
            self.fields[f"due_{stage.id}"] = _day_field(sender_label(stage), printed_label(stage))
        self.order_fields(["year", "cycle", *(f"due_{stage.id}" for stage in self.stages)])
        if len(in_force) == 1:
            self.fields["cycle"].widget = forms.HiddenInput()

    def clean_opens_on(self) -> dt.date:
        opens_on = self.cleaned_data["opens_on"] or self.today
        if opens_on > self.today:
            raise forms.ValidationError(_("Ngày mở kỳ không được sau hôm nay."))
        return opens_on

    def options(self) -> Asked:
        """What the verbs take."""
        typed = self.cleaned_data
        return {
            "cycle": typed["cycle"],
            "year": typed["year"],
            "cutoff_on": typed["cutoff_on"],
            "opens_on": typed["opens_on"],
            "due": {
                stage.id: typed[f"due_{stage.id}"] for stage in self.stages if typed.get(f"due_{stage.id}")
            },
        }

    def show(self, preview: Preview) -> None:
        """Put the days of the preview into the fields left empty."""
        days = {f"due_{stage.id}": preview.due[stage.id] for stage in preview.stages}
        for name, day in {**days, "cutoff_on": preview.cutoff_on, "opens_on": preview.opens_on}.items():
            self.answers[name] = vn.day(day)

    def signature(self) -> str:
        """What the preview on the screen was made for: opening anything else shows it first."""
        return "|".join(self.data.get(name, "") for name in self.fields if name != "shown")


def label_of(row: Cycle) -> str:
    """A rule in the list of rules: frequency, purpose and the agencies' day."""
    stages = row.stages.all()
    day = printed_label(stages[0]) if stages else _("chưa có hạn gửi")
    return f"{row.get_frequency_display()}, {row.get_purpose_display()}: {day}"


def sender_label(stage: CycleStage) -> str:
    """Who sends to whom."""
    words = {
        "agencies": _("Cơ quan gửi cơ quan đầu mối"),
        "focal": _("Cơ quan đầu mối gửi %(receiver)s") % {"receiver": stage.receiver or _("UBND tỉnh")},
        "province": _("Tỉnh gửi %(receiver)s") % {"receiver": stage.receiver or _("cấp trên")},
    }
    return words.get(stage.kind, stage.receiver or vn.EMPTY)


def printed_label(stage: CycleStage) -> str:
    """The day as the rule prints it."""
    if stage.month is None:
        return _("văn bản không in hạn")
    if stage.bound == "month" or stage.day is None:
        return _("trong tháng %(month)d") % {"month": stage.month}
    words = _("trước ngày") if stage.bound == "before" else _("ngày")
    return f"{words} {stage.day:02d}/{stage.month:02d}"


@login_required
@require_http_methods(["GET", "POST"])
def open_period(request: PersonRequest, ref: str) -> HttpResponse:
    """What opening would create, and opening it."""
    plan = _run(request, ref)
    now = clock.now()
    try:
        form = OpeningForm(plan, now.date(), request.POST if request.method == "POST" else request.GET)
    except Refused as refused:
        return render(request, "reporting/open_period.html", {"plan": plan, "why": refused.message})
    preview = _previewed(form)
    changed = False
    if preview and request.POST.get("do") == "open":
        changed = request.POST.get("previewed") != form.signature()
        if not changed:
            try:
                return _opened(request, open_(by=request.user, at=now, **form.options()))
            except Refused as refused:
                form.add_error(None, refused.message)
    return render(
        request,
        "reporting/open_period.html",
        {
            "plan": plan,
            "form": form,
            "preview": preview,
            "deadlines": _deadlines(preview),
            "changed": changed,
        },
        status=400 if form.errors and request.method == "POST" else 200,
    )


def _previewed(form: OpeningForm) -> Preview | None:
    """What the form would open; what stands against it is put beside its fields."""
    if not form.is_valid():
        return None
    try:
        preview = preview_period(**form.options())
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
    form.show(preview)
    return preview


def _opened(request: PersonRequest, period: Period) -> HttpResponse:
    sentence = _("Đã mở kỳ báo cáo %(period)s: %(count)d cơ quan nhận báo cáo.")
    messages.success(request, sentence % {"period": period.label, "count": period.submissions.count()})
    return redirect("board", period.ref)


def _deadlines(preview: Preview | None) -> list[dict[str, object]]:
    """Every step with its deadline in words and the rule in force."""
    if preview is None:
        return []
    rows = []
    for stage in preview.stages:
        printed = preview.due[stage.id]
        last = deadlines.last_day(deadlines.due_moment(printed, stage.bound))
        rows.append(
            {
                "who": sender_label(stage),
                "due": vn.deadline(printed, stage.bound, last),
                "early": stage in preview.out_of_order,
            }
        )
    return rows


def _run(request: PersonRequest, ref: str) -> Plan:
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    if not plan_rules.runs_the_plan(request.user, plan):
        raise PermissionDenied
    return plan
