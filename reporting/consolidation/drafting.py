"""The first text of a province report, drafted from the figures and from the agencies' own words.

The outline is the usual one of a báo cáo: I direction, II results (indicators, tasks, money), III assessment and
difficulties, IV outlook, V proposals. The officer edits every sentence afterwards; the figures beside them are frozen
with the report. Pure: takes the roll-up payload, returns text.

Shares follow one rule: the fraction stands beside the percentage, and a sentence after it names what the denominator
leaves out. Silence of an agency is never counted as zero.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import override

from common import format as vn
from common.text import lower_first as lower_first
from common.vocabulary import VOCABULARY, Word
from indicators.attainment import JUDGED, NOT_JUDGED
from plans.vocabulary import OUTSIDE, WITH_DEADLINE
from reporting.rollup.money import MoneySum, money_sum, years_of
from reporting.rollup.payload import (
    WHOLE_HORIZON,
    IndicatorFigure,
    PartFigure,
    Payload,
    PlanRef,
    TaskFigure,
    indicator_count,
)


class Section(TypedDict):
    """A section as it is stored with the report."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AgencyWords:
    """What an agency wrote in the prose of its approved report, by key of NARRATIVE."""

    agency: str
    narrative: Mapping[str, str]


# The prose an agency writes: key in submission.narrative → its title.
NARRATIVE = {
    "direction": "Công tác chỉ đạo, điều hành",
    "assessment": "Đánh giá chung",
    "difficulties": "Khó khăn, vướng mắc và nguyên nhân",
    "outlook": "Phương hướng, nhiệm vụ kỳ tới",
    "proposals": "Đề xuất, kiến nghị",
}

# key, number in the report, title. "II.1" is sub-heading 1 of part II.
OUTLINE = (
    ("direction", "I", NARRATIVE["direction"]),
    ("indicators", "II.1", "Kết quả thực hiện các chỉ tiêu"),
    ("tasks", "II.2", "Kết quả thực hiện các nhiệm vụ"),
    ("money", "II.3", "Kinh phí thực hiện"),
    ("assessment", "III.1", NARRATIVE["assessment"]),
    ("difficulties", "III.2", NARRATIVE["difficulties"]),
    ("outlook", "IV", NARRATIVE["outlook"]),
    ("proposals", "V", NARRATIVE["proposals"]),
)
PARTS = {
    "I": NARRATIVE["direction"],
    "II": "Kết quả thực hiện",
    "III": "Đánh giá chung, khó khăn, vướng mắc và nguyên nhân",
    "IV": NARRATIVE["outlook"],
    "V": NARRATIVE["proposals"],
}

# Type codes of NĐ 30/2020, Phụ lục III, as far as plans use them.
TYPE_NAMES = {
    "KH": "Kế hoạch",
    "ĐA": "Đề án",
    "CTr": "Chương trình",
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "CT": "Chỉ thị",
}


def official(table: str, code: str | None) -> str:
    """The official word of a code, in Vietnamese whatever language the reader's screen has; '–' without a code."""
    if not code:
        return vn.EMPTY
    word: Word = VOCABULARY[table][code]
    with override("vi"):
        return str(word.text)


def default_sections(figures: Payload, agency_words: Iterable[AgencyWords]) -> list[Section]:
    """The sections of a new report in the order of OUTLINE.

    `agency_words` are those of the approved submissions in the order to print. One line of text is one paragraph; a
    section nobody has words for is ''.
    """
    words = list(agency_words)
    paragraphs = {
        "direction": quoted(words, "direction"),
        "indicators": indicator_sentences(figures),
        "tasks": task_sentences(figures),
        "money": money_sentences(figures),
        "assessment": [*discipline_sentences(figures), *quoted(words, "assessment")],
        "difficulties": [*quoted(words, "difficulties"), *line_words(figures, lambda line: line.difficulty)],
        "outlook": quoted(words, "outlook"),
        "proposals": [*quoted(words, "proposals"), *line_words(figures, lambda line: line.proposal)],
    }
    return [
        {"key": key, "title": title, "text": "\n".join(paragraphs[key])} for key, _number, title in OUTLINE
    ]


def quoted(agency_words: Iterable[AgencyWords], key: str) -> list[str]:
    """What each agency wrote under one heading, under its name: "- Sở A: …"."""
    return [
        f"- {words.agency}: {text}"
        for words in agency_words
        if (text := (words.narrative.get(key) or "").strip())
    ]


def line_words(figures: Payload, said: Callable[[TaskFigure | PartFigure], str]) -> list[str]:
    """Difficulties or proposals written on task lines: "- Nhiệm vụ 2.5 (Sở A): …", each text once."""
    lines: dict[str, None] = {}
    for task in figures.tasks:
        words = [(task.main, said(task)), *((part.agency, said(part)) for part in task.parts)]
        for agency, text in words:
            if text := text.strip():
                by = f" ({agency.name})" if agency else ""
                lines[f"- Nhiệm vụ {task.code}{by}: {text}"] = None
    return list(lines)


def plan_name(plan: PlanRef) -> str:
    """`Kế hoạch số 12/KH-UBND`; the kind may come as its code or as its word."""
    return f"{TYPE_NAMES.get(plan.kind, plan.kind or 'Văn bản')} số {plan.number}"


def as_of(figures: Payload) -> str:
    return f"tính đến ngày {vn.day(figures.day)}"


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def fraction(part: int, whole: int) -> str:
    """`50,0% (05/10)`: never the percentage alone."""
    return f"{vn.share(part, whole)} ({vn.count(part)}/{vn.count(whole)})"


def counted(parts: Iterable[tuple[int, str]], noun: str) -> str:
    """`14 nhiệm vụ thường xuyên; 02 nhiệm vụ chờ điều kiện`: the parts that are not empty."""
    return "; ".join(f"{vn.count(n)} {noun} {what}" for n, what in parts if n)


# ---------------------------------------------------------------------------------------------------------- tasks


PROGRESS = (
    ("Hoàn thành", "completed_on_time", "completed_late", ("đúng hạn", "quá hạn")),
    ("Đang thực hiện", "in_progress_on_time", "in_progress_overdue", ("trong hạn", "quá hạn")),
    ("Chưa thực hiện", "not_started_on_time", "not_started_overdue", ("trong hạn", "quá hạn")),
)


def task_sentences(figures: Payload) -> list[str]:
    """Counts by official status, what is left out of the shares, mean percent with its denominator, what is overdue."""
    counts, total = figures.counts, figures.total
    if not total:
        return [f"{plan_name(figures.plan)} không có nhiệm vụ nào phải báo cáo trong kỳ."]
    timed = sum(counts.get(code, 0) for code in WITH_DEADLINE)
    lines = [
        f"{plan_name(figures.plan)} giao {vn.count(total)} nhiệm vụ. {sentence(as_of(figures))}, "
        + (
            f"trong {vn.count(timed)} nhiệm vụ có thời hạn và đã có báo cáo:"
            if timed
            else "chưa có nhiệm vụ nào vừa có thời hạn vừa có báo cáo."
        )
    ]
    if timed:
        lines += progress_lines(counts, timed)
    outside = counted(
        [(counts.get(code, 0), lower_first(official("status", code))) for code in OUTSIDE], "nhiệm vụ"
    )
    if outside:
        lines.append(f"- Thống kê riêng, không tính vào các tỷ lệ trên: {outside}.")
    lines.append(mean_sentence(figures.percent, figures.percent_over, total))
    if overdue := [task for task in figures.tasks if task.status.endswith("_overdue")]:
        lines.append(f"- Nhiệm vụ quá hạn chưa hoàn thành: {'; '.join(map(overdue_words, overdue))}.")
    return lines


def progress_lines(counts: Mapping[str, int], timed: int) -> list[str]:
    """One line per state over the `timed` tasks that have a deadline, in time and late told apart."""
    lines = []
    for done, in_time, late, words in PROGRESS:
        pair = (counts.get(in_time, 0), counts.get(late, 0))
        if not sum(pair):
            lines.append(f"- {done}: không có.")
            continue
        inside = ", ".join(f"{vn.count(n)} {word}" for n, word in zip(pair, words, strict=True) if n)
        lines.append(
            f"- {done}: {vn.count(sum(pair))} nhiệm vụ, bằng {fraction(sum(pair), timed)}, gồm {inside}."
        )
    return lines


def overdue_words(task: TaskFigure) -> str:
    """`III.26 (Sở A, quá hạn 317 ngày)`."""
    who = (task.main.name if task.main else task.lead_text) or "chưa rõ đơn vị chủ trì"
    return f"{task.code} ({who}, quá hạn {vn.count(task.overdue_days)} ngày)"


def mean_sentence(percent: Decimal | None, over: int, total: int) -> str:
    """The mean percent, over how many tasks, and that silence is not zero."""
    silent = total - over
    if percent is None:
        return "- Chưa có nhiệm vụ nào có số liệu về tỷ lệ thực hiện."
    left_out = (
        f"; {vn.count(silent)} nhiệm vụ chưa có số liệu không tính vào bình quân, không coi là 0%"
        if silent
        else ""
    )
    return (
        f"- Tỷ lệ thực hiện bình quân: {vn.percent(percent)}, tính trên {vn.count(over)}/{vn.count(total)} "
        f"nhiệm vụ có số liệu đã duyệt{left_out}."
    )


# ----------------------------------------------------------------------------------------------------- indicators


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
        f"{numbered(row)} ({figure_with_unit(row)}, số liệu ngày {vn.day(row.to_on)}; "
        f"mục tiêu đến năm {row.horizon_year}: {vn.without_stop(row.target_text)})"
    )


def numbered(row: IndicatorFigure) -> str:
    """An indicator's name with its scope, behind the number the plan prints, if it prints one."""
    name = f"{row.name} – {row.scope}" if row.scope else row.name
    return f"{row.number} {name}".strip()


def figure_with_unit(row: IndicatorFigure) -> str:
    """The newest value in its unit (`45,25%`, `12,5% GRDP`, `120 trường`), or the words of a judgement."""
    return row.judgement or vn.measured(row.value, row.unit)


# ---------------------------------------------------------------------------------------------------------- money


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


# ------------------------------------------------------------------------------------------------------ discipline


def discipline_sentences(figures: Payload) -> list[str]:
    """Who has reported, in time or late, and what has been approved."""
    agencies = figures.agencies
    if not agencies:
        return []
    sent = [row for row in agencies if row.first_sent_at]
    in_time = sum(row.in_time is True for row in agencies)
    late = sum(row.in_time is False for row in sent)
    approved = sum(row.state == "approved" for row in agencies)
    detail = "; ".join(
        f"{vn.count(n)} cơ quan {word}"
        for n, word in (
            (in_time, "đúng hạn"),
            (late, "quá hạn"),
            (len(sent) - in_time - late, "phải gửi lại, chưa xác định đúng hạn"),
        )
        if n
    )
    silent = len(agencies) - len(sent)
    return [
        f"Về chấp hành chế độ báo cáo: {vn.count(len(sent))}/{vn.count(len(agencies))} cơ quan đã gửi báo cáo"
        + (f" ({detail})" if detail else "")
        + (f"; {vn.count(silent)} cơ quan chưa gửi" if silent else "")
        + f". Đã duyệt {vn.count(approved)}/{vn.count(len(agencies))} báo cáo."
    ]
