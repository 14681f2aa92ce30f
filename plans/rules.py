"""Who imports plans and puts right what they say: pure predicates (user, object), named as facts.

`progress` says until when. A role opens one province, and every predicate is told which.
"""

from typing import TYPE_CHECKING

import rules

from agencies.models import User
from agencies.rules import administers, somewhere

if TYPE_CHECKING:
    from common.models import ImportDraft
    from plans.models import Plan


@rules.predicate
def may_correct(user: User, plan: "Plan") -> bool:
    """Administrator of the plan's province."""
    return administers(user, plan.province_id)


@rules.predicate
def runs_the_plan(user: User, plan: "Plan") -> bool:
    """Focal officer or leader of the plan's focal agency."""
    return plan.focal_agency_id in user.access.focal


@rules.predicate
def imports_plans(user: User, province: int) -> bool:
    """Focal officer or leader in the province."""
    return user.access.holds("focal_officer", "focal_leader", province=province)


@rules.predicate
def works_on_the_draft(user: User, draft: "ImportDraft") -> bool:
    """Imports plans for the draft's province; its owner, too, where that is another or not known yet."""
    owns_it = draft.owner_id == user.pk and somewhere(imports_plans, user)
    return owns_it or (draft.province_id is not None and imports_plans(user, draft.province_id))
