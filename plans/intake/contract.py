"""The importer's contract, part by part: what `import_plan --format json` prints, and what a draft keeps of a row."""

from typing import TypedDict


class BudgetCell(TypedDict):
    """A printed amount in triệu đồng; `year` is None over the whole horizon."""

    year: int | None
    source: str
    source_text: str
    million: str


class TaskItem(TypedDict):
    """A group or a task: days are ISO, `parent` the code of the row above."""

    code: str
    parent: str | None
    kind: str
    name: str
    lead: list[str]
    lead_text: str
    coordinating: list[str]
    coordinating_text: str
    time_text: str
    start: str | None
    end: str | None
    recurring: bool
    trigger_text: str
    product: str
    notes: str
    budget: list[BudgetCell]


class SumPart(TypedDict):
    """One figure that was added up, triệu đồng."""

    where: str
    label: str
    million: str


class SumItem(TypedDict):
    """A printed sum that does not add up, triệu đồng; `at` is its cell and `printed` the text there."""

    section: str
    code: str
    field: str
    stated: str
    computed: str
    check: str
    at: str
    printed: str
    path: list[SumPart]
