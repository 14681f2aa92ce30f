"""How things are measured: pages through gunicorn, commands as child processes."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from pathlib import Path

from portal import processes
from tests.benchmarks.pace import Gauge
from tests.services import stop

ROOT = Path(__file__).resolve().parents[2]
MANAGE = (sys.executable, str(ROOT / "manage.py"))


@dataclass(frozen=True)
class Measured:
    """A case with its values by name; a value over its limit is held against it.

    `web`, `worker`, `database`: CPU of one request, `request` of all three, `cold` of the first one, ms; `cpu`: that of
    a command beside the start of Python, s; all at pace 1, with `_raw` as measured. `p50`, `cold_wall`, `wall`: time on
    the clock, which decides nothing; `html`, `wire`: KB; `queries`, `nodes`: numbers.
    """

    name: str
    values: Mapping[str, float]
    limits: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def over(self) -> list[str]:
        """The values over their limits, in words."""
        return [
            f"{name} {self.values[name]:g} > {limit:g}"
            for name, limit in self.limits.items()
            if self.values.get(name, 0) > limit
        ]


@dataclass(frozen=True)
class Web:
    """gunicorn: its port and the process of its master."""

    port: int
    pid: int


@contextmanager
def web(workers: int = 2) -> Iterator[Web]:
    """The portal as gunicorn serves it."""
    with processes.bound(0) as listener:
        port = listener.getsockname()[1]
        command = [*processes.web(listener), "--workers", str(workers)]
        process = subprocess.Popen(command, cwd=ROOT, pass_fds=[listener.fileno()])
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
        yield Web(port, process.pid)
    finally:
        stop(process, signal.SIGTERM)


@contextmanager
def worker() -> Iterator[int]:
    """The Celery worker as it runs in earnest; gives its process."""
    command = [sys.executable, "-W", "ignore:You're running the worker", "-m", *shlex.split(processes.WORKER)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield process.pid
    finally:
        stop(process, signal.SIGTERM)


# A process inherits the peak of the one that starts it, so a small one does the starting.
STARTER = """
import os, resource, sys
ended = os.waitpid(os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ), 0)[1]
used = resource.getrusage(resource.RUSAGE_CHILDREN)
os.write(int(sys.argv[1]), f"{used.ru_maxrss} {used.ru_utime + used.ru_stime}".encode())
sys.exit(os.waitstatus_to_exitcode(ended) != 0)
"""


@dataclass(frozen=True)
class Run:
    """What a command has taken: seconds on the clock, seconds of CPU at pace 1 and as measured, peak megabytes of its
    largest process."""

    wall: float
    cpu: float
    cpu_raw: float
    megabytes: float

    def beside(self, start: "Run") -> dict[str, float]:
        """Its values without what `start` has taken already."""
        return {
            "cpu": round(self.cpu - start.cpu, 2),
            "cpu_raw": round(self.cpu_raw - start.cpu_raw, 2),
            "memory": round(self.megabytes),
            "wall": round(self.wall, 1),
        }


def best_of(times: int, command: Sequence[str], gauge: Gauge) -> Run:
    """The cheapest of so many runs of a command, each between two looks at the pace."""
    runs = []
    for _time in range(times):
        gauge.look()
        run = child(command)
        gauge.look()
        runs.append(replace(run, cpu=run.cpu / gauge.pace().python))
    return min(runs, key=lambda run: run.cpu)


def child(command: Sequence[str]) -> Run:
    """Run a command to its end; raises where it fails."""
    reading, writing = os.pipe()
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-S", "-c", STARTER, str(writing), *command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        pass_fds=[writing],
        check=True,
    )
    wall = time.perf_counter() - begun
    os.close(writing)
    with os.fdopen(reading) as told:
        peak, cpu = told.read().split()
    return Run(wall, float(cpu), float(cpu), int(peak) / 1024)
