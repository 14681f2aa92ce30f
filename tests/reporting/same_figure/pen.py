"""Writing figures as papers and pages must show them, and remembering which were written.

The formats are those of the offices (DESIGN.md; NĐ 30/2020): `1.234,5`, `45,6%`, counts below ten with a zero in prose.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import override

from common.vocabulary import VOCABULARY

DASH = "–"
TENTH = Decimal("0.1")


def number(value: Decimal | int, places: int | None = None) -> str:
    """`1.234,5`; with `places` decimals, else as many as it has."""
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{exact:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def word(kind: str, code: str) -> str:
    """The official word of a code."""
    with override("vi"):
        return str(VOCABULARY[kind][code].text)


def lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def paper_day(value: dt.date) -> str:
    """`05/02/2026`, `09/9/2021`: months from March on are not padded."""
    return f"{value:%d}/{value.month if value.month > 2 else f'{value:%m}'}/{value.year}"


class Pen:
    """Writes figures by their keys; `used` are the keys written since the last `lift`."""

    def __init__(self, figures: Mapping[str, object]) -> None:
        self.figures = figures
        self.used: list[str] = []

    def lift(self) -> list[str]:
        """The keys written so far; the next sentence starts with none."""
        used, self.used = self.used, []
        return used

    def get(self, *keys: str) -> Decimal:
        """The sum of figures, silence counting nothing; their keys are remembered."""
        self.used += keys
        return sum((Decimal(self.figures.get(key) or 0) for key in keys), Decimal(0))

    def silent(self, key: str) -> bool:
        return self.figures.get(key) is None

    def count(self, *keys: str) -> str:
        """`05`, as prose has it."""
        found = int(self.get(*keys))
        return f"{found:02d}" if found < 10 else number(found)

    def plain(self, *keys: str) -> str:
        """`5`, as tables have it."""
        return number(int(self.get(*keys)))

    def percent(self, key: str) -> str:
        """`45,6%`, `62%`, a dash for silence."""
        self.used.append(key)
        value = self.figures[key]
        return DASH if value is None else number(Decimal(value).quantize(TENTH, ROUND_HALF_UP)) + "%"

    def share(self, parts: list[str], wholes: list[str]) -> str:
        """`55,0%`, a dash where there is nothing to divide by."""
        part, whole = self.get(*parts), self.get(*wholes)
        return number(part * 100 / whole, 1) + "%" if whole else DASH

    def million(self, *keys: str) -> str:
        """Triệu đồng, exact."""
        return number(self.get(*keys) / 10**6)

    def billion(self, *keys: str) -> str:
        """Tỷ đồng with one decimal."""
        return number(self.get(*keys) / 10**9, 1)

    def day(self, key: str) -> str:
        self.used.append(key)
        value = self.figures[key]
        return paper_day(value) if isinstance(value, dt.date) else DASH

    def word(self, kind: str, key: str) -> str:
        """The official word of a figure that is a code."""
        self.used.append(key)
        return word(kind, str(self.figures[key]))

    def measured(self, key: str, unit: str) -> str:
        """`45,25%`, `120 trường`."""
        self.used.append(key)
        unit = unit.strip()
        return number(self.figures[key]) + (unit if unit.startswith("%") else f" {lower(unit)}".rstrip())
