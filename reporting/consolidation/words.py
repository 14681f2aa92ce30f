"""The outline of the province's report and the words its sentences are made of. Pure."""

from collections.abc import Iterable

from django.utils.translation import override

from common import format as vn
from common.vocabulary import word_of
from reporting.rollup.payload import Payload, PlanRef

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
    with override("vi"):
        return str(word_of(table, code).text)


def plan_name(plan: PlanRef) -> str:
    """`Kế hoạch số 12/KH-UBND`; the kind may come as its code or as its word."""
    return f"{TYPE_NAMES.get(plan.kind, plan.kind or 'Văn bản')} số {plan.number}"


def as_of(figures: Payload) -> str:
    return f"tính đến ngày {vn.paper_day(figures.day)}"


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def fraction(part: int, whole: int) -> str:
    """`50,0% (05/10)`: never the percentage alone."""
    return f"{vn.share(part, whole)} ({vn.count(part)}/{vn.count(whole)})"


def counted(parts: Iterable[tuple[int, str]], noun: str) -> str:
    """`14 nhiệm vụ thường xuyên; 02 nhiệm vụ chờ điều kiện`: the parts that are not empty."""
    return "; ".join(f"{vn.count(n)} {noun} {what}" for n, what in parts if n)
