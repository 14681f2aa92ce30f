"""Numbers as the payload carries them, and as its JSON does: rounded half up, the same on every database. Pure."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from reporting.collection.value import HUNDREDTH


@lru_cache(4096)  # the percents of hundreds of lines are few
def hundredths(value: Decimal | None) -> Decimal | None:
    """A value with two decimals, half up."""
    return None if value is None else value.quantize(HUNDREDTH, ROUND_HALF_UP)


def percent(value: Decimal | None) -> str | None:
    """`"62.00"`."""
    return None if value is None else str(hundredths(value))


def vnd(value: Decimal) -> str:
    """Whole VND: `"915068000000"`."""
    return str(value.quantize(Decimal(1)))


def plain(value: Decimal | None) -> str | None:
    """A measured value without trailing zeros: `"45.6"`, `"80"`."""
    return None if value is None else f"{value.normalize():f}"
