"""Every page of the menu as the lowest role that opens it, what people do on them, and what leaves the portal.

Warm is the mean of up to `TIMES` requests one after another; cold is the first request to a new web process with an
empty Redis: what a restart of the machine leaves. Queries are counted in this process, the rest at gunicorn's door.
"""

import re
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import User
from reporting.models import Period, ProvinceReport, Submission
from tests.benchmarks import deadline
from tests.benchmarks.browser import Answer, Person
from tests.benchmarks.harness import Measured, Web, web
from tests.benchmarks.meter import Meter, postmaster
from tests.benchmarks.province import PASSWORD

TIMES = 15
WARM_UP = 4
ENOUGH = 600  # ms of CPU after which a page has been asked often enough
TAG = re.compile(r"<[a-zA-Z]")
LIMITS = {"web": 100.0, "html": 200.0, "nodes": 2500.0, "wire": 40.0}  # of a page: ms, KB, elements, KB


@dataclass(frozen=True)
class Case:
    """An address asked for by a person; `page`: held to the limits of a page, `cold`: asked cold as well."""

    name: str
    path: str
    person: User
    page: bool = True
    cold: bool = False


def measure(*, small: bool) -> Iterator[Measured]:
    """Beside a small province nothing is asked cold."""
    database = postmaster(Path(settings.VAR).parent / "data")
    asked = list(cases())
    first = next(case for case in asked if case.name == "dashboard, leader")
    with web() as server:
        yield once(
            f"{first.name}: figures made for the first time", first, server, Meter(server.pid, database)
        )
    colds = {case.name: cold(case, database) for case in asked if case.cold and not small}
    with web() as server:
        meter = Meter(server.pid, database)
        for case in asked:
            yield warm(case, server, meter, colds.get(case.name))
        yield from verbs(server, meter)


def cases() -> Iterator[Case]:
    """Addresses of the largest plan, of its open period, and of submissions with the most lines."""
    period = Period.objects.filter(state="open").select_related("cycle__plan").earliest("pk")
    plan, office = period.cycle.plan, User.objects.filter(memberships__role="leader").earliest("pk")
    officer, head = (
        User.objects.filter(memberships__role=role, memberships__agency=plan.focal_agency_id).earliest("pk")
        for role in ("focal_officer", "focal_leader")
    )
    administrator = User.objects.filter(memberships__role="administrator").earliest("pk")
    task = plan.task_versions.filter(kind="task").earliest("position")
    of_period = Submission.objects.filter(period=period)
    draft = of_period.filter(state="draft", touched_at__isnull=False).order_by("agency__position").first()
    waiting = of_period.filter(state="sent").order_by("agency__position").first()
    if draft is None or waiting is None:
        raise RuntimeError("the open period has no draft or nothing sent")
    reporter = User.objects.filter(
        memberships__role="reporter", memberships__agency=draft.agency_id
    ).earliest("pk")
    yield Case("my work, reporter", reverse("my_work"), reporter, cold=True)
    yield Case("my work, officer", reverse("my_work"), officer, cold=True)
    yield Case("my work, leader", reverse("my_work"), office, cold=True)
    yield Case("dashboard, leader", reverse("dashboard"), office, cold=True)
    yield Case("province tasks, leader", reverse("province_tasks"), office, cold=True)
    yield Case("obstacles, leader", reverse("obstacles"), office, cold=True)
    yield Case("boards, officer", reverse("boards"), officer, cold=True)
    yield Case("board, officer", reverse("board", args=[period.ref]), officer, cold=True)
    yield Case("review, officer", reverse("review", args=[waiting.ref]), officer)
    yield Case("submissions, reporter", reverse("submissions"), reporter)
    yield Case("submission, reporter", reverse("submission", args=[draft.ref]), reporter)
    yield Case("plans, reporter", reverse("plans"), reporter, cold=True)
    yield Case("plan, reporter", reverse("plan", args=[plan.ref]), reporter)
    yield Case("task, reporter", reverse("task", args=[plan.ref, task.code]), reporter)
    yield Case("money of a plan, reporter", reverse("plan_money", args=[plan.ref]), reporter)
    yield Case("indicators of a plan, reporter", reverse("plan_indicators", args=[plan.ref]), reporter)
    yield Case("indicators, reporter", reverse("indicators"), reporter, cold=True)
    yield Case("province reports, officer", reverse("province_reports"), officer)
    report = ProvinceReport.objects.filter(period__cycle__plan=plan).first()
    if report:
        yield Case("province report, officer", reverse("province_report", args=[report.ref]), officer)
    yield Case("imports, officer", reverse("imports"), officer)
    yield Case("administration", reverse("admin:index"), administrator)
    yield Case("people, administration", reverse("admin:agencies_user_changelist"), administrator)
    yield Case("agencies, administration", reverse("admin:agencies_agency_changelist"), administrator)
    yield Case("inbox, reporter", reverse("inbox"), reporter)
    yield Case("search, reporter", f"{reverse('search')}?q=d%E1%BB%AF+li%E1%BB%87u", reporter)
    yield Case("API, a period's figures", reverse("api_period_rollup", args=[period.ref]), head, page=False)
    yield Case("annex as .xlsx", reverse("plan_annex", args=[plan.ref, "xlsx"]), reporter, page=False)
    yield Case("submission as .docx", reverse("submission_docx", args=[draft.ref]), reporter, page=False)


def visitor(person: User, server: Web) -> Person:
    """A browser in which this person has signed in, without the cost of signing in."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return Person(server.port, cookies={name: client.cookies[name].value})


def asked(person: Person, case: Case) -> Answer:
    answer = person.get(case.name, case.path)
    if answer.status != 200:
        raise RuntimeError(f"{case.path} answered {answer.status}")
    return answer


def warm(case: Case, server: Web, meter: Meter, cold_ms: float | None) -> Measured:
    """A page after both workers have seen it."""
    person = visitor(case.person, server)
    for _turn in range(WARM_UP):
        answer = asked(person, case)
    before, times = meter.read(), []
    while len(times) < TIMES and (len(times) < 5 or meter.read().web - before.web < ENOUGH):
        times.append(asked(person, case).took)
    spent = meter.read().since(before, len(times))
    values = {
        "web": round(spent.web, 1),
        "database": round(spent.database, 1),
        "p50": round(statistics.median(times)),
        **({"cold": round(cold_ms)} if cold_ms is not None else {}),
        "queries": queries(case),
        "html": round(answer.size / 1024, 1),
        "nodes": len(TAG.findall(answer.text)) if case.page else 0,
        "wire": round(answer.wire / 1024, 1),
    }
    return Measured(case.name, values, LIMITS if case.page else {})


def once(name: str, case: Case, server: Web, meter: Meter) -> Measured:
    """One request, for what happens once."""
    person = visitor(case.person, server)
    before = meter.read()
    answer = asked(person, case)
    spent = meter.read().since(before, 1)
    return Measured(
        name, {"web": round(spent.web), "database": round(spent.database), "p50": round(answer.took)}
    )


def cold(case: Case, database: int) -> float:
    """Milliseconds of the first request to a new process with an empty Redis."""
    if settings.REDIS_URL:
        redis.Redis.from_url(settings.REDIS_URL).flushall()
    with web(workers=1) as server:
        return asked(visitor(case.person, server), case).took


def queries(case: Case) -> int:
    """How many a request makes once everything is warm."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(case.person)
    client.get(case.path)
    with CaptureQueriesContext(connection) as found:
        client.get(case.path)
    return len(found)


def verbs(server: Web, meter: Meter) -> Iterator[Measured]:
    """Signing in, saving a field, sending: each of a person of his own, as the page's own forms and scripts do it."""
    people = deadline.duties(12)
    browsers = [Person(server.port) for _person in people]

    def sign_in(number: int) -> float:
        answer = browsers[number].sign_in(people[number].email, PASSWORD)
        return answer.took if answer.status == 302 else -1

    yield several("sign-in, its page and the form", sign_in, len(people), meter)
    versions: dict[int, str] = {}
    for number, duty in enumerate(people):
        page = browsers[number].get("line", f"/bao-cao/{duty.ref}/?dong={duty.fields[0][0]}")
        found = re.search(r'data-version="(\d+)"', page.text)
        versions[number] = found[1] if found else "0"

    def save(turn: int) -> float:
        number, duty = turn % len(people), people[turn % len(people)]
        values = {
            "field": "result",
            "value": deadline.words(number, turn, "result"),
            "version": versions[number],
        }
        answer = browsers[number].save(
            "autosave", f"/bao-cao/{duty.ref}/luu/?dong={duty.fields[0][0]}", values
        )
        versions[number] = answer.headers.get("saved-version", versions[number])
        return answer.took if answer.status == 200 else -1

    yield several("autosave, one field", save, 4 * len(people), meter)

    def send(number: int) -> float:
        answer = browsers[number].post("send", f"/bao-cao/{people[number].ref}/gui/", {})
        return answer.took if answer.status == 302 else -1

    yield several("send", send, len(people), meter)
    sent = Submission.objects.filter(pk__in=[duty.submission for duty in people], state="sent").count()
    if sent != len(people):
        raise RuntimeError(f"{len(people) - sent} of {len(people)} submissions were not sent")


def several(name: str, call: Callable[[int], float], times: int, meter: Meter) -> Measured:
    """The mean of so many calls, each given its number; raises where one was refused (a negative time)."""
    before = meter.read()
    taken = [call(number) for number in range(times)]
    spent = meter.read().since(before, times)
    if min(taken) < 0:
        raise RuntimeError(f"{name}: {sum(ms < 0 for ms in taken)} of {times} were refused")
    values = {
        "web": round(spent.web, 1),
        "database": round(spent.database, 1),
        "p50": round(statistics.median(taken)),
    }
    return Measured(name, values)
