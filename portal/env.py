"""Reading settings from the environment: an empty value is the default, nonsense is refused in one sentence."""

import datetime as dt
import os
import secrets
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks; unset and empty both give `default`."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """1/0, true/false, yes/no or on/off."""
    value = text(name).lower()
    if not value:
        return default
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be 1 or 0.")
    return value in YES


def whole(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be a whole number from {low} to {high}.")
    return int(value)


def day(name: str) -> dt.date | None:
    """A day as YYYY-MM-DD, or None when unset."""
    value = text(name)
    if not value:
        return None
    try:
        return dt.datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be a day such as 2026-11-13.") from None


def names(name: str, default: str) -> list[str]:
    """A list separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder_of(package: str) -> Path:
    """Where an installed package lies; it is not imported."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ImproperlyConfigured(f"The package {package} is not installed: run `make setup`.")
    return Path(found.origin).parent


def origin(name: str, default: str) -> str:
    """An http(s) address without a path, as https://host[:port]."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"{name} is “{value}”; it must be an address such as https://portal.example.vn."
        )
    return value


def database(name: str, default: str) -> dict:
    """DATABASES["default"]: PostgreSQL, or SQLite in WAL mode with immediate transactions."""
    scheme = text(name, default).partition(":")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"{name} starts with “{scheme}”; it must start with postgresql:// or sqlite://."
        )
    try:
        config = environ.Env.db_url_config(text(name, default))
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is no address of a database (postgresql://user:password@host/name)."
        ) from None
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    if scheme == "sqlite":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        # compiling a query costs more than it saves at a province's size: our longest read runs for a second
        options = config.setdefault("OPTIONS", {})
        options["options"] = " ".join(filter(None, ("-c jit=off", options.get("options", ""))))
    return config


def redis(name: str) -> str:
    """A redis:// address, or "" when unset."""
    value = text(name)
    parts = urlsplit(value)
    if value and not (
        parts.scheme in ("redis", "rediss") and parts.hostname and parts.path.strip("/").isdigit()
    ):
        raise ImproperlyConfigured(
            f"{name} must be an address with the number of a database: redis://host:6379/0."
        )
    return value


def next_redis(address: str) -> str:
    """The database after the one `address` names: emptying the cache there leaves the queue alone."""
    parts = urlsplit(address)
    return parts._replace(path=f"/{int(parts.path.strip('/')) + 1}").geturl()


def mail(name: str, default: str) -> dict:
    """The EMAIL_… settings that an address such as smtp://user:password@host:25 stands for."""
    try:
        return environ.Env.email_url_config(text(name, default))
    except (ImproperlyConfigured, ValueError):
        schemes = ", ".join(environ.Env.EMAIL_SCHEMES)
        raise ImproperlyConfigured(
            f"{name} is no address of a mail server; it must start with one of {schemes}."
        ) from None


def kept_secret(path: Path) -> str:
    """A random key in a file that only this user can read: made once, the same for every process afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
