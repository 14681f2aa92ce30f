"""In time: one rule, stored and derived, whatever happens to a submission in whatever order."""

import datetime as dt
import random

import pytest

from reporting.collection.in_time import Delivery, Timeliness, timeliness
from reporting.collection.sending import rebuild_in_time
from reporting.models import ReviewAction, Submission
from reporting.review import services
from reporting.rollup.discipline import standing
from reporting.rollup.rows import Owing, Reviewed, Sent
from tests.factories import moment
from tests.reporting.seasons import Season, send, submission_of

DUE = moment("2026-11-20", "00:00")
EARLY, LAST, LATE, LATER = (
    moment("2026-11-10"),
    moment("2026-11-19", "23:59:59"),
    DUE,
    moment("2026-12-02"),
)


@pytest.mark.parametrize(
    ("deliveries", "in_time", "counted"),
    [
        pytest.param([], None, None, id="nothing has come"),
        pytest.param([(EARLY, None)], True, 0, id="before the deadline"),
        pytest.param([(LAST, None)], True, 0, id="in the last second"),
        pytest.param([(LATE, None)], False, 0, id="in the first instant that is too late"),
        pytest.param([(EARLY, "accepted")], True, 0, id="accepted"),
        pytest.param([(EARLY, "returned_lines"), (LATE, None)], True, 0, id="lines returned"),
        pytest.param([(EARLY, "returned_whole")], None, None, id="returned as a whole"),
        pytest.param([(EARLY, "recalled")], None, None, id="recalled"),
        pytest.param([(EARLY, "returned_whole"), (LAST, None)], True, 1, id="again in time"),
        pytest.param([(EARLY, "returned_whole"), (LATE, None)], False, 1, id="again too late"),
        pytest.param([(EARLY, "recalled"), (LATE, None)], False, 1, id="recalled and too late"),
        pytest.param(
            [(EARLY, "returned_lines"), (LATE, "returned_whole"), (LATER, None)],
            True,
            0,
            id="a late correction returned as a whole takes nothing from what came in time",
        ),
        pytest.param(
            [(LATE, "returned_lines"), (LATER, "accepted")], False, 0, id="late, whatever came after"
        ),
    ],
)
def test_in_time_is_the_first_sending_not_returned_as_a_whole(deliveries, in_time, counted):
    came = [Delivery(at, outcome) for at, outcome in deliveries]
    of = None if counted is None else came[counted]
    found = timeliness(came, DUE)
    assert found == Timeliness(in_time, of)
    assert found.in_time_at == (of.at if of and in_time else None)


def derived(submission: Submission, now: dt.datetime) -> bool | None:
    """What discipline makes of the rows that are never changed."""
    owing = Owing(submission.pk, submission.agency_id, "", submission.due_at, submission.approved_at)
    sent = [
        Sent(row.submission_id, row.pk, row.at, row.outcome) for row in submission.sendings.order_by("no")
    ]
    reviews = [
        Reviewed(row.submission_id, row.sending_id, row.action, row.at, row.task_entry_id is None)
        for row in ReviewAction.objects.filter(submission=submission, action__in=("return", "reopen"))
    ]
    return standing(owing, sent, reviews, {}, now).in_time


class Walk:
    """A submission that is sent, returned and reopened at random; `came` is what its rule says, kept by hand."""

    def __init__(self, seed: int = 0) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a walk that can be repeated, no secret
        self.now = moment("2026-11-08")
        self.season = Season()
        self.season.task("1.1", self.season.health)
        self.season.task("1.2", self.season.health)
        self.period = self.season.open()
        self.came: list[tuple[dt.datetime, bool]] = []

    @property
    def submission(self) -> Submission:
        return submission_of(self.period, self.season.health)

    def step(self) -> None:
        self.now += dt.timedelta(hours=self.chance.randrange(1, 120))
        verbs = {
            "draft": (self.send,),
            "returned": (self.send,),
            "sent": (self.return_lines, self.return_whole, self.approve),
            "approved": (self.reopen,),
        }
        self.chance.choice(verbs[self.submission.state])()

    def send(self) -> None:
        send(self.submission, self.season.reporter, at=self.now)
        self.came.append((self.now, True))

    def return_lines(self) -> None:
        how = {"submission": self.submission, "by": self.season.officer, "at": self.now}
        waiting = list(self.submission.task_entries.exclude(line_state="approved"))
        back = self.chance.choice(waiting)
        services.return_line(entry=back, reason="Thiếu số liệu.", **how)
        if rest := [line for line in waiting if line != back]:
            services.approve_lines(tasks=rest, **how)
        services.return_lines(**how)

    def return_whole(self) -> None:
        services.return_submission(
            submission=self.submission, reason="Sai kỳ.", by=self.season.officer, at=self.now
        )
        self.came[-1] = (self.came[-1][0], False)

    def approve(self) -> None:
        services.approve_submission(submission=self.submission, by=self.season.officer, at=self.now)

    def reopen(self) -> None:
        services.reopen_submission(
            submission=self.submission, reason="Nhầm số.", by=self.season.leader, at=self.now
        )


def agreed(walk: Walk) -> dt.datetime | None:
    """The stored moment, once the stored, the derived and the kept answer have been found to be the same."""
    stands = [at for at, counts in walk.came if counts]
    submission = walk.submission
    expected = stands[0] if stands and stands[0] < submission.due_at else None
    assert submission.in_time_sent_at == expected
    assert derived(submission, walk.now) == (stands[0] < submission.due_at if stands else None)
    return submission.in_time_sent_at


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_what_is_stored_is_what_is_derived_after_every_verb(seed):
    walk = Walk(seed)
    for _step in range(12):
        walk.step()
        agreed(walk)
    assert len(walk.came) > 2


@pytest.mark.django_db
def test_in_time_then_lines_returned_then_a_late_correction_returned_as_a_whole_stays_in_time():
    walk = Walk()
    walk.now = EARLY
    walk.send()
    walk.return_lines()
    assert agreed(walk) == EARLY
    walk.now = LATE
    walk.send()
    walk.return_whole()
    assert agreed(walk) == EARLY
    walk.now = LATER
    walk.send()
    assert agreed(walk) == EARLY


@pytest.mark.django_db
def test_a_column_that_went_wrong_is_rebuilt():
    walk = Walk()
    walk.now = EARLY
    walk.send()
    Submission.objects.filter(pk=walk.submission.pk).update(in_time_sent_at=None)
    rebuild_in_time(walk.submission)
    assert agreed(walk) == EARLY
