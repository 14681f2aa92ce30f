"""A submission to be filled, for the tests of entries, sendings and pages: real rows, nothing opened by hand."""

import datetime as dt
from dataclasses import dataclass

from agencies.models import Agency, User
from reporting.collection import entries
from reporting.models import MeasureEntry, MoneyEntry, Period, Submission, TaskEntry
from tests import factories as f

NOON = f.moment("2026-11-13", "12:00")


@dataclass
class Season:
    """One agency's submission in a period of the year 2026, and who works on it."""

    period: Period
    agency: Agency
    submission: Submission
    reporter: User
    colleague: User
    approver: User
    officer: User
    focal_leader: User

    def fresh(self) -> Submission:
        return Submission.objects.select_related(
            "agency", "period__plan_version", "period__cycle__plan__province"
        ).get(pk=self.submission.pk)


def season(**fields) -> Season:
    """A submission without lines, open, due before 20/11/2026, cut-off 15/11/2026."""
    plan = f.plan()
    agency = f.agency(plan.province)
    period = f.period(plan, **fields)
    return Season(
        period=period,
        agency=agency,
        submission=f.submission(period, agency),
        reporter=f.user(role="reporter", at=agency, name="Trần Thị Mỹ Duyên"),
        colleague=f.user(role="reporter", at=agency, name="Nguyễn Thị Hoa"),
        approver=f.user(role="approver", at=agency, name="Phạm Văn Thạch"),
        officer=f.user(role="focal_officer", at=plan.focal_agency, name="Lê Hoàng Phúc"),
        focal_leader=f.user(role="focal_leader", at=plan.focal_agency, name="Võ Văn Minh"),
    )


def task_line(of: Season, *, settled: bool = False, **fields) -> TaskEntry:
    """A duty on a task; `settled`: filled so that nothing stands against sending it."""
    known = {"main", "last_fact", "via_group", "unassigned"}
    version = f.task(of.period.plan, lead=of.agency, **{k: v for k, v in fields.items() if k not in known})
    entry = f.entry(of.period, version, of.agency, **{k: v for k, v in fields.items() if k in known})
    if settled:
        fill(entry, of.reporter, state="in_progress", percent="40", result="Đã tổ chức 24 lớp.")
    return entry


def money_line(entry: TaskEntry, planned: int = 1_000_000_000, year: int = 2026) -> MoneyEntry:
    """A field for money of one source and year, with what is planned (VND)."""
    source = f.source(entry.task_version.plan.province)
    f.budget(entry.task_version, source, planned, year=year)
    return MoneyEntry.objects.create(entry=entry, source=source, budget_year=year)


def measure_line(of: Season, **fields) -> MeasureEntry:
    """A duty on a measure of the plan, with one indicator and its target."""
    measure = f.measure(of.period.plan.province, **fields)
    f.target(f.indicator(of.period.plan, measure, lead=of.agency), horizon_year=2030, printed="100%")
    return MeasureEntry.objects.create(
        submission=of.submission,
        measure=measure,
        main=True,
        from_on=of.period.from_on,
        to_on=of.period.cutoff_on,
    )


def fill(entry: TaskEntry | MeasureEntry, by: User, at: dt.datetime = NOON, **fields: str) -> entries.Saved:
    """Type into the fields of a line, one after the other; returns what the last one was told."""
    save = entries.save_task_field if isinstance(entry, TaskEntry) else entries.save_measure_field
    for name, value in fields.items():
        entry.refresh_from_db()
        saved = save(
            entry=entry,
            field=name.replace("money_", "money-"),
            value=value,
            version=entry.version,
            by=by,
            at=at,
        )
    entry.refresh_from_db()
    return saved
