"""Numbers as Vietnamese officers type them: comma for decimals, dots for thousands. Exact decimals."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from common.errors import Refused

PLAIN = re.compile(r"\d+")
COMMA = re.compile(r"\d+,\d+")
GROUPED = re.compile(r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}\.\d{3},\d+")
POINT = re.compile(r"\d+\.\d+")
TWO_THINGS = re.compile(r"\d{1,3}\.\d{3}")


def typed_number(text: str) -> Decimal:
    """The number in a form field. Raises Refused where it is none, or where it could be two (`1.234`)."""
    bare = text.replace("\u00a0", " ").replace(" ", "").removesuffix("%").replace("−", "-")
    negative = bare.startswith("-")
    bare = bare.removeprefix("-")
    if TWO_THINGS.fullmatch(bare):
        whole, part = bare.split(".")
        if whole == "0":
            return _signed(Decimal(bare), negative)
        raise Refused(
            _("“%(typed)s” có thể là %(whole)s hoặc %(part)s. Ghi lại một trong hai số đó.")
            % {"typed": text.strip(), "whole": whole + part, "part": f"{whole},{part}"}
        )
    if PLAIN.fullmatch(bare):
        return _signed(Decimal(bare), negative)
    if COMMA.fullmatch(bare) or GROUPED.fullmatch(bare):
        return _signed(Decimal(bare.replace(".", "").replace(",", ".")), negative)
    if POINT.fullmatch(bare):
        return _signed(Decimal(bare), negative)
    raise Refused(_("“%(typed)s” không phải là số. Ghi bằng chữ số, ví dụ 1234,5.") % {"typed": text.strip()})


def _signed(value: Decimal, negative: bool) -> Decimal:
    return -value if negative else value
