"""What the portal costs beside a whole province: `make bench`, `make load`, and their parts.

    python -m tests.benchmarks [--small] [--accept] [CASE…]            cases are modules of this folder: pages …
    python -m tests.benchmarks load [--small] [--people N] [--rate R]  the deadline evening
    python -m tests.benchmarks province [--small] [-- COMMAND…]        a command beside the province

A case has `measure(*, small) -> Iterable[Measured]`; it finds Django set up and the province in the database.
"""

import argparse
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks import baseline
from tests.benchmarks.province import PROVINCE, SMALL, Size
from tests.benchmarks.province.kept import province

CASES = ("pages", "exports", "rollup", "papers", "imports")


def main(arguments: list[str]) -> int:
    """The exit code: 1 where something costs too much, 2 where the command makes no sense."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    if arguments[:1] == ["province"]:
        return beside(arguments[1:])
    if arguments[:1] == ["load"]:
        return load(arguments[1:])
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)}; all by default")
    parser.add_argument("--small", action="store_true", help="beside a tenth of a province, for a quick look")
    parser.add_argument("--accept", action="store_true", help="write what was measured as the new baseline")
    wanted = parser.parse_args(arguments)
    if unknown := set(wanted.cases) - set(CASES):
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    return bench(SMALL if wanted.small else PROVINCE, wanted.cases or CASES, accept=wanted.accept)


@contextmanager
def django_beside(size: Size, **options: str) -> Iterator[dict[str, str]]:
    """This process with Django set up on a province."""
    with province(size, **options) as environment:
        os.environ |= environment
        import django

        django.setup()
        from tests.benchmarks.deadline import renew_passwords

        renew_passwords()
        yield environment


def bench(size: Size, cases: tuple[str, ...] | list[str], *, accept: bool) -> int:
    """Measure, print each case beside what was accepted, hold it to its limits and to the baseline."""
    measured_on, accepted = baseline.read(size.name)
    same_machine = measured_on == baseline.machine()
    found: dict[str, baseline.Values] = {}
    failed = []
    with django_beside(size, autovacuum="off"):
        for case in cases:
            for result in importlib.import_module(f"tests.benchmarks.{case}").measure(small=size is SMALL):
                found[result.name] = result.values
                (difference,) = baseline.compare(accepted, {result.name: result.values})
                limits = f"  TOO MUCH: {', '.join(result.over)}" if result.over else ""
                sys.stdout.write(f"{difference.line()}{limits}  {result.note}".rstrip() + "\n")
                sys.stdout.flush()
                if result.over or (difference.worse and same_machine):
                    failed.append(result.name)
    if accept:
        baseline.accept(size.name, found, whole=tuple(cases) == CASES)
    if accepted and not same_machine:
        sys.stdout.write(f"The baseline is another machine's, so it decides nothing: {measured_on}\n")
    sys.stdout.write(f"{len(found)} cases, {len(failed)} cost too much.\n")
    return 1 if failed else 0


def load(arguments: list[str]) -> int:
    """The deadline evening; see the module of that name."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks load")
    parser.add_argument("--small", action="store_true", help="20 people beside a tenth of a province")
    parser.add_argument("--people", type=int, help="how many arrive")
    parser.add_argument("--rate", type=float, default=5, help="how many arrive in a second")
    parser.add_argument("--thinking", type=float, default=20, help="seconds between two steps, in the mean")
    parser.add_argument(
        "--no-ramp", action="store_true", help="leave out the search for the rate that saturates"
    )
    wanted = parser.parse_args(arguments)
    people = wanted.people or (20 if wanted.small else 300)
    with django_beside(SMALL if wanted.small else PROVINCE):
        from tests.benchmarks.load import Evening, evening

        asked = Evening(people, wanted.rate, wanted.thinking, ramp=not wanted.no_ramp)
        return 0 if evening(asked, sys.stdout) else 1


def beside(arguments: list[str]) -> int:
    """Run a command with the environment of a whole province; its exit code is ours. Without one, only make it."""
    ours, command = arguments, []
    if "--" in arguments:
        at = arguments.index("--")
        ours, command = arguments[:at], arguments[at + 1 :]
    if set(ours) - {"--small"}:
        sys.stderr.write("usage: python -m tests.benchmarks province [--small] [-- COMMAND…]\n")
        return 2
    with province(SMALL if ours else PROVINCE) as environment:
        return subprocess.run(command, env=os.environ | environment).returncode if command else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
