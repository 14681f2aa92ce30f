"""Template words of a season: badges and the small drawings of its tables. Every template knows them."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common import format as vn
from common.templatetags.vn import badge, figure, icon, places
from plans.vocabulary import OUTSIDE, STATUS, WITH_DEADLINE
from reporting.vocabulary import DISCIPLINE

register = template.Library()

MANY_CELLS = 20
CELL_GAP = 2 / 168  # of the width of all cells


@register.simple_tag
def status_badge(code: str, text: str = "") -> SafeString:
    return badge("status", code, text)


@register.simple_tag
def submission_badge(code: str, text: str = "") -> SafeString:
    return badge("submission", code, text)


@register.simple_tag
def line_badge(code: str, text: str = "") -> SafeString:
    return badge("line", code, text)


@register.simple_tag
def marks(codes: list[str]) -> SafeString:
    """Discipline of the last seasons, oldest first, one mark each. Codes: in_time, late, missing."""
    words = [DISCIPLINE[code] for code in codes]
    return format_html(
        '<span class="marks">{}</span>',
        format_html_join("", "{}", ((icon(word.icon, str(word.text), word.tone),) for word in words)),
    )


@register.simple_tag
def progress_cells(
    done: int,
    total: int,
    returned: int = 0,
    approved: bool = False,
    words: bool = True,
    cells: int = MANY_CELLS,
) -> SafeString:
    """`7/12 dòng` over one cell per line: finished filled, returned hatched, the rest empty; green once reviewed.

    Without `words` only the cells are drawn, where the page has said the count already. Of more than `cells` lines one
    bar is drawn.
    """
    text = format_html("<b>{}/{}</b> {}", done, total, _("dòng"))
    if returned:
        text = format_html("{}, {}", text, _("%(count)d bị trả lại") % {"count": returned})
    tone = " is-approved" if approved else ""
    if total > cells:
        drawing = format_html(
            '<svg class="cells-bar" aria-hidden="true"><rect class="bar-done" width="{}%" height="100%"/>'
            '<rect class="bar-returned" x="{}%" width="{}%" height="100%"/></svg>',
            *(places(part, total) for part in (done, done, returned)),
        )
    else:
        drawing = _cells(done, returned, total)
    said = format_html("<span>{}</span>", text) if words else ""
    return format_html('<span class="progress{}">{}{}</span>', tone, said, drawing)


@lru_cache(maxsize=1024)
def _cells(done: int, returned: int, total: int) -> SafeString:
    """One cell per line in a drawing stretched to the width there is: a path for each kind, whatever their number."""
    width = round(1 - total * CELL_GAP, 3)
    outline, stroke = f"h{width}v1h-{width}z", f"v1m{width / 2:.3f}-1v1"
    kinds = (
        ("is-done", outline, range(done)),
        ("is-returned", f"{outline}{stroke}", range(done, done + returned)),
        ("is-left", outline, range(done + returned, total)),
    )
    paths = (
        (kind, "".join(f"M{place} 0{shape}" for place in places)) for kind, shape, places in kinds if places
    )
    return format_html(
        '<svg class="cells" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        max(total, 1),
        format_html_join("", '<path class="{}" d="{}"/>', paths),
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
) -> dict[str, object]:
    """Tasks with a deadline by official status; what the denominator leaves out is said in words below.

    `counts` holds every status code; `noun` is what is counted (default nhiệm vụ); `link` is the start of an address
    that takes a status code (`?status=`) and makes each word of the legend a link; `legend` and `note` can be left off
    in tables, where one `status_legend` serves all rows; `label` names the plan to screen readers,
    `figure` says whose counts these are (see the word `figure`).
    """
    noun = noun or _("nhiệm vụ")
    inside = [(code, counts.get(code, 0)) for code in WITH_DEADLINE if counts.get(code, 0)]
    outside = [(code, counts.get(code, 0)) for code in OUTSIDE if counts.get(code, 0)]
    spoken = ", ".join(f"{STATUS[code].text} {count}" for code, count in inside)
    return {
        "segments": [{"code": code, "count": count, "word": STATUS[code]} for code, count in inside],
        "drawing": _bar(inside, figure, f"{label}: {spoken}" if label else spoken) if inside else "",
        "outside": [{"word": str(STATUS[code].text), "count": vn.number(count)} for code, count in outside],
        "outside_total": vn.number(sum(count for _code, count in outside)),
        "with_deadline": vn.number(sum(count for _code, count in inside)),
        "total": vn.number(sum(counts.values())),
        "noun": noun,
        "link": link,
        "legend": legend,
        "note": note,
        "figure": figure,
    }


def _bar(parts: Sequence[tuple[str, int]], of: str, spoken: str) -> SafeString:
    """The bar of a status bar: a segment per status, its number inside where there is room, lines between."""
    whole = sum(count for _code, count in parts)
    start, drawn, lines = 0.0, [], []
    for code, count in parts:
        word, width = STATUS[code], count * 100 / whole
        place = f'x="{start:.3f}%" width="{width:.3f}%"'
        drawn.append(f'<rect {place} height="24" fill="{word.fill}"/>')
        if word.overdue:
            drawn.append(f'<rect class="foot-bar" {place} y="20" height="4"/>')
        if width >= 2.2 * (len(str(count)) + 0.5):
            middle = f'x="{start + width / 2:.3f}%" y="16"'
            drawn.append(f'<text class="on-{code}" {figure(of, code)} {middle}>{count}</text>')
        if start:
            lines.append(f'<line x1="{start:.3f}%" x2="{start:.3f}%" y2="24"/>')
        start += width
    return format_html(
        '<svg class="status-bar" height="24" role="img" aria-label="{}">{}</svg>',
        spoken,
        mark_safe("".join(drawn + lines)),  # noqa: S308 - numbers, and words of our own
    )


@register.inclusion_tag("components/_status_legend.html")
def status_legend() -> dict[str, object]:
    """The six segments with their fills and icons, once for a table of status bars."""
    return {"words": [STATUS[code] for code in WITH_DEADLINE]}
