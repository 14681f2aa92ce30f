"""The reference data: what `seed --reference` puts into an empty database, and into one that people have worked on."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from agencies.models import Agency, AgencyGroup, AgencyName, CalendarDay, GroupMember, Province
from agencies.register import resolver
from common.models import AuditEntry
from plans.models import FundingSource

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 13)


def seed() -> str:
    out = StringIO()
    call_command("seed", "--reference", stdout=out)
    return out.getvalue()


def register() -> list[dict]:
    return json.loads((settings.BASE_DIR / "fixtures/agencies.json").read_text(encoding="utf-8"))["agencies"]


def rows() -> list[int]:
    return [
        model.objects.count()
        for model in (
            Province,
            Agency,
            AgencyGroup,
            GroupMember,
            AgencyName,
            CalendarDay,
            FundingSource,
            AuditEntry,
        )
    ]


def test_the_reference_data_is_loaded_whole():
    seed()
    agencies = [row for row in register() if not row["is_group"]]
    groups = [row for row in register() if row["is_group"]]
    assert set(Province.objects.values_list("code", flat=True)) == {"TW", "ST", "TG", "HUE"}
    assert set(Agency.objects.values_list("code", "name")) == {
        (row["id"], row["canonical"]) for row in agencies
    }
    assert set(AgencyGroup.objects.values_list("code", "resolvable")) == {
        (row["id"], row["expands_to"] is not None) for row in groups
    }
    assert GroupMember.objects.count() == sum(len(row["expands_to"] or ()) for row in groups)


def test_loading_it_twice_adds_nothing():
    seed()
    before = rows()
    assert seed() == "reference: nothing to add\n"
    assert rows() == before


def test_every_spelling_printed_in_its_province_is_read_as_its_agency_or_group():
    """By the reader that import and search ask, not by the table the spellings were put into."""
    seed()
    resolve = {code: resolver(Province.objects.get(code=code), DAY) for code in ("TW", "ST", "TG", "HUE")}
    lost = {}
    for row in register():
        province = row["id"].partition(":")[0].upper()
        for text in (row["canonical"], row["abbreviation"] or row["canonical"], *row["spellings"]):
            for printed in (text, text.upper(), f"  {text.replace(' ', '  ')} "):
                found = resolve[province](printed)
                if found is None or found.code != row["id"]:
                    lost[row["id"], printed] = found and found.code
    assert lost == {}


def test_a_committee_reports_through_its_standing_agency():
    seed()
    through = Agency.objects.exclude(reports_through=None).values_list("code", "reports_through__code")
    assert dict(through) == {"st:bcd-cqdt": "st:so-tttt", "st:bcd-cds": "st:so-tttt"}


def test_every_agency_of_a_province_has_an_office_address_of_its_own():
    seed()
    addresses = list(Agency.objects.exclude(province__code="TW").values_list("email", flat=True))
    assert all(address.endswith(".example") for address in addresses)
    assert len(set(addresses)) == len(addresses)
    assert set(Agency.objects.filter(province__code="TW").values_list("email", flat=True)) == {""}


def test_police_and_army_are_not_published():
    seed()
    assert set(Agency.objects.filter(published=False).values_list("kind", flat=True)) == {"cong-an-quan-su"}


@pytest.mark.parametrize(
    ("on", "kind"),
    [("2026-11-24", "off"), ("2026-01-02", "off"), ("2026-08-31", "off"), ("2026-01-10", "work")],
)
def test_days_off_and_days_worked_instead_stand_in_every_province(on, kind):
    seed()
    days = CalendarDay.objects.filter(on=on, kind=kind).values_list("province__code", flat=True)
    assert sorted(days) == ["HUE", "ST", "TG"]


def test_days_off_fall_on_working_days_and_days_worked_on_saturdays():
    seed()
    for day in CalendarDay.objects.all():
        assert (day.on.weekday() < 5) == (day.kind == "off"), day


def test_every_province_has_the_sources_the_import_names():
    seed()
    codes = ["recurrent", "investment", "central", "local", "social", "other", "mixed", "total"]
    for province in Province.objects.exclude(code="TW"):
        assert list(province.funding_sources.values_list("code", flat=True)) == codes


def test_what_people_have_changed_stays():
    seed()
    agency = Agency.objects.get(code="st:so-khcn")
    Agency.objects.filter(pk=agency.pk).update(email="van-thu@so.example")
    group = AgencyGroup.objects.get(code="st:g-ubnd-huyen")
    group.members.update(valid_to=dt.date(2025, 7, 1))
    CalendarDay.objects.filter(province__code="ST", on="2026-11-24").update(note="đã xem lại")
    seed()
    agency.refresh_from_db()
    assert agency.email == "van-thu@so.example"
    assert group.members.filter(valid_to=None).count() == 0
    assert CalendarDay.objects.get(province__code="ST", on="2026-11-24").note == "đã xem lại"


def test_loading_leaves_one_row_in_the_log():
    seed()
    entry = AuditEntry.objects.get(verb="load_reference")
    assert entry.by is None
    assert entry.changes["agencies"] == Agency.objects.count()
