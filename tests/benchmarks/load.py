"""The deadline evening: people arrive, sign in, type ten fields each and send, all on this machine and by itself.

gunicorn (two workers of four threads), PostgreSQL, Redis, the worker and the clients share its cores. Every request is
real: pages, CSRF tokens, versions; every tenth person finds that a colleague has just written the same field, is told
so, and keeps his own words. Afterwards the database is compared with what was typed: every field, every sending.
The ramp then lets people arrive ever faster until somebody waits too long: the rate that saturates.
"""

import json
import random
import re
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from django.conf import settings

from reporting.models import Submission
from tests.benchmarks import deadline
from tests.benchmarks.browser import Answer, Person
from tests.benchmarks.deadline import Duty
from tests.benchmarks.harness import Web, web, worker
from tests.benchmarks.meter import Meter, postmaster, tree
from tests.benchmarks.meter import processes as running
from tests.benchmarks.province import PASSWORD

OVERTAKEN = 10  # every tenth person
LIMITS = {"sign-in": 1000, "my work": 1000, "autosave": 150, "send": 300}  # p95, ms
STEP = 10  # seconds of one rate of the ramp
RAMP = (2, 4, 6, 8, 10, 12, 14, 16, 18, 20)  # people a second, hurrying
HURRYING = 0.5  # seconds between two of their steps
VERSION = re.compile(r'data-version="(\d+)"')


@dataclass(frozen=True)
class Evening:
    """`rate` people a second until there are `people`, each with about `thinking` seconds between two steps."""

    people: int
    rate: float
    thinking: float
    ramp: bool = True

    @property
    def longest(self) -> float:
        """Seconds after which the evening ends, whoever is still typing."""
        return self.people / self.rate + 1.5 * self.thinking * (deadline.FIELDS + 4) + 60


@dataclass
class Log:
    """What was asked: (kind, ms, status), and what went otherwise than it should."""

    requests: list[tuple[str, float, int]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def told(self, kind: str, took: float, status: int) -> None:
        self.requests.append((kind, took, status))


@dataclass
class Visit:
    """One person's evening. `typed`: what was confirmed as saved, by line and field."""

    number: int
    duty: Duty
    typed: dict[tuple[str, str], str] = field(default_factory=dict)
    sent: bool = False
    conflicts: int = 0


def evening(asked: Evening, out: TextIO) -> bool:
    """Run it and print its table; True where nothing was lost, nothing failed and nobody waited too long."""
    with web() as server, worker() as pid:
        meter = Meter(server.pid, postmaster(Path(settings.VAR).parent / "data"))
        before, begun, helper = meter.read(), time.monotonic(), _cpu(pid)
        log, visits = play(deadline.duties(asked.people), asked, server)
        spent = meter.read().since(before, 1)
        seconds = time.monotonic() - begun
        out.write(
            f"{len(visits)} people, {asked.rate:g} a second, thinking {asked.thinking:g} s: {seconds:.0f} s\n"
        )
        late = write_table(log, out)
        out.write(
            f"CPU: web {spent.web / 1000:.1f} s, PostgreSQL {spent.database / 1000:.1f} s, worker "
            f"{(_cpu(pid) - helper) / 1000:.1f} s, these clients {time.process_time():.1f} s\n"
        )
        lost = list(compare(visits))
        for sentence in [*log.wrong, *lost][:20]:
            out.write(f"{sentence}\n")
        fields = sum(len(visit.typed) for visit in visits)
        out.write(
            f"Compared with the database: {fields} fields and {sum(visit.sent for visit in visits)} sendings, "
            f"{sum(visit.conflicts for visit in visits)} conflicts settled, {len(lost)} differences; "
            f"{len(log.wrong)} errors.\n"
        )
        if asked.ramp:
            out.write(saturation(server, log_of_ramp=out))
    return not (late or lost or log.wrong)


def _cpu(pid: int) -> float:
    return sum(process.own + process.reaped for process in tree(running(), pid))


def play(duties: Sequence[Duty], asked: Evening, server: Web) -> tuple[Log, list[Visit]]:
    """Everybody's evening, each in a thread of his own; ends by itself when its time is over."""
    log, over = Log(), threading.Event()
    visits = [Visit(number, duty) for number, duty in enumerate(duties)]
    threads = [
        threading.Thread(target=_visit, args=(visit, asked, server.port, log, over), daemon=True)
        for visit in visits
    ]
    ends = time.monotonic() + asked.longest
    for thread in threads:
        thread.start()
        time.sleep(1 / asked.rate)
    for thread in threads:
        thread.join(max(0, ends - time.monotonic()))
    over.set()
    unfinished = sum(thread.is_alive() for thread in threads)
    if unfinished:
        log.wrong.append(f"{unfinished} people were still at it after {asked.longest:.0f} s")
    return log, visits


def _visit(visit: Visit, asked: Evening, port: int, log: Log, over: threading.Event) -> None:
    """Sign in, look, type ten fields, send. What fails is written down and ends the visit."""
    draw = random.Random(visit.number)  # noqa: S311 - how long somebody thinks

    def think() -> None:
        over.wait(asked.thinking * draw.uniform(0.5, 1.5))

    try:
        person = Person(port, told=log.told)
        _expect(person.sign_in(visit.duty.email, PASSWORD), 302)
        _expect(person.get("my work", "/"), 200)
        think()
        _expect(person.get("submission", f"/bao-cao/{visit.duty.ref}/"), 200)
        colleague = None
        if visit.number % OVERTAKEN == OVERTAKEN - 1:
            colleague = Person(port, told=log.told)
            _expect(colleague.sign_in(visit.duty.colleague, PASSWORD), 302)
        _type(visit, person, colleague, think, over)
        think()
        if not over.is_set():
            _expect(person.post("send", f"/bao-cao/{visit.duty.ref}/gui/", {}), 302)
            visit.sent = True
    except Unexpected as error:
        log.wrong.append(f"{visit.duty.email}, {visit.duty.ref}: {error}")


class Unexpected(Exception):
    """An answer that no person should get."""


def _expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise Unexpected(f"answered {answer.status} for {status}: {answer.text[:200]}")
    return answer


def _type(visit: Visit, person: Person, colleague: Person | None, think, over: threading.Event) -> None:
    line, version = "", ""
    for number, (key, name) in enumerate(visit.duty.fields):
        if key != line:
            opened = _expect(person.get("line", f"/bao-cao/{visit.duty.ref}/?dong={key}"), 200)
            found = VERSION.search(opened.text)
            line, version = key, found[1] if found else "0"
        think()
        if over.is_set():
            return
        if colleague is not None and number == 1:
            _overtake(visit, colleague, key, name)
        value = deadline.words(visit.number, number, name)
        answer = _save(person, visit.duty, key, name, value, version)
        if answer.status == 409 and colleague is not None:
            visit.conflicts += 1
            told = json.loads(answer.text)
            answer = _save(person, visit.duty, key, name, value, str(told["version"]))
        _expect(answer, 200)
        version = answer.headers["saved-version"]
        visit.typed[key, name] = value


def _overtake(visit: Visit, colleague: Person, key: str, name: str) -> None:
    """A colleague writes the same field between the person's last look and his saving."""
    opened = _expect(colleague.get("line", f"/bao-cao/{visit.duty.ref}/?dong={key}"), 200)
    found = VERSION.search(opened.text)
    _expect(_save(colleague, visit.duty, key, name, "Đồng nghiệp ghi.", found[1] if found else "0"), 200)


def _save(person: Person, duty: Duty, key: str, name: str, value: str, version: str) -> Answer:
    values = {"field": name, "value": value, "version": version}
    return person.save("autosave", f"/bao-cao/{duty.ref}/luu/?dong={key}", values)


def write_table(log: Log, out: TextIO) -> list[str]:
    """The table by kind of request; the kinds whose p95 is over its limit, or that were refused."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    refused: dict[str, int] = defaultdict(int)
    for kind, took, status in log.requests:
        by_kind[kind].append(took)
        refused[kind] += status == 0 or (status >= 400 and status != 409)
    late = []
    out.write(f"{'request':<14}{'number':>8}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'errors':>8}\n")
    for kind, taken in by_kind.items():
        p95 = p95_of(taken)
        limit = LIMITS.get(kind)
        verdict = "" if limit is None else "  ok" if p95 <= limit else f"  TOO MUCH: limit {limit}"
        if refused[kind] or "TOO" in verdict:
            late.append(kind)
        p50 = statistics.median(taken)
        out.write(
            f"{kind:<14}{len(taken):>8}{p50:>9.0f}{p95:>9.0f}{max(taken):>9.0f}{refused[kind]:>8}{verdict}\n"
        )
    return late


def p95_of(taken: Sequence[float]) -> float:
    """The value that 95 of 100 do not pass."""
    ordered = sorted(taken)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def compare(visits: Sequence[Visit]) -> Iterator[str]:
    """What the database says otherwise than was typed: fields as they stand and as they were sent, and sendings."""
    rows = Submission.objects.prefetch_related("task_entries", "sendings")
    there = rows.in_bulk([visit.duty.submission for visit in visits])
    for visit in visits:
        submission = there[visit.duty.submission]
        raw = {f"nv-{entry.pk}": entry.typed.get("raw", {}) for entry in submission.task_entries.all()}
        raw["de-cuong"] = submission.narrative
        sendings = list(submission.sendings.all())
        copy = _copied(sendings[-1].payload) if sendings else {}
        for (key, name), value in visit.typed.items():
            if raw[key].get(name) != value:
                yield f"{submission.ref}, {key}, {name}: typed {value!r}, there is {raw[key].get(name)!r}"
            if visit.sent and copy[key].get(name) != value:
                yield f"{submission.ref}, {key}, {name}: typed {value!r}, sent {copy[key].get(name)!r}"
        if (submission.state == "sent", len(sendings)) != (visit.sent, int(visit.sent)):
            yield f"{submission.ref}: {submission.state}, {len(sendings)} sendings; its person sent it: {visit.sent}"


def _copied(payload: dict) -> dict[str, dict[str, str]]:
    """What a sending says, by line as the page names it; a percent as it is typed."""
    lines = {
        f"nv-{row['entry']}": row | {"percent": row["percent"] and row["percent"].removesuffix(".00")}
        for row in payload["tasks"]
    }
    return {**lines, "de-cuong": payload["narrative"]}


def saturation(server: Web, *, log_of_ramp: TextIO) -> str:
    """Let hurrying people arrive ever faster; the sentence that says which rate was still held."""
    held = 0.0
    for rate in RAMP:
        asked = Evening(rate * STEP, rate, HURRYING)
        duties = deadline.duties(asked.people)
        if len(duties) < asked.people:
            return f"Nobody waited too long at {held:g} a second; there are no more drafts to go on.\n"
        log, _visits = play(duties, asked, server)
        log_of_ramp.write(f"-- {rate} a second\n")
        if write_table(log, log_of_ramp) or log.wrong:
            return f"Saturates between {held:g} and {rate:g} people a second, each with ten fields and a sending.\n"
        held = rate
    return f"Holds {held:g} people a second; not tried further.\n"
