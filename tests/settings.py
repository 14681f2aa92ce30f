"""The portal's settings as the tests use them: nothing of the developer's own portal is read or written.

Plain `pytest` runs on SQLite without any server. `python -m tests.services` sets PORTAL_TEST_SERVICES and the addresses
of its PostgreSQL and Redis, and then the same tests run on those.
"""

import atexit
import os
import shutil
import tempfile

SERVICES = os.environ.get("PORTAL_TEST_SERVICES") == "1"
BROWSER = os.environ.get("PORTAL_TEST_BROWSER", "")

for name in list(os.environ):
    theirs = name in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "EMAIL_URL") or name.startswith("PORTAL_")
    if theirs or (name in ("DATABASE_URL", "REDIS_URL") and not SERVICES):
        del os.environ[name]

in_memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - mkdtemp makes the name
os.environ["PORTAL_VAR"] = tempfile.mkdtemp(prefix="portal-tests-", dir=in_memory)
atexit.register(shutil.rmtree, os.environ["PORTAL_VAR"], ignore_errors=True)

from portal.settings import *  # noqa: E402, F403 - the environment has to be clean first
from portal.settings import CACHES, DATABASES, REDIS_URL, STORAGES, VAR  # noqa: E402

# A file and not memory: threads and other processes of a test see the same database
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
if not REDIS_URL:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

# Fast where nothing is proved by being slow
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = VAR
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
