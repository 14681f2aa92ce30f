"""Settings are read in a process of their own, as a person starting the portal would meet them."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from portal.checks import settings_fit_together


def manage(*arguments: str, tmp_path, **environment: str) -> subprocess.CompletedProcess:
    """Run a command with nothing in the environment but `environment`."""
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
        env={"PATH": "/usr/bin:/bin", "PORTAL_VAR": str(tmp_path / "var"), **environment},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )


def read(expression: str, tmp_path, **environment: str):
    """The value of an expression over `settings` in a new process."""
    code = f"import json; from django.conf import settings; print(json.dumps({expression}, default=str))"
    result = manage("shell", "--no-imports", "-c", code, tmp_path=tmp_path, **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_an_empty_environment_gives_the_embedded_portal(tmp_path):
    expression = """[settings.DEBUG, settings.PORTAL_TODAY, settings.PORTAL_DEMO, settings.ALLOWED_HOSTS,
        settings.DATABASES["default"]["NAME"], settings.CELERY_BROKER_URL, settings.EMAIL_FILE_PATH]"""
    assert read(expression, tmp_path) == [
        False,
        None,
        False,
        ["localhost", "127.0.0.1", "[::1]"],
        str(tmp_path / "var" / "portal.sqlite3"),
        "filesystem://localhost",
        str(tmp_path / "var" / "mail"),
    ]


def test_the_key_made_for_an_empty_environment_is_kept_and_private(tmp_path):
    first = read("settings.SECRET_KEY", tmp_path)
    assert read("settings.SECRET_KEY", tmp_path) == first
    assert len(first) > 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_redis_carries_the_queue_and_next_to_it_the_cache(tmp_path):
    expression = """[settings.CELERY_BROKER_URL, settings.CACHES["default"]["LOCATION"]]"""
    assert read(expression, tmp_path, REDIS_URL="redis://cache.example:6379/3") == [
        "redis://cache.example:6379/3",
        "redis://cache.example:6379/4",
    ]


def test_what_an_address_of_postgresql_asks_for_stands_beside_what_the_portal_asks_for(tmp_path):
    expression = """settings.DATABASES["default"]["OPTIONS"]"""
    plain = read(expression, tmp_path, DATABASE_URL="postgresql://u:p@host/name")
    assert plain == {"options": "-c jit=off"}
    address = "postgresql://u:p@host/name?sslmode=require&options=-c%20lock_timeout=5s"
    asked = read(expression, tmp_path, DATABASE_URL=address)
    assert asked == {"sslmode": "require", "options": "-c jit=off -c lock_timeout=5s"}


@pytest.mark.postgres
@pytest.mark.django_db
def test_our_connections_do_not_compile_their_queries():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORTAL_TODAY", "13/11/2026", "PORTAL_TODAY is “13/11/2026”; it must be a day such as 2026-11-13."),
        ("PORTAL_TODAY", "2026-02-30", "PORTAL_TODAY is “2026-02-30”; it must be a day such as 2026-11-13."),
        ("PORTAL_DEMO", "maybe", "PORTAL_DEMO is “maybe”; it must be 1 or 0."),
        ("DEBUG", "*", "DEBUG is “*”; it must be 1 or 0."),
        ("PORTAL_UPLOAD_MB", "-3", "PORTAL_UPLOAD_MB is “-3”; it must be a whole number from 1 to 500."),
        (
            "PORTAL_URL",
            "portal.example.vn",
            "PORTAL_URL is “portal.example.vn”; it must be an address such as https://portal.example.vn.",
        ),
        (
            "DATABASE_URL",
            "mysql://x/y",
            "DATABASE_URL starts with “mysql”; it must start with postgresql:// or sqlite://.",
        ),
        (
            "REDIS_URL",
            "localhost:6379",
            "REDIS_URL must be an address with the number of a database: redis://host:6379/0.",
        ),
        (
            "SECRET_KEY",
            "secret",
            "SECRET_KEY is too short to protect anything; give it at least 32 random characters.",
        ),
    ],
)
def test_nonsense_refuses_to_start_in_one_sentence(tmp_path, name, value, sentence):
    result = manage("check", tmp_path=tmp_path, **{name: value})
    assert (result.returncode, result.stderr) == (1, f"The portal does not start: {sentence}\n")


def test_a_mail_address_that_is_none_is_refused(tmp_path):
    result = manage("check", tmp_path=tmp_path, EMAIL_URL="pigeon://roof")
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith("The portal does not start: EMAIL_URL is no address of a mail server")


SAFE = {
    "ALLOWED_HOSTS": ["portal.example.vn"],
    "DEBUG": False,
    "SECRET_KEY_IS_OURS": False,
    "PORTAL_HTTPS": True,
    "PORTAL_DEMO": False,
    "PORTAL_TODAY": None,
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"DEBUG": True}, ["portal.E001"]),
        ({"SECRET_KEY_IS_OURS": True}, ["portal.E002"]),
        ({"PORTAL_HTTPS": False}, ["portal.W001"]),
        ({"PORTAL_DEMO": True}, ["portal.W002"]),
        ({"PORTAL_TODAY": "2026-11-13"}, ["portal.W003"]),
        (
            {
                "ALLOWED_HOSTS": ["localhost"],
                "DEBUG": True,
                "SECRET_KEY_IS_OURS": True,
                "PORTAL_HTTPS": False,
            },
            [],
        ),
    ],
)
def test_what_is_harmless_at_home_is_reported_once_others_are_let_in(settings, change, found):
    for name, value in (SAFE | change).items():
        setattr(settings, name, value)
    assert [message.id for message in settings_fit_together(None)] == found


def test_the_portal_has_no_complaint_about_itself(tmp_path):
    result = manage("check", "--fail-level", "WARNING", tmp_path=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.django_db
def test_every_migration_is_written():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_static_files_can_be_collected_and_name_only_files_that_exist(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
