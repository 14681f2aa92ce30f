"""What a person's memberships of today open. Every rule and every `visible_to` reads this.

A role is held in an agency, and so in one province: nothing here says that a role is held, without saying where.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common import clock

if TYPE_CHECKING:
    from agencies.models import User


@dataclass(frozen=True)
class Access:
    """The memberships of one person on one day, as (agency id, province id, role)."""

    memberships: tuple[tuple[int, int, str], ...]

    @classmethod
    def of(cls, user: "User") -> "Access":
        """Read the memberships valid today: one query."""
        rows = user.memberships.on(clock.today()).values_list("agency_id", "agency__province_id", "role")
        return cls(tuple(rows))

    def holds(self, *roles: str, province: int) -> bool:
        """Whether the person holds one of `roles` in a province, given by its id."""
        return any(where == province and role in roles for _agency, where, role in self.memberships)

    def agencies(self, *roles: str) -> set[int]:
        """Ids of the agencies where the person holds one of `roles`."""
        return {agency for agency, _province, role in self.memberships if role in roles}

    def provinces(self, *roles: str) -> set[int]:
        """Ids of the provinces where the person holds one of `roles`."""
        return {province for _agency, province, role in self.memberships if role in roles}

    @property
    def at_home(self) -> set[int]:
        """Ids of the provinces where the person holds any role: what every colleague there reads."""
        return {province for _agency, province, _role in self.memberships}

    @property
    def own(self) -> set[int]:
        """Agencies whose submissions the person may see: as reporter or approver."""
        return self.agencies("reporter", "approver")

    @property
    def focal(self) -> set[int]:
        """Agencies for which the person works as the focal agency: as officer or leader."""
        return self.agencies("focal_officer", "focal_leader")
