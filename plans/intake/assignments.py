"""Who answers for a row: a printed cell, or two, as lists of agencies with what is to be said of them."""

from dataclasses import dataclass, field

from agencies.names import Mention, Names, says_who_helps, split_roles
from common.intake.kinds import NOTE, WARNING, Json, JsonMap, Remark
from common.text import clean, fold

DITTO = frozenset({"nt", "n.t", "nhu tren", '"', "''", "//"})

ASK = "Chọn cơ quan có sẵn hoặc tạo mới khi xác nhận."


@dataclass(slots=True)
class Assigned:
    """`parsed` has the contract's four fields of a row."""

    parsed: Json
    remarks: list[Remark] = field(default_factory=list)
    unknown: list[Mention] = field(default_factory=list)


def is_ditto(text: str) -> bool:
    return fold(text).strip(".- ") in DITTO


def meant(row: JsonMap, name: str) -> str:
    """A row's printed list of agencies; where it only says "như trên", the agencies meant."""
    printed = row.get(f"{name}_text") or ""
    listed = "; ".join(row.get(name) or ())
    return listed if not printed or is_ditto(printed) else printed


def assign(names: Names, lead_text: str, coordinating_text: str) -> Assigned:
    """Read who leads and who helps. A lead cell that also says "phối hợp" is cut in two."""
    lead_text, coordinating_text = clean(lead_text), clean(coordinating_text)
    lead, beside = split_roles(lead_text) if says_who_helps(lead_text) else (lead_text, "")
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
    fields = {id(mention): "lead" for mention in leads} | {id(mention): "coordinating" for mention in helpers}
    for mention in [*leads, *helpers]:
        if mention.unnamed:
            text = f"“{mention.text}” không nêu tên cơ quan nào."
            found.remarks.append(Remark(NOTE, text, fields[id(mention)]))
        elif not mention.known:
            found.unknown.append(mention)
    both = [mention.name for mention in leads if mention in helpers]
    if both:
        found.remarks.append(Remark(NOTE, f"In vừa chủ trì vừa phối hợp: {', '.join(both)}.", "coordinating"))
    for name, text, mentions in (("lead", lead, leads), ("coordinating", coordinating_text, helpers)):
        if text.strip(" -–.…x") and not mentions:
            sentence = f"Không nhận ra cơ quan nào trong “{text}”. Chọn cơ quan cho dòng này."
            found.remarks.append(Remark(WARNING, sentence, name))
    for mention in found.unknown:
        where = fields[id(mention)]
        if not _like_an_agency(mention):
            sentence = f"“{mention.text}” có phải là cơ quan không? Chọn cơ quan hoặc sửa lại."
            found.remarks.append(Remark(WARNING, sentence, where))
        elif names.known and not mention.group:
            sentence = f"“{mention.text}” chưa có trong danh mục cơ quan. {ASK}"
            found.remarks.append(Remark(WARNING, sentence, where))
    return found


def _like_an_agency(mention: Mention) -> bool:
    """Whether the words could be a name at all: not a sentence, not a figure."""
    words = mention.name.split()
    return (
        len(words) <= 25
        and not any(char.isdigit() for char in words[0])
        and any(c.isalpha() for c in mention.name)
    )
