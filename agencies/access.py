"""What a person's memberships of today open. Every rule and every `visible_to` reads this.

A role is held in an agency, and so in one province: nothing here says that a role is held, without saying where.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common import clock

if TYPE_CHECKING:
    from agencies.models import User

# What is read of a membership, in the order of `Held`.
COLUMNS = (
    "role",
    "agency_id",
    "agency__short_name",
    "agency__name",
    "agency__province_id",
    "agency__province__name",
)


@dataclass(frozen=True, slots=True)
class Held:
    """A role the person holds, in which agency of which province (both by their ids), and how they are called."""

    role: str
    agency: int
    agency_short_name: str
    agency_name: str
    province: int
    province_name: str

    @property
    def agency_label(self) -> str:
        return self.agency_short_name or self.agency_name


@dataclass(frozen=True)
class Access:
    """The memberships of one person on one day, the oldest first."""

    memberships: tuple[Held, ...]

    @classmethod
    def of(cls, user: "User") -> "Access":
        """Read the memberships valid today: one query. Who has signed in comes with them (`agencies.signing_in`)."""
        rows = user.memberships.on(clock.today()).order_by("id").values_list(*COLUMNS)
        return cls(tuple(Held(*row) for row in rows))

    def holds(self, *roles: str, province: int) -> bool:
        """Whether the person holds one of `roles` in a province, given by its id."""
        return any(held.province == province and held.role in roles for held in self.memberships)

    def agencies(self, *roles: str) -> set[int]:
        """Ids of the agencies where the person holds one of `roles`."""
        return {held.agency for held in self.memberships if held.role in roles}

    def provinces(self, *roles: str) -> set[int]:
        """Ids of the provinces where the person holds one of `roles`."""
        return {held.province for held in self.memberships if held.role in roles}

    @property
    def at_home(self) -> set[int]:
        """Ids of the provinces where the person holds any role: what every colleague there reads."""
        return {held.province for held in self.memberships}

    @property
    def own(self) -> set[int]:
        """Agencies whose submissions the person may see: as reporter or approver."""
        return self.agencies("reporter", "approver")

    @property
    def names_of_own(self) -> list[str]:
        """How those agencies are called, each once."""
        own = self.own
        return list(
            {held.agency: held.agency_name for held in self.memberships if held.agency in own}.values()
        )

    @property
    def focal(self) -> set[int]:
        """Agencies for which the person works as the focal agency: as officer or leader."""
        return self.agencies("focal_officer", "focal_leader")
