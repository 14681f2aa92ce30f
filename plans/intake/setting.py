"""What the kinds of a plan need to know to read a row of a draft again."""

from dataclasses import dataclass

from agencies.names import Names
from plans.intake.head_decided import HeadNow


@dataclass(frozen=True)
class PlanSetting:
    """The province's names as the register and the officer have them, those he has chosen, the head as it stands."""

    names: Names
    head: HeadNow
    chosen: frozenset[str] = frozenset()

    @property
    def year(self) -> int | None:
        """The plan's own year where it is a plan for one year."""
        return self.head.only_year


def plan_setting(setting: object) -> PlanSetting:
    """The setting of a plan's profile."""
    if not isinstance(setting, PlanSetting):
        raise TypeError(f"not a plan's setting: {setting!r}")
    return setting
