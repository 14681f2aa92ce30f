"""`python -m tests.corpus [--accept] [-v] [PART…]`: the table of the corpus beside the last accepted score.

`-v` shows every difference; PART keeps the files whose name holds it. `--accept` writes the score.
"""

import argparse
import os
import sys
from collections import defaultdict


def main(arguments: list[str]) -> int:
    """The exit code: 1 where a file is read worse than accepted."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="write the score as the one to hold")
    parser.add_argument("-v", "--verbose", action="store_true", help="show every difference")
    parser.add_argument("parts", nargs="*", metavar="PART", help="only files whose name holds it")
    wanted = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests.corpus import scoring, table

    scored, seconds = scoring.whole()
    shown = [one for one in scored if not wanted.parts or any(part in one.name for part in wanted.parts)]
    before = scoring.accepted()
    if wanted.verbose:
        by_file = defaultdict(list)
        for one in shown:
            by_file[one.name] += one.tally.said
        for name, said in by_file.items():
            out("\n    ".join((name, *said)))
    out(table.of(shown, before))
    out(f"{len(scored)} files in {seconds:.1f} s of CPU")
    fallen = table.fallen(scored, before)
    for line in fallen:
        out(line)
    if wanted.accept:
        scoring.accept(scored)
        return 0
    return bool(fallen)


def out(line: str) -> None:
    """A line to the terminal."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
