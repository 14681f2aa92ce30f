"""The board: where every agency stands, in the order of what the officer must do, and the rows of one page.

Where an agency stands takes a few columns of its submission; what else a row says is read for those that are shown.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from common import format as vn
from common.oddities import say_once
from common.search import Query
from reporting.collection import deadlines
from reporting.collection.reminders import last_reminded
from reporting.models import Period, Submission
from reporting.views.rows import how_late
from reporting.vocabulary import SUBMISSION

if TYPE_CHECKING:
    from reporting.querysets import CollectedSubmission

SEASONS = 4
# What the officer has to do, in this order: (code, heading, rows shown before the group is folded; 0: all).
CODES = ("unopened", "draft", "sent", "returned", "approved", "overdue")
GROUPS = (
    ("overdue", gettext_lazy("Quá hạn, chưa gửi"), 0),
    ("unopened", gettext_lazy("Chưa mở"), 0),
    ("draft", gettext_lazy("Đang soạn"), 6),
    ("sent", gettext_lazy("Đã gửi, chờ thẩm định"), 0),
    ("returned", gettext_lazy("Bị trả lại"), 0),
    ("approved", gettext_lazy("Đã duyệt"), 6),
)


@dataclass
class Season:
    """How an agency kept the deadlines of the plan's earlier periods, oldest first."""

    marks: list[str]
    returns: int

    @property
    def words(self) -> str:
        """`đúng hạn 3/4 · trả lại 1`."""
        said = _("đúng hạn %(kept)d/%(all)d") % {"kept": self.marks.count("in_time"), "all": len(self.marks)}
        return f"{said} · {_('trả lại')} {self.returns}" if self.returns else said


@dataclass(frozen=True)
class Place:
    """Where an agency stands; of its submission only what says so and its agency's name are read."""

    submission: Submission
    code: str

    @property
    def ticked(self) -> bool:
        """Chosen from the start: nothing has been heard of the agency, or it is late."""
        return self.code in ("overdue", "unopened")

    @property
    def waits(self) -> bool:
        """The agency has not sent, so it can be reminded."""
        return self.code in ("overdue", "unopened", "draft", "returned")

    @property
    def waiting_since(self) -> dt.datetime:
        """When it was sent or touched last."""
        submission = self.submission
        return submission.touched_at or submission.first_sent_at or submission.period.opened_at


@dataclass(frozen=True)
class Row(Place):
    """One agency on the board."""

    submission: "CollectedSubmission"
    badge: tuple[str, str]
    activity: str
    season: Season | None
    reachable: bool
    late: str

    @property
    def said(self) -> str:
        """Where it stands and whether it came late, in words for a sheet."""
        word = self.badge[1] or str(SUBMISSION[self.badge[0]].text)
        return f"{word}, {self.late}" if self.late else word

    @property
    def reviewed(self) -> bool:
        """The cells are green where the focal agency has looked at the lines."""
        return self.code in ("returned", "approved")


@dataclass(frozen=True)
class Group:
    """The agencies of a page of which the officer must do the same thing, and how many there are on all pages."""

    code: str
    title: str
    count: int
    remark: str
    shown: int
    rows: list[Row]


def focal_of(period: Period) -> str:
    """The plan's focal agency as dense tables call it; the bare word where a plan has lost it since it was opened."""
    focal = period.plan.focal_agency
    return focal.label if focal else _("cơ quan đầu mối")


def steps(period: Period, today: dt.date) -> list[dict[str, str]]:
    """The season on one line: opening, cut-off, every deadline, and today where it stands among them."""
    focal = focal_of(period)
    found: list[tuple[dt.date, dict[str, str]]] = [
        (period.opens_on, {"title": vn.day(period.opens_on), "text": _("Mở kỳ báo cáo")}),
        (period.cutoff_on, {"title": vn.day(period.cutoff_on), "text": _("Chốt số liệu, tính cả ngày này")}),
    ]
    for row in period.stages.select_related("stage__to_agency", "stage__via_agency"):
        stage, last = row.stage, deadlines.last_day(row.due_at)
        title, _dot, note = vn.deadline(
            row.due_printed, stage.bound, last, deadlines.clock_of(row.due_at)
        ).partition(" · ")
        texts = {
            "agencies": _("Cơ quan gửi %(focal)s") % {"focal": focal},
            "focal": _("%(focal)s gửi %(receiver)s")
            % {"focal": focal, "receiver": stage.receiver or _("UBND tỉnh")},
            "province": _("Tỉnh gửi %(receiver)s") % {"receiver": stage.receiver or _("cấp trên")},
        }
        text = texts.get(stage.kind, stage.receiver or vn.EMPTY)
        found.append((last, {"title": title, "note": note, "text": text, "deadline": "yes"}))
    found.sort(key=lambda pair: pair[0])
    result: list[dict[str, str]] = []
    next_due = next((last for last, step in found if last >= today and "deadline" in step), None)
    for last, step in found:
        kind = "past" if last < today else "step"
        if last == next_due and "deadline" in step:
            kind, next_due = "next", None
        result.append({**step, "kind": kind})
    if period.state == "open":
        place = sum(last < today for last, _step in found)
        result.insert(place, {"kind": "today", "title": _("Hôm nay %(day)s") % {"day": vn.short_day(today)}})
    return result


def code_of(submission: Submission, now: dt.datetime) -> str:
    """Where a submission stands on the board: one of GROUPS."""
    if submission.state in ("sent", "returned", "approved"):
        return submission.state
    if submission.due_at <= now:
        return "overdue"
    return "unopened" if submission.touched_at is None else "draft"


def places_of(period: Period, now: dt.datetime) -> list[Place]:
    """Where every agency of a period stands, in the register's order. One query."""
    submissions = period.submissions.standing().by_agency()
    places = [Place(submission, code_of(submission, now)) for submission in submissions]
    for place in places:
        place.submission.period = period
    return places


def in_order(places: Iterable[Place], wanted: str = "", words: str = "") -> list[Place]:
    """These, or those of the group that is `wanted` and whose agency has the words in its name, as the board has them.

    Sent reports stand by the day they came, the others of a group in the register's order.
    """
    groups = [code for code, _title, _shown in GROUPS]
    query = Query.of(words)
    found = [
        place
        for place in places
        if wanted in ("", place.code) and not any(query.missing(place.submission.agency.folded))
    ]
    found.sort(key=lambda place: groups.index(place.code))
    first = next((at for at, place in enumerate(found) if place.code == "sent"), 0)
    sent = sorted((place for place in found if place.code == "sent"), key=lambda place: place.waiting_since)
    found[first : first + len(sent)] = sent
    return found


def to_remind(places: Iterable[Place], wanted: str) -> list[Place]:
    """Who is written to when all are: without a group those that are ticked, of a group everybody who has not sent."""
    return [place for place in places if place.waits and (place.code == wanted if wanted else place.ticked)]


def rows_of(period: Period, places: Sequence[Place], now: dt.datetime) -> list[Row]:
    """What the board says of these agencies, in their order. Five queries for any number of them."""
    agencies = {place.submission.agency_id for place in places}
    counted = period.submissions.filter(pk__in=[place.submission.pk for place in places])
    submissions = {one.pk: one for one in counted.standing().with_progress_and_returns()}
    seasons = _seasons(period, agencies, now)
    reminded = last_reminded(period)
    unreachable = set(
        Agency.objects.filter(id__in=agencies).without_reporter(now.date()).values_list("id", flat=True)
    )
    rows = []
    for place in places:
        submission = submissions.get(place.submission.pk)
        if submission is None:  # it has gone since the places were read
            continue
        submission.period, submission.agency = period, place.submission.agency
        rows.append(
            Row(
                submission=submission,
                code=place.code,
                badge=_badge(submission, place.code, now.date()),
                activity=_activity(submission, place.code, reminded.get(submission.ref), now.date()),
                season=seasons.get(submission.agency_id),
                reachable=submission.agency_id not in unreachable,
                late=_late(submission),
            )
        )
    return rows


def _badge(submission: Submission, code: str, today: dt.date) -> tuple[str, str]:
    """Code of the badge and the word that replaces its own."""
    if code == "overdue":
        return code, _("Chưa gửi, %(late)s") % {
            "late": vn.days_left(deadlines.last_day(submission.due_at), today)
        }
    if submission.state == "endorsed":
        return "endorsed", ""
    return code, ""


def _late(submission: Submission) -> str:
    """That the report came after the deadline; empty when it came in time or has not come."""
    if submission.first_sent_at is None or submission.in_time_sent_at is not None:
        return ""
    if submission.first_sent_at < submission.due_at:
        return _("trả lại toàn bộ, chưa có bản gửi đúng hạn")
    return _("gửi %(late)s") % {"late": how_late(submission.due_at, submission.first_sent_at)}


def _activity(
    submission: "CollectedSubmission", code: str, reminded: dt.datetime | None, today: dt.date
) -> str:
    """The latest thing that happened, in one phrase."""
    said = {
        "approved": _("Duyệt %(at)s") % {"at": vn.recent(submission.approved_at, today)},
        "sent": _("Gửi %(at)s") % {"at": vn.recent(submission.touched_at, today)},
        "draft": _("Sửa %(at)s") % {"at": vn.recent(submission.touched_at, today)},
        "returned": _("Trả lại %(at)s") % {"at": vn.recent(submission.returned_at, today)},
        "unopened": _("Nhận giao %(at)s") % {"at": vn.day(submission.period.opened_at)},
        "overdue": _("Sửa %(at)s") % {"at": vn.recent(submission.touched_at, today)}
        if submission.touched_at
        else _("Chưa mở"),
    }[code]
    if submission.state == "endorsed":
        said = _("Lãnh đạo cơ quan đã xác nhận, chưa gửi")
    if code == "returned" and _corrected(submission):
        said += " · " + _("sửa %(at)s") % {"at": vn.recent(submission.touched_at, today)}
    if reminded and code in ("overdue", "unopened", "draft", "returned"):
        said += " · " + _("nhắc %(at)s") % {"at": vn.recent(reminded, today)}
    return said


def _corrected(submission: "CollectedSubmission") -> bool:
    """Somebody has worked on it since it went back to its agency."""
    if submission.returned_at is None:  # no verb leaves that behind
        say_once(f"submission {submission.ref} is returned without a return or a reopening on record")
        return False
    return submission.touched_at is not None and submission.touched_at > submission.returned_at


def _seasons(period: Period, agencies: Iterable[int], now: dt.datetime) -> dict[int, Season]:
    """Discipline of the plan's earlier periods whose deadline has passed, by agency."""
    rows = Submission.objects.filter(agency__in=agencies, due_at__lte=now).earlier_than(period).with_returns()
    seasons: dict[int, Season] = defaultdict(lambda: Season([], 0))
    for agency, in_time, first, returns in rows.values_list(
        "agency_id", "in_time_sent_at", "first_sent_at", "returns"
    ):
        season = seasons[agency]
        season.marks.append("in_time" if in_time else "late" if first else "missing")
        season.returns += returns
    for season in seasons.values():
        season.marks = season.marks[-SEASONS:]
    return seasons


def groups_of(rows: Sequence[Row], places: Sequence[Place], now: dt.datetime, *, folds: bool) -> list[Group]:
    """The groups of these rows; `places` are those of all pages. With `folds` long groups show their first rows."""
    groups = []
    for code, title, shown in GROUPS:
        whole = [place for place in places if place.code == code]
        here = [row for row in rows if row.code == code]
        if here:
            remark = _remark(code, whole, now)
            groups.append(Group(code, str(title), len(whole), remark, shown if folds else 0, here))
    return groups


def _remark(code: str, places: Sequence[Place], now: dt.datetime) -> str:
    if code != "sent":
        return ""
    oldest = deadlines.day_of(min(place.waiting_since for place in places))
    days = (now.date() - oldest).days
    return _("Chờ lâu nhất %(days)d ngày") % {"days": days} if days else _("Đều gửi hôm nay")


def lede_of(period: Period, places: Sequence[Place], today: dt.date) -> str:
    """The sentence that says where the collection stands."""
    count = Counter(place.code for place in places)
    here = count["sent"] + count["approved"] + count["returned"]
    sentence = _("%(all)d cơ quan phải gửi. %(here)d đã gửi đến %(focal)s") % {
        "all": len(places),
        "here": here,
        "focal": focal_of(period),
    }
    parts = [
        text % {"n": count[code]}
        for code, text in (
            ("sent", _("%(n)d chờ thẩm định")),
            ("approved", _("%(n)d đã duyệt")),
            ("returned", _("%(n)d bị trả lại")),
        )
        if count[code]
    ]
    sentence += f": {', '.join(parts)}." if parts else "."
    if period.state == "closed":
        return f"{sentence} " + _("Kỳ báo cáo đã đóng ngày %(day)s.") % {"day": vn.day(period.closed_at)}
    if not places:
        return sentence
    left = vn.days_left(deadlines.last_day(places[0].submission.due_at), today)
    return f"{sentence} {left[:1].upper()}{left[1:]}."
