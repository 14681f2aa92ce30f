"""The importer's contract for an indicator: what `import_plan --format json` prints, and what a draft keeps."""

from typing import TypedDict


class IndicatorItem(TypedDict, total=False):
    """A heading or an indicator with its target; `scope` only where it was taken from running text."""

    code: str
    parent: str | None
    kind: str
    group: str | None
    name: str
    unit: str
    horizon_year: int | None
    scope: str
    target_text: str
    comparator: str | None
    low: str | None
    high: str | None
    lead: list[str]
    lead_text: str
