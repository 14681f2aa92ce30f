"""Money as annexes print it, in triệu đồng, exactly.

Vietnamese papers write thousands with a dot and decimals with a comma, but real sheets mix styles. What a figure with
one separator and three digits behind it means ("1.234") is decided by the other figures of the annex, never by itself;
where they do not decide, the figure stays empty and is asked for. Beside its own unit a dot parts thousands: no paper
prints three decimals of a triệu, and a tỷ may have them. Plain functions, Decimal only.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from common.text import clean, fold

EMPTY = re.compile(r"^[-–—.…\s/x*]*$", re.IGNORECASE)
MILLION = Decimal(1_000_000)

# Folded units, the longest first, in triệu đồng.
UNITS = (
    (re.compile(r"\b(?:ty|ti) (?:dong|vnd)\b|\b(?:ty|ti)\b(?! ?le| ?trong| ?so)"), Decimal(1000)),
    (re.compile(r"\b(?:trieu|tr\.?) ?(?:dong|d|vnd)\b|\btrieu\b|\btr\.?d\b"), Decimal(1)),
    (re.compile(r"\b1[.,]?000[.,]000 ?(?:dong|d|vnd)\b"), Decimal(1)),
    (
        re.compile(r"\b(?:nghin|ngan) (?:dong|vnd)\b|\b1[.,]?000 ?(?:dong|d|vnd)\b|\bnghin dong\b"),
        Decimal("0.001"),
    ),
    (re.compile(r"\b(?:dong|vnd|vnđ)\b"), Decimal("0.000001")),
)


@dataclass(frozen=True)
class Style:
    """How the annex writes figures."""

    thousands: str
    decimal: str


VIETNAMESE = Style(".", ",")
ENGLISH = Style(",", ".")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in the unit of its column; `doubt` says why there is none although something is printed."""

    value: Decimal | None = None
    doubt: str = ""
    unit: Decimal | None = None  # triệu đồng per printed unit, where the cell names its own
    years: dict[int, Decimal] = field(default_factory=dict)
    sources: dict[str, Decimal] = field(default_factory=dict)  # what of the figure comes from which source


def unit_of(text: str) -> Decimal | None:
    """The unit a heading or a line such as "Đơn vị tính: triệu đồng" names, in triệu đồng; None where it names none."""
    folded = fold(text)
    for pattern, factor in UNITS:
        if pattern.search(folded):
            return factor
    return None


def style_of(texts: Iterable[str]) -> Style | None:
    """The style the figures of an annex share, None where they do not tell.

    Proof: a figure with two groups, with both signs, or ending in ".000". Else agreement: figures that can only be
    thousands of one style, beside decimals of it or whole figures without any sign, and none that speaks against.
    Where all of them could be read in two ways they prove nothing, however many agree.
    """
    seen: dict[str, list[str]] = {shape: [] for shape, _pattern in _SHAPES}
    for figure in (figure for text in texts for figure in _figures(text)):
        shape = next((shape for shape, pattern in _SHAPES if pattern.fullmatch(figure)), None)
        if shape is not None:
            seen[shape].append(figure)
    if seen["vietnamese"] or seen["english"]:
        both = bool(seen["vietnamese"] and seen["english"])
        return None if both else VIETNAMESE if seen["vietnamese"] else ENGLISH
    if _thousands(seen, "dot", "comma"):
        return VIETNAMESE
    if _thousands(seen, "comma", "dot"):
        return ENGLISH
    decimals = seen["decimal comma"] and not seen["decimal dot"] and not seen["comma"]
    return VIETNAMESE if decimals else None


# What a figure looks like, tried in this order: proof of a style, thousands of one or decimals of the other, whole.
_SHAPES = tuple(
    (shape, re.compile(pattern))
    for shape, pattern in (
        ("vietnamese", r"\d{1,3}(\.\d{3}){2,}|\d{1,3}(\.\d{3})+,\d+|[1-9]\d{0,2}\.000"),
        ("english", r"\d{1,3}(,\d{3}){2,}|\d{1,3}(,\d{3})+\.\d+"),
        ("dot", r"[1-9]\d{0,2}\.\d{3}"),
        ("comma", r"[1-9]\d{0,2},\d{3}"),
        ("decimal dot", r"\d+\.\d+"),
        ("decimal comma", r"\d+,\d+"),
        ("whole", r"[1-9]\d{2}"),
        ("small", r"\d{1,2}"),
    )
)


def _thousands(seen: Mapping[str, Sequence[str]], sign: str, other: str) -> bool:
    """Whether figures agree that this sign parts thousands: enough of them, and none that speaks against."""
    beside = bool(seen["whole"] or seen["small"])
    enough = (len(set(seen[sign])) > 1 and beside) or bool(seen[f"decimal {other}"]) or len(seen["whole"]) > 2
    return bool(seen[sign]) and not seen[other] and not seen[f"decimal {sign}"] and enough


@lru_cache(maxsize=1 << 14)
def read(text: str, style: Style | None = None) -> Amount:
    """The figure of a cell. `style` is what the annex's other figures say."""
    printed = clean(text)
    if EMPTY.match(printed):
        return Amount()
    folded = fold(printed)
    years = {}
    split = re.search(r"\(([^)]*\b(?:19|20)\d\d ?:[^)]*)\)", folded)
    if split:
        folded = folded.replace(split[0], " ")
        years = _by_year(split[1], style)
    sources = {}
    split = re.search(r"\(([^()]*:[^()]*)\)", folded)
    if split:
        around = folded.replace(split[0], " ")
        sources = _by_source(split[1], style, unit_of(around))
        folded = around if sources else folded
    unit = unit_of(folded)
    bare = re.sub(r"[^\d.,\s-]+", "|", folded).strip("|., ") if unit is not None else folded
    value = number(bare, style or (VIETNAMESE if _parts_thousands(bare, unit) else None))
    if value is None:
        ambiguous = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", _figure(bare))
        why = (
            f"“{printed}” có thể đọc hai cách (dấu chấm, phẩy ngăn hàng nghìn hay hàng thập phân). Nhập lại số tiền."
            if ambiguous
            else f"Không đọc được số tiền “{printed}”. Nhập lại số tiền."
        )
        return Amount(doubt=why)
    if value < 0:
        return Amount(doubt=f"Số tiền “{printed}” là số âm. Nhập lại số tiền.")
    if sources and sum(sources.values()) != value:
        return Amount(doubt=f"Số tiền “{printed}” không bằng tổng các nguồn trong ngoặc. Nhập lại số tiền.")
    return Amount(value, unit=unit, years=years, sources=sources)


def number(text: str, style: Style | None = None) -> Decimal | None:
    """A printed number, None where it is none or could be two."""
    figure = _figure(text)
    if re.fullmatch(r"-?\d+", figure):
        return Decimal(figure)
    match = re.fullmatch(r"(-?)(\d+)((?:[.,]\d+)+)", figure)
    if not match:
        return None
    signs = re.findall(r"[.,]", match[3])
    groups = re.split(r"[.,]", match[3])[1:]
    if len(set(signs)) == 2:
        if signs.count(signs[-1]) > 1 or not _grouped(match[2], groups[:-1]):
            return None
        return Decimal(match[1] + match[2] + "".join(groups[:-1]) + "." + groups[-1])
    if len(signs) > 1:
        return Decimal(match[1] + match[2] + "".join(groups)) if _grouped(match[2], groups) else None
    if len(groups[0]) != 3 or not _grouped(match[2], groups):  # 98,4 · 98.4 · 0.700
        return Decimal(f"{match[1]}{match[2]}.{groups[0]}")
    if signs[0] == "." and groups[0] == "000":  # nobody prints three idle decimals
        style = style or VIETNAMESE
    if style is None:
        return None
    joined = match[2] + groups[0] if signs[0] == style.thousands else f"{match[2]}.{groups[0]}"
    return Decimal(match[1] + joined)


def is_ambiguous(text: str) -> bool:
    """Whether a figure could be thousands or three decimals: "1.234", "1,234"."""
    return bool(re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", _figure(text))) and not _figure(text).endswith(".000")


def _figures(text: str) -> list[str]:
    """The figures of a cell; what stands with a year or a day is none ("năm 2025: 4.000", "12/5/2021")."""
    bare = _figure(text)
    if re.fullmatch(r"-?[\d.,]+", bare):
        return [bare]
    return [
        part for part in re.findall(r"(?<![\d/.,])\d[\d.,]*\d(?![\d/])", bare) if re.search(r"[.,]", part)
    ]


def _grouped(first: str, groups: list[str]) -> bool:
    return len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in groups)


def _figure(text: str) -> str:
    """The figure without blanks inside ("1. 500") and without signs of emptiness around."""
    text = re.sub(r"(?<=\d)\s+(?=\d{3}(?!\d))", "", clean(text))
    return re.sub(r"\s*([.,])\s*(?=\d)", r"\1", text).strip(" .,;*'\n")


def _by_year(text: str, style: Style | None) -> dict[int, Decimal]:
    """ "(2027: 4.000; 2028: 8.000)" """
    found = {}
    for match in re.finditer(r"((?:19|20)\d\d) ?: ?([\d.,]+)", text):
        value = number(match[2].rstrip(".,"), style)
        if value is not None:
            found[int(match[1])] = value
    return found


def _by_source(text: str, style: Style | None, unit: Decimal | None) -> dict[str, Decimal]:
    """ "(NS tỉnh: 300; NSTW: 200)", in `unit`; nothing unless every part names a source and a figure."""
    found: dict[str, Decimal] = {}
    for part in re.split(r"[;+\n]|,(?= ?[a-z])", text):
        match = re.fullmatch(r"(\D+): ?(\d[\d.,]*)( ?\D*)", part.strip())
        source = source_in_words(match[1]) if match else "total"
        value = number(match[2].rstrip(".,"), style) if match else None
        own = unit_of(match[3]) if match else None
        if match is None or source == "total" or value is None or (match[3].strip(" .") and own != unit):
            return {}
        found[source] = found.get(source, Decimal(0)) + value
    return found


def _parts_thousands(figure: str, unit: Decimal | None) -> bool:
    """Whether the figure's unit leaves its dot one meaning: a triệu or less is not printed with three decimals."""
    return unit is not None and unit <= 1 and bool(re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", _figure(figure)))


# What a column of money is for

_SOURCES = (
    (
        "total",
        re.compile(r"^(?:du kien )?(?:tong|cong)\b|\btong (?:so|cong|kinh phi|von|muc|nguon|du toan)\b"),
    ),
    ("recurrent", re.compile(r"\bsu nghiep\b|\bthuong xuyen\b|\bvon sn\b|\bchi tx\b")),
    (
        "investment",
        re.compile(
            r"\bdau tu (?:phat trien|cong|xay dung)\b|\bdtpt\b|\bdtc\b|\bxdcb\b|\b(?:von|chi|nguon) dau tu\b|^dau tu$"
        ),
    ),
    (
        "social",
        re.compile(r"\b(?:xa hoi hoa|xhh|xh hoa|doanh nghiep|tu nhan|ppp|ngoai ngan sach|ngoai nha nuoc)\b"),
    ),
    ("other", re.compile(r"\bkhac\b|\boda\b|\bvay\b|\btai tro\b|\blong ghep\b|\bvien tro\b|\bhop phap\b")),
    ("central", re.compile(r"\btrung uong\b|\bnstw\b|\bns ?tw\b|\btw\b|\bctmtqg\b")),
    (
        "local",
        re.compile(
            r"\b(?:dia phuong|nsdp|nst)\b"
            r"|\b(?:ngan sach|ns|cap|von) (?:tinh|huyen|xa|thanh pho|t\.?p|quan|phuong|thi xa)\b"
        ),
    ),
    ("mixed", re.compile(r"\bnsnn\b|\bngan sach nha nuoc\b|\bngan sach\b|\bnha nuoc\b|\bhon hop\b")),
)


def source_of(path: Iterable[str]) -> str:
    """The funding source a column's heading names, its lowest level first; 'total' where it names none."""
    for level in reversed(list(path)):
        folded = re.sub(r"\(.*?\)", " ", fold(level)).strip()
        for code, pattern in _SOURCES:
            if pattern.search(folded):
                return code
    return "total"


def source_in_words(text: str) -> str:
    """The funding source a cell names ("NSNN (chi thường xuyên)"), with its brackets; 'total' where it names none."""
    folded = fold(text)
    return next((code for code, pattern in _SOURCES if pattern.search(folded)), "total")


def year_of(path: Iterable[str]) -> int | None:
    """The one year a column's heading names at its lowest level with years, None for a span or none at all."""
    for level in reversed(list(path)):
        years = {int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", level)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


WORDS = {
    "recurrent": "vốn sự nghiệp",
    "investment": "vốn đầu tư phát triển",
    "central": "ngân sách trung ương",
    "local": "ngân sách địa phương",
    "social": "xã hội hóa",
    "other": "nguồn khác",
    "mixed": "nhiều nguồn, không tách",
}


def column_words(field: str) -> str:
    """The words of a column of money: `2023.recurrent` → "Năm 2023, vốn sự nghiệp"; `total.total` → "Tổng cộng"."""
    year, _, source = field.partition(".")
    span = "Tổng cộng" if year == "total" else f"Năm {year}"
    return f"{span}, {WORDS[source]}" if source in WORDS else span


def plain(value: Decimal) -> str:
    """A figure for JSON: '1200', '0.5', never '1.2E+3'."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
