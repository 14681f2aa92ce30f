"""A dry run of each real plan as somebody types it, the start of Python included."""

from collections.abc import Iterator

from tests.benchmarks.harness import MANAGE, ROOT, Result, child


def measure() -> Iterator[Result]:
    for path in sorted(p for p in (ROOT / "fixtures").rglob("*") if p.suffix in (".docx", ".xlsx")):
        seconds, megabytes = child([*MANAGE, "import_plan", str(path), "--dry-run", "--format", "json"])
        yield Result(f"import, dry run: {path.name}", seconds, "s", 2, f"{megabytes:.0f} MB")
