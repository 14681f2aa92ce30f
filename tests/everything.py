"""`python -m tests.everything`: lint and types, then every test, in two runs beside each other.

One is on real PostgreSQL, Redis and a browser, and holds whatever they could make a difference to; the other is on
SQLite as the embedded portal is, and holds the rest, and once more those that read or write rows. Its words are shown
when it has ended. Nothing is left out where something before it failed; fails where any of the three fails.
"""

import subprocess
import sys
import tempfile

from tests import lint

PYTEST = [sys.executable, "-m", "pytest"]


def main() -> int:
    """Run all; the first exit code that is not 0."""
    untidy = lint.main()
    with tempfile.TemporaryFile("w+") as words:
        embedded = subprocess.Popen([*PYTEST, "-q", "--embedded"], stdout=words, stderr=subprocess.STDOUT)
        servers = subprocess.run([sys.executable, "-m", "tests.services", *PYTEST, "-q", "--on-servers"])
        embedded.wait()
        words.seek(0)
        sys.stdout.write("\nOn SQLite, without servers:\n" + words.read())
    return servers.returncode or embedded.returncode or untidy


if __name__ == "__main__":
    sys.exit(main())
