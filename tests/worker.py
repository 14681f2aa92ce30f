"""A real Celery worker process on the tests' database and Redis."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from portal.celery import app
from tests.services import HUNG, stop


def environment(**more: str) -> dict[str, str]:
    """What a process of the portal needs to work on the same database, Redis and folder as the running test."""
    address = (
        urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    )
    ours = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "EMAIL_URL": f"filemail:///{settings.VAR / 'mail'}",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    return os.environ | ours | more


@contextmanager
def running_worker(*arguments: str, **more: str) -> Iterator[subprocess.Popen]:
    """Start a worker, wait until it answers, stop it at the end. `more` are further environment variables."""
    log = Path(settings.VAR) / f"worker-{time.monotonic_ns()}.log"
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "portal",
        "worker",
        "--pool",
        "threads",
        "--concurrency",
        "2",
    ]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "--loglevel", "INFO", *arguments],
            env=environment(**more),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            deadline = time.monotonic() + HUNG
            while not app.control.ping(timeout=0.3):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"The worker did not start:\n{log.read_text()[-3000:]}")
            yield process
        finally:
            stop(process, signal.SIGTERM)
