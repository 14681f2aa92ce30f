"""Opening a period freezes who owes what; the preview says the same beforehand."""

import datetime as dt
import itertools
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from common.errors import Refused
from common.models import AuditEntry
from reporting.collection import deadlines
from reporting.collection.opening import open_period
from reporting.collection.periods import StageSpec, close_period, due_cycle, set_cycle
from reporting.collection.preview import preview_period
from reporting.documents.files import content_of
from reporting.models import MeasureEntry, MoneyEntry, Period, ReminderRule, Submission, TaskEntry
from reporting.rollup import rollup
from tests import factories
from tests.factories import day, moment

pytestmark = pytest.mark.django_db

NOW = moment("2026-10-15")


@pytest.fixture
def season():
    """A province with three departments and two districts, and a plan that asks all of them before 20/11."""
    province = factories.province(name="Bờ Biển", code="BB")
    focal, health, culture = (
        factories.agency(province, name=f"Sở {name}") for name in ("Khoa học", "Y tế", "Văn hóa")
    )
    east, west = (
        factories.agency(province, name=f"UBND huyện {name}", kind="ubnd-huyen") for name in ("Đông", "Tây")
    )
    departments = factories.group(province, focal, health, culture, name="Các sở, ban, ngành")
    districts = factories.group(province, east, west, name="UBND cấp huyện")
    plan = factories.plan(province, number="7/KH-UBND", focal_agency=focal)
    officer = factories.user(role="focal_officer", at=focal)
    cycle = set_cycle(
        plan=plan,
        by=officer,
        on=day("2026-01-01"),
        stages=[
            StageSpec("agencies", 11, 20, to_agency=focal, due_text="trước ngày 20/11"),
            StageSpec(
                "province",
                12,
                1,
                to_text="Thủ tướng Chính phủ",
                via_agency=focal,
                due_text="trước ngày 01/12",
            ),
        ],
        reporters=[(departments, "Các Sở, ban, ngành"), (districts, "UBND các huyện")],
    )

    class Season:
        pass

    names = ("province focal health culture east west departments districts plan officer cycle").split()
    here = locals()
    for name in names:
        setattr(Season, name, here[name])
    return Season


def preview(season, year: int = 2026, **options):
    return preview_period(**{"cycle": season.cycle, "year": year, "opens_on": NOW.date(), **options})


def opened(season, year: int = 2026, **options) -> Period:
    return open_period(cycle=season.cycle, year=year, by=season.officer, at=NOW, **options)


def lines(period: Period) -> dict[str, list[str]]:
    """The codes each agency owes, by the agency's name."""
    rows: dict[str, list[str]] = {}
    for submission in period.submissions.order_by("agency__position"):
        entries = submission.task_entries.order_by("task_version__position")
        rows[submission.agency.name] = [entry.task_version.code for entry in entries]
    return rows


def test_every_agency_named_by_the_rule_has_a_submission_even_with_no_line(season):
    factories.task(season.plan, code="1", lead=season.health)
    assert lines(opened(season)) == {
        "Sở Khoa học": [],
        "Sở Y tế": ["1"],
        "Sở Văn hóa": [],
        "UBND huyện Đông": [],
        "UBND huyện Tây": [],
    }


def test_a_responsible_agency_the_rule_does_not_name_has_one_too(season):
    union = factories.agency(season.province, name="Hội Nông dân", position=10_000)
    factories.task(season.plan, code="1", lead=union)
    assert lines(opened(season))["Hội Nông dân"] == ["1"]


def test_each_member_of_a_group_has_its_own_line_and_knows_through_which_group(season):
    factories.task(season.plan, code="1", lead=season.districts)
    period = opened(season)
    assert list(
        TaskEntry.objects.filter(submission__period=period).values_list(
            "submission__agency__name", "via_group__name", "main"
        )
    ) == [("UBND huyện Đông", "UBND cấp huyện", False), ("UBND huyện Tây", "UBND cấp huyện", False)]


def test_a_committee_reports_through_its_standing_agency(season):
    board = factories.agency(season.province, name="Ban Chỉ đạo", reports_through=season.culture)
    factories.task(season.plan, code="8.1", lead=board)
    assert lines(opened(season))["Sở Văn hóa"] == ["8.1"]


def test_a_task_nobody_would_report_goes_to_the_focal_agency_marked(season):
    unnamed = factories.group(season.province, name="Các đơn vị có liên quan")
    factories.task(season.plan, code="1", lead=season.health)
    factories.task(season.plan, code="2")
    factories.task(season.plan, code="3", lead=unnamed)
    looked = preview(season)
    assert [version.code for version in looked.unassigned_tasks] == ["2", "3"]
    period = opened(season)
    assert lines(period)["Sở Khoa học"] == ["2", "3"]
    assert list(TaskEntry.objects.filter(unassigned=True).values_list("task_version__code", flat=True)) == [
        "2",
        "3",
    ]


def test_the_preview_lists_unnamed_groups_beside_named_leads(season):
    unnamed = factories.group(season.province, name="Các đơn vị có liên quan")
    task = factories.task(season.plan, code="1", lead=season.health)
    factories.assignment(task, unnamed, label_printed="các đơn vị có liên quan")
    assert [(version.code, label) for version, label in preview(season).unnamed_groups] == [
        ("1", "các đơn vị có liên quan")
    ]
    assert lines(opened(season))["Sở Y tế"] == ["1"]


def test_who_coordinates_owes_nothing(season):
    task = factories.task(season.plan, code="1", lead=season.health)
    factories.assignment(task, season.culture, role="coordinate")
    assert lines(opened(season))["Sở Văn hóa"] == []


@pytest.mark.parametrize(
    ("fields", "owed"),
    [
        pytest.param({"starts_on": day("2026-12-31")}, True, id="begins on the last day of the period"),
        pytest.param({"starts_on": day("2027-01-01")}, False, id="begins after the period"),
        pytest.param({"ends_on": day("2025-12-31")}, True, id="ended long ago and is not done"),
        pytest.param({"recurring": True}, True, id="recurs"),
        pytest.param({"trigger_text": "Sau khi có hướng dẫn"}, True, id="waits for its trigger"),
        pytest.param({"kind": "group"}, False, id="is a heading"),
        pytest.param({"valid_to": day("2024-01-01")}, False, id="was taken out by an amendment"),
    ],
)
def test_owed_are_the_leaves_begun_by_the_end_of_the_period(season, fields, owed):
    factories.task(season.plan, code="1", lead=season.health, **fields)
    assert lines(opened(season))["Sở Y tế"] == (["1"] if owed else [])


def test_nothing_that_came_after_the_opening_day_leaks_into_it(season):
    """A plan amended, a task led by another, money and a completion recorded after the day a period is opened for."""
    task = factories.task(season.plan, lead=season.health, code="1")
    money = factories.budget(task, factories.source(season.province), 100, year=2025)
    led = factories.task(season.plan, lead=season.health, code="2")
    factories.indicator(season.plan, lead=season.health, code="A")
    amended = factories.version(season.plan, "2026-10-01")
    factories.amended(task, amended, name="Sửa đổi", starts_on=day("2027-01-01"))
    factories.budget(led, money.source, 50, year=2024, version=amended)
    factories.corrected(
        led.task.assignments.get(), on="2026-10-10", at="2026-10-10", cause="event", agency=season.culture
    )
    factories.task(season.plan, lead=season.culture, code="3", version=amended)
    factories.indicator(season.plan, lead=season.culture, code="B", version=amended)
    last = factories.period(season.plan, year=2025)
    done = {"state": "completed", "percent": Decimal(100), "completed_on": day("2025-06-01")}
    factories.fact(last, led, season.health, main=True, approved_at=moment("2026-10-12"), **done)
    before = preview(season, opens_on=day("2026-09-30"))
    assert (before.task_lines, before.measure_lines, before.finished) == (2, 1, [])
    period = opened(season, opens_on=day("2026-09-30"))
    assert period.plan_version.no == 1
    rows = lines(period)
    assert (rows["Sở Y tế"], rows["Sở Văn hóa"]) == (["1", "2"], [])
    entries = TaskEntry.objects.filter(submission__period=period).order_by("task_version__position")
    assert [entry.task_version.name for entry in entries] == [task.name, led.name]
    assert sorted(MoneyEntry.objects.values_list("entry__task", "budget_year")) == [
        (task.task_id, 2025),
        (task.task_id, 2026),
    ]


def test_what_came_before_the_opening_day_counts(season):
    task = factories.task(season.plan, lead=season.health, code="1")
    amended = factories.version(season.plan, "2026-10-01")
    factories.amended(task, amended, code="1a")
    factories.corrected(
        task.task.assignments.get(), on="2026-10-10", at="2026-10-10", cause="event", agency=season.culture
    )
    period = opened(season)
    assert (period.plan_version, lines(period)["Sở Văn hóa"]) == (amended, ["1a"])


@pytest.mark.parametrize(
    ("state", "recurring", "owed"),
    [("completed", False, False), ("completed", True, True), ("in_progress", False, True)],
)
def test_a_finished_task_is_folded_and_owes_nothing_unless_it_recurs(season, state, recurring, owed):
    task = factories.task(season.plan, code="1", lead=season.health, recurring=recurring)
    last = factories.period(season.plan, year=2025)
    done = {"percent": Decimal(100), "completed_on": day("2025-06-01")} if state == "completed" else {}
    fact = factories.fact(last, task, season.health, state=state, main=True, **done)
    looked = preview(season)
    assert [version.code for version in looked.finished] == ([] if owed else ["1"])
    period = opened(season)
    assert lines(period)["Sở Y tế"] == (["1"] if owed else [])
    if owed:
        assert TaskEntry.objects.get(submission__period=period).last_fact == fact


@pytest.mark.parametrize(
    ("states", "owed"),
    [
        (("completed", "completed"), False),
        (("completed", "not_applicable"), False),
        (("completed", "in_progress"), True),
        (("completed", None), True),
        (("not_applicable", "not_applicable"), True),
    ],
)
def test_a_task_of_a_group_is_finished_when_every_part_is(season, states, owed):
    task = factories.task(season.plan, code="1", lead=season.districts)
    last = factories.period(season.plan, year=2025)
    for agency, state in zip((season.east, season.west), states, strict=True):
        factories.entry(last, task, agency, via_group=season.districts)
        shape = {
            "completed": {"percent": Decimal(100), "completed_on": day("2025-06-01")},
            "in_progress": {"percent": Decimal(40)},
            "not_applicable": {"percent": None},
        }
        if state:
            factories.fact(last, task, agency, state=state, **shape[state])
    assert ([version.code for version in preview(season).finished] == ["1"]) is not owed


@pytest.mark.parametrize("lead", [None, "silent", "completed", "in_progress"])
@pytest.mark.parametrize(
    "states", list(itertools.product(["completed", "in_progress", "not_applicable", None], repeat=2))
)
def test_opening_and_roll_up_mean_the_same_by_completed(season, lead, states):
    """A task led by a main agency, or by groups only, with every answer of two districts."""
    task = factories.task(season.plan, code="1", lead=season.districts)
    last = factories.period(season.plan, year=2025)
    shape = {
        "completed": {"percent": Decimal(100), "completed_on": day("2025-06-01")},
        "in_progress": {"percent": Decimal(40)},
        "not_applicable": {"percent": None},
    }
    if lead:
        factories.entry(last, task, season.health, main=True)
    for agency, state in ((season.health, lead), (season.east, states[0]), (season.west, states[1])):
        if agency != season.health:
            factories.entry(last, task, agency, via_group=season.districts)
        if state in shape:
            factories.fact(last, task, agency, main=agency == season.health, state=state, **shape[state])
    figures = rollup(last, day=last.to_on, known_at=NOW)
    finished = [version.code for version in preview(season).finished]
    assert finished == (["1"] if figures.of_task(task.task_id).state == "completed" else [])


def test_one_measure_is_one_line_however_many_indicators_stand_on_it(season):
    measure = factories.measure(season.province)
    factories.indicator(season.plan, measure, lead=season.health)
    factories.indicator(season.plan, measure, lead=season.culture)
    factories.indicator(season.plan)
    period = opened(season)
    assert list(
        MeasureEntry.objects.filter(submission__period=period)
        .order_by("submission__agency__position")
        .values_list("submission__agency__name", "main")
    ) == [("Sở Khoa học", True), ("Sở Y tế", True), ("Sở Văn hóa", False)]


def test_an_indicator_followed_by_an_unnamed_group_only_is_the_focal_agencys(season):
    unnamed = factories.group(season.province, name="Các đơn vị có liên quan")
    version = factories.indicator(season.plan)
    factories.follower(version, unnamed)
    period = opened(season)
    assert MeasureEntry.objects.get(submission__period=period).submission.agency == season.focal


def test_money_is_asked_for_each_source_and_each_year_printed_up_to_the_periods(season):
    source = factories.source(season.province)
    by_year = factories.task(season.plan, code="1", lead=season.health)
    for year in (2025, 2026, 2027):
        factories.budget(by_year, source, 1_000_000, year=year)
    total = factories.task(season.plan, code="2", lead=season.health)
    factories.budget(total, source, 1_000_000)
    opened(season)
    assert list(MoneyEntry.objects.values_list("entry__task_version__code", "budget_year")) == [
        ("1", 2025),
        ("1", 2026),
        ("2", 2026),
    ]


def test_days_and_label_follow_the_rule(season):
    period = opened(season)
    assert (period.label, period.from_on, period.to_on) == ("năm 2026", day("2026-01-01"), day("2026-12-31"))
    assert (period.cutoff_on, period.opens_on) == (day("2026-11-15"), day("2026-10-15"))
    assert list(period.stages.values_list("due_printed", "due_at")) == [
        (day("2026-11-20"), moment("2026-11-20", "00:00")),
        (day("2026-12-01"), moment("2026-12-01", "00:00")),
    ]
    assert set(period.submissions.values_list("due_at", flat=True)) == {moment("2026-11-20", "00:00")}


def test_preview_and_opening_count_the_same(season):
    factories.task(season.plan, lead=season.departments)
    factories.task(season.plan)
    factories.indicator(season.plan, lead=season.health)
    looked = preview(season)
    period = opened(season)
    entry = AuditEntry.objects.get(verb="open_period")
    assert entry.changes == {"submissions": 5, "task_lines": 3, "unassigned": 1, "measure_lines": 1}
    assert (len(looked.by_agency), looked.task_lines, len(looked.unassigned_tasks), looked.measure_lines) == (
        5,
        3,
        1,
        1,
    )
    assert entry.target_id == str(period.pk)


def test_a_period_is_opened_once(season):
    opened(season)
    with pytest.raises(Refused) as refused:
        opened(season)
    assert refused.value.message == "Kỳ báo cáo này đã được mở."
    assert Period.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "field", "message"),
    [
        (
            {"cutoff_on": day("2026-11-20")},
            "cutoff_on",
            "Ngày chốt số liệu phải trước hạn gửi của các cơ quan.",
        ),
        (
            {"cutoff_on": day("2025-12-31")},
            "cutoff_on",
            "Ngày chốt số liệu phải nằm trong kỳ, từ ngày 01/01/2026.",
        ),
        ({"opens_on": day("2026-10-16")}, "opens_on", "Ngày mở kỳ không được sau hôm nay."),
    ],
)
def test_impossible_days_are_refused_beside_their_field(season, options, field, message):
    with pytest.raises(Refused) as refused:
        opened(season, **options)
    assert (refused.value.field, refused.value.message) == (field, message)


def test_a_stage_without_a_printed_day_needs_one_on_opening(season):
    cycle = set_cycle(
        plan=season.plan,
        by=season.officer,
        on=day("2026-01-01"),
        stages=[StageSpec("agencies", None, None)],
        reporters=[],
    )
    stage = cycle.stages.get()
    with pytest.raises(Refused) as refused:
        preview_period(cycle=cycle, year=2026, opens_on=NOW.date())
    assert refused.value.field == f"due_{stage.id}"
    looked = preview_period(cycle=cycle, year=2026, opens_on=NOW.date(), due={stage.id: day("2026-12-10")})
    assert looked.cutoff_on == day("2026-12-05")


def test_a_later_stage_due_before_an_earlier_one_is_pointed_out(season):
    first, second = season.cycle.stages.order_by("position")
    assert preview(season).out_of_order == []
    assert preview(season, due={first.id: day("2026-12-10")}).out_of_order == [second]


def test_only_the_focal_agency_opens_a_period(season):
    stranger = factories.user(role="focal_officer", at=season.health)
    with pytest.raises(Refused):
        open_period(cycle=season.cycle, year=2026, by=stranger, at=NOW)
    assert not Period.objects.exists()


def test_a_new_rule_reminds_on_its_days(season):
    offsets = ReminderRule.objects.filter(stage__cycle=season.cycle, stage__position=1)
    assert list(offsets.values_list("offset_days", flat=True)) == [-7, -3, -1, 1, 3]


def test_a_rule_can_be_changed_until_its_first_period_is_opened(season):
    change = {
        "plan": season.plan,
        "by": season.officer,
        "on": day("2026-01-01"),
        "stages": [StageSpec("agencies", 12, 10)],
        "reporters": [(season.health, "Sở Y tế")],
        "cycle": season.cycle,
    }
    set_cycle(**change)
    assert list(season.cycle.stages.values_list("month", "day")) == [(12, 10)]
    assert list(season.cycle.reporters.values_list("text_printed", flat=True)) == ["Sở Y tế"]
    opened(season)
    with pytest.raises(Refused):
        set_cycle(**change)


@pytest.mark.parametrize(
    ("month", "date", "message"),
    [
        (2, 30, "Không có ngày 30 tháng 2."),
        (11, 31, "Không có ngày 31 tháng 11."),
        (13, 1, "Không có ngày 1 tháng 13."),
    ],
)
def test_a_day_that_is_in_no_year_is_refused(season, month, date, message):
    with pytest.raises(Refused) as refused:
        set_cycle(
            plan=season.plan,
            by=season.officer,
            on=day("2026-01-01"),
            stages=[StageSpec("agencies", month, date)],
            reporters=[],
        )
    assert refused.value.message == message


def test_the_cycle_of_a_season_is_the_one_due_that_day_or_the_last_of_the_year(season):
    half = set_cycle(
        plan=season.plan,
        by=season.officer,
        on=day("2026-01-01"),
        frequency="half_yearly",
        stages=[StageSpec("agencies", 6, 10, bound="on")],
        reporters=[],
    )
    assert due_cycle(season.plan) == season.cycle
    assert due_cycle(season.plan, due=day("2026-06-10")) == half
    assert due_cycle(season.plan, due=day("2026-12-15")) == season.cycle


def test_of_rules_without_a_day_the_yearly_one_opens_the_season(season):
    season.cycle.delete()
    quarterly, yearly, _half = (
        set_cycle(
            plan=season.plan,
            by=season.officer,
            stages=[StageSpec("agencies", None, None)],
            reporters=[],
            on=day("2026-01-01"),
            frequency=frequency,
        )
        for frequency in ("quarterly", "yearly", "half_yearly")
    )
    assert due_cycle(season.plan) == yearly
    assert due_cycle(season.plan, due=day("2026-03-14")) == yearly
    first = {quarterly.stages.get().id: day("2026-03-14")}
    assert preview_period(cycle=quarterly, year=2026, due=first, opens_on=NOW.date()).label == "quý I/2026"


def test_a_later_stage_without_a_day_is_no_part_of_the_period(season):
    season.cycle.stages.filter(kind="province").update(month=None, day=None)
    period = open_period(cycle=season.cycle, year=2026, by=season.officer, at=NOW)
    assert list(period.stages.values_list("stage__kind", flat=True)) == ["agencies"]
    assert content_of(period, None, NOW).head.addressees == ("Thủ tướng Chính phủ",)


def test_a_report_that_goes_no_further_is_addressed_as_the_focal_agency_sends_it(season):
    season.cycle.stages.filter(kind="province").update(kind="focal", to_text="Ban Chỉ đạo chuyển đổi số")
    period = open_period(cycle=season.cycle, year=2026, by=season.officer, at=NOW)
    assert content_of(period, None, NOW).head.addressees == ("Ban Chỉ đạo chuyển đổi số",)


def test_a_period_closes_when_nothing_awaits_review(season):
    leader = factories.user(role="focal_leader", at=season.focal)
    period = opened(season)
    Submission.objects.filter(agency=season.health).update(state="sent")
    with pytest.raises(Refused) as refused:
        close_period(period=period, by=leader, at=NOW)
    assert refused.value.message == "Còn 1 báo cáo chờ thẩm định. Thẩm định xong rồi đóng kỳ."
    Submission.objects.filter(agency=season.health).update(state="approved")
    close_period(period=period, by=leader, at=NOW)
    period.refresh_from_db()
    assert (period.state, period.closed_at) == ("closed", NOW)


def test_only_a_focal_leader_closes_a_period(season):
    period = opened(season)
    with pytest.raises(Refused):
        close_period(period=period, by=season.officer, at=NOW)


# The command


def run(capsys, *arguments: str) -> tuple[str, str]:
    call_command("open_period", *arguments)
    said = capsys.readouterr()
    return said.out, said.err


@pytest.fixture
def pinned(settings):
    settings.PORTAL_TODAY = dt.date(2026, 11, 13)


def test_the_command_prints_the_periods_id_alone(season, pinned, capsys):
    out, err = run(capsys, "7/KH-UBND", "2026")
    period = Period.objects.get()
    assert (out, err) == (f"{period.ref}\n", "")
    assert period.opens_on == dt.date(2026, 11, 13)


def test_the_command_gives_the_id_of_a_period_that_is_open_already(season, pinned, capsys):
    first, _err = run(capsys, "bo bien/7/2020", "2026")
    again, err = run(capsys, "7/KH-UBND", "2026")
    assert again == first
    assert err == "Kỳ báo cáo năm 2026 của 7/KH-UBND đã được mở từ trước.\n"


def test_the_command_counts_in_json(season, pinned, capsys):
    factories.task(season.plan, lead=season.departments)
    factories.task(season.plan)
    out, _err = run(capsys, "7/KH-UBND", "2026", "--format", "json")
    assert json.loads(out) == {
        "period": Period.objects.get().ref,
        "submissions": 5,
        "task_lines": 3,
        "unassigned": 1,
        "measure_lines": 0,
    }


def test_the_command_sets_the_agencies_day(season, pinned, capsys):
    run(capsys, "7/KH-UBND", "2026", "--due", "12-10")
    assert list(Period.objects.get().stages.values_list("due_printed", flat=True)) == [
        day("2026-12-10"),
        day("2026-12-01"),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("8/KH-UBND", "2026"), "Không có kế hoạch nào mang tên “8/KH-UBND”."),
        (
            ("7/KH-UBND", "2026", "--due", "02-30"),
            "“02-30” không phải là ngày của năm 2026. Ghi --due MM-DD, ví dụ 11-20.",
        ),
        (("7/KH-UBND", "0"), "“0” không phải là năm."),
    ],
)
def test_the_command_fails_with_one_sentence(season, arguments, message):
    with pytest.raises(CommandError) as failed:
        call_command("open_period", *arguments)
    assert str(failed.value) == message


def test_a_plan_without_a_rule_cannot_be_opened(pinned):
    plan = factories.plan()
    with pytest.raises(CommandError) as failed:
        call_command("open_period", plan.number, "2026")
    assert str(failed.value) == "Kế hoạch chưa có chế độ báo cáo tiến độ. Đặt chế độ báo cáo trước khi mở kỳ."


def test_a_rule_without_a_printed_day_needs_the_day_in_the_command(season, pinned, capsys):
    stage = season.cycle.stages.first()
    stage.month = stage.day = None
    stage.save()
    with pytest.raises(CommandError) as failed:
        call_command("open_period", "7/KH-UBND", "2026")
    assert str(failed.value) == "Văn bản không in hạn gửi. Ghi ngày hạn gửi khi mở kỳ. Ghi --due MM-DD."
    run(capsys, "7/KH-UBND", "2026", "--due", "12-10")
    assert Period.objects.get().stages.first().due_printed == day("2026-12-10")


# Which period a report is about

AUTUMN = moment("2026-11-13")


def ruled(season, frequency: str, *stages: StageSpec, **fields):
    """The plan with this rule alone."""
    season.plan.cycles.all().delete()
    return set_cycle(
        plan=season.plan,
        by=season.officer,
        on=day("2026-01-01"),
        stages=list(stages),
        reporters=[],
        frequency=frequency,
        **fields,
    )


@pytest.mark.parametrize(
    ("frequency", "stage", "covers", "expected"),
    [
        ("yearly", StageSpec("agencies", 1, 15), "", ("năm 2026", "2027-01-15", "2026-12-31")),
        ("yearly", StageSpec("agencies", 6, 15), "", ("năm 2026", "2026-06-15", "2026-06-10")),
        ("monthly", StageSpec("agencies", None, 5), "", ("tháng 11/2026", "2026-12-05", "2026-11-30")),
        ("monthly", StageSpec("agencies", 12, 5), "", ("tháng 11/2026", "2026-12-05", "2026-11-30")),
        ("monthly", StageSpec("agencies", None, 25), "", ("tháng 11/2026", "2026-11-25", "2026-11-20")),
        ("quarterly", StageSpec("agencies", 4, 5), "", ("quý I/2026", "2026-04-05", "2026-03-31")),
        ("quarterly", StageSpec("agencies", None, 5), "", ("quý IV/2026", "2027-01-05", "2026-12-31")),
        (
            "quarterly",
            StageSpec("agencies", None, 15, of_last_month=True),
            "",
            ("quý IV/2026", "2026-12-15", "2026-12-10"),
        ),
        ("nine_months", StageSpec("agencies", 9, 25), "", ("9 tháng năm 2026", "2026-09-25", "2026-09-20")),
        (
            "weekly",
            StageSpec("agencies", None, None, weekday=4),
            "same",
            ("tuần 16/11–22/11/2026", "2026-11-19", "2026-11-18"),
        ),
        (
            "weekly",
            StageSpec("agencies", None, None, weekday=1),
            "before",
            ("tuần 09/11–15/11/2026", "2026-11-16", "2026-11-11"),
        ),
    ],
)
def test_the_next_report_of_a_rule_is_about_the_period_its_day_says(
    season, frequency, stage, covers, expected
):
    cycle = ruled(season, frequency, stage, covers=covers)
    period = open_period(cycle=cycle, year=2026, by=season.officer, at=AUTUMN)
    assert (period.label, period.stages.get().due_printed, period.cutoff_on) == (
        expected[0],
        day(expected[1]),
        day(expected[2]),
    )


def test_every_month_has_a_period_of_its_own(season):
    cycle = ruled(season, "monthly", StageSpec("agencies", None, 25))
    stage = cycle.stages.get()
    labels = [
        open_period(
            cycle=cycle, year=2026, by=season.officer, at=AUTUMN, due={stage.id: day(f"2026-{month}-25")}
        ).label
        for month in ("10", "11")
    ]
    assert labels == ["tháng 10/2026", "tháng 11/2026"]
    with pytest.raises(Refused):
        open_period(cycle=cycle, year=2026, by=season.officer, at=AUTUMN)


def test_what_neither_rule_nor_day_says_is_asked(season):
    cycle = ruled(season, "weekly", StageSpec("agencies", None, None, weekday=4))
    with pytest.raises(Refused) as refused:
        preview_period(cycle=cycle, year=2026, opens_on=AUTUMN.date())
    assert refused.value.field == "covers"
    labels = [
        preview_period(cycle=cycle, year=2026, opens_on=AUTUMN.date(), covers=covers).label
        for covers in ("before", "same")
    ]
    assert labels == ["tuần 09/11–15/11/2026", "tuần 16/11–22/11/2026"]


def test_figures_are_not_cut_off_after_the_period(season):
    cycle = ruled(season, "yearly", StageSpec("agencies", 1, 15))
    with pytest.raises(Refused) as refused:
        preview_period(cycle=cycle, year=2025, opens_on=AUTUMN.date(), cutoff_on=day("2026-01-10"))
    assert refused.value.message == "Ngày chốt số liệu phải nằm trong kỳ, đến ngày 31/12/2025."


def test_an_hour_ends_the_day_for_every_agency(season):
    factories.task(season.plan, lead=season.health)
    cycle = ruled(season, "yearly", StageSpec("agencies", 11, 20, hour=16, minute=30))
    period = open_period(cycle=cycle, year=2026, by=season.officer, at=AUTUMN)
    late = dt.datetime(2026, 11, 20, 16, 30, tzinfo=deadlines.ZONE)
    assert {submission.due_at for submission in period.submissions.all()} == {late}


def test_what_the_province_sends_on_follows_what_the_agencies_sent(season):
    cycle = ruled(
        season, "yearly", StageSpec("agencies", 12, 20), StageSpec("province", 1, 15, to_text="Bộ Nội vụ")
    )
    shown = preview_period(cycle=cycle, year=2026, opens_on=AUTUMN.date())
    assert list(shown.due.values()) == [day("2026-12-20"), day("2027-01-15")]


@pytest.mark.parametrize(
    ("due", "label", "printed"),
    [
        ("12-05", "tháng 11/2026", "2026-12-05"),
        ("01-05", "tháng 12/2026", "2027-01-05"),
        ("03-05", "tháng 02/2026", "2026-03-05"),
    ],
)
def test_the_command_names_the_period_of_a_monthly_rule_by_its_day(
    season, pinned, capsys, due, label, printed
):
    ruled(season, "monthly", StageSpec("agencies", None, 5))
    run(capsys, "7/KH-UBND", "2026", "--due", due)
    period = Period.objects.get()
    assert (period.label, period.stages.get().due_printed) == (label, day(printed))


def test_the_command_says_where_to_tell_what_is_reported_on(season, pinned):
    ruled(season, "weekly", StageSpec("agencies", None, None, weekday=4))
    with pytest.raises(CommandError) as failed:
        call_command("open_period", "7/KH-UBND", "2026")
    assert str(failed.value) == (
        "Hạn gửi 19/11/2026 chưa cho biết báo cáo về kỳ nào. Chọn kỳ mà báo cáo này nói đến. "
        "Ghi trên trang Chế độ báo cáo của kế hoạch."
    )
