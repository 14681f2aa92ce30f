"""Reporting rules that come with a plan: cycles read from its prose, as the importer's contract words them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, User
from agencies.names import Names
from plans.models import Plan
from reporting.collection.periods import StageSpec, set_cycle
from reporting.models import Cycle

Resolve = Callable[[str], Agency | AgencyGroup | None]


def adopt_cycles(
    *, plan: Plan, rows: Iterable[Mapping], resolve: Resolve, names: Names, by: User | None, on: dt.date
) -> dict[int, Cycle]:
    """Record the cycles a document states: one per day on which agencies report. Returns the cycle of each row, by
    the row's place among them.

    A row has the names of `reporting.collection.intake.SHOWN` and `cell`. What the focal agency or the province sends
    on stands behind the last of the same purpose and frequency, or of the same purpose, or the last of all; where there
    is none it is a cycle of its own, for which agencies report by a day set on opening. Reporters the register does not
    know are left out: duties then follow from the tasks alone, and the officer may name them on the page.
    """
    rows = list(rows)
    upward = [row for row in rows if _is_province(row, plan)]
    downward = [row for row in rows if row not in upward]
    in_front = {rows.index(above): _in_front_of(above, downward) for above in upward}
    cycles: dict[int, Cycle] = {}
    for place, row in enumerate(rows):
        if in_front.get(place) is not None:
            continue
        behind = (
            [above for above in upward if in_front[rows.index(above)] is row] if row in downward else [row]
        )
        named = row if row in downward else {"frequency": row.get("frequency")}
        stages = [_stage("agencies", named, plan, resolve)]
        stages += [_stage(_sender(above, plan, resolve), above, plan, resolve) for above in behind]
        cycle = set_cycle(
            plan=plan,
            by=by,
            stages=stages,
            reporters=_reporters(named.get("who") or "", resolve, names),
            on=on,
            purpose=_purpose(row),
            frequency=_frequency(row, downward),
            covers=row.get("covers") or "",
            text_printed=row.get("due_text") or "",
            checked=False,
        )
        cycles |= {rows.index(one): cycle for one in (row, *behind)}
    return cycles


def _purpose(row: Mapping) -> str:
    return row.get("purpose") or "progress"


def _often(row: Mapping) -> str:
    return row.get("frequency") or "yearly"


def _in_front_of(above: Mapping, downward: list[Mapping]) -> Mapping | None:
    """The agencies' report out of which another is made: the closest, the last of those; reports on request alone."""
    alike = [row for row in downward if (_often(row) == "adhoc") == (_often(above) == "adhoc")]
    return max(
        enumerate(alike),
        key=lambda found: (
            _purpose(found[1]) == _purpose(above),
            _purpose(found[1]) == _purpose(above) and _often(found[1]) == _often(above),
            found[0],
        ),
        default=(0, None),
    )[1]


def _sender(row: Mapping, plan: Plan, resolve: Resolve) -> str:
    """The kind of a stage that goes on: the focal agency's within the province, the province's beyond it."""
    to = resolve(row["to"]) if row.get("to") else None
    return "focal" if isinstance(to, Agency) and to.province_id == plan.province_id else "province"


def _frequency(row: Mapping, rows: list[Mapping]) -> str:
    """As the document states it; two yearly days for the same agencies are its half-year and its year's report."""
    frequency = _often(row)
    alike = ("who", "to", "purpose", "frequency")
    same = [other for other in rows if all(other.get(key) == row.get(key) for key in alike)]
    return "half_yearly" if frequency == "yearly" and len(same) == 2 else frequency


def _is_province(row: Mapping, plan: Plan) -> bool:
    """A stage behind the agencies': reported by the focal agency or the province itself."""
    who = (row.get("who") or "").strip().casefold()
    focal = plan.focal_agency.name.casefold() if plan.focal_agency else ""
    return who in (focal, "province") or who.startswith(("ubnd tỉnh", "ủy ban nhân dân tỉnh", "tỉnh"))


def _stage(kind: str, row: Mapping, plan: Plan, resolve: Resolve) -> StageSpec:
    to = resolve(row["to"]) if row.get("to") else None
    via = resolve(row["via"]) if row.get("via") else None
    agency = (
        to
        if isinstance(to, Agency)
        else plan.focal_agency
        if kind == "agencies" and not row.get("to")
        else None
    )
    return StageSpec(
        kind=kind,
        month=row.get("month"),
        day=row.get("day"),
        bound=row.get("bound") or "before",
        to_agency=agency,
        to_text="" if agency else (row.get("to") or _("UBND tỉnh"))[:200],
        via_agency=via if isinstance(via, Agency) else None,
        due_text=(row.get("due_text") or "")[:300],
        cell=row.get("cell") or "",
        weekday=row.get("weekday"),
        of_last_month=bool(row.get("of_last_month")),
        hour=row.get("hour"),
        minute=row.get("minute") or 0,
    )


def _reporters(text: str, resolve: Resolve, names: Names) -> list[tuple[Agency | AgencyGroup, str]]:
    found = []
    seen = set()
    for mention in names.split(text):
        who = resolve(mention.name)
        if who is None or (type(who), who.pk) in seen:
            continue
        seen.add((type(who), who.pk))
        found.append((who, mention.text[:300]))
    return found
