"""The seeded figures in a form that a person can read and a database does not number: one line per thing counted."""

import json
import re
from pathlib import Path

from agencies.models import Agency
from indicators.models import IndicatorVersion
from plans.models import TaskVersion
from tests.reporting.same_figure.recompute import Figures

FILE = Path(__file__).with_name("golden.json")


def golden() -> dict[str, dict[str, str]]:
    """What the seeded periods were found to say, by plan number and year."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def readable(figures: Figures) -> dict[str, str]:
    """`{"task 1.2": "status=in_progress_overdue percent=45.00 …"}`; nothing and zero are left out."""
    names = {
        "task": dict(TaskVersion.objects.values_list("task_id", "code")),
        "target": dict(IndicatorVersion.objects.values_list("indicator_id", "position")),
        "agency": dict(Agency.objects.values_list("pk", "code")),
    }
    names["group"] = names["task"]
    lines: dict[str, list[str]] = {}
    for key, figure in figures.items():
        if re.search(r"\.main$|\.part\.|\.board|^task\..*\.money\.\d", key):
            continue  # of a database's own numbers, or said by another line
        head, _dot, rest = key.partition(".")
        if head in names:
            number, _dot, rest = rest.partition(".")
            place, _dot, rest = rest.rpartition(".") if head == "target" else ("", "", rest)
            head = f"{head} {names[head][int(number)]} {place}".strip()
        said = lines.setdefault(head, [])
        if figure is False or figure not in (None, 0, ""):
            said.append(f"{rest}={figure}".lstrip("="))
    return {head: " ".join(sorted(said)) for head, said in lines.items()}
