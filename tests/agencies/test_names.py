"""Printed names and lists of agencies, matched against the reference register."""

import json
import unicodedata
from pathlib import Path

import pytest

from agencies.names import Register, split_roles

REGISTER = Register.from_json(json.loads(Path("fixtures/agencies.json").read_text(encoding="utf-8")))


def names(province: str, text: str) -> list[str]:
    return [mention.name for mention in REGISTER.names(province).split(text)]


@pytest.mark.parametrize(
    ("province", "printed", "expected"),
    [
        ("Sóc Trăng", "Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        (
            "Sóc Trăng",
            "Sở Văn hoá, Thể thao và Du lịch, Sở Lao động, Thương binh và Xã hội",
            ["Sở Văn hóa, Thể thao và Du lịch", "Sở Lao động - Thương binh và Xã hội"],
        ),
        ("Sóc Trăng", "Sở KH&CN; Sở KHCN", ["Sở Khoa học và Công nghệ"]),
        (
            "Sóc Trăng",
            "Sở LĐTBXH, Sở VH,TT&DL",
            ["Sở Lao động - Thương binh và Xã hội", "Sở Văn hóa, Thể thao và Du lịch"],
        ),
        ("Sóc Trăng", "Sở Nông nghiệp và PTNT", ["Sở Nông nghiệp và Phát triển nông thôn"]),
        ("Sóc Trăng", "CÔNG AN TỈNH", ["Công an tỉnh Sóc Trăng"]),
        ("Sóc Trăng", "Công an tỉnh Sóc Trăng", ["Công an tỉnh Sóc Trăng"]),
        ("Sóc Trăng", "Uỷ ban nhân dân huyện Kế Sách", ["UBND huyện Kế Sách"]),
        ("Sóc Trăng", "Bộ CHQS tỉnh", ["Bộ Chỉ huy Quân sự tỉnh Sóc Trăng"]),
        (
            "Sóc Trăng",
            "- Các sở ban ngành; Hội Doanh nghiệp tỉnh.\n- UBND cấp huyện\n- Các doanh nghiệp",
            [
                "Các sở, ban, ngành tỉnh",
                "Hội Doanh nghiệp tỉnh Sóc Trăng",
                "UBND cấp huyện",
                "Các doanh nghiệp",
            ],
        ),
        (
            "Sóc Trăng",
            "Các Sở, ban ngành, UBND các huyện, thị xã, thành phố và các tổ chức, cá nhân có liên quan.",
            ["Các sở, ban, ngành tỉnh", "UBND cấp huyện", "Các tổ chức, cá nhân có liên quan"],
        ),
        (
            "Sóc Trăng",
            "Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể, các tổ chức chính trị - xã hội các cấp trong tỉnh.",
            [
                "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sóc Trăng",
                "Các đoàn thể, tổ chức chính trị - xã hội các cấp",
            ],
        ),
        (
            "Sóc Trăng",
            "Ủy ban nhân dân các huyện: Kế Sách, Mỹ Tú",
            ["UBND huyện Kế Sách", "UBND huyện Mỹ Tú"],
        ),
        (
            "Thừa Thiên Huế",
            "Các Sở: Tài chính, Kế hoạch và Đầu tư, Văn hóa và Thể thao; UBND cấp Huyện",
            ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở Văn hóa và Thể thao", "UBND cấp Huyện"],
        ),
        (
            "Thừa Thiên Huế",
            "Sở Thông tin và Truyền thông, Sở GD&ĐT, Viện NCPT",
            [
                "Sở Thông tin và Truyền thông",
                "Sở Giáo dục và Đào tạo",
                "Viện Nghiên cứu phát triển tỉnh Thừa Thiên Huế",
            ],
        ),
        (
            "Tiền Giang",
            "Các sở, ban, ngành; Ủy ban nhân dân các huyện, thị xã, thành phố liên quan.",
            ["Các sở, ban, ngành tỉnh", "UBND các huyện, thị xã, thành phố liên quan"],
        ),
        # a province nobody knows: split all the same, kept as printed
        (
            "Lâm Đồng",
            "Sở Văn hóa, Thể thao và Du lịch, Sở Lao động, Thương binh và Xã hội",
            ["Sở Văn hóa, Thể thao và Du lịch", "Sở Lao động, Thương binh và Xã hội"],
        ),
        ("Lâm Đồng", "Các Sở: Tài chính, Kế hoạch và Đầu tư", ["Sở Tài chính", "Sở Kế hoạch và Đầu tư"]),
        (
            "Lâm Đồng",
            "Sở Dân tộc và Tôn giáo, các đơn vị có liên quan",
            ["Sở Dân tộc và Tôn giáo", "các đơn vị có liên quan"],
        ),
        (
            "Lâm Đồng",
            "Các sở, ban, ngành; UBND các huyện, thành phố Đà Lạt, Bảo Lộc",
            ["Các sở, ban, ngành", "UBND các huyện, thành phố Đà Lạt, Bảo Lộc"],
        ),
        (
            "Lâm Đồng",
            "UBND các huyện: Đơn Dương, Đức Trọng và Lâm Hà",
            ["UBND huyện Đơn Dương", "UBND huyện Đức Trọng", "UBND huyện Lâm Hà"],
        ),
        ("Lâm Đồng", "Sở Y tế/Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
        ("Lâm Đồng", "-", []),
        ("Lâm Đồng", "", []),
    ],
)
def test_a_printed_list_gives_its_members(province, printed, expected):
    assert names(province, printed) == expected


def test_decomposed_text_names_the_same_agencies():
    printed = "Sở Văn hoá, Thể thao và Du lịch, Sở Y tế"
    assert names("Sóc Trăng", unicodedata.normalize("NFD", printed)) == names("Sóc Trăng", printed)


def test_a_phrase_that_narrows_a_group_is_not_the_group():
    [mention] = REGISTER.names("Sóc Trăng").split("Các sở, ban, ngành, đơn vị liên quan")
    assert (mention.known, mention.unnamed) == (False, True)


def test_a_group_that_can_be_expanded_says_so():
    [mention] = REGISTER.names("Sóc Trăng").split("UBND cấp huyện")
    assert (mention.key, mention.group, mention.unnamed) == ("st:g-ubnd-huyen", True, False)


def test_a_name_of_another_province_stays_as_printed():
    [mention] = REGISTER.names("Lâm Đồng").split("Sở Khoa học và Công nghệ")
    assert (mention.known, mention.name) == (False, "Sở Khoa học và Công nghệ")


def test_the_province_is_found_by_its_longest_name():
    assert REGISTER.province_of("UBND tỉnh THỪA THIÊN HUẾ") == "Thừa Thiên Huế"
    assert REGISTER.province_of("Ủy ban nhân dân tỉnh Lâm Đồng") == ""


def test_agencies_are_found_in_running_text():
    found = REGISTER.names("Tiền Giang").mentions_in(
        "báo cáo kết quả về Sở Khoa học và Công nghệ để tổng hợp"
    )
    assert [mention.name for _at, mention in found] == ["Sở Khoa học và Công nghệ"]


@pytest.mark.parametrize(
    ("printed", "lead", "beside"),
    [
        ("Sở A chủ trì, phối hợp với các sở, ngành", "Sở A", "các sở, ngành"),
        ("- Chủ trì: Sở A\n- Phối hợp: Sở B, Sở C", "Sở A", "Sở B, Sở C"),
        ("Cơ quan chủ trì: Sở A; Cơ quan phối hợp: Sở B", "Sở A", "Sở B"),
        ("Sở A (chủ trì); Sở B (phối hợp), UBND cấp huyện (phối hợp)", "Sở A", "Sở B; UBND cấp huyện"),
        ("Sở A chủ trì, Sở B, Sở C phối hợp", "Sở A", "Sở B, Sở C"),
        ("Sở A; Sở B", "Sở A; Sở B", ""),
    ],
)
def test_a_cell_with_both_roles_is_cut_in_two(printed, lead, beside):
    assert split_roles(printed) == (lead, beside)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Vũ trụ và Đại dương, Sở Y tế", ["Sở Vũ trụ và Đại dương", "Sở Y tế"]),
        ("Ban Dân vận và Công tác xã hội; Sở Y tế", ["Ban Dân vận và Công tác xã hội", "Sở Y tế"]),
        ("Sở Vũ trụ, Hàng không và Đại dương", ["Sở Vũ trụ, Hàng không và Đại dương"]),
        ("Công an tỉnh, Đài Phát thanh và Truyền hình", ["Công an tỉnh", "Đài Phát thanh và Truyền hình"]),
    ],
)
def test_a_name_nobody_knows_keeps_its_comma_and_its_and(text, expected):
    assert [mention.name for mention in Register().names("Nơi mới").split(text)] == expected
