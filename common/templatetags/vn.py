"""Template words of the portal: Vietnamese numbers and dates, icons, badges and the small drawings of the tables.

Drawings are SVG with presentation attributes, never inline styles, so that the strict Content-Security-Policy holds.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common import format as vn
from common.icons import svg
from common.search import Query
from common.search import marked as found_in
from common.vocabulary import OUTSIDE, STATUS, VOCABULARY, WITH_DEADLINE

register = template.Library()

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

MANY_CELLS = 40


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
    *front, names = (str(part) for part in parts)
    keys = ";".join(".".join([*filter(None, front), name]) for name in names.split())
    if value is ...:
        return format_html('data-figure="{}"', keys)
    return format_html('data-figure="{}" data-value="{}"', keys, "" if value is None else str(value))


@register.simple_tag
def badge(kind: str, code: str, text: str = "") -> SafeString:
    """Icon and official word of a state; `text` replaces the word where the page says more (“Quá hạn 29 ngày”)."""
    word = VOCABULARY[kind][code]
    classes = f"badge t-{word.tone} is-loud" if word.loud else f"badge t-{word.tone}"
    return format_html(
        '<span class="{}">{}<span>{}</span></span>', classes, icon(word.icon), text or word.text
    )


@register.simple_tag
def status_badge(code: str, text: str = "") -> SafeString:
    return badge("status", code, text)


@register.simple_tag
def submission_badge(code: str, text: str = "") -> SafeString:
    return badge("submission", code, text)


@register.simple_tag
def verdict_badge(code: str, text: str = "") -> SafeString:
    return badge("verdict", code, text)


@register.simple_tag
def line_badge(code: str, text: str = "") -> SafeString:
    return badge("line", code, text)


@register.simple_tag
def marks(codes: list[str]) -> SafeString:
    """Discipline of the last seasons, oldest first, one mark each. Codes: in_time, late, missing."""
    words = [VOCABULARY["discipline"][code] for code in codes]
    return format_html(
        '<span class="marks">{}</span>',
        format_html_join("", "{}", ((icon(word.icon, str(word.text), word.tone),) for word in words)),
    )


@register.simple_tag
def progress_cells(
    done: int, total: int, returned: int = 0, approved: bool = False, words: bool = True
) -> SafeString:
    """`7/12 dòng` over one cell per line: finished filled, returned hatched, the rest empty; green once reviewed.

    Without `words` only the cells are drawn, where the page has said the count already.
    """
    text = format_html("<b>{}/{}</b> {}", done, total, _("dòng"))
    if returned:
        text = format_html("{}, {}", text, _("%(count)d bị trả lại") % {"count": returned})
    tone = " is-approved" if approved else ""
    if total > MANY_CELLS:
        drawing = format_html(
            '<svg class="cells-bar" aria-hidden="true"><rect class="bar-done" width="{}%" height="100%"/>'
            '<rect class="bar-returned" x="{}%" width="{}%" height="100%"/></svg>',
            *(_places(part, total) for part in (done, done, returned)),
        )
    else:
        kinds = ["is-done"] * done + ["is-returned"] * returned
        kinds += [""] * (total - len(kinds))
        cells = format_html_join("", '<i class="{}"></i>', ((kind,) for kind in kinds))
        drawing = format_html('<span class="cells" aria-hidden="true">{}</span>', cells)
    said = format_html("<span>{}</span>", text) if words else ""
    return format_html('<span class="progress{}">{}{}</span>', tone, said, drawing)


def _places(part: int | Decimal, whole: int | Decimal) -> str:
    """A share of the width of a drawing as SVG wants it, with a decimal point and between 0 and 100."""
    if not whole:
        return "0"
    return f"{min(max(Decimal(part) * 100 / Decimal(whole), Decimal(0)), Decimal(100)):.2f}"


@register.simple_tag
def percent_bar(value: Decimal | str | None) -> SafeString:
    """`45%` with a small bar before it; an unknown value has no bar, because silence is not zero."""
    if value is None or value == "":
        return format_html('<span class="percent">{}</span>', vn.EMPTY)
    return format_html(
        '<span class="percent"><svg class="percent-bar" aria-hidden="true"><rect width="{}%" height="100%"/></svg>'
        "{}</span>",
        _places(Decimal(value), 100),
        vn.percent(value),
    )


@register.inclusion_tag("components/_status_bar.html")
def status_bar(
    counts: dict[str, int],
    noun: str = "",
    link: str = "",
    legend: bool = True,
    note: bool = True,
    label: str = "",
    figure: str = "counts",
) -> dict[str, Any]:
    """Tasks with a deadline by official status; what the denominator leaves out is said in words below.

    `counts` holds every status code; `noun` is what is counted (default nhiệm vụ); `link` is the start of an address
    that takes a status code (`?status=`) and makes each word of the legend a link; `legend` and `note` can be left off
    in tables, where one `status_legend` serves all rows; `label` names the plan to screen readers,
    `figure` says whose counts these are (see `figure` above).
    """
    noun = noun or _("nhiệm vụ")
    inside = [(code, counts.get(code, 0)) for code in WITH_DEADLINE if counts.get(code, 0)]
    outside = [(code, counts.get(code, 0)) for code in OUTSIDE if counts.get(code, 0)]
    whole = sum(count for _code, count in inside)
    segments, start = [], Decimal(0)
    for code, count in inside:
        width = Decimal(count) * 100 / whole
        segments.append(
            {
                "code": code,
                "count": count,
                "word": STATUS[code],
                "x": f"{start:.3f}",
                "width": f"{width:.3f}",
                "middle": f"{start + width / 2:.3f}",
                "room": width >= Decimal("2.2") * (len(str(count)) + Decimal("0.5")),
            }
        )
        start += width
    spoken = [f"{STATUS[code].text} {count}" for code, count in inside]
    return {
        "segments": segments,
        "outside": [{"word": str(STATUS[code].text), "count": count} for code, count in outside],
        "outside_total": sum(count for _code, count in outside),
        "with_deadline": whole,
        "total": sum(counts.values()),
        "noun": noun,
        "link": link,
        "legend": legend,
        "note": note,
        "figure": figure,
        "spoken": ": ".join(part for part in (label, ", ".join(spoken)) if part),
    }


@register.inclusion_tag("components/_status_legend.html")
def status_legend() -> dict[str, Any]:
    """The six segments with their fills and icons, once for a table of status bars."""
    return {"words": [STATUS[code] for code in WITH_DEADLINE]}


@register.simple_tag
def bullet(
    value: Decimal | None,
    target: Decimal | None = None,
    expected: Decimal | None = None,
    scale: Decimal = Decimal(100),
) -> SafeString:
    """Bar of the value, tick of the target, triangle of what is expected today, all on 0..`scale`.

    Silent for screen readers: value, target and verdict stand in columns beside it.
    """
    drawings = (
        ('<rect class="bullet-value" y="7" width="{}%" height="8"/>', value),
        (
            '<svg x="{}%" overflow="visible"><rect class="bullet-target" x="-3" y="2" width="3" height="18"/></svg>',
            target,
        ),
        (
            '<svg x="{}%" overflow="visible"><path class="bullet-expected" d="M-3.5 1h7L.5 5v16h-1V5Z"/></svg>',
            expected,
        ),
    )
    parts = [format_html(drawing, _places(at, scale)) for drawing, at in drawings if at is not None]
    return format_html(
        '<svg class="bullet" height="22" aria-hidden="true">'
        '<rect class="bullet-ground" y="7" width="100%" height="8"/>{}</svg>',
        format_html_join("", "{}", ((part,) for part in parts)),
    )


@register.simple_tag
def deadline(printed: date, bound: str, last_day: date) -> SafeString:
    """Printed day and the rule in force: **trước 20/11/2026** · hết ngày 19/11."""
    head, _separator, tail = vn.deadline(printed, bound, last_day).partition(" · ")
    return format_html('<span class="deadline"><b>{}</b> · <span>{}</span></span>', head, tail)


@register.simple_tag
def due(printed: date, bound: str, last_day: date, today: date) -> SafeString:
    """The same in a table cell, with the days left on the second line."""
    head, _separator, tail = vn.deadline(printed, bound, last_day).partition(" · ")
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
