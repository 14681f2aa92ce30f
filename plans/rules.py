"""Who imports plans and puts right what they say: pure predicates (user, object). `progress` says until when."""

import rules

from agencies.models import User
from agencies.rules import is_administrator
from plans.models import Plan


@rules.predicate
def administers_its_province(user: User, plan: Plan) -> bool:
    """Administrator of the plan's province."""
    return user.is_superuser or plan.province_id in user.access.provinces("administrator")


may_correct = is_administrator & administers_its_province


@rules.predicate
def runs_the_plan(user: User, plan: Plan) -> bool:
    """Focal officer or leader of the plan's focal agency."""
    return plan.focal_agency_id in user.access.focal


@rules.predicate
def imports_plans(user: User, _nothing: object = None) -> bool:
    """Focal officers and leaders."""
    return user.access.has("focal_officer", "focal_leader")
