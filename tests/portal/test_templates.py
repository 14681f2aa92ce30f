"""Templates travel without the blanks of their source, and say what they said."""

import re

import pytest
from django.conf import settings
from django.template import Context, Engine

from portal.templates import tight

TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
OURS = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>\n    chữ\n</p>\n", "<p>\nchữ\n</p>\n"),
        ("<p>\n  {% if a %}\n    chữ\n  {% endif %}\n</p>\n", "<p>\n{% if a %}chữ\n{% endif %}</p>\n"),
        ("một\n  {% if a %}hai{% endif %}\n  ba", "một\n{% if a %}hai{% endif %}\nba"),
        ("\n  {% if a %}hai{% endif %}\n  ba", "\n{% if a %}hai{% endif %}\nba"),
        ("{{ một }}\n  {{ hai }}\n", "{{ một }}\n{{ hai }}\n"),
        ("  {% icon 'x' %}\n  chữ", "  {% icon 'x' %}\nchữ"),
    ],
)
def test_only_what_lays_out_the_source_is_dropped(source, expected):
    assert tight(source) == expected


@pytest.mark.parametrize("a", [True, False])
def test_words_that_had_a_blank_between_them_keep_one(a):
    source = (
        "một\n  {% if a %}\n    hai\n  {% else %}\n    ba\n  {% endif %}\n"
        "  {% for x in xs %}\n    {{ x }}\n  {% endfor %}\nbốn"
    )
    read = [
        re.sub(r"\s+", " ", Engine().from_string(text).render(Context({"a": a, "xs": [1, 2]})))
        for text in (source, tight(source))
    ]
    assert read[0] == read[1] == f"một {'hai' if a else 'ba'} 1 2 bốn"


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_template_of_ours_keeps_its_words(path):
    source = path.read_text(encoding="utf-8")
    words = [TAG.sub("", text).split() for text in (source, tight(source))]
    assert words[0] == words[1]
