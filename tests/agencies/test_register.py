"""Names typed or printed, found in the database's register."""

import datetime as dt

import pytest
from django.core.management import call_command

from agencies.models import Agency, Province
from agencies.register import read_register, resolver

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 13)


@pytest.fixture(autouse=True)
def _reference() -> None:
    call_command("seed", "--reference", verbosity=0)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Các Sở, ban, ngành", "st:g-so-ban-nganh"),
        ("UBND các huyện, thị xã và thành phố", "st:g-ubnd-huyen"),
        ("Mặt trận Tổ quốc", "st:ubmttq"),
        ("các đoàn thể", "st:g-doan-the"),
        ("Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh", "st:lhh-khkt"),
        ("sở khcn", "st:so-khcn"),
    ],
)
def test_a_printed_name_is_the_provinces_agency_or_group(printed, code):
    resolve = resolver(Province.objects.get(code="ST"), TODAY)
    assert resolve(printed).code == code


def test_an_unknown_name_stands_for_nobody():
    assert resolver(Province.objects.get(code="ST"), TODAY)("Sở Bến Tàu") is None


def test_an_agency_that_has_ended_is_not_found():
    Agency.objects.filter(code="st:so-tttt").update(valid_to=dt.date(2025, 3, 1))
    resolve = resolver(Province.objects.get(code="ST"), TODAY)
    assert resolve("Sở Thông tin và Truyền thông") is None


def test_the_register_is_read_in_three_queries(django_assert_num_queries):
    with django_assert_num_queries(3):
        read_register(TODAY)
