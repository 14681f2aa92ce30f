"""Printed numbers of lists: what of them counts, and the letters that go on with them."""

import re
from functools import lru_cache

LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order of lists in Vietnamese papers; f, j, w, z only where printed


@lru_cache(maxsize=1 << 12)  # the numbers of a paper are asked for again and again
def tidy(number: str) -> str:
    """The number without what only separates it from the text: "1." "a)" "(1)" "I.1." """
    bare = re.sub(r"\s+", "", number).strip(".,;:()/\\ ")
    return bare.replace(",", ".") if re.fullmatch(r"\d{1,2}(?:,\d{1,2})+", bare) else bare  # 1,1 of a sheet
