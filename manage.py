#!/usr/bin/env python3
"""Entry to every command of the portal: `.venv/bin/python manage.py help`."""

import atexit
import gc
import os
import sys


def main() -> None:
    """Run one command; a setting that makes no sense ends in one sentence, not in a traceback."""
    # A third of a short command went into looking for garbage: among what is imported, and once more at the end.
    gc.set_threshold(200_000, 10, 10)
    atexit.register(gc.freeze)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed for this Python: run `make setup`, then `.venv/bin/python manage.py …`."
        )
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The portal does not start: {error}")


if __name__ == "__main__":
    main()
