"""Template words of the portal: Vietnamese numbers and dates, icons, badges and the small drawings of the tables.

Drawings are SVG with presentation attributes, never inline styles, so that the strict Content-Security-Policy holds.
"""

from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common import format as vn
from common.icons import svg
from common.search import Query
from common.search import marked as found_in
from common.vocabulary import word_of

register = template.Library()
KEPT = 1 << 12  # words and figures that come again on the next row or the next page, each drawn once

register.filter("vn_date", vn.day)
register.filter("vn_short_date", vn.short_day)
register.filter("vn_datetime", vn.day_and_clock)
register.filter("vn_time", vn.clock)
register.filter("vn_number", vn.number)
register.filter("vn_value", vn.number_or_words)
register.filter("vn_measured", vn.measured)
register.filter("vn_signed", vn.signed)
register.filter("vn_percent", vn.percent)
register.filter("vn_money", vn.million)
register.filter("vn_money_signed", vn.million_signed)
register.filter("vn_billion", vn.billion)
register.filter("vn_size", vn.size)
register.filter("vn_share", vn.share)
register.filter("vn_recent", vn.recent)
register.filter("days_left", vn.days_left)
register.filter("no_stop", vn.without_stop)


@register.simple_tag
def icon(name: str, label: str = "", tone: str = "") -> SafeString:
    """One icon from static/icons. Silent for screen readers unless it stands alone and has a `label`."""
    return _drawn(name, str(label), tone)


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str, tone: str) -> SafeString:
    classes = f"icon t-{tone}" if tone else "icon"
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    opening = format_html('<svg class="{}" {} ', classes, spoken)
    return mark_safe(svg(name).replace("<svg ", opening, 1))  # noqa: S308 (a drawing of our own)


@register.simple_tag
def figure(*parts: object, value: object = ...) -> SafeString:
    """Says which figure an element shows, for whoever compares pages and papers: `data-figure="task.7.percent"`.

    The last part may name several, in the order in which they are shown. With a `value`, the exact one where the text
    is rounded or a word.
    """
    exact = None if value is ... else "" if value is None else str(value)
    return _figure(tuple(map(str, parts)), exact)


@lru_cache(maxsize=KEPT)
def _figure(parts: tuple[str, ...], exact: str | None) -> SafeString:
    *front, names = parts
    keys = ";".join(".".join([*filter(None, front), name]) for name in names.split())
    said = f'data-figure="{escape(keys)}"'
    if exact is not None:
        said += f' data-value="{escape(exact)}"'
    return mark_safe(said)  # noqa: S308 - escaped above; a page has hundreds


@register.simple_tag
def badge(kind: str, code: str, text: str = "") -> SafeString:
    """Icon and official word of a state; `text` replaces the word where the page says more (“Quá hạn 29 ngày”)."""
    word = word_of(kind, code)
    return _worded(word.icon, word.tone, word.loud, str(text or word.text))


@lru_cache(maxsize=1024)
def _worded(name: str, tone: str, loud: bool, text: str) -> SafeString:
    classes = f"badge t-{tone} is-loud" if loud else f"badge t-{tone}"
    return format_html('<span class="{}">{}<span>{}</span></span>', classes, icon(name), text)


def places(part: int | Decimal, whole: int | Decimal) -> str:
    """A share of the width of a drawing as SVG wants it, with a decimal point and between 0 and 100."""
    if not whole:
        return "0"
    return f"{min(max(Decimal(part) * 100 / Decimal(whole), Decimal(0)), Decimal(100)):.2f}"


@register.simple_tag
def percent_bar(value: Decimal | str | None) -> SafeString:
    """`45%` with a small bar before it; an unknown value has no bar, because silence is not zero."""
    return _percent_bar("" if value is None else str(value))


@lru_cache(maxsize=KEPT)
def _percent_bar(value: str) -> SafeString:
    if not value:
        return format_html('<span class="percent">{}</span>', vn.EMPTY)
    return format_html(
        '<span class="percent"><svg class="percent-bar" aria-hidden="true"><rect width="{}%" height="100%"/></svg>'
        "{}</span>",
        places(Decimal(value), 100),
        vn.percent(value),
    )


@register.simple_tag
def deadline(
    printed: date | str | None, bound: str, last_day: date, at: time | None = None
) -> SafeString | str:
    """Printed day and the rule in force: **trước 20/11/2026** · hết ngày 19/11; a dash where there is no day."""
    if not isinstance(printed, date):
        return vn.EMPTY
    head, _separator, tail = vn.deadline(printed, bound, last_day, at).partition(" · ")
    return format_html('<span class="deadline"><b>{}</b> · <span>{}</span></span>', head, tail)


@register.simple_tag
def due(
    printed: date | str | None, bound: str, last_day: date, today: date, at: time | None = None
) -> SafeString | str:
    """The same in a table cell, with the days left on the second line."""
    if not isinstance(printed, date):
        return vn.EMPTY
    head, _separator, tail = vn.deadline(printed, bound, last_day, at).partition(" · ")
    return format_html("<b>{}</b><small>{} · {}</small>", head, tail, vn.days_left(last_day, today))


@register.inclusion_tag("components/_strip.html")
def strip(steps: list[dict[str, str]]) -> dict[str, Any]:
    """The season on one line. A step has `kind` (past, today, step, next, late), `title`, `note` and `text`."""
    return {"steps": steps}


@register.simple_tag
def crumbs(*parts: str) -> SafeString:
    """Breadcrumb from pairs of label and address; a last label without address is the page itself."""
    pairs = [(parts[at], parts[at + 1] if at + 1 < len(parts) else "") for at in range(0, len(parts), 2)]
    items = format_html_join(
        "",
        "<li>{}</li>",
        (
            (format_html('<a href="{}">{}</a>', address, label),)
            if address
            else (format_html('<span aria-current="page">{}</span>', label),)
            for label, address in pairs
        ),
    )
    return format_html('<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', _("Đường dẫn"), items)


@register.filter
def marked(text: str, query: Query) -> SafeString:
    """A text with what answers a query marked; of a long text the part around the match."""
    pieces = (
        (format_html("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in found_in(query, text)
    )
    return format_html_join("", "{}", pieces)
