"""Habits of the house that a reader of the code relies on, held by reading the code."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from reporting.collection.entries import words_of
from reporting.models import MeasureEntry, TaskEntry

ROOT = Path(settings.BASE_DIR)
APPS = ("portal", "reporting", "indicators", "plans", "agencies", "common")

# A state is moved along the rows of a table by `common.states`: nothing else writes one of these columns.
MOVED = ("state", "line_state", "outcome")
UNREAD = "?"  # the column cannot be told from the code

# Who else writes such a column, or one the code does not name, and why that is no move of a state machine.
STATE_WRITERS = {
    ("common/states.py", "state"): "move itself",
    ("common/states.py", UNREAD): "move and move_all themselves",
    ("common/jobs.py", "state"): "the worker's queue: compare-and-set of its own, no person moves it",
    ("common/jobs.py", UNREAD): "a job's progress, by keywords of that module",
    ("common/outbox.py", "state"): "the outbox's queue: compare-and-set of its own, no person moves it",
    ("common/intake/drafts.py", UNREAD): "an import draft's head and decisions",
    (
        "portal/demo.py",
        "state",
    ): "a line's answer (not started, in progress, completed), as a reporter would type it",
    (
        "reporting/collection/typed.py",
        UNREAD,
    ): "fields of a line's answer, by their names",
    (
        "reporting/collection/entries.py",
        UNREAD,
    ): "columns of a line's answer; those of `words_of`, tested without state",
    (
        "reporting/collection/moved.py",
        UNREAD,
    ): "fields of a line's answer that go with it to another agency, by their names",
    ("reporting/collection/held.py", "state"): "a period as it was read again, in memory",
    ("reporting/collection/showing.py", "line_state"): "a line to show, no model",
    ("reporting/collection/periods.py", UNREAD): "a cycle and its stages, which have no state",
    ("reporting/rollup/summary_rows.py", UNREAD): "figures kept for speed, an answer's state among them",
    ("indicators/resources.py", UNREAD): "a row of a sheet",
    ("plans/resources.py", UNREAD): "a row of a sheet",
    ("plans/sheets.py", UNREAD): "a row of a sheet",
    ("plans/correcting.py", UNREAD): "the printed cells of a task",
}

# Lines of the apps that say `Any`, each where no type fits: the number only falls.
LINES_WITH_ANY = 49

# Words for what every province has, or for the centre; they happen to stand in the register of names as well.
EVERYWHERE = {"UBND tỉnh", "Chính phủ", "Thủ tướng Chính phủ", "CP", "TTg", "Trung ương"}

# What `common` may not name: it would be a word of an app. "Task" is Celery's there, "target" the audit's.
DOMAIN_WORDS = (
    "nhiệm vụ|kế hoạch|chỉ tiêu|mục tiêu|báo cáo|kỳ báo cáo|thẩm định|chủ trì|phối hợp|giải ngân|kinh phí|"
    "plans?|submissions?|indicators?|agency|agencies|assignments?|funding|disbursed|disbursement"
)

# The profile of a draft and the section of what is said of a document, as stored and exported where none is given.
STORED_IN_COMMON = {
    "common/intake/editing/effective.py: plan",
    "common/intake/editing/loose.py: plan",
    "common/intake/kinds.py: plan",
    "common/models.py: plan",
}

# What a chain of reads begins with where the row comes from the address.
GUARDS = ("visible_to", "in_the_portal_for")

# Reads of a view that name something from the address and yet need no `visible_to`.
READ_AFTER_A_CHECK = {
    (
        "reporting/views/submission.py",
        "evidence_file",
    ): "the file's ref was found in a submission the person may read",
    ("reporting/views/filling.py", "remove_evidence"): "looked for in a submission the person may fill",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the apps but migrations, by its path."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _named(node: ast.AST | None) -> set[str]:
    """Which of the columns an expression of names gives: a text, or a list of texts; UNREAD for anything else."""
    if node is None:
        return set()
    if isinstance(node, ast.Constant):
        return {node.value} & set(MOVED)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return set().union(*(_named(part) for part in node.elts))
    return {UNREAD}


def _keys(node: ast.AST) -> set[str]:
    """Which of the columns a mapping passed as keywords or defaults gives."""
    if not isinstance(node, ast.Dict):
        return {UNREAD}
    return set().union(*(_named(key) if key is not None else {UNREAD} for key in node.keys))


def _stored(node: ast.AST) -> set[str]:
    """Which of the columns a target of an assignment, a loop or a `with` is."""
    found = set()
    for leaf in ast.walk(node):
        if isinstance(leaf, ast.Attribute) and isinstance(leaf.ctx, ast.Store):
            found |= {leaf.attr} & set(MOVED)
        if isinstance(leaf, ast.Subscript) and isinstance(leaf.ctx, ast.Store):
            holder = ast.unparse(leaf.value)
            if holder.endswith("__dict__") or holder.startswith("vars("):
                found |= _named(leaf.slice)
    return found


def _of_call(call: ast.Call) -> set[str]:
    """Which of the columns a call writes into rows that exist, or gives to a line or a sending being made."""
    method = isinstance(call.func, ast.Attribute)
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    spread = [keyword.value for keyword in call.keywords if keyword.arg is None]
    found: set[str] = set()
    if name == "update" and method:
        found |= keywords.keys() & set(MOVED)
        found |= set().union(*(_keys(value) for value in spread))
    if name in ("setattr", "__setattr__"):
        found |= _named(call.args[-2])
    if name in ("bulk_update", "abulk_update"):
        found |= _named(keywords.get("fields", call.args[1] if len(call.args) > 1 else None))
    if name in ("save", "asave", "bulk_create", "abulk_create"):
        found |= _named(keywords.get("update_fields"))
    for defaults in ("defaults", "create_defaults"):
        if defaults in keywords and name.endswith(("update_or_create", "get_or_create")):
            found |= _keys(keywords[defaults])
    if name[:1].isupper() or name in ("create", "acreate"):
        found |= keywords.keys() & {"line_state", "outcome"}
    return found


def written_states(node: ast.AST) -> set[str]:
    """Which of the columns MOVED a statement or call gives a new value to; UNREAD where it does not name them."""
    if isinstance(node, ast.Assign | ast.Delete):
        return set().union(*(_stored(target) for target in node.targets))
    if isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For | ast.comprehension):
        return _stored(node.target)
    if isinstance(node, ast.withitem):
        return _stored(node.optional_vars) if node.optional_vars else set()
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        written = re.search(r"(?is)\bupdate\s+\w+\s+set\b(.*)", node.value)
        return {name for name in MOVED if written and re.search(rf"(?i)\b{name}\b\s*=", written[1])}
    return _of_call(node) if isinstance(node, ast.Call) else set()


def saves_everything(node: ast.AST) -> bool:
    """A `row.save()` without its columns writes the state the row was read with."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "save"
        and not node.args
        and not node.keywords
    )


def test_nothing_but_move_assigns_a_state():
    writers = {
        (path, name) for path, tree in modules() for node in ast.walk(tree) for name in written_states(node)
    }
    writers |= {
        (path, UNREAD)
        for path, tree in modules()
        if path.startswith("reporting/")
        for node in ast.walk(tree)
        if saves_everything(node)
    }
    assert writers == STATE_WRITERS.keys()


def test_filling_a_line_saves_all_but_what_line_it_is_and_its_state():
    for model in (TaskEntry, MeasureEntry):
        columns = {field.name for field in model._meta.concrete_fields}
        kept = {"id", "submission", "line_state", "last_fact", "last_observation", "observation"}
        asked = {"task", "task_version", "via_group", "measure"}
        assert set(words_of(model)) == columns - kept - asked


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("x.state = 'sent'", {"state"}),
        ("a, x.line_state = 1, 2", {"line_state"}),
        ("x.outcome: str = 'accepted'", {"outcome"}),
        ("x.state += 'sent'", {"state"}),
        ("for x.state in states: pass", {"state"}),
        ("with opened() as x.state: pass", {"state"}),
        ("[1 for x.line_state in states]", {"line_state"}),
        ("x.__dict__['state'] = 'sent'", {"state"}),
        ("vars(x)[name] = 'sent'", {UNREAD}),
        ("q.update(state='sent')", {"state"}),
        ("q.filter(pk=1).update(at=now, line_state='sent')", {"line_state"}),
        ("q.update(**{'outcome': 'accepted'})", {"outcome"}),
        ("q.update(**{name: 'accepted'})", {UNREAD}),
        ("q.update(**fields)", {UNREAD}),
        ("setattr(x, 'state', 'sent')", {"state"}),
        ("setattr(x, name, 'sent')", {UNREAD}),
        ("object.__setattr__(x, 'line_state', 'sent')", {"line_state"}),
        ("Row.objects.bulk_update(rows, ['at', 'line_state'])", {"line_state"}),
        ("Row.objects.bulk_update(rows, fields=columns)", {UNREAD}),
        ("Row.objects.bulk_create(rows, update_conflicts=True, update_fields=('outcome',))", {"outcome"}),
        ("x.save(update_fields=['line_state', 'at'])", {"line_state"}),
        ("x.save(update_fields=columns)", {UNREAD}),
        ("Row.objects.update_or_create(pk=1, defaults={'outcome': 'accepted'})", {"outcome"}),
        ("Row.objects.update_or_create(pk=1, defaults=values)", {UNREAD}),
        ("TaskEntry(line_state='clean')", {"line_state"}),
        ("Sending.objects.create(outcome='accepted')", {"outcome"}),
        ("cursor.execute('UPDATE reporting_sending SET at = now(), outcome = 1')", {"outcome"}),
        ("if x.state == 'sent': pass", set()),
        ("q.filter(state='sent').exclude(line_state='open')", set()),
        ("Row(state='draft')", set()),
        ("q.update(status=1)", set()),
        ("known.update({'state': 1})", set()),
        ("x.save(update_fields=['at'])", set()),
        ("Row.objects.bulk_update(rows, ['at'])", set()),
        ("setattr(x, 'status', 1)", set()),
        ("cursor.execute('SELECT outcome FROM reporting_sending WHERE outcome = 1')", set()),
    ],
)
def test_a_written_state_is_recognised(line, written):
    assert set().union(*(written_states(node) for node in ast.walk(ast.parse(line)))) == written


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


def said(tree: ast.Module) -> Iterator[str]:
    """What code says: its names and its texts, but for docstrings and comments."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        for field in ("id", "attr", "arg", "name"):
            if isinstance(getattr(node, field, None), str):
                yield getattr(node, field)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_common_says_no_word_of_an_app():
    named = re.compile(rf"(?<![^\W_])({DOMAIN_WORDS})(?![^\W_])", re.IGNORECASE)
    found = {
        f"{path}: {match[0]}"
        for path, tree in modules()
        if path.startswith("common/")
        for text in said(tree)
        for match in named.finditer(text)
    }
    assert found == STORED_IN_COMMON


def test_a_word_of_an_app_is_recognised():
    said_of_an_app = ["plan_id = 1", "row.agency", "def open(submission): pass", "x = 'Gửi báo cáo'"]
    fine = ["planned = 1", "def run():\n    'Of a plan.'", "x = 'replanted'"]
    named = re.compile(rf"(?<![^\W_])({DOMAIN_WORDS})(?![^\W_])", re.IGNORECASE)
    found = [any(named.search(text) for text in said(ast.parse(line))) for line in said_of_an_app + fine]
    assert found == [True] * len(said_of_an_app) + [False] * len(fine)


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


# What a page says at one moment; `expect` waits until it says so.
READ_ONCE = re.compile(
    r"assert\b.*\.(?:inner_text|text_content|input_value|is_visible|is_hidden|is_disabled)\("
)


def test_no_browser_test_judges_a_page_by_one_look():
    """A page may still be arriving: what is read of it once passes or fails by the speed of the machine."""
    looks = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / "tests/e2e").glob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if READ_ONCE.search(line)
    ]
    assert looks == []
