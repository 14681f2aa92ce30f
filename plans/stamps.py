"""The change stamps of plans: every verb that changes what roll-up reads touches those of the plans concerned.

A verb touches once, as the last thing it writes: the stamp of a plan is the one row all its verbs share, so it is held
from there to the commit only. `reporting.rollup.stamps` derives the moment anew; a test compares after every verb.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import connection

# One statement takes the rows in the order of its values, so that two verbs never hold a stamp the other waits for.
TOUCH = """
INSERT INTO plans_planstamp (plan_id, changed_at, number) VALUES {rows}
ON CONFLICT (plan_id) DO UPDATE SET
  number = plans_planstamp.number + 1,
  changed_at = CASE WHEN plans_planstamp.changed_at > excluded.changed_at
                    THEN plans_planstamp.changed_at ELSE excluded.changed_at END
"""


def touch(plans: Iterable[int], at: dt.datetime) -> None:
    """What roll-up reads of these plans (their ids) has changed at a moment. One statement, none for no plan."""
    ids = sorted(set(plans))
    if not ids:
        return
    moment = connection.ops.adapt_datetimefield_value(at)
    values = [value for plan in ids for value in (plan, moment)]
    with connection.cursor() as cursor:
        cursor.execute(TOUCH.format(rows=", ".join(["(%s, %s, 1)"] * len(ids))), values)
