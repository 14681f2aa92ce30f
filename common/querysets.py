"""Rows found by words, with one answer on every database: it narrows, the rule of `common.search` decides."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, TypeVar

from django.db.models import Expression, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Lower, Replace

from common.search import Query
from common.text import fold

Row = TypeVar("Row", bound=Model)

NARROWING = 8  # words the database looks for: the longest of the query


class Spelling(NamedTuple):
    """A text by which a row is found: folded, with the (folded) name that is the row's own, and as printed."""

    pk: int
    folded: str
    name: str = ""
    printed: str = ""


class SearchedQuerySet(QuerySet[Row]):
    """Rows that are found by words."""

    def spellings(self, query: Query | None = None) -> Iterator[Spelling]:
        """Every text of every row, in the order of the rows; rows that cannot answer `query` may be left out."""
        raise NotImplementedError

    def search(self, query: Query) -> dict[int, str]:
        """Ids of the rows that answer a query, the best first, each with the spelling that answers best. One query."""
        best: dict[int, tuple[int, str]] = {}
        for spelling in self.spellings(query) if query else ():
            rank = query.rank(spelling.folded, spelling.name)
            if rank is not None and (spelling.pk not in best or rank < best[spelling.pk][0]):
                best[spelling.pk] = (rank, spelling.printed)
        ranked = sorted(best.items(), key=lambda found: found[1][0])
        return {pk: printed for pk, (_rank, printed) in ranked}

    def lacking_one(self, query: Query) -> Counter[int]:
        """How many rows would be found if one term were dropped, by the place of that term. One query."""
        lacking: set[tuple[int, int]] = set()
        for spelling in self.spellings():
            missing = list(islice(query.missing(spelling.folded), 2))
            if len(missing) == 1:
                lacking.add((spelling.pk, missing[0]))
        return Counter(at for _pk, at in lacking)


class CodedQuerySet(SearchedQuerySet[Row]):
    """Rows of an annex: a printed code (plain letters, đ, digits, signs) and a name with its folded form."""

    def spellings(self, query: Query | None = None) -> Iterator[Spelling]:
        """Code and name of every row."""
        rows: QuerySet = self
        if query:
            code = Lower(Replace(Replace("code", Value("Đ"), Value("d")), Value("đ"), Value("d")))
            text = Concat(code, Value(" "), "folded", output_field=TextField())
            rows = rows.alias(text=text, joined=_without_signs(text), closed=_without(text, ", "))
            signed = Q(text__contains="&") | Q(closed__contains=",")  # few have one within a word
            held = Q()
            for word in query.words[:NARROWING]:
                held &= (
                    Q(folded__contains=word) | Q(text__contains=word) | (signed & Q(joined__contains=word))
                )
            rows = rows.filter(held)
        for pk, printed, folded in rows.values_list("pk", "code", "folded"):
            plain = printed.lower() if printed.isascii() else fold(printed)
            yield Spelling(pk, f"{plain} {folded}", plain)


def _without_signs(text: Expression) -> Expression:
    """“KH&CN” as “KHCN”, which finds it as well."""
    for sign, bare in ((" &", "&"), ("& ", "&"), ("&", ""), (",", "")):
        text = _without(text, sign, bare)
    return text


def _without(text: Expression, sign: str, bare: str = "") -> Expression:
    return Replace(text, Value(sign), Value(bare), output_field=TextField())
