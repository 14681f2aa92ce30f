"""Every main page for every role: no violation of WCAG 2.1 AA, nothing wider than the screen, usable by keyboard.

The rules are axe-core's, kept in tests/vendor; 1280 px is the office's screen, 390 px the telephone's.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.world import TODAY, World

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AXE = Path(portal_settings.BASE_DIR / "tests/vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
CHECK = """async (tags) => {
  const {violations} = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  const told = (rule, node) => `${rule.id}: ${node.target.join(" ")} (${node.html.slice(0, 120)})`;
  return violations.flatMap((rule) => rule.nodes.map((node) => told(rule, node)));
}"""
# What sticks out, not counting what scrolls or hides inside its own box.
WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => element.outerHTML.slice(0, 120))
    .slice(0, 5);
}"""
WIDTHS = (1280, 390)


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.PORTAL_TODAY = make.day(TODAY)


def addresses(world: World) -> dict[str, list[str]]:
    """The pages of each role."""
    plan, period, submission = world.plan.ref, world.period.ref, world.submission.ref
    line = f"{reverse('submission', args=[submission])}?dong=nv-{world.entry.pk}"
    own = [reverse("my_work"), reverse("inbox"), reverse("plans"), reverse("indicators"), reverse("search")]
    return {
        "anonymous": [reverse("sign_in"), "/khong-co-trang-nay/"],
        "reporter": [
            *own,
            reverse("plan", args=[plan]),
            reverse("plan_indicators", args=[plan]),
            reverse("plan_money", args=[plan]),
            reverse("plan_history", args=[plan]),
            reverse("task", args=[plan, world.task.code]),
            reverse("submissions"),
            f"{reverse('search')}?q=chuyen+doi+so",
            line,
            f"{reverse('submission', args=[submission])}?dong=de-cuong",
            reverse("dashboard"),  # 403
        ],
        "approver": [reverse("my_work"), line],
        "officer": [
            *own,
            reverse("boards"),
            reverse("awaiting_review"),
            f"{reverse('late_submissions')}?plan={plan}",
            reverse("unopened_plans"),
            reverse("undrafted_reports"),
            reverse("board", args=[period]),
            reverse("review", args=[submission]),
            reverse("cycle", args=[plan]),
            reverse("open_period", args=[plan]),
            reverse("enter_plan_target", args=[plan]),
            reverse("imports"),
            reverse("import_draft", args=[world.draft.ref]),
            reverse("draft_row", args=[world.draft.ref, "1"]),
            reverse("draft_head", args=[world.draft.ref]),
            reverse("province_reports"),
            reverse("export_job", args=[world.job.ref]),
            reverse("list_job", args=[world.list_job.ref]),
            reverse("message", args=[world.message.pk]),
        ],
        "head": [reverse("my_work"), reverse("review", args=[submission])],
        "leader": [
            reverse("my_work"),
            reverse("dashboard"),
            reverse("province_tasks"),
            reverse("obstacles"),
            reverse("board", args=[period]),
            reverse("review", args=[submission]),
            reverse("province_reports"),
        ],
        "administrator": [
            reverse("my_work"),
            reverse("admin:index"),
            reverse("admin:agencies_agency_changelist"),
            reverse("admin:agencies_agency_change", args=[world.agency.pk]),
            reverse("admin:agencies_user_change", args=[world["reporter"].pk]),
            reverse("admin:agencies_membership_add"),
            reverse("admin:app_list", args=["agencies"]),
            reverse("admin:password_change"),
        ],
    }


def problems(page: Page, address: str) -> dict[str, list[str]]:
    """What is wrong with a page, by width; empty when nothing is."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        page.evaluate(AXE)
        wrong = page.evaluate(CHECK, RULES)
        wrong += [f"wider than the screen: {html}" for html in page.evaluate(WIDER)]
        if wrong:
            found[f"{address} at {width}"] = wrong
    return found


def walk(open_page: Callable[..., Page], world: World, roles: list[str]) -> dict[str, list[str]]:
    found = {}
    for role in roles:
        page = open_page(world[role])
        for address in addresses(world)[role]:
            found |= problems(page, address)
    return found


@pytest.mark.parametrize(
    "role", ["anonymous", "reporter", "approver", "officer", "head", "leader", "administrator"]
)
def test_the_pages_of_a_role_are_accessible(open_page, watch, role):
    watch.expect(r"status of 40[34]")
    if role == "administrator":
        watch.expect("Applying inline style")  # axe-core reads the calendar of Django's admin by copying it
    world = World(submission="draft" if role in ("reporter", "approver") else "sent")
    assert walk(open_page, world, [role]) == {}


@pytest.mark.parametrize("state", ["returned", "approved"])
def test_a_submission_is_accessible_in_every_state(open_page, state):
    world = World(submission=state)
    address = reverse("submission", args=[world.submission.ref])
    assert problems(open_page(world["reporter"]), address) == {}
    assert problems(open_page(world["officer"]), reverse("review", args=[world.submission.ref])) == {}


@pytest.mark.parametrize("state", ["drafting", "submitted", "issued"])
def test_a_province_report_is_accessible_in_every_state(open_page, state):
    world = World(report=state)
    assert problems(open_page(world["head"]), reverse("province_report", args=[world.report.ref])) == {}


def test_a_violation_would_be_found(page):
    page.goto(reverse("sign_in"))
    page.evaluate(AXE)
    page.evaluate("document.querySelector('label').remove()")
    assert [line.split(":")[0] for line in page.evaluate(CHECK, RULES)] == ["label"]
    page.evaluate("document.querySelector('h1').style.width = '3000px'")
    assert page.evaluate(WIDER) != []


# What a keyboard must reach: everything that can be used and is seen; of a group of radio buttons, one.
STOPS = """() => {
  const seen = (element) => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length;
  const groups = new Set();
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  return [...document.querySelectorAll(controls)].filter((element) => {
    if (!seen(element) || element.matches(":disabled") || element.tabIndex < 0) return false;
    if (element.type !== "radio") return true;
    const group = [element.form?.getAttribute("data-url"), element.name].join();
    return !groups.has(group) && groups.add(group);
  }).length;
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  window.stops ??= [];
  const inside = element === window.stops.at(-1); // a date is one control with three stops
  const over = element === document.body || (!inside && window.stops.includes(element));
  if (!inside) window.stops.push(element);
  const marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return {over, inside, marked, html: element.outerHTML.slice(0, 120)};
}"""


def stops(page: Page) -> list[dict]:
    """Every stop of the Tab key, from the top to the end of the page."""
    page.focus(".skip")
    found = []
    while not (stop := page.evaluate(FOCUSED))["over"]:
        if not stop["inside"]:
            found.append(stop)
        page.keyboard.press("Tab")
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("anonymous", "sign_in"),
        ("reporter", "submission"),
        ("officer", "review"),
        ("officer", "board"),
        ("officer", "cycle"),
        ("officer", "enter_plan_target"),
        ("leader", "plan"),
    ],
)
def test_everything_on_a_page_is_reached_with_the_tab_key_and_shows_it(open_page, role, name, width):
    world = World(submission="sent" if role == "officer" else "draft")
    about = {"submission": world.submission, "review": world.submission, "board": world.period}
    page = open_page(world[role], width=width)
    page.goto(reverse(name, args=[] if name == "sign_in" else [about.get(name, world.plan).ref]))
    found = stops(page)
    assert [stop["html"] for stop in found if not stop["marked"]] == []
    assert len(found) == page.evaluate(STOPS)


def test_the_first_stop_leads_past_the_menu(open_page):
    page = open_page(World()["reporter"])
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, footer') !== null")


@pytest.mark.parametrize(("width", "menu"), [(1280, ".menu details"), (390, "details.drawer")])
def test_the_menu_opens_and_closes_by_keyboard(open_page, width, menu):
    page = open_page(World()["officer"], width=width)
    page.goto("/")
    page.focus(f"{menu} summary")
    page.keyboard.press("Enter")
    expect(page.locator(f"{menu}[open] a").first).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.activeElement.closest('{menu}') !== null")
    page.keyboard.press("Escape")
    expect(page.locator(f"{menu}[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_person_signs_in_without_a_mouse(open_page):
    person = World()["reporter"]
    page = open_page()
    page.goto(reverse("sign_in"))
    page.focus("input[name=username]")
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("/")
    expect(page.locator("h1").first).to_have_text("Việc của tôi")
