"""`python -m tests.lint`: what can be said of the code without running it. `make lint` and `make test` both run this.

Every step is run, also after one that failed; the exit code is 0 only where all are content.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

STEPS = (
    (BIN / "ruff", "check", "."),
    (BIN / "ruff", "format", "--check", "."),
    (BIN / "lint-imports",),
    (BIN / "mypy",),
)


def longest_template_line() -> str:
    """The longest line of our templates, as "characters path:line"."""
    lines = (
        (len(line), f"{path.relative_to(ROOT)}:{number}")
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    )
    length, where = max(lines)
    return f"{length} characters, {where}"


def main() -> int:
    """Run every step; the number of those that failed."""
    failed = 0
    for program, *arguments in STEPS:
        sys.stdout.write(f"== {' '.join([program.name, *arguments])}\n")
        sys.stdout.flush()
        failed += bool(subprocess.run([program, *arguments], cwd=ROOT).returncode)
    sys.stdout.write(f"== Longest line of a template: {longest_template_line()}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
