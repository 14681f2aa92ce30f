"""Reference data of plans: the funding sources every province starts with."""

from django.db import transaction

from agencies.models import Province, User
from common import audit
from plans.models import FundingSource


def load_funding_sources(*, rows: list[dict], by: User | None = None) -> int:
    """Give every province but the centre the sources it lacks; returns how many were added.

    A row is {code, name_printed, level, nature}; the order of the rows is the order in tables. What a province has
    renamed stays.
    """
    added = 0
    with transaction.atomic():
        for province in Province.objects.exclude(code="TW"):
            known = set(province.funding_sources.values_list("code", flat=True))
            new = [
                FundingSource(province=province, position=place, **row)
                for place, row in enumerate(rows, start=1)
                if row["code"] not in known
            ]
            FundingSource.objects.bulk_create(new)
            added += len(new)
            if new:
                audit.record(
                    by=by,
                    verb="load_funding_sources",
                    target=province,
                    changes={"added": [source.code for source in new]},
                    province_id=province.id,
                )
    return added
