"""How things are measured: pages through gunicorn by concurrent clients, commands as child processes."""

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from portal import processes
from tests.services import stop

ROOT = Path(__file__).resolve().parents[2]
MANAGE = (sys.executable, str(ROOT / "manage.py"))


@dataclass(frozen=True)
class Result:
    """One line of the table: `measured` and `limit` in `unit`; a limit of None is only shown, not held."""

    name: str
    measured: float
    unit: str
    limit: float | None = None
    note: str = ""

    @property
    def kept(self) -> bool:
        return self.limit is None or self.measured <= self.limit

    def line(self) -> str:
        limit = "" if self.limit is None else f"≤ {self.limit:g} {self.unit}"
        verdict = "" if self.limit is None else "ok" if self.kept else "TOO MUCH"
        return f"{self.name:<58} {self.measured:>9.1f} {self.unit:<3} {limit:<14} {verdict:<9} {self.note}"


@contextmanager
def web() -> Iterator[int]:
    """The portal as gunicorn serves it, two workers; gives its port."""
    with processes.bound(0) as listener:
        port = listener.getsockname()[1]
        process = subprocess.Popen(processes.web(listener), cwd=ROOT, pass_fds=[listener.fileno()])
    try:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                connection = HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/health")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError("the web process did not start")
        yield port
    finally:
        stop(process, signal.SIGTERM)


def requests(port: int, path: str, cookie: str, times: int) -> list[float]:
    """Milliseconds of `times` requests one after another, each read to its end; raises where one is not 200."""
    taken = []
    for _index in range(times):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        response.read()
        taken.append((time.perf_counter() - begun) * 1000)
        connection.close()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
    return taken


def page(
    port: int, name: str, path: str, cookie: str, *, limit: float, clients: int = 2, times: int = 100
) -> Result:
    """The p95 of a page asked for by `clients` people at once, after both workers have warmed up."""
    requests(port, path, cookie, 10)
    with ThreadPoolExecutor(clients) as pool:
        taken = [
            ms
            for part in pool.map(lambda _c: requests(port, path, cookie, times), range(clients))
            for ms in part
        ]
    p50, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    return Result(
        f"page, p95: {name}", p95, "ms", limit, f"p50 {p50:.0f} ms, {clients} people, {len(taken)} requests"
    )


# A process inherits the peak of the one that starts it, so a small one does the starting.
STARTER = """
import os, resource, sys
ended = os.waitpid(os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ), 0)[1]
os.write(int(sys.argv[1]), str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss).encode())
sys.exit(os.waitstatus_to_exitcode(ended) != 0)
"""


def child(command: Sequence[str]) -> tuple[float, float]:
    """Seconds of a command, and peak megabytes of the largest process in it; raises where it fails."""
    reading, writing = os.pipe()
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-S", "-c", STARTER, str(writing), *command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        pass_fds=[writing],
        check=True,
    )
    seconds = time.perf_counter() - begun
    os.close(writing)
    with os.fdopen(reading) as peak:
        return seconds, int(peak.read()) / 1024
