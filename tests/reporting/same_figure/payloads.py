"""Reading labelled figures back from the roll-up's JSON: what the API, the command and a frozen report say."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from reporting.models import Period
from tests.reporting.same_figure import rows
from tests.reporting.same_figure.recompute import Figures
from tests.reporting.same_figure.rows import Asked
from tests.reporting.same_figure.tasks import TIMED

Json = Mapping[str, object]


def said_by(payload: Json, period: Period) -> Figures:
    """The figures of a payload under the keys of the recomputation."""
    asked = Asked(
        period, dt.date.fromisoformat(payload["day"]), dt.datetime.fromisoformat(payload["known_at"])
    )
    ids = {node.code: node.task_id for node in rows.tree(asked)}
    found: Figures = {f"counts.{code}": count for code, count in payload["counts"].items()}
    found |= {
        "total": payload["total"],
        "with_deadline": payload["with_deadline"],
        "percent": decimal(payload["percent"]),
        "percent_over": payload["percent_over"],
    }
    for task in payload["tasks"]:
        found |= _task(f"task.{ids[task['code']]}", task)
    for group in payload["groups"]:
        found |= _group(f"group.{ids[group['code']]}", group)
    return found | _targets(payload, asked) | _agencies(payload, period)


def _task(key: str, task: Json) -> Figures:
    return {
        f"{key}.status": task["status"],
        f"{key}.percent": decimal(task["percent"]),
        f"{key}.reported": task["reported"],
        f"{key}.owed": task["owed"],
        f"{key}.carried_from": date(task["carried_from"]),
        f"{key}.overdue_days": task["overdue_days"],
    }


def _group(key: str, group: Json) -> Figures:
    return {
        **{f"{key}.counts.{code}": count for code, count in group["counts"].items()},
        f"{key}.total": group["total"],
        f"{key}.with_deadline": sum(group["counts"][code] for code in TIMED),
        f"{key}.percent": decimal(group["percent"]),
        f"{key}.percent_over": group["reported"],
    }


def _targets(payload: Json, asked: Asked) -> Figures:
    ids = {
        (head.code, target.horizon_year, target.scope): target.indicator_id
        for head, target in rows.aims(asked)
    }
    found: Figures = {
        f"verdicts.{verdict}": count
        for verdict, count in Counter(row["verdict"] for row in payload["indicators"]).items()
    }
    found |= {
        "targets": len(payload["indicators"]),
        "indicators": len({row["code"] for row in payload["indicators"]}),
    }
    for row in payload["indicators"]:
        place = row["code"], row["horizon_year"], row["scope"]
        key = f"target.{ids[place]}.{row['horizon_year']}.{row['scope']}"
        found |= {
            f"{key}.value": value(row["value"]),
            f"{key}.to_on": date(row["to_on"]),
            f"{key}.basis": row["basis"],
            f"{key}.baseline": decimal(row["baseline"]),
            f"{key}.verdict": row["verdict"],
            f"{key}.expected": decimal(row["expected"]),
        }
    return found


def _agencies(payload: Json, period: Period) -> Figures:
    ids = dict(period.submissions.values_list("agency__name", "agency"))
    found: Figures = {}
    counts: Counter[str] = Counter(dict.fromkeys(("owing", "sent", "in_time", "late"), 0))
    for row in payload["agencies"]:
        key = f"agency.{ids[row['agency']]}"
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


def value(text: str | None) -> Decimal | str | None:
    """A measured value: a number, or what was recorded in words."""
    try:
        return decimal(text)
    except ArithmeticError:
        return text


def date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text[:10])
