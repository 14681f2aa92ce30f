"""The province reports of the last closed year: drafted, submitted and issued with the verbs, a plan at a time."""

from agencies.models import User
from common.clock import standing_at
from common.files import store_file
from reporting.consolidation.services import draft_report, issue_report, submit_report
from reporting.models import Period
from tests.benchmarks.province import YEAR
from tests.factories import day, moment
from tests.world import PDF


def make_reports() -> None:
    """One issued edition for every period of the year before the open one."""
    at = moment(f"{YEAR - 1}-12-01", "09:00")
    of_year = Period.objects.filter(to_on__year=YEAR - 1).order_by("pk")
    with standing_at(at):
        signed = store_file(upload_or_bytes=PDF, name="bao-cao-da-ky.pdf", by=None, allowed=("pdf",), at=at)
        for number, period in enumerate(
            of_year.select_related("cycle__plan__province", "cycle__plan__focal_agency", "plan_version"), 1
        ):
            head = User.objects.get(
                memberships__role="focal_leader", memberships__agency=period.plan.focal_agency_id
            )
            report = draft_report(period=period, by=head, at=at)
            submit_report(report=report, by=head, at=at)
            issue_report(
                report=report,
                by=head,
                at=at,
                official_no=f"{200 + number}/BC-UBND",
                official_date=day(f"{YEAR - 1}-12-01"),
                signer="Võ Minh Dũng",
                signer_post="Phó Chủ tịch",
                signed_file=signed,
            )
