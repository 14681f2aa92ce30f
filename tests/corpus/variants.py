"""Plans made up by the dozen: every style in other numbers, words, orders and layouts, so that no rule fits one string.

`paper(style, seed)` is always the same paper. What is right of it is known as it is made, never read from it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from tests.corpus.source import Line, Paper
from tests.corpus.variant_words import (
    AGENCIES,
    CLOSINGS,
    DUTIES,
    GROUPS,
    LABEL_TIMES,
    LABELS,
    LEAD_WORDS,
    NO_DUTIES,
    OBJECTIVES,
    OUTLINE,
    TIMES,
    TITLES,
)  # fmt: skip

SEEDS = 12
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
LETTERS = "abcdđeghiklmnopq"


class Timed(NamedTuple):
    """Words for a time and what they mean, as the truth writes it."""

    words: str
    meaning: str


@dataclass
class Clerk:
    """One clerk's habits, and the paper as it grows."""

    rng: random.Random
    lines: list[Line] = field(default_factory=list)
    sections: int = 0

    def __post_init__(self) -> None:
        pick = self.rng.choice
        self.section_sign = pick((". ", ". ", "- ", "/ "))
        self.number_sign = pick((". ", ". ", "/ ", ") ", ".\t", ".  "))
        self.letter_sign = pick((") ", ") ", ". ", "/ "))
        self.bullet = pick(("- ", "- ", "+ ", "• ", "* ", "– "))
        self.after_agency = pick((":", "", ":", " có trách nhiệm:"))
        self.bold = pick((True, True, False))
        self.capitals = pick((True, True, False))
        self.breaks = pick((False, False, False, True))
        self.listed = pick((False, False, False, True))  # Word's own numbers and dots
        self.together = not self.listed and pick((False, False, False, True))  # bullets after line breaks
        self.duties = self.rng.sample(DUTIES, len(DUTIES))
        self.agencies = self.rng.sample(AGENCIES, len(AGENCIES))

    def heading(self, text: str) -> None:
        """A section's heading."""
        text = text.upper() if self.capitals else text
        self.add("B" if self.bold else "J", f"{ROMAN[self.sections]}{self.section_sign}{text}")
        self.sections += 1

    def add(self, mark: str, text: str, truth: str = "") -> None:
        """A line; a clerk who breaks lines by hand gives the rest of a long duty a line of its own."""
        first, rest = self.broken(text)
        if truth.startswith("t") and self.breaks and rest:
            self.lines += [Line(mark, first, truth), Line(mark, rest, "+")]
        else:
            self.lines.append(Line(mark, text, truth))

    def broken(self, text: str) -> tuple[str, str]:
        """A long text in two lines, broken where the line was full."""
        at = text.rfind(" ", 0, 95) if len(text) > 100 else -1
        return (text[:at], text[at + 1 :]) if at > 0 else (text, "")

    def agency(self) -> str:
        """Another agency."""
        return self.agencies.pop()

    def duty(self) -> str:
        """Another duty, without agency and time."""
        return self.duties.pop()

    def timed(self) -> Timed:
        """A time in a sentence, mostly none."""
        return Timed(*self.rng.choice(TIMES)) if self.rng.random() < 0.4 else Timed("", "-")

    def below(self, agency: str) -> None:
        """One to three duties on bullets, of the agency above."""
        for _ in range(self.rng.randint(1, 3)):
            time = self.timed()
            self.dotted(f"{self.duty()}{time.words}.", f"t:{agency}|-|{time.meaning}")

    def dotted(self, text: str, truth: str = "") -> None:
        """A line on a bullet."""
        if self.listed:
            self.lines.append(Line("U", text, truth))
        else:
            self.add("&" if self.together else "J", f"{self.bullet}{text}", truth)

    def numbered(self, at: int, text: str, *, bold: bool = False, truth: str = "") -> None:
        """A numbered line."""
        if self.listed and not bold:
            self.lines.append(Line("N", text, truth))
        else:
            self.add("B" if bold and self.bold else "J", f"{at}{self.number_sign}{text}", truth)

    def no_duties(self, count: int) -> None:
        """Sections that make nobody do anything."""
        for heading, texts in self.rng.sample(NO_DUTIES, count):
            self.heading(heading)
            for at, text in enumerate(texts, start=1):
                self.add("J", f"{at}{self.number_sign}{text}" if len(texts) > 1 else text)

    def close(self) -> None:
        """The closing sentence, who gets it, who signs."""
        self.add("J", self.rng.choice(CLOSINGS))
        receivers = ("- Như trên;", "- Các sở, ban, ngành;", "- Lưu: VT.")
        signed = ("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", "Đặng Phúc Toàn")
        if self.rng.random() < 0.5:
            self.add("L", f"{' // '.join(('Nơi nhận:', *receivers))} | {' // '.join(signed)}")
            return
        for mark, text in (
            ("B", "Nơi nhận:"),
            *(("P", text) for text in receivers),
            *(("R", text) for text in signed),
        ):
            self.add(mark, text)

    def letterhead(self, left: str, right: str) -> None:
        """In a table, or with tabs."""
        if self.rng.random() < 0.75:
            self.add("L", f"{left} | {right}")
            return
        for one, other in zip_longest(left.split(" // "), right.split(" // "), fillvalue=""):
            self.add("P", f"{{tab}}{one}{{tab}}{other}")


def one_line(clerk: Clerk) -> None:
    """1. Sở X: Chủ trì …; …"""
    clerk.no_duties(1)
    clerk.heading(clerk.rng.choice(("Tổ chức thực hiện", "Phân công trách nhiệm", "Phân công nhiệm vụ")))
    for at in range(1, clerk.rng.randint(6, 10)):
        agency, time = clerk.agency(), clerk.timed()
        second = clerk.duty()
        clerk.numbered(
            at,
            f"{agency}: {clerk.duty()}; {second[0].lower()}{second[1:]}{time.words}.",
            truth=f"t:{agency}||{time.meaning}",
        )


def objectives(clerk: Clerk) -> None:
    """1. objective; a) agency; - duty."""
    clerk.no_duties(1)
    clerk.heading(clerk.rng.choice(("Nhiệm vụ, giải pháp", "Nội dung và phân công", "Nội dung thực hiện")))
    for at, objective in enumerate(clerk.rng.sample(OBJECTIVES, 3), start=1):
        clerk.numbered(at, objective, bold=True)
        for letter in LETTERS[: clerk.rng.randint(1, 3)]:
            agency = clerk.agency()
            clerk.add("J", f"{letter}{clerk.letter_sign}{agency}{clerk.after_agency}")
            clerk.below(agency)


def giao(clerk: Clerk) -> None:
    """a) Giao Sở X: with bullets, b) Giao Sở Y chủ trì … on one line."""
    clerk.no_duties(1)
    clerk.heading(clerk.rng.choice(("Nhiệm vụ cụ thể", "Tổ chức thực hiện")))
    for letter in LETTERS[: clerk.rng.randint(5, 9)]:
        agency = clerk.agency()
        if clerk.rng.random() < 0.5:
            clerk.add("J", f"{letter}{clerk.letter_sign}Giao {agency}:")
            clerk.below(agency)
        else:
            duty, time = clerk.duty(), clerk.timed()
            clerk.add(
                "J",
                f"{letter}{clerk.letter_sign}Giao {agency} {duty[0].lower()}{duty[1:]}{time.words}.",
                f"t:{agency}||{time.meaning}",
            )


def led(clerk: Clerk) -> tuple[str, str]:
    """“Sở X chủ trì, phối hợp với Sở Y duty” and its truth."""
    agency, duty, time = clerk.agency(), clerk.duty(), clerk.timed()
    duty = f"{duty[0].lower()}{duty[1:]}{time.words}."
    words = clerk.rng.choice(LEAD_WORDS)
    other = clerk.agency() if "{}" in words else "-"
    return f"{agency} {words.format(other)}{duty}", f"t:{agency}|{other}|{time.meaning}"


def opening(clerk: Clerk) -> None:
    """Agencies that open their bullet, under objectives."""
    clerk.no_duties(1)
    clerk.heading(clerk.rng.choice(("Nhiệm vụ, giải pháp", "Nhiệm vụ trọng tâm")))
    for at, objective in enumerate(clerk.rng.sample(OBJECTIVES, 3), start=1):
        clerk.numbered(at, objective, bold=True)
        for _ in range(clerk.rng.randint(2, 3)):
            text, truth = led(clerk)
            clerk.dotted(text, truth)


def labels(clerk: Clerk) -> None:
    """Objectives with “Cơ quan chủ trì: …”, “Thời gian: …” below them."""
    clerk.no_duties(1)
    clerk.heading("Nhiệm vụ và giải pháp")
    lead, other, when = clerk.rng.choice(LABELS)
    joined = clerk.rng.random() < 0.3
    for at in range(1, clerk.rng.randint(5, 8)):
        first, second, time = clerk.agency(), clerk.agency(), Timed(*clerk.rng.choice(LABEL_TIMES))
        clerk.numbered(at, clerk.duty(), bold=True, truth=f"t:{first}|{second}|{time.meaning}")
        parts = [f"{lead}: {first}", f"{other}: {second}", f"{when}: {time.words}"]
        if joined:
            clerk.add("J", f"{'; '.join((parts[0], *(part[0].lower() + part[1:] for part in parts[1:])))}.")
        else:
            for part in parts:
                clerk.dotted(f"{part}.")


def organisation(clerk: Clerk) -> None:
    """Duties only under “Tổ chức thực hiện”, after scope, standards and dossiers; a report outline at the end."""
    clerk.no_duties(3)
    clerk.heading("Tổ chức thực hiện")
    for at in range(1, clerk.rng.randint(4, 7)):
        agency = clerk.agency()
        clerk.numbered(at, f"{agency}{clerk.after_agency}", bold=True)
        clerk.below(agency)
    clerk.close()
    for mark, text in OUTLINE:
        clerk.add(mark, text)


def bracketed(clerk: Clerk) -> None:
    """The agency stands in brackets at the end."""
    clerk.no_duties(1)
    clerk.heading("Nhiệm vụ cụ thể")
    for at, objective in enumerate(clerk.rng.sample(OBJECTIVES, 3), start=1):
        clerk.numbered(at, objective, bold=True)
        for _ in range(clerk.rng.randint(2, 3)):
            agency, time = clerk.agency(), clerk.timed()
            other = clerk.agency() if clerk.rng.random() < 0.4 else ""
            with_it = f", {other} phối hợp" if other else ""
            clerk.dotted(
                f"{clerk.duty()}{time.words} ({agency} chủ trì{with_it}).",
                f"t:{agency}|{other or '-'}|{time.meaning}",
            )


def party(clerk: Clerk) -> None:
    """A Party paper: I-, 1-, and bodies of the Party."""
    clerk.section_sign = clerk.number_sign = "- "
    clerk.no_duties(1)
    clerk.heading("Tổ chức thực hiện")
    for at in range(1, clerk.rng.randint(6, 9)):
        text, truth = led(clerk)
        clerk.numbered(at, text, truth=truth)


def letter(clerk: Clerk) -> None:
    """A công văn that assigns duties."""
    for at in range(1, clerk.rng.randint(5, 8)):
        if clerk.rng.random() < 0.4:
            agency = clerk.agency()
            clerk.numbered(at, f"{agency}:")
            clerk.below(agency)
        else:
            text, truth = led(clerk)
            clerk.numbered(at, text, truth=truth)


def groups(clerk: Clerk) -> None:
    """Duties of groups, of several bodies, and of one, each under its number."""
    clerk.no_duties(2)
    clerk.heading("Phân công tổ chức thực hiện")
    for at, name in enumerate((*clerk.rng.sample(GROUPS, 3), clerk.agency(), clerk.agency()), start=1):
        clerk.numbered(at, f"{name}{clerk.after_agency}", bold=True)
        clerk.below(name)


STYLES: dict[str, Callable[[Clerk], None]] = {
    "one-line": one_line,
    "objectives": objectives,
    "giao": giao,
    "opening": opening,
    "labels": labels,
    "organisation": organisation,
    "brackets": bracketed,
    "party": party,
    "letter": letter,
    "groups": groups,
}


def paper(style: str, seed: int) -> Paper:
    """A paper of a style."""
    clerk = Clerk(random.Random(f"{style} {seed}"))  # noqa: S311 - the same paper every time
    title = clerk.rng.choice(TITLES)
    _head(clerk, style, seed, title)
    STYLES[style](clerk)
    if style != "organisation":
        clerk.close()
    return Paper(f"{style}-{seed}", {}, tuple(clerk.lines))


def _head(clerk: Clerk, style: str, seed: int, title: str) -> None:
    right = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM // Độc lập - Tự do - Hạnh phúc // Bắc Khê, ngày 15 tháng 01 năm 2026"
    left = f"ỦY BAN NHÂN DÂN // TỈNH BẮC KHÊ // Số: {100 + seed}/KH-UBND"
    if style == "party":
        left = f"TỈNH ỦY BẮC KHÊ // * // Số {100 + seed}-KH/TU"
        right = "ĐẢNG CỘNG SẢN VIỆT NAM // Bắc Khê, ngày 15 tháng 01 năm 2026"
    if style == "letter":
        left = f"ỦY BAN NHÂN DÂN // TỈNH BẮC KHÊ // Số: {100 + seed}/UBND-KT // V/v {title[0].lower()}{title[1:]}"
        clerk.letterhead(left, right)
        clerk.add("c", "Kính gửi: Các sở, ban, ngành tỉnh; UBND các xã, phường.")
        clerk.add(
            "J",
            "Thực hiện Công văn số 77/BNV-TH ngày 05/01/2026 của Bộ Nội vụ, UBND tỉnh giao nhiệm vụ như sau:",
        )
        return
    clerk.letterhead(left, right)
    clerk.add("C", "KẾ HOẠCH")
    clerk.add("C", title)
    clerk.add("J", "Căn cứ Nghị quyết số 12/NQ-HĐND ngày 10/12/2025 của Hội đồng nhân dân tỉnh;")
    clerk.add("J", "Theo đề nghị của Sở Tài chính, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:")
