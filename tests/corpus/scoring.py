"""Reads the whole corpus and adds up: `python -m tests.corpus [--accept] [-v] [FILE…]`."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import Any

from common.errors import Refused
from plans.intake import read_plan
from tests.corpus import expecting, matching, variants
from tests.corpus.building import build
from tests.corpus.source import load
from tests.corpus.tally import Tally
from tests.plans.papers import PLANS, REGISTER

BUILDS = ("docx", "docx", "docx", "txt")
HERE = Path(__file__).parent
SCORE = HERE / "score.json"
# kinds of the cases that were handed in, by the beginning of their names
KINDS = {
    "prose-4": "02 body and annex", "prose": "01 duties in prose", "form": "01 duties in prose",
    "targets": "03 targets in prose", "head": "04 head", "title": "04 head",
    "indicator-2": "06 columns", "indicator": "05 direction and size", "rows": "08 rows",
    "agency": "09 agencies", "time": "11 time", "file": "12 files", "wrong": "12 files",
}  # fmt: skip
# cells of the real plans that are compared with what was proved of them
TASK = (
    "kind", "name", "lead", "coordinating", "start", "end", "recurring", "trigger_text", "product", "budget"
)  # fmt: skip
INDICATOR = ("kind", "name", "unit", "horizon_year", "comparator", "low", "high", "lead")


@dataclass(frozen=True, slots=True)
class Scored:
    """A file of the corpus and how it is read."""

    kind: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the corpus: `score()` reads it."""

    kind: str
    name: str
    score: Callable[[], Tally]


def reading(content: bytes | Path, name: str) -> tuple[dict[str, Any] | None, str]:
    """The contract's object, or None and the refusal."""
    try:
        return read_plan(content, name, REGISTER).to_json(), ""
    except Refused as refused:
        return None, refused.message


def entries() -> Iterator[Entry]:
    """The corpus, file by file."""
    for folder in sorted((HERE / "cases").iterdir()):
        kind = next(value for key, value in KINDS.items() if folder.name.startswith(key))
        yield Entry(kind, f"cases/{folder.name}", lambda folder=folder: _case(folder))
    for path in sorted((HERE / "own").iterdir()):
        paper = load(path)
        score = _own if path.suffix == ".case" else _plan
        yield Entry(paper.facts["area"], f"own/{path.stem}", lambda paper=paper, score=score: score(paper))
    for path in sorted((HERE / "prose").glob("*.plan")):
        paper = load(path)
        for build_as in paper.facts.get("build", "docx").split():
            yield Entry(
                "prose plans",
                f"prose/{path.stem}.{build_as}",
                lambda paper=paper, build_as=build_as: _plan(paper, build_as),
            )
    for name, wanted in json.loads((HERE / "real" / "targets.json").read_text(encoding="utf-8")).items():
        yield Entry(
            "03 targets in prose",
            f"real/targets of {name}",
            lambda name=name, wanted=wanted: _targets(name, wanted),
        )
    for style in variants.STYLES:
        yield Entry("variants", f"variants/{style}", lambda style=style: _variants(style))
    for path in sorted((HERE / "real").glob("*.gz")):
        yield Entry("real plans", f"real/{path.name.removesuffix('.json.gz')}", lambda path=path: _real(path))


def _case(folder: Path) -> Tally:
    case = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    [path] = folder.glob("input.*")
    return expecting.compare(case, *reading(path, path.name))


def _own(paper) -> Tally:
    build_as = paper.facts.get("build", "docx")
    return expecting.compare(json.loads(paper.rest), *reading(build(paper, build_as), f"input.{build_as}"))


def _plan(paper, build_as: str = "docx") -> Tally:
    return matching.compare(paper, reading(build(paper, build_as), f"plan.{build_as}")[0])


def _targets(name: str, wanted: list[dict[str, str]]) -> Tally:
    tally, found = Tally(), reading(PLANS / name, name)[0]
    given = [*found["proposals"], *found["indicators"]] if found else []
    matching.targets(tally, wanted, [row for row in given if row["kind"] == "indicator"])
    return tally


def _variants(style: str) -> Tally:
    papers = (variants.paper(style, seed) for seed in range(variants.SEEDS))
    return reduce(Tally.__add__, (_plan(paper, BUILDS[at % len(BUILDS)]) for at, paper in enumerate(papers)))


def _real(path: Path) -> Tally:
    known = json.loads(gzip.decompress(path.read_bytes()))
    name = path.name.removesuffix(".json.gz")
    case = {
        "expected": {
            "plan": known["plan"],
            "tasks": [{key: row[key] for key in TASK} for row in known["tasks"]],
            "indicators": [{key: row[key] for key in INDICATOR} for row in known["indicators"]],
        }
    }
    return expecting.compare(case, *reading(PLANS / name, name))


@cache
def whole() -> tuple[list[Scored], float]:
    """Every file scored, and the CPU seconds it took."""
    begin = time.process_time()
    scored = [Scored(entry.kind, entry.name, entry.score()) for entry in entries()]
    return scored, time.process_time() - begin


def accepted() -> dict[str, dict[str, int]]:
    """The last accepted score, by file."""
    return json.loads(SCORE.read_text(encoding="utf-8")) if SCORE.exists() else {}


def accept(scored: list[Scored]) -> None:
    """Write the score as the one to hold."""
    lines = (
        f"{json.dumps(one.name)}: {json.dumps(one.tally.kept())}"
        for one in sorted(scored, key=lambda one: one.name)
    )
    SCORE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
