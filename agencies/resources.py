"""Agencies and people as spreadsheets: one row per agency, one row per person and role.

Every row is checked by itself and saved through the verbs of `services`, so the preview says what is wrong in the words
of the screen, unchanged rows are passed over, and each change leaves its audit row. The columns are in Vietnamese.
"""

import datetime as dt
import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader
from tablib import Dataset

from agencies import rules, services
from agencies.models import Agency, AgencyKind, Membership, Province, Role, User
from agencies.querysets import MembershipQuerySet
from common import clock
from common.text import fold
from common.words import Words


class Diff(resources.Diff):
    """What changes in a row; without style attributes, which the Content-Security-Policy does not let through."""

    def as_html(self) -> list[str]:
        return [type(html)(re.sub(r' style="[^"]*"', "", html)) for html in super().as_html()]


class Choice(widgets.Widget):
    """One of a few words; the code is accepted too."""

    def __init__(self, choices: Iterable[tuple[str, Words]]) -> None:
        super().__init__()
        self.labels = dict(choices)

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> str:
        for code, label in self.labels.items():
            if fold(str(value or "")) in (fold(code), fold(str(label))):
                return code
        known = ", ".join(str(label) for label in self.labels.values())
        raise ValueError(
            _("“%(value)s” không có trong danh sách: %(known)s.") % {"value": value or "", "known": known}
        )

    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        return str(next((label for code, label in self.labels.items() if code == value), ""))


class YesNo(widgets.Widget):
    """có or không; an empty cell is `empty`, and what is `empty` is written out all the same where it is có."""

    words = Choice([("1", "có"), ("0", "không")])

    def __init__(self, *, empty: bool = True) -> None:
        super().__init__()
        self.empty = empty

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> bool:
        return self.empty if value in (None, "") else self.words.clean(value) == "1"

    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        if value or self.empty:
            return self.words.render("1" if value else "0")
        return ""


class Day(widgets.Widget):
    """A day as 13/11/2026 or as a date cell; an empty cell is no day."""

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> dt.date | None:
        if value in (None, ""):
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return dt.datetime.strptime(str(value).strip(), "%d/%m/%Y").date()
        except ValueError:
            raise ValueError(
                _("“%(value)s” không phải là ngày; ghi như 13/11/2026.") % {"value": value}
            ) from None

    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        return f"{value:%d/%m/%Y}" if value else ""


class Named(widgets.ForeignKeyWidget):
    """A row found by its code or name."""

    def clean(self, value: object, row: dict | None = None, **kwargs: object) -> Model | None:
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist:
            noun = self.model._meta.verbose_name
            raise ValueError(
                _("Không tìm thấy %(noun)s “%(value)s”.") % {"noun": noun, "value": value}
            ) from None


def column(
    name: str, attribute: str, widget: widgets.Widget | None = None, *, may_be_empty: bool = True
) -> fields.Field:
    """A column headed `name` that is kept in `attribute`. Where it may not be empty, an empty cell changes nothing."""
    widget = widget or widgets.CharWidget(allow_blank=True)
    return fields.Field(attribute, name, widget, saves_null_values=may_be_empty)


class Sheet(resources.Resource):
    """A spreadsheet read and written for the person who administers its rows."""

    def __init__(self, user: User, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.user = user

    def get_diff_class(self) -> type[Diff]:
        return Diff

    def before_import(self, dataset: Dataset, **kwargs: object) -> None:
        """Raise ValueError, which the page shows, when a column is missing by which rows are found."""
        needed = [self.fields[name].column_name for name in self._meta.import_id_fields]
        missing = [name for name in needed if name not in (dataset.headers or ())]
        if missing:
            raise ValueError(
                _("Tệp thiếu cột %(names)s. Dòng đầu của tệp phải là tên các cột.")
                % {"names": ", ".join(missing)}
            )

    def before_import_row(self, row: dict, **kwargs: object) -> None:
        """An empty cell is shown empty beside what is wrong."""
        row.update({head: "" for head, value in row.items() if value is None})

    def validate_instance(
        self, instance: Model, import_validation_errors: dict | None = None, validate_unique: bool = True
    ) -> None:
        """All errors of the row at once: cells that cannot be read, and what is refused."""
        errors = dict(import_validation_errors or {})
        try:
            self.check(instance, exclude=tuple(errors))
        except ValidationError as problem:
            errors = problem.update_error_dict(errors)
        if errors:
            raise ValidationError({self.head_of(name): problems for name, problems in errors.items()})

    def check(self, instance: Model, exclude: tuple[str, ...]) -> None:
        """Raise ValidationError for what stands in readable cells and is refused all the same."""

    def head_of(self, name: str) -> str:
        """The head of the column kept in `name`; the name itself where no column is."""
        heads = {field.attribute.split("__")[-1]: field.column_name for field in self.get_import_fields()}
        return heads.get(name, name)


class RegisterResource(Sheet, resources.ModelResource):
    """Rows of the register."""

    def init_instance(self, row: dict | None = None) -> Model:
        """A new row is valid from today unless the file says otherwise."""
        return self._meta.model(valid_from=clock.today())

    def check(self, instance: Model, exclude: tuple[str, ...]) -> None:
        """Raise ValidationError for what the model refuses, and for rows of another province."""
        services.prepare(instance, exclude=exclude)
        self.refuse_elsewhere(instance)

    def refuse_elsewhere(self, instance: Model) -> None:
        """Raise ValidationError for a row of a province the person does not administer."""
        if not rules.may_keep(self.user, instance):
            raise ValidationError(_("Cơ quan này thuộc tỉnh khác; bạn không quản trị tỉnh đó."))


class AgencyResource(RegisterResource):
    """One row per agency, found by its code."""

    code = column("Mã", "code")
    province = column("Tỉnh, thành phố", "province", Named(Province, "name"))
    kind = column("Loại", "kind", Choice(AgencyKind.choices))
    name = column("Tên", "name")
    short_name = column("Tên viết tắt", "short_name")
    reports_through = column("Báo cáo qua (mã)", "reports_through", Named(Agency, "code"))
    email = column("Thư công vụ", "email")
    published = column("Được công bố", "published", YesNo())
    valid_from = column("Hiệu lực từ", "valid_from", Day(), may_be_empty=False)
    valid_to = column("Đến trước ngày", "valid_to", Day())

    class Meta:
        model = Agency
        fields = (
            "code",
            "province",
            "kind",
            "name",
            "short_name",
            "reports_through",
            "email",
            "published",
            "valid_from",
            "valid_to",
        )
        import_id_fields = ("code",)
        skip_unchanged = True
        report_skipped = True

    def get_queryset(self) -> QuerySet[Agency]:
        return Agency.objects.administered_by(self.user).select_related("province", "reports_through")

    def do_instance_save(self, instance: Agency, is_create: bool) -> None:
        services.save_agency(agency=instance, by=self.user)


class PersonResource(RegisterResource):
    """One row per person and role; a person who is not known yet gets an account without a password."""

    email = column("Thư công vụ", "user__email")
    name = column("Họ và tên", "user__name")
    post = column("Chức vụ", "user__post")
    phone = column("Điện thoại", "user__phone")
    agency = column("Mã cơ quan", "agency", Named(Agency, "code"))
    role = column("Vai trò", "role", Choice(Role.choices))
    valid_from = column("Hiệu lực từ", "valid_from", Day(), may_be_empty=False)
    valid_to = column("Đến trước ngày", "valid_to", Day())

    class Meta:
        model = Membership
        fields = ("email", "name", "post", "phone", "agency", "role", "valid_from", "valid_to")
        import_id_fields = ("email", "agency", "role")
        skip_unchanged = True
        report_skipped = True

    def get_queryset(self) -> QuerySet[Membership]:
        return self.held().select_related("user", "agency__province")

    def held(self) -> MembershipQuerySet:
        return Membership.objects.administered_by(self.user)

    def get_instance(self, instance_loader: BaseInstanceLoader, row: dict) -> Membership | None:
        """The open membership with this address, agency and role."""
        try:
            role = self.fields["role"].widget.clean(row.get("Vai trò"))
        except ValueError:
            return None
        address = str(row.get("Thư công vụ") or "").strip().lower()
        held = (
            self.held()
            .select_related("user", "agency__province")
            .current()
            .filter(user__email=address, role=role)
        )
        return held.filter(agency__code=str(row.get("Mã cơ quan") or "").strip()).first()

    def init_instance(self, row: dict | None = None) -> Membership:
        membership = Membership(valid_from=clock.today())
        address = str((row or {}).get("Thư công vụ") or "").strip().lower()
        membership.user = User.objects.filter(email=address).first() or User(email=address)
        return membership

    def check(self, instance: Model, exclude: tuple[str, ...]) -> None:
        """The person first: he may be new."""
        if not isinstance(instance, Membership):
            raise TypeError("a row of people is a role")
        if not instance.user.password:
            instance.user.set_unusable_password()
        problems: dict = {}
        for part, left_out in ((instance.user, ()), (instance, ("user", *exclude))):
            try:
                services.prepare(part, exclude=left_out)
            except ValidationError as problem:
                problems = problem.update_error_dict(problems)
        if problems:
            raise ValidationError(problems)
        self.refuse_elsewhere(instance)

    def do_instance_save(self, instance: Membership, is_create: bool) -> None:
        services.save_person(person=instance.user, by=self.user)
        instance.user = instance.user  # he has his key only now
        services.save_membership(membership=instance, by=self.user)
