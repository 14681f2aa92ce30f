"""`python -m tests.everything`: every test, in two runs beside each other.

One is on real PostgreSQL, Redis and a browser, and holds whatever they could make a difference to; the other is on
SQLite as the embedded portal is, and holds the rest, and once more those that read or write rows. Its words are shown
when it has ended. Fails where either fails.
"""

import subprocess
import sys
import tempfile

PYTEST = [sys.executable, "-m", "pytest"]


def main() -> int:
    """Run both; the first exit code that is not 0."""
    with tempfile.TemporaryFile("w+") as words:
        embedded = subprocess.Popen([*PYTEST, "-q", "--embedded"], stdout=words, stderr=subprocess.STDOUT)
        servers = subprocess.run([sys.executable, "-m", "tests.services", *PYTEST, "-q", "--on-servers"])
        embedded.wait()
        words.seek(0)
        sys.stdout.write("\nOn SQLite, without servers:\n" + words.read())
    return servers.returncode or embedded.returncode


if __name__ == "__main__":
    sys.exit(main())
