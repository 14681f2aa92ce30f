"""`import_plan FILE --dry-run --format json` prints for the five real plans what it has always printed, byte for byte.

`contract/` keeps that output, compressed. Where reading gets better the file is written anew in the same commit:
`manage.py import_plan FILE --dry-run --format json | gzip -9n > contract/NAME.json.gz`, on the reference register.
"""

import gzip
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.plans.papers import PLANS

KEPT = Path(__file__).parent / "contract"


def rows(printed: str) -> list[str]:
    """The object line by line, so that a difference shows the row it stands in."""
    return [
        f"{part}: {json.dumps(row, ensure_ascii=False)}"
        for part, value in json.loads(printed).items()
        for row in (value if isinstance(value, list) else [value])
    ]


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.*x")), ids=lambda path: path.name)
def test_a_dry_run_prints_the_same_bytes(capsys, db, path):
    capsys.readouterr()
    call_command("import_plan", str(path), "--dry-run", "--format", "json")
    printed = capsys.readouterr().out
    kept = gzip.decompress((KEPT / f"{path.name}.json.gz").read_bytes()).decode()
    assert rows(printed) == rows(kept)
    assert printed == kept
