"""What every test may ask for. The browser's fixtures stand in tests/e2e/conftest.py."""

import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.db import connection

from portal.celery import app
from tests.services import HUNG
from tests.worker import running_worker

NEEDS = {"postgres": "PostgreSQL", "redis": "Redis", "browser": "a browser"}


def lacking() -> set[str]:
    """The markers whose tests cannot run here."""
    there = {
        "postgres": connection.vendor == "postgresql",
        "redis": bool(portal_settings.REDIS_URL),
        "browser": bool(portal_settings.BROWSER),
    }
    return {marker for marker, present in there.items() if not present}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on-servers",
        action="store_true",
        help="only the tests that servers make a difference to: they touch the database, Redis or a browser",
    )
    parser.addoption(
        "--embedded", action="store_true", help="leave out what takes long on rows: it is run on servers"
    )


def touches_the_database(item: pytest.Item) -> bool:
    """Whether a test reads or writes rows."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})


def _marked(item: pytest.Item) -> set[str]:
    return {mark.name for mark in item.iter_markers()}


def _keep(config: pytest.Config, items: list[pytest.Item], wanted: Callable[[pytest.Item], object]) -> None:
    kept = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need a server this run has not got; the last line of the run says so."""
    if config.getoption("on_servers"):
        _keep(config, items, lambda item: touches_the_database(item) or _marked(item) & NEEDS.keys())
    if config.getoption("embedded"):
        _keep(config, items, lambda item: not (touches_the_database(item) and "slow" in _marked(item)))
    lacks = lacking()
    left_out = [item for item in items if lacks & _marked(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    config.stash[LEFT_OUT] = len(left_out)


LEFT_OUT = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter, exitstatus: int, config: pytest.Config) -> None:
    number = config.stash.get(LEFT_OUT, 0)
    if number:
        needs = ", ".join(NEEDS[marker] for marker in sorted(lacking()))
        terminalreporter.write_line(f"Left out, for want of {needs}: {number}. `make test` runs them too.")


@pytest.fixture(autouse=True)
def _own_folder(request: pytest.FixtureRequest, tmp_path) -> Iterator[None]:
    """Each test stores its files in a folder of its own and finds an empty cache.

    A test with a worker keeps the folder of the run, which is the one the worker process knows.
    """
    from tests import factories  # the models it imports are there only once Django is set up

    factories.start_again()
    if "celery_worker_process" in request.fixturenames:
        cache.clear()
        yield
        return
    settings = request.getfixturevalue("settings")
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    yield


@pytest.fixture(scope="session")
def _worker(django_db_setup, django_db_blocker) -> Iterator[subprocess.Popen]:
    with django_db_blocker.unblock(), running_worker() as process:
        yield process


@pytest.fixture
def celery_worker_process(transactional_db, _worker: subprocess.Popen) -> Iterator[subprocess.Popen]:
    """A real worker process: what a test sends with `.delay()` is done there, through Redis.

    Mark the test `redis` and `postgres`. The worker reads the portal's settings from the environment, so what the
    test changes through the `settings` fixture does not reach it; start `tests.worker.running_worker(NAME=value)` then.
    """
    app.conf.task_always_eager = False
    try:
        yield _worker
    finally:
        app.control.purge()
        app.conf.task_always_eager = True


@pytest.fixture
def eventually() -> Callable:
    """Call a function until what it returns is true, and return that; fails where it never becomes so."""

    def wait(probe: Callable):
        deadline = time.monotonic() + HUNG
        while not (found := probe()):
            if time.monotonic() > deadline:
                pytest.fail(f"nothing came of it in {HUNG} seconds")
            time.sleep(0.05)
        return found

    return wait
