"""A decided section as entries: groups over tasks, each with its texts, before codes are given.

A duty's agency is its own, or that of the line over it; what was not printed with the duty itself is marked. Labels
give agency, time, product and money; without them the sentence may state helpers and a day.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from agencies.names import Names
from common.intake.kinds import NOTE, WARNING, PrintedCell, Remark
from plans import money
from plans.arithmetic import Figure
from plans.intake.column_words import TASK as TASK_ROW
from plans.intake.column_words import words
from plans.intake.contract import BudgetCell
from plans.intake.headings import BOTH, COORDINATING, END, LEAD, MONEY, PRODUCT, RESULT, TIME
from plans.intake.prose.labelled import Run
from plans.intake.prose.lines import Line
from plans.intake.prose.model import AGENCY, CLOSING, OBJECTIVE, OTHER, TASK, TOPIC, Decision, Model
from plans.intake.prose.openings import ALONE, COLON, beside
from plans.intake.prose.outline import Node
from plans.intake.prose.signs import NONE, Sign
from plans.intake.prose.times import said_in
from plans.intake.rows import Texts

INFERRED = "suy từ"


@dataclass(frozen=True)
class Setting:
    """What a reading knows while it is drafted: the province's names, the plan's only year, the day it was issued."""

    names: Names
    year: int | None
    issued: dt.date | None


@dataclass
class Entry:
    """A group or a task to be: `below` are those under it, `at` its block, `sign` the number printed in front of it."""

    kind: str
    texts: Texts
    sign: Sign
    line: Line
    cells: list[PrintedCell]
    remarks: list[Remark] = field(default_factory=list)
    below: list["Entry"] = field(default_factory=list)
    reason: str = ""

    @property
    def tasks(self) -> int:
        return (self.kind == "task") + sum(entry.tasks for entry in self.below)

    @property
    def every(self) -> Iterator["Entry"]:
        yield self
        for entry in self.below:
            yield from entry.every


@dataclass(frozen=True)
class _Labels:
    """The labelled values of a task: role → text, the words of each label, and the cells they stand in."""

    values: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    cells: list[PrintedCell] = field(default_factory=list)


class Drafting:
    """Entries of one decided section; `used` are the ids of the nodes whose lines went into one."""

    def __init__(self, model: Model, setting: Setting) -> None:
        self.model = model
        self.setting = setting
        self.used: set[int] = set()

    def entries(self) -> list[Entry]:
        return self._of(self.model.root)

    def _of(self, node: Node) -> list[Entry]:
        decision = self.model.of[id(node)]
        if decision.role == TASK and any(run.names_agency for run in self.model.runs.get(id(node), ())):
            return self._labelled(node, decision)
        if decision.role == TASK:
            return [self._task(node, decision, node.text)]
        if decision.role == AGENCY:
            return self._agency(node, decision)
        below = [entry for child in node.children for entry in self._of(child)]
        if decision.role in (OBJECTIVE, TOPIC) and below:
            group = self._group(node, decision, below)
            more = self._introduction(node)
            group.texts.notes = "\n".join(line.printed for line in more)
            group.cells += _notes(more)
            return [group]
        return below

    def _introduction(self, node: Node) -> list[Line]:
        """The text between a heading and the first of its duties."""
        plain = takewhile(lambda one: one.key == NONE and self.model.role(one) == OTHER, node.children)
        return self._below([one for one in plain if not self.model.of[id(one)].doubt])

    def _group(self, node: Node, decision: Decision, below: list[Entry], name: str = "") -> Entry:
        self.used.add(id(node))
        entry = Entry("group", Texts(name or node.text), node.sign, node.line, _own_cells(node, name))
        entry.below = below
        return _said(entry, decision)

    def _agency(self, node: Node, decision: Decision) -> list[Entry]:
        opening = node.line.opening
        below = [entry for child in node.children for entry in self._of(child)]
        if opening is None or opening.how == ALONE:
            return [self._group(node, decision, below, node.text.rstrip(" :."))] if below else []
        duty = opening.rest if opening.how == COLON else node.line.text
        own = replace(decision, over=node)
        if not below:
            return [self._task(node, own, duty, notes=node.children)]
        if node.line.ends != ".":
            return [self._group(node, decision, below)]
        first = self._task(node, own, duty)
        first.sign = Sign()
        return [self._group(node, decision, [first, *below], opening.who)]

    def _task(self, node: Node, decision: Decision, name: str, *, notes: list[Node] | None = None) -> Entry:
        """A duty whose agency stands before it or over it, with the time and the helpers of its own sentence."""
        self.used.add(id(node))
        more = self._below(node.children if notes is None else notes)
        labels = _labels(self.model.runs.get(id(node), []))
        told = labels.values.get(TIME, "")
        time = None if told else said_in(name, self.setting.year, self.setting.issued)
        helping = labels.values.get(COORDINATING, "")
        texts = Texts(
            name,
            decision.who,
            helping or decision.beside or beside(name, self.setting.names),
            told or (time.text if time else ""),
            labels.values.get(PRODUCT, ""),
            notes="\n".join(line.printed for line in more),
            frame=time.frame if time else None,
        )
        cells = [*_own_cells(node, name), *_notes(more), *(_with_figures(cell, ()) for cell in labels.cells)]
        entry = Entry("task", texts, node.sign, node.line, cells)
        if decision.who and decision.over is not None:
            cells.append(PrintedCell(decision.who, "", "lead", decision.over.line.where))
        read = (
            ("" if helping else texts.coordinating, "coordinating"),
            ("" if told else texts.time, "time_text"),
        )
        for text, about in read:
            if text:
                cells.append(PrintedCell(text, "", about, node.line.where))
        if time:
            said = f"Thời gian {INFERRED} câu chữ: “{time.text}”."
            entry.remarks.append(Remark(NOTE, said, "time_text"))
            if time.doubt:
                entry.remarks.append(Remark(WARNING, time.doubt, "time_text"))
        return _said(entry, decision)

    def _below(self, nodes: list[Node]) -> list[Line]:
        """The lines of nodes and of all below them, in reading order; they belong to the row above.

        What closes the plan, or is asked about, belongs to none.
        """
        found = [
            node
            for top in nodes
            for node in top.all
            if self.model.role(node) != CLOSING and not self.model.of[id(node)].doubt
        ]
        self.used.update(id(node) for node in found)
        return [node.line for node in found]

    def _labelled(self, node: Node, decision: Decision) -> list[Entry]:
        """A duty with labels; where its level usually heads duties, it heads the one line below it."""
        labels = _labels(self.model.runs[id(node)])
        heads = node.children and any(
            self.model.role(other) == OBJECTIVE for other in (node.parent.children if node.parent else ())
        )
        if not heads:
            return [self._with_labels(node, node.children, labels, decision)]
        first, *rest = node.children
        task = self._with_labels(first, [*first.children, *rest], labels, decision)
        task.sign = Sign()
        why = replace(decision, why="Đề mục của việc ở dưới.", doubt="")
        return [self._group(node, why, [task])]

    def _with_labels(self, node: Node, rest: list[Node], labels: _Labels, decision: Decision) -> Entry:
        self.used.add(id(node))
        more = self._below(rest)
        values = labels.values
        budget = budget_of(labels.words.get(MONEY, ""), values.get(MONEY, ""))
        unread = [f"Kinh phí: {values[MONEY]}"] if values.get(MONEY) and not budget else []
        lead = "\n".join(filter(None, (values.get(LEAD, ""), values.get(BOTH, "")))) or decision.who
        texts = Texts(
            node.text,
            lead,
            values.get(COORDINATING, ""),
            values.get(TIME, ""),
            values.get(PRODUCT, ""),
            "\n".join([*(line.printed for line in more), *unread]),
            budget,
        )
        keys = tuple((cell["year"], cell["source"]) for cell in budget)
        cells = [*_own_cells(node), *_notes(more), *(_with_figures(cell, keys) for cell in labels.cells)]
        entry = Entry("task", texts, node.sign, node.line, cells)
        return _said(entry, decision)


def _said(entry: Entry, decision: Decision) -> Entry:
    """The entry with its reason, and what is doubted of it."""
    entry.reason = decision.why
    if decision.inferred and decision.who and entry.kind == "task":
        place = "câu chữ" if decision.over and decision.over.line is entry.line else "đề mục ở trên"
        said = f"Cơ quan {INFERRED} {place}: “{decision.who}”."
        entry.remarks.insert(0, Remark(NOTE, said, "lead"))
    if decision.doubt:
        entry.remarks.append(Remark(WARNING, decision.doubt, "lead"))
    return entry


def _own_cells(node: Node, name: str = "") -> list[PrintedCell]:
    """The number and the text of a line as printed; `name` where only a part of it is the row's."""
    number = [PrintedCell(node.sign.printed, "", "code", node.line.where)] if node.sign.numbered else []
    first, *rest = node.line.pieces
    text = first.text[node.sign.end :].strip() if rest else name or node.line.text
    return [
        *number,
        *(
            PrintedCell(one, "", "name", where)
            for one, where in [(text, first.where), *((p.text, p.where) for p in rest)]
        ),
    ]


def _notes(lines: list[Line]) -> list[PrintedCell]:
    return [PrintedCell(piece.text, "", "notes", piece.where) for line in lines for piece in line.pieces]


def _labels(runs: list[Run]) -> _Labels:
    found = _Labels()
    for run in runs:
        for line in run.lines:
            for role, (label, value) in line.labelled.values.items():
                role = {END: TIME, RESULT: PRODUCT}.get(role, role)
                found.values[role] = "\n".join(filter(None, (found.values.get(role, ""), value)))
                if label:
                    found.words.setdefault(role, label)
                if value:
                    heading = label or found.words.get(role, "")
                    about = words().fields[TASK_ROW][role]
                    found.cells.append(PrintedCell(value, heading, about, line.where))
    return found


def _with_figures(cell: PrintedCell, keys: tuple[Figure, ...]) -> PrintedCell:
    """A labelled value with the figures read from it; money of which none could be read stays a note."""
    if cell.field != "budget":
        return cell
    return replace(cell, keys=keys) if keys else replace(cell, field="notes")


def budget_of(label: str, text: str) -> list[BudgetCell]:
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
