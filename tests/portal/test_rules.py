"""Every rule of the portal: it is told where it is asked, and a role in one province opens nothing of another."""

import ast
import inspect
from collections.abc import Iterator
from typing import NamedTuple

import pytest
import rules
from django.urls import reverse

import agencies.rules
import plans.rules
import reporting.rules
from tests import factories as make
from tests.world import TODAY, World

MODULES = (agencies.rules, plans.rules, reporting.rules)

# What a rule may be asked about: the rows of a world that have this type.
OBJECTS = {
    "int": lambda world: [world.province.pk],
    "Plan": lambda world: [world.plan],
    "Period": lambda world: [world.period],
    "Submission": lambda world: [world.submission],
    "ProvinceReport": lambda world: [world.report],
    "ImportDraft": lambda world: [world.draft],
    "Kept": lambda world: [world.province, world.agency, world["head"].memberships.get()],
    "User": lambda world: [world["head"]],
    "Kept | User": lambda world: [world.agency, world["head"]],
}

# Facts about a row that ask no role: they hold for a stranger as for anybody.
ABOUT_THE_ROW = {"is_of_another_agency", "did_not_fill_it", "it_was_sent"}


class Rule(NamedTuple):
    """A predicate as written down: its module, name, and what the second argument is called and may be."""

    module: object
    name: str
    argument: str
    about: str

    def __str__(self) -> str:
        return f"{self.module.__name__}.{self.name}"

    def __call__(self, user, thing) -> bool:
        return getattr(self.module, self.name)(user, thing)


def written() -> Iterator[Rule]:
    """The functions that a rules module declares as predicates."""
    for module in MODULES:
        for function in ast.parse(inspect.getsource(module)).body:
            if isinstance(function, ast.FunctionDef) and function.decorator_list:
                _user, second = function.args.args
                about = ast.unparse(second.annotation).strip("'")
                yield Rule(module, function.name, second.arg, about)


def combined() -> Iterator[Rule]:
    """What is put together of predicates (`a | b`), each about what its first part is about."""
    about = {rule.name: rule.about for rule in written()}
    for module in MODULES:
        for statement in ast.parse(inspect.getsource(module)).body:
            if isinstance(statement, ast.Assign):
                name = statement.targets[0].id
                if isinstance(getattr(module, name), rules.Predicate):
                    parts = [leaf.id for leaf in ast.walk(statement.value) if isinstance(leaf, ast.Name)]
                    about[name] = next(about[part] for part in parts)
                    yield Rule(module, name, "", about[name])


RULES = [*written(), *combined()]


def test_every_rule_is_told_the_province_or_a_row_that_lies_in_one():
    assert [str(rule) for rule in written() if rule.about not in OBJECTS] == []
    assert [str(rule) for rule in written() if rule.about == "int" and rule.argument != "province"] == []
    optional = [
        f"{module.__name__}.{function.name}"
        for module in MODULES
        for function in ast.parse(inspect.getsource(module)).body
        if isinstance(function, ast.FunctionDef) and function.args.defaults
    ]
    assert optional == []


@pytest.fixture
def world(settings) -> World:
    settings.PORTAL_TODAY = make.day(TODAY)
    return World(submission="sent", report="submitted")


@pytest.mark.django_db
def test_a_role_in_another_province_opens_nothing_here(world):
    stranger = world["stranger"]
    opened = {
        str(rule)
        for rule in RULES
        for thing in OBJECTS[rule.about](world)
        if rule.name not in ABOUT_THE_ROW and rule(stranger, thing)
    }
    assert opened == set()


@pytest.mark.django_db
def test_roles_elsewhere_add_nothing_to_who_reports_here(world):
    mixed, reporter = world["mixed"], world["reporter"]
    world.submission.task_entries.update(by=None)
    differing = {
        str(rule)
        for rule in RULES
        for thing in OBJECTS[rule.about](world)
        if rule.name != "did_not_fill_it" and rule(mixed, thing) != rule(reporter, thing)
    }
    assert differing == set()


@pytest.mark.django_db
def test_somebody_may_do_what_each_rule_is_about(world):
    """So that a rule which holds for nobody does not pass for a sealed one."""
    people = [world[role] for role in world.people if role != "anonymous"]
    dead = {
        str(rule)
        for rule in RULES
        if not any(rule(person, thing) for person in people for thing in OBJECTS[rule.about](world))
    }
    assert dead == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dashboard", "province_tasks", "obstacles", "boards", "imports"])
def test_a_page_of_another_province_shows_nothing_of_the_one_reported_in(client, world, name):
    client.force_login(world["mixed"])
    page = client.get(reverse(name))
    secrets = [world.plan.number, world.plan.title, world.task.name, world.period.ref, world.draft.ref]
    assert page.status_code == 200
    assert [secret for secret in secrets if secret in page.content.decode()] == []


@pytest.mark.django_db
@pytest.mark.parametrize("parts", ["0", "1"])
def test_who_only_reports_here_reads_no_figures_of_all_agencies(client, world, parts):
    address = reverse("api_period_rollup", args=[world.period.ref], query={"parts": parts})
    answers = {}
    for role in ("mixed", "reporter", "leader"):
        client.force_login(world[role])
        answers[role] = client.get(address).status_code
    assert answers == {"mixed": 403, "reporter": 403, "leader": 200}


@pytest.mark.django_db
def test_the_menu_offers_what_a_province_of_the_person_s_allows(client, world):
    offered = {}
    for role in ("reporter", "mixed", "leader", "administrator"):
        client.force_login(world[role])
        offered[role] = {entry.url for entry in client.get(reverse("my_work")).context["nav"]}
    everybodys = "my_work plans indicators province_reports inbox mail_folder".split()
    all_read = {reverse(name) for name in everybodys}
    assert offered["reporter"] - all_read == {reverse("submissions")}
    assert offered["leader"] - all_read == {reverse("dashboard"), reverse("boards")}
    assert offered["administrator"] - all_read == {reverse("admin:index")}
    assert offered["mixed"] >= offered["reporter"] | offered["leader"] | offered["administrator"]
