"""Kind: tasks as numbered paragraphs followed by labelled lines ("- Cơ quan thực hiện: …", "- Thời gian: …")."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from common.intake.blocks import Document, Paragraph
from common.intake.kinds import NOTE, WARNING, Claim, PrintedCell, Reading, Remark, Row
from common.text import fold
from plans import codes, money
from plans.arithmetic import Figure
from plans.intake import headings
from plans.intake.column_words import TASK, words
from plans.intake.contract import BudgetCell
from plans.intake.headings import BOTH, COORDINATING, END, LEAD, MONEY, PRODUCT, RESULT, TIME
from plans.intake.rows import KIND, SECTION, Texts, put, understand

LABEL = re.compile(r"(?:^|(?<=[;.\n(]))\s*(?:[-–+•*]|[a-eđ]\))?\s*(?P<label>[^:;.\n()]{4,160}?)\s*:\s*")
NUMBERED = re.compile(
    r"^(?P<number>(?:\d{1,2}|[IVX]{1,5}|[a-zđ]|[A-ZĐ])(?:\.\d{1,2})*)\s*(?:[.)]|(?<=\.\d)|(?<=\.\d\d))\s+(?P<text>\S.*)$",
    re.DOTALL,
)
SECTION_HEAD = re.compile(
    r"^(?:[IVX]{1,5}|[A-ZĐ])\s*[.)-]\s*\S|^(?:phần|chương|mục)\s+(?:thứ\s+)?\S", re.IGNORECASE
)
BULLET = re.compile(r"^[-–+•*]\s*")
LEAST = 2  # labelled groups that make a plan of paragraphs


@dataclass(frozen=True)
class _Below:
    """A text that stands below an item and belongs to it; `printed` is the paragraph without its sign."""

    text: str
    where: str
    printed: str


@dataclass
class _Item:
    """A paragraph of the region: its own number, its text, the text below it, and its labels by role.

    `printed` are the labelled values, each with its place; `labels_printed` the words of the labels, by role.
    """

    number: str
    text: str
    where: str
    block: int = 0
    body: list[_Below] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    printed: list[PrintedCell] = field(default_factory=list)
    labels_printed: dict[str, str] = field(default_factory=dict)
    heading: bool = False


def recognise(document: Document) -> list[Claim]:
    """Sections of prose that hold labelled lines, each from its heading to the next."""
    labelled = [
        index
        for index, block in enumerate(document.blocks)
        if isinstance(block, Paragraph) and _labels(block.text).values.keys() & {LEAD, BOTH, TIME, END}
    ]
    if len(labelled) < LEAST:
        return []
    claims: dict[int, Claim] = {}
    for index in labelled:
        first, last = around(document, index)
        claims.setdefault(first, Claim((first, 0), 5.0, (first, last)))
    return list(claims.values())


def parse(reading: Reading, claims: list[Claim]) -> list[Row]:
    """Tasks of prose; where a table of tasks stands in the document too, the table is the plan's own list."""
    if not claims:
        return []
    if reading.of(KIND):
        reading.say(
            NOTE,
            "Phần lời văn cũng có đoạn giao việc; nhiệm vụ lấy theo bảng, đoạn văn không nhập thêm.",
            section=SECTION,
            where=reading.document.blocks[claims[0].content[0]].where,
        )
        return []
    parts = [_items(reading.document, *claim.content) for claim in claims]
    numbers = [{codes.tidy(item.number) for item in part if item.number} for part in parts]
    if any(
        one & other for at, one in enumerate(numbers) for other in numbers[:at]
    ):  # each section numbers anew
        parts = [
            [_heading(reading.document, claim.content[0]), *part]
            for claim, part in zip(claims, parts, strict=True)
        ]
    return _rows(reading, [item for part in parts for item in part])


@dataclass(frozen=True)
class _Labelled:
    """A paragraph with labels: the text before the first of them, and role → (label as printed, value)."""

    before: str
    values: dict[str, tuple[str, str]]


def _labels(text: str) -> _Labelled:
    """Labelled values in a paragraph ("… . Cơ quan chủ trì: A; thời gian: 2025")."""
    marks = [mark for match in LABEL.finditer(text) if (mark := _mark(match))]
    if not marks:
        return _Labelled(text, {})
    ends = [begin for begin, _label, _role, _end in marks[1:]] + [len(text)]
    values = {
        role: (label, _value(text[end:stop]))
        for (_begin, label, role, end), stop in zip(marks, ends, strict=True)
    }
    return _Labelled(text[: marks[0][0]].strip(" ;,(-–+"), values)


def _mark(match: re.Match[str]) -> tuple[int, str, str, int] | None:
    """Where a label begins, its words, its role, and where its value begins; None where the words are no label.

    "Việc A, cơ quan chủ trì: X" holds a label after the comma, "Cơ quan chủ trì, tham mưu: X" is one.
    """
    label, begin = match["label"], match.start()
    head, comma, tail = label.rpartition(",")
    if comma and _role(tail) and not _role(head) and not (len(head.split()) < 3 and _role(label)):
        label, begin = tail, match.start("label") + len(head) + 1
    role = _role(label)
    return (begin, label.strip(), role, match.end()) if role else None


def _role(label: str) -> str:
    """The role a label names, '' where it is none or too long to be one."""
    role = headings.role_of_text(fold(label).strip(" -+*")) if len(label.split()) <= 9 else ""
    return role if role in words().labels else ""


def _value(text: str) -> str:
    """A labelled value without the signs that only part it from the next, nor a bracket that closes around it."""
    text = text.strip(" ;(\n")
    return re.sub(r"\)\s*\.?$", "", text) if text.count(")") > text.count("(") else text


def around(document: Document, index: int) -> tuple[int, int]:
    """The section of prose a block stands in: from under its heading (Roman or "Phần") to the next."""
    first = index
    while (
        first > 0
        and isinstance(document.blocks[first - 1], Paragraph)
        and not _is_section(document, first - 1)
    ):
        first -= 1
    last = index + 1
    while last < len(document.blocks) and isinstance(document.blocks[last], Paragraph):
        if _is_section(document, last):
            break
        last += 1
    return first, last


def heading_over(document: Document, first: int) -> str:
    """The heading of the section that begins at this block, '' where it has none."""
    above = document.blocks[first - 1] if first else None
    return above.text if isinstance(above, Paragraph) else ""


def _is_section(document: Document, index: int) -> bool:
    block = document.blocks[index]
    if not isinstance(block, Paragraph) or not SECTION_HEAD.match(block.text) or len(block.text) > 200:
        return False
    letters = [char for char in block.text if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    return bool(letters) and upper * 2 > len(letters)


def _items(document: Document, first: int, last: int) -> list[_Item]:
    """Numbered paragraphs with what stands below each; labelled lines are taken up by the item they follow."""
    items: list[_Item] = []
    open_label = ""
    for index, block in document.paragraphs(first, last):
        labelled = _labels(block.text)
        if labelled.values and (labelled.before or items):
            if labelled.before:
                _begin(items, labelled.before, block.where, index)
            for role, (label, value) in labelled.values.items():
                _put(items[-1], role, label, value, block.where)
                open_label = role if not value else ""
            continue
        if open_label and items and BULLET.match(block.text):  # "- Cơ quan thực hiện:" and its list below
            _put(items[-1], open_label, "", BULLET.sub("", block.text), block.where)
            continue
        open_label = ""
        _begin(items, block.text, block.where, index)
    return [
        part for item, after in zip(items, [*items[1:], None], strict=True) for part in _parted(item, after)
    ]


def _parted(item: _Item, after: _Item | None) -> list[_Item]:
    """A heading whose first bullet took its labels, where further bullets with labels of their own follow it."""
    if after is None or not item.labels or not item.body or not codes.understand(item.number):
        return [item]
    if not after.labels or codes.understand(after.number) not in (None, codes.understand("-")):
        return [item]
    first, *rest = item.body
    return [
        _Item(item.number, item.text, item.where, item.block),
        _Item(
            after.number,
            BULLET.sub("", first.text),
            first.where,
            item.block,
            rest,
            item.labels,
            item.printed,
            item.labels_printed,
        ),
    ]


def _begin(items: list[_Item], text: str, where: str, block: int) -> None:
    """A paragraph without labels: a new item where it is numbered or follows labels, else more of the one before."""
    match = NUMBERED.match(text)
    if match and codes.understand(match["number"]):
        items.append(_Item(match["number"], match["text"].strip(), where, block))
    elif items and items[-1].labels:  # a further task without a number of its own
        items.append(_Item("-" if BULLET.match(text) else "", BULLET.sub("", text), where, block))
    elif items:
        items[-1].body.append(_Below(text, where, text))
    else:
        items.append(_Item("-" if BULLET.match(text) else "", BULLET.sub("", text), where, block))


def _put(item: _Item, role: str, label: str, value: str, where: str) -> None:
    role = _add(item, role, value)
    if label:
        item.labels_printed.setdefault(role, label)
    if value:
        item.printed.append(
            PrintedCell(value, label or item.labels_printed.get(role, ""), words().fields[TASK][role], where)
        )


def _add(item: _Item, role: str, value: str) -> str:
    role = {END: TIME, RESULT: PRODUCT}.get(role, role)
    item.labels[role] = "\n".join(filter(None, (item.labels.get(role, ""), value)))
    return role


def _heading(document: Document, first: int) -> _Item:
    """The heading of a section as an item over its tasks."""
    text = heading_over(document, first) or "Phần tiếp theo"
    match = NUMBERED.match(text)
    where = document.blocks[first].where
    return (
        _Item(match["number"], match["text"].strip(), where, first)
        if match
        else _Item("", text, where, first, heading=True)
    )


def _rows(reading: Reading, items: list[_Item]) -> list[Row]:
    items = _without_enumerations(items)
    places = _places(items)
    depths = [_depth(places, index) for index in range(len(places))]
    usual = Counter(depth for depth, item in zip(depths, items, strict=True) if item.labels).most_common(1)
    task_depth = usual[0][0] if usual else 0
    parents = {place.parent for place in places}
    rows: list[Row] = []
    for index, (item, place) in enumerate(zip(items, places, strict=True)):
        parent = places[place.parent].code if place.parent is not None else ""
        heading = index in parents or depths[index] < task_depth
        if heading and item.labels and index not in parents:  # a section without numbers is one task
            title = _Item(item.number, item.text, item.where, item.block)
            rows.append(_row(reading, title, place.code, parent, "group"))
            rows.append(_row(reading, _only_task(item), f"{place.code}.1", place.code, "task"))
        else:
            rows.append(_row(reading, item, place.code, parent, "group" if heading else "task"))
        if place.doubt:
            rows[-1].say(SECTION, [Remark(WARNING, place.doubt, "code")])
    return rows


def _places(items: list[_Item]) -> list[codes.Place]:
    return codes.arrange([codes.Printed(item.number, item.heading) for item in items])


def _depth(places: list[codes.Place], index: int) -> int:
    depth, parent = 0, places[index].parent
    while parent is not None:
        depth, parent = depth + 1, places[parent].parent
    return depth


def _without_enumerations(items: list[_Item]) -> list[_Item]:
    """Lists inside a task ("a) …", "b) …" before the labels) belong to its text, and their labels to the task."""
    places = _places(items)
    depths = [_depth(places, index) for index in range(len(places))]
    usual = Counter(_shape(item.number) for item in items if item.labels).most_common(1)
    if not usual:
        return items
    depth = Counter(
        depth
        for depth, item in zip(depths, items, strict=True)
        if item.labels and _shape(item.number) == usual[0][0]
    ).most_common(1)[0][0]
    kept: list[_Item] = []
    for item, own in zip(items, depths, strict=True):
        if own > depth and kept and _shape(item.number) != usual[0][0]:
            kept[-1].body.extend([_Below(f"{item.number}) {item.text}", item.where, item.text), *item.body])
            for role, value in item.labels.items():
                _add(kept[-1], role, value)
            kept[-1].printed.extend(item.printed)
        else:
            kept.append(item)
    return kept


def _shape(number: str) -> tuple[str, int]:
    understood = codes.understand(number)
    return (understood.style, len(understood.values)) if understood else ("none", 0)


def _only_task(item: _Item) -> _Item:
    first, *rest = item.body or [_Below(item.text, item.where, item.text)]
    return _Item(
        "",
        BULLET.sub("", first.text),
        first.where,
        item.block,
        rest,
        item.labels,
        item.printed,
        item.labels_printed,
    )


def _row(reading: Reading, item: _Item, code: str, parent: str, kind: str) -> Row:
    labels = item.labels if kind == "task" else {}
    budget = _budget(item.labels_printed.get(MONEY, ""), labels.get(MONEY, ""))
    words = [f"Kinh phí: {labels[MONEY]}"] if labels.get(MONEY) and not budget else []
    understood = understand(
        Texts(
            item.text,
            "\n".join(filter(None, (labels.get(LEAD, ""), labels.get(BOTH, "")))),
            labels.get(COORDINATING, ""),
            labels.get(TIME, ""),
            labels.get(PRODUCT, ""),
            "\n".join([*(below.text for below in item.body), *words]),
            budget,
        ),
        code=code,
        parent=parent,
        kind=kind,
        names=reading.facts["names"],
        year=reading.facts.get("year"),
    )
    cells = _printed(item, budget)
    return put(reading, Row(KIND, code, item.where, parent, cells, at=(item.block, 0)), understood)


def _read(cell: PrintedCell, keys: tuple[Figure, ...]) -> PrintedCell:
    """A labelled value with the figures read from it; money of which none could be read stays a note."""
    if cell.field != "budget":
        return cell
    return replace(cell, keys=keys) if keys else replace(cell, field="notes")


def _budget(label: str, text: str) -> list[BudgetCell]:
    """The amount a labelled line states ("Kinh phí năm 2022: 15.000 triệu đồng"); nothing where it is not just one."""
    amount = money.read(text, money.VIETNAMESE) if text else money.Amount()
    if amount.value is None or amount.unit is None:
        return []
    year = money.year_of([label])
    source = "total" if amount.sources else money.source_in_words(f"{label} {text}")
    return [
        {"year": at, "source": of, "source_text": label, "million": money.plain(value * amount.unit)}
        for at, of, value in (
            (year, source, amount.value),
            *((at, source, value) for at, value in amount.years.items()),
            *((year, part, value) for part, value in amount.sources.items()),
        )
    ]


def _printed(item: _Item, budget: Sequence[BudgetCell]) -> list[PrintedCell]:
    """The item as printed: its own text, the texts below it, its labelled values, each with its place."""
    number = [PrintedCell(item.number, "", "code", item.where)] if item.number.strip("-") else []
    cells = [*number, PrintedCell(item.text, "", "name", item.where)]
    cells += [PrintedCell(below.printed, "", "notes", below.where) for below in item.body if below.printed]
    keys = tuple((cell["year"], cell["source"]) for cell in budget)
    money = item.labels_printed.get(MONEY)
    return cells + [_read(cell, keys if cell.heading == money else ()) for cell in item.printed]
