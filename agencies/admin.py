"""The register in Django's admin: agencies, groups, people, roles, days off. Reported data is not here.

An administrator sees and changes what belongs to his province. Every change goes through a verb of `services` and so
leaves its audit row; nothing is deleted but days of the calendar, ranges are ended.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from agencies import rules, services
from agencies.models import (
    Agency,
    AgencyGroup,
    AgencyName,
    CalendarDay,
    GroupMember,
    Membership,
    Province,
    User,
)
from agencies.requests import person
from agencies.spreadsheets import Spreadsheet
from common import clock
from common.errors import Refused
from common.text import fold
from common.words import Words

RANGE = {"valid_from": _("Hiệu lực từ"), "valid_to": _("Đến trước ngày")}
# Where the province of a row stands, seen from the row.
PROVINCE_OF = {
    Province: "pk",
    Agency: "province",
    AgencyGroup: "province",
    CalendarDay: "province",
    GroupMember: "group__province",
    Membership: "agency__province",
    User: "memberships__agency__province",
}


def administered(rows: QuerySet, user: User) -> QuerySet:
    """What of these rows belongs to the provinces this person administers."""
    if user.is_superuser or rows.model not in PROVINCE_OF:
        return rows
    own = {f"{PROVINCE_OF[rows.model]}__in": user.access.provinces("administrator")}
    return rows.filter(pk__in=rows.model._default_manager.filter(**own).values("pk"))


class InRange(Protocol):
    """A row valid from a day, until a day or open."""

    valid_from: dt.date
    valid_to: dt.date | None


class RegisterForm(forms.ModelForm):
    """Checks the row as it will be kept, folded name and all."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # a hook the stubs leave out
        if self.errors:
            return
        try:
            services.prepare(self.instance, exclude=tuple(self._left_out()))
        except ValidationError as problem:
            self.add_error(None, problem.messages)

    def _left_out(self) -> set[str]:
        """What nobody can have filled in yet: the password of a new person, the owner of a row that is new himself."""
        owners = {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        return {"password"} | {name for name in owners if getattr(self.instance, f"{name}_id") is None}


if TYPE_CHECKING:
    from django.contrib.admin.options import BaseModelAdmin as Mixed
else:
    Mixed = object


class Kept(Mixed):
    """What may be seen and changed here, for pages and for the rows inside them."""

    form = RegisterForm

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rules.opens_the_register(person(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.opens_the_register(person(request))

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.opens_the_register(person(request))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.opens_the_register(person(request)) and (
            obj is None or rules.may_keep(person(request), obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return administered(super().get_queryset(request), person(request))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """Only rows of the administrator's provinces are offered."""
        rows = db_field.related_model._default_manager.all() if db_field.related_model else None
        kwargs["queryset"] = None if rows is None else administered(rows, person(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in RANGE:
            kwargs["label"] = RANGE[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class Searched(AutocompleteSelect):
    """A row that is looked for as one types; of what is `known` (id → name) no row of the page asks again."""

    known: Mapping[str, str] = {}

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, object] | None = None) -> list:
        chosen = [str(pk) for pk in value if str(pk)]
        if not self.known.keys() >= set(chosen):
            return super().optgroups(name, value, attr)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        named = [self.create_option(name, pk, self.known[pk], True, 0) for pk in chosen]
        return [(None, blank + named, 0)]


class Rows(Kept, admin.TabularInline):  # type: ignore[misc] # rows and pages name their forms apart
    """Rows inside a page."""

    extra = 0
    can_delete = False
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With what names a row."""
        named = [name for name in (self.fk_name, *self.autocomplete_fields) if name]
        rows = super().get_queryset(request)
        return rows.select_related(*named) if named else rows

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: object) -> type:
        """What the rows of this owner name is read once for all of them."""
        formset = super().get_formset(request, obj, **kwargs)
        for name in self.autocomplete_fields:
            field = self.model._meta.get_field(name)
            named = self.model._default_manager.filter(**{str(self.fk_name): obj}).values(name) if obj else ()
            rows = field.related_model._default_manager.filter(pk__in=named) if obj else ()
            wrapped = formset.form.base_fields[name].widget
            wrapped.widget = Searched(field, self.admin_site, attrs=wrapped.widget.attrs)
            wrapped.widget.known = {str(row.pk): str(row) for row in rows}
        return formset

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """The head of the column says what a field is to the eye only; its name says it to a screen reader."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            wrapped = getattr(field.widget, "widget", None)  # a list of rows is wrapped with its + button
            (wrapped or field.widget).attrs["aria-label"] = field.label
        return field


class Page(Kept, admin.ModelAdmin):
    """A page of the register."""

    list_per_page = 50

    @admin.display(description=_("đến trước ngày"), ordering="valid_to", empty_value="–")
    def ends(self, row: "InRange") -> dt.date | None:
        """When the row ends to be valid, under a Vietnamese head."""
        return row.valid_to

    @admin.display(description=_("từ ngày"), ordering="valid_from")
    def begins(self, row: "InRange") -> dt.date:
        return row.valid_from

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """What other rows are found by is given once."""
        return tuple({"code", "province"} & set(self.get_fields(request, obj))) if obj else ()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a verb refuses after the form has passed (somebody else was faster) is said on the page."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(request.get_full_path())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Names are found whatever the diacritics."""
        return super().get_search_results(request, queryset, fold(search_term))

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        save(obj, person(request))

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: forms.BaseInlineFormSet, change: bool
    ) -> None:
        for row in formset.save(commit=False):
            save(row, person(request))


def save(row: Model, by: User) -> None:
    """The verb that keeps a row of this kind."""
    match row:
        case Agency():
            services.save_agency(agency=row, by=by)
        case AgencyGroup():
            services.save_group(group=row, by=by)
        case GroupMember():
            services.save_member(member=row, by=by)
        case AgencyName():
            services.save_name(name=row, by=by)
        case User():
            services.save_person(person=row, by=by)
        case Membership():
            services.save_membership(membership=row, by=by)
        case CalendarDay():
            services.save_calendar_day(day=row, by=by)


class NamesOfAgency(Rows):
    model = AgencyName
    fields = ("text", "kind", "valid_from", "valid_to")


class NamesOfGroup(NamesOfAgency):
    pass


class MembersOfGroup(Rows):
    model = GroupMember
    fk_name = "group"
    autocomplete_fields = ("member_agency", "member_group")
    fields = ("member_agency", "member_group", "valid_from", "valid_to")


class RolesOfPerson(Rows):
    model = Membership
    fk_name = "user"
    autocomplete_fields = ("agency",)
    fields = ("agency", "role", "valid_from", "valid_to")

    def get_min_num(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        """A new person begins with a role: without one nobody would find him here again."""
        return 0 if obj else 1

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> type:
        return super().get_formset(request, obj, validate_min=True, **kwargs)


class HasReporter(admin.SimpleListFilter):
    """Agencies that are reached by person today, or not."""

    title = _("cán bộ đầu mối")
    parameter_name = "reporter"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Words]]:
        return [("1", _("Đã có")), ("0", _("Chưa có"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = clock.today()
        unreached = Agency.objects.on(today).without_reporter(today).values("pk")
        if self.value() == "0":
            return queryset.filter(pk__in=unreached)
        if self.value() == "1":
            return queryset.filter(pk__in=Agency.objects.on(today).values("pk")).exclude(pk__in=unreached)
        return queryset


@admin.register(Agency)
class AgencyAdmin(Spreadsheet, Page):
    sheet = "agencies.resources.AgencyResource"
    list_display = (
        "name",
        "short_name",
        "kind",
        "province",
        "email",
        "reports_through",
        "published",
        "ends",
    )
    list_select_related = ("province", "reports_through")
    autocomplete_fields = ("parent", "reports_through")
    list_filter = ("kind", HasReporter, "published")
    search_fields = ("names__folded", "folded", "code", "email")
    fields = (
        "code",
        "province",
        "kind",
        "name",
        "short_name",
        "position",
        "parent",
        "reports_through",
        "email",
        "published",
        "valid_from",
        "valid_to",
    )
    inlines = (NamesOfAgency,)


@admin.register(AgencyGroup)
class AgencyGroupAdmin(Page):
    list_display = ("name", "province", "resolvable", "rule_text")
    list_select_related = ("province",)
    search_fields = ("names__folded", "folded", "code")
    fields = ("code", "province", "name", "resolvable", "rule_text")
    inlines = (MembersOfGroup, NamesOfGroup)


class PersonForm(RegisterForm):
    """A person and, where one is given, his new password."""

    new_password = forms.CharField(
        label=_("Mật khẩu mới"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Để trống thì giữ mật khẩu cũ. Người chưa có mật khẩu không đăng nhập được."),
    )

    class Meta:
        model = User
        fields = ("email", "name", "post", "phone", "is_active")

    def clean_new_password(self) -> str:
        password = self.cleaned_data["new_password"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password


@admin.register(User)
class PersonAdmin(Page):
    form = PersonForm
    list_display = ("name", "email", "post", "phone", "is_active", "last_login")
    ordering = ("name", "email")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("name", "email")
    fields = ("email", "name", "post", "phone", "is_active", "new_password")
    inlines = (RolesOfPerson,)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """People's names are kept as they are written."""
        return super(Page, self).get_search_results(request, queryset, search_term)

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if isinstance(obj, User) and form.cleaned_data["new_password"]:
            services.set_password(person=obj, password=form.cleaned_data["new_password"], by=person(request))


@admin.register(Membership)
class MembershipAdmin(Spreadsheet, Page):
    sheet = "agencies.resources.PersonResource"
    list_display = ("user", "role", "agency", "begins", "ends")
    list_select_related = ("user", "agency")
    autocomplete_fields = ("user", "agency")
    list_filter = ("role",)
    search_fields = ("agency__folded", "user__email")
    fields = ("user", "agency", "role", "valid_from", "valid_to")


@admin.register(CalendarDay)
class CalendarDayAdmin(Page):
    list_display = ("on", "kind", "note", "province")
    list_select_related = ("province",)
    list_filter = ("kind",)
    date_hierarchy = "on"
    fields = ("province", "on", "kind", "note")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        services.remove_calendar_day(day=obj, by=person(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CalendarDay]) -> None:
        for day in queryset:
            services.remove_calendar_day(day=day, by=person(request))
