"""Printed lists of agencies as ministries, departments, districts and Party committees of any place write them.

The place is one nobody knows: what is asked here is where a name begins and ends, not whose it is.
"""

import json
import time
from itertools import permutations
from pathlib import Path

import pytest

from agencies.names import Register, says_who_helps, split_roles

REGISTER = Register.from_json(json.loads(Path("fixtures/agencies.json").read_text(encoding="utf-8")))
ELSEWHERE = REGISTER.names("Bình Dương")


def split(text: str) -> list[str]:
    """Every name as printed, in order."""
    return [mention.name for mention in ELSEWHERE.split(text)]


@pytest.mark.parametrize(
    "name",
    [
        "Cục Tin học và Thống kê tài chính",
        "Vụ Khoa học và Công nghệ",
        "Vụ Khoa học kỹ thuật và công nghệ",
        "Vụ Kinh tế số và Xã hội số",
        "Vụ Dầu khí và Than",
        "Vụ Đánh giá, Thẩm định và Giám định công nghệ",
        "Vụ Khoa học xã hội, nhân văn và tự nhiên",
        "Cục Khởi nghiệp và Doanh nghiệp công nghệ",
        "Cục Quản lý Khám, chữa bệnh",
        "Cục Quản lý Y, Dược cổ truyền",
        "Cục An toàn, vệ sinh lao động",
        "Cục Phòng, chống tham nhũng, lãng phí, tiêu cực",
        "Cục Chất lượng, Chế biến và Phát triển thị trường",
        "Cục Phổ biến, giáo dục pháp luật",
        "Cục Đường thủy nội địa Việt Nam",
        "Cơ quan Thanh tra, giám sát ngân hàng",
        "Học viện Chiến lược, Bồi dưỡng cán bộ xây dựng",
        "Viện Chiến lược và Chính sách tài chính",
        "Trung tâm Chuyển đổi số và Thông tin lâm nghiệp",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "Văn phòng HĐND và UBND huyện",
        "Văn phòng HĐND và UBND phường",
        "Văn phòng Đoàn ĐBQH và HĐND tỉnh",
        "Phòng Văn hóa và Thông tin",
        "Phòng Văn hóa - Xã hội",
        "Phòng Tài chính - Kế hoạch",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Phòng Bưu chính - Viễn thông",
        "Trường Cao đẳng Kỹ thuật Công nghệ Bà Rịa - Vũng Tàu",
        "Tập đoàn Công nghiệp - Viễn thông Quân đội",
        "Bộ Lao động - Thương binh và Xã hội",
        "Sở Lao động - Thương binh và Xã hội",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Lao động, Thương binh và Xã hội",
        "Tổng công ty Hàng không Việt Nam",
        "Ban Quản lý các khu công nghiệp",
        "Ban Quản lý dự án đầu tư xây dựng",
        "Trung tâm Phục vụ hành chính công",
        "Chi cục Tiêu chuẩn Đo lường Chất lượng",
        "Trung tâm Văn hóa, Thông tin và Truyền thanh",
        "Đài Phát thanh và Truyền hình",
        "Báo và phát thanh, truyền hình",
        "Viện Kiểm sát nhân dân",
        "Liên hiệp các Hội Khoa học và Kỹ thuật",
        "Cục Lâm nghiệp và Kiểm lâm",
        "Cục Thông tin, Thống kê",
        "Vụ Hợp tác quốc tế và Hội nhập",
        "Vụ Kế hoạch, Tổ chức cán bộ",
        "Sở Giao thông vận tải - Xây dựng",
        "Phòng Bưu chính, Viễn thông",
        "Phòng Văn hóa & Thông tin",
        "Báo và Đài Phát thanh, Truyền hình",
    ],
)  # fmt: skip
def test_a_name_with_commas_dashes_and_an_and_stays_one(name):
    assert split(name) == [name]
    assert split(f"{name}; Thanh tra Chính phủ") == [name, "Thanh tra Chính phủ"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Công an tỉnh, Bộ CHQS tỉnh, BĐBP tỉnh", ["Công an tỉnh", "Bộ CHQS tỉnh", "BĐBP tỉnh"]),
        ("NHNN chi nhánh tỉnh, Cục Thuế", ["NHNN chi nhánh tỉnh", "Cục Thuế"]),
        ("Phòng VH&TT, Phòng TC-KH", ["Phòng VH&TT", "Phòng TC-KH"]),
        ("Đảng ủy Sở Y tế, Đảng ủy UBND tỉnh", ["Đảng ủy Sở Y tế", "Đảng ủy UBND tỉnh"]),
        (
            "Ủy ban Khoa học, Công nghệ và Môi trường; Ủy ban Tài chính, Ngân sách",
            ["Ủy ban Khoa học, Công nghệ và Môi trường", "Ủy ban Tài chính, Ngân sách"],
        ),
        ("Vụ Pháp chế và Cục Chuyển đổi số", ["Vụ Pháp chế", "Cục Chuyển đổi số"]),
        ("Vụ Pháp chế, Cục Chuyển đổi số và Văn phòng Bộ", ["Vụ Pháp chế", "Cục Chuyển đổi số", "Văn phòng Bộ"]),
        (
            "Vụ Khoa học và Công nghệ, Vụ Kế hoạch - Tài chính",
            ["Vụ Khoa học và Công nghệ", "Vụ Kế hoạch - Tài chính"],
        ),
        ("Sở Y tế - Công an tỉnh", ["Sở Y tế", "Công an tỉnh"]),
        ("Sở Y tế – Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
        ("Sở Y tế / Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
        ("Sở Y tế + Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
        ("Sở Y tế và các đơn vị liên quan", ["Sở Y tế", "các đơn vị liên quan"]),
        ("Sở Nội vụ cùng Sở Tư pháp", ["Sở Nội vụ", "Sở Tư pháp"]),
        (
            "Phòng Nội vụ, Phòng Tư pháp, Công an huyện và UBND các xã, thị trấn",
            ["Phòng Nội vụ", "Phòng Tư pháp", "Công an huyện", "UBND các xã, thị trấn"],
        ),
        (
            "Văn phòng HĐND và UBND huyện, Phòng Nội vụ",
            ["Văn phòng HĐND và UBND huyện", "Phòng Nội vụ"],
        ),
        (
            "Văn phòng HĐND và UBND huyện và Phòng Nội vụ",
            ["Văn phòng HĐND và UBND huyện", "Phòng Nội vụ"],
        ),
        ("Tỉnh đoàn, Hội Nông dân tỉnh", ["Tỉnh đoàn", "Hội Nông dân tỉnh"]),
        ("VNPT, Viettel, MobiFone", ["VNPT", "Viettel", "MobiFone"]),
        ("Sở Y tế, Bảo hiểm xã hội tỉnh", ["Sở Y tế", "Bảo hiểm xã hội tỉnh"]),
        ("Kho bạc Nhà nước khu vực, Thuế tỉnh", ["Kho bạc Nhà nước khu vực", "Thuế tỉnh"]),
        ("Phòng Nội vụ và Trạm Y tế", ["Phòng Nội vụ", "Trạm Y tế"]),
        ("Phòng Nội vụ, Hạt Kiểm lâm", ["Phòng Nội vụ", "Hạt Kiểm lâm"]),
        ("Phòng Nội vụ, Tỉnh đoàn", ["Phòng Nội vụ", "Tỉnh đoàn"]),
        ("Sở Y tế và Tỉnh đoàn", ["Sở Y tế", "Tỉnh đoàn"]),
        ("Vụ Pháp chế, Viễn thông Long An", ["Vụ Pháp chế", "Viễn thông Long An"]),
        ("Vụ Pháp chế và Viễn thông Long An", ["Vụ Pháp chế", "Viễn thông Long An"]),
        ("Phòng Nội vụ và Đài Truyền thanh huyện", ["Phòng Nội vụ", "Đài Truyền thanh huyện"]),
        ("Phòng Nội vụ và Tổ công nghệ số cộng đồng", ["Phòng Nội vụ", "Tổ công nghệ số cộng đồng"]),
        ("Vụ Pháp chế và Thống kê tỉnh", ["Vụ Pháp chế", "Thống kê tỉnh"]),
        ("Cục Lâm nghiệp, Kiểm lâm vùng I", ["Cục Lâm nghiệp", "Kiểm lâm vùng I"]),
        ("Đài Tiếng nói Việt Nam, Thông tấn xã Việt Nam", ["Đài Tiếng nói Việt Nam", "Thông tấn xã Việt Nam"]),
        ("Sở Y tế & Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
        ("Sở KH&CN & các đơn vị", ["Sở KH&CN", "các đơn vị"]),
        (
            "Văn phòng HĐND và UBND huyện và UBND các xã, phường, đặc khu",
            ["Văn phòng HĐND và UBND huyện", "UBND các xã, phường, đặc khu"],
        ),
    ],
)  # fmt: skip
def test_two_names_are_two_whatever_stands_between_them(printed, expected):
    assert split(printed) == expected


BESIDE = [
    "Cục Tin học và Thống kê tài chính",
    "Vụ Đánh giá, Thẩm định và Giám định công nghệ",
    "Văn phòng HĐND và UBND huyện",
    "Phòng Tài chính - Kế hoạch",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Bộ Chỉ huy Quân sự tỉnh",
    "Bảo hiểm xã hội tỉnh",
    "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "Trường Đại học Thủ Dầu Một",
    "UBND các xã, phường, đặc khu",
    "các đơn vị liên quan",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
    "Thanh tra tỉnh",
    "Tỉnh đoàn",
    "Trạm Y tế",
    "Viễn thông Long An",
    "Sở Nội vụ",
    "UBND huyện",
    "Văn phòng Bộ",
    "Các sở, ban, ngành",
    "Cục Lâm nghiệp và Kiểm lâm",
    "Phòng Tổ chức - Hành chính",
]


@pytest.mark.parametrize("sign", [", ", "; ", ";\n", ",\n", "\n", "\n- ", " và ", " và\n", " & "])
def test_any_two_names_beside_each_other_are_those_two(sign):
    alone = {name: split(name) for name in BESIDE}
    assert alone == {name: [name] for name in BESIDE}
    before = sign.lstrip("\n") if sign == "\n- " else ""
    fused = [
        (one, other, found)
        for one, other in permutations(BESIDE, 2)
        if (found := split(f"{before}{one}{sign}{other}")) != alone[one] + alone[other]
    ]
    assert fused == []


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("UBND các\nhuyện, thành phố", ["UBND các huyện, thành phố"]),
        ("UBND các huyện,\nthành phố", ["UBND các huyện, thành phố"]),
        ("Sở Thông tin và\nTruyền thông", ["Sở Thông tin và Truyền thông"]),
        ("Sở Văn hóa,\nThể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Cục Tin học và Thống kê\ntài chính", ["Cục Tin học và Thống kê tài chính"]),
        ("Các cơ quan,\nđơn vị liên quan", ["Các cơ quan, đơn vị liên quan"]),
        ("Sở Y tế\nSở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
        ("Sở Y tế;\ncác sở, ngành liên quan", ["Sở Y tế", "các sở, ngành liên quan"]),
        ("Văn phòng\nHĐND và UBND huyện", ["Văn phòng HĐND và UBND huyện"]),
        ("UBND\ncác xã, phường", ["UBND các xã, phường"]),
        ("UBND thành phố\nHội An", ["UBND thành phố Hội An"]),
        ("UBND huyện\nVụ Bản", ["UBND huyện Vụ Bản"]),
        ("Bộ\nCông an", ["Bộ Công an"]),
        ("Trung tâm\nCông nghệ thông tin", ["Trung tâm Công nghệ thông tin"]),
        ("Phòng Tài chính\n- Kế hoạch", ["Phòng Tài chính - Kế hoạch"]),
    ],
)
def test_a_line_break_that_only_wraps_a_name_parts_nothing(printed, expected):
    assert split(printed) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Sở Nội vụ",
        "Công an tỉnh",
        "Thanh tra tỉnh",
        "Bảo hiểm xã hội tỉnh",
        "Ban Chỉ đạo Chuyển đổi số tỉnh",
        "UBND huyện",
        "UBND tỉnh",
        "Văn phòng Bộ",
        "Văn phòng Sở",
        "Văn phòng Cục",
        "Trạm Y tế",
    ],
)
@pytest.mark.parametrize(
    "below",
    ["Sở Tư pháp", "Vụ Pháp chế", "Hội Nông dân tỉnh", "Tỉnh đoàn", "các đơn vị liên quan", "Trạm Thú y"],
)
@pytest.mark.parametrize("sign", ["", "- ", "+ ", "-"])
def test_a_name_below_a_name_is_a_name_of_its_own(name, below, sign):
    assert split(f"{sign}{name}\n{sign}{below}") == [name, below]


@pytest.mark.parametrize(
    "printed",
    [
        "a) Tổng cục Thuế\nb) Tổng cục Hải quan\nc) Vụ Ngân sách nhà nước",
        "a. Tổng cục Thuế\nb. Tổng cục Hải quan\nc. Vụ Ngân sách nhà nước",
        "1/ Tổng cục Thuế\n2/ Tổng cục Hải quan\n3/ Vụ Ngân sách nhà nước",
        "1. Tổng cục Thuế; 2. Tổng cục Hải quan; 3. Vụ Ngân sách nhà nước",
        "1) Tổng cục Thuế, 2) Tổng cục Hải quan, 3) Vụ Ngân sách nhà nước",
        "- Tổng cục Thuế\n- Tổng cục Hải quan\n- Vụ Ngân sách nhà nước",
        "+ Tổng cục Thuế\n+ Tổng cục Hải quan\n+ Vụ Ngân sách nhà nước",
        "• Tổng cục Thuế\n• Tổng cục Hải quan\n• Vụ Ngân sách nhà nước",
        "1. Tổng cục Thuế\n2. Tổng cục Hải quan\n3. Vụ Ngân sách nhà nước",
        "1) Tổng cục Thuế\n2) Tổng cục Hải quan\n3) Vụ Ngân sách nhà nước",
        "(1) Tổng cục Thuế\n(2) Tổng cục Hải quan\n(3) Vụ Ngân sách nhà nước",
        "(1) Tổng cục Thuế; (2) Tổng cục Hải quan; (3) Vụ Ngân sách nhà nước",
        "Tổng cục Thuế;\nTổng cục Hải quan;\nVụ Ngân sách nhà nước.",
        "Tổng cục Thuế,\nTổng cục Hải quan,\nVụ Ngân sách nhà nước",
        "Tổng cục Thuế\nTổng cục Hải quan\nVụ Ngân sách nhà nước",
        "* Tổng cục Thuế\n* Tổng cục Hải quan\n* Vụ Ngân sách nhà nước",
    ],
)
def test_a_list_in_a_cell_is_its_items_without_their_signs(printed):
    assert split(printed) == ["Tổng cục Thuế", "Tổng cục Hải quan", "Vụ Ngân sách nhà nước"]


@pytest.mark.parametrize(
    "group",
    [
        "UBND các huyện, thị xã, thành phố",
        "UBND các huyện, thành phố",
        "UBND các tỉnh, thành phố",
        "UBND các tỉnh, thành phố trực thuộc trung ương",
        "UBND các xã, phường, đặc khu",
        "UBND các phường, xã",
        "Sở Tư pháp các tỉnh, thành phố",
        "Cục Thuế các tỉnh, thành phố trực thuộc trung ương",
        "Trung tâm Y tế các huyện, thị xã, thành phố",
        "Các Vụ, Cục thuộc Bộ",
        "Các sở, ban, ngành, địa phương",
        "Các bộ, ngành, địa phương",
        "Các phòng, ban chuyên môn",
        "các cơ quan, đơn vị có liên quan",
        "Các doanh nghiệp viễn thông",
        "Các tổ chức chính trị - xã hội",
        "Các trường đại học, cao đẳng trên địa bàn",
        "Các cơ sở giáo dục, đào tạo",
    ],
)
def test_a_phrase_for_several_stays_whole(group):
    assert [name.lower() for name in split(group)] == [group.lower()]
    assert [name.lower() for name in split(f"Thanh tra Chính phủ, {group}")][1:] == [group.lower()]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Các Sở: Tài chính, Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Các sở: Tài chính, Nội vụ và Tư pháp", ["Sở Tài chính", "Sở Nội vụ", "Sở Tư pháp"]),
        ("Các Sở Tài chính, Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Các Bộ: Tài chính, Kế hoạch và Đầu tư", ["Bộ Tài chính", "Bộ Kế hoạch và Đầu tư"]),
        ("Sở Tài chính, Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Các Sở: Y tế, Văn hóa, Thể thao và Du lịch", ["Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"]),
        ("Các Sở: Y tế, Nội vụ; Công an tỉnh", ["Sở Y tế", "Sở Nội vụ", "Công an tỉnh"]),
        ("Các Sở: Y tế, Nội vụ, Công an tỉnh", ["Sở Y tế", "Sở Nội vụ", "Công an tỉnh"]),
        ("UBND các huyện Châu Thành, Cai Lậy", ["UBND huyện Châu Thành", "UBND huyện Cai Lậy"]),
        (
            "UBND các huyện: Châu Thành, Cai Lậy và thị xã Gò Công",
            ["UBND huyện Châu Thành", "UBND huyện Cai Lậy", "UBND thị xã Gò Công"],
        ),
        ("UBND huyện Châu Thành và huyện Cai Lậy", ["UBND huyện Châu Thành", "UBND huyện Cai Lậy"]),
        ("UBND xã Tân Phú, phường Hội Nghĩa", ["UBND xã Tân Phú", "UBND phường Hội Nghĩa"]),
        ("UBND TP. Mỹ Tho, TX. Gò Công", ["UBND thành phố Mỹ Tho", "UBND thị xã Gò Công"]),
        (
            "Sở Xây dựng, Giao thông vận tải, Công Thương",
            ["Sở Xây dựng", "Sở Giao thông vận tải", "Sở Công Thương"],
        ),
        (
            "Các Vụ: Pháp chế, Tổ chức cán bộ, Khoa học và Công nghệ và Văn phòng Bộ",
            ["Vụ Pháp chế", "Vụ Tổ chức cán bộ", "Vụ Khoa học và Công nghệ", "Văn phòng Bộ"],
        ),
        ("Các Cục: Thuế, Hải quan; Vụ Pháp chế", ["Cục Thuế", "Cục Hải quan", "Vụ Pháp chế"]),
        ("Các Phòng: Nội vụ, Tư pháp", ["Phòng Nội vụ", "Phòng Tư pháp"]),
    ],
)  # fmt: skip
def test_a_head_said_once_for_several_is_said_for_each(printed, expected):
    assert split(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Giám đốc Sở Y tế", ["Sở Y tế"]),
        ("Thủ trưởng các sở, ban, ngành", ["các sở, ban, ngành"]),
        ("Chủ tịch UBND các huyện, thành phố", ["UBND các huyện, thành phố"]),
        ("Sở Y tế (Chi cục An toàn vệ sinh thực phẩm)", ["Sở Y tế"]),
        ("Sở Y tế (cơ quan thường trực), Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("Sở Y tế - cơ quan thường trực, Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("Vụ Pháp chế - đơn vị đầu mối", ["Vụ Pháp chế"]),
        ("UBND TP. Mỹ Tho", ["UBND TP Mỹ Tho"]),
        ("SỞ Y TẾ", ["Sở y tế"]),
        ("Sở Y tế.", ["Sở Y tế"]),
        ("Sở Y tế, Sở Y tế", ["Sở Y tế"]),
        ("Sở\u00a0Y\u00a0tế", ["Sở Y tế"]),
        ("", []),
        ("-", []),
    ],
)
def test_what_stands_around_a_name_is_no_name(printed, expected):
    assert split(printed) == expected


@pytest.mark.parametrize(
    ("printed", "lead", "beside"),
    [
        ("Vụ Pháp chế (chủ trì); Cục Chuyển đổi số, Vụ Khoa học và Công nghệ (phối hợp)",
         ["Vụ Pháp chế"], ["Cục Chuyển đổi số", "Vụ Khoa học và Công nghệ"]),
        ("Vụ Pháp chế (chủ trì), Cục Chuyển đổi số (phối hợp)", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế (chủ trì)\nCục Chuyển đổi số (phối hợp)", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế (Chủ trì); Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Chủ trì: Vụ Pháp chế; Phối hợp: Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Chủ trì: Vụ Pháp chế. Phối hợp: Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("- Chủ trì: Vụ Pháp chế\n- Phối hợp: Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Đơn vị chủ trì: Vụ Pháp chế\nĐơn vị phối hợp: Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế chủ trì, phối hợp với Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế chủ trì phối hợp Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế phối hợp với Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế chủ trì; Cục Chuyển đổi số phối hợp", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế; Cục Chuyển đổi số", ["Vụ Pháp chế", "Cục Chuyển đổi số"], []),
        ("Chủ trì: Vụ Pháp chế, phối hợp: Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế: chủ trì; Cục Chuyển đổi số: phối hợp", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Phối hợp: Cục Chuyển đổi số\nChủ trì: Vụ Pháp chế", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế\nPhối hợp: Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế và Cục Chuyển đổi số phối hợp", [], ["Vụ Pháp chế", "Cục Chuyển đổi số"]),
        ("Do Vụ Pháp chế chủ trì, phối hợp cùng Cục Chuyển đổi số thực hiện",
         ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Chủ trì:\nVụ Pháp chế\nPhối hợp:\nSở Nội vụ\nSở Tư pháp", ["Vụ Pháp chế"], ["Sở Nội vụ", "Sở Tư pháp"]),
        ("Chủ trì Vụ Pháp chế, phối hợp Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Chủ trì là Vụ Pháp chế; phối hợp là Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("- Chủ trì Vụ Pháp chế\n- Phối hợp Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Cơ quan chủ trì Vụ Pháp chế; cơ quan phối hợp Cục Chuyển đổi số",
         ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("CT: Vụ Pháp chế; PH: Cục Chuyển đổi số", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
        ("Vụ Pháp chế (CT); Cục Chuyển đổi số (PH)", ["Vụ Pháp chế"], ["Cục Chuyển đổi số"]),
    ],
)  # fmt: skip
def test_one_cell_with_both_roles_is_cut_into_them(printed, lead, beside):
    leads, helpers = split_roles(printed)
    assert (split(leads), split(helpers)) == (lead, beside)
    assert says_who_helps(printed) or not beside


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Cục Chuyển đổi số là đơn vị đầu mối theo dõi, đôn đốc.", ["Cục Chuyển đổi số"]),
        ("Giao Phòng Văn hóa và Thông tin tổng hợp kết quả.", ["Phòng Văn hóa và Thông tin"]),
        (
            "Các đơn vị gửi báo cáo về Vụ Khoa học và Công nghệ trước ngày 15/11.",
            ["Vụ Khoa học và Công nghệ"],
        ),
        (
            "Báo cáo UBND huyện (qua Văn phòng HĐND và UBND huyện) để chỉ đạo.",
            ["UBND huyện", "Văn phòng HĐND và UBND huyện"],
        ),
        ("Phòng Tài chính - Kế hoạch cân đối kinh phí.", ["Phòng Tài chính - Kế hoạch"]),
        (
            "Trung tâm Chuyển đổi số làm đầu mối, phối hợp với Văn phòng Bộ.",
            ["Trung tâm Chuyển đổi số", "Văn phòng Bộ"],
        ),
        ("Thanh tra tỉnh chủ trì, phối hợp với Công an tỉnh kiểm tra.", ["Thanh tra tỉnh", "Công an tỉnh"]),
        ("Ban Tổ chức Tỉnh ủy tham mưu Ban Thường vụ Tỉnh ủy.", ["Ban Tổ chức Tỉnh ủy", "Ban Thường vụ Tỉnh ủy"]),
        ("Mọi công dân được hưởng lợi từ chuyển đổi số.", []),
        ("Phòng ngừa rủi ro và Báo cáo kết quả.", []),
        ("Bộ tiêu chí và Tổ công nghệ số.", []),
        ("Hội nghị tổng kết do Sở Y tế tổ chức.", ["Sở Y tế"]),
        ("Trung ương giao địa phương thực hiện.", []),
        ("Cục Phòng, chống tham nhũng tổng hợp.", ["Cục Phòng, chống tham nhũng"]),
        ("Gửi Cục Quản lý Khám, chữa bệnh trước ngày 15/11.", ["Cục Quản lý Khám, chữa bệnh"]),
    ],
)  # fmt: skip
def test_offices_are_found_in_running_text_up_to_where_the_sentence_goes_on(sentence, expected):
    names = [mention.name for _at, mention in ELSEWHERE.mentions_in(sentence) if not mention.group]
    assert names == expected


def test_a_name_that_begins_like_a_phrase_for_several_is_one_agency():
    alike = ["Sở Huyền bí", "Sở Xa lộ", "UBND xã Tân Phú", "Ủy ban nhân dân huyện Đơn Dương"]
    found = [mention for name in alike for mention in ELSEWHERE.split(name)]
    assert [(mention.text, mention.group) for mention in found] == [(name, False) for name in alike]


def test_a_committee_of_a_level_without_a_place_is_any_of_several():
    found = [ELSEWHERE.split(name) for name in ("UBND xã", "UBND huyện", "UBND cấp Huyện")]
    assert [[mention.unnamed for mention in mentions] for mentions in found] == [[True]] * 3


@pytest.mark.parametrize(
    "unit", ["1.1.1.", "1.\n", "a\n", "Sở A & ", "UBND huyện A, ", "các đơn vị, ", "(chủ trì ", "\n"]
)
def test_a_cell_of_a_hundred_thousand_letters_takes_no_longer_than_it_is(unit):
    """Each of these took minutes when a part of the reading looked at the whole cell again for every word or line."""
    cell = f"Sở A{unit * (100_000 // len(unit))}Sở B"
    begin = time.process_time()
    assert ELSEWHERE.split(cell)
    assert "Sở A" in split_roles(cell)[0]
    assert time.process_time() - begin < 10
