"""Recording what happened to tasks, with a look at what follows before it is done; and taking it back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from agencies.models import Agency, AgencyGroup, User
from agencies.register import resolver
from agencies.requests import PersonRequest
from common import clock
from common.errors import Refused
from common.files import store_file
from common.forms import DayInput
from plans import rules
from plans.answering import Answering
from plans.at import PlanAt, TaskAt, plan_at, version_on
from plans.changing import Change, preview, record_change, take_back_change
from plans.consequences import Effect
from plans.misprints import Words
from plans.models import Plan, TaskEvent

Who = Agency | AgencyGroup
# What is recorded: its name, what the button says, and the fields it needs beside its day, document and reason.
KINDS = {
    "triggered": (gettext_lazy("Văn bản kích hoạt"), gettext_lazy("Ghi nhận văn bản kích hoạt"), ("until",)),
    "extended": (gettext_lazy("Lùi hạn"), gettext_lazy("Ghi nhận lùi hạn"), ("until",)),
    "relead": (
        gettext_lazy("Đổi cơ quan"),
        gettext_lazy("Ghi nhận đổi cơ quan"),
        ("leads", "coordinating"),
    ),
    "paused": (gettext_lazy("Tạm dừng"), gettext_lazy("Ghi nhận tạm dừng"), ()),
    "resumed": (gettext_lazy("Tiếp tục"), gettext_lazy("Ghi nhận tiếp tục"), ()),
    "cancelled": (gettext_lazy("Hủy"), gettext_lazy("Ghi nhận hủy nhiệm vụ"), ()),
    "merged_into": (gettext_lazy("Lồng ghép"), gettext_lazy("Ghi nhận lồng ghép"), ("into",)),
    "corrected": (
        gettext_lazy("Sửa lỗi in"),
        gettext_lazy("Ghi nhận sửa lỗi in"),
        ("name", "product", "notes", "time_text"),
    ),
}
OF_ANY = ("tasks", "on", "document_no", "document_date", "document", "reason")


class Names(forms.CharField):
    """Agencies and groups, one a line, as the register knows them on a day."""

    def __init__(self, **options) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, **options)


class ChangeForm(forms.Form):
    """One change of some tasks of a plan: only the fields its kind needs."""

    tasks = forms.CharField(
        label=gettext_lazy("Nhiệm vụ"),
        help_text=gettext_lazy("Mã như in; nhiều nhiệm vụ cách nhau bằng dấu phẩy, ví dụ II.1.4, II.1.5."),
    )
    on = forms.DateField(label=gettext_lazy("Có hiệu lực từ ngày"), widget=DayInput())
    until = forms.DateField(label=gettext_lazy("Hạn mới"), widget=DayInput(), required=False)
    into = forms.CharField(
        label=gettext_lazy("Lồng ghép vào nhiệm vụ"),
        help_text=gettext_lazy("Mã của nhiệm vụ tiếp tục thực hiện."),
        required=False,
    )
    leads = Names(
        label=gettext_lazy("Cơ quan chủ trì từ nay"),
        help_text=gettext_lazy("Mỗi dòng một cơ quan; dòng đầu là cơ quan chính."),
    )
    coordinating = Names(
        label=gettext_lazy("Cơ quan phối hợp từ nay"),
        help_text=gettext_lazy("Để trống: cơ quan phối hợp giữ như cũ."),
    )
    name = forms.CharField(label=gettext_lazy("Tên nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 3}))
    product = forms.CharField(label=gettext_lazy("Sản phẩm"), required=False)
    notes = forms.CharField(label=gettext_lazy("Ghi chú"), required=False)
    time_text = forms.CharField(label=gettext_lazy("Thời gian như in"), required=False)
    document_no = forms.CharField(
        label=gettext_lazy("Số, ký hiệu văn bản"),
        help_text=gettext_lazy(
            "Hạn, cơ quan chủ trì, hủy, lồng ghép: văn bản của cơ quan ban hành kế hoạch."
        ),
        max_length=60,
        required=False,
    )
    document_date = forms.DateField(label=gettext_lazy("Ngày văn bản"), widget=DayInput(), required=False)
    document = forms.FileField(label=gettext_lazy("Tệp văn bản"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(
        self,
        kind: str,
        plan: Plan,
        now: PlanAt,
        initial: dict[str, str],
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.kind, self.plan, self.now = kind, plan, now
        wanted = {*OF_ANY, *KINDS[kind][2]}
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]

    def clean_tasks(self) -> list[TaskAt]:
        """The leaves named by their codes."""
        codes = [code.strip() for code in self.cleaned_data["tasks"].replace(";", ",").split(",")]
        return [self._leaf(code) for code in dict.fromkeys(filter(None, codes))]

    def clean_into(self) -> int:
        return self._leaf(self.cleaned_data["into"].strip()).id

    def clean_leads(self) -> tuple[Who, ...]:
        return self._who("leads")

    def clean_coordinating(self) -> tuple[Who, ...]:
        return self._who("coordinating")

    def _leaf(self, code: str) -> TaskAt:
        found = self.now.task(code)
        if found is None or found.is_group:
            raise forms.ValidationError(_("Kế hoạch không có nhiệm vụ “%(code)s”.") % {"code": code})
        return found

    def _who(self, name: str) -> tuple[Who, ...]:
        resolve = resolver(self.plan.province, self.cleaned_data.get("on") or self.now.day)
        lines = [line.strip(" \t;,-–") for line in self.cleaned_data[name].splitlines()]
        read = [(resolve(line), line) for line in lines if line]
        unknown = [line for who, line in read if who is None]
        if unknown:
            sentence = _("Danh bạ chưa có “%(name)s”. Ghi theo tên trong danh bạ.")
            raise forms.ValidationError([sentence % {"name": line} for line in unknown])
        return tuple(who for who, _line in read if who is not None)

    def change(self, by: User, at: dt.datetime) -> Change:
        """What the verb takes; a file handed in is kept."""
        said = self.cleaned_data
        file = said.get("document")
        words = {name: said[name] for name in ("name", "product", "notes", "time_text") if name in said}
        return Change(
            kind=self.kind,
            on=said["on"],
            until=said.get("until"),
            into=said.get("into"),
            answering=Answering(said.get("leads") or (), said.get("coordinating") or None),
            words=Words(**words),
            document_no=said["document_no"],
            document_date=said["document_date"],
            document=store_file(upload_or_bytes=file, by=by, at=at) if file else None,
            reason=said["reason"],
        )

    def signature(self) -> str:
        """What the look on the screen was made for: recording anything else shows it first."""
        return "|".join(str(self.data.get(name, "")) for name in self.fields if name != "document")


@dataclass(frozen=True)
class Happened:
    """An event of a task as its page tells it; `may_go` where it can be taken back."""

    event: TaskEvent
    label: str
    may_go: bool


def history_of(task: int, user: User, may_record: bool) -> list[Happened]:
    """What happened to a task, the newest first, what was taken back too. One query."""
    rows = TaskEvent.objects.visible_to(user).filter(task=task).select_related("by", "document", "other_task")
    events = list(rows.one_after_the_other())
    last = max((row for row in events if row.superseded_at is None), key=_recorded, default=None)
    return [Happened(row, str(KINDS[row.kind][0]), may_record and row is last) for row in reversed(events)]


def _recorded(event: TaskEvent) -> tuple[dt.datetime, int]:
    return event.recorded_at, event.pk


@login_required
@require_http_methods(["GET", "POST"])
def task_change(request: PersonRequest, ref: str) -> HttpResponse:
    """What is recorded of one or several tasks of a plan: its kind, its fields, what would follow, and doing it."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    if not rules.runs_the_plan(request.user, plan):
        raise PermissionDenied
    kind = request.GET.get("loai", "extended")
    if kind not in KINDS:
        raise Http404
    at = clock.now()
    now = plan_at(version_on(plan, clock.today()), day=clock.today(), known_at=at)
    codes = request.GET.getlist("nv")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ChangeForm(kind, plan, now, _initial(kind, now, codes), *posted)
    effects: list[Effect] | None = None
    if request.method == "POST" and form.is_valid():
        tasks = [task.id for task in form.cleaned_data["tasks"]]
        looked_at = request.POST.get("previewed") == form.signature()
        try:
            change = form.change(request.user, at)

            def do() -> list[Effect]:
                return record_change(plan=plan, tasks=tasks, change=change, by=request.user, at=at)

            if looked_at and request.POST.get("do") == "record":
                do()
                messages.success(request, _("Đã ghi nhận: %(kind)s.") % {"kind": str(KINDS[kind][0]).lower()})
                return redirect("task", plan.ref, form.cleaned_data["tasks"][0].code)
            effects = preview(do)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    context = {
        "plan": plan,
        "kind": kind,
        "kinds": [(code, words[0]) for code, words in KINDS.items()],
        "verb": KINDS[kind][1],
        "form": form,
        "asked": [("nv", code) for code in codes],
        "tasks": _named(now, codes),
        "effects": effects,
    }
    bad = request.method == "POST" and effects is None
    return render(request, "plans/task_change.html", context, status=400 if bad else 200)


def _initial(kind: str, now: PlanAt, codes: Sequence[str]) -> dict[str, str]:
    """The fields as they stand, of the task where there is one."""
    initial = {"tasks": ", ".join(codes), "on": f"{now.day:%d/%m/%Y}"}
    task = now.task(codes[0]) if len(codes) == 1 else None
    if task is not None and kind == "corrected":
        initial |= {
            "name": task.name,
            "product": task.product,
            "notes": task.notes,
            "time_text": task.time_text,
        }
    if task is not None and kind == "relead":
        initial["leads"] = "\n".join(row.name for row in now.responsible(task.id))
    return initial


def _named(now: PlanAt, codes: Sequence[str]) -> list[TaskAt]:
    return [task for task in map(now.task, codes) if task is not None]


@login_required
@require_POST
def take_back(request: PersonRequest, ref: str, event: int) -> HttpResponse:
    """Take back what was recorded last of a task."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)
    if not rules.runs_the_plan(request.user, plan):
        raise PermissionDenied
    events = TaskEvent.objects.visible_to(request.user).select_related("task__plan")
    found = get_object_or_404(events, pk=event, task__plan=plan)
    now = plan_at(version_on(plan, clock.today()), day=clock.today(), known_at=clock.now())
    try:
        take_back_change(event=found, reason=request.POST.get("reason", ""), by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Đã lấy lại thay đổi; kỳ đang mở trở về như trước."))
    return redirect("task", plan.ref, now.code_of(found.task_id) or "~")
