"""docker-compose.yml runs the same programs, versions and command lines as the tests and `manage.py up`."""

import re

import pytest
import redis
import yaml
from django.conf import settings
from django.db import connection

from portal import processes
from tests.services import OLDEST_POSTGRES

ROOT = settings.BASE_DIR
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def major(service: str) -> int:
    """The major version of a service's image."""
    return int(COMPOSE[service]["image"].partition(":")[2])


@pytest.mark.parametrize(
    ("service", "command"),
    [
        ("web", f"{processes.WEB} --bind 0.0.0.0:8000"),
        ("worker", processes.WORKER),
        ("beat", f"{processes.BEAT} --schedule /data/celerybeat-schedule"),
    ],
)
def test_compose_starts_the_processes_of_up(service, command):
    assert COMPOSE[service]["command"] == command


def test_there_is_one_clock():
    assert [name for name, service in COMPOSE.items() if "beat" in service.get("command", "")] == ["beat"]


def test_the_tests_look_for_the_postgresql_of_compose():
    assert major("postgres") == OLDEST_POSTGRES


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_postgresql_under_test_is_the_one_of_compose():
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) // 10_000 == major("postgres")


@pytest.mark.redis
def test_the_redis_under_test_is_the_one_of_compose():
    version = redis.Redis.from_url(settings.REDIS_URL).info("server")["redis_version"]
    assert int(version.partition(".")[0]) == major("redis")


def test_image_and_makefile_install_with_the_same_uv():
    image = re.search(r"uv==([\d.]+)", (ROOT / "Dockerfile").read_text())
    makefile = re.search(r"^UV = ([\d.]+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert image[1] == makefile[1]
