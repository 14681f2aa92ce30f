"""Long lists as their tests read them: how heavy a page is, and what its workbook says."""

import io
from html.parser import HTMLParser

from django.http import HttpResponse
from openpyxl import load_workbook

HEAVIEST = 200_000  # bytes of a page before compression
MOST_NODES = 2_500  # elements of a page


class _Counter(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.count += 1


def nodes(page: HttpResponse) -> int:
    """The elements of a page, as a browser counts `*`."""
    counter = _Counter()
    counter.feed(page.content.decode())
    return counter.count


def too_heavy(page: HttpResponse) -> list[str]:
    """What of a page exceeds what every page keeps to."""
    assert page.status_code == 200
    sizes = {"bytes": (len(page.content), HEAVIEST), "nodes": (nodes(page), MOST_NODES)}
    return [f"{size} {what}, at most {most}" for what, (size, most) in sizes.items() if size > most]


def lead_and_table(answer: HttpResponse) -> tuple[list[str], list[dict]]:
    """The lines over the table of a list's workbook, and its rows by their heads."""
    assert answer.status_code == 200
    assert ".xlsx" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    top = next(at for at, row in enumerate(rows) if row[0] is None) + 1
    return [row[0] for row in rows[: top - 1]], [
        dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]
    ]
