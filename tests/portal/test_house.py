"""Habits of the house that a reader of the code relies on, held by reading the code."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("portal", "reporting", "indicators", "plans", "agencies", "common")

# Who else writes a field called `state`, and why that is no move of a state machine.
STATE_WRITERS = {
    "common/states.py": "move itself",
    "common/jobs.py": "the worker's queue: compare-and-set of its own, no person moves it",
    "common/outbox.py": "the outbox's queue: compare-and-set of its own, no person moves it",
    "portal/demo.py": "a line's answer (not started, in progress, completed), as a reporter would type it",
    "reporting/dashboards/plan_page.py": "a row of the page, no model",
}

# Lines of the apps that say `Any`, each where no type fits: the number only falls.
LINES_WITH_ANY = 369

# Words for what every province has, or for the centre; they happen to stand in the register of names as well.
EVERYWHERE = {"UBND tỉnh", "Chính phủ", "Thủ tướng Chính phủ", "CP", "TTg", "Trung ương"}

# What a chain of reads begins with where the row comes from the address.
GUARDS = ("visible_to", "in_the_portal_for")

# Reads of a view that name something from the address and yet need no `visible_to`.
READ_AFTER_A_CHECK = {
    (
        "reporting/views/submission.py",
        "evidence_file",
    ): "the file's ref was found in a submission the person may read",
    ("reporting/views/submission.py", "remove_evidence"): "looked for in a submission the person may fill",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the apps but migrations, by its path."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def writes_state(node: ast.AST) -> bool:
    """Whether a statement or call gives a new value to a field called `state` of something that exists."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        leaves = [leaf for target in targets for leaf in ast.walk(target)]
        return any(
            isinstance(leaf, ast.Attribute) and leaf.attr == "state" and isinstance(leaf.ctx, ast.Store)
            for leaf in leaves
        )
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called == "update":
        given = {keyword.arg for keyword in node.keywords}
        return "state" in given and isinstance(node.func, ast.Attribute)
    if called in ("setattr", "bulk_update"):
        return any(isinstance(leaf, ast.Constant) and leaf.value == "state" for leaf in ast.walk(node))
    return False


def test_nothing_but_move_assigns_a_state():
    writers = {path for path, tree in modules() if any(writes_state(node) for node in ast.walk(tree))}
    assert writers == STATE_WRITERS.keys()


def test_a_written_state_is_recognised():
    written = [
        "x.state = 'sent'",
        "a, x.state = 1, 2",
        "q.update(state='sent')",
        "setattr(x, 'state', 'sent')",
    ]
    written.append("Row.objects.bulk_update(rows, ['at', 'state'])")
    read = [
        "if x.state == 'sent': pass",
        "q.filter(state='sent')",
        "Row(state='draft')",
        "where.update(status=1)",
    ]
    found = [any(writes_state(node) for node in ast.walk(ast.parse(line))) for line in written + read]
    assert found == [True] * len(written) + [False] * len(read)


def from_the_address(function: ast.FunctionDef) -> set[str]:
    """The arguments of a view that come from its address: texts and numbers."""
    return {
        argument.arg
        for argument in function.args.args
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id in ("str", "int")
    }


def starts_at_the_manager(call: ast.expr) -> str:
    """The first method called on `Model.objects` in a chain of calls; "" when the chain starts elsewhere."""
    node: ast.AST = call
    while isinstance(node, ast.Call | ast.Attribute):
        inner = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Attribute):
            manager = inner.value
            if manager.attr == "objects" and isinstance(manager.value, ast.Name):
                return inner.attr
        node = inner
    return ""


def unguarded(function: ast.FunctionDef) -> list[str]:
    """Reads of a view function that name a row from the address without asking what the person may see."""
    given = from_the_address(function)
    found = []
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        names = {leaf.id for leaf in ast.walk(call) if isinstance(leaf, ast.Name)}
        keywords = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        first = starts_at_the_manager(call)
        if first and first not in GUARDS and names & given:
            found.append(ast.unparse(call))
        if ast.unparse(call.func) != "get_object_or_404":
            continue
        rows = call.args[0]
        bare = isinstance(rows, ast.Name) and rows.id[0].isupper()
        if bare and keywords.get("by") != "request.user":
            found.append(ast.unparse(call))
        if starts_at_the_manager(rows) not in ("", *GUARDS):
            found.append(ast.unparse(call))
    return found


def test_a_view_finds_a_row_of_its_address_among_those_the_person_may_see():
    found = {
        f"{path}:{function.name}: {read}"
        for path, tree in modules()
        if "views" in path or path.endswith("api.py")
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and (path, function.name) not in READ_AFTER_A_CHECK
        for read in unguarded(function)
    }
    assert found == set()


def test_an_unguarded_read_is_recognised():
    unsafe = [
        "get_object_or_404(Plan, ref=ref)",
        "Plan.objects.get(ref=ref)",
        "Plan.objects.select_related('province').filter(ref=ref).first()",
        "get_object_or_404(Plan.objects.all(), ref=ref)",
    ]
    safe = [
        "get_object_or_404(Plan.objects.visible_to(request.user), ref=ref)",
        "Plan.objects.visible_to(request.user).filter(ref=ref)",
        "get_object_or_404(Job, ref=ref, by=request.user)",
        "Target.objects.filter(plan=plan)",
    ]
    view = "def view(request: HttpRequest, ref: str) -> HttpResponse:\n    plan = {}"
    found = [bool(unguarded(ast.parse(view.format(line)).body[0])) for line in unsafe + safe]
    assert found == [True] * len(unsafe) + [False] * len(safe)


def test_any_is_said_on_few_lines():
    lines = [
        f"{path.relative_to(ROOT)}:{number}"
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"\bAny\b", line) and not re.match(r"\s*(from|import) ", line)
    ]
    assert len(lines) <= LINES_WITH_ANY


def fixture(name: str) -> dict:
    return json.loads((ROOT / "fixtures" / name).read_text(encoding="utf-8"))


def names_of_the_fixtures() -> set[str]:
    """Plan files, plan numbers, provinces and agencies, in every spelling; phrases for several ("các sở") are words."""
    files = [
        path for path in (ROOT / "fixtures/plans").iterdir() if path.suffix in (".docx", ".xlsx", ".pdf")
    ]
    names = {path.name for path in files} | {path.stem for path in files}
    names |= {"/".join(season["plan"].split("/")[1:-1]) for season in fixture("demo.json")["seasons"]}
    names |= {row["name"] for row in fixture("provinces.json")["provinces"]}
    for row in fixture("agencies.json")["agencies"]:
        if not row["is_group"]:
            names |= {row["id"], row["canonical"], row["abbreviation"] or "", *row["spellings"]}
    return {name for name in names if name} - EVERYWHERE


def sources() -> Iterator[Path]:
    """What runs: code, templates, scripts and styles of our own."""
    for folder in (*APPS, "templates", "static/js", "static/css"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".html", ".txt", ".js", ".css", ".typ", ".md"):
                yield path


def test_no_plan_no_agency_and_no_file_of_the_fixtures_is_named_in_the_code():
    named = re.compile(rf"(?<![\w:])({'|'.join(map(re.escape, names_of_the_fixtures()))})(?!\w)")
    printed = "|".join(
        {re.search(r"\d+", path.stem)[0] for path in (ROOT / "fixtures/plans").glob("*-[0-9]*")}
    )
    numbered = re.compile(rf"\b({printed})/[A-ZĐ]{{2,}}-[A-ZĐ]+")
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sources()
        for pattern in (named, numbered)
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()
