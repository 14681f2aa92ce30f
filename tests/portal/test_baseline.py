"""What `make bench` says of values that have grown, and `make load` of how long people waited."""

import io
import json

from tests.benchmarks.baseline import Difference, accept, compare, machine, read, table
from tests.benchmarks.harness import Measured
from tests.benchmarks.load import Log, p95_of, write_table
from tests.benchmarks.meter import Process, Spent, tree
from tests.benchmarks.pace import Pace, low
from tests.benchmarks.rounds import Rounds

PAGE = {"web": 50.0, "database": 10.0, "p50": 80.0, "queries": 12, "html": 90.0}


def worse(before: dict, after: dict) -> tuple[str, ...]:
    (difference,) = compare({"a page": before}, {"a page": after})
    return difference.worse


def test_a_fifth_more_cpu_is_too_much():
    assert worse(PAGE, PAGE | {"web": 60.0}) == ()
    assert worse(PAGE, PAGE | {"web": 60.1}) == ("web",)
    assert worse(PAGE, PAGE | {"web": 61.0, "database": 13.5}) == ("web", "database")


def test_what_the_clock_cannot_tell_decides_nothing():
    small = PAGE | {"database": 1.0}
    assert worse(small, small | {"database": 3.9}) == ()
    assert worse(small, small | {"database": 4.1}) == ("database",)


def test_time_on_the_clock_and_cpu_as_measured_are_shown_but_decide_nothing():
    before = PAGE | {"web_raw": 50.0, "cold_wall": 90.0}
    assert worse(before, before | {"p50": 800.0, "web_raw": 90.0, "cold_wall": 900.0}) == ()


def test_queries_and_sizes_grow_by_a_fifth_and_more_than_a_trifle():
    assert worse(PAGE, PAGE | {"queries": 14, "html": 99.0}) == ()
    assert worse(PAGE, PAGE | {"queries": 15, "html": 110.0}) == ("queries", "html")
    assert worse({"queries": 3, "html": 5.0}, {"queries": 5, "html": 14.0}) == ()


def test_commands_are_held_by_their_seconds():
    assert worse({"cpu": 1.0}, {"cpu": 1.19}) == ()
    assert worse({"cpu": 1.0}, {"cpu": 1.25}) == ("cpu",)
    assert worse({"cpu": 0.1}, {"cpu": 0.19}) == ()


def test_a_new_case_and_a_new_column_are_worse_in_nothing():
    assert [difference.worse for difference in compare({}, {"a page": PAGE})] == [()]
    assert worse({"p50": 80.0}, PAGE) == ()


def test_the_table_shows_what_has_changed():
    differences = [
        Difference("a page", PAGE, PAGE | {"web": 70.0, "web_raw": 61.0}, ("web",)),
        Difference("new", {}, {"web": 5.0}, ()),
    ]
    assert [" ".join(line.split()) for line in table(differences).splitlines()] == [
        "a page web 50 → 70 database 10 queries 12 html 90 p50 80 (web_raw 61) WORSE: web",
        "new web 5",
    ]


def test_accepting_writes_the_machine_and_keeps_what_was_not_measured(tmp_path):
    file = tmp_path / "baseline.json"
    assert read("small", file) == ({}, {})
    accept("small", {"a": {"web": 1.0}, "b": {"web": 2.0}}, file)
    accept("small", {"b": {"web": 3.0}}, file)
    accept("province", {"a": {"web": 9.0}}, file)
    assert read("small", file) == (machine(), {"a": {"web": 1.0}, "b": {"web": 3.0}})
    assert json.loads(file.read_text()).keys() == {"small", "province"}
    accept("small", {"b": {"web": 4.0}}, file, whole=True)
    assert read("small", file) == (machine(), {"b": {"web": 4.0}})


def test_the_baseline_of_the_repository_can_be_compared():
    for size in ("small", "province"):
        _machine, cases = read(size)
        assert not [difference for difference in compare(cases, cases) if difference.worse]


def test_a_value_over_its_limit_is_named():
    assert Measured("a page", {"web": 101.5, "html": 20}, {"web": 100, "html": 200}).over == [
        "web 101.5 > 100"
    ]
    assert Measured("a page", {"web": 100.0}, {"web": 100}).over == []


def test_a_disturbed_look_at_the_pace_decides_nothing():
    assert low([4.0]) == 4.0
    assert low([9.0, 4.0, 5.0, 4.5]) == 4.0
    assert low([5.0, 4.0, 90.0, 4.5, 5.5, 80.0, 4.2, 70.0]) == 4.2


class _Steps:
    """A meter of which each reading is further on by the next step."""

    def __init__(self, steps: list[Spent]) -> None:
        self.steps, self.at = iter(steps), Spent(0, 0, 0)

    def read(self) -> Spent:
        step = next(self.steps)
        self.at = Spent(
            self.at.web + step.web, self.at.worker + step.worker, self.at.database + step.database
        )
        return self.at


class _Paces:
    """A gauge that tells one pace after the other."""

    def __init__(self, paces: list[Pace]) -> None:
        self.paces = iter(paces)

    def look(self) -> None:
        pass

    def pace(self) -> Pace:
        return next(self.paces)


def test_rounds_on_a_slow_machine_cost_what_they_cost_on_a_quick_one():
    still = Spent(0, 0, 0)
    quick, slow, slow_database = Spent(30, 0, 10), Spent(45, 0, 10), Spent(30, 0, 20)
    collected, sparing = Spent(90, 0, 10), Spent(29, 0, 9)
    steps = [still, quick, quick, still, slow, collected, still, slow_database, sparing]
    rounds = Rounds(_Steps(steps), _Paces([Pace(1, 1), Pace(1.5, 1), Pace(1, 2)]))
    for _round in range(3):
        rounds.count("a page", lambda number: 50.0 + number, 2)
        rounds.end()
    assert rounds.values("a page") == {
        "web": 30.0,
        "web_raw": 30.0,
        "database": 10.0,
        "database_raw": 10.0,
        "request": 40.0,
        "p50": 50.5,
    }


def test_a_process_counts_with_all_that_descend_from_it():
    there = [Process(pid, parent, "", 1.0, 0.0) for pid, parent in ((1, 0), (2, 1), (3, 2), (4, 1), (5, 9))]
    assert {process.pid for process in tree(there, 2)} == {2, 3}
    assert {process.pid for process in tree(there, 1)} == {1, 2, 3, 4}


def test_the_wait_of_ninety_five_of_a_hundred():
    assert p95_of(range(1, 101)) == 95
    assert p95_of([7.0]) == 7.0


def test_the_evening_names_who_waited_too_long_and_who_was_refused():
    log = Log([("autosave", 40.0, 200)] * 19 + [("autosave", 170.0, 409)] * 2)
    assert write_table(log, io.StringIO()) == ["autosave"]
    log = Log([("autosave", 40.0, 200), ("autosave", 50.0, 409), ("line", 9_000.0, 200)])
    assert write_table(log, io.StringIO()) == []
    assert write_table(Log([("line", 5.0, 500)]), io.StringIO()) == ["line"]
    assert write_table(Log([("line", 5.0, 0)]), io.StringIO()) == ["line"]
