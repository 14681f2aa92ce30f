"""Where a plan's draft goes when it is confirmed: what its kinds need and hand on to each other."""

from collections.abc import Callable
from dataclasses import dataclass, field

from agencies.models import Agency, AgencyGroup, Province, User
from agencies.names import Names
from common.intake.drafts import Into
from common.models import StoredFile
from plans.models import PlanVersion

Resolve = Callable[[str], Agency | AgencyGroup | None]


@dataclass(kw_only=True)
class PlanInto(Into):
    """`resolve` finds who a name stands for; `made` is the version the plan's head has created, for later kinds.

    `as_draft`: the plan is not issued yet and may have neither number nor day.
    """

    province: Province
    focal_agency: Agency
    file: StoredFile | None
    names: Names
    resolve: Resolve
    as_draft: bool = False
    made: list[PlanVersion] = field(default_factory=list)

    @property
    def user(self) -> User | None:
        """Who confirms it; None for the portal itself."""
        return self.by if isinstance(self.by, User) else None

    @property
    def version(self) -> PlanVersion:
        return self.made[-1]


def plan_into(into: Into) -> PlanInto:
    """Where a plan's draft goes."""
    if not isinstance(into, PlanInto):
        raise TypeError(f"no plan is made there: {into!r}")
    return into
