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
from reporting.states import LINE_DONE, LINE_SETTLED

# A place in printed order as one number, position and id: what MIN can find. Ids stay below.
PLACES = 10**10
SETTLED = "('" + "', '".join(LINE_SETTLED) + "')"
DONE = "('" + "', '".join(LINE_DONE) + "')"
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
        lines = list(lines)
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
        """As the database has counted with `other_tasks` or `other_measures`."""
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


# The lines of a submission but for one: the numbers of a `Tally` in its order, as one text, since the statement that
# reads the line brings them. Written out: composing it from the models took a third of the time of a save.
TASKS = f"""
(SELECT count(*)
 || ',' || count(*) FILTER (WHERE line.line_state IN {SETTLED})
 || ',' || count(*) FILTER (WHERE line.line_state = 'returned')
 || ',' || count(*) FILTER (WHERE line.needs_reason AND line.line_state NOT IN {DONE})
 || ',' || count(*) FILTER (WHERE line.lacks_evidence AND line.line_state IN {READY})
 || ',' || coalesce(min(version.position * {PLACES} + line.id)
  FILTER (WHERE line.line_state NOT IN {SETTLED}), 0)
 || ',' || count(*) FILTER (WHERE coalesce(version.parent_id, 0) = {{heading}})
 || ',' || count(*) FILTER (WHERE coalesce(version.parent_id, 0) = {{heading}} AND line.line_state IN {SETTLED})
 || ',' || count(*) FILTER (WHERE line.at IS NOT NULL AND line.needs_reason IS NULL)
 FROM reporting_taskentry line JOIN plans_taskversion version ON version.id = line.task_version_id
 WHERE line.submission_id = %s AND line.id <> %s)
"""  # noqa: S608 - constants of this file and of states.py; what varies is bound
MEASURES = f"""
(SELECT count(*)
 || ',' || count(*) FILTER (WHERE line.line_state IN {SETTLED})
 || ',' || count(*) FILTER (WHERE line.line_state = 'returned')
 || ',0,0,' || coalesce(min(line.id) FILTER (WHERE line.line_state NOT IN {SETTLED}), 0)
 || ',' || count(*)
 || ',' || count(*) FILTER (WHERE line.line_state IN {SETTLED})
 FROM reporting_measureentry line
 WHERE line.submission_id = %s AND line.id <> %s)
"""  # noqa: S608 - constants of this file and of states.py; what varies is bound


def other_tasks(submission: int, *, but: int = 0) -> RawSQL:
    """The task lines of a submission, in a statement about one of them: those under its heading are near."""
    heading = "coalesce(plans_taskversion.parent_id, 0)" if but else "-1"
    return RawSQL(TASKS.format(heading=heading), [submission, but], output_field=TextField())  # noqa: S611


def other_measures(submission: int, *, but: int = 0) -> RawSQL:
    """The measure lines of a submission, all of them near."""
    return RawSQL(MEASURES, [submission, but], output_field=TextField())  # noqa: S611
