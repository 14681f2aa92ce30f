"""`manage.py up`, as somebody who tries the portal starts it: real processes, SQLite, a queue in a folder."""

import os
import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


@pytest.fixture
def embedded(tmp_path):
    """The environment of an embedded portal in a folder of its own, migrated; its port is any that is free."""
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_VAR": str(tmp_path / "var"),
        "PORTAL_STATIC_ROOT": str(tmp_path / "static"),
        "PORT": "0",
    }
    subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], env=environment, check=True)
    return environment


def has_ended(group: int) -> bool:
    """Whether no process of a group is there, not even one that has ended and init has not yet taken note of."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_up_serves_the_portal_and_leaves_nothing_behind_when_ended(embedded, tmp_path, eventually):
    errors = tmp_path / "errors"
    with errors.open("w") as log:
        process = subprocess.Popen(
            [*MANAGE, "up"],
            env=embedded,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    try:
        said = iter(process.stdout.readline, "")
        ready = next((line for line in said if line.startswith("The portal is at ")), "")
        port = re.search(r"http://127\.0\.0\.1:(\d+)", ready)
        assert port, errors.read_text()
        connection = HTTPConnection("127.0.0.1", int(port[1]))
        connection.request("GET", "/health")
        assert connection.getresponse().read().decode() == '{"database": true, "cache": true}'
        connection.close()
        process.send_signal(signal.SIGTERM)
        process.communicate()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert process.returncode == 0, errors.read_text()
    # the worker's clock is a child of its child: when that has ended too, init takes note in its own time
    assert eventually(lambda: has_ended(process.pid))


def test_up_says_so_when_the_port_is_taken(embedded):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        environment = embedded | {"PORT": str(taken)}
        result = subprocess.run([*MANAGE, "up"], env=environment, capture_output=True, text=True)
    sentence = f"CommandError: Port {taken} cannot be used (Address already in use)"
    assert (result.returncode, result.stderr[: len(sentence)]) == (1, sentence)


def test_up_says_so_when_the_database_was_not_migrated(embedded, tmp_path):
    fresh = embedded | {"PORTAL_VAR": str(tmp_path / "other")}
    result = subprocess.run([*MANAGE, "up"], env=fresh, capture_output=True, text=True)
    sentence = "CommandError: The database is older than the code: run `manage.py migrate` first.\n"
    assert (result.returncode, result.stderr) == (1, sentence)
