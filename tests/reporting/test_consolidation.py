"""The province report: drafted, edited, frozen, issued, corrected by a new edition."""

from decimal import Decimal

import pytest
from django.urls import reverse

from common.errors import Conflict, Refused
from common.models import AuditEntry, StoredFile
from reporting.collection.entries import EditConflict
from reporting.consolidation import services
from reporting.models import ProvinceReport
from reporting.rollup import checksum
from tests import factories as make
from tests.factories import moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-25", "09:00")


@pytest.fixture
def season():
    """A period with one approved line, and the focal agency's officer and leader."""
    plan = make.plan()
    period = make.period(plan)
    lead = make.agency(plan.province)
    task = make.task(plan, lead=lead, ends_on=make.day("2026-12-31"))
    make.entry(period, task, lead, main=True)
    make.fact(period, task, lead, main=True, percent=Decimal(60), approved_at=moment("2026-11-20"))
    return {
        "period": period,
        "task": task,
        "lead": lead,
        "officer": make.user(role="focal_officer", at=plan.focal_agency),
        "leader": make.user(role="focal_leader", at=plan.focal_agency),
    }


def draft(season) -> ProvinceReport:
    return services.draft_report(period=season["period"], by=season["officer"], at=NOW)


def signed(season) -> StoredFile:
    return StoredFile.objects.create(
        name="bao-cao.pdf", content_type="application/pdf", size=1, sha256="0" * 64, path="x", at=NOW
    )


def issued(season, report: ProvinceReport) -> ProvinceReport:
    services.submit_report(report=report, by=season["leader"], at=NOW)
    services.issue_report(
        report=report,
        by=season["leader"],
        at=NOW,
        official_no="205/BC-UBND",
        official_date=make.day("2026-11-25"),
        signer="Nguyễn Văn Khởi",
        signer_post="Phó Chủ tịch",
        signed_file=signed(season),
    )
    return report


def test_a_draft_starts_with_every_section_of_the_outline(season):
    report = draft(season)
    assert [section["key"] for section in report.sections] == [
        "direction",
        "indicators",
        "tasks",
        "money",
        "assessment",
        "difficulties",
        "outlook",
        "proposals",
    ]
    assert report.edition == 1
    assert report.state == "drafting"


def test_a_second_unissued_report_is_refused(season):
    draft(season)
    with pytest.raises(Refused, match="chưa ban hành"):
        draft(season)


def test_a_stranger_cannot_draft(season):
    with pytest.raises(Refused, match="cơ quan đầu mối"):
        services.draft_report(period=season["period"], by=make.user(role="focal_officer"), at=NOW)


def test_two_people_editing_different_sections_do_not_disturb_each_other(season):
    report = draft(season)
    first = services.save_section(
        report=report, key="direction", text="Của An", version=1, by=season["officer"], at=NOW
    )
    services.save_section(
        report=report, key="outlook", text="Của Bình", version=1, by=season["leader"], at=NOW
    )
    report.refresh_from_db()
    texts = {section["key"]: section["text"] for section in report.sections}
    assert first.version == 2
    assert (texts["direction"], texts["outlook"]) == ("Của An", "Của Bình")


def test_the_second_editor_of_a_section_is_told_and_overwrites_nothing(season):
    report = draft(season)
    services.save_section(
        report=report, key="direction", text="Của An", version=1, by=season["officer"], at=NOW
    )
    with pytest.raises(EditConflict) as told:
        services.save_section(
            report=report, key="direction", text="Của Bình", version=1, by=season["leader"], at=NOW
        )
    assert told.value.theirs == "Của An"
    assert told.value.by == season["officer"].name
    report.refresh_from_db()
    assert report.sections[0]["text"] == "Của An"


def test_figures_freeze_with_their_checksum_when_the_report_is_submitted(season):
    report = draft(season)
    services.submit_report(report=report, by=season["leader"], at=NOW)
    report.refresh_from_db()
    assert report.state == "submitted"
    assert report.known_at == NOW
    assert report.sha256 == checksum(report.figures)
    assert report.figures["tasks"][0]["percent"] == "60.00"


def test_an_approval_after_submission_changes_no_frozen_figure(season):
    report = draft(season)
    services.submit_report(report=report, by=season["leader"], at=NOW)
    season["period"].facts.update(superseded_at=moment("2026-11-26"))
    make.fact(
        season["period"],
        season["task"],
        season["lead"],
        main=True,
        percent=Decimal(90),
        approved_at=moment("2026-11-26"),
    )
    report.refresh_from_db()
    assert report.figures["tasks"][0]["percent"] == "60.00"


def test_only_the_focal_leader_submits(season):
    report = draft(season)
    with pytest.raises(Refused, match="quyền"):
        services.submit_report(report=report, by=season["officer"], at=NOW)


def test_a_submitted_text_cannot_be_edited(season):
    report = draft(season)
    services.submit_report(report=report, by=season["leader"], at=NOW)
    with pytest.raises(Refused, match="không sửa"):
        services.save_section(
            report=report, key="direction", text="x", version=9, by=season["leader"], at=NOW
        )


def test_taking_a_report_back_needs_a_reason_and_submitting_again_freezes_anew(season):
    report = draft(season)
    services.submit_report(report=report, by=season["leader"], at=NOW)
    with pytest.raises(Refused, match="lý do"):
        services.return_report(report=report, reason=" ", by=season["leader"])
    services.return_report(report=report, reason="Bổ sung phần kinh phí", by=season["leader"])
    later = moment("2026-11-26")
    services.submit_report(report=report, by=season["leader"], at=later)
    report.refresh_from_db()
    assert report.known_at == later


@pytest.mark.parametrize("missing", ["official_no", "official_date", "signer", "signed_file"])
def test_an_issue_without_one_of_its_parts_is_refused_beside_that_field(season, missing):
    report = draft(season)
    services.submit_report(report=report, by=season["leader"], at=NOW)
    told = {
        "official_no": "205/BC-UBND",
        "official_date": make.day("2026-11-25"),
        "signer": "Nguyễn Văn Khởi",
        "signer_post": "",
        "signed_file": signed(season),
    }
    told[missing] = None if missing in ("official_date", "signed_file") else " "
    with pytest.raises(Refused) as refused:
        services.issue_report(report=report, by=season["leader"], at=NOW, **told)
    assert refused.value.field == missing


def test_a_date_of_issue_in_the_future_is_refused(season):
    report = draft(season)
    services.submit_report(report=report, by=season["leader"], at=NOW)
    with pytest.raises(Refused, match="tương lai"):
        services.issue_report(
            report=report,
            by=season["leader"],
            at=NOW,
            official_no="205/BC-UBND",
            official_date=make.day("2026-11-26"),
            signer="Nguyễn Văn Khởi",
            signer_post="",
            signed_file=signed(season),
        )


def test_an_issued_edition_is_corrected_only_by_a_new_edition_that_says_what_changed(season):
    first = issued(season, draft(season))
    with pytest.raises(Refused, match="điều chỉnh"):
        services.draft_report(period=season["period"], by=season["officer"], at=NOW)
    second = services.draft_report(
        period=season["period"], by=season["officer"], at=NOW, change_note="Sửa số liệu giải ngân"
    )
    assert second.edition == 2
    assert second.supersedes == first


def test_every_verb_leaves_one_audit_row(season):
    issued(season, draft(season))
    assert list(
        AuditEntry.objects.filter(target_type="reporting.provincereport")
        .order_by("id")
        .values_list("verb", flat=True)
    ) == ["draft_report", "submit_report", "issue_report"]


def test_a_leader_of_another_province_sees_no_report(season):
    draft(season)
    stranger = make.user(role="leader")
    assert list(ProvinceReport.objects.visible_to(stranger)) == []


def test_submitting_with_a_stale_version_is_a_conflict(season):
    report = draft(season)
    with pytest.raises(Conflict):
        services.submit_report(report=report, by=season["leader"], at=NOW, version=7)


@pytest.mark.parametrize("times", [1, 10])
def test_the_page_of_an_edition_reads_the_text_of_no_other(client, season, django_assert_num_queries, times):
    report = issued(season, draft(season))
    for _edition in range(times):
        change = {"change_note": "Số liệu bổ sung."}
        report = services.draft_report(period=season["period"], by=season["officer"], at=NOW, **change)
        issued(season, report)
    client.force_login(season["officer"])
    address = reverse("province_report", args=[report.ref])
    client.get(address)
    with django_assert_num_queries(6) as asked:
        page = client.get(address)
    assert len(page.context["editions"]) == times + 1
    assert sum('"reporting_provincereport"."figures"' in one["sql"] for one in asked.captured_queries) == 1
