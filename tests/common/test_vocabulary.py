"""Whatever the portal can put before a person has its word."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from common.icons import svg
from common.vocabulary import VOCABULARY

APPS = ("portal", "reporting", "indicators", "plans", "agencies", "common")


def recorded_verbs() -> set[str]:
    """Every verb the code writes into the record, found by reading the code."""
    verbs = set()
    for app in APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            silent = {id(call) for table in ast.walk(tree) if moves_parts(table) for call in ast.walk(table)}
            for node in ast.walk(tree):
                if not isinstance(node, ast.Call) or id(node) in silent:
                    continue
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                given = {keyword.arg: keyword.value for keyword in node.keywords}
                if called == "record":
                    verbs |= constants(given.get("verb"))
                elif called in ("Transition", "_record") and node.args:
                    verbs |= constants(node.args[0])
                elif called == "_save":
                    nouns = constants(given.get("noun"))
                    verbs |= {f"{doing}_{noun}" for doing in ("create", "change") for noun in nouns}
    return verbs


def moves_parts(node: ast.AST) -> bool:
    """Whether a table moves the parts of something: the verb that moves the whole leaves the row of the record."""
    assigned = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    return assigned and node.targets[0].id in ("LINE", "SENDING")


def constants(node: ast.AST | None) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) else set()


def test_every_verb_of_the_record_has_a_word():
    verbs = recorded_verbs()

    assert "open_period" in verbs
    assert verbs - VOCABULARY["verb"].keys() == set()


@pytest.mark.parametrize("kind", VOCABULARY)
def test_every_word_has_its_icon(kind):
    assert all(svg(word.icon) for word in VOCABULARY[kind].values())
