"""The annual report with 600 task rows, in every format, from figures to bytes; the start of Python included."""

import sys
from collections.abc import Iterator

from tests.benchmarks.harness import Result, child

ROWS = 600
TIMES = 3
LIMITS = {
    "pdf": (3, 200),
    "docx": (None, None),
    "xlsx": (None, None),
}  # seconds, peak megabytes of one process


def measure() -> Iterator[Result]:
    for fmt, (seconds, megabytes) in LIMITS.items():
        runs = [child([sys.executable, "-m", "tests.benchmarks.papers", fmt]) for _run in range(TIMES)]
        taken, peak = min(run[0] for run in runs), max(run[1] for run in runs)
        yield Result(f"report of {ROWS} tasks as {fmt}", taken, "s", seconds, f"best of {TIMES}")
        yield Result(f"report of {ROWS} tasks as {fmt}, peak memory", peak, "MB", megabytes)


def make(fmt: str) -> int:
    """Set the report in this process and say how many bytes it has."""
    import django

    django.setup()
    from reporting.consolidation.drafting import default_sections
    from reporting.documents import RENDERERS, province_report
    from tests.reporting import paper_samples

    figures = paper_samples.many_tasks(ROWS)
    sections = paper_samples.texts(default_sections(figures, paper_samples.AGENCY_WORDS))
    return len(RENDERERS[fmt][0](province_report(figures, sections, paper_samples.ISSUE)))


if __name__ == "__main__":
    sys.stdout.write(f"{make(sys.argv[1])} bytes\n")
