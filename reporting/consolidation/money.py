"""What the report says of money: planned, disbursed against it, the share, and what the share leaves out. Pure."""

from common import format as vn
from reporting.consolidation.words import as_of, plan_name, sentence
from reporting.rollup.money import MoneySum, money_sum, years_of
from reporting.rollup.payload import WHOLE_HORIZON, Payload

NO_DISBURSEMENT = "chưa có báo cáo giải ngân"
WITHOUT_HORIZON = "không gồm nguồn không phân năm"


def money_by_year(figures: Payload) -> dict[int, MoneySum]:
    """Sums by budget year in order; year 0, money planned for the whole horizon, comes last."""
    return {
        year: money_sum(row for row in figures.money if row.year == year) for year in years_of(figures.money)
    }


def year_words(year: int) -> str:
    return f"năm {year}" if year else "cả giai đoạn, không phân theo năm"


def money_share(money: MoneySum) -> str:
    """`45,1% (412.300/915.068 triệu đồng)`; in words where nobody has reported."""
    if not money.planned or money.disbursed is None:
        return NO_DISBURSEMENT
    return (
        f"{vn.share(money.disbursed, money.planned)} "
        f"({vn.million(money.disbursed)}/{vn.million(money.planned)} triệu đồng)"
    )


def money_sentences(figures: Payload) -> list[str]:
    """Planned, disbursed and their share, in all and in the year of the report; what the share leaves out."""
    whole = money_sum(figures.money)
    if not whole.planned and not whole.apart:
        return [f"{plan_name(figures.plan)} không ghi kinh phí và chưa có báo cáo về giải ngân."]
    lines = []
    if whole.planned:
        planned = f"Kinh phí theo kế hoạch: {vn.million(whole.planned)} triệu đồng"
        if whole.disbursed is None:
            lines.append(f"{planned}; {as_of(figures)}, {NO_DISBURSEMENT}.")
        else:
            lines.append(
                f"{planned}. Lũy kế giải ngân, {as_of(figures)}: {vn.million(whole.disbursed)} triệu đồng, "
                f"bằng {money_share(whole)}."
            )
            lines += _year_sentence(figures)
    return lines + [f"- {sentence(words)}." for words in money_left_out(whole)]


def _year_sentence(figures: Payload) -> list[str]:
    """The share of the report's own year, where the plan prints other years or a horizon besides."""
    years = money_by_year(figures)
    year = figures.period.to_on.year
    if len(years) < 2 or year not in years or not years[year].planned:
        return []
    without = f", {WITHOUT_HORIZON}" if WHOLE_HORIZON in years else ""
    if years[year].disbursed is None:
        planned = vn.million(years[year].planned)
        return [f"- Riêng năm {year}: kế hoạch {planned} triệu đồng, {NO_DISBURSEMENT}{without}."]
    return [f"- Riêng năm {year}: giải ngân {money_share(years[year])}{without}."]


def money_left_out(whole: MoneySum) -> list[str]:
    """What a share of disbursement leaves out, and what it takes in without a report."""
    words = []
    if whole.apart:
        words.append(
            f"đã giải ngân {vn.million(whole.apart)} triệu đồng ở nhiệm vụ, nguồn, năm mà kế hoạch không ghi số; "
            "không tính vào tỷ lệ"
        )
    if whole.silent and whole.disbursed is not None:
        words.append(
            f"trong số kế hoạch có {vn.million(whole.silent)} triệu đồng {NO_DISBURSEMENT}; "
            "tỷ lệ vẫn tính trên toàn bộ số kế hoạch"
        )
    return words
