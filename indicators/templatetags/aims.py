"""Template words of indicators. Every template knows them."""

from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.templatetags.vn import badge, places

register = template.Library()


@register.simple_tag
def verdict_badge(code: str, text: str = "") -> SafeString:
    return badge("verdict", code, text)


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
    parts = [format_html(drawing, places(at, scale)) for drawing, at in drawings if at is not None]
    return format_html(
        '<svg class="bullet" height="22" aria-hidden="true">'
        '<rect class="bullet-ground" y="7" width="100%" height="8"/>{}</svg>',
        format_html_join("", "{}", ((part,) for part in parts)),
    )
