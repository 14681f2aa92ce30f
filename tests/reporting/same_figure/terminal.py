"""Reading labelled figures back from the words of `manage.py rollup`."""

import re
from decimal import Decimal

from plans.models import FundingSource
from plans.vocabulary import STATUS
from reporting.models import Period
from tests.reporting.same_figure import rows
from tests.reporting.same_figure.payloads import date, decimal
from tests.reporting.same_figure.recompute import Figures
from tests.reporting.same_figure.rows import Asked

TASK = re.compile(
    r"(?P<code>\S+) +(?P<status>\S.*?) +(?P<percent>–|[\d.]+%) +(?P<reported>\d+)/(?P<owed>\d+)"
    r"(?:  \(số liệu duyệt ngày (?P<carried>[\d-]+)\))?"
)
MEAN = re.compile(
    r"Bình quân (?P<percent>–|[\d.]+%), tính trên (?P<over>\d+)/(?P<total>\d+) nhiệm vụ có số liệu"
)
COUNT = re.compile(r"(?P<status>\D+): (?P<count>\d+)")
MONEY = re.compile(
    r"Kinh phí (?P<year>\d+|cả giai đoạn), (?P<source>.+?): dự kiến (?P<planned>\d+) đồng"
    r"(?:, chưa có báo cáo giải ngân|, giải ngân (?P<disbursed>\d+) đồng)?"
    r"(?:, giải ngân ngoài số kế hoạch (?P<apart>\d+) đồng)?"
)


def said_by(text: str, period: Period) -> Figures:
    """The figures of every line behind the first; a line that is none of these says too much."""
    pinned = Asked(period, period.to_on, period.opened_at)
    ids = {node.code: node.task_id for node in rows.tree(pinned)}
    statuses = {str(word.text): code for code, word in STATUS.items()}
    sources = FundingSource.objects.filter(province=period.plan.province)
    codes = dict(sources.values_list("name_printed", "code"))
    found: Figures = {}
    for line in text.splitlines()[1:]:
        if match := MONEY.fullmatch(line):
            found |= _money(match, codes)
        elif match := MEAN.fullmatch(line):
            found |= {
                "percent": _percent(match["percent"]),
                "percent_over": int(match["over"]),
                "total": int(match["total"]),
            }
        elif match := COUNT.fullmatch(line):
            found[f"counts.{statuses[match['status']]}"] = int(match["count"])
        elif match := TASK.fullmatch(line):
            key = f"task.{ids[match['code']]}"
            found |= {
                f"{key}.status": statuses[match["status"]],
                f"{key}.percent": _percent(match["percent"]),
                f"{key}.reported": int(match["reported"]),
                f"{key}.owed": int(match["owed"]),
                f"{key}.carried_from": date(match["carried"]),
            }
        else:
            raise AssertionError(f"a line nobody expects: {line}")
    return found


def needed(figures: Figures) -> set[str]:
    """What the command has to say: every task, every count above zero, all money by year and source."""
    tasks = {key for key in figures if key.startswith("task.") and key.endswith((".status", ".percent"))}
    counts = {key for key, figure in figures.items() if key.startswith("counts.") and figure}
    money = {key for key in figures if re.fullmatch(r"money\.\d+\.\w+\.(planned|disbursed|apart)", key)}
    return tasks | counts | money | {"percent", "percent_over", "total"}


def _percent(text: str) -> Decimal | None:
    return None if text == "–" else Decimal(text.removesuffix("%"))


def _money(match: re.Match, codes: dict[str, str]) -> Figures:
    year = 0 if match["year"] == "cả giai đoạn" else int(match["year"])
    key = f"money.{year}.{codes[match['source']]}"
    found: Figures = {}
    if int(match["planned"]):
        found |= {
            f"{key}.planned": Decimal(match["planned"]),
            f"{key}.disbursed": decimal(match["disbursed"]),
        }
    if match["apart"]:
        found[f"{key}.apart"] = Decimal(match["apart"])
    return found
