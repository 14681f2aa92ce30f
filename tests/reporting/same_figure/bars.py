"""Reading the dashboard's charts back: the length of every bar and the text on it, by the key of its figure."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qs, urlsplit

from tests.reporting.same_figure.recompute import Figures

BILLION = 10**9
SCRIPT = re.compile(r'<script id="([^"]+)" type="application/json">(.*?)</script>', re.DOTALL)
AMOUNTS = ("planned", "disbursed")  # the two bars of a year, in the order they are drawn


def bars_on(html: str) -> Iterator[tuple[str, object, str]]:
    """Each bar of a page: its figure's key, its length (in a chart of money tỷ đồng), the text on it."""
    for name, text in SCRIPT.findall(html):
        told = json.loads(unescape(text))
        for place, series in enumerate(told["data"]):
            yield from _lying(series) if series.get("orientation") == "h" else _standing(name, place, series)


def _lying(series: dict) -> Iterator[tuple[str, object, str]]:
    """A segment leads to the tasks it counts: its address says of which plan or agency, and in which status."""
    for value, text, address in zip(series["x"], series["text"], series["customdata"], strict=True):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        front = f"plan.{asked['plan']}" if "plan" in asked else f"lead.{asked['agency']}"
        yield f"{front}.counts.{asked['status']}", value, text


def _standing(name: str, place: int, series: dict) -> Iterator[tuple[str, object, str]]:
    """`name` is the plan's ref and the source's code."""
    ref, _dash, source = name.partition("-")
    for year, value, text in zip(series["x"], series["y"], series["text"], strict=True):
        yield f"plan.{ref}.money.{year}.{source}.{AMOUNTS[place]}", value, text


def wrong_bars(html: str, figures: Figures) -> tuple[list[str], int]:
    """The bars that are not what the tables give, and how many were compared."""
    found, compared = [], 0
    for key, value, text in bars_on(html):
        compared += 1
        expected, words = _drawn(figures.get(key), money=".money." in key)
        if (value, text) != (expected, words):
            found.append(f"{key}: {value} “{text}”, tables give {expected} “{words}”")
    return found, compared


def _drawn(figure: object, *, money: bool) -> tuple[object, str]:
    """The length of a bar and the text on it: of money nobody has reported neither, of a count of none no text."""
    if not money:
        return figure or 0, str(figure) if figure else ""
    if figure is None:
        return None, ""
    billion = round(Decimal(str(figure)) / BILLION, 3)
    return float(billion), f"{float(billion):.1f}".replace(".", ",")
