"""`make bench`: fill a new PostgreSQL with the demo, measure, print a table; fails where a limit is passed.

A case is a module of this folder with `measure() -> Iterable[Result]`; it finds Django set up and the demo loaded.
"""

import importlib
import os
import pkgutil
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.harness import MANAGE


def main() -> int:
    """Run the cases named on the command line, or all."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR": folder,
            "PORTAL_STATIC_ROOT": f"{folder}/static",
            "PORTAL_DEMO": "1",
            "PORTAL_TODAY": os.environ.get("PORTAL_TODAY") or f"{time.localtime().tm_year}-11-13",
        }
        for command in (
            ["migrate", "--verbosity", "0"],
            ["seed"],
            ["collectstatic", "--no-input", "--verbosity", "0"],
        ):
            subprocess.run([*MANAGE, *command], check=True, stdout=subprocess.DEVNULL)

        import django

        django.setup()
        here = importlib.import_module("tests.benchmarks")
        names = [m.name for m in pkgutil.iter_modules(here.__path__) if m.name not in ("__main__", "harness")]
        results = []
        for name in [n for n in names if not sys.argv[1:] or n in sys.argv[1:]]:
            for result in importlib.import_module(f"tests.benchmarks.{name}").measure():
                sys.stdout.write(f"{result.line()}\n")
                sys.stdout.flush()
                results.append(result)
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
