"""CPU of running processes from /proc: what web, worker and database spend while neighbours wait. Milliseconds."""

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

TICK = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """CPU of the web's process tree, of the worker's, and of the database's backends. Milliseconds."""

    web: float
    worker: float
    database: float

    def since(self, before: "Spent", times: int) -> "Spent":
        """What one of so many calls has cost."""
        return Spent(
            (self.web - before.web) / times,
            (self.worker - before.worker) / times,
            (self.database - before.database) / times,
        )


@dataclass(frozen=True)
class Process:
    """A line of /proc: `own` is its CPU, `reaped` that of children that have ended. Milliseconds."""

    pid: int
    parent: int
    name: str
    own: float
    reaped: float


class Meter:
    """Reads the CPU of a web process with its workers, and of the backends of a PostgreSQL with those that have ended.

    What PostgreSQL does for itself (checkpoints, its log, autovacuum) is nobody's request and left out. `worker` is the
    process of Celery, where there is one.
    """

    def __init__(self, web: int, postgres: int, worker: int = 0) -> None:
        self.web, self.postgres, self.worker = web, postgres, worker

    def read(self) -> Spent:
        """Everything spent up to now."""
        there = processes()
        server = next(process for process in there if process.pid == self.postgres)
        backends = (process for process in there if process.parent == self.postgres and serves(process.pid))
        return Spent(
            _together(there, self.web),
            _together(there, self.worker) if self.worker else 0.0,
            server.reaped + sum(on_cpu(process.pid) for process in backends),
        )


def _together(there: "list[Process]", root: int) -> float:
    """What a process and its descendants have spent, with those that have ended."""
    return sum(on_cpu(process.pid) + process.reaped for process in tree(there, root))


def on_cpu(pid: int) -> float:
    """What the threads of a process have spent up to now, to the microsecond; 0 of one that is gone.

    `stat` counts in ticks of ten milliseconds, more than many a request takes.
    """
    spent = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            spent += int(path.read_text().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
    return spent / 1_000_000


def processes() -> list[Process]:
    """Every process of the machine."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
        head, _bracket, tail = text.rpartition(")")
        words = tail.split()
        own, reaped = (TICK * (int(words[at]) + int(words[at + 1])) for at in (11, 13))
        found.append(Process(int(path.parent.name), int(words[1]), head.partition("(")[2], own, reaped))
    return found


def tree(there: list[Process], root: int) -> list[Process]:
    """A process and all that descend from it."""
    children = defaultdict(list)
    for process in there:
        children[process.parent].append(process)
    found = [process for process in there if process.pid == root]
    for process in found:
        found += children[process.pid]
    return found


def serves(pid: int) -> bool:
    """Whether a process of PostgreSQL answers the portal: a backend, or a worker that helps one."""
    try:
        title = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return title.startswith(("postgres: portal ", "postgres: parallel worker"))


def postmaster(folder: Path) -> int:
    """The process of the PostgreSQL that works in a folder."""
    return int((folder / "postmaster.pid").read_text().split()[0])
