"""The processes the portal consists of: `manage.py up` starts them, docker-compose.yml names the same lines.

The embedded worker carries the clock (--beat); there must never be two, so elsewhere BEAT is a service of its own.
"""

import shlex
import socket
import sys
from pathlib import Path

WEB = "gunicorn portal.wsgi --worker-class gthread --workers 2 --threads 4 --timeout 60 --log-level warning"
WORKER = "celery -q -A portal worker --concurrency 2 --without-gossip --without-mingle --loglevel WARNING"
BEAT = "celery -q -A portal beat --loglevel WARNING"


def bound(port: int) -> socket.socket:
    """A socket of this machine that has the port from now on, 0 for any free one. Raises OSError where it is taken.

    It does not listen yet: whoever asks is answered only once the web process does.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return listener


def web(listener: socket.socket) -> list[str]:
    """gunicorn on a bound socket, which is handed to the new process by `pass_fds`."""
    return [sys.executable, "-m", *shlex.split(WEB), "--bind", f"fd://{listener.fileno()}"]


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
