"""The form in which the officer says which period of which rule is opened, and by which days."""

import datetime as dt
from typing import TypedDict

from django import forms
from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import format as vn
from common.columns import choices_of
from common.forms import DayInput
from common.words import Words
from plans.models import Plan
from reporting.collection import deadlines, occurrences
from reporting.collection.periods import due_cycle, printed_due
from reporting.collection.preview import Preview
from reporting.models import Cycle, CycleStage
from reporting.views.rule_labels import label_of, printed_label, sender_label


class Asked(TypedDict):
    """Which period of which rule, by year and days; `due`: the day of a stage by its id."""

    cycle: Cycle
    year: int
    covers: str
    cutoff_on: dt.date | None
    opens_on: dt.date
    due: dict[int, dt.date]


def _day_field(label: Words, help_text: Words = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=False, widget=DayInput())


class OpeningForm(forms.Form):
    """Year and days of a period. Days of another year or rule than were on the screen are taken from the rule again.

    Where a rule comes round several times a year, `occurrence` says by the day which report is meant; where neither
    rule nor day says which period is reported on, `covers` does.
    """

    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=2000, max_value=2100)
    cutoff_on = _day_field(gettext_lazy("Chốt số liệu"))
    opens_on = _day_field(gettext_lazy("Ngày mở kỳ"))
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, plan: Plan, today: dt.date, data: QueryDict) -> None:
        data = data.copy()
        first = due_cycle(plan)
        data.setdefault("year", str(today.year))
        data.setdefault("cycle", str(first.pk))
        stages = Prefetch("stages", CycleStage.objects.select_related("to_agency"))
        rows = plan.cycles.current().prefetch_related(stages).order_by("id")
        in_force = {str(row.pk): row for row in rows}
        chosen = in_force.get(str(data["cycle"])) or in_force[str(first.pk)]
        self.stages = list(chosen.stages.all())
        coming = _coming(chosen, self.stages, str(data["year"]))
        if len(coming) > 1 and data.get("occurrence") not in coming:
            data["occurrence"] = _next(coming, today)
        self._forget_others(data, several=len(coming) > 1)
        super().__init__(data)
        self.today, self.answers = today, data
        self.fields["cycle"] = forms.TypedChoiceField(
            label=gettext_lazy("Chế độ báo cáo"),
            choices=[(key, label_of(row)) for key, row in in_force.items()],
            coerce=in_force.get,
        )
        if len(coming) > 1:
            self.fields["occurrence"] = forms.ChoiceField(
                label=gettext_lazy("Kỳ báo cáo"), choices=list(coming.items())
            )
        for stage in self.stages:
            help_text = printed_label(chosen.frequency, stage)
            self.fields[f"due_{stage.id}"] = _day_field(sender_label(stage), help_text)
        if _is_open(chosen, self.stages, data):
            self.fields["covers"] = forms.ChoiceField(
                label=gettext_lazy("Báo cáo về kỳ nào"),
                choices=[("", gettext_lazy("chọn kỳ")), *choices_of(Cycle, "covers")],
                required=False,
            )
        days = [f"due_{stage.id}" for stage in self.stages]
        self.order_fields(["year", "cycle", "occurrence", *days, "covers"])
        if len(in_force) == 1:
            self.fields["cycle"].widget = forms.HiddenInput()

    def _forget_others(self, data: QueryDict, *, several: bool) -> None:
        """Take the days from the rule again where another rule, year or report was on the screen."""
        now_shown = f"{data['cycle']}-{data['year']}" + (f"-{data['occurrence']}" if several else "")
        if data.get("shown") != now_shown:
            for name in [
                name
                for name in data
                if name.startswith("due_") or name in ("cutoff_on", "opens_on", "covers")
            ]:
                del data[name]
        data["shown"] = now_shown

    def clean_opens_on(self) -> dt.date:
        opens_on = self.cleaned_data["opens_on"] or self.today
        if opens_on > self.today:
            raise forms.ValidationError(_("Ngày mở kỳ không được sau hôm nay."))
        return opens_on

    def options(self) -> Asked:
        """What the verbs take."""
        typed = self.cleaned_data
        due = {stage.id: typed[f"due_{stage.id}"] for stage in self.stages if typed.get(f"due_{stage.id}")}
        if self.stages and typed.get("occurrence"):
            due.setdefault(self.stages[0].id, dt.date.fromisoformat(typed["occurrence"]))
        return {
            "cycle": typed["cycle"],
            "year": typed["year"],
            "covers": typed.get("covers", ""),
            "cutoff_on": typed["cutoff_on"],
            "opens_on": typed["opens_on"],
            "due": due,
        }

    def show(self, preview: Preview) -> None:
        """Put the days of the preview into the fields left empty."""
        days = {f"due_{stage.id}": preview.due[stage.id] for stage in preview.stages}
        for name, day in {**days, "cutoff_on": preview.cutoff_on, "opens_on": preview.opens_on}.items():
            self.answers[name] = vn.day(day)

    def signature(self) -> str:
        """What the preview on the screen was made for: opening anything else shows it first."""
        return "|".join(self.data.get(name, "") for name in self.fields if name != "shown")


def _coming(cycle: Cycle, stages: list[CycleStage], year: str) -> dict[str, str]:
    """The reports of a year by the day they are due, with what each is about."""
    if not stages or not (year.isdecimal() and 2000 <= int(year) <= 2100):
        return {}
    days = occurrences.days_of_year(cycle.frequency, printed_due(stages[0]), cycle.covers, int(year))
    found = {}
    for day in days:
        covered = deadlines.span(cycle.frequency, day, cycle.covers)
        due = vn.printed_deadline(day, stages[0].bound, stages[0].clock)
        found[day.isoformat()] = f"{covered.label}, {due}" if covered else due
    return found


def _next(coming: dict[str, str], today: dt.date) -> str:
    day = occurrences.next_of(map(dt.date.fromisoformat, coming), today)
    return day.isoformat() if day else ""


def _is_open(cycle: Cycle, stages: list[CycleStage], data: QueryDict) -> bool:
    """Whether neither the rule nor the day on the screen says which period is reported on."""
    if cycle.covers or not stages or cycle.frequency in ("yearly", "adhoc"):
        return False
    if cycle.frequency == "weekly" or data.get("covers"):
        return True
    try:
        due = forms.DateField().to_python(data.get(f"due_{stages[0].id}") or data.get("occurrence"))
    except forms.ValidationError:
        return False
    return due is not None and not deadlines.assumed(cycle.frequency, due)
