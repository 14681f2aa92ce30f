"""What gunicorn serves: everything is imported before the first person asks."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from common import later  # noqa: E402 - the apps are loaded by now
from portal import celery  # noqa: E402, F401 - what jobs are announced through

get_resolver().url_patterns  # noqa: B018 - reading it loads every view
later.warm()
# What is there now stays for good: looking through it for garbage again and again would be time of the people's.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
