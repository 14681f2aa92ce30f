"""What the lists of a season are narrowed by: plan, agency, year and state, each offered as far as the person sees."""

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from common.listing import Choice
from common.words import Words
from plans.models import Plan
from plans.querysets import PlanQuerySet
from reporting.models import Period
from reporting.vocabulary import PERIOD, REPORT, SUBMISSION

AGENCY = _("Cơ quan")
# A submission's states as a list is asked for them: an endorsed one is a draft until it is sent.
STATES = ("draft", "sent", "returned", "approved")


def plan_choice(user: User) -> Choice:
    """Issued plans, the newest first; by their ref."""
    return _of_plans(Plan.objects.visible_to(user).issued())


def run_plan_choice(user: User) -> Choice:
    """The plans whose reports come to the person's focal agency."""
    return _of_plans(Plan.objects.visible_to(user).run_by(user).issued())


def _of_plans(plans: PlanQuerySet) -> Choice:
    plans = plans.in_order()
    return Choice("plan", _("Kế hoạch"), list(plans.values_list("ref", "number")))


def agency_choice(user: User, label: Words = AGENCY) -> Choice:
    """Today's agencies in the register's order; by their id."""
    agencies = Agency.objects.visible_to(user).current().by_position()
    return Choice(
        "agency", label, [(str(pk), name) for pk, name in agencies.values_list("pk", "name")], wide=True
    )


def year_choice(user: User) -> Choice:
    """Years in which a period ends, the last first."""
    years = Period.objects.visible_to(user).years()
    return Choice("year", _("Năm"), [(str(year), str(year)) for year in years])


def period_state_choice() -> Choice:
    """Open or closed."""
    return Choice("state", _("Trạng thái"), [(code, str(word.text)) for code, word in PERIOD.items()])


def report_state_choice() -> Choice:
    """States of a province report, and all that are not issued."""
    states = [(code, str(word.text)) for code, word in REPORT.items()]
    return Choice("state", _("Trạng thái"), [("open", _("Chưa ban hành")), *states])


def state_choice(states: tuple[str, ...] = STATES) -> Choice:
    """States of a submission."""
    return Choice(
        "state", _("Trạng thái"), [(code, str(SUBMISSION[code].text)) for code in states], wide=True
    )
