"""The importer's contract for an indicator: what `import_plan --format json` prints, and what a draft keeps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypedDict

from plans.money import plain

SECTION = "indicators"
CEILINGS = ("<=", "<")


class Bounds(TypedDict, total=False):
    """A target's comparator and numbers: a ceiling has `high`, any other only number is `low`, a range has both."""

    comparator: str | None
    low: str | None
    high: str | None


class IndicatorItem(Bounds, total=False):
    """A heading or an indicator with its target; `scope` only where it was taken from running text.

    `baseline`, only where a column tells it, is the value on 31/12 of `baseline_year`, `baseline_text` its heading.
    """

    code: str
    parent: str | None
    kind: str
    group: str | None
    name: str
    unit: str
    horizon_year: int | None
    scope: str
    target_text: str
    lead: list[str]
    lead_text: str
    baseline: str | None
    baseline_year: int | None
    baseline_text: str


def bounds(comparator: str | None, low: Decimal | None, high: Decimal | None) -> Bounds:
    """A target as the portal keeps it, its only number `low`, in the contract's words."""
    if comparator in CEILINGS:
        low, high = None, low if low is not None else high
    return {
        "comparator": comparator or None,
        "low": None if low is None else plain(low),
        "high": None if high is None else plain(high),
    }


def numbers(item: Mapping) -> tuple[Decimal | None, Decimal | None]:
    """The numbers of a contract's row as the portal keeps them: (the only one or the lower, the upper)."""
    low, high = (Decimal(item[name]) if item.get(name) else None for name in ("low", "high"))
    if item.get("comparator") in CEILINGS:
        return (high if high is not None else low), None
    return low, high
