"""Who answers for a row: a printed cell, or two, as lists of agencies with what is to be said of them."""

from dataclasses import dataclass, field
from typing import Any

from agencies.names import Mention, Names, split_roles
from common.intake.kinds import NOTE, WARNING
from common.text import clean, fold

DITTO = frozenset({"nt", "n.t", "nhu tren", "-nt-", '"', "''", "-//-", "//"})

ASK = "Chọn cơ quan có sẵn hoặc tạo mới khi xác nhận."


@dataclass
class Assigned:
    """`parsed` has the contract's four fields of a row; `remarks` are (severity, sentence)."""

    parsed: dict[str, Any]
    remarks: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[Mention] = field(default_factory=list)


def is_ditto(text: str) -> bool:
    return fold(text).strip(". ") in DITTO


def assign(names: Names, lead_text: str, coordinating_text: str) -> Assigned:
    """Read who leads and who helps. A lead cell that also says "phối hợp" is cut in two."""
    lead_text, coordinating_text = clean(lead_text), clean(coordinating_text)
    lead, beside = split_roles(lead_text) if "phoi hop" in fold(lead_text) else (lead_text, "")
    leads = names.split(lead)
    helpers = names.split("\n".join(filter(None, (beside, coordinating_text))))
    found = Assigned(
        {
            "lead": [mention.name for mention in leads],
            "lead_text": lead_text,
            "coordinating": [mention.name for mention in helpers],
            "coordinating_text": coordinating_text or beside,
        }
    )
    for mention in [*leads, *helpers]:
        if mention.unnamed:
            found.remarks.append((NOTE, f"“{mention.text}” không nêu tên cơ quan nào."))
        elif not mention.known:
            found.unknown.append(mention)
    both = [mention.name for mention in leads if mention in helpers]
    if both:
        found.remarks.append((NOTE, f"In vừa chủ trì vừa phối hợp: {', '.join(both)}."))
    for text, mentions in ((lead, leads), (coordinating_text, helpers)):
        if text.strip(" -–.…x") and not mentions:
            found.remarks.append(
                (WARNING, f"Không nhận ra cơ quan nào trong “{text}”. Chọn cơ quan cho dòng này.")
            )
    for mention in found.unknown:
        if not _like_an_agency(mention):
            found.remarks.append(
                (WARNING, f"“{mention.text}” có phải là cơ quan không? Chọn cơ quan hoặc sửa lại.")
            )
        elif names.known and not mention.group:
            found.remarks.append((WARNING, f"“{mention.text}” chưa có trong danh mục cơ quan. {ASK}"))
    return found


def _like_an_agency(mention: Mention) -> bool:
    """Whether the words could be a name at all: not a sentence, not a figure."""
    words = mention.name.split()
    return (
        len(words) <= 25
        and not any(char.isdigit() for char in words[0])
        and any(c.isalpha() for c in mention.name)
    )
