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

    A row is {who, to, via, purpose, frequency, month, day, bound, due_text, cell}. What the focal agency or the
    province sends on stands behind the last of the same purpose, or the last of all. Reporters the register does not
    know are left out: duties then follow from the tasks alone, and the officer may name them on the page.
    """
    rows = list(rows)
    upward = [row for row in rows if _is_province(row, plan)]
    downward = [row for row in rows if row not in upward]
    last = {_purpose(row): row for row in downward}
    cycles: dict[int, Cycle] = {}
    for row in downward:
        behind = [above for above in upward if last.get(_purpose(above), downward[-1]) is row]
        stages = [_stage("agencies", row, plan, resolve)]
        stages += [_stage(_sender(above, plan, resolve), above, plan, resolve) for above in behind]
        cycle = set_cycle(
            plan=plan,
            by=by,
            stages=stages,
            reporters=_reporters(row.get("who") or "", resolve, names),
            on=on,
            purpose=_purpose(row),
            frequency=_frequency(row, downward),
            text_printed=row.get("due_text") or "",
            checked=False,
        )
        cycles |= {rows.index(one): cycle for one in (row, *behind)}
    return cycles


def _purpose(row: Mapping) -> str:
    return row.get("purpose") or "progress"


def _sender(row: Mapping, plan: Plan, resolve: Resolve) -> str:
    """The kind of a stage that goes on: the focal agency's within the province, the province's beyond it."""
    to = resolve(row["to"]) if row.get("to") else None
    return "focal" if isinstance(to, Agency) and to.province_id == plan.province_id else "province"


def _frequency(row: Mapping, rows: list[Mapping]) -> str:
    """As the document states it; two yearly days for the same agencies are its half-year and its year's report."""
    frequency = row.get("frequency") or "yearly"
    same = [
        other for other in rows if all(other.get(key) == row.get(key) for key in ("who", "to", "purpose"))
    ]
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
