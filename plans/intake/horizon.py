"""The years a plan's title spans."""

import re

from common.text import fold

_YEAR = r"(?:19|20)\d\d"
_OUTLOOK = re.compile(r"\b(?:dinh huong|tam nhin)\b.*")
_ANY_YEAR = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")
# Days and numbers of papers: their years are none of the plan's.
_DATED = re.compile(rf"\S*/\S*|\bngay \d{{1,2}} thang \d{{1,2}} nam {_YEAR}")
# A year that is only a law's or a paper's own name ("Luật Đất đai năm 2024", "Kết luận năm 2026 của …").
_OF_LAW = re.compile(
    rf"\b(?:bo luat|luat|phap lenh|hien phap)(?: (?!nam\b|ve\b|trong\b|cua\b|tren\b)[^\s,;]+){{0,8}} nam {_YEAR}"
    rf"|\b(?:nghi quyet|ket luan|chi thi|thong tu|nghi dinh|quyet dinh|thong bao|cong dien)(?: so \d+)? nam {_YEAR}"
)
_NOT_ALONE = re.compile(
    rf"\b(?:tu|sau|truoc|den|het) (?:het )?nam {_YEAR}|\bnam {_YEAR},? va (?:cac |nhung )?nam (?:tiep|sau)"
)
# What a plan looks back on: without a day of issue such a year may be the one before.
_BACK = re.compile(r"\b(?:khac phuc|ton tai|han che|ket qua|tong ket|so ket|kiem diem|danh gia)\b")
_OWN_YEAR = re.compile(rf"\bnam ({_YEAR})\b")


def only_year(title: str, issued: int | None = None) -> int | None:
    """The year of a plan for one year ("Chuyển đổi số năm 2025 của tỉnh X"); `issued` is the year of its day.

    None where the title spans several, or names only a year of a law, of a paper, or of what has been.
    """
    folded = _OF_LAW.sub(" ", _DATED.sub(" ", _OUTLOOK.sub(" ", fold(title))))
    years = {int(year) for year in _ANY_YEAR.findall(folded)}
    own = {int(year) for year in _OWN_YEAR.findall(folded)}
    if len(years) != 1 or own != years or _NOT_ALONE.search(folded):
        return None
    year = own.pop()
    if issued is None:
        return None if _BACK.search(folded) else year
    return year if year >= issued else None


def horizon_of(title: str, issued: int | None = None) -> tuple[int | None, int | None, int | None]:
    """The years a plan's title spans: from, to, and the year its outlook ("định hướng đến năm 2030") reaches."""
    folded = fold(title)
    outlook = _OUTLOOK.search(folded)
    vision = _ANY_YEAR.findall(outlook[0]) if outlook else []
    beyond = int(vision[-1]) if vision else None
    folded = folded[: outlook.start()] if outlook else folded
    span = re.search(rf"(?<![\d/])({_YEAR}) ?- ?({_YEAR})(?![\d/])", folded)
    if span:
        return int(span[1]), int(span[2]), beyond
    until = re.search(rf"\bden (?:het )?nam ({_YEAR})\b", folded)
    if until:
        return None, int(until[1]), beyond
    year = only_year(title, issued)
    return year, year, beyond
