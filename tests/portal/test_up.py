"""`manage.py up`, as somebody who tries the portal starts it: real processes, SQLite, a queue in a folder."""

import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection, HTTPException

import pytest
from django.conf import settings

from tests.services import free_port

pytestmark = pytest.mark.slow


@pytest.fixture
def embedded(tmp_path):
    """The environment of an embedded portal in a folder of its own, migrated."""
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_VAR": str(tmp_path / "var"),
        "PORTAL_STATIC_ROOT": str(tmp_path / "static"),
        "PORT": str(free_port()),
    }
    subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], env=environment, check=True)
    return environment


MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def test_up_serves_the_portal_and_leaves_nothing_behind_when_ended(embedded, eventually):
    process = subprocess.Popen(
        [*MANAGE, "up"],
        env=embedded,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )

    def answer() -> str:
        try:
            connection = HTTPConnection("127.0.0.1", int(embedded["PORT"]), timeout=2)
            connection.request("GET", "/health")
            return connection.getresponse().read().decode()
        except (OSError, HTTPException):
            return ""

    try:
        assert eventually(answer, 120) == '{"database": true, "cache": true}'
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, errors
    assert f"The portal is at http://127.0.0.1:{embedded['PORT']}" in output
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_up_says_so_when_the_port_is_taken(embedded):
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(embedded["PORT"])))
        other.listen()
        result = subprocess.run([*MANAGE, "up"], env=embedded, capture_output=True, text=True)
    sentence = f"Port {embedded['PORT']} cannot be used (Address already in use)"
    assert (result.returncode, result.stderr[: len(f"CommandError: {sentence}")]) == (
        1,
        f"CommandError: {sentence}",
    )


def test_up_says_so_when_the_database_was_not_migrated(embedded, tmp_path):
    fresh = embedded | {"PORTAL_VAR": str(tmp_path / "other")}
    result = subprocess.run([*MANAGE, "up"], env=fresh, capture_output=True, text=True)
    sentence = "CommandError: The database is older than the code: run `manage.py migrate` first.\n"
    assert (result.returncode, result.stderr) == (1, sentence)
