"""Running text of a plan as passages: who is spoken of, and what is said. For the head and the reporting rules."""

import re
from dataclasses import dataclass

from agencies.names import Names
from common.intake.blocks import Document, Paragraph
from common.text import fold

NUMBERED = re.compile(r"^\s*(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s*")
# Where the name of who is spoken of ends and what he is to do begins.
VERB = re.compile(
    r"\s*:|\s+(?:có trách nhiệm|chịu trách nhiệm|là (?:cơ quan|đơn vị|đầu mối)|căn cứ|chủ trì|chủ động|phối hợp|tổ chức"
    r"|định kỳ|theo dõi|tổng hợp|hướng dẫn|thực hiện|(?-i:xây dựng)|tập trung|tham mưu|làm đầu mối|báo cáo|triển khai"
    r"|cân đối|hàng năm|hằng năm|gửi|nộp|đôn đốc|tùy theo|trên cơ sở|ngoài"
    r"|lập (?:dự toán|báo cáo|kế hoạch)|sơ kết|tổng kết|rà soát|cập nhật)\b",
    re.IGNORECASE,
)


_KIND = (
    r"(?:sở|cơ quan|đơn vị|ban|ngành|bộ|địa phương|phòng|trung tâm|vụ|cục|cấp|huyện|xã|phường|thị xã|thành phố"
    r"|đặc khu|tổ chức|doanh nghiệp)"
)
SEVERAL = re.compile(
    r"(?:các|những) (?:sở|cơ quan|đơn vị|ban|ngành|bộ|địa phương|phòng|vụ|cục|cấp|huyện|xã|phường|tổ chức|doanh nghiệp"
    r"|chi|đảng)\b|(?:bộ trưởng|chủ tịch|người đứng đầu|thủ trưởng|trưởng)\b"
    rf"|(?:UBND|[uủ][yỷ] ban nhân dân) (?:các|cấp)\b|{_KIND}(?:,| và) {_KIND}(?:,| và|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """A paragraph of prose. `subject` is who is spoken of, as printed; '' where nobody is named."""

    subject: str
    text: str
    where: str
    block: int = 0

    @property
    def folded(self) -> str:
        return fold(self.text)


def passages(document: Document, names: Names) -> list[Passage]:
    """Every paragraph with its subject: named at its own beginning, or by the heading over it."""
    found: list[Passage] = []
    heading = ""
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            heading = ""
            continue
        for text in block.text.split("\n"):
            number = NUMBERED.match(text)
            bare = text[number.end() :] if number else text
            own = subject_of(bare, names)
            if number:
                heading = own if own else ""
            found.append(Passage(own or heading, text, block.where, index))
    return found


def subject_of(text: str, names: Names) -> str:
    """The agencies a paragraph begins with, as printed; '' where it begins with something else."""
    verb = VERB.search(text)
    head = text[: verb.start()] if verb else text if len(text) < 250 else ""
    head = re.sub(
        r"^(?:thủ trưởng|giám đốc|lãnh đạo|trưởng(?= các)|đề nghị|giao|yêu cầu)\s+",
        "",
        head.strip(),
        flags=re.IGNORECASE,
    ).strip(" .")
    if not head or len(head) > 300:
        return ""
    mentions = names.mentions_in(head)
    begins = bool(mentions) and mentions[0][0] <= 1
    several = SEVERAL.match(head)
    return head if begins or several else ""
