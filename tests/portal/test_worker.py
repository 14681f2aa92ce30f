"""Celery for real: a worker process, Redis between us, the tests' own database."""

import pytest
from celery import current_app

from portal.schedule import SCHEDULE


def test_the_clock_starts_only_tasks_that_exist():
    current_app.loader.import_default_modules()
    assert {entry["task"] for entry in SCHEDULE.values()} - set(current_app.tasks) == set()


@pytest.mark.redis
@pytest.mark.postgres
def test_a_worker_process_answers_and_knows_every_task_of_the_portal(celery_worker_process):
    (answers,) = current_app.control.inspect(timeout=5, limit=1).registered().values()
    ours = {name for name in current_app.tasks if not name.startswith("celery.")}
    assert celery_worker_process.poll() is None
    assert set(answers) >= ours
