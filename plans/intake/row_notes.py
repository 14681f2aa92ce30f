"""What the notes of a row say of its money: a quantity times a price, or an amount that is needed. Plain functions.

The columns stay as printed; a note that gives another amount is told beside them.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from common.format import number as shown
from common.intake.kinds import JsonMap
from common.text import fold
from plans import money

MILLION = Decimal(1_000_000)
_COUNT = r"(?P<count>\d{1,3}(?:\.\d{3})+|\d{1,6})"
_PRICE = r"(?P<price>\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)"
_PER = r"(?P<unit>(?:nghin |ngan |trieu |ty )?(?:dong|d|vnd)|trieu|nghin|ngan|ty)?"
# A count times a price as notes word it: with a sign between them, or the price told for one piece.
_TIMES = re.compile(rf"{_COUNT} [a-z][^\d;.]{{0,60}}?[x×*] ?{_PRICE} ?{_PER}\b")
_EACH = re.compile(rf"{_COUNT} [a-z][^\d;]{{0,60}}?[;,(] ?(?:don gia )?{_PRICE} ?{_PER} ?/ ?[a-z]")
_NEEDED = re.compile(
    r"\b(?:nhu cau|con thieu|can (?:phai )?bo tri|tong muc dau tu|tong kinh phi|kinh phi con lai)\b[^\d;]{0,80}?"
    r"\b(?:la|can|khoang|:)? ?(?P<amount>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?) ?(?P<unit>trieu|ty|nghin|dong)"
)


def printed_total(budget: Iterable[JsonMap]) -> Decimal | None:
    """The amount a row prints in all, triệu đồng: its total, else what its sources, or its years, add up to.

    A year that prints its own total counts by it, not by its sources too.
    """
    columns: dict[int | None, dict[str, Decimal]] = {}
    for cell in budget:
        sources = columns.setdefault(cell["year"], {})
        sources[cell["source"]] = sources.get(cell["source"], Decimal(0)) + Decimal(cell["million"])
    if not columns:
        return None
    whole = columns.pop(None, None)
    parts = [whole] if whole else list(columns.values())
    return sum((part.get("total", sum(part.values(), Decimal(0))) for part in parts), Decimal(0))


def differences(notes: str, total: Decimal | None) -> Iterator[str]:
    """Sentences for what the notes give and the columns do not. `total` is the row's amount, triệu đồng.

    A product is only held against the total where it could be meant: between a third and three times of it.
    """
    if not notes or not total:
        return
    folded = fold(notes)
    for pattern in (_TIMES, _EACH):
        for match in pattern.finditer(folded):
            count, price = (
                money.number(match["count"], money.VIETNAMESE),
                money.number(match["price"], money.VIETNAMESE),
            )
            if count is None or price is None:
                continue
            unit = money.unit_of(match["unit"] or "dong") or 1 / MILLION
            product = count * price * unit
            if product != total and total / 3 <= product <= total * 3:
                yield (
                    f"Ghi chú tính {match['count']} × {match['price']} = {shown(product)} triệu đồng, "
                    f"cột kinh phí in {shown(total)} triệu đồng (lệch {shown(total - product)})."
                )
    for match in _NEEDED.finditer(folded):
        amount, of = money.number(match["amount"], money.VIETNAMESE), money.unit_of(match["unit"])
        if amount is not None and of is not None and amount * of > total:
            yield (
                f"Ghi chú nêu nhu cầu {shown(amount * of)} triệu đồng, "
                f"cột kinh phí bố trí {shown(total)} triệu đồng."
            )
