"""Throwaway PostgreSQL and Redis, and a browser, for one command: `python -m tests.services COMMAND…`.

The servers are the Debian packages' own, started in a temporary folder on free ports and always stopped; nothing of
a server that already runs on the machine is used or touched. Missing packages are installed where that is allowed.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg2
import redis

OLDEST_POSTGRES = 15
HUNG = 600  # seconds after which something that was started has hung, however busy the machine is
PACKAGES = {
    "postgres": "postgresql",
    "redis-server": "redis-server",
    "chromium": "chromium",
    "pdftotext": "poppler-utils",
    "fonts": "fonts-dejavu-core",
}


class Missing(Exception):
    """A program the tests need is not there and cannot be installed from here; the sentence says what to do."""


def postgres_folder() -> Path | None:
    """Where initdb and postgres lie: the newest major version that is not older than the portal's."""
    majors = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if p.parent.name.isdigit()]
    folders = [p for p in majors if int(p.parent.name) >= OLDEST_POSTGRES and (p / "initdb").exists()]
    if folders:
        return min(folders, key=lambda p: int(p.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def chromium() -> str | None:
    """The browser's path."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def missing() -> list[str]:
    """Debian packages of what is not on this machine."""
    there = {
        "postgres": postgres_folder() is not None,
        "redis-server": shutil.which("redis-server") is not None,
        "chromium": chromium() is not None,
        "pdftotext": shutil.which("pdftotext") is not None,
        "fonts": any(Path("/usr/share/fonts").rglob("*.ttf")),
    }
    return [PACKAGES[name] for name, present in there.items() if not present]


def install(packages: list[str]) -> None:
    """Install Debian packages as root or through a sudo that asks nothing; raises Missing where neither works."""
    by_hand = f"make test needs packages this machine lacks; as root: apt-get install {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise Missing(by_hand)
    root: list[str] = []
    if os.geteuid() != 0:
        root = ["sudo", "-n"]
        if not shutil.which("sudo") or subprocess.run([*root, "true"], capture_output=True).returncode:
            raise Missing(by_hand)
    sys.stderr.write(f"Installing {', '.join(packages)} …\n")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        result = subprocess.run([*apt, *step], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode:
            raise Missing(f"{by_hand}\napt-get {step[0]} failed here: {result.stdout.strip()[-500:]}")


def free_port() -> int:
    """A TCP port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stop(process: subprocess.Popen, how: signal.Signals) -> None:
    """Ask a server to end; kill it when it has not after ten seconds."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(probe: Callable[[], str], process: subprocess.Popen) -> str:
    """What `probe` says once it no longer raises; "" where the server has ended first, or does not come up at all."""
    deadline = time.monotonic() + HUNG
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return probe()
        except (psycopg2.OperationalError, redis.ConnectionError, OSError):
            time.sleep(0.05)
    return ""


@contextmanager
def server(
    start: Callable[[int], subprocess.Popen],
    who: Callable[[int], str],
    mark: str,
    how: signal.Signals,
    log: Path,
) -> Iterator[int]:
    """A server of ours that has a port for itself; gives the port, and ends the server by `how`.

    The servers cannot be handed a bound socket, so a port that looked free may be another's when they reach for it.
    Whoever answers there is therefore asked who he is (`who`), and where it is not ours (`mark`), or ours has ended,
    the next port is tried.
    """
    for _attempt in range(10):
        port = free_port()
        process = start(port)
        try:
            if answers(lambda port=port: who(port), process) == mark:
                yield port
                return
        finally:
            stop(process, how)
    raise RuntimeError(f"{mark} did not start:\n{log.read_text()[-2000:]}")


@contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder, in memory where the machine has /dev/shm, that every local user may enter."""
    shared = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - mkdtemp makes the name
    path = Path(tempfile.mkdtemp(prefix="portal-services-", dir=shared))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def as_server() -> dict:
    """What `subprocess` needs to start PostgreSQL, which refuses to run as root: Debian's own account for it."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _own(path: Path) -> Path:
    """A new folder that belongs to PostgreSQL's account."""
    path.mkdir()
    if account := as_server():
        os.chown(path, account["user"], account["group"])
    return path


def _programs() -> Path:
    found = postgres_folder()
    if found is None:
        raise Missing("PostgreSQL is not installed.")
    return found


# What makes tests quick: nothing is synced to disk. A server that is measured runs without.
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def cluster(data: Path, under: Path, options: Mapping[str, str]) -> Iterator[int]:
    """A server on the cluster in `data`; gives its port. `under`: a new folder of its own for log and sockets."""
    sockets, log = _own(under / "sockets"), under / "postgres.log"
    always = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": sockets,
        "timezone": "Asia/Ho_Chi_Minh",
    }

    def start(port: int) -> subprocess.Popen:
        given = always | dict(options) | {"port": port}
        return subprocess.Popen(
            [_programs() / "postgres", "-D", data, *(f"--{name}={value}" for name, value in given.items())],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=data,
            start_new_session=True,
            **as_server(),
        )

    def who(port: int) -> str:
        with closing(psycopg2.connect(_administrator(port))) as connection, connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            return cursor.fetchone()[0]

    with log.open("w") as output, server(start, who, str(data), signal.SIGINT, log) as port:
        yield port


def new_cluster(data: Path) -> None:
    """The files of an empty cluster, in a folder that is not there yet."""
    _own(data)
    subprocess.run(
        [_programs() / "initdb", "-D", data, *"-U postgres -A trust -E UTF8 --locale=C --no-sync".split()],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=data,
        **as_server(),
    )


def new_database(port: int) -> None:
    """The role and database `portal` on a new cluster. The role may create databases and nothing more."""
    with closing(psycopg2.connect(_administrator(port))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE portal LOGIN CREATEDB")
            cursor.execute("CREATE DATABASE portal OWNER portal")


def address(port: int) -> str:
    """The DATABASE_URL of the portal's database on our server at a port."""
    return f"postgresql://portal@127.0.0.1:{port}/portal"


@contextmanager
def postgresql(under: Path) -> Iterator[str]:
    """A new cluster with the role and database `portal`; gives its DATABASE_URL. Nothing is synced to disk."""
    data = under / "data"
    new_cluster(data)
    with cluster(data, under, UNSAFE) as port:
        new_database(port)
        yield address(port)


def _administrator(port: int) -> str:
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


@contextmanager
def redis_server(under: Path) -> Iterator[str]:
    """A Redis that keeps nothing; gives its REDIS_URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise Missing("Redis is not installed.")
    data, log = under / "redis", under / "redis.log"
    data.mkdir()

    def start(port: int) -> subprocess.Popen:
        kept = ["--save", "", "--appendonly", "no", "--dir", data]
        return subprocess.Popen(
            [program, "--port", str(port), "--bind", "127.0.0.1", *kept],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def who(port: int) -> str:
        with redis.Redis(port=port, decode_responses=True) as connection:
            return connection.config_get("dir")["dir"]

    with log.open("w") as output, server(start, who, str(data), signal.SIGTERM, log) as port:
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Everything `make test` needs, running; gives the environment that points at it."""
    packages = missing()
    if packages:
        install(packages)
    with ExitStack() as stack:
        under = stack.enter_context(folder())
        yield {
            "DATABASE_URL": stack.enter_context(postgresql(under)),
            "REDIS_URL": stack.enter_context(redis_server(under)),
            "PORTAL_TEST_SERVICES": "1",
            "PORTAL_TEST_BROWSER": chromium() or "",
        }


def main(command: list[str]) -> int:
    """Run `command` with the services up; its exit code is ours. TERM and Ctrl-C end it first, then the servers."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with services() as environment:
            process = subprocess.Popen(command, env=os.environ | environment)
            try:
                return process.wait()
            except BaseException:
                stop(process, signal.SIGINT)
                raise
    except Missing as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [sys.executable, "-m", "pytest"]))
