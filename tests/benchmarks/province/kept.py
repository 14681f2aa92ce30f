"""The province's database between runs: made once in a cache folder, worked on as a copy.

The folder is $PORTAL_BENCH_CACHE, else $XDG_CACHE_HOME or ~/.cache; where PostgreSQL's account could not enter that
(root's home), /var/cache. A province is kept under the checksum of the maker's source and that of the migrations. Where
only migrations have been added since, the kept one is migrated, as a province's would be, and kept too.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import services
from tests.benchmarks.province import TODAY, Size

ROOT = Path(__file__).resolve().parents[3]
MANAGE = (sys.executable, str(ROOT / "manage.py"))
PARTS = ("data", "var")  # of a province: the cluster, and the files people have handed in
KEPT = 4  # of each size; the longest unused go first
SERVER = {"wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "512MB", "min_wal_size": "32MB"}
MAKING = SERVER | {"maintenance_work_mem": "256MB"}


@contextmanager
def province(size: Size, **options: str) -> Iterator[dict[str, str]]:
    """PostgreSQL with a copy of the province, Redis, a folder for files; gives the environment that points at them.

    `options` are the server's, beside its defaults.
    """
    packages = [name for name in services.missing() if name in ("postgresql", "redis-server")]
    if packages:
        services.install(packages)
    with ExitStack() as stack:
        run = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="run-", dir=cache())))
        run.chmod(0o755)
        with _alone(size):
            _copy(_kept(size), run)
        port = stack.enter_context(services.cluster(run / "data", run, SERVER | options))
        environment = _environment(run, port)
        environment["REDIS_URL"] = stack.enter_context(services.redis_server(run))
        subprocess.run(
            [*MANAGE, "collectstatic", "--no-input", "--verbosity", "0"],
            env=os.environ | environment,
            check=True,
        )
        yield environment


def cache() -> Path:
    """The folder everything is kept in; PostgreSQL's account can enter it."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    under = Path(os.environ.get("PORTAL_BENCH_CACHE") or home)
    under.mkdir(parents=True, exist_ok=True)
    ours = os.geteuid() != 0 or all(part.stat().st_mode & 0o001 for part in (under, *under.parents))
    found = (under if ours else Path("/var/cache")) / "portal-province"
    found.mkdir(parents=True, exist_ok=True)
    return found


def maker() -> str:
    """The checksum of what the rows are made by: the maker's own source and the texts it draws from."""
    sources = [
        *(path for path in sorted(Path(__file__).parent.glob("*.py")) if path != Path(__file__)),
        ROOT / "fixtures/demo.json",
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def migrations() -> dict[str, str]:
    """Every migration of the portal and the checksum of its file."""
    return {
        f"{path.parts[-3]}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(ROOT.glob("*/migrations/[0-9]*.py"))
    }


def _environment(run: Path, port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": services.address(port),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORTAL_VAR": str(run / "var"),
        "PORTAL_STATIC_ROOT": str(run / "static"),
        "PORTAL_TODAY": TODAY,
        "SECRET_KEY": "measured-and-thrown-away-" * 2,
    }


@contextmanager
def _alone(size: Size) -> Iterator[None]:
    """One at a time makes, migrates, copies or removes provinces of a size."""
    with (cache() / f"{size.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _kept(size: Size) -> Path:
    """The province of this size under today's migrations, made where it is not there."""
    now = migrations()
    digest = hashlib.sha256(json.dumps(now).encode()).hexdigest()[:12]
    wanted = cache() / f"{size.name}-{maker()}-{digest}"
    if not (wanted / "made.json").exists():
        shutil.rmtree(wanted, ignore_errors=True)
        _make(size, wanted, _earlier(size, now), now)
    os.utime(wanted)
    for old in sorted(cache().glob(f"{size.name}-*"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return wanted


def _earlier(size: Size, now: dict[str, str]) -> Path | None:
    """The kept province of the same maker with the most of today's migrations and no others."""
    found = []
    for path in cache().glob(f"{size.name}-{maker()}-*/made.json"):
        then = json.loads(path.read_text())
        if then.items() <= now.items():
            found.append((len(then), path.parent))
    return max(found)[1] if found else None


def _make(size: Size, wanted: Path, earlier: Path | None, now: dict[str, str]) -> None:
    """Migrate a copy of the earlier province, or make a new one; it has its name only once it is whole."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="making-", dir=cache()) as name:
        under = Path(name)
        under.chmod(0o755)
        if earlier:
            _copy(earlier, under)
        else:
            services.new_cluster(under / "data")
        with services.cluster(under / "data", under, MAKING) as port:
            if not earlier:
                services.new_database(port)
            environment = os.environ | _environment(under, port)
            subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], env=environment, check=True)
            if not earlier:
                maker_of = [sys.executable, "-m", "tests.benchmarks.province", size.name]
                subprocess.run(maker_of, env=environment, check=True, cwd=ROOT)
        wanted.mkdir(mode=0o755)
        for part in PARTS:
            os.rename(under / part, wanted / part)
    os.sync()
    (wanted / "made.json").write_text(json.dumps(now, indent=1))
    verb = "migrated" if earlier else "made"
    sys.stderr.write(f"{size.name} {verb} in {time.monotonic() - begun:.0f} s: {wanted}\n")


def _copy(kept: Path, into: Path) -> None:
    """The files of a province, as they are; blocks are shared where the file system can."""
    subprocess.run(["cp", "-a", "--reflink=auto", *(kept / part for part in PARTS), into], check=True)
