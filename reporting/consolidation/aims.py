"""What the report says of indicators: a chỉ tiêu counts once, its mục tiêu are judged one by one. Pure."""

from collections import Counter
from collections.abc import Iterable

from common import format as vn
from common.text import lower_first
from indicators.attainment import JUDGED, NOT_JUDGED
from reporting.consolidation.words import as_of, counted, fraction, official, plan_name, sentence
from reporting.rollup.payload import IndicatorFigure, Payload, indicator_count


def indicator_sentences(figures: Payload) -> list[str]:
    """Indicators and their targets, targets by verdict over those that can be judged, what is left out or behind."""
    rows = figures.indicators
    if not rows:
        return [f"{plan_name(figures.plan)} không có chỉ tiêu nào phải báo cáo trong kỳ."]
    verdicts = Counter(row.verdict for row in rows)
    judged = sum(verdicts[code] for code in JUDGED)
    lines = [f"{plan_name(figures.plan)} có {aims_counted(rows)}."]
    if judged:
        parts = "; ".join(
            f"{lower_first(official('verdict', code))} {vn.count(verdicts[code])} mục tiêu, "
            f"bằng {fraction(verdicts[code], judged)}"
            for code in JUDGED
            if verdicts[code]
        )
        measured = f"trong {vn.count(judged)} mục tiêu có đủ số liệu để so"
        lines.append(f"- {sentence(as_of(figures))}, {measured}: {parts}.")
    outside = counted(
        [(verdicts[code], lower_first(official("verdict", code))) for code in NOT_JUDGED], "mục tiêu"
    )
    if outside:
        lines.append(f"- Thống kê riêng, không tính vào các tỷ lệ trên: {outside}.")
    for code in ("off_track", "not_met"):
        if behind := [row for row in rows if row.verdict == code]:
            named = "; ".join(map(aim_words, behind))
            lines.append(f"- Mục tiêu {lower_first(official('verdict', code))}: {named}.")
    return lines


def aims_counted(rows: Iterable[IndicatorFigure]) -> str:
    """`06 chỉ tiêu với 14 mục tiêu`: an indicator counts once, its horizons and scopes are targets."""
    rows = list(rows)
    return f"{vn.count(indicator_count(rows))} chỉ tiêu với {vn.count(len(rows))} mục tiêu"


def aim_words(row: IndicatorFigure) -> str:
    """`7.1 Tỷ lệ … (45,25%, số liệu ngày 31/10/2026; mục tiêu đến năm 2030: ≥ 80)`."""
    return (
        f"{numbered(row)} ({figure_with_unit(row)}, số liệu ngày {vn.paper_day(row.to_on)}; "
        f"mục tiêu đến năm {row.horizon_year}: {vn.without_stop(row.target_text)})"
    )


def numbered(row: IndicatorFigure) -> str:
    """An indicator's name with its scope, behind the number the plan prints, if it prints one."""
    name = f"{row.name} – {row.scope}" if row.scope else row.name
    return f"{row.number} {name}".strip()


def figure_with_unit(row: IndicatorFigure) -> str:
    """The newest value in its unit (`45,25%`, `12,5% GRDP`, `120 trường`), or the words of a judgement."""
    return row.judgement or vn.measured(row.value, row.unit)
