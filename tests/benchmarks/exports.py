"""What is made for a person to take away: every list as a workbook, and the papers of a period.

Short lists are made in the web process and sent at once; long ones and papers are queued, made by the worker and
fetched. Either way the cost is that of everything from asking until the file is here, without the waiting page.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from agencies.models import User
from common.models import Job
from tests.benchmarks.browser import Answer, Person
from tests.benchmarks.harness import Measured, Web, web, worker
from tests.benchmarks.menu import Office, office
from tests.benchmarks.meter import Meter, postmaster
from tests.benchmarks.pace import Gauge
from tests.benchmarks.pages import visitor
from tests.benchmarks.rounds import Rounds

ROUNDS = 3
LONGEST = 120  # seconds until a file has to be there
FORMATS = ("pdf", "docx", "xlsx")
LISTS = {  # by the name of the address: the lowest role that opens it
    "plans": "reporter",
    "indicators": "reporter",
    "submissions": "officer",
    "boards": "officer",
    "awaiting_review": "officer",
    "late_submissions": "officer",
    "imports": "officer",
    "province_reports": "officer",
    "province_tasks": "leader",
    "obstacles": "leader",
}


def measure(*, small: bool) -> Iterator[Measured]:
    here, gauge = office(), Gauge()
    with ExitStack() as stack:
        server, helper = stack.enter_context(web()), stack.enter_context(worker())
        meter = Meter(server.pid, postmaster(Path(settings.VAR).parent / "data"), helper)
        rounds, asks = Rounds(meter, gauge), dict(_asks(here, server))
        for ask in asks.values():
            ask(0)  # what is made once
        for _round in range(ROUNDS):
            for name, ask in asks.items():
                rounds.count(name, ask, 1)
            rounds.end()
    for name in asks:
        yield Measured(name, rounds.values(name))


def _asks(here: Office, server: Web) -> Iterator[tuple[str, Callable[[int], float]]]:
    people: dict[str, User] = {"reporter": here.reporter, "officer": here.officer, "leader": here.leader}
    for name, role in LISTS.items():
        person, path = visitor(people[role], server), f"{reverse(name)}?tep=xlsx"
        yield f"list as .xlsx: {name}, {role}", partial(_take, person, path)
    for name, ref, role in (
        ("plan_history", here.plan.ref, "reporter"),
        ("board", here.period.ref, "officer"),
    ):
        person, path = visitor(people[role], server), f"{reverse(name, args=[ref])}?tep=xlsx"
        yield f"list as .xlsx: {name}, {role}", partial(_take, person, path)
    for fmt in FORMATS:
        person = visitor(here.officer, server)
        page, path = reverse("boards"), reverse("export_period", args=[here.period.ref, fmt])
        yield f"queued report as {fmt}, officer", partial(_order, person, page, path)


def _take(person: Person, path: str, _number: int) -> float:
    """Milliseconds until the file of this address is here."""
    return _fetched(person, person.ask_once("file", path))


def _order(person: Person, page: str, path: str, _number: int) -> float:
    """Milliseconds until the file that the button at this address orders is here; a form's token comes with a page."""
    if not person.token:
        person.get("page", page)
    return _fetched(person, person.post("order", path, {}))


def _fetched(person: Person, answer: Answer) -> float:
    """Wait where the file is queued, and fetch it. Raises RuntimeError where none comes."""
    took = answer.took
    if answer.status == 302:
        begun = time.monotonic()
        ref = answer.headers["location"].rstrip("/").rpartition("/")[2]
        made = _made(ref)
        answer = person.get("file", made)
        took = (time.monotonic() - begun) * 1000
    if answer.status != 200 or "attachment" not in answer.headers.get("content-disposition", ""):
        raise RuntimeError(f"no file: {answer.status} {answer.text[:200]}")
    return took


def _made(ref: str) -> str:
    """The address of what a job has made, once it has."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        job = Job.objects.get(ref=ref)
        if job.state == "done":
            return str(job.result["url"])
        if job.state == "failed":
            raise RuntimeError(f"{job}: {job.message}")
        time.sleep(0.2)
    raise RuntimeError(f"job {ref} took longer than {LONGEST} s")
