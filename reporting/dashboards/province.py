"""The province at a glance: plain functions over the roll-up payloads of its plans' newest periods.

Every share comes with its denominator and what it leaves out; nothing here is added up a second way.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from common.vocabulary import OUTSIDE, STATUS, WITH_DEADLINE
from reporting.dashboards.money import money_table

DONE = ("completed_on_time", "completed_late")
OVERDUE = ("in_progress_overdue", "not_started_overdue")
UNFINISHED = ("in_progress_on_time", "not_started_on_time", *OVERDUE)
GOOD = ("met", "on_track")
JUDGED = ("met", "on_track", "at_risk", "off_track")
SENT = ("sent", "returned", "approved")


def add_counts(many: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts by status over several plans."""
    total = dict.fromkeys((*WITH_DEADLINE, *OUTSIDE), 0)
    for counts in many:
        for code in total:
            total[code] += counts.get(code, 0)
    return total


def headline(payloads: Iterable[Mapping]) -> dict:
    """The six figures, each as (part, whole) with the counts its sentence needs; money in VND."""
    payloads = list(payloads)
    counts = add_counts(payload["counts"] for payload in payloads)
    verdicts = [row["verdict"] for payload in payloads for row in payload["indicators"]]
    agencies = [row for payload in payloads for row in payload["agencies"]]
    with_money = [payload for payload in payloads if payload["money"]]
    planned, disbursed = Decimal(), Decimal()
    for payload in with_money:
        planned += sum((Decimal(row["planned"] or 0) for row in payload["money"]), Decimal())
        disbursed += sum((Decimal(row["disbursed"] or 0) for row in payload["money"]), Decimal())
    return {
        "counts": counts,
        "total": sum(counts.values()),
        "with_deadline": sum(counts[code] for code in WITH_DEADLINE),
        "left_out": [(STATUS[code].text, counts[code]) for code in OUTSIDE if counts[code]],
        "done": sum(counts[code] for code in DONE),
        "done_on_time": counts["completed_on_time"],
        "overdue": sum(counts[code] for code in OVERDUE),
        "unfinished": sum(counts[code] for code in UNFINISHED),
        "indicators_good": sum(1 for verdict in verdicts if verdict in GOOD),
        "indicators_judged": sum(1 for verdict in verdicts if verdict in JUDGED),
        "indicators_unjudged": sum(1 for verdict in verdicts if verdict not in JUDGED),
        "planned": planned,
        "disbursed": disbursed,
        "money_plans": [payload["period"]["plan"]["number"] for payload in with_money],
        "no_money_plans": [
            payload["period"]["plan"]["number"] for payload in payloads if not payload["money"]
        ],
        "sent": sum(1 for row in agencies if row["state"] in SENT),
        "owing": len(agencies),
    }


def obstacles(payloads: Iterable[Mapping], limit: int | None = None) -> list[dict]:
    """Approved difficulties of unfinished tasks, the most overdue first, each with its plan."""
    rows = [
        {**task, "plan": payload["period"]["plan"]}
        for payload in payloads
        for task in payload["tasks"]
        if task.get("difficulty") and task["status"] not in DONE
    ]
    rows.sort(key=lambda row: (-row["overdue_days"], row["plan"]["number"]))
    return rows[:limit]


def by_agency(payloads: Iterable[Mapping]) -> list[dict]:
    """Tasks with a deadline by main agency and status, the busiest first; tasks without a main agency are left out."""
    found: dict[str, dict[str, int]] = {}
    for payload in payloads:
        for task in payload["tasks"]:
            if task["main"] and task["status"] in WITH_DEADLINE:
                counts = found.setdefault(task["main"], dict.fromkeys(WITH_DEADLINE, 0))
                counts[task["status"]] += 1
    rows = [
        {"agency": agency, "counts": counts, "total": sum(counts.values())}
        for agency, counts in found.items()
    ]
    return sorted(rows, key=lambda row: (-row["total"], row["agency"]))


def status_chart(rows: list[dict], key: str, address: Callable[[dict, str], str]) -> dict:
    """Stacked horizontal bars, a segment per status, numbers inside; a click opens `address(row, status)`."""
    names = [row[key] for row in rows]
    data = []
    for code in WITH_DEADLINE:
        values = [row["counts"].get(code, 0) for row in rows]
        if not any(values):
            continue
        word = STATUS[code]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": str(word.text),
                "y": names,
                "x": values,
                "text": [str(value) if value else "" for value in values],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "customdata": [address(row, code) for row in rows],
                "hovertemplate": "%{y}<br>%{x} nhiệm vụ: " + str(word.text) + "<extra></extra>",
                "marker": {"color": word.fill, "line": {"color": "#fff", "width": 2}},
            }
        )
    return {
        "data": data,
        "layout": {
            "barmode": "stack",
            "uniformtext": {"minsize": 12, "mode": "hide"},
            "height": 34 * max(len(rows), 1) + 40,
            "yaxis": {"autorange": "reversed"},
            "xaxis": {"visible": False},
        },
    }


def money_charts(payloads: Iterable[Mapping]) -> list[dict]:
    """Per plan that prints budgets: its table, and one small chart per source with several years (tỷ đồng)."""
    found = []
    for payload in payloads:
        if not payload["money"]:
            continue
        table = money_table(payload["money"])
        charts = []
        for source in table["sources"]:
            years = [(year, source["cells"].get(year)) for year in table["years"] if year]
            years = [(year, cell) for year, cell in years if cell and (cell["planned"] or cell["disbursed"])]
            if len(years) > 1:
                charts.append({"source": source, "figure": _money_figure(years)})
        found.append({"plan": payload["period"]["plan"], "table": table, "charts": charts})
    return found


def _money_figure(years: list[tuple[int, dict]]) -> dict:
    labels = [str(year) for year, _cell in years]

    def bars(name: str, key: str, marker: dict) -> dict:
        values = [_billion(cell[key]) for _year, cell in years]
        return {
            "type": "bar",
            "name": name,
            "x": labels,
            "y": values,
            "text": [f"{value:.1f}".replace(".", ",") for value in values],
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": "%{x}: %{y:,.1f} tỷ đồng<extra>" + name + "</extra>",
            "marker": marker,
        }

    return {
        "data": [
            bars("Kế hoạch", "planned", {"color": "#fff", "line": {"color": "#465261", "width": 1}}),
            bars("Đã giải ngân", "disbursed", {"color": "#12457F", "line": {"color": "#12457F", "width": 1}}),
        ],
        "layout": {
            "barmode": "group",
            "height": 240,
            "xaxis": {"type": "category"},
            "yaxis": {"visible": False},
        },
    }


def _billion(amount: Decimal | None) -> float:
    """A chart's length in tỷ đồng: the only place where money is not exact, because a screen is not."""
    return float(round((amount or Decimal()) / 1_000_000_000, 3))


def bullets(payloads: Iterable[Mapping]) -> list[dict]:
    """Indicators with a number to draw: those with a value first by how far they are, then by plan order."""
    order = {code: place for place, code in enumerate(("off_track", "at_risk", "on_track", "met"))}
    rows = [
        {**row, "plan": payload["period"]["plan"], **_bullet(row)}
        for payload in payloads
        for row in payload["indicators"]
        if row["value"] is not None and row["verdict"] != "judgement"
    ]
    return sorted(rows, key=lambda row: (order.get(row["verdict"], len(order)), row["plan"]["number"]))


def _bullet(row: Mapping) -> dict:
    """Where value, target and expectation lie on the bar: percentages on 0–100, others on their own scale."""
    value = Decimal(row["value"])
    goal = Decimal(row["low"] or row["high"]) if row["low"] or row["high"] else None
    expected = Decimal(row["expected"]) if row["expected"] else None
    shares = row["unit"].strip().startswith("%")
    largest = max(number for number in (value, goal, expected, Decimal(0)) if number is not None)
    scale = Decimal(100) if shares and largest <= 100 else largest * Decimal("1.1") or Decimal(1)
    return {"value": value, "goal": goal, "expected": expected, "scale": scale}


def tasks_where(
    payloads: Iterable[Mapping], *, agency: str = "", status: str = "", plan: str = ""
) -> list[dict]:
    """The leaves behind a bar: by main agency, status and plan ref, in printed order."""
    return [
        {**task, "plan": payload["period"]["plan"]}
        for payload in payloads
        if not plan or payload["period"]["plan"]["ref"] == plan
        for task in payload["tasks"]
        if (not agency or task["main"] == agency) and (not status or task["status"] == status)
    ]
