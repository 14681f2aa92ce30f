"""Importing a plan: read an upload, decide what the register does not know, confirm all of it or nothing."""

import datetime as dt
from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyKind, AgencyName, Province, User
from agencies.register import read_register, resolver
from agencies.services import save_agency, save_name
from common.errors import Refused
from common.files import store_file
from common.intake import drafts
from common.intake.drafts import Into
from common.models import ImportDraft, StoredFile
from common.text import fold
from plans.intake import read_plan
from plans.models import Plan
from reporting import rules
from reporting.intake import draft_rows

NEW = "new"


def visible_drafts(user: User) -> QuerySet[ImportDraft]:
    """Drafts of the provinces whose plans the person may import, and his own; newest first."""
    provinces = user.access.provinces("focal_officer", "focal_leader")
    return (
        (ImportDraft.objects.filter(province_id__in=provinces) | ImportDraft.objects.filter(owner=user))
        .select_related("file", "owner")
        .exclude(state="discarded")
        .order_by("-created_at", "-id")
    )


def read_upload(*, file: UploadedFile, by: User | None, at: dt.datetime) -> ImportDraft:
    """Keep an uploaded document and read it. Raises Refused where it is no readable plan."""
    if not rules.imports_plans(by):
        raise Refused(_("Chỉ cơ quan đầu mối nhập được kế hoạch."))
    stored = store_file(upload_or_bytes=file, by=by, allowed=("docx", "xlsx"), at=at)
    return read_stored(stored=stored, by=by, at=at)


def read_stored(*, stored: StoredFile, by: User | None, at: dt.datetime) -> ImportDraft:
    """Read a kept document into a draft."""
    with stored.path.open("rb") as content:
        reading = read_plan(content.read(), stored.name, read_register(at.date()))
    exported = reading.to_json()
    province = province_of(exported)
    return drafts.keep(
        reading=reading, stored=stored, province_id=province.pk if province else None, by=by, at=at
    )


def province_of(reading: Mapping) -> Province | None:
    """The province a document names, where the portal knows it."""
    wanted = fold(reading.get("plan", {}).get("province") or "")
    return (
        next((row for row in Province.objects.exclude(code="TW") if fold(row.name) == wanted), None)
        if wanted
        else None
    )


def unknown_names(draft: ImportDraft) -> list[str]:
    """Agencies the document names and the register does not know, each once, in reading order."""
    province = Province.objects.filter(pk=draft.province_id).first()
    if province is None:
        return []
    resolve = resolver(province, draft.created_at.date())
    found: dict[str, None] = {}
    for row in [*draft.reading.get("tasks", ()), *draft.reading.get("indicators", ())]:
        for name in [*(row.get("lead") or ()), *(row.get("coordinating") or ())]:
            if resolve(name) is None:
                found[name] = None
    return list(found)


def proposed_focal(draft: ImportDraft, user: User) -> str:
    """The code of the focal agency to propose: as the document says, else the person's own."""
    province = Province.objects.filter(pk=draft.province_id).first()
    named = draft.reading.get("plan", {}).get("focal_agency")
    if province and named:
        who = resolver(province, draft.created_at.date())(named)
        if isinstance(who, Agency):
            return who.code
    own = Agency.objects.filter(id__in=user.access.focal, province=draft.province_id).order_by("id").first()
    return own.code if own else ""


def already_imported(draft: ImportDraft, added: Mapping[str, str] | None = None) -> Plan | None:
    """The plan this document has already become; `added` is what the officer says of its head."""
    head = {**draft.reading.get("plan", {}), **(added or {})}
    return (
        Plan.objects.filter(
            province=draft.province_id,
            number=head.get("number") or "",
            issued_on=head.get("issued_on") or None,
        )
        .exclude(state="draft")
        .first()
    )


@transaction.atomic
def confirm_import(
    *,
    draft: ImportDraft,
    by: User | None,
    at: dt.datetime,
    focal: str,
    choices: Mapping[str, str] | None = None,
    head: Mapping[str, str] | None = None,
    checked: bool = True,
) -> Plan:
    """Make a plan of a draft. `focal`: the focal agency's code. `choices`: per unknown name an agency's code or "new".
    `head`: number and issued_on (YYYY-MM-DD) where the document prints none.

    A name chosen for an agency is remembered as a spelling. Raises Refused, and writes nothing, when the province is
    not the person's, the document was confirmed before, or a choice is missing.
    """
    province = Province.objects.filter(pk=draft.province_id).first()
    if province is None:
        raise Refused(
            _("Không rõ văn bản của tỉnh nào, hoặc tỉnh chưa có trong danh mục. Quản trị thêm tỉnh trước.")
        )
    if checked and province.pk not in by.access.provinces("focal_officer", "focal_leader"):
        raise Refused(
            _("Văn bản của %(province)s. Tài khoản của bạn không nhập kế hoạch cho tỉnh này.")
            % {"province": province}
        )
    if already_imported(draft, head):
        raise Refused(_("Văn bản này đã được nhập."))
    focal_agency = Agency.objects.current().filter(code=focal, province=province).first()
    if focal_agency is None:
        raise Refused(_("Chọn cơ quan đầu mối của kế hoạch."), field="focal")
    if checked and focal_agency.pk not in by.access.focal:
        raise Refused(_("Bạn chỉ nhập được kế hoạch do cơ quan của bạn làm đầu mối."), field="focal")
    _settle_names(draft, province, choices or {}, by)
    day = at.date()
    into = Into(
        by=by,
        at=at,
        facts={
            "province": province,
            "focal_agency": focal_agency,
            "file": draft.file,
            "head": head or {},
            "figures": draft_rows.failed_sums(draft),
            "resolve": resolver(province, day),
            "names": read_register(day).names(province.name),
            "day": day,
        },
    )
    drafts.confirm(draft=draft, into=into)
    return into.facts["version"].plan


def _settle_names(
    draft: ImportDraft, province: Province, choices: Mapping[str, str], by: User | None
) -> None:
    """Create or map every unknown name as chosen, within the province; all of them must be chosen."""
    for place, name in enumerate(unknown_names(draft)):
        choice = choices.get(str(place), "")
        if choice == NEW:
            position = Agency.objects.of_province(province.pk).count() + 1
            save_agency(
                agency=Agency(
                    code=f"{province.code.lower()}:{position}-{draft.ref}",
                    province=province,
                    kind=AgencyKind.BAN,
                    name=name,
                    position=position,
                    valid_from=dt.date(2000, 1, 1),
                ),
                by=by,
                checked=False,
            )
            continue
        agency = Agency.objects.current().of_province(province.pk).filter(code=choice).first()
        if agency is None:
            raise Refused(
                _("Chưa chọn cơ quan cho “%(name)s”. Chọn một cơ quan có sẵn hoặc tạo mới.") % {"name": name},
                field=f"agency-{place}",
            )
        save_name(
            name=AgencyName(agency=agency, text=name, kind="spelling", valid_from=dt.date(2000, 1, 1)),
            by=by,
            checked=False,
        )


def discard_import(*, draft: ImportDraft, by: User | None) -> None:
    """Drop a draft that is not confirmed."""
    drafts.discard(draft=draft, by=by)
