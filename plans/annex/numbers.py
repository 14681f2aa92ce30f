"""The number to print before each row, so that the import makes the same code and place of it. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from plans import codes

MOST_TRIED = (
    100_000  # rows numbered again in search of numbers that fit, where whole codes and their ends do not
)


def printed_numbers(rows: Sequence[tuple[str, str | None, bool]]) -> list[str]:
    """The number to print before each row, given as (code, code of its parent, merged across), in printed order.

    The whole code where the importer makes the same code and place of it, else as much of its end as does; a code no
    number gives ("P01") is printed as its figures.
    """
    choices = [_spellings(code) for code, _parent, _alone in rows]
    whole = [spellings[0] for spellings in choices]
    ends = [next(text for text in reversed(spellings) if text != "-") for spellings in choices]
    letters = [end if end.isalpha() else full for full, end in zip(whole, ends, strict=True)]
    numbers = min((whole, ends, letters), key=lambda numbers: len(_misread(rows, numbers)))
    wrong = _misread(rows, numbers)
    left = MOST_TRIED // max(len(rows), 1)
    tried = {tuple(numbers)}
    for _pass in range(3):
        before = numbers
        for index in sorted(wrong):
            for other in islice(_otherwise(numbers, choices, index), left):
                left -= 1
                if tuple(other) in tried:
                    continue
                tried.add(tuple(other))
                misread = _misread(rows, other)
                if len(misread) < len(wrong):
                    numbers, wrong = other, misread
        if numbers == before:
            break
    return numbers


def _otherwise(numbers: list[str], choices: list[list[str]], index: int) -> Iterator[list[str]]:
    """The numbers with the one at `index` said otherwise; then with the ones beside it too."""
    for own in choices[index]:
        yield [*numbers[:index], own, *numbers[index + 1 :]]
    first, last = max(0, index - 1), min(len(numbers), index + 2)
    for near in product(*choices[first:last]):
        yield [*numbers[:first], *near, *numbers[last:]]


def _spellings(code: str) -> list[str]:
    """What may be printed for a code, the whole of it first. The importer puts "L2." before a number printed twice."""
    bare = re.sub(r"^(?:L\d+\.)+", "", code)
    parts = bare.split(".")
    ends = [".".join(parts[at:]) for at in range(len(parts))]
    digits = re.sub(r"\D", "", bare).lstrip("0")[:4] or "1"
    dash = ["-"] if len(parts) > 1 and parts[-1].isdigit() else []
    return [*([end for end in ends if codes.looks_like_number(end)] or [digits]), *dash]


def _misread(rows: Sequence[tuple[str, str | None, bool]], numbers: Sequence[str]) -> set[int]:
    """The rows whose code or place the importer would not make of these numbers."""
    places = codes.arrange(
        [codes.Printed(number, alone) for number, (_code, _parent, alone) in zip(numbers, rows, strict=True)]
    )
    above = [places[place.parent].code if place.parent is not None else None for place in places]
    return {
        index
        for index, (code, parent, _alone) in enumerate(rows)
        if (places[index].code, above[index]) != (code, parent or None)
    }
