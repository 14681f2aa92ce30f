"""What happens to the register: provinces, agencies, groups, people, roles, days off.

Every verb is one transaction with one actor and one audit row. `by` is None for the portal itself (the seed).
Nothing is deleted that a report may point to: ranges are ended. All verbs raise Refused with a sentence for the screen.
"""

import datetime as dt
from collections import Counter

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from agencies import named, rules
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
from common import audit
from common.errors import Refused
from common.models import AuditEntry
from common.text import clean, fold

# Reference data stands since long before any plan; the reorganisations end and begin ranges.
SINCE = dt.date(2000, 1, 1)
CENTRE = "TW"


def save_agency(*, agency: Agency, by: User | None, checked: bool = True) -> None:
    """Create or change an agency; its official name becomes one of its known spellings.

    `checked=False`: as part of a verb that has its own rule, such as confirming an import.
    """
    with transaction.atomic():
        changed = _save(agency, by=by, noun="agency", checked=checked)
        _spell(agency, [(agency.name, "official"), (agency.short_name, "abbreviation")])
        if changed is not None and changed.verb == "change_agency":
            named.tell(agency, changed.at)


def save_group(*, group: AgencyGroup, by: User | None, checked: bool = True) -> None:
    """Create or change a group; its name becomes one of its known spellings; `checked` as in `save_agency`."""
    with transaction.atomic():
        _save(group, by=by, noun="group", checked=checked)
        _spell(group, [(group.name, "official")])


def save_member(*, member: GroupMember, by: User | None) -> None:
    """Put an agency or a group into a group from a day on, or end its place there."""
    _save(member, by=by, noun="group_member")


def save_name(*, name: AgencyName, by: User | None, checked: bool = True) -> None:
    """Record a way an agency or group is written; `checked` as in `save_agency`."""
    _save(name, by=by, noun="agency_name", checked=checked)


def save_calendar_day(*, day: CalendarDay, by: User | None) -> None:
    """Record a day off or a day worked instead."""
    _save(day, by=by, noun="calendar_day")


def remove_calendar_day(*, day: CalendarDay, by: User | None) -> None:
    """Take a day out of the calendar: no report points to it."""
    _refuse_unless(by is None or rules.may_keep(by, day))
    with transaction.atomic():
        audit.record(by=by, verb="remove_calendar_day", target=day, province_id=day.province_id)
        day.delete()


def save_person(*, person: User, by: User | None) -> None:
    """Create or change a person; the address he signs in with is kept in lower case."""
    if not person.password:
        person.set_unusable_password()
    _save(person, by=by, noun="person", hidden=("password", "last_login"))


def set_password(*, person: User, password: str, by: User | None) -> None:
    """Give a person a new password."""
    _refuse_unless(by is None or rules.may_keep(by, person))
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        audit.record(by=by, verb="set_password", target=person)


def save_membership(*, membership: Membership, by: User | None) -> None:
    """Give a person a role in an agency from a day on, or end it."""
    if membership.pk is None and membership.granted_by is None:
        membership.granted_by = by
    _save(membership, by=by, noun="membership")


def load_reference(*, data: dict[str, list[dict]], by: User | None = None) -> dict[str, int]:
    """Add what is missing of `data` = {provinces, agencies, days}; what is there stays as people have kept it.

    `agencies` has the keys of the register of spellings (id, canonical, abbreviation, province by name or null for the
    centre, kind, is_group, spellings, expands_to) and email, published, reports_through. `days` go to every province
    but the centre. Returns how many rows were added, by kind of row; running it again adds nothing.
    """
    with transaction.atomic():
        added: Counter[str] = Counter()
        provinces = _load_provinces(data["provinces"], added)
        agencies = _load_agencies([row for row in data["agencies"] if not row["is_group"]], provinces, added)
        groups = _load_groups([row for row in data["agencies"] if row["is_group"]], provinces, added)
        _load_members(data["agencies"], agencies, groups, added)
        _load_names(data["agencies"], agencies, groups, added)
        for code, province in provinces.items():
            if code != CENTRE:
                _load_days(data["days"], province, added)
        found = {noun: count for noun, count in added.items() if count}
        if found:
            audit.record(by=by, verb="load_reference", target=provinces[CENTRE], changes=found)
    return found


def load_people(*, rows: list[dict], by: User | None = None) -> int:
    """Create accounts that are not there yet, each with its roles, and return how many.

    A row is {email, name, post, password, roles: [[agency code, role], …]}. Equal passwords are hashed once.
    """
    hashes: dict[str, str] = {}
    known = set(User.objects.values_list("email", flat=True))
    agencies = {agency.code: agency for agency in Agency.objects.current()}
    new = [row for row in rows if row["email"] not in known]
    with transaction.atomic():
        for row in new:
            password = row["password"]
            hashes.setdefault(password, "")
            hashes[password] = hashes[password] or make_password(password)
            person = User.objects.create(
                email=row["email"], name=row["name"], post=row.get("post", ""), password=hashes[password]
            )
            Membership.objects.bulk_create(
                Membership(user=person, agency=agencies[code], role=role, valid_from=SINCE, granted_by=by)
                for code, role in row["roles"]
            )
            audit.record(by=by, verb="create_person", target=person, changes={"roles": row["roles"]})
    return len(new)


def prepare(row: models.Model, *, exclude: tuple[str, ...] = ()) -> None:
    """Bring a row into the form it is kept in, and check it against its constraints.

    Names are kept in NFC beside their folded form, addresses in lower case. Raises ValidationError.
    """
    if isinstance(row, Agency | AgencyGroup):
        row.name = clean(row.name)
        row.folded = fold(row.name)
    elif isinstance(row, AgencyName):
        row.text = clean(row.text)
        row.folded = fold(row.text)
    elif isinstance(row, User):
        row.email = row.email.strip().lower()
        row.name = clean(row.name)
    row.full_clean(exclude=exclude)


def _save(
    row: models.Model, *, by: User | None, noun: str, hidden: tuple[str, ...] = (), checked: bool = True
) -> AuditEntry | None:
    """Check the row against its constraints, save what differs and write one audit row; no difference, no row."""
    try:
        prepare(row)
    except ValidationError as problem:
        raise Refused(problem.messages[0]) from problem
    creating = row._state.adding
    with transaction.atomic():
        # not its key: who holds what this verb waits for may be about to write a row that names this one
        before = (
            None if creating else type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
        )
        changes = _changes(before, row, hidden)
        if not changes:
            return None
        _refuse_unless(by is None or not checked or rules.may_keep(by, row))
        row.save()
        return audit.record(
            by=by,
            verb=f"{'create' if creating else 'change'}_{noun}",
            target=row,
            changes=changes,
            province_id=rules.province_of(row) if isinstance(row, rules.Kept) else None,
        )


def _changes(before: models.Model | None, after: models.Model, hidden: tuple[str, ...]) -> dict[str, list]:
    """{field: [from, to]} as text for the log; a new row lists what it was given."""
    found: dict[str, list] = {}
    for field in after._meta.concrete_fields:
        if field.primary_key or field.name in ("folded", *hidden):
            continue
        old = field.value_from_object(before) if before else None
        new = field.value_from_object(after)
        if old != new and not (before is None and new in ("", None)):
            found[field.name] = [None if old is None else str(old), None if new is None else str(new)]
    return found


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise Refused(_("Tài khoản của bạn không có quyền thực hiện việc này."))


def _spell(owner: Agency | AgencyGroup, spellings: list[tuple[str, str]]) -> None:
    """Make sure these spellings are known; older ones stay, because older plans print them."""
    key: dict[str, object] = {"group" if isinstance(owner, AgencyGroup) else "agency": owner}
    known = set(AgencyName.objects.filter(**key).values_list("folded", flat=True))
    for text, kind in spellings:
        if text and fold(text) not in known:
            AgencyName.objects.create(text=text, folded=fold(text), kind=kind, valid_from=SINCE, **key)


def _load_provinces(rows: list[dict], added: Counter[str]) -> dict[str, Province]:
    provinces = {province.code: province for province in Province.objects.all()}
    for row in rows:
        if row["code"] not in provinces:
            provinces[row["code"]] = Province.objects.create(**row)
            added["provinces"] += 1
    return provinces


def _by_name(provinces: dict[str, Province]) -> dict[str | None, Province]:
    """Reference data names a province by its name; None is the centre."""
    named: dict[str | None, Province] = {province.name: province for province in provinces.values()}
    named[None] = provinces[CENTRE]
    return named


def _load_agencies(
    rows: list[dict], provinces: dict[str, Province], added: Counter[str]
) -> dict[str, Agency]:
    named = _by_name(provinces)
    known = set(Agency.objects.values_list("code", flat=True))
    new = [
        Agency(
            code=row["id"],
            province=named[row["province"]],
            kind=row["kind"],
            name=row["canonical"],
            short_name=row["abbreviation"] or "",
            folded=fold(row["canonical"]),
            position=10 * place,
            email=row.get("email", ""),
            published=row.get("published", True),
            valid_from=SINCE,
        )
        for place, row in enumerate(rows, start=1)
        if row["id"] not in known
    ]
    Agency.objects.bulk_create(new)
    added.update(agencies=len(new))
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    through = {row["id"]: row["reports_through"] for row in rows if row.get("reports_through")}
    for agency in new:
        if agency.code in through:
            Agency.objects.filter(code=agency.code).update(reports_through=agencies[through[agency.code]])
    return agencies


def _load_groups(
    rows: list[dict], provinces: dict[str, Province], added: Counter[str]
) -> dict[str, AgencyGroup]:
    named = _by_name(provinces)
    known = set(AgencyGroup.objects.values_list("code", flat=True))
    new = [
        AgencyGroup(
            code=row["id"],
            province=named[row["province"]],
            name=row["canonical"],
            folded=fold(row["canonical"]),
            resolvable=row["expands_to"] is not None,
            rule_text=row["expands_rule"],
        )
        for row in rows
        if row["id"] not in known
    ]
    AgencyGroup.objects.bulk_create(new)
    added.update(groups=len(new))
    return {group.code: group for group in AgencyGroup.objects.all()}


def _load_members(
    rows: list[dict], agencies: dict[str, Agency], groups: dict[str, AgencyGroup], added: Counter[str]
) -> None:
    known = set(GroupMember.objects.values_list("group_id", "member_agency_id", "member_group_id"))
    new = []
    for row in rows:
        for code in row.get("expands_to") or ():
            member = GroupMember(
                group=groups[row["id"]],
                member_agency=agencies.get(code),
                member_group=None if code in agencies else groups[code],
                valid_from=SINCE,
            )
            if (member.group_id, member.member_agency_id, member.member_group_id) not in known:
                new.append(member)
    GroupMember.objects.bulk_create(new)
    added.update(group_members=len(new))


def _load_names(
    rows: list[dict], agencies: dict[str, Agency], groups: dict[str, AgencyGroup], added: Counter[str]
) -> None:
    known: set[tuple[int | None, int | None, str]] = set(
        AgencyName.objects.values_list("agency_id", "group_id", "folded")
    )
    new = []
    for row in rows:
        agency, group = agencies.get(row["id"]), groups.get(row["id"])
        spellings = [(row["canonical"], "official"), (row["abbreviation"] or "", "abbreviation")]
        for text, kind in (*spellings, *((text, "spelling") for text in row["spellings"])):
            name = AgencyName(
                agency=agency, group=group, text=clean(text), folded=fold(text), kind=kind, valid_from=SINCE
            )
            key = (name.agency_id, name.group_id, name.folded)
            if name.folded and key not in known:
                known.add(key)
                new.append(name)
    AgencyName.objects.bulk_create(new)
    added.update(names=len(new))


def _load_days(rows: list[dict], province: Province, added: Counter[str]) -> None:
    known = set(CalendarDay.objects.filter(province=province).values_list("on", flat=True))
    new = [
        CalendarDay(province=province, on=on, kind=row["kind"], note=row["note"])
        for row in rows
        if (on := dt.date.fromisoformat(row["on"])) not in known
    ]
    CalendarDay.objects.bulk_create(new)
    added.update(days=len(new))
