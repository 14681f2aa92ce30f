"""Broken copies of the real plans: each is read or refused in a sentence, nothing else ever leaves a reader."""

import io
import random
import re
import zipfile

import pytest

from common.errors import Refused
from common.intake.readers import read_document
from tests.common.test_intake_pdf import typeset
from tests.plans.papers import PLANS

REAL = sorted(PLANS.glob("*.*"))
ROOM = 12_000  # bytes of a part that are kept, so that two hundred copies are read in seconds
MC = b"http://schemas.openxmlformats.org/markup-compatibility/2006"


def parts_of(path) -> dict[str, bytes]:
    """The parts of a real file that readers look at."""
    with zipfile.ZipFile(path) as package:
        return {
            name: package.read(name)
            for name in package.namelist()
            if re.search(
                r"document\.xml|styles|numbering|workbook|sharedStrings|sheet\d|\.rels$|Content_Types", name
            )
        }


def cut(part: bytes, chance: random.Random) -> bytes:
    return part[: chance.randrange(len(part) + 1)]


def flipped(part: bytes, chance: random.Random) -> bytes:
    changed = bytearray(part)
    for _turn in range(chance.randrange(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def doubled(part: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(part))
    return part[:at] + part[max(0, at - chance.randrange(1, 3000)) :]


def without_a_tag(part: bytes, chance: random.Random) -> bytes:
    tags = list(re.finditer(rb"</?[\w:]+[^>]*>", part))
    found = chance.choice(tags) if tags else None
    return part[: found.start()] + part[found.end() :] if found else part


def without_an_attribute(part: bytes, chance: random.Random) -> bytes:
    name = chance.choice(re.findall(rb' ([\w:]+)="', part) or [b"x"])
    return re.sub(rb" " + name + rb'="[^"]*"', b"", part)


def huge_number(part: bytes, chance: random.Random) -> bytes:
    value = chance.choice(
        [b"9999999", b"99999999999999999999", b"-5", b"0", b"1e9", b"", b"NaN", b"A" * 3000]
    )
    return re.sub(
        rb'((?:gridSpan|gridBefore|ilvl|numId|vMerge|start|spans|abstractNumId)[^>]*?w:val=|[ ]r=|[ ]s=)"[^"]*"',
        lambda match: match[1] + b'"' + value + b'"' if chance.random() < 0.3 else match[0],
        part,
    )


def looped_styles(part: bytes, chance: random.Random) -> bytes:
    name = chance.choice(re.findall(rb'w:styleId="([^"]*)"', part) or [b"a"])
    return re.sub(rb'(w:basedOn w:val=)"[^"]*"', rb'\1"' + name + b'"', part)


def nested(part: bytes, chance: random.Random) -> bytes:
    depth = chance.choice([10, 200, 3000])
    start, end = (
        b'<mc:AlternateContent xmlns:mc="' + MC + b'"><mc:Choice>',
        b"</mc:Choice></mc:AlternateContent>",
    )
    if chance.random() < 0.5:
        start, end = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    return part.replace(b"<w:p ", start * depth + b"<w:p>" + end * depth + b"<w:p ", 1)


def huge_places(part: bytes, chance: random.Random) -> bytes:
    place = chance.choice([b"XFD1048576", b"ZZZ9999999", b"A0", b"A99999999999", b"1A"])
    return re.sub(rb'<c r="[A-Z]+\d+"', b'<c r="' + place + b'"', part, count=5).replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:' + place + b'"/></mergeCells>'
    )


def empty(part: bytes, chance: random.Random) -> bytes:
    return b""


WAYS = [
    cut,
    flipped,
    doubled,
    without_a_tag,
    without_an_attribute,
    huge_number,
    looped_styles,
    nested,
    huge_places,
    empty,
]


def mutant(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """A copy with one to three parts changed, sometimes two under each other's name, or the zip cut."""
    changed = dict(parts)
    names = sorted(name for name in changed if changed[name])
    for name in chance.sample(names, k=min(len(names), chance.randrange(1, 4))):
        changed[name] = chance.choice(WAYS)(changed[name], chance)
    if chance.random() < 0.15:
        one, two = chance.sample(names, k=2)
        changed[one], changed[two] = changed[two], changed[one]
    if chance.random() < 0.1:
        del changed[chance.choice(names)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in changed.items():
            package.writestr(name, content)
    whole = out.getvalue()
    way = chance.random()
    return cut(whole, chance) if way < 0.08 else flipped(whole, chance) if way < 0.16 else whole


def short(name: str, part: bytes) -> bytes:
    """The beginning of a long part, closed, so that it stays a document."""
    if len(part) <= 4 * ROOM or not name.endswith(("document.xml", "sheet1.xml")):
        return part
    end = max(
        part.rfind(b"</w:tbl>", 0, 10 * ROOM),
        part.rfind(b"</w:p>", 0, 3 * ROOM),
        part.rfind(b"</row>", 0, ROOM),
    )
    tail = b"</sheetData></worksheet>" if b"</row>" in part[:ROOM] else b"</w:body></w:document>"
    return part[: part.index(b">", end) + 1] + tail


def outcome(content: bytes, name: str) -> str:
    try:
        read_document(content, name)
    except Refused as refused:
        return "refused" if refused.message.endswith(".") else refused.message
    return "read"


def run(path, count: int, *, whole: bool) -> set[str]:
    chance = random.Random(path.name)  # noqa: S311 (repeatable test data)
    parts = parts_of(path)
    if not whole:
        parts = {name: short(name, part) for name, part in parts.items()}
    return {outcome(mutant(parts, chance), path.name) for _turn in range(count)}


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_broken_copy_is_read_or_refused_and_nothing_else(path):
    assert run(path, 45, whole=False) == {"read", "refused"}


@pytest.mark.slow
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_broken_whole_copy_is_read_or_refused_and_nothing_else(path):
    assert run(path, 60, whole=True) == {"read", "refused"}


def test_a_broken_pdf_is_read_or_refused_and_nothing_else():
    chance = random.Random("pdf")  # noqa: S311
    whole = typeset("= Kế hoạch\n#table(columns: 3, [TT], [Việc], [Cơ quan], [1], [A], [Sở Y tế])")
    ways = [cut, flipped, doubled, huge_number]
    assert {outcome(chance.choice(ways)(whole, chance), "a.pdf") for _turn in range(8)} <= {
        "read",
        "refused",
    }
