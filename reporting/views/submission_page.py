"""What the page of a submission shows: where it stands, its lines under their headings, its outline, its thread."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from agencies.models import User
from common import clock
from common import format as vn
from common.states import available
from reporting import rules
from reporting.collection import deadlines
from reporting.collection.entries import NARRATIVE, lines_of
from reporting.collection.line_view import Line as LineView
from reporting.collection.line_view import TaskView
from reporting.collection.locks import lock_of, lock_of_line
from reporting.collection.sent_copy import SentCopy, prose_of
from reporting.collection.showing import line_views
from reporting.collection.tally import Tally, key_of
from reporting.models import Sending, Submission, TaskFact
from reporting.states import SUBMISSION
from reporting.views.lines import (
    Conflicts,
    Field,
    ShownLine,
    measures_together,
    thread_of,
    under_headings,
)

GAPS_SHOWN = 6


@dataclass(frozen=True)
class Section:
    """One part of the outline's prose."""

    field: Field
    title: str


@dataclass(frozen=True)
class Progress:
    """How far a submission is: its lines of both kinds counted, its parts of prose."""

    tasks: Tally
    measures: Tally
    sections: tuple[Section, ...]

    @classmethod
    def of(cls, views: Iterable[LineView], sections: tuple[Section, ...]) -> "Progress":
        """Of lines as they are shown."""
        views = list(views)
        tasks, measures = ([view for view in views if view.is_task is kind] for kind in (True, False))
        return cls(Tally.of(tasks), Tally.of(measures), sections)

    @property
    def all(self) -> int:
        return self.tasks.all + self.measures.all

    @property
    def done(self) -> int:
        return self.tasks.done + self.measures.done

    @property
    def open(self) -> int:
        """Lines that stand against sending."""
        return self.tasks.open + self.measures.open

    @property
    def more(self) -> int:
        """Lines that stand against sending and are not named beside the button."""
        return max(self.open - GAPS_SHOWN, 0)

    @property
    def first_gap(self) -> str:
        """The first line that stands against sending, as an address names it."""
        return key_of(self.tasks, self.measures)

    @property
    def returned(self) -> int:
        return self.tasks.returned + self.measures.returned

    @property
    def sections_written(self) -> int:
        return sum(bool(section.field.typed.strip()) for section in self.sections)


def sections_of(narrative: object, conflicts: Conflicts | None = None) -> tuple[Section, ...]:
    """The parts of the outline as typed; where two people wrote one, with what the other wrote."""
    found = []
    written = prose_of(narrative)
    for name, title in NARRATIVE.items():
        typed, conflict = (conflicts or {}).get(name, (written.get(name, ""), None))
        found.append(Section(Field(name, typed, conflict=conflict), str(title)))
    return tuple(found)


def page_of(
    user: User,
    submission: Submission,
    copy: Sending | None,
    key: str | None,
    conflicts: Conflicts | None = None,
) -> dict[str, object]:
    """Everything the page of a submission shows. `copy`: the sending shown instead of the working copy; `key`: the line
    to open, None for the first that needs it."""
    now = clock.now()
    said = SentCopy.from_json(copy.payload) if copy else None
    thread = thread_of(submission)
    lock = _copy_words(copy) if copy else lock_of(submission, user)
    views = line_views(*lines_of(submission), copy=said)
    lines = [ShownLine(view, now.date(), actions=thread.of(view)) for view in views]
    gaps = [] if lock else [line for line in lines if not line.view.settled]
    opened = _opened(lines, gaps, key)
    if opened:
        place = lines.index(opened)
        opened = lines[place] = replace(opened, opened=True, conflicts=conflicts or {})
    narrative = said.narrative if said else submission.narrative
    sections = sections_of(narrative, None if opened else conflicts)
    return {
        "submission": submission,
        "period": submission.period,
        "plan": submission.period.plan,
        "own": rules.may_fill(user, submission),
        "may_review": rules.may_review(user, submission) and submission.state == "sent",
        "copy": copy,
        "sendings": list(submission.sendings.select_related("by").defer("payload")),
        "today": now.date(),
        "lock": lock,
        "stage": submission.period.stages.select_related("stage__to_agency").first(),
        "last_day": deadlines.last_day(submission.due_at),
        "due_clock": deadlines.clock_of(submission.due_at),
        "badge": badge_of(submission, now),
        "overdue": now >= submission.due_at,
        "progress": Progress.of(views, sections),
        "lines": lines,
        "gaps": gaps,
        "groups": under_headings(submission, [line for line in lines if line.is_task]),
        "measure_group": measures_together(line for line in lines if not line.is_task),
        "has_money": any(isinstance(line.view, TaskView) and line.view.money for line in lines),
        "open_lock": opened and (lock or lock_of_line(opened.view)),
        "next_gap": _after(opened, lines, gaps) if opened else None,
        "narrative_version": submission.narrative_version,
        "transitions": transitions_of(submission, user),
        "finished": TaskFact.objects.visible_to(user).finished_before(submission),
        "thread": thread.whole,
        "last_return": next((a for a in reversed(thread.whole) if a.action in ("return", "reopen")), None),
        "may_comment": submission.first_sent_at is not None and rules.may_comment(user, submission),
    }


def badge_of(submission: Submission, now: dt.datetime) -> str:
    """The code of the badge: also says what nobody has opened, and what is late."""
    if submission.state == "draft":
        if now >= submission.due_at:
            return "overdue"
        return "draft" if submission.touched_at else "unopened"
    return submission.state


def transitions_of(submission: Submission, user: User) -> set[str]:
    """The buttons: nothing moves in a closed period."""
    if submission.period.state != "open":
        return set()
    return {transition.name for transition in available(submission, SUBMISSION.values(), user)}


def _opened(lines: Iterable[ShownLine], gaps: list[ShownLine], key: str | None) -> ShownLine | None:
    """The open line: the one asked for; else what was returned, else the first gap."""
    if key is not None:
        return next((line for line in lines if line.key == key), None)
    returned = [line for line in gaps if line.view.line_state == "returned"]
    return next(iter(returned or gaps), None)


def _after(opened: ShownLine, lines: list[ShownLine], gaps: list[ShownLine]) -> ShownLine | None:
    """The next gap behind the open line, going round."""
    keys = [line.key for line in lines]
    place = keys.index(opened.key)
    others = [line for line in gaps if line.key != opened.key]
    return next((line for line in others if keys.index(line.key) > place), next(iter(others), None))


def _copy_words(copy: Sending) -> str:
    return _("Bản gửi lần %(no)d, lúc %(at)s. Bản này được giữ nguyên như khi gửi.") % {
        "no": copy.no,
        "at": vn.day_and_clock(copy.at),
    }
