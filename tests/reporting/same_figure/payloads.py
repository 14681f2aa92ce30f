"""Reading labelled figures back from the roll-up's JSON: what the API, the command and a frozen report say."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from tests.reporting.same_figure.recompute import Figures
from tests.reporting.same_figure.tasks import TIMED

Json = Mapping[str, object]


def said_by(payload: Json) -> Figures:
    """The figures of a payload under the keys of the recomputation."""
    found: Figures = {f"counts.{code}": count for code, count in payload["counts"].items()}
    found |= {
        "total": payload["total"],
        "with_deadline": payload["with_deadline"],
        "percent": decimal(payload["percent"]),
        "percent_over": payload["percent_over"],
    }
    for task in payload["tasks"]:
        found |= _task(f"task.{task['task']}", task)
    for group in payload["groups"]:
        found |= _group(f"group.{group['task']}", group)
    return found | _money(payload) | _targets(payload) | _agencies(payload)


def _money(payload: Json) -> Figures:
    """Money of every task, and by year and source, as the payload says it; the rest added up from these."""
    found: Figures = {}
    for row in payload["money_by_task"]:
        _add(found, f"task.{row['task']}.money", row)
        _add(found, f"task.{row['task']}.money.{row['year']}.{row['source']}", row)
        for key in ("money", f"money.{row['year']}", f"money.source.{row['source']}"):
            _add(found, key, row)
        _add(found, f"money.{row['year']}.{row['source']}", row)
    for row in payload["money"]:
        key = f"money.{row['year']}.{row['source']}"
        for name in ("planned", "disbursed", "apart"):
            if f"{key}.{name}" in found:
                found[f"{key}.{name}"] = decimal(row[name])
    return found


def _add(found: Figures, key: str, row: Json) -> None:
    planned, disbursed, apart = (decimal(row[name]) for name in ("planned", "disbursed", "apart"))
    if apart is not None:
        found[f"{key}.apart"] = found.get(f"{key}.apart", Decimal(0)) + apart
    if planned is None:
        return
    found[f"{key}.planned"] = found.get(f"{key}.planned", Decimal(0)) + planned
    found.setdefault(f"{key}.disbursed", None)
    if disbursed is not None:
        found[f"{key}.disbursed"] = (found[f"{key}.disbursed"] or Decimal(0)) + disbursed
    unheard = planned if disbursed is None else Decimal(0)
    found[f"{key}.silent"] = found.get(f"{key}.silent", Decimal(0)) + unheard


def _task(key: str, task: Json) -> Figures:
    return {
        f"{key}.status": task["status"],
        f"{key}.percent": decimal(task["percent"]),
        f"{key}.reported": task["reported"],
        f"{key}.owed": task["owed"],
        f"{key}.carried_from": date(task["carried_from"]),
        f"{key}.main": task["main_id"],
        f"{key}.overdue_days": task["overdue_days"],
        **{
            f"{key}.part.{part['agency_id']}.{name}": figure
            for part in task["parts"]
            for name, figure in (("state", part["state"]), ("percent", decimal(part["percent"])))
        },
    }


def _group(key: str, group: Json) -> Figures:
    return {
        **{f"{key}.counts.{code}": count for code, count in group["counts"].items()},
        f"{key}.total": group["total"],
        f"{key}.with_deadline": sum(group["counts"][code] for code in TIMED),
        f"{key}.percent": decimal(group["percent"]),
        f"{key}.percent_over": group["reported"],
    }


def _targets(payload: Json) -> Figures:
    found: Figures = {
        f"verdicts.{verdict}": count
        for verdict, count in Counter(row["verdict"] for row in payload["indicators"]).items()
    }
    found |= {
        "targets": len(payload["indicators"]),
        "indicators": len({row["indicator"] for row in payload["indicators"]}),
    }
    for row in payload["indicators"]:
        place = ("target", str(row["indicator"]), str(row["horizon_year"]), row["scope"])
        key = ".".join(filter(None, place))
        found |= {
            f"{key}.value": None if row["judgement"] else decimal(row["value"]),
            f"{key}.judgement": row["judgement"],
            f"{key}.to_on": date(row["to_on"]),
            f"{key}.basis": row["basis"],
            f"{key}.baseline": decimal(row["baseline"]),
            f"{key}.verdict": row["verdict"],
            f"{key}.expected": decimal(row["expected"]),
        }
    return found


def _agencies(payload: Json) -> Figures:
    found: Figures = {}
    counts: Counter[str] = Counter(dict.fromkeys(("owing", "sent", "in_time", "late"), 0))
    for row in payload["agencies"]:
        key = f"agency.{row['agency_id']}"
        found |= {
            f"{key}.state": row["state"],
            f"{key}.first_sent_on": date(row["first_sent_at"]),
            f"{key}.in_time": row["in_time"],
            f"{key}.returns": row["returns"],
            f"{key}.lines_owed": row["lines_owed"],
            f"{key}.lines_approved": row["lines_approved"],
        }
        counts["owing"] += 1
        counts[f"states.{row['state']}"] += 1
        counts["sent"] += row["first_sent_at"] is not None
        counts["in_time"] += row["in_time"] is True
        counts["late"] += row["in_time"] is False
    return found | {f"discipline.{name}": count for name, count in counts.items()}


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text[:10])
