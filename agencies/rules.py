"""Who may change the register: pure predicates (user, object), named as facts."""

from typing import Any

import rules

from agencies.models import Agency, AgencyGroup, AgencyName, CalendarDay, GroupMember, Membership, User

Kept = Agency | AgencyGroup | AgencyName | GroupMember | Membership | CalendarDay


def province_of(row: Kept) -> int:
    """The province a row of the register belongs to."""
    if isinstance(row, AgencyName):
        row = row.agency or row.group
    elif isinstance(row, GroupMember):
        row = row.group
    elif isinstance(row, Membership):
        row = row.agency
    return row.province_id


@rules.predicate
def is_administrator(user: User, _nothing: Any = None) -> bool:
    """Administrator of some province, or the person who set the portal up."""
    return user.is_active and (user.is_superuser or user.access.is_administrator)


@rules.predicate
def administers_it(user: User, row: Kept) -> bool:
    """Administrator of the province the row belongs to."""
    return user.is_active and (
        user.is_superuser or province_of(row) in user.access.provinces("administrator")
    )


@rules.predicate
def administers_the_person(user: User, person: User) -> bool:
    """Administrator of every province where this person holds a role; nobody administers a superuser but one."""
    if user.is_superuser:
        return user.is_active
    provinces = set(person.memberships.values_list("agency__province_id", flat=True)) if person.pk else set()
    return user.is_active and not person.is_superuser and provinces <= user.access.provinces("administrator")


@rules.predicate
def administers_where_it_stands(user: User, row: Kept | User) -> bool:
    """Administrator of the person, or of the province the row belongs to."""
    return administers_the_person(user, row) if isinstance(row, User) else administers_it(user, row)


may_keep = is_administrator & administers_where_it_stands
