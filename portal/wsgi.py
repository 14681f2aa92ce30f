"""What gunicorn serves: everything is imported and compiled before the first person asks."""

import gc
import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from django.template import engines  # noqa: E402 - the apps are loaded by now
from django.urls import reverse  # noqa: E402

from common import later  # noqa: E402
from portal import celery  # noqa: E402, F401 - what jobs are announced through


def make_ready() -> None:
    """Load every view, what is imported later and our templates; then leave what is there out of the garbage's search.

    It stays for good: looking through it again and again would be time of the people's.
    """
    reverse("sign_in")
    later.warm()
    engine = engines["django"]
    for folder in map(Path, engine.dirs):
        for template in folder.rglob("*.html"):
            engine.get_template(template.relative_to(folder).as_posix())
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


make_ready()
