"""The permission matrix: every address of the portal × every role, and what each of them is answered.

A stranger gets 404, a colleague without the right 403, who is not signed in comes to the door (`in`, or 401 where a
script asks). Verbs are posted empty but for the line or the version of the draft they are about: who may use one is
sent on (302) or told what is missing (400, 422). A conflict (409) does not say who may, so no row accepts one.
An address without a row fails, and so does a method without a row that is not answered 405.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reporting.collection.entries import save_task_field
from reporting.models import TaskEntry
from tests import factories as make
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous stranger former reporter approver neighbour officer other_officer head leader administrator mixed"
).split()

# What stands in an address, by the name of the URL: the parts of the world it is about.
PARTS = {
    "message": lambda world: [world.message.pk],
    "submission": lambda world: [world.submission.ref],
    "save_field": lambda world: [world.submission.ref],
    "add_evidence": lambda world: [world.submission.ref],
    "remove_evidence": lambda world: [world.submission.ref, world.evidence.pk],
    "evidence_file": lambda world: [world.submission.ref, world.file.ref],
    "submission_docx": lambda world: [world.submission.ref],
    "submission_action": lambda world: [world.submission.ref],
    "review": lambda world: [world.submission.ref],
    "review_action": lambda world: [world.submission.ref],
    "plan": lambda world: [world.plan.ref],
    "plan_annex": lambda world: [world.plan.ref, "docx"],
    "plan_indicators": lambda world: [world.plan.ref],
    "plan_money": lambda world: [world.plan.ref],
    "plan_history": lambda world: [world.plan.ref],
    "enter_plan_target": lambda world: [world.plan.ref],
    "task": lambda world: [world.plan.ref, world.task.code],
    "task_change": lambda world: [world.plan.ref],
    "take_back_change": lambda world: [world.plan.ref, world.event.pk],
    "cycle": lambda world: [world.plan.ref],
    "open_period": lambda world: [world.plan.ref],
    "board": lambda world: [world.period.ref],
    "remind": lambda world: [world.period.ref],
    "close_period": lambda world: [world.period.ref],
    "draft_report": lambda world: [world.period.ref],
    "export_period": lambda world: [world.period.ref],
    "api_period_rollup": lambda world: [world.period.ref],
    "province_report": lambda world: [world.report.ref],
    "save_section": lambda world: [world.report.ref],
    "signed_file": lambda world: [world.report.ref],
    "report_action": lambda world: [world.report.ref],
    "import_draft": lambda world: [world.draft.ref],
    "confirm_import": lambda world: [world.draft.ref],
    "discard_import": lambda world: [world.draft.ref],
    "hand_over_import": lambda world: [world.draft.ref],
    "undo_import": lambda world: [world.draft.ref],
    "import_sums": lambda world: [world.draft.ref],
    "draft_row": lambda world: [world.draft.ref, "1"],
    "draft_head": lambda world: [world.draft.ref],
    "draft_meaning": lambda world: [world.draft.ref],
    "draft_agencies": lambda world: [world.draft.ref],
    "draft_table": lambda world: [world.draft.ref],
    "job_status": lambda world: [world.job.ref],
    "list_job": lambda world: [world.list_job.ref],
    "list_made": lambda world: [world.list_job.ref],
    "export_job": lambda world: [world.job.ref],
    "export_file": lambda world: [world.job.ref],
}


@dataclass(frozen=True)
class Row:
    """One line of the matrix. `verb` ends the address, `world` says in which states the season stands, `line` names the
    task line in address and form, `version` posts the draft's, `script` asks as portal.js does."""

    method: str
    name: str
    answers: str
    verb: str = ""
    world: dict[str, str] = field(default_factory=dict)
    line: bool = False
    script: bool = False
    version: bool = False
    query: str = ""

    def __str__(self) -> str:
        words = [self.method, self.name, self.verb, *self.world.values(), "script" if self.script else ""]
        return " ".join(filter(None, words))

    def parts(self, world: World) -> list:
        """What stands in the address."""
        found = PARTS[self.name](world) if self.name in PARTS else []
        return [*found, self.verb] if self.verb else found

    def ask(self, world: World, role: str) -> str:
        """The answer to one role, as the matrix writes it."""
        client = Client()
        if world[role]:
            client.force_login(world[role])
        address = reverse(self.name, args=self.parts(world))
        fields = {"dong": f"nv-{world.entry.pk}"} if self.line else {}
        headers = {"Accept": "application/json"} if self.script else {}
        if self.method == "GET":
            return written(client.get(address, QueryDict(self.query), headers=headers))
        address += f"?dong={fields['dong']}" if self.line else ""
        fields |= {"version": str(world.draft.version)} if self.version else {}
        return written(client.post(address, fields, headers=headers))


def written(response: HttpResponse) -> str:
    """The status; `in` for being sent to sign in."""
    to_the_door = response.status_code == 302 and response.headers["Location"].startswith(reverse("sign_in"))
    return "in" if to_the_door else str(response.status_code)


def get(name: str, answers: str, world: dict | None = None, query: str = "") -> Row:
    return Row("GET", name, answers, world=world or {}, query=query)


def post(name: str, answers: str, world: dict | None = None, verb: str = "", **more: bool) -> Row:
    return Row("POST", name, answers, verb, world or {}, **more)


DRAFT, ENDORSED, SENT = {"submission": "draft"}, {"submission": "endorsed"}, {"submission": "sent"}
RETURNED, APPROVED = {"submission": "returned"}, {"submission": "approved"}
DRAFTING, SUBMITTED, ISSUED = {"report": "drafting"}, {"report": "submitted"}, {"report": "issued"}
TAKEN_BACK, NO_REPORT = {"report": "returned"}, {"report": "none"}
CLOSED = {"submission": "sent", "period": "closed"}
LINE, SCRIPT, VERSION = {"line": True}, {"line": True, "script": True}, {"version": True}

# fmt: off
MATRIX = [
    #                          ano str for rep app nei off oth hea lea adm mix
    # everybody's own
    get("health",             "200 200 200 200 200 200 200 200 200 200 200 200"),
    get("sign_in",            "200 302 302 302 302 302 302 302 302 302 302 302"),
    post("sign_in",           "200 302 302 302 302 302 302 302 302 302 302 302"),
    post("sign_out",          "in  in  in  in  in  in  in  in  in  in  in  in"),
    get("my_work",            "in  200 200 200 200 200 200 200 200 200 200 200"),
    get("inbox",              "in  200 200 200 200 200 200 200 200 200 200 200"),
    get("message",            "in  404 404 404 404 404 200 404 404 404 404 404"),
    get("mail_folder",        "in  404 404 404 404 404 404 404 404 404 404 404"),
    get("job_status",         "in  404 404 404 404 404 200 404 404 404 404 404"),
    get("list_job",           "in  404 404 404 404 404 200 404 404 404 404 404"),
    get("list_made",          "in  404 404 404 404 404 200 404 404 404 404 404"),
    # plans: read by everybody of the province, run by the focal agency
    get("plans",              "in  200 200 200 200 200 200 200 200 200 200 200"),
    get("plans",              "in  200 200 200 200 200 200 200 200 200 200 200", query="tep=xlsx"),
    get("plan",               "in  404 404 200 200 200 200 200 200 200 200 200"),
    get("plan_annex",         "in  404 404 200 200 200 200 200 200 200 200 200"),
    get("plan_indicators",    "in  404 404 200 200 200 200 200 200 200 200 200"),
    get("plan_money",         "in  404 404 200 200 200 200 200 200 200 200 200"),
    get("plan_history",       "in  404 404 200 200 200 200 200 200 200 200 200"),
    get("plan_history",       "in  404 404 200 200 200 200 200 200 200 200 200", query="tep=xlsx"),
    get("task",               "in  404 404 200 200 200 200 200 200 200 200 200"),
    get("indicators",         "in  200 200 200 200 200 200 200 200 200 200 200"),
    get("indicators",         "in  200 200 200 200 200 200 200 200 200 200 200", query="tep=xlsx"),
    get("search",             "in  200 200 200 200 200 200 200 200 200 200 200"),
    get("enter_plan_target",  "in  404 404 403 403 403 200 403 200 403 403 403"),
    post("enter_plan_target", "in  404 404 403 403 403 422 403 422 403 403 403"),
    get("task_change",        "in  404 404 403 403 403 200 403 200 403 403 403"),
    post("task_change",       "in  404 404 403 403 403 400 403 400 403 403 403"),
    post("take_back_change",  "in  404 404 403 403 403 302 403 302 403 403 403"),
    get("cycle",              "in  404 404 403 403 403 200 403 200 403 403 403"),
    post("cycle",             "in  404 404 403 403 403 400 403 400 403 403 403"),
    get("open_period",        "in  404 404 403 403 403 200 403 200 403 403 403"),
    post("open_period",       "in  404 404 403 403 403 200 403 200 403 403 403"),
    # importing plans: the focal agencies' people, each in his province
    get("imports",            "in  200 403 403 403 403 200 200 200 403 403 200"),
    get("imports",            "in  200 403 403 403 403 200 200 200 403 403 200", query="tep=xlsx"),
    post("imports",           "in  422 403 403 403 403 422 422 422 403 403 422"),
    get("import_draft",       "in  404 404 403 403 403 200 200 200 403 403 403"),
    post("confirm_import",    "in  404 404 403 403 403 422 422 422 403 403 403"),
    post("discard_import",    "in  404 404 403 403 403 302 302 302 403 403 403"),
    post("hand_over_import",  "in  404 404 403 403 403 422 422 422 403 403 403"),
    post("undo_import",       "in  404 404 403 403 403 302 302 302 403 403 403"),
    get("import_sums",        "in  404 404 403 403 403 200 200 200 403 403 403"),
    get("draft_row",          "in  404 404 403 403 403 200 200 200 403 403 403"),
    post("draft_row",         "in  404 404 403 403 403 302 302 302 403 403 403"),
    get("draft_meaning",      "in  404 404 403 403 403 200 200 200 403 403 403", query="time_text=2026"),
    get("draft_head",         "in  404 404 403 403 403 200 200 200 403 403 403"),
    post("draft_head",        "in  404 404 403 403 403 302 302 302 403 403 403"),
    post("draft_agencies",    "in  404 404 403 403 403 302 302 302 403 403 403", **VERSION),
    post("draft_table",       "in  404 404 403 403 403 302 302 302 403 403 403", **VERSION),
    # a submission: a draft is its agency's alone, what was sent is read by the focal agency and the province's leaders
    get("submissions",        "in  200 200 200 200 200 200 200 200 200 200 200"),
    get("submissions",        "in  200 200 200 200 200 200 200 200 200 200 200", query="tep=xlsx"),
    get("submission",         "in  404 404 200 200 404 403 404 403 404 404 200", DRAFT),
    get("submission",         "in  404 404 200 200 404 403 404 403 404 404 200", ENDORSED),
    get("submission",         "in  404 404 200 200 404 200 404 200 200 404 200", SENT),
    get("submission",         "in  404 404 200 200 404 200 404 200 200 404 200", RETURNED),
    get("submission",         "in  404 404 200 200 404 200 404 200 200 404 200", APPROVED),
    get("submission_docx",    "in  404 404 200 200 404 403 404 403 404 404 200", DRAFT),
    get("submission_docx",    "in  404 404 200 200 404 200 404 200 200 404 200", SENT),
    get("evidence_file",      "in  404 404 200 200 404 403 404 403 404 404 200", DRAFT),
    get("evidence_file",      "in  404 404 200 200 404 200 404 200 200 404 200", SENT),
    post("save_field",        "in  404 404 302 302 404 403 404 403 404 404 302", DRAFT, **LINE),
    post("save_field",        "401 404 404 400 400 404 403 404 403 404 404 400", DRAFT, **SCRIPT),
    post("save_field",        "401 404 404 400 400 404 403 404 403 403 404 400", SENT, **SCRIPT),
    post("add_evidence",      "in  404 404 302 302 404 403 404 403 404 404 302", DRAFT, **LINE),
    post("add_evidence",      "401 404 404 400 400 404 403 404 403 404 404 400", DRAFT, **SCRIPT),
    post("add_evidence",      "401 404 404 400 400 404 403 404 403 403 404 400", SENT, **SCRIPT),
    post("remove_evidence",   "in  404 404 302 302 404 403 404 403 404 404 302", DRAFT),
    post("remove_evidence",   "in  404 404 302 302 404 403 404 403 403 404 302", SENT),
    post("submission_action", "in  404 404 302 302 404 403 404 403 404 404 302", DRAFT, verb="gui"),
    post("submission_action", "in  404 404 302 302 404 403 404 403 403 404 302", SENT, verb="gui"),
    post("submission_action", "in  404 404 403 302 404 403 404 403 404 404 403", DRAFT, verb="xac-nhan"),
    post("submission_action", "in  404 404 302 302 404 403 404 403 404 404 302", ENDORSED, verb="bo-xac-nhan"),
    post("submission_action", "in  404 404 302 302 404 302 404 302 403 404 302", SENT, verb="trao-doi"),
    post("submission_action", "in  404 404 404 404 404 404 404 404 404 404 404", SENT, verb="khong-co"),
    # collecting and reviewing: the focal agency's, read by the province's leaders
    get("boards",             "in  200 403 403 403 403 200 200 200 200 403 200"),
    get("boards",             "in  200 403 403 403 403 200 200 200 200 403 200", query="tep=xlsx"),
    get("unopened_plans",     "in  200 403 403 403 403 200 200 200 403 403 200"),
    get("awaiting_review",    "in  200 403 403 403 403 200 200 200 403 403 200"),
    get("awaiting_review",    "in  200 403 403 403 403 200 200 200 403 403 200", query="tep=xlsx"),
    get("late_submissions",   "in  200 403 403 403 403 200 200 200 403 403 200"),
    get("late_submissions",   "in  200 403 403 403 403 200 200 200 403 403 200", query="tep=xlsx"),
    get("board",              "in  404 404 403 403 403 200 403 200 200 403 403"),
    get("board",              "in  404 404 403 403 403 200 403 200 200 403 403", query="tep=xlsx"),
    post("remind",            "in  404 404 403 403 403 302 403 302 403 403 403"),
    post("close_period",      "in  404 404 403 403 403 403 403 302 403 403 403"),
    get("review",             "in  404 404 403 403 404 200 404 200 404 404 403", DRAFT),
    get("review",             "in  404 404 403 403 404 200 404 200 200 404 403", SENT),
    get("review",             "in  404 404 403 403 404 200 404 200 200 404 403", RETURNED),
    post("review_action",     "in  404 404 403 403 404 302 404 302 403 404 403", SENT, verb="duyet-dong", **LINE),
    post("review_action",     "in  404 404 403 403 404 400 404 400 403 404 403", CLOSED, verb="duyet-dong", **LINE),
    post("review_action",     "in  404 404 403 403 404 400 404 400 403 404 403", SENT, verb="tra-dong", **LINE),
    post("review_action",     "in  404 404 403 403 404 400 404 400 403 404 403", SENT, verb="hoi", **LINE),
    post("review_action",     "in  404 404 403 403 404 400 404 400 403 404 403", SENT, verb="duyet-khong-doi"),
    post("review_action",     "in  404 404 403 403 404 302 404 302 403 404 403", SENT, verb="duyet-tat-ca"),
    post("review_action",     "in  404 404 403 403 404 400 404 400 403 404 403", SENT, verb="tra-cac-dong"),
    post("review_action",     "in  404 404 403 403 404 400 404 400 403 404 403", SENT, verb="tra-toan-bo"),
    post("review_action",     "in  404 404 403 403 404 403 404 400 403 404 403", APPROVED, verb="mo-lai"),
    post("review_action",     "in  404 404 403 403 404 404 404 404 404 404 403", SENT, verb="khong-co"),
    # the province's figures, on pages and for other systems
    get("dashboard",          "in  200 403 403 403 403 200 200 200 200 403 200"),
    get("province_tasks",     "in  200 403 403 403 403 200 200 200 200 403 200"),
    get("province_tasks",     "in  200 403 403 403 403 200 200 200 200 403 200", query="tep=xlsx"),
    get("obstacles",          "in  200 403 403 403 403 200 200 200 200 403 200"),
    get("obstacles",          "in  200 403 403 403 403 200 200 200 200 403 200", query="tep=xlsx"),
    get("api_period_rollup",  "403 404 404 403 403 403 200 200 200 200 403 403"),
    get("api_schema",         "403 200 200 200 200 200 200 200 200 200 200 200"),
    # the province report: the focal agency's until it is submitted, the leaders' too then, everybody's once issued
    get("province_reports",   "in  200 200 200 200 200 200 200 200 200 200 200"),
    get("province_reports",   "in  200 200 200 200 200 200 200 200 200 200 200", query="tep=xlsx"),
    get("undrafted_reports",  "in  200 403 403 403 403 200 200 200 403 403 200"),
    get("province_report",    "in  404 404 404 404 404 200 404 200 404 404 404", DRAFTING),
    get("province_report",    "in  404 404 404 404 404 200 404 200 200 404 404", SUBMITTED),
    get("province_report",    "in  404 404 404 404 404 200 404 200 404 404 404", TAKEN_BACK),
    get("province_report",    "in  404 404 200 200 200 200 200 200 200 200 200", ISSUED),
    get("signed_file",        "in  404 404 404 404 404 404 404 404 404 404 404", SUBMITTED),
    get("signed_file",        "in  404 404 200 200 200 200 200 200 200 200 200", ISSUED),
    post("draft_report",      "in  404 404 403 403 403 302 403 302 403 403 403", NO_REPORT),
    post("save_section",      "in  404 404 404 404 404 400 404 400 404 404 404", DRAFTING),
    post("save_section",      "in  404 404 404 404 404 400 404 400 403 404 404", SUBMITTED),
    post("report_action",     "in  404 404 404 404 404 403 404 302 404 404 404", DRAFTING, verb="trinh"),
    post("report_action",     "in  404 404 404 404 404 403 404 302 403 404 404", SUBMITTED, verb="lay-lai"),
    post("report_action",     "in  404 404 404 404 404 403 404 422 403 404 404", SUBMITTED, verb="ban-hanh"),
    post("report_action",     "in  404 404 404 404 404 302 404 302 404 404 404", DRAFTING, verb="soan-lai"),
    post("report_action",     "in  404 404 403 403 403 302 403 302 403 403 403", ISSUED, verb="soan-lai"),
    post("report_action",     "in  404 404 404 404 404 404 404 404 404 404 404", DRAFTING, verb="khong-co"),
    post("export_period",     "in  404 404 403 403 403 302 403 302 302 403 403", verb="pdf"),
    post("export_period",     "in  404 404 403 403 403 404 403 404 404 403 403", verb="exe"),
    get("export_job",         "in  404 404 404 404 404 200 404 404 404 404 404"),
    get("export_file",        "in  404 404 404 404 404 200 404 404 404 404 404"),
]
# fmt: on


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all addresses but those of the admin, which has rules of its own below."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        elif pattern.app_name != "admin":
            yield from names(pattern.url_patterns)


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.PORTAL_TODAY = make.day(TODAY)


def test_every_address_has_its_rows():
    assert set(names(get_resolver().url_patterns)) == {row.name for row in MATRIX}


def test_no_row_accepts_a_conflict_as_an_answer():
    assert [str(row) for row in MATRIX if "409" in row.answers.split()] == []


@pytest.mark.parametrize("row", MATRIX, ids=str)
def test_every_role_is_answered_as_the_matrix_says(row):
    world = World(**row.world)
    answers = {}
    for role in ROLES:
        with transaction.atomic():
            answers[role] = row.ask(world, role)
            transaction.set_rollback(True)
    assert answers == dict(zip(ROLES, row.answers.split(), strict=True))


@pytest.mark.parametrize("name", sorted({row.name for row in MATRIX}))
def test_a_method_without_a_row_is_not_answered(client, name):
    rows = [row for row in MATRIX if row.name == name]
    world = World(**rows[0].world)
    if name != "sign_in":  # the door sends on who is in already, whatever he asks
        client.force_login(world["head"])
    address = reverse(name, args=rows[0].parts(world))
    others = {"GET", "POST", "PUT", "PATCH", "DELETE"} - {row.method for row in rows}
    assert {method: client.generic(method, address).status_code for method in others} == dict.fromkeys(
        others, 405
    )


LISTS = [
    row.name
    for row in MATRIX
    if row.method == "GET" and row.name not in PARTS and row.answers.split()[1] == "200"
]


@pytest.mark.parametrize("name", sorted(set(LISTS) - {"health", "api_schema"}))
@pytest.mark.parametrize("role", ["stranger", "former"])
def test_a_list_shows_nothing_to_who_has_no_role_in_the_province(client, role, name):
    world = World(submission="sent", report="issued")
    client.force_login(world[role])
    page = client.get(reverse(name)).content.decode()
    secrets = [world.plan.number, world.plan.title, world.agency.name, world.task.name, world.period.ref]
    assert [secret for secret in secrets if secret in page] == []


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_a_draft_s_words_are_its_agency_s_alone(client, role):
    world = World(submission="draft")
    client.force_login(world[role])
    pages = ["my_work", "submissions", "boards", "plans", "dashboard", "province_tasks", "obstacles"]
    shown = {name: client.get(reverse(name)).content.decode() for name in pages}
    shown["task"] = client.get(reverse("task", args=[world.plan.ref, world.task.code])).content.decode()
    shown["board"] = client.get(reverse("board", args=[world.period.ref])).content.decode()
    shown["review"] = client.get(reverse("review", args=[world.submission.ref])).content.decode()
    assert [name for name, page in shown.items() if world.entry.result in page] == []


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_what_is_written_after_a_return_is_not_read_before_it_is_sent_again(client, role):
    world = World(submission="returned")
    save_task_field(
        entry=TaskEntry.objects.get(pk=world.entry.pk),
        field="result",
        value="Chữ đang sửa dở",
        version=world.entry.version,
        by=world["reporter"],
        at=NOW,
    )
    client.force_login(world[role])
    line = {"dong": f"nv-{world.entry.pk}"}
    shown = {
        name: client.get(reverse(name, args=[world.submission.ref]), line)
        for name in ("submission", "review")
    }
    paper = client.get(reverse("submission_docx", args=[world.submission.ref])).content
    with zipfile.ZipFile(io.BytesIO(paper)) as docx:
        texts = {name: page.content.decode() for name, page in shown.items()}
        texts["docx"] = docx.read("word/document.xml").decode()
    assert {name: "Chữ đang sửa dở" in text for name, text in texts.items()} == dict.fromkeys(texts, False)
    assert {name: "Đã nâng cấp 20/30 xã" in text for name, text in texts.items()} == dict.fromkeys(
        texts, True
    )


FIELDS = (
    "q agency status plan page dong lan xem state year cycle cutoff_on opens_on chon parts field value version reason "
    "loai nv tasks on until into leads coordinating document product notes "
    "reason_whole reason_reopen text line seen report change_note section name unit horizon_year scope printed "
    "official_no official_date document_no document_date abstract username next focal agency-0 only do previewed "
    "kind was-kind parent name-0 choice-0 full-0 blocks to cut problem key money-0 year-0 source-0 end back xem "
    "time_text target_text lead coordinating number issued_on province horizon_from legal_bases cycle-1-day"
).split()
NONSENSE = ["9" * 30, "nv-" + "9" * 30, "²", "' OR 1=1 --", "x" * 5000]


@pytest.mark.parametrize(
    "row", {(row.method, row.name, row.verb, row.script): row for row in MATRIX}.values(), ids=str
)
def test_nonsense_in_every_field_brings_no_address_down(row):
    world = World(**row.world)
    for role in ("reporter", "head"):
        client = Client()
        client.force_login(world[role])
        ask = client.get if row.method == "GET" else client.post
        headers = {"Accept": "application/json"} if row.script else {}
        for nonsense in NONSENSE:
            with transaction.atomic():
                fields = dict.fromkeys(FIELDS, nonsense)
                fields |= {"dong": f"nv-{world.entry.pk}"} if row.line and nonsense == "²" else {}
                address = reverse(row.name, args=row.parts(world), query={"dong": fields["dong"]})
                assert ask(address, fields, headers=headers).status_code < 500
                transaction.set_rollback(True)
