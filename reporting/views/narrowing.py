"""What the lists of a season are narrowed by: plan, agency, year and state, each offered as far as the person sees."""

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from common.listing import Choice
from common.words import Words
from plans.querysets import PlanQuerySet
from reporting.querysets import PeriodQuerySet
from reporting.vocabulary import PERIOD, REPORT, SUBMISSION

AGENCY = _("Cơ quan")
# A submission's states as a list is asked for them: an endorsed one is a draft until it is sent.
STATES = ("draft", "sent", "returned", "approved")


def plan_choice(plans: PlanQuerySet) -> Choice:
    """These plans but for drafts, the newest first; by their ref."""
    return Choice("plan", _("Kế hoạch"), list(plans.issued().in_order().values_list("ref", "number")))


def agency_choice(user: User, label: Words = AGENCY) -> Choice:
    """Today's agencies in the register's order; by their id."""
    agencies = Agency.objects.visible_to(user).current().by_position()
    return Choice(
        "agency", label, [(str(pk), name) for pk, name in agencies.values_list("pk", "name")], wide=True
    )


def year_choice(periods: PeriodQuerySet) -> Choice:
    """Years in which these periods end, the last first."""
    return Choice("year", _("Năm"), [(str(year), str(year)) for year in periods.years()])


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
