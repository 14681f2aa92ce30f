"""Who may change the register: pure predicates (user, object), named as facts.

A role opens one province. So a predicate that asks for one is given the province, or a row that lies in one; a page
that lists rows asks `somewhere`, and its rows by `where`.
"""

from collections.abc import Callable

import rules

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

Kept = Agency | AgencyGroup | AgencyName | GroupMember | Membership | CalendarDay | Province


def where(rule: Callable[[User, int], bool], user: User) -> set[int]:
    """Ids of the provinces, of those where the person has a role, for which a rule about a province holds."""
    return {province for province in user.access.at_home if rule(user, province)}


def somewhere(rule: Callable[[User, int], bool], user: User) -> bool:
    """Whether a rule about a province holds for any of the person's: opens a page that lists, decides about no row."""
    return bool(where(rule, user))


def province_of(row: Kept | None) -> int:
    """The province a row of the register belongs to."""
    if isinstance(row, Province):
        return row.pk
    if isinstance(row, AgencyName):
        return province_of(row.agency or row.group)
    if isinstance(row, GroupMember):
        return province_of(row.group)
    if isinstance(row, Membership):
        return province_of(row.agency)
    if row is None:
        raise ValueError("a name belongs to an agency or a group")
    return row.province_id


@rules.predicate
def administers(user: User, province: int) -> bool:
    """Administrator of the province, or the person who set the portal up."""
    return user.is_active and (user.is_superuser or user.access.holds("administrator", province=province))


@rules.predicate
def administers_it(user: User, row: Kept) -> bool:
    """Administrator of the province the row belongs to."""
    return administers(user, province_of(row))


@rules.predicate
def administers_the_person(user: User, person: User) -> bool:
    """Administrator of every province where this person holds a role; nobody administers a superuser but one."""
    if user.is_superuser:
        return user.is_active
    provinces = set(person.memberships.values_list("agency__province_id", flat=True)) if person.pk else set()
    return not person.is_superuser and all(administers(user, province) for province in provinces)


@rules.predicate
def may_keep(user: User, row: Kept | User) -> bool:
    """Administrator of the person, or of the province the row belongs to."""
    return administers_the_person(user, row) if isinstance(row, User) else administers_it(user, row)


def opens_the_register(user: User) -> bool:
    """Administers a province, or set the portal up: enters the administration, where each row is asked for."""
    return user.is_active and (user.is_superuser or somewhere(administers, user))
