"""Whether less of a measure is better, from its name (DESIGN "Attainment"): pure."""

import re

from common.text import fold
from indicators.wording import words

UP, DOWN, ASK = "up", "down", "ask"
LONGEST = 600  # characters of a name that are looked at
NEAR = 4  # words: so far behind it a verb still acts on what is bad
_BRACKETS = re.compile(r"\([^()]{0,200}\)")


def direction_of(name: str) -> str:
    """UP, DOWN where less is better, or ASK where the name says both.

    The last word for something bad counts ("tỷ lệ hộ nghèo có nhà tạm"). Whoever acts against it or puts it right makes
    more of it better ("vi phạm được xử lý"), and so does a reduction as such ("mức giảm chi phí").
    """
    told = words()
    folded = _folded(name)
    if told.level.search(folded):
        return DOWN
    if told.reduction.search(folded):
        return UP
    found = list(told.less.finditer(folded))
    if not found:
        return UP
    last = found[-1]
    before, behind = folded[: last.start()], folded[last.end() :]
    if told.negated.search(before):
        return UP
    if told.adverbs.match(last[0]):
        return DOWN
    if told.remedied.search(behind):
        return UP
    against = None if before.endswith(" bi ") else told.against.search(before)
    if against is None:
        return DOWN
    return UP if len(against[0].split()) <= NEAR else ASK


def is_reduction(name: str) -> bool:
    """Whether a measure is itself a reduction: "mức giảm chi phí", of which more is better."""
    folded = _folded(name)
    return bool(words().reduction.search(folded)) and not words().level.search(folded)


def _folded(name: str) -> str:
    return _BRACKETS.sub(" ", fold(name[:LONGEST])).strip()
