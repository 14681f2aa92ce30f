"""The annual report with 600 task rows, in every format, from figures to bytes, beside the start of Python."""

import sys
from collections.abc import Iterator

from tests.benchmarks.harness import Measured, best_of
from tests.benchmarks.pace import Gauge

ROWS = 600
TIMES = 3
# seconds of CPU beside the start, peak megabytes of one process
LIMITS = {"pdf": {"cpu": 3, "memory": 200}, "docx": {}, "xlsx": {}}


def measure(*, small: bool) -> Iterator[Measured]:
    command = [sys.executable, "-m", "tests.benchmarks.papers"]
    gauge = Gauge(sql=False)
    start = best_of(TIMES, [*command, "nothing"], gauge)
    for fmt, limits in LIMITS.items():
        values = best_of(TIMES, [*command, fmt], gauge).beside(start)
        yield Measured(f"report of {ROWS} tasks as {fmt}", values, limits, f"best of {TIMES}")


def make(fmt: str) -> int:
    """Set the report in this process and say how many bytes it has; "nothing" stops where the work would begin."""
    import django

    django.setup()
    from reporting.consolidation.drafting import default_sections
    from reporting.documents import RENDERERS, province_report
    from tests.reporting import paper_samples

    if fmt == "nothing":
        return 0
    figures = paper_samples.many_tasks(ROWS)
    sections = paper_samples.texts(default_sections(figures, paper_samples.AGENCY_WORDS))
    return len(RENDERERS[fmt][0](province_report(figures, sections, paper_samples.ISSUE)))


if __name__ == "__main__":
    sys.stdout.write(f"{make(sys.argv[1])} bytes\n")
