"""Who: provinces, agencies and their many spellings, groups, people and their roles, days off."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agencies.access import Access
from agencies.querysets import AgencyGroupQuerySet, AgencyQuerySet, MembershipQuerySet, ProvinceQuerySet
from common.models import Ranged, new_ref


class Province(Ranged):
    """The tenant. One row, code TW, stands for the central authorities."""

    code = models.CharField(_("mã"), max_length=10, unique=True)
    name = models.CharField(_("tên"), max_length=100)
    succeeded_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)

    objects = ProvinceQuerySet.as_manager()

    class Meta(Ranged.Meta):
        verbose_name = verbose_name_plural = _("tỉnh, thành phố")

    def __str__(self) -> str:
        return self.name


class AgencyKind(models.TextChoices):
    SO = "so", _("Sở và cơ quan ngang sở")
    BAN = "ban", _("Ban, đơn vị cấp tỉnh")
    DISTRICT = "ubnd-huyen", _("UBND cấp huyện")
    MASS = "doan-the", _("Mặt trận, đoàn thể, hội")
    CENTRAL = "trung-uong", _("Cơ quan trung ương, ngành dọc")
    FORCES = "cong-an-quan-su", _("Công an, quân sự, biên phòng")
    COMPANY = "doanh-nghiep", _("Doanh nghiệp, trường tư")


class Agency(Ranged):
    """A department, district, mass organisation or ministry branch; exists from a day to a day."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref)
    code = models.CharField(_("mã"), max_length=60, unique=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="agencies", verbose_name=_("tỉnh, thành phố")
    )
    kind = models.CharField(_("loại"), max_length=20, choices=AgencyKind.choices)
    name = models.CharField(_("tên"), max_length=200)
    short_name = models.CharField(_("tên viết tắt"), max_length=60, blank=True)
    folded = models.CharField(max_length=200, editable=False)
    position = models.PositiveIntegerField(_("thứ tự"), default=0)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("cơ quan cấp trên"),
    )
    reports_through = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="speaks_for",
        verbose_name=_("báo cáo qua"),
    )
    email = models.EmailField(_("thư công vụ"), blank=True)
    published = models.BooleanField(_("được công bố"), default=True)

    objects = AgencyQuerySet.as_manager()

    class Meta(Ranged.Meta):
        verbose_name = verbose_name_plural = _("cơ quan")
        ordering = ["position", "id"]
        constraints = [
            *Ranged.Meta.constraints,
            models.UniqueConstraint(
                fields=["province", "folded"],
                condition=Q(valid_to__isnull=True),
                name="agency_named_once",
                violation_error_message=_("Tỉnh đã có cơ quan mang tên này."),
            ),
            models.CheckConstraint(
                condition=Q(reports_through__isnull=True) | ~Q(reports_through=F("id")),
                name="agency_not_through_itself",
                violation_error_message=_("Cơ quan không báo cáo qua chính mình."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The official abbreviation for dense tables, or the full name where there is none."""
        return self.short_name or self.name


class AgencyGroup(models.Model):
    """A phrase that names several agencies ("UBND cấp huyện"); `resolvable` says whether it can be expanded."""

    code = models.CharField(_("mã"), max_length=60, unique=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="groups", verbose_name=_("tỉnh, thành phố")
    )
    name = models.CharField(_("tên"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    resolvable = models.BooleanField(_("kể được thành viên"))
    rule_text = models.TextField(_("cách hiểu"), blank=True)

    objects = AgencyGroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("nhóm cơ quan")
        constraints = [
            models.UniqueConstraint(
                fields=["province", "folded"],
                name="group_named_once",
                violation_error_message=_("Tỉnh đã có nhóm mang tên này."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(Ranged):
    """A member of a group, itself an agency or a group, from a day to a day."""

    group = models.ForeignKey(AgencyGroup, on_delete=models.CASCADE, related_name="members")
    member_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("cơ quan")
    )
    member_group = models.ForeignKey(
        AgencyGroup,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="member_of",
        verbose_name=_("nhóm cơ quan"),
    )

    class Meta(Ranged.Meta):
        verbose_name = verbose_name_plural = _("thành viên của nhóm")
        constraints = [
            *Ranged.Meta.constraints,
            models.CheckConstraint(
                condition=Q(member_agency__isnull=True) ^ Q(member_group__isnull=True),
                name="groupmember_agency_xor_group",
                violation_error_message=_("Chọn một cơ quan hoặc một nhóm."),
            ),
            models.UniqueConstraint(
                fields=["group", "member_agency"],
                condition=Q(valid_to__isnull=True, member_agency__isnull=False),
                name="groupmember_agency_once",
                violation_error_message=_("Cơ quan này đã thuộc nhóm."),
            ),
            models.UniqueConstraint(
                fields=["group", "member_group"],
                condition=Q(valid_to__isnull=True, member_group__isnull=False),
                name="groupmember_group_once",
                violation_error_message=_("Nhóm này đã thuộc nhóm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.member_agency or self.member_group}"


class AgencyName(Ranged):
    """A way a plan or a person writes an agency or a group."""

    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="names")
    group = models.ForeignKey(
        AgencyGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="names"
    )
    text = models.CharField(_("cách viết"), max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    kind = models.CharField(
        _("loại"),
        max_length=12,
        choices=[
            ("official", _("tên chính thức")),
            ("abbreviation", _("tên viết tắt")),
            ("spelling", _("cách viết")),
        ],
    )

    class Meta(Ranged.Meta):
        verbose_name = verbose_name_plural = _("cách viết tên")
        constraints = [
            *Ranged.Meta.constraints,
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="agencyname_agency_xor_group"
            ),
            models.UniqueConstraint(
                fields=["folded", "agency", "kind", "valid_from"],
                condition=Q(agency__isnull=False),
                name="agencyname_agency_once",
                violation_error_message=_("Cơ quan đã có cách viết này."),
            ),
            models.UniqueConstraint(
                fields=["folded", "group", "kind", "valid_from"],
                condition=Q(group__isnull=False),
                name="agencyname_group_once",
                violation_error_message=_("Nhóm đã có cách viết này."),
            ),
        ]
        indexes = [models.Index(fields=["folded"])]

    def __str__(self) -> str:
        return self.text


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Create a person who signs in with `email` (kept in lower case)."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What he may do comes from his memberships only."""

    email = models.EmailField(_("thư công vụ"), unique=True)
    name = models.CharField(_("họ và tên"), max_length=150)
    post = models.CharField(_("chức vụ"), max_length=150, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = _("người dùng")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """How Django's admin addresses him."""
        return self.name

    @cached_property
    def access(self) -> Access:
        """What this person's memberships of today open: read once per request."""
        return Access.of(self)

    @property
    def is_staff(self) -> bool:
        """Django's admin opens for administrators and superusers."""
        return self.is_superuser or bool(self.access.provinces("administrator"))


class Role(models.TextChoices):
    REPORTER = "reporter", _("Cán bộ đầu mối")
    APPROVER = "approver", _("Lãnh đạo cơ quan")
    FOCAL_OFFICER = "focal_officer", _("Chuyên viên cơ quan đầu mối")
    FOCAL_LEADER = "focal_leader", _("Lãnh đạo cơ quan đầu mối")
    LEADER = "leader", _("Lãnh đạo tỉnh")
    ADMINISTRATOR = "administrator", _("Quản trị")


class Membership(Ranged):
    """A person's role in an agency, from a day to a day."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("người dùng")
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("cơ quan")
    )
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("người giao")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta(Ranged.Meta):
        verbose_name = verbose_name_plural = _("vai trò")
        constraints = [
            *Ranged.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                condition=Q(valid_to__isnull=True),
                name="membership_once",
                violation_error_message=_("Người này đã có vai trò đó tại cơ quan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.agency}"


class CalendarDay(models.Model):
    """A day off, or a day worked instead, as published each year."""

    province = models.ForeignKey(Province, on_delete=models.CASCADE, verbose_name=_("tỉnh, thành phố"))
    on = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=4, choices=[("off", _("nghỉ")), ("work", _("làm bù"))])
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "on"],
                name="calendarday_once",
                violation_error_message=_("Ngày này đã có trong lịch."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.note}"
