"""What a person's memberships of today open. Every rule and every `visible_to` reads this."""

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

    def agencies(self, *roles: str) -> set[int]:
        """Ids of the agencies where the person holds one of `roles`."""
        return {agency for agency, _province, role in self.memberships if role in roles}

    def provinces(self, *roles: str) -> set[int]:
        """Ids of the provinces where the person holds one of `roles` (any role when none is given)."""
        return {province for _agency, province, role in self.memberships if not roles or role in roles}

    def has(self, *roles: str) -> bool:
        """Whether the person holds one of `roles` anywhere."""
        return any(role in roles for _agency, _province, role in self.memberships)

    @property
    def own(self) -> set[int]:
        """Agencies whose submissions the person may see: as reporter or approver."""
        return self.agencies("reporter", "approver")

    @property
    def focal(self) -> set[int]:
        """Agencies for which the person works as the focal agency: as officer or leader."""
        return self.agencies("focal_officer", "focal_leader")

    @property
    def is_administrator(self) -> bool:
        return self.has("administrator")
