"""The years a plan's title spans."""

import re

from common.text import fold


def only_year(title: str) -> int | None:
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
    year = only_year(title)
    return year, year, beyond
