"""Kind: the head of a plan: number, type, title, day, province, who issued it, who runs it.

What stands there is a document's layout (NĐ 30/2020, Phụ lục I), not a plan's words. An annex that comes alone names
its plan in brackets under the title ("Ban hành kèm theo …").
"""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any

from agencies.names import Names
from common.intake.blocks import Document, Line, Table
from common.intake.kinds import NOTE, WARNING, PrintedCell, Reading, Row
from common.text import clean, fold, fold_in_place
from plans.intake.prose import Passage, passages

KIND = "plans.head"

# Type words of official papers and their codes (NĐ 30/2020, Phụ lục III), as far as plans use them.
TYPES = {
    "ke hoach": "KH",
    "ke hoach hanh dong": "KH",
    "de an": "ĐA",
    "chuong trinh": "CTr",
    "chuong trinh hanh dong": "CTr",
    "quyet dinh": "QĐ",
    "nghi quyet": "NQ",
    "chi thi": "CT",
}
CODES = {fold(code): code for code in ("KH", "ĐA", "CTr", "QĐ", "NQ", "CT")}

_SIGN = r"[A-ZĐa-zđ]{2,8}\d{0,2}(?:-[A-ZĐ][\wĐđ&]*)*"
NUMBER = re.compile(
    rf"\bSố\s*:?\s*(?P<no>\d{{1,5}})\s*(?P<sep>[-/])\s*(?P<rest>(?:\d{{4}}/)?{_SIGN}(?:/{_SIGN})?)"
)
PLACE_AND_DAY = re.compile(
    r"(?P<place>[^\d,/:;()]{2,40}),\s*ngày\s*(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>\d{4})",
    re.IGNORECASE,
)
DAY_ALONE = re.compile(
    r"^(?:[^\d/]{2,40},\s*)?ngày\s*(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})$", re.IGNORECASE
)
PLACE_ONLY = re.compile(r"(?P<place>[^\d,/:;()]{2,40}),\s*ngày[\s.…_]*tháng", re.IGNORECASE)
ISSUED_WITH = re.compile(
    r"kèm theo\s+(?P<type>[^\d/]{4,40}?)\s+số\s*:?\s*(?P<no>\d{1,5})\s*(?P<sep>[-/])\s*"
    rf"(?P<rest>(?:\d{{4}}/)?{_SIGN}(?:/{_SIGN})?)\s*,?\s*ngày\s*(?P<d>\d{{1,2}})\s*(?:/|-|tháng)\s*(?P<m>\d{{1,2}})"
    r"\s*(?:/|-|năm)\s*(?P<y>\d{4})(?:\s*của\s*(?P<by>[^)]+))?",
    re.IGNORECASE,
)
DRAFTED_WITH = re.compile(
    r"kèm theo\s+dự thảo\s+(?P<type>[^\d/()]{4,40}?)\s+của\s+(?P<by>[^()]+)\)", re.IGNORECASE
)
MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc", re.IGNORECASE
)
PROVINCE = re.compile(
    r"\b(?:TỈNH|THÀNH PHỐ|TP\.?)\s+(?:[ỦU][ỶY]\s+)?(?P<name>(?![ỦU][ỶY]\b)\S[^\n,;()\d]*?)\s*(?=$|\n|[,;()])",
    re.IGNORECASE,
)
ISSUER = re.compile(
    r"^(?:[ỦU][ỶY] BAN |UBND|BỘ |SỞ |BAN (?!HÀNH\b)|VĂN PHÒNG|TỈNH [ỦU][ỶY]|THÀNH [ỦU][ỶY]|HUYỆN [ỦU][ỶY]|HỘI ĐỒNG"
    r"|CHÍNH PHỦ|THỦ TƯỚNG|(?:TỔNG )?CỤC |ĐẢNG (?:ĐOÀN|[ỦU][ỶY]|BỘ)|VIỆN |TRƯỜNG |HỌC VIỆN|ĐẠI HỌC|TẬP ĐOÀN"
    r"|TỔNG CÔNG TY|CÔNG AN (?:TỈNH|THÀNH PHỐ)|THUẾ (?:TỈNH|THÀNH PHỐ)|CHI CỤC |KHO BẠC|VIỆN KIỂM SÁT|TỈNH ĐOÀN"
    r"|LIÊN ĐOÀN|MẶT TRẬN|HỘI |PHÒNG |BCĐ|THANH TRA |KIỂM TOÁN|TÒA ÁN|NGÂN HÀNG|BẢO HIỂM)",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"^(?:căn cứ|thực hiện|để |nhằm |xét |theo |trên cơ sở|[ủu][ỷy] ban|ubnd|phần|chương|[ivx]+[.)]|[a-z1-9][.)]"
    r"|[-(_])",
    re.IGNORECASE,
)
CENTRAL = re.compile(
    r"-(?:CP|TTg|TW|(?!BCĐ|BHXH|BQL|BDT|BTT|BTV|BTG|BCH)B[A-ZĐ]{2,}|UBQG\w*|VPCP|QH\d*)$"
)  # numbers given by central authorities
OTHER_PAPER = re.compile(
    r"(?:phu luc )?hop dong\b|lich (?:cong tac|lam viec|tiep|hop)\b|giay moi\b|bien ban\b|hoa don\b|bao gia\b"
)
CENTRAL_ISSUER = re.compile(
    r"(?:bo (?!chi huy|phan)|ngan hang nha nuoc(?!.* (?:tinh|chi nhanh))"
    r"|chinh phu|thu tuong|ban chap hanh trung uong|uy ban quoc gia|uy ban dan toc"
    r"|dang doan quoc hoi|quoc hoi|tong cuc|vien han lam|thanh tra chinh phu|van phong chinh phu"
    r"|bao hiem xa hoi viet nam"
    r"|cuc (?!.*\b(?:tinh|thanh pho)\b))"
)
LOCAL = re.compile(
    r"(?:ubnd|uy ban nhan dan|so|tinh uy|thanh uy|hdnd|hoi dong nhan dan|van phong|ban (?:quan ly|chi dao))\b"
)
BASE = re.compile(
    r"(?:-\s*)?(?:căn cứ|xét|theo đề nghị|trên cơ sở"
    r"|(?:để )?(?:thực hiện|triển khai(?: thực hiện)?) (?:các )?(?:luật|nghị quyết|nghị định|quyết định|chỉ thị"
    r"|kết luận|chương trình|kế hoạch|đề án|công văn|công điện|thông tư|thông báo|chiến lược|hướng dẫn))\b",
    re.IGNORECASE,
)
HOLDER = re.compile(
    r"^(?:bộ trưởng|chủ tịch|thống đốc|tổng thanh tra) (?=bộ|[ủu][ỷy] ban|ubnd|ngân hàng|chính phủ)",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(r"\s*\((?:ban hành|kèm theo|đính kèm)[^)]*\)", re.IGNORECASE)
BRACKETS = re.compile(r"\((?:ban hành|kèm theo|đính kèm|phê duyệt|dự thảo)", re.IGNORECASE)
HEADING = re.compile(r"(?:[IVX]+|[A-D]|\d)\.\s|(?:PHẦN|CHƯƠNG|ĐIỀU)\s|phần (?:thứ|[IVX])", re.IGNORECASE)
MOST_BASES = 40  # lines
BELOW_PROVINCE = re.compile(
    r"\b(?:huyện|thị xã|quận|phường|xã|thị trấn|đặc khu)\b|\bthành phố\b(?=.{3,})", re.IGNORECASE
)
NAMED_PROVINCE = re.compile(r"\b(?:[Tt]ỉnh|[Tt]hành phố)\s+(?P<name>[^\W\d][\w’']*(?:\s[^\W\d][\w’']*){0,3})")
LONGEST_TITLE_LINE = 110  # characters of a further line of a title that begins with a capital
WIDEST_HEAD = 4  # cells of a row of a letterhead or a signature
LONGEST_HEAD = 14  # lines between the top of a paper and its type word


@dataclass
class _Head:
    """What the lines say; '' and None where they say nothing."""

    number: str = ""
    kind: str = ""
    title: str = ""
    issued_on: dt.date | None = None
    place: str = ""
    issuer: str = ""
    bases: list[str] = field(default_factory=list)
    annex_only: bool = False


def other_paper(document: Document) -> str:
    """What the paper calls itself where that is no plan (a contract, a week's calendar), '' where it may be one."""
    for line in islice(document.lines(widest=2), LONGEST_HEAD):
        if line.text.isupper() and OTHER_PAPER.match(fold(line.text)):
            return line.text.split("\n")[0].lower()
    return ""


def parse(reading: Reading) -> list[Row]:
    """One row for the plan; tells the later kinds the province, its names and the plan's year."""
    lines = list(reading.document.lines(widest=2))
    head = _head(lines, reading.document)
    province = _province(reading, head, lines)
    names: Names = reading.register.names(province)
    issuer = names.find(head.issuer) if head.issuer else None
    all_passages = passages(reading.document, names)
    focal = focal_agency(all_passages, names)
    reading.facts.update(
        {
            "province": province,
            "names": names,
            "passages": all_passages,
            "year": _only_year(head.title),
            "focal_agency": focal,
        }
    )
    row = Row(
        KIND, "", "", printed=[PrintedCell(head.title, "", "title"), PrintedCell(head.issuer, "", "issuer")]
    )
    row.parsed = {
        "number": head.number or None,
        "kind": head.kind or None,
        "title": head.title or None,
        "province": province or None,
        "issued_on": head.issued_on.isoformat() if head.issued_on else None,
        "issuer": issuer.name if issuer else names.spelled(head.issuer) or head.issuer or None,
        "focal_agency": focal or None,
        "horizon": dict(zip(("from", "to", "vision"), horizon_of(head.title), strict=True)),
        "legal_bases": head.bases,
    }
    _remarks(reading, head, province, focal)
    return [row]


def _remarks(reading: Reading, head: _Head, province: str, focal: str) -> None:
    if not head.number:
        reading.say(
            WARNING,
            "Không thấy số, ký hiệu của kế hoạch (có thể là dự thảo). Nhập số trước khi xác nhận.",
            field="number",
        )
    if not head.issued_on:
        reading.say(
            WARNING, "Không thấy ngày ban hành. Nhập ngày ban hành trước khi xác nhận.", field="issued_on"
        )
    if not head.kind:
        reading.say(
            WARNING, "Không rõ loại văn bản (kế hoạch, đề án, chương trình). Chọn loại văn bản.", field="kind"
        )
    if head.annex_only:
        reading.say(
            NOTE, "Tệp chỉ có phụ lục: tên kế hoạch lấy từ tên phụ lục, sửa lại nếu cần.", field="title"
        )
    elif not head.title:
        reading.say(WARNING, "Không thấy tên kế hoạch. Nhập tên trước khi xác nhận.", field="title")
    if CENTRAL.search(head.number) or (not province and CENTRAL_ISSUER.match(fold(head.issuer))):
        reading.say(NOTE, "Văn bản của cơ quan Trung ương, không thuộc tỉnh nào.")
    elif not province:
        reading.say(
            WARNING, "Không rõ kế hoạch của tỉnh, thành phố nào. Chọn tỉnh, thành phố.", field="province"
        )
    elif not reading.facts["names"].known:
        reading.say(NOTE, f"Danh bạ chưa có cơ quan của {province}: tên cơ quan giữ nguyên như in.")
    if not focal:
        reading.say(
            NOTE,
            "Không thấy cơ quan đầu mối trong văn bản. Chọn cơ quan đầu mối khi xác nhận.",
            field="focal_agency",
        )


def _head(lines: list[Line], document: Document) -> _Head:
    at = _type_line(lines, document)
    annex = next((match for line in lines if (match := ISSUED_WITH.search(line.text))), None)
    head = _Head()
    if at is not None:
        above = [line.text for line in lines[max(0, at - LONGEST_HEAD) : at]]
        _from_top(head, above)
        word = _type_word(lines[at].text)
        inline = word not in TYPES
        head.kind = TYPES[_type_before(word) if inline else word]
        head.title, after = _title(lines, at - 1 if inline else at)
        if inline:
            head.title = head.title[len(_type_before(word)) :].strip(" -:")
        if not head.title:
            head.title = _decided(lines, at)
        head.bases = _bases(lines, after)
        if annex is not None and at > 0 and not head.number:
            _from_annex(head, annex)
    elif annex := annex or next((found for line in lines if (found := DRAFTED_WITH.search(line.text))), None):
        _from_annex(head, annex)
        head.title = _named_in(_annex_title(list(document.lines(widest=2, top=True))), annex["type"])
        head.annex_only = bool(head.title)
        if not head.issuer:
            top = _Head()
            _from_top(top, [line.text for line in lines[:LONGEST_HEAD]])
            head.issuer, head.place = top.issuer, top.place
    else:
        _from_top(head, [line.text for line in lines[:LONGEST_HEAD]])
        head.title = _annex_title(list(document.lines(widest=2, top=True)))
        head.annex_only = bool(head.title)
    head.issuer = _cased(_as_elsewhere(head.issuer, lines), head.place)
    by = clean(annex["by"] or "").strip(" .") if annex is not None else ""
    by = HOLDER.sub("", by)
    if by and (not head.issuer or (PROVINCE.search(by) and not PROVINCE.search(head.issuer))):
        head.issuer = by
    return head


def _type_word(text: str) -> str:
    return re.sub(r"[^a-z ]", " ", fold(text)).strip()


def _type_before(folded: str) -> str:
    """The type word a line begins with ("ke hoach chuyen doi so …"), '' where it begins with none."""
    return next((word for word in sorted(TYPES, key=len, reverse=True) if folded.startswith(f"{word} ")), "")


def _type_line(lines: list[Line], document: Document) -> int | None:
    """The line that only says what the paper is ("KẾ HOẠCH"); a decision's own line only where nothing else stands.

    A row of a table with a heading is never one.
    """
    tables = {
        index
        for index, block in enumerate(document.blocks)
        if isinstance(block, Table) and any(len(row.printed) > WIDEST_HEAD for row in block.rows)
    }
    found = [
        index
        for index, line in enumerate(lines)
        if (line.block not in tables or index < LONGEST_HEAD)
        and _type_word(line.text) in TYPES
        and line.text.upper() == line.text
        and len(line.text) < 40
    ]
    if not found:  # as a line's beginning, over the first table
        top = sum(1 for _line in document.lines(widest=2, top=True))
        found = [
            index
            for index, line in enumerate(lines[: min(top, LONGEST_HEAD)])
            if _type_word(line.text) in TYPES
            or (line.text.isupper() and _type_before(_type_word(line.text)) and len(line.text) > 20)
        ]
        return found[0] if found else None
    plans = [index for index in found if TYPES[_type_word(lines[index].text)] in {"KH", "ĐA", "CTr"}]
    return next(iter(plans or found), None)


def _from_top(head: _Head, above: list[str]) -> None:
    """Number, day, place and issuer from the lines over the type word; the nearest to it count."""
    for text, below in zip(reversed(above), ["", *reversed(above)], strict=False):
        bare = clean(MOTTO.sub(" ", text))
        if re.search(r"(?:tháng|năm)(?: \d{1,2})?$", bare):  # a narrow cell has wrapped the day
            bare = f"{bare} {below}"
        number = NUMBER.search(bare)
        if number and not head.number:
            head.number = _sign(number)
            head.kind = head.kind or _code(number["rest"])
            bare = bare.replace(number[0], " ").strip()
        day = PLACE_AND_DAY.search(bare)
        alone = next((found for one in bare.split("\n") if (found := DAY_ALONE.match(one.strip()))), None)
        if alone and not day and head.issued_on is None:
            head.issued_on = _date(alone)
        if day and head.issued_on is None:
            head.issued_on = _date(day)
        place = day or PLACE_ONLY.search(bare)
        if place and not head.place:
            head.place = re.sub(r"^.*[./…]\s*|^\S*[A-ZĐ]{2,}-\S+\s+", "", clean(place["place"])).strip(" .-")
    texts = [HOLDER.sub("", clean(MOTTO.sub(" ", text))) for text in above]
    starts = [index for index, text in enumerate(texts) if ISSUER.match(text)]
    if starts:
        issuer = [texts[starts[-1]]]
        after = texts[starts[-1] + 1] if starts[-1] + 1 < len(texts) else ""
        if re.match(
            r"(?:TỈNH|THÀNH PHỐ|TP|HUYỆN|THỊ XÃ|QUẬN|PHƯỜNG|XÃ|THỊ TRẤN|ĐẶC KHU|QUỐC GIA|VỀ|VÀ)\b",
            after,
            re.IGNORECASE,
        ):
            issuer.append(after)
        head.issuer = " ".join(issuer)


def _from_annex(head: _Head, annex: re.Match[str]) -> None:
    """What an annex says it comes with: a paper by its number and day, or the draft of one."""
    if annex.re is ISSUED_WITH:
        head.number = _sign(annex)
        head.kind = head.kind or _code(annex["rest"])
        head.issued_on = _date(annex)
    head.kind = head.kind or TYPES.get(_type_word(annex["type"]), "")
    head.issuer = HOLDER.sub("", clean(annex["by"] or "").strip(" ."))


def _sign(match: re.Match[str]) -> str:
    return f"{match['no']}{match['sep']}{match['rest']}"


def _code(rest: str) -> str:
    """The type code of a sign such as KH-UBND or 2021/QĐ-TTg."""
    first = re.sub(r"^\d{4}/", "", rest).split("-")[0].split("/")[0]
    return CODES.get(fold(first), "")


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _title(lines: list[Line], at: int) -> tuple[str, int]:
    """The lines under the type word, up to the reasons and the text; and the index of the first line after them."""
    found: list[str] = []
    last = at
    for index, line in enumerate(lines[at + 1 : at + 7], start=at + 1):
        text = line.text.strip("_-–*= ")
        if not text or BRACKETS.match(text):
            continue
        if HEADING.match(text):
            break
        if found and (
            OPENING.match(text) or found[-1].endswith((".", ";", ":")) or len(" ".join(found)) > 400
        ):
            break
        found.append(text)
        last = index
    return clean(IN_BRACKETS.sub("", clean(" ".join(found)))), last + 1


def _decided(lines: list[Line], at: int) -> str:
    """The title where only the decision over it prints one: "Ban hành Chương trình hành động …"."""
    for index in range(at - 1, -1, -1):
        if _type_word(lines[index].text) in TYPES and lines[index].text.isupper():
            return re.sub(
                r"^(?:về việc |v/v )?(?:ban hành|phê duyệt) ",
                "",
                _title(lines, index)[0],
                flags=re.IGNORECASE,
            )
    return ""


def _bases(lines: list[Line], first: int) -> list[str]:
    """The papers a plan is based on, one a line, as printed: up to the sentence that issues it or the first heading."""
    found: list[str] = []
    for line in lines[first : first + MOST_BASES]:
        if BASE.match(line.text):
            found.append(line.text.rstrip(" ;.,"))
        elif found or re.match(r"[IVX]+\.|1\.", line.text):
            break
    return found


def _annex_title(lines: list[Line]) -> str:
    """The title over the first table of an annex: what is neither "Phụ lục", nor brackets, nor a unit."""
    found: list[str] = []
    annex = next((index for index, line in enumerate(lines[:12]) if fold(line.text).startswith("phu luc")), 0)
    for line in lines[annex : annex + 12]:
        folded = fold(line.text)
        if not annex and (
            MOTTO.search(line.text) or ISSUER.match(line.text) or PROVINCE.fullmatch(line.text)
        ):
            continue
        if re.match(r"\(|don vi|dvt|bieu|so tt|stt|tt$", folded) or (found and len(line.text) < 12):
            if found:
                break
            continue
        if re.match(r"phu luc\b", folded) and len(folded) < 24:
            continue
        found.append(line.text)
        if len(found) == 2:
            break
    return clean(" ".join(found))


def _named_in(title: str, kind: str) -> str:
    """The plan's own name where its annex says it after the type word ("… TRIỂN KHAI ĐỀ ÁN CHUYỂN ĐỔI SỐ …")."""
    word = re.search(rf"\b{re.escape(clean(kind))}\b\s+(?!số\b)", title, re.IGNORECASE)
    return title[word.end() :] if word and len(title) - word.end() > 15 else title


def _province(reading: Reading, head: _Head, lines: list[Line]) -> str:
    """The province: known by name anywhere in the head, else as the head prints it; '' for the centre."""
    if CENTRAL_ISSUER.match(fold(head.issuer)) or CENTRAL.search(head.number):
        return ""
    local = BELOW_PROVINCE.search(head.issuer)
    above = _province_above(lines) if local else ""
    if above:
        return reading.register.province_of(above) or above
    for text in (head.issuer, head.place):
        known = reading.register.province_of(text) if text else ""
        if known:
            return known
    match = PROVINCE.search(head.issuer)
    if match:
        return _cased(match["name"], head.place)
    if not head.issuer and not head.place:
        for line in lines[:LONGEST_HEAD]:
            known = reading.register.province_of(line.text)
            if known:
                return known
    return "" if head.issuer and not LOCAL.match(fold(head.issuer)) else head.place


def _province_above(lines: list[Line]) -> str:
    """The province a paper of a district or a ward speaks of most ("UBND tỉnh X"), '' where it names none."""
    named: Counter[str] = Counter()
    for line in lines:
        for match in NAMED_PROVINCE.finditer(line.text):
            words = list(takewhile(lambda word: word[0].isupper(), match["name"].split()))
            if 1 < len(words) < 4:
                named[" ".join(words)] += 1
    return named.most_common(1)[0][0] if named else ""


def _as_elsewhere(text: str, lines: list[Line]) -> str:
    """Capitals of a letterhead as the text itself writes the same words elsewhere."""
    if not text or not text.isupper():
        return text
    wanted = fold_in_place(text)
    for line in lines:
        at = fold_in_place(line.text).find(wanted)
        found = line.text[at : at + len(wanted)]
        if at >= 0 and not found.isupper() and found[:1].isupper():
            return found
    return text


def _cased(text: str, place: str) -> str:
    """Capitals of a letterhead in ordinary writing, the place's own spelling where it is printed beside."""
    if not text.isupper():
        return text
    small = text.title() if len(text.split()) < 5 and not ISSUER.match(text) else text.capitalize()
    match = PROVINCE.search(text)
    if match:
        name = place if fold(place) == fold(match["name"]) else match["name"].title()
        at = fold(small).rfind(fold(match["name"]))
        small = small[:at] + name if at >= 0 else small
    return re.sub(r"\b(Tỉnh|Thành) [ỦU][ỷy]\b", lambda words: words[1] + " ủy", small)


def _only_year(title: str) -> int | None:
    """The year of a plan for one year ("Kế hoạch chuyển đổi số năm 2025")."""
    years = set(re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", re.sub(r"\S*/\S*|ngày \S+", " ", title)))
    single = re.search(
        r"\bnăm\s+((?:19|20)\d\d)(?:\s+(?:trên địa bàn|tại|của)\s+(?:các\s+)?(?:tỉnh|thành phố|huyện|thị xã|quận|xã"
        r"|phường|đặc khu)\b(?!\s+(?:[uủ][yỷ]|đoàn)\b)[^,;]*)?\s*$",
        title.strip(" ."),
        re.IGNORECASE,
    )
    return (
        int(single[1])
        if single and len(years) == 1 and not re.search(r"(?:từ|sau|trước|đến|hết) năm", title, re.IGNORECASE)
        else None
    )


def horizon_of(title: str) -> tuple[int | None, int | None, int | None]:
    """The years a plan's title spans: from, to, and the year its outlook ("định hướng đến năm 2030") reaches."""
    folded = fold(title)
    outlook = re.search(r"\b(?:dinh huong|tam nhin)\b.*", folded)
    vision = re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", outlook[0]) if outlook else []
    beyond = int(vision[-1]) if vision else None
    folded = folded[: outlook.start()] if outlook else folded
    span = re.search(r"(?<![\d/])((?:19|20)\d\d) ?- ?((?:19|20)\d\d)(?![\d/])", folded)
    if span:
        return int(span[1]), int(span[2]), beyond
    until = re.search(r"\bden (?:het )?nam ((?:19|20)\d\d)\b", folded)
    if until:
        return None, int(until[1]), beyond
    year = _only_year(title)
    return year, year, beyond


# who runs it

_CLUES = (
    (5, re.compile(r"\b(?:lam|la) (?:co quan )?dau moi\b|\bco quan dau moi\b|\bco quan thuong truc\b")),
    (
        4,
        re.compile(
            r"\bchiu trach nhiem theo doi\b|\btheo doi,? don doc\b|\bdon doc,? (?:kiem tra|theo doi)\b"
        ),
    ),
    (
        3,
        re.compile(
            r"\btong hop(?: tinh hinh| ket qua)?,? (?:bao cao|tinh hinh|ket qua)\b|\btham muu\b.*\bbao cao\b"
        ),
    ),
)


# Who the consolidated report goes to is never who consolidates it.
RECEIVER_ABOVE = re.compile(
    r"(?:ubnd|uy ban nhan dan|hdnd) (?:tinh|thanh pho|huyen)|chinh phu$|thu tuong|bo truong|tinh uy$"
)


def focal_agency(found: list[Passage], names: Names) -> str:
    """The agency that follows up, consolidates and receives the reports, by its canonical name; '' where none does."""
    points: dict[str, int] = {}
    for passage in found:
        if passage.subject:
            mentions = names.mentions_in(passage.subject)
            singles = [mention for _at, mention in mentions if not mention.group]
            if len(singles) == 1:
                worth = sum(weight for weight, clue in _CLUES if clue.search(passage.folded))
                points[singles[0].name] = points.get(singles[0].name, 0) + worth
        for place, mention in names.mentions_in(passage.text):
            before = fold(passage.text[max(0, place - 24) : place]).strip(" (")
            receives = re.search(r"\b(?:ve|gui|qua|den)$", before) and re.search(
                r"\b(?:bao cao|tong hop)\b", passage.folded
            )
            if receives and not mention.group:
                points[mention.name] = points.get(mention.name, 0) + 3
    points = {name: worth for name, worth in points.items() if not RECEIVER_ABOVE.match(fold(name))}
    best = max(points, key=lambda name: points[name], default="")
    return best if points.get(best, 0) >= 3 else ""


def export(reading: Reading, exported: dict[str, Any]) -> None:
    [row] = reading.of(KIND)
    exported["plan"] = {**row.parsed, "cycles": []}
