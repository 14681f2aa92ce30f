"""The processes the portal consists of: `manage.py up` starts them, docker-compose.yml names the same lines.

The embedded worker carries the clock (--beat); there must never be two, so elsewhere BEAT is a service of its own.
"""

import shlex
import sys
from pathlib import Path

WEB = "gunicorn portal.wsgi --worker-class gthread --workers 2 --threads 4 --timeout 60 --log-level warning"
WORKER = "celery -q -A portal worker --concurrency 2 --without-gossip --without-mingle --loglevel WARNING"
BEAT = "celery -q -A portal beat --loglevel WARNING"


def web(bind: str) -> list[str]:
    """gunicorn on `bind` (host:port)."""
    return [sys.executable, "-m", *shlex.split(WEB), "--bind", bind]


def embedded_worker(var: Path) -> list[str]:
    """One process with threads and the clock, which keeps its place in `var`."""
    python = [sys.executable, "-W", "ignore:You're running the worker", "-m"]
    return [
        *python,
        *shlex.split(WORKER),
        "--pool",
        "threads",
        "--beat",
        "--schedule",
        str(var / "celerybeat-schedule"),
    ]
