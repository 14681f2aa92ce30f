"""How far a submission is, counted: of its lines as a page shows them, or by the database from what filling keeps.

A page counts the lines it has read anyway. A saved field counts its own line and lets the database count the others,
by their states and the two marks that filling keeps of what is typed (`needs_reason`, `lacks_evidence`): saving costs
the same however many lines there are. `entries.rebuild_marks` writes the marks anew; a test compares both ways.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.db.models import TextField
from django.db.models.expressions import RawSQL

from reporting.collection.line_view import Line, TaskView
from reporting.models import MeasureEntry, TaskEntry
from reporting.states import LINE_DONE, LINE_GONE, LINE_SETTLED

# A place in printed order as one number, position and id: what MIN can find. Ids stay below.
PLACES = 10**10
SETTLED = "('" + "', '".join(LINE_SETTLED) + "')"
DONE = "('" + "', '".join(LINE_DONE) + "')"
GONE = "('" + "', '".join(LINE_GONE) + "')"
READY = "('" + "', '".join(state for state in LINE_SETTLED if state not in LINE_DONE) + "')"


@dataclass(frozen=True, slots=True)
class Tally:
    """Lines of one kind. `reasons`: begun and asked for a reason; `bare`: settled without the papers that prove them;
    `first`: the place of the first that is not settled, 0 without one; `unknown`: those whose marks were never made.

    `near` and `near_done` count the lines under the same heading as the line asked about.
    """

    all: int = 0
    done: int = 0
    returned: int = 0
    reasons: int = 0
    bare: int = 0
    first: int = 0
    near: int = 0
    near_done: int = 0
    unknown: int = 0

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Self:
        """The lines as shown, all of them near."""
        lines = [line for line in lines if line.line_state not in LINE_GONE]
        done = sum(line.settled for line in lines)
        return cls(
            all=len(lines),
            done=done,
            returned=sum(line.line_state == "returned" for line in lines),
            reasons=sum(needs_reason(line) for line in lines),
            bare=sum(line.settled and lacks_evidence(line) for line in lines),
            first=min((place_of(line) for line in lines if not line.settled), default=0),
            near=len(lines),
            near_done=done,
        )

    @classmethod
    def read(cls, said: str) -> Self:
        """As the database has counted with `other_lines`."""
        return cls(*map(int, said.split(",")))

    def and_(self, other: "Tally") -> "Tally":
        """Both together."""
        sums = {
            name: getattr(self, name) + getattr(other, name) for name in self.__slots__ if name != "first"
        }
        return Tally(**sums, first=min(filter(None, (self.first, other.first)), default=0))

    @property
    def open(self) -> int:
        """Lines that stand against sending."""
        return self.all - self.done


NO_LINES = Tally()


def place_of(line: Line) -> int:
    """Where a line stands in printed order, as one number."""
    return (line.position * PLACES if isinstance(line, TaskView) else 0) + line.pk


def key_of(tasks: Tally, measures: Tally) -> str:
    """The first line that is not settled, as an address names it; empty without one."""
    if tasks.first:
        return f"nv-{tasks.first % PLACES}"
    return f"ct-{measures.first}" if measures.first else ""


def needs_reason(line: Line) -> bool:
    """What is typed in a line asks for a written reason."""
    return line.touched and any(problem.asks for problem in line.problems)


def lacks_evidence(line: Line) -> bool:
    """Nothing is attached to a line that has to be proved."""
    return any(problem.field == "evidence" for problem in line.problems)


# The other lines of the submission of a line, for the statement that reads this one: the numbers of a `Tally` in its
# order, as one text. Written out: composing it from the models took a third of the time of a save.
OF_TASKS = f"""
(SELECT count(*)
 || ',' || count(*) FILTER (WHERE line.line_state IN {SETTLED})
 || ',' || count(*) FILTER (WHERE line.line_state = 'returned')
 || ',' || count(*) FILTER (WHERE line.needs_reason AND line.line_state NOT IN {DONE})
 || ',' || count(*) FILTER (WHERE line.lacks_evidence AND line.line_state IN {READY})
 || ',' || coalesce(min(version.position * {PLACES} + line.id)
  FILTER (WHERE line.line_state NOT IN {SETTLED}), 0)
 || ',' || count(*) FILTER (WHERE {{near}})
 || ',' || count(*) FILTER (WHERE {{near}} AND line.line_state IN {SETTLED})
 || ',' || count(*) FILTER (WHERE line.at IS NOT NULL AND line.needs_reason IS NULL)
 FROM reporting_taskentry line JOIN plans_taskversion version ON version.id = line.task_version_id
 WHERE line.submission_id = {{table}}.submission_id AND line.line_state NOT IN {GONE}{{others}})
"""  # noqa: S608 - constants of this file and of states.py
OF_MEASURES = f"""
(SELECT count(*)
 || ',' || count(*) FILTER (WHERE line.line_state IN {SETTLED})
 || ',' || count(*) FILTER (WHERE line.line_state = 'returned')
 || ',0,0,' || coalesce(min(line.id) FILTER (WHERE line.line_state NOT IN {SETTLED}), 0)
 || ',' || count(*)
 || ',' || count(*) FILTER (WHERE line.line_state IN {SETTLED})
 FROM reporting_measureentry line
 WHERE line.submission_id = {{table}}.submission_id AND line.line_state NOT IN {GONE}{{others}})
"""  # noqa: S608 - as above
UNDER_ITS_HEADING = "coalesce(version.parent_id, 0) = coalesce(plans_taskversion.parent_id, 0)"
OTHERS = " AND line.id <> {table}.id"


def other_lines(kind: type[TaskEntry] | type[MeasureEntry]) -> dict[str, RawSQL]:
    """`said_tasks` and `said_measures` to annotate lines of a kind with: all others, near those of the same group."""
    is_task, table = kind is TaskEntry, kind._meta.db_table
    others = OTHERS.format(table=table)
    near = UNDER_ITS_HEADING if is_task else "false"
    tasks = OF_TASKS.format(table=table, near=near, others=others if is_task else "")
    measures = OF_MEASURES.format(table=table, others="" if is_task else others)
    texts = {"said_tasks": tasks, "said_measures": measures}
    return {name: RawSQL(text, [], output_field=TextField()) for name, text in texts.items()}  # noqa: S611
