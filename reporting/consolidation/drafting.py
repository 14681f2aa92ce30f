"""The first text of a province report, drafted from the figures and from the agencies' own words.

The outline is the usual one of a báo cáo: I direction, II results (indicators, tasks, money), III assessment and
difficulties, IV outlook, V proposals. The officer edits every sentence afterwards; the figures beside them are frozen
with the report. Pure: takes the roll-up payload, returns text.

Shares follow one rule: the fraction stands beside the percentage, and a sentence after it names what the denominator
leaves out. Silence of an agency is never counted as zero.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from common import format as vn
from common.vocabulary import OUTSIDE, VOCABULARY, WITH_DEADLINE, Word

Figures = Mapping[str, Any]
Section = dict[str, str]

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

JUDGED = ("met", "on_track", "at_risk", "off_track")  # the denominator of every share of indicators
NOT_JUDGED = ("no_baseline", "no_value", "judgement")


def official(table: str, code: str | None) -> str:
    """The official word of a code, in Vietnamese whatever language the reader's screen has; '–' without a code."""
    if not code:
        return vn.EMPTY
    word: Word = VOCABULARY[table][code]
    with override("vi"):
        return str(word.text)


def default_sections(figures: Figures, agency_words: Iterable[Mapping[str, Any]]) -> list[Section]:
    """The sections of a new report in the order of OUTLINE: [{"key", "title", "text"}].

    `figures` is the roll-up payload; `agency_words` is [{"agency": name, "narrative": {key: text}}] of the approved
    submissions in the order to print. One line of text is one paragraph; a section nobody has words for is ''.
    """
    words = list(agency_words)
    paragraphs = {
        "direction": quoted(words, "direction"),
        "indicators": indicator_sentences(figures),
        "tasks": task_sentences(figures),
        "money": money_sentences(figures),
        "assessment": [*discipline_sentences(figures), *quoted(words, "assessment")],
        "difficulties": [*quoted(words, "difficulties"), *line_words(figures, "difficulty")],
        "outlook": quoted(words, "outlook"),
        "proposals": [*quoted(words, "proposals"), *line_words(figures, "proposal")],
    }
    return [
        {"key": key, "title": title, "text": "\n".join(paragraphs[key])} for key, _number, title in OUTLINE
    ]


def quoted(agency_words: Iterable[Mapping[str, Any]], key: str) -> list[str]:
    """What each agency wrote under one heading, under its name: "- Sở A: …"."""
    return [
        f"- {words['agency']}: {text}"
        for words in agency_words
        if (text := (words["narrative"].get(key) or "").strip())
    ]


def line_words(figures: Figures, key: str) -> list[str]:
    """Difficulties or proposals written on task lines: "- Nhiệm vụ 2.5 (Sở A): …", each text once."""
    lines: dict[str, None] = {}
    for task in figures["tasks"]:
        said = [(task["main"], task[key])]
        said += [(part["agency"], part[key]) for part in task["parts"]]
        for agency, text in said:
            if text and (text := text.strip()):
                by = f" ({agency})" if agency else ""
                lines[f"- Nhiệm vụ {task['code']}{by}: {text}"] = None
    return list(lines)


def plan_name(plan: Mapping[str, Any]) -> str:
    """`Kế hoạch số 12/KH-UBND`; the kind may come as its code or as its word."""
    return f"{TYPE_NAMES.get(plan['kind'], plan['kind'] or 'Văn bản')} số {plan['number']}"


def as_of(figures: Figures) -> str:
    return f"tính đến ngày {vn.day(figures['day'])}"


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def fraction(part: int, whole: int) -> str:
    """`50,0% (05/10)`: never the percentage alone."""
    return f"{vn.share(part, whole)} ({vn.count(part)}/{vn.count(whole)})"


def counted(parts: Iterable[tuple[int, str]], noun: str) -> str:
    """`14 nhiệm vụ thường xuyên; 02 nhiệm vụ chờ điều kiện`: the parts that are not empty."""
    return "; ".join(f"{vn.count(n)} {noun} {what}" for n, what in parts if n)


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


# ---------------------------------------------------------------------------------------------------------- tasks


def task_sentences(figures: Figures) -> list[str]:
    """Counts by official status, what is left out of the shares, mean percent with its denominator, what is overdue."""
    counts, total = figures["counts"], figures["total"]
    if not total:
        return [f"{plan_name(figures['period']['plan'])} không có nhiệm vụ nào phải báo cáo trong kỳ."]
    timed = sum(counts.get(code, 0) for code in WITH_DEADLINE)
    lines = [
        f"{plan_name(figures['period']['plan'])} giao {vn.count(total)} nhiệm vụ. {sentence(as_of(figures))}, "
        + (
            f"trong {vn.count(timed)} nhiệm vụ có thời hạn và đã có báo cáo:"
            if timed
            else "chưa có nhiệm vụ nào vừa có thời hạn vừa có báo cáo."
        )
    ]
    if timed:
        for done, in_time, late, words in (
            ("Hoàn thành", "completed_on_time", "completed_late", ("đúng hạn", "quá hạn")),
            ("Đang thực hiện", "in_progress_on_time", "in_progress_overdue", ("trong hạn", "quá hạn")),
            ("Chưa thực hiện", "not_started_on_time", "not_started_overdue", ("trong hạn", "quá hạn")),
        ):
            pair = (counts.get(in_time, 0), counts.get(late, 0))
            if not sum(pair):
                lines.append(f"- {done}: không có.")
                continue
            inside = ", ".join(f"{vn.count(n)} {word}" for n, word in zip(pair, words, strict=True) if n)
            lines.append(
                f"- {done}: {vn.count(sum(pair))} nhiệm vụ, bằng {fraction(sum(pair), timed)}, gồm {inside}."
            )
    outside = counted(
        [(counts.get(code, 0), lower_first(official("status", code))) for code in OUTSIDE], "nhiệm vụ"
    )
    if outside:
        lines.append(f"- Thống kê riêng, không tính vào các tỷ lệ trên: {outside}.")
    lines.append(mean_sentence(figures["percent"], figures["percent_over"], total))
    if overdue := [task for task in figures["tasks"] if task["status"].endswith("_overdue")]:
        named = "; ".join(
            f"{task['code']} ({task['main'] or task['lead_text'] or 'chưa rõ đơn vị chủ trì'}, "
            f"quá hạn {vn.count(task['overdue_days'])} ngày)"
            for task in overdue
        )
        lines.append(f"- Nhiệm vụ quá hạn chưa hoàn thành: {named}.")
    return lines


def mean_sentence(percent: str | None, over: int, total: int) -> str:
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


def indicator_sentences(figures: Figures) -> list[str]:
    """Counts by verdict over those that can be judged, what is left out, and the ones behind by name."""
    rows = figures["indicators"]
    if not rows:
        return [f"{plan_name(figures['period']['plan'])} không có chỉ tiêu nào phải báo cáo trong kỳ."]
    verdicts = Counter(row["verdict"] for row in rows)
    judged = sum(verdicts[code] for code in JUDGED)
    lines = [f"{plan_name(figures['period']['plan'])} có {vn.count(len(rows))} chỉ tiêu theo dõi."]
    if judged:
        parts = "; ".join(
            f"{lower_first(official('verdict', code))} {vn.count(verdicts[code])} chỉ tiêu, "
            f"bằng {fraction(verdicts[code], judged)}"
            for code in JUDGED
            if verdicts[code]
        )
        measured = f"trong {vn.count(judged)} chỉ tiêu có đủ số liệu để so với mục tiêu"
        lines.append(f"- {sentence(as_of(figures))}, {measured}: {parts}.")
    outside = counted(
        [(verdicts[code], lower_first(official("verdict", code))) for code in NOT_JUDGED], "chỉ tiêu"
    )
    if outside:
        lines.append(f"- Thống kê riêng, không tính vào các tỷ lệ trên: {outside}.")
    behind = [row for row in rows if row["verdict"] == "off_track"]
    if behind:
        named = "; ".join(
            f"{row['code']} {row['name']} (đạt {figure(row['value'])}, mục tiêu {row['target_text']})"
            for row in behind
        )
        lines.append(f"- Chỉ tiêu chậm tiến độ: {named}.")
    return lines


def figure(value: str | None) -> str:
    """A measured value: numbers the Vietnamese way, words as they are."""
    try:
        return vn.number(value)
    except ArithmeticError:
        return str(value)


# ---------------------------------------------------------------------------------------------------------- money


@dataclass(frozen=True)
class MoneySum:
    """VND. `planned` has a plan figure behind it; `unplanned` was disbursed where the plan gives no figure.

    `silent` is the part of `planned` for which nobody has reported a disbursement.
    """

    planned: Decimal = Decimal(0)
    disbursed: Decimal = Decimal(0)
    unplanned: Decimal = Decimal(0)
    silent: Decimal = Decimal(0)

    def __add__(self, other: "MoneySum") -> "MoneySum":
        return MoneySum(
            self.planned + other.planned,
            self.disbursed + other.disbursed,
            self.unplanned + other.unplanned,
            self.silent + other.silent,
        )


def money_sum(row: Mapping[str, Any]) -> MoneySum:
    """One (year, source) of the payload."""
    planned, disbursed = Decimal(row["planned"] or 0), Decimal(row["disbursed"] or 0)
    if not planned:
        return MoneySum(unplanned=disbursed)
    return MoneySum(planned, disbursed, silent=planned if row["disbursed"] is None else Decimal(0))


def counted_money(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows that add up: a plan's own "total" is left out of a year that also gives its sources."""
    rows = list(rows)
    split = {row["year"] for row in rows if row["source"] != "total"}
    return [row for row in rows if row["source"] != "total" or row["year"] not in split]


def money_by_year(figures: Figures) -> dict[int, MoneySum]:
    """Sums by budget year in order; year 0, money planned for the whole horizon, comes last."""
    sums: dict[int, MoneySum] = {}
    for row in counted_money(figures["money"]):
        sums[row["year"]] = sums.get(row["year"], MoneySum()) + money_sum(row)
    return dict(sorted(sums.items(), key=lambda item: (item[0] == 0, item[0])))


def year_words(year: int) -> str:
    return f"năm {year}" if year else "cả giai đoạn, không phân theo năm"


def money_share(money: MoneySum) -> str:
    """`45,1% (412.300/915.068 triệu đồng)`."""
    return (
        f"{vn.share(money.disbursed, money.planned)} "
        f"({vn.million(money.disbursed)}/{vn.million(money.planned)} triệu đồng)"
    )


def money_sentences(figures: Figures) -> list[str]:
    """Planned, disbursed and their share, in all and in the year of the report; what the share leaves out."""
    years = money_by_year(figures)
    whole = sum(years.values(), MoneySum())
    if not whole.planned and not whole.unplanned:
        return [f"{plan_name(figures['period']['plan'])} không ghi kinh phí và chưa có báo cáo về giải ngân."]
    lines = []
    if whole.planned:
        lines.append(
            f"Kinh phí theo kế hoạch: {vn.million(whole.planned)} triệu đồng. Lũy kế giải ngân, {as_of(figures)}: "
            f"{vn.million(whole.disbursed)} triệu đồng, bằng {money_share(whole)}."
        )
        current = int(figures["period"]["to_on"][:4])
        if len(years) > 1 and current in years and years[current].planned:
            lines.append(f"- Riêng năm {current}: giải ngân {money_share(years[current])}.")
    if whole.unplanned:
        lines.append(
            f"- Đã giải ngân {vn.million(whole.unplanned)} triệu đồng ở các nguồn, năm mà kế hoạch không ghi số; "
            "không tính vào tỷ lệ."
        )
    if whole.silent:
        lines.append(
            f"- Trong số kế hoạch có {vn.million(whole.silent)} triệu đồng chưa có báo cáo giải ngân; "
            "tỷ lệ vẫn tính trên toàn bộ số kế hoạch."
        )
    return lines


# ------------------------------------------------------------------------------------------------------ discipline


def discipline_sentences(figures: Figures) -> list[str]:
    """Who has reported, in time or late, and what has been approved."""
    agencies = figures["agencies"]
    if not agencies:
        return []
    sent = [row for row in agencies if row["first_sent_at"]]
    in_time = sum(row["in_time"] is True for row in agencies)
    late = sum(row["in_time"] is False for row in sent)
    approved = sum(row["state"] == "approved" for row in agencies)
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
