"""What is measured: every page and file as the lowest role that opens it, beside the largest plan of the province.

What an address needs beside is drawn from the rows: the open period of the plan, submissions with the most lines. Every
address that answers to GET is measured here or by `pages.verbs`, or is named in `LEFT_OUT` with the reason; a test
compares them with the portal's addresses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from agencies.models import User
from common.models import OutboxMessage
from plans.models import Plan, Task
from reporting.models import Period, ProvinceReport, Submission

LEFT_OUT = {
    "health": "asks for nothing",
    "sign_in": "measured with its form, as a verb",
    "mail_folder": "of the demo alone",
    "import_draft": "grows with its document, not with the province: see the case of imports",
    "import_sums": "likewise",
    "draft_row": "likewise",
    "draft_meaning": "likewise",
    "draft_head": "likewise",
    "evidence_file": "given out like a signed file",
    "job_status": "asked while a queued export is made, and measured with it",
    "list_job": "likewise",
    "list_made": "likewise",
    "export_job": "likewise",
    "export_file": "likewise",
}


@dataclass(frozen=True)
class Case:
    """An address asked for by a person; `page`: held to the limits of a page, `cold`: asked cold as well."""

    name: str
    path: str
    person: User
    page: bool = True
    cold: bool = False


@dataclass(frozen=True)
class Office:
    """Who opens the pages and what stands in their addresses."""

    plan: Plan
    period: Period
    task: Task
    draft: Submission
    waiting: Submission
    reporter: User
    officer: User
    head: User
    leader: User
    administrator: User


def office() -> Office:
    """The focal agency of the largest plan, and an agency that is writing. Raises RuntimeError where nobody is."""
    period = Period.objects.filter(state="open").select_related("cycle__plan").earliest("pk")
    plan = period.cycle.plan
    submissions = Submission.objects.filter(period=period).order_by("agency__position")
    draft = submissions.filter(state="draft", touched_at__isnull=False).first()
    waiting = submissions.filter(state="sent").first()
    if draft is None or waiting is None:
        raise RuntimeError("the open period has no draft or nothing sent")
    return Office(
        plan=plan,
        period=period,
        task=plan.task_versions.filter(kind="task").earliest("position"),
        draft=draft,
        waiting=waiting,
        reporter=_somebody("reporter", draft.agency_id),
        officer=_somebody("focal_officer", plan.focal_agency_id),
        head=_somebody("focal_leader", plan.focal_agency_id),
        leader=_somebody("leader"),
        administrator=_somebody("administrator"),
    )


def _somebody(role: str, agency: int | None = None) -> User:
    of_agency = {"memberships__agency": agency} if agency else {}
    return User.objects.filter(memberships__role=role, **of_agency).earliest("pk")


def cases(here: Office) -> Iterator[Case]:
    """Everything that is asked for by its address alone."""
    yield from _of_the_province(here)
    yield from _of_submissions(here)
    yield from _of_plans(here)
    yield from _of_the_register(here)
    yield from _files(here)


def _of_the_province(here: Office) -> Iterator[Case]:
    yield Case("my work, officer", reverse("my_work"), here.officer, cold=True)
    yield Case("my work, leader", reverse("my_work"), here.leader, cold=True)
    yield Case("dashboard, leader", reverse("dashboard"), here.leader, cold=True)
    yield Case("province tasks, leader", reverse("province_tasks"), here.leader, cold=True)
    yield Case("obstacles, leader", reverse("obstacles"), here.leader, cold=True)
    yield Case("indicators, reporter", reverse("indicators"), here.reporter, cold=True)
    yield Case("province reports, officer", reverse("province_reports"), here.officer, cold=True)
    yield Case("reports to draft, officer", reverse("undrafted_reports"), here.officer)
    report = ProvinceReport.objects.filter(period__cycle__plan=here.plan).earliest("pk")
    yield Case("province report, officer", reverse("province_report", args=[report.ref]), here.officer)
    found = urlencode({"q": "dữ liệu"})
    yield Case("search, reporter", f"{reverse('search')}?{found}", here.reporter, cold=True)


def _of_submissions(here: Office) -> Iterator[Case]:
    """Filling and collecting: the reporter's pages, then the officer's."""
    draft, waiting, reporter, officer = here.draft, here.waiting, here.reporter, here.officer
    yield Case("my work, reporter", reverse("my_work"), reporter, cold=True)
    yield Case("submissions, reporter", reverse("submissions"), reporter, cold=True)
    yield Case("submission, reporter", reverse("submission", args=[draft.ref]), reporter, cold=True)
    yield Case("submissions, officer", reverse("submissions"), officer)
    yield Case("boards, officer", reverse("boards"), officer, cold=True)
    yield Case("board, officer", reverse("board", args=[here.period.ref]), officer, cold=True)
    yield Case("plans without a period, officer", reverse("unopened_plans"), officer)
    yield Case("waiting for review, officer", reverse("awaiting_review"), officer)
    yield Case("late, officer", reverse("late_submissions"), officer)
    yield Case("review, officer", reverse("review", args=[waiting.ref]), officer, cold=True)


def _of_plans(here: Office) -> Iterator[Case]:
    ref, reporter, officer = here.plan.ref, here.reporter, here.officer
    yield Case("plans, reporter", reverse("plans"), reporter, cold=True)
    yield Case("plan, reporter", reverse("plan", args=[ref]), reporter, cold=True)
    yield Case("task, reporter", reverse("task", args=[ref, here.task.code]), reporter)
    yield Case("money of a plan, reporter", reverse("plan_money", args=[ref]), reporter)
    yield Case("indicators of a plan, reporter", reverse("plan_indicators", args=[ref]), reporter)
    yield Case("record of a plan, reporter", reverse("plan_history", args=[ref]), reporter)
    yield Case("a target to enter, officer", reverse("enter_plan_target", args=[ref]), officer)
    yield Case("cycle of a plan, officer", reverse("cycle", args=[ref]), officer)
    change = f"{reverse('task_change', args=[ref])}?nv={here.task.code}"
    yield Case("a change of a task to record, officer", change, officer)
    yield Case("a period to open, officer", reverse("open_period", args=[ref]), officer)
    yield Case("imports, officer", reverse("imports"), officer)


def _of_the_register(here: Office) -> Iterator[Case]:
    yield Case("inbox, reporter", reverse("inbox"), here.reporter)
    mail = OutboxMessage.objects.filter(channel="portal", to_user__isnull=False).earliest("pk")
    reader = User.objects.get(pk=mail.to_user_id)
    yield Case("a message", reverse("message", args=[mail.pk]), reader)
    yield Case("administration", reverse("admin:index"), here.administrator)
    for model in ("agency", "agencygroup", "user", "membership", "calendarday"):
        path = reverse(f"admin:agencies_{model}_changelist")
        yield Case(f"{model}, administration", path, here.administrator)
    person = reverse("admin:agencies_user_change", args=[here.reporter.pk])
    yield Case("one person, administration", person, here.administrator)


def _files(here: Office) -> Iterator[Case]:
    """What is made in the web process: papers, annexes, the API, and short lists as workbooks."""
    ref, reporter = here.plan.ref, here.reporter
    yield Case(
        "API, a period's figures",
        reverse("api_period_rollup", args=[here.period.ref]),
        here.head,
        page=False,
    )
    yield Case("API, its description", reverse("api_schema"), reporter, page=False)
    yield Case("annex as .docx", reverse("plan_annex", args=[ref, "docx"]), reporter, page=False)
    yield Case("annex as .xlsx", reverse("plan_annex", args=[ref, "xlsx"]), reporter, page=False)
    yield Case("submission as .docx", reverse("submission_docx", args=[here.draft.ref]), reporter, page=False)
    report = ProvinceReport.objects.filter(period__cycle__plan=here.plan, state="issued").earliest("pk")
    yield Case("signed file", reverse("signed_file", args=[report.ref]), reporter, page=False)
