"""What every official report says alike: number, day, span, annexes and their numbers (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from collections.abc import Sequence
from datetime import date, datetime

from common import format as vn
from common.text import lower_first
from reporting.documents.content import BLANK, Annex, Block
from reporting.rollup.payload import PeriodRef

_TENS, _ONES = ("", "X", "XX", "XXX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def roman(number: int) -> str:
    """Roman numeral of 1 to 39; a report has fewer annexes and groups of its own."""
    return _TENS[number // 10] + _ONES[number % 10]


def number_line(official_no: str, sign: str) -> str:
    """`Số: 05/BC-UBND`, padded below ten, open where no number is given yet (NĐ 30/2020, Phụ lục I, II.3)."""
    number, _, own_sign = official_no.partition("/")
    number = number.zfill(2) if number.isdigit() else number
    return f"Số: {number or BLANK * 8}/{own_sign or sign}"


def date_words(day: date | None, year: int) -> str:
    """`ngày 05 tháng 02 năm 2026`: days below ten and the months 1 and 2 are padded; open without a day."""
    if day is None:
        return f"ngày{BLANK * 6}tháng{BLANK * 6}năm {year}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def span_words(period: PeriodRef) -> str:
    """`thời gian báo cáo từ ngày … đến ngày …, chốt số liệu ngày …`."""
    cutoff = f", chốt số liệu ngày {vn.paper_day(period.cutoff_on)}" if period.cutoff_on else ""
    return f"thời gian báo cáo từ ngày {vn.paper_day(period.from_on)} đến ngày {vn.paper_day(period.to_on)}{cutoff}"


def moment_words(at: datetime) -> str:
    """`09:41 ngày 13/11/2026`."""
    return f"{at:%H:%M} ngày {vn.paper_day(at)}"


def annex_reference(number: str, day: str, body: str) -> str:
    """`(Kèm theo Báo cáo số 05/BC-UBND ngày … của …)`, from the line of the number and the words of the date."""
    return f"(Kèm theo Báo cáo {lower_first(number).replace(':', '', 1)} {day} của {body})"


def annexes(drafts: Sequence[tuple[str, tuple[Block, ...], bool]], reference: str) -> tuple[Annex, ...]:
    """Annexes from (title, blocks, landscape): empty ones are left out, the numbers close up, a lone one has none."""
    present = [draft for draft in drafts if draft[1]]
    return tuple(
        Annex(f"Phụ lục {roman(n)}" if len(present) > 1 else "Phụ lục", title, reference, blocks, landscape)
        for n, (title, blocks, landscape) in enumerate(present, start=1)
    )


def named_with_scope(name: str, scope: str) -> str:
    """An indicator in a table: `Xã có mạng 5G – cấp xã`."""
    return f"{name} – {scope}" if scope else name
