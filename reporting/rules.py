"""Who may do what in a season: pure predicates (user, object), named as facts. States say when (states.py).

A role opens one province. So every predicate that asks for one is given the province, or a row that lies in one.
"""

from typing import TYPE_CHECKING

import rules

from plans.rules import runs_the_plan

if TYPE_CHECKING:
    from agencies.models import User
    from reporting.models import Period, ProvinceReport, Submission


@rules.predicate
def reports_for_the_agency(user: "User", submission: "Submission") -> bool:
    """Reporter of the submission's agency."""
    return submission.agency_id in user.access.agencies("reporter")


@rules.predicate
def leads_the_agency(user: "User", submission: "Submission") -> bool:
    """Approver (lãnh đạo cơ quan) of the submission's agency."""
    return submission.agency_id in user.access.agencies("approver")


@rules.predicate
def collects(user: "User", submission: "Submission") -> bool:
    """Focal officer or leader of the agency that collects this submission."""
    return submission.period.plan.focal_agency_id in user.access.focal


@rules.predicate
def leads_the_collection(user: "User", submission: "Submission") -> bool:
    """Focal leader of the agency that collects this submission."""
    return submission.period.plan.focal_agency_id in user.access.agencies("focal_leader")


@rules.predicate
def is_of_another_agency(user: "User", submission: "Submission") -> bool:
    """The submission is not the focal agency's own."""
    return submission.agency_id != submission.period.plan.focal_agency_id


@rules.predicate
def did_not_fill_it(user: "User", submission: "Submission") -> bool:
    """The person neither typed a line nor sent it."""
    return not (
        submission.task_entries.filter(by=user).exists()
        or submission.measure_entries.filter(by=user).exists()
        or submission.sendings.filter(by=user).exists()
    )


@rules.predicate
def leads_the_province(user: "User", submission: "Submission") -> bool:
    """Leader (lãnh đạo tỉnh) of the plan's province."""
    return user.access.holds("leader", province=submission.period.plan.province_id)


@rules.predicate
def it_was_sent(user: "User", submission: "Submission") -> bool:
    """The submission has left the agency."""
    return submission.first_sent_at is not None


may_fill = reports_for_the_agency | leads_the_agency
may_send = may_fill
may_review = (collects & is_of_another_agency) | (
    leads_the_collection & ~is_of_another_agency & did_not_fill_it
)
may_reopen = leads_the_collection
may_read_lines = may_fill | ((collects | leads_the_province) & it_was_sent)
may_comment = may_fill | (collects & it_was_sent)
may_follow = collects | (leads_the_province & it_was_sent)


@rules.predicate
def runs_the_period(user: "User", period: "Period") -> bool:
    """Focal officer or leader of the focal agency of the period's plan."""
    return runs_the_plan(user, period.plan)


@rules.predicate
def leads_the_period(user: "User", period: "Period") -> bool:
    """Focal leader of the focal agency of the period's plan."""
    return period.plan.focal_agency_id in user.access.agencies("focal_leader")


@rules.predicate
def edits_the_report(user: "User", report: "ProvinceReport") -> bool:
    """Focal officer or leader of the report's plan."""
    return runs_the_period(user, report.period)


@rules.predicate
def leads_the_report(user: "User", report: "ProvinceReport") -> bool:
    """Focal leader of the report's plan: submits it, records its issue."""
    return leads_the_period(user, report.period)


@rules.predicate
def reports_in_the_province(user: "User", province: int) -> bool:
    """Reporter or approver of an agency of the province."""
    return user.access.holds("reporter", "approver", province=province)


@rules.predicate
def sees_the_dashboard(user: "User", province: int) -> bool:
    """Leader of the province, or works for one of its focal agencies."""
    return user.access.holds("leader", "focal_officer", "focal_leader", province=province)


@rules.predicate
def reads_the_figures(user: "User", period: "Period") -> bool:
    """Sees the dashboard of the province of the period's plan."""
    return sees_the_dashboard(user, period.plan.province_id)


@rules.predicate
def leads_its_province(user: "User", period: "Period") -> bool:
    """Leader (lãnh đạo tỉnh) of the province of the period's plan."""
    return user.access.holds("leader", province=period.plan.province_id)


exports_the_period = runs_the_period | leads_its_province
reads_the_board = runs_the_period | leads_its_province
