"""What a page says of a plan or of a province, from the recomputed figures of the periods it stands on."""

from collections.abc import Mapping
from decimal import Decimal

from tests.reporting.same_figure.claims import JUDGED, NOT_JUDGED
from tests.reporting.same_figure.pen import lower, word
from tests.reporting.same_figure.recompute import Figures
from tests.reporting.same_figure.tasks import APART, TIMED

DONE = ("completed_on_time", "completed_late")
OVERDUE = ("in_progress_overdue", "not_started_overdue")
GOOD = ("met", "on_track")
SENT = ("sent", "returned", "approved")


def share(part: object, whole: object) -> Decimal | None:
    return Decimal(part) * 100 / Decimal(whole) if part is not None and whole else None


def of_plan(figures: Figures) -> Figures:
    """With the shares, and the words that add up a group's tasks by state."""
    found = dict(figures)
    for key in [key for key in figures if "money" in key.split(".") and key.endswith(".planned")]:
        front = key.removesuffix(".planned")
        found[f"{front}.share"] = share(figures[f"{front}.disbursed"], figures[key])
    for key in [key for key in figures if key.startswith("group.") and key.endswith(".total")]:
        found[key.replace(".total", ".counted")] = _counted(figures, key.removesuffix("total"))
    return found


def _counted(figures: Figures, prefix: str) -> str:
    """`14 hoàn thành, 7 đang thực hiện, 3 khác`."""
    said = [
        ("hoàn thành", DONE),
        ("đang thực hiện", ("in_progress_on_time", "in_progress_overdue")),
        ("chưa thực hiện", ("not_started_on_time", "not_started_overdue")),
        ("chưa có báo cáo", ("not_reported",)),
    ]
    counts = [(sum(figures[f"{prefix}counts.{code}"] for code in codes), words) for words, codes in said]
    counts.append((figures[f"{prefix}total"] - sum(count for count, _words in counts), "khác"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def of_province(plans: Mapping[str, Figures]) -> Figures:
    """The dashboard's figures over several plans, by their refs; tasks and targets keep their own keys."""
    found: Figures = {}
    for ref, figures in plans.items():
        for key, figure in of_plan(figures).items():
            own = key.startswith(("task.", "group.", "target."))
            found[key if own else f"plan.{ref}.{key}"] = figure
    many = list(plans.values())
    counts = {code: _sum(many, f"counts.{code}") for code in TIMED + APART}
    verdicts = {code: _sum(many, f"verdicts.{code}") for code in JUDGED + NOT_JUDGED}
    done, judged = sum(counts[code] for code in DONE), sum(verdicts[code] for code in JUDGED)
    overdue = sum(counts[code] for code in OVERDUE)
    unfinished = sum(counts[code] for code in TIMED) - done
    good = sum(verdicts[code] for code in GOOD)
    sent = sum(_sum(many, f"discipline.states.{state}") for state in SENT)
    heard = [figures["money.disbursed"] for figures in many if figures.get("money.disbursed") is not None]
    money = {"planned": _sum(many, "money.planned"), "disbursed": sum(heard) if heard else None}
    told = {
        "plans": len(plans),
        "total": sum(counts.values()),
        "with_deadline": sum(counts[code] for code in TIMED),
        "left_out": ", ".join(
            f"{lower(word('status', code))} {counts[code]}" for code in APART if counts[code]
        ),
        "done": done,
        "done_share": share(done, sum(counts[code] for code in TIMED)),
        "done_on_time": counts["completed_on_time"],
        "done_on_time_share": share(counts["completed_on_time"], done),
        "overdue": overdue,
        "unfinished": unfinished,
        "overdue_share": share(overdue, unfinished),
        "targets": sum(verdicts.values()),
        "targets_good": good,
        "targets_judged": judged,
        "targets_unjudged": sum(verdicts.values()) - judged,
        "targets_good_share": share(good, judged),
        "indicators": _sum(many, "indicators"),
        "sent": sent,
        "owing": _sum(many, "discipline.owing"),
        "sent_share": share(sent, _sum(many, "discipline.owing")),
        "obstacles": _sum(many, "obstacles"),
        "money.planned": money["planned"],
        "money.disbursed": money["disbursed"],
        "money.share": share(money["disbursed"], money["planned"]),
    }
    return found | {f"province.{name}": figure for name, figure in told.items()} | _leads(many)


def _sum(many: list[Figures], key: str) -> int | Decimal:
    return sum(figures.get(key) or 0 for figures in many)


def _leads(many: list[Figures]) -> Figures:
    """Tasks with a deadline by main agency: `lead.AGENCY.total` and its counts."""
    found: Figures = {}
    for figures in many:
        for key, agency in figures.items():
            status = figures.get(key.replace(".main", ".status"))
            if key.startswith("task.") and key.endswith(".main") and agency and status in TIMED:
                for name in ("total", f"counts.{status}"):
                    found[f"lead.{agency}.{name}"] = found.get(f"lead.{agency}.{name}", 0) + 1
    return found
