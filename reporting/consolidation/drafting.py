"""The first text of a province report, drafted from the figures and from the agencies' own words.

The outline is the usual one of a báo cáo: I direction, II results (indicators, tasks, money), III assessment and
difficulties, IV outlook, V proposals. The officer edits every sentence afterwards; the figures beside them are frozen
with the report. Pure: takes the roll-up payload, returns text.

Shares follow one rule: the fraction stands beside the percentage, and a sentence after it names what the denominator
leaves out. Silence of an agency is never counted as zero.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from common import format as vn
from common.text import lower_first
from plans.vocabulary import OUTSIDE, WITH_DEADLINE
from reporting.consolidation.aims import indicator_sentences
from reporting.consolidation.money import money_sentences
from reporting.consolidation.words import OUTLINE, as_of, counted, fraction, official, plan_name, sentence
from reporting.rollup.payload import (
    PartFigure,
    Payload,
    TaskFigure,
)


class Section(TypedDict):
    """A section as it is stored with the report."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AgencyWords:
    """What an agency wrote in the prose of its approved report, by key of NARRATIVE."""

    agency: str
    narrative: Mapping[str, str]


def default_sections(figures: Payload, agency_words: Iterable[AgencyWords]) -> list[Section]:
    """The sections of a new report in the order of OUTLINE.

    `agency_words` are those of the approved submissions in the order to print. One line of text is one paragraph; a
    section nobody has words for is ''.
    """
    words = list(agency_words)
    paragraphs = {
        "direction": quoted(words, "direction"),
        "indicators": indicator_sentences(figures),
        "tasks": task_sentences(figures),
        "money": money_sentences(figures),
        "assessment": [*discipline_sentences(figures), *quoted(words, "assessment")],
        "difficulties": [*quoted(words, "difficulties"), *line_words(figures, lambda line: line.difficulty)],
        "outlook": quoted(words, "outlook"),
        "proposals": [*quoted(words, "proposals"), *line_words(figures, lambda line: line.proposal)],
    }
    return [
        {"key": key, "title": title, "text": "\n".join(paragraphs[key])} for key, _number, title in OUTLINE
    ]


def quoted(agency_words: Iterable[AgencyWords], key: str) -> list[str]:
    """What each agency wrote under one heading, under its name: "- Sở A: …"."""
    return [
        f"- {words.agency}: {text}"
        for words in agency_words
        if (text := (words.narrative.get(key) or "").strip())
    ]


def line_words(figures: Payload, said: Callable[[TaskFigure | PartFigure], str]) -> list[str]:
    """Difficulties or proposals written on task lines: "- Nhiệm vụ 2.5 (Sở A): …", each text once."""
    lines: dict[str, None] = {}
    for task in figures.tasks:
        words = [(task.main, said(task)), *((part.agency, said(part)) for part in task.parts)]
        for agency, text in words:
            if text := text.strip():
                by = f" ({agency.name})" if agency else ""
                lines[f"- Nhiệm vụ {task.code}{by}: {text}"] = None
    return list(lines)


# ---------------------------------------------------------------------------------------------------------- tasks


PROGRESS = (
    ("Hoàn thành", "completed_on_time", "completed_late", ("đúng hạn", "quá hạn")),
    ("Đang thực hiện", "in_progress_on_time", "in_progress_overdue", ("trong hạn", "quá hạn")),
    ("Chưa thực hiện", "not_started_on_time", "not_started_overdue", ("trong hạn", "quá hạn")),
)


def task_sentences(figures: Payload) -> list[str]:
    """Counts by official status, what is left out of the shares, mean percent with its denominator, what is overdue."""
    counts, total = figures.counts, figures.total
    if not total:
        return [f"{plan_name(figures.plan)} không có nhiệm vụ nào phải báo cáo trong kỳ."]
    timed = sum(counts.get(code, 0) for code in WITH_DEADLINE)
    lines = [
        f"{plan_name(figures.plan)} giao {vn.count(total)} nhiệm vụ. {sentence(as_of(figures))}, "
        + (
            f"trong {vn.count(timed)} nhiệm vụ có thời hạn và đã có báo cáo:"
            if timed
            else "chưa có nhiệm vụ nào vừa có thời hạn vừa có báo cáo."
        )
    ]
    if timed:
        lines += progress_lines(counts, timed)
    outside = counted(
        [(counts.get(code, 0), lower_first(official("status", code))) for code in OUTSIDE], "nhiệm vụ"
    )
    if outside:
        lines.append(f"- Thống kê riêng, không tính vào các tỷ lệ trên: {outside}.")
    lines.append(mean_sentence(figures.percent, figures.percent_over, total))
    if overdue := [task for task in figures.tasks if task.status.endswith("_overdue")]:
        lines.append(f"- Nhiệm vụ quá hạn chưa hoàn thành: {'; '.join(map(overdue_words, overdue))}.")
    return lines


def progress_lines(counts: Mapping[str, int], timed: int) -> list[str]:
    """One line per state over the `timed` tasks that have a deadline, in time and late told apart."""
    lines = []
    for done, in_time, late, words in PROGRESS:
        pair = (counts.get(in_time, 0), counts.get(late, 0))
        if not sum(pair):
            lines.append(f"- {done}: không có.")
            continue
        inside = ", ".join(f"{vn.count(n)} {word}" for n, word in zip(pair, words, strict=True) if n)
        lines.append(
            f"- {done}: {vn.count(sum(pair))} nhiệm vụ, bằng {fraction(sum(pair), timed)}, gồm {inside}."
        )
    return lines


def overdue_words(task: TaskFigure) -> str:
    """`III.26 (Sở A, quá hạn 317 ngày)`."""
    who = (task.main.name if task.main else task.lead_text) or "chưa rõ đơn vị chủ trì"
    return f"{task.code} ({who}, quá hạn {vn.count(task.overdue_days)} ngày)"


def mean_sentence(percent: Decimal | None, over: int, total: int) -> str:
    """The mean percent, over how many tasks, and that silence is not zero."""
    silent = total - over
    if percent is None:
        return "- Chưa có nhiệm vụ nào có số liệu về tỷ lệ thực hiện."
    left_out = (
        f"; {vn.count(silent)} nhiệm vụ chưa có số liệu không tính vào bình quân, không coi là 0%"
        if silent
        else ""
    )
    return (
        f"- Tỷ lệ thực hiện bình quân: {vn.percent(percent)}, tính trên {vn.count(over)}/{vn.count(total)} "
        f"nhiệm vụ có số liệu đã duyệt{left_out}."
    )


# ------------------------------------------------------------------------------------------------------ discipline


def discipline_sentences(figures: Payload) -> list[str]:
    """Who has reported, in time or late, and what has been approved."""
    agencies = figures.agencies
    if not agencies:
        return []
    sent = [row for row in agencies if row.first_sent_at]
    in_time = sum(row.in_time is True for row in agencies)
    late = sum(row.in_time is False for row in sent)
    approved = sum(row.state == "approved" for row in agencies)
    detail = "; ".join(
        f"{vn.count(n)} cơ quan {word}"
        for n, word in (
            (in_time, "đúng hạn"),
            (late, "quá hạn"),
            (len(sent) - in_time - late, "phải gửi lại, chưa xác định đúng hạn"),
        )
        if n
    )
    silent = len(agencies) - len(sent)
    return [
        f"Về chấp hành chế độ báo cáo: {vn.count(len(sent))}/{vn.count(len(agencies))} cơ quan đã gửi báo cáo"
        + (f" ({detail})" if detail else "")
        + (f"; {vn.count(silent)} cơ quan chưa gửi" if silent else "")
        + f". Đã duyệt {vn.count(approved)}/{vn.count(len(agencies))} báo cáo."
    ]
