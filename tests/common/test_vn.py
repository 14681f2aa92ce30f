"""What the template words write into a page."""

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.template import Context, Template

from common.icons import svg
from common.vocabulary import VOCABULARY
from plans.vocabulary import OUTSIDE, STATUS, WITH_DEADLINE

WORDS = [(kind, code, word) for kind, words in VOCABULARY.items() for code, word in words.items()]
COUNTS = dict.fromkeys(STATUS, 0) | {
    "completed_on_time": 27,
    "completed_late": 9,
    "in_progress_on_time": 5,
    "in_progress_overdue": 8,
    "not_started_overdue": 2,
    "recurring": 3,
    "no_deadline": 9,
    "paused": 1,
}


def rendered(source: str, **context) -> str:
    return Template("{% load vn %}" + source).render(Context(context))


def text(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize(("kind", "code", "word"), WORDS)
def test_every_word_of_the_vocabulary_has_an_icon_and_a_badge(kind, code, word):
    badge = rendered("{% badge kind code %}", kind=kind, code=code)
    assert text(badge) == str(word.text)
    assert badge.count("<svg") == 1


def test_every_status_counts_either_in_the_denominator_or_outside():
    assert sorted(WITH_DEADLINE + OUTSIDE) == sorted(STATUS)


def test_an_unknown_icon_is_an_error_of_the_programmer():
    with pytest.raises(LookupError, match="no icon named 'emoji'"):
        svg("emoji")


def test_an_icon_is_silent_unless_it_stands_alone():
    assert 'aria-hidden="true"' in rendered('{% icon "check" %}')
    assert 'role="img" aria-label="Đã xong"' in rendered('{% icon "check" label="Đã xong" %}')


def test_a_status_bar_says_its_denominator_and_what_it_leaves_out():
    bar = rendered("{% status_bar counts %}", counts=COUNTS)
    assert text(bar).endswith(
        "51 nhiệm vụ có thời hạn trong tổng số 64. Ngoài mẫu số 13: thường xuyên 3, chưa có thời hạn 9, tạm dừng 1."
    )
    assert 'aria-label="Hoàn thành đúng hạn 27, Hoàn thành quá hạn 9, ' in bar


def test_the_words_of_a_status_bar_lead_to_their_tasks():
    bar = rendered('{% status_bar counts link="?status=" %}', counts=COUNTS)
    assert re.findall(r'href="([^"]+)"', bar) == [
        "?status=completed_on_time",
        "?status=completed_late",
        "?status=in_progress_on_time",
        "?status=in_progress_overdue",
        "?status=not_started_overdue",
    ]


def test_a_plan_without_any_deadline_has_no_bar():
    bar = rendered("{% status_bar counts %}", counts=dict.fromkeys(STATUS, 0) | {"recurring": 2})
    assert "<svg" not in bar
    assert text(bar) == "0 nhiệm vụ có thời hạn trong tổng số 2. Ngoài mẫu số 2: thường xuyên 2."


def test_a_number_that_finds_no_room_in_its_segment_stands_in_the_legend_only():
    bar = rendered("{% status_bar counts %}", counts=COUNTS | {"completed_on_time": 500})
    assert re.findall(r"<text[^>]*>(\d+)</text>", bar) == ["500"]


def test_a_state_nobody_has_declared_is_shown_by_its_code():
    assert text(rendered("{% badge 'plan' 'lost' %}")) == "lost"


def test_a_deadline_without_a_day_is_a_dash():
    assert rendered("{% due '' '' '' '' %} {% deadline '' '' '' %}") == "– –"


@pytest.mark.parametrize(
    ("arguments", "words", "kinds"),
    [
        ("7 12", "7/12 dòng", {"is-done": 7, "is-left": 5}),
        ("1 3 2", "1/3 dòng, 2 bị trả lại", {"is-done": 1, "is-returned": 2}),
        ("0 2", "0/2 dòng", {"is-left": 2}),
        ("2 2 words=False", "", {"is-done": 2}),
    ],
)
def test_progress_has_one_cell_for_each_line(arguments, words, kinds):
    progress = rendered("{% progress_cells " + arguments + " %}")
    assert text(progress) == words
    paths = re.findall(r'<path class="([^"]*)" d="([^"]*)"', progress)
    assert {kind: path.count("M") for kind, path in paths} == kinds


def test_many_lines_become_one_bar():
    progress = rendered("{% progress_cells 30 60 15 %}")
    assert re.findall(r'width="([\d.]+)%"', progress) == ["50.00", "25.00"]


def test_a_percentage_that_nobody_reported_has_no_bar():
    assert "<svg" not in rendered("{% percent_bar None %}")
    assert text(rendered('{% percent_bar "62.00" %}')) == "62%"


def test_a_bullet_stays_inside_its_scale():
    drawing = rendered("{% bullet value target %}", value=Decimal(140), target=Decimal(80))
    assert re.findall(r'(?:width|x)="([\d.]+)%"', drawing)[1:] == ["100.00", "80.00"]


def test_breadcrumbs_end_with_the_page_itself():
    trail = rendered('{% crumbs "Kế hoạch" "/ke-hoach/" number %}', number="<Số 3>")
    assert 'href="/ke-hoach/">Kế hoạch</a>' in trail
    assert '<span aria-current="page">&lt;Số 3&gt;</span>' in trail


def test_no_template_needs_an_exception_from_the_content_security_policy():
    forbidden = re.compile(r"""<style|\sstyle=|\son\w+=|\shx-on|javascript:|<script(?![^>]*\ssrc=)""")
    pages = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    assert [str(page) for page in pages if forbidden.search(page.read_text())] == []
