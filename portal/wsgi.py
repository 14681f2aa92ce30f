"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from reporting.dashboards import charts  # noqa: E402 - the apps are loaded by now

charts.warm()  # half a second of a process that starts, instead of the first person's
