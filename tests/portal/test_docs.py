"""The README names every setting, command and role of the code, and nothing that does not exist."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class

from agencies.models import Role

ROOT = settings.BASE_DIR
README = (ROOT / "README.md").read_text()
OURS = {"portal", "reporting", "indicators", "plans", "agencies", "common"}
COMMANDS = {name for name, app in get_commands().items() if app in OURS}


def section(title: str) -> str:
    """The README's part under a heading."""
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)[1]


def first_words(title: str) -> set[str]:
    """The first word of the first column of a part's table."""
    return set(re.findall(r"^\| `(\w+)", section(title), re.MULTILINE))


def variables() -> set[str]:
    """Names of environment variables that the code reads."""
    code = "".join(p.read_text() for app in OURS for p in (ROOT / app).rglob("*.py"))
    return set(re.findall(r"""\benv\.[a-z_]+\(\s*"([A-Z_]+)\"""", code))


def test_the_table_of_settings_is_what_the_code_reads():
    assert first_words("Settings") == variables()


def test_no_setting_is_read_past_the_helpers():
    readers = {p for app in OURS for p in (ROOT / app).rglob("*.py") if "os.environ" in p.read_text()}
    assert {p.relative_to(ROOT).as_posix() for p in readers} == {
        "portal/celery.py",  # which settings to load
        "portal/env.py",
        "portal/management/commands/up.py",  # handed on to the processes it starts
        "portal/wsgi.py",  # which settings to load
    }


def test_the_table_of_commands_is_the_portals():
    assert first_words("Commands") == COMMANDS


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command):
    assert load_command_class(get_commands()[command], command).help


def test_the_table_of_roles_is_the_codes():
    assert first_words("Roles") == set(Role.values)


def test_every_make_target_in_the_readme_exists():
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|`| )make ([a-z]+)(?=`| +#|\n)", README)) == targets


def test_every_command_in_the_readme_exists():
    assert set(re.findall(r"manage\.py ([a-z_]+)", README)) <= set(get_commands())


def test_the_map_of_folders_is_the_repositorys():
    folders = set(re.findall(r"^\| `([a-z]+)/`", section("Where things are"), re.MULTILINE))
    present = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith((".", "_"))}
    assert present - {"var", "staticfiles", "locale"} == folders


def test_every_word_of_the_list_is_a_model():
    models = {model.__name__ for model in apps.get_models() if model._meta.app_label in OURS}
    words = re.findall(r"^\| ([A-Z]\w+(?:, [A-Z]\w+)*) \|", section("Words"), re.MULTILINE)
    named = {word for row in words for word in row.split(", ")}
    assert named - models == {"Fact"}  # TaskFact and MoneyFact
