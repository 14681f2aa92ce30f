"""The register of names as the database keeps it: for the import, and for whoever types the name of an agency."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

from agencies.models import Agency, AgencyGroup, AgencyName, Province
from agencies.names import Entry, Register

CENTRE = "TW"


def read_register(day: dt.date) -> Register:
    """Every agency that exists on `day` and every group, with their spellings. Three queries."""
    spellings: dict[tuple[str, int], list[str]] = defaultdict(list)
    for agency, group, text in AgencyName.objects.order_by("id").values_list("agency_id", "group_id", "text"):
        spellings["agency" if agency else "group", agency or group].append(text)
    agencies = [
        Entry(
            key=row.code,
            name=row.name,
            province="" if row.province.code == CENTRE else row.province.name,
            kind=row.kind,
            spellings=tuple(spellings["agency", row.id]),
        )
        for row in Agency.objects.on(day).select_related("province")
    ]
    groups = [
        Entry(
            key=row.code,
            name=row.name,
            province="" if row.province.code == CENTRE else row.province.name,
            group=True,
            resolvable=row.resolvable,
            kind="group",
            spellings=tuple(spellings["group", row.id]),
        )
        for row in AgencyGroup.objects.select_related("province").order_by("id")
    ]
    return Register((*agencies, *groups))


def resolver(province: Province, day: dt.date) -> Callable[[str], Agency | AgencyGroup | None]:
    """What a name stands for in a province on a day: its agency or group, or None."""
    names = read_register(day).names(province.name)
    codes: dict[str, Agency | AgencyGroup] = {row.code: row for row in Agency.objects.on(day)}
    codes |= {row.code: row for row in AgencyGroup.objects.all()}

    def resolve(text: str) -> Agency | AgencyGroup | None:
        entry = names.find(text)
        return codes[entry.key] if entry else None

    return resolve
