"""Who: the province's bodies and communes, the phrases that name several of them, people with their roles."""

import datetime as dt
import json
from itertools import product

from django.conf import settings
from django.contrib.auth.hashers import make_password

from agencies.models import Agency, AgencyGroup, AgencyName, GroupMember, Membership, Province, User
from common.text import fold
from portal.demo import Draw
from tests.benchmarks.province import PASSWORD, Size

BEGUN = dt.date(2021, 7, 1)  # the register
FOCAL = 5  # bodies that run plans: the first most of them
BATCH = 2_000

FIELDS = (
    "Khoa học và Công nghệ|Tài chính|Nội vụ|Y tế|Giáo dục và Đào tạo|Nông nghiệp và Môi trường|Xây dựng|Công Thương|"
    "Tư pháp|Văn hóa, Thể thao và Du lịch|Dân tộc và Tôn giáo|Ngoại vụ"
).split("|")
OTHERS = (
    "Văn phòng Ủy ban nhân dân tỉnh|Thanh tra tỉnh|Ban Quản lý các khu công nghiệp|Báo và Đài phát thanh, truyền hình|"
    "Công an tỉnh|Bộ Chỉ huy Quân sự tỉnh|Bảo hiểm xã hội tỉnh|Thuế tỉnh|Kho bạc Nhà nước khu vực|Liên đoàn Lao động "
    "tỉnh|Hội Nông dân tỉnh|Hội Liên hiệp Phụ nữ tỉnh|Tỉnh Đoàn|Ủy ban Mặt trận Tổ quốc tỉnh|Trường Cao đẳng nghề tỉnh"
).split("|")
PLACES = (
    "Tân An|Mỹ Hòa|Long Phú|Vĩnh Thạnh|Đại Tâm|Phú Lộc|An Bình|Thạnh Trị|Hòa Đông|Lịch Hội|Kế Sách|Trung Bình|Xuân Mai|"
    "Đông Sơn|Bình Minh|Cẩm Lệ|Hải Yến|Nam Cường|Quang Trung|Sơn Hà"
).split("|")


def make_agencies(province: Province, size: Size) -> tuple[list[Agency], list[Agency]]:
    names = [(f"Sở {field}", "so") for field in FIELDS] + [(name, "ban") for name in OTHERS]
    names += [(f"Trung tâm {field} tỉnh", "ban") for field in FIELDS]
    names += [(f"Chi cục {field}", "ban") for field in FIELDS]
    communes = [
        (f"UBND xã {place} {part}".strip(), "ubnd-huyen")
        for part, place in product(("", "Đông", "Tây", "Nam", "Bắc", "Thượng", "Hạ", "Trung"), PLACES)
    ]
    rows = [
        Agency(
            province=province,
            code=f"mau:{number}",
            kind=kind,
            name=name,
            folded=fold(name),
            position=number,
            email=f"cq{number}@mau.example",
            valid_from=BEGUN,
        )
        for number, (name, kind) in enumerate([*names[: size.bodies], *communes[: size.communes]], 1)
    ]
    Agency.objects.bulk_create(rows)
    AgencyName.objects.bulk_create(
        AgencyName(agency=row, text=row.name, folded=row.folded, kind="official", valid_from=BEGUN)
        for row in rows
    )
    return rows[: size.bodies], rows[size.bodies :]


def make_groups(province: Province, bodies: list[Agency], communes: list[Agency]) -> list[AgencyGroup]:
    """The province's bodies, its communes, and a phrase that names nobody."""
    made = [
        AgencyGroup(
            province=province, code=f"mau:nhom-{number}", name=name, folded=fold(name), resolvable=resolvable
        )
        for number, (name, resolvable) in enumerate(
            [("Các sở, ban, ngành", True), ("UBND các xã", True), ("Các đơn vị liên quan", False)]
        )
    ]
    AgencyGroup.objects.bulk_create(made)
    GroupMember.objects.bulk_create(
        GroupMember(group=group, member_agency=agency, valid_from=BEGUN)
        for group, agencies in zip(made, (bodies, communes), strict=False)
        for agency in agencies
    )
    return made


def make_people(bodies: list[Agency], communes: list[Agency]) -> None:
    """Two reporters and an approver everywhere, officers and a leader where plans are run, the province's at the top.

    Addresses: reporter1.3@mau.example is the first reporter of the third agency.
    """
    names = json.loads((settings.BASE_DIR / "fixtures/demo.json").read_text(encoding="utf-8"))
    office = bodies[-1]
    wanted = [
        (agency, role, count)
        for agency in [*bodies, *communes]
        for role, count in (("reporter", 2), ("approver", 1))
    ]
    wanted += [
        (agency, role, count)
        for agency in bodies[:FOCAL]
        for role, count in (("focal_officer", 2), ("focal_leader", 1))
    ]
    wanted += [(office, "leader", 3), (office, "administrator", 2)]
    password = make_password(PASSWORD)
    people, roles = [], []
    for agency, role, count in wanted:
        for number in range(1, count + 1):
            email = f"{role}{number}.{agency.position}@mau.example"
            draw = Draw(email)
            name = " ".join(draw.one(names[part]) for part in ("surnames", "middles", "givens"))
            people.append(
                User(email=email, name=name, password=password, post="Chuyên viên, cán bộ đầu mối báo cáo")
            )
            roles.append(Membership(user=people[-1], agency=agency, role=role, valid_from=BEGUN))
    User.objects.bulk_create(people, BATCH)
    Membership.objects.bulk_create(roles, BATCH)
