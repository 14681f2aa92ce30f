"""Every page of the menu as the lowest role that opens it, what people do on them, and what leaves the portal at once.

Warm: both workers have seen the page; the cost is that of `rounds`. Cold: the CPU of the first request to a new web
process with an empty Redis, which is what a restart of the machine leaves. Queries are counted in this process, the
rest at gunicorn's door.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.models import User
from reporting.models import PlanSummary, Submission
from tests.benchmarks import deadline
from tests.benchmarks.browser import Answer, Person
from tests.benchmarks.harness import Measured, Web, web
from tests.benchmarks.menu import Case, cases, office
from tests.benchmarks.meter import Meter, postmaster
from tests.benchmarks.pace import Gauge
from tests.benchmarks.province import PASSWORD
from tests.benchmarks.rounds import Rounds

ROUNDS, TIMES = 8, 3
LONG = 300  # ms: what takes so long is asked once in a round
WARM_UP = 4
COLD = 2  # the better of two
TAG = re.compile(r"<[a-zA-Z]")
# Of a page. CPU at pace 1, ms: of web, of web and database in one request (what its median takes where nobody is in
# the way), of the first request; KB, elements, KB on the wire.
LIMITS = {"web": 100.0, "request": 150.0, "cold": 500.0, "html": 200.0, "nodes": 2500.0, "wire": 40.0}
# Of a person with many submissions; of a field saved; of signing in, and of everything up to the first field.
OWN_LIMITS = {
    "my work, reporter": {"web": 60.0},
    "autosave, one field": {"web": 15.0, "database": 8.0},
    "arrival: sign-in, my work, submission": {"request": 150.0},
}
Call = Callable[[int], float]


def measure(*, small: bool) -> Iterator[Measured]:
    """Beside a small province nothing is asked cold."""
    database, gauge = postmaster(Path(settings.VAR).parent / "data"), Gauge()
    asked = list(cases(office()))
    with web(workers=1) as server:
        yield _first_figures(asked, server, Meter(server.pid, database), gauge)
    colds = {} if small else {case.name: cold(case, database, gauge) for case in asked if case.cold}
    with web() as server:
        rounds = Rounds(Meter(server.pid, database), gauge)
        yield from warm(asked, server, rounds, colds)
        yield from verbs(server, rounds)
    yield Measured("pages: the machine's pace", gauge.values())


def visitor(person: User, server: Web) -> Person:
    """A browser in which this person has signed in, without the cost of signing in."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return Person(server.port, cookies={name: client.cookies[name].value})


def asked_for(person: Person, case: Case) -> Answer:
    answer = person.get(case.name, case.path)
    if answer.status != 200:
        raise RuntimeError(f"{case.path} answered {answer.status}")
    return answer


def _took(person: Person, case: Case, _number: int) -> float:
    return asked_for(person, case).took


def warm(
    asked: Sequence[Case], server: Web, rounds: Rounds, colds: dict[str, dict[str, float]]
) -> Iterator[Measured]:
    """All pages in turns, each round a few times."""
    people = {case.name: visitor(case.person, server) for case in asked}
    answers: dict[str, Answer] = {}
    for case in asked:
        for _turn in range(WARM_UP):
            answers[case.name] = asked_for(people[case.name], case)
    for _round in range(ROUNDS):
        for case in asked:
            person = people[case.name]
            times = 1 if answers[case.name].took > LONG else TIMES
            rounds.count(case.name, partial(_took, person, case), times)
        rounds.end()
    for case in asked:
        answer = answers[case.name]
        sizes = {
            "queries": queries(case),
            "html": round(answer.size / 1024, 1),
            "nodes": len(TAG.findall(answer.text)) if case.page else 0,
            "wire": round(answer.wire / 1024, 1),
        }
        limits = {**LIMITS, **OWN_LIMITS.get(case.name, {})} if case.page else {}
        yield Measured(case.name, {**rounds.values(case.name), **colds.get(case.name, {}), **sizes}, limits)


def _first_figures(asked: Sequence[Case], server: Web, meter: Meter, gauge: Gauge) -> Measured:
    """The dashboard that has to make the figures of every plan itself, as after a restore."""
    case = next(case for case in asked if case.name == "dashboard, leader")
    person, rounds = visitor(case.person, server), Rounds(meter, gauge)
    for _round in range(3):  # the first one is also this process's first
        PlanSummary.objects.update(day=None)
        rounds.count(case.name, partial(_took, person, case), 1)
        rounds.end()
    return Measured(f"{case.name}: all figures made by the page", rounds.values(case.name))


def cold(case: Case, database: int, gauge: Gauge) -> dict[str, float]:
    """CPU (at pace 1) and milliseconds of the first request to a new process with an empty Redis."""
    spent, walls = [], []
    for _time in range(COLD):
        if settings.REDIS_URL:
            redis.Redis.from_url(settings.REDIS_URL).flushall()
        with web(workers=1) as server:
            person, meter = visitor(case.person, server), Meter(server.pid, database)
            gauge.look()
            before = meter.read()
            walls.append(asked_for(person, case).took)
            now = meter.read().since(before, 1)
            gauge.look()
        pace = gauge.pace()
        spent.append(now.web / pace.python + now.database / pace.sql)
    return {"cold": round(min(spent)), "cold_wall": round(min(walls))}


def queries(case: Case) -> int:
    """How many a request makes once everything is warm."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(case.person)
    client.get(case.path)
    with CaptureQueriesContext(connection) as found:
        client.get(case.path)
    return len(found)


def verbs(server: Web, rounds: Rounds) -> Iterator[Measured]:
    """Arriving, saving a field, sending: each of a person of his own, as the page's own forms and scripts do it."""
    people = deadline.duties(24)
    browsers = [Person(server.port) for _person in people]

    def sign_in(number: int) -> float:
        answer = browsers[number].sign_in(people[number].email, PASSWORD)
        return answer.took if answer.status == 302 else -1

    yield several("sign-in, its page and the form", sign_in, len(people), rounds)

    def arrive(number: int) -> float:
        browsers[number] = Person(server.port)
        pages = ("/", f"/bao-cao/{people[number].ref}/")
        taken = [sign_in(number), *(browsers[number].get("page", path).took for path in pages)]
        return sum(taken) if min(taken) >= 0 else -1

    yield several("arrival: sign-in, my work, submission", arrive, len(people), rounds)
    versions: dict[int, str] = {}
    for number, duty in enumerate(people):
        page = browsers[number].get("line", f"/bao-cao/{duty.ref}/?dong={duty.fields[0][0]}")
        found = re.search(r'data-version="(\d+)"', page.text)
        versions[number] = found[1] if found else "0"

    def save(turn: int) -> float:
        number = turn % len(people)
        duty = people[number]
        values = {
            "field": "result",
            "value": deadline.words(number, turn, "result"),
            "version": versions[number],
        }
        address = f"/bao-cao/{duty.ref}/luu/?dong={duty.fields[0][0]}"
        answer = browsers[number].save("autosave", address, values)
        versions[number] = answer.headers.get("saved-version", versions[number])
        return answer.took if answer.status == 200 else -1

    yield several("autosave, one field", save, 4 * len(people), rounds)

    def send(number: int) -> float:
        answer = browsers[number].post("send", f"/bao-cao/{people[number].ref}/gui/", {})
        return answer.took if answer.status == 302 else -1

    yield several("send", send, len(people), rounds)
    sent = Submission.objects.filter(pk__in=[duty.submission for duty in people], state="sent").count()
    if sent != len(people):
        raise RuntimeError(f"{len(people) - sent} of {len(people)} submissions were not sent")


def several(name: str, call: Call, times: int, rounds: Rounds) -> Measured:
    """So many calls, each given its number, in rounds; raises where one was refused (a negative time)."""
    each = times // ROUNDS
    taken: list[float] = []

    def next_one(_number: int) -> float:
        taken.append(call(len(taken)))
        return taken[-1]

    for _round in range(ROUNDS):
        rounds.count(name, next_one, each)
        rounds.end()
    if min(taken) < 0:
        raise RuntimeError(f"{name}: {sum(ms < 0 for ms in taken)} of {times} were refused")
    return Measured(name, rounds.values(name), OWN_LIMITS.get(name, {}))
