"""Figures and submissions as production makes them, with texts of real plans; progress and names are invented.

Figures come from the one constructor of the payload, out of rows as they are read: no test meets a shape that a period
could not have.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from indicators.attainment import Observed
from reporting.collection.deadlines import ZONE
from reporting.consolidation.drafting import AgencyWords, Section
from reporting.documents.agency.lines import MeasureLine, MoneyLine, SubmissionCopy, TaskLine
from reporting.documents.province import Issue
from reporting.rollup.compute import payload
from reporting.rollup.discipline import Standing
from reporting.rollup.inputs import Inputs
from reporting.rollup.payload import AgencyRef, Payload, PeriodRef, PlanRef
from reporting.rollup.rows import Aim, Disbursed, Line, Main, Node, Owing, Parts, Planned, Source
from reporting.rollup.tasks import Approved

DAY = date(2026, 11, 13)
KNOWN_AT = datetime(2026, 11, 13, 9, 41, tzinfo=ZONE)
REPORTED_AT = datetime(2026, 11, 10, 9, tzinfo=ZONE)
LAST_YEAR = datetime(2025, 12, 14, 9, tzinfo=ZONE)
PERIOD = PeriodRef(
    ref="ky2026",
    label="Năm 2026",
    from_on=date(2026, 1, 1),
    to_on=date(2026, 12, 31),
    cutoff_on=date(2026, 11, 14),
    plan=PlanRef(
        ref="plan69",
        number="69/KH-UBND",
        kind="KH",
        title="THỰC HIỆN NGHỊ QUYẾT SỐ 03/NQ-CP NGÀY 09/01/2025 CỦA CHÍNH PHỦ",
        province="Tiền Giang",
        issued_on=date(2025, 2, 25),
        focal_agency="Sở Khoa học và Công nghệ",
    ),
)
GROUPS = [
    (
        "I",
        "Nâng cao nhận thức, đột phá về đổi mới tư duy, xác định quyết tâm chính trị mạnh mẽ, quyết liệt lãnh đạo, chỉ "
        "đạo, tạo xung lực mới, khí thế mới trong toàn xã hội về phát triển khoa học, công nghệ, đổi mới sáng tạo và "
        "chuyển đổi số",
    ),
    (
        "III",
        "Tăng cường đầu tư, hoàn thiện hạ tầng cho khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
    ),
]
LONG_NAME = (
    "Nâng cấp, hoàn thiện hạ tầng công nghệ thông tin đáp ứng yêu cầu tại văn bản số 1552/BTTTT-TTH và "
    "708/BTTTT-CATTT; hoàn thành kết nối giữa Hệ thống thông tin giải quyết thủ tục hành chính cấp bộ, cấp tỉnh với cơ "
    "sở dữ liệu quốc gia về dân cư phục vụ giải quyết thủ tục hành chính, dịch vụ công theo Nghị định số "
    "107/2021/NĐ-CP của Chính phủ"
)


@dataclass(frozen=True)
class Leaf:
    """A task as the plan prints it and as its main agency, or `parts` of the `owed` agencies of a group, report it.

    `state` None: nobody has. `carried`: it was approved last year, and nothing is owed any more.
    """

    code: str
    name: str
    lead: str
    time: str
    ends_on: date | None = None
    recurring: bool = False
    triggered: bool = False
    state: str | None = None
    percent: int | str | None = None
    completed_on: date | None = None
    result: str = ""
    difficulty: str = ""
    proposal: str = ""
    parts: int = 0
    owed: int = 1
    carried: bool = False
    under: str | None = None

    @property
    def group(self) -> str:
        return self.code.partition(".")[0] if self.under is None else self.under


LEAVES = [
    Leaf(
        "I.1",
        (
            "Phổ biến, quán triệt, nâng cao nhận thức về phát triển khoa học, công nghệ, đổi mới sáng tạo và"
            " chuyển đổi số"
        ),
        "Các sở, ngành, địa phương",
        "Thường xuyên",
        recurring=True,
        parts=25,
        owed=33,
    ),
    Leaf(
        "I.2",
        (
            "Xây dựng chuyên mục về khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số trên truyền hình,"
            " phát thanh và mạng xã hội"
        ),
        "Sở Khoa học và Công nghệ",
        "Thường xuyên",
        recurring=True,
        state="in_progress",
        percent=75,
        result=("Đã phát sóng 38 chuyên mục trên Đài Phát thanh và Truyền hình tỉnh, đăng 112 tin, bài."),
    ),
    Leaf(
        "I.5",
        (
            "Tham mưu Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Đề án đánh giá mức độ hoàn thành "
            "nhiệm vụ chuyển đổi số của cơ quan nhà nước, người đứng đầu và cán bộ, công chức, viên chức "
            "trong cơ quan nhà nước"
        ),
        "Sở Nội vụ",
        "Năm 2025",
        ends_on=date(2025, 12, 31),
        state="completed",
        percent=100,
        completed_on=date(2026, 4, 15),
        result="Ban hành Quyết định số 1289/QĐ-UBND ngày 15/4/2026 phê duyệt Đề án.",
    ),
    Leaf(
        "III.20",
        ("Xây dựng danh mục công nghệ chiến lược được ưu tiên đầu tư khuyến khích phát triển trong tỉnh"),
        "Sở Khoa học và Công nghệ",
        ("Trình Ủy ban nhân dân tỉnh ban hành sau khi có Quyết định của Thủ tướng Chính phủ"),
        triggered=True,
        state="awaiting_trigger",
    ),
    Leaf(
        "III.26",
        ("Tiếp tục hỗ trợ triển khai dự án sản xuất Hydro xanh tại huyện Gò Công Đông"),
        "Ủy ban nhân dân huyện Gò Công Đông",
        "Năm 2025",
        ends_on=date(2025, 12, 31),
        state="in_progress",
        percent="45.50",
        result="Hoàn thành giải phóng mặt bằng đợt 1, bàn giao 12,5/27 ha.",
        difficulty="Nhà đầu tư chậm bổ sung hồ sơ đánh giá tác động môi trường.",
        proposal="Kiến nghị gia hạn tiến độ dự án đến hết quý II/2027.",
    ),
    Leaf(
        "III.31",
        ("Xây dựng kế hoạch và triển khai hạ tầng 5G, IoT trong các khu khu công nghiệp, cụm công nghiệp"),
        "Sở Thông tin và Truyền thông",
        "Năm 2026",
        ends_on=date(2026, 12, 31),
        state="in_progress",
        percent=80,
        result="Phủ sóng 5G tại 03/04 khu công nghiệp.",
    ),
    Leaf(
        "III.35",
        LONG_NAME,
        "Sở Thông tin và Truyền thông",
        "Năm 2025",
        ends_on=date(2025, 12, 31),
        state="completed",
        percent=100,
        completed_on=date(2025, 12, 10),
        carried=True,
        result="Hoàn thành kết nối, nghiệm thu ngày 20/12/2025.",
    ),
    Leaf(
        "III.38",
        (
            "Xây dựng và triển khai các dự án đầu tư lĩnh vực khoa học, công nghệ, đổi mới sáng tạo và "
            "chuyển đổi số"
        ),
        "",
        "Năm 2030",
        ends_on=date(2030, 12, 31),
        owed=0,
    ),
]


def _line(task: int, agency: AgencyRef, leaf: Leaf) -> Line:
    return Line(
        task,
        agency.id,
        True,
        leaf.state,
        None if leaf.percent is None else Decimal(leaf.percent),
        leaf.completed_on,
        leaf.result,
        leaf.difficulty,
        leaf.proposal,
        LAST_YEAR if leaf.carried else REPORTED_AT,
        1,
    )


def _part(task: int, number: int) -> Line:
    """The lines of a group's agencies: a third has completed."""
    state, percent = (("completed", 100), ("in_progress", 50), ("in_progress", 40))[number % 3]
    done = date(2026, 6, 30) if state == "completed" else None
    return Line(task, 100 + number, False, state, Decimal(percent), done, "", "", "", REPORTED_AT, 1)


@dataclass
class Reported:
    """What the leaves say, as roll-up reads it."""

    nodes: list[Node] = field(default_factory=list)
    owed: dict[int, int] = field(default_factory=dict)
    leads: dict[int, AgencyRef] = field(default_factory=dict)
    mains: dict[int, Main] = field(default_factory=dict)
    parts: dict[int, Parts] = field(default_factory=dict)
    earlier: dict[int, Line] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    agencies: dict[int, AgencyRef] = field(default_factory=dict)

    def add(self, task: int, parent: int | None, leaf: Leaf) -> None:
        """One leaf with its lines."""
        self.nodes.append(
            Node(
                task,
                parent,
                "task",
                leaf.code,
                leaf.name,
                leaf.lead,
                "Các sở, ban, ngành; Ủy ban nhân dân các huyện, thị xã, thành phố",
                leaf.time,
                leaf.ends_on,
                leaf.recurring,
                leaf.triggered,
            )
        )
        self.owed[task] = 0 if leaf.carried else leaf.owed
        if leaf.parts:
            self._add_parts(task, [_part(task, number) for number in range(leaf.parts)])
        elif leaf.lead and leaf.owed == 1:
            self._add_main(task, AgencyRef(1000 + sum(map(ord, leaf.lead)), leaf.lead), leaf)

    def _add_parts(self, task: int, lines: list[Line]) -> None:
        done = [line for line in lines if line.state == "completed"]
        total = sum(line.percent for line in lines)
        self.parts[task] = Parts(task, len(lines), len(lines), len(done), total, None, None)
        self.lines += lines
        self.agencies |= {
            line.agency: AgencyRef(line.agency, f"Cơ quan {line.agency - 100}") for line in lines
        }

    def _add_main(self, task: int, agency: AgencyRef, leaf: Leaf) -> None:
        line = _line(task, agency, leaf)
        self.leads[task] = self.agencies[agency.id] = agency
        if leaf.state is None:
            return
        if leaf.carried:
            self.earlier[task] = line
            return
        self.mains[task] = Main(task, agency.id, *line[3:9])
        self.lines.append(line)

    @property
    def approved(self) -> Approved:
        return Approved(self.owed, self.leads, self.mains, self.parts, self.earlier, {})


RECURRENT, INVESTMENT = (
    Source(1, 1, "recurrent", "Nguồn sự nghiệp"),
    Source(2, 2, "investment", "Nguồn đầu tư"),
)
SOCIAL, CENTRAL = Source(3, 3, "social", "Nguồn xã hội hóa"), Source(4, 4, "central", "Nguồn trung ương")
# code of the task, year (0: the whole horizon), source, VND
PLANNED = [
    ("I.5", 2025, RECURRENT, 24_400_000_000),
    ("III.26", 2025, INVESTMENT, 175_325_000_000),
    ("I.2", 2026, RECURRENT, 25_400_000_000),
    ("III.31", 0, CENTRAL, 30_000_000_000),
]
DISBURSED = [
    ("I.5", 2025, RECURRENT, 22_987_500_000),
    ("III.26", 2025, INVESTMENT, 98_400_000_000),
    ("I.2", 2026, RECURRENT, 14_250_000_000),
    ("III.31", 2026, SOCIAL, 1_234_500_000),
]

TELECOM, SCIENCE = "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"
PORTAL_USE = "Tỷ lệ sử dụng dịch vụ công trực tuyến của người dân và doanh nghiệp"
ONLINE_FILES = "Hồ sơ, công việc được xử lý trên môi trường mạng"


def aim(
    code: str,
    measure: int,
    name: str,
    unit: str,
    printed: str,
    *,
    year: int = 2030,
    comparator: str = ">=",
    low: int | None = None,
    high: int | None = None,
    direction: str = "up",
    scope: str = "",
    lead: str = TELECOM,
) -> Aim:
    """A target; an indicator is known by its measure here."""
    numbers = [None if number is None else Decimal(number) for number in (low, high)]
    place = (direction, "point", scope, year, comparator, *numbers, printed, lead)
    return Aim(measure, code, name, unit, measure, f"m{measure}", *place)


AIMS = [
    aim(
        "4",
        1,
        "Chỉ số đánh giá chuyển đổi số (DTI)",
        "Thứ bậc",
        "Thuộc nhóm 20 tỉnh, thành dẫn đầu cả nước",
        comparator="top_n",
        high=20,
        direction="down",
    ),
    aim("6", 2, "Quy mô kinh tế số", "% GRDP", "≥ 20", low=20),
    aim("7.1", 3, PORTAL_USE, "%", "≥ 50", low=50, year=2025),
    aim("7.1", 3, PORTAL_USE, "%", "≥ 80", low=80),
    aim(
        "15",
        4,
        "Tổ chức khoa học và công nghệ được xếp hạng khu vực, vùng",
        "Tổ chức",
        "1-2",
        comparator="between",
        low=1,
        high=2,
        lead="",
    ),
    aim("18", 5, "Hạ tầng số", "", "Tiên tiến, hiện đại", comparator="qualitative"),
    aim("26", 6, "Tỷ trọng xuất khẩu công nghệ cao", "%", "≥ 50", low=50, year=2045),
    aim("P01", 7, ONLINE_FILES, "%", "đạt 100%", low=100, scope="cấp tỉnh", lead=""),
]


def observed(
    measure: int, value: str | None, on: date, basis: str = "official", *, scope: str = "", verdict: str = ""
) -> Observed:
    return Observed(measure, scope, None, on, basis, None if value is None else Decimal(value), verdict)


MEASURED_ON = date(2026, 10, 31)
OBSERVED = [
    observed(1, "17", MEASURED_ON),
    observed(2, "11.8", date(2025, 12, 31), "baseline"),
    observed(2, "12.5", MEASURED_ON),
    observed(3, "44", date(2025, 12, 31), "baseline"),
    observed(3, "45.25", MEASURED_ON, "estimate"),
    observed(5, None, MEASURED_ON, verdict="Đạt mức khá"),
    observed(6, "12.5", MEASURED_ON),
    observed(7, "92", date(2025, 11, 15), scope="cấp tỉnh"),
]

# name, lines owed, lines approved, standing
AGENCIES = [
    (SCIENCE, 24, 24, Standing("approved", datetime(2026, 11, 10, 8, 30, tzinfo=ZONE), True, 0)),
    (TELECOM, 31, 29, Standing("returned", datetime(2026, 11, 12, 16, 5, tzinfo=ZONE), True, 2)),
    (
        "Ủy ban nhân dân huyện Gò Công Đông",
        11,
        0,
        Standing("sent", datetime(2026, 11, 15, 18, 30, tzinfo=UTC), False, 0),
    ),
    ("Ngân hàng Nhà nước chi nhánh tỉnh Tiền Giang", 3, 0, Standing("draft", None, None, 0)),
]
AGENCY_WORDS = [
    AgencyWords(
        "Sở Khoa học và Công nghệ",
        {
            "direction": "Tham mưu Ủy ban nhân dân tỉnh ban hành 12 văn bản chỉ đạo.\nTổ chức 03 đoàn kiểm tra.",
            "assessment": "Các nhiệm vụ cơ bản bám sát tiến độ.",
            "outlook": "Tập trung hoàn thành các nhiệm vụ quá hạn trong quý I/2027.",
        },
    ),
    AgencyWords(
        "Sở Nội vụ",
        {
            "direction": "Ban hành kế hoạch đào tạo, bồi dưỡng kỹ năng số.",
            "difficulties": "Thiếu nhân lực chuyên trách về công nghệ thông tin ở cấp xã.",
            "proposals": "Đề nghị Bộ Nội vụ sớm hướng dẫn chính sách thu hút nhân lực chuyển đổi số.",
        },
    ),
]


def figures(
    leaves: Iterable[Leaf] = LEAVES,
    groups: Sequence[tuple[str, str]] = GROUPS,
    *,
    aims: Sequence[Aim] = AIMS,
    planned: Sequence[tuple[str, int, Source, int]] = PLANNED,
    disbursed: Sequence[tuple[str, int, Source, int]] = DISBURSED,
    agencies: Sequence[tuple[str, int, int, Standing]] = AGENCIES,
) -> Payload:
    """The payload of a period in which the leaves were reported like this; of money only theirs is there."""
    reported = Reported()
    ids = {code: number for number, (code, _name) in enumerate(groups, start=1)}
    waiting = dict(groups)
    codes: dict[str, int] = {}
    for number, leaf in enumerate(leaves, start=len(ids) + 1):
        if name := waiting.pop(leaf.group, None):
            reported.nodes.append(
                Node(
                    ids[leaf.group],
                    None,
                    "group",
                    leaf.group,
                    name,
                    "",
                    "",
                    "",
                    None,
                    False,
                    False,
                )
            )
        codes[leaf.code] = number
        reported.add(number, ids.get(leaf.group), leaf)
    owings = [
        Owing(number, number, name, KNOWN_AT, None) for number, (name, *_rest) in enumerate(agencies, 1)
    ]
    return payload(
        Inputs(
            period=PERIOD,
            day=DAY,
            known_at=KNOWN_AT,
            nodes=reported.nodes,
            approved=reported.approved,
            lines=reported.lines,
            agencies=reported.agencies,
            sources=[RECURRENT, INVESTMENT, SOCIAL, CENTRAL],
            planned=[
                Planned(codes[code], year, source.id, Decimal(amount))
                for code, year, source, amount in planned
                if code in codes
            ],
            disbursed=[
                Disbursed(codes[code], 1, year, source.id, Decimal(amount), 1)
                for code, year, source, amount in disbursed
                if code in codes
            ],
            owings=owings,
            lines_owed={number: row[1] for number, row in enumerate(agencies, 1)},
            sent=[],
            reviewed=[],
            accepted_at={},
            standings={number: row[3] for number, row in enumerate(agencies, 1)},
            approved_lines={number: row[2] for number, row in enumerate(agencies, 1)},
            aims=list(aims),
            followers={},
            observed=OBSERVED,
        )
    )


def texts(sections: Iterable[Section]) -> dict[str, str]:
    """Drafted sections as the paper takes them."""
    return {section["key"]: section["text"] for section in sections}


def many_tasks(number: int) -> Payload:
    """`number` leaves in groups of twenty, texts of the plan, every status in turn."""
    leaves = []
    for n in range(number):
        model = LEAVES[n % len(LEAVES)]
        group = f"N{n // 20 + 1}"
        leaves.append(
            replace(model, code=f"{group}.{n % 20 + 1}", name=f"{model.name} (mục {n + 1})", under=group)
        )
    groups = [(f"N{n + 1}", f"{GROUPS[n % 2][1]} – nhóm {n + 1}") for n in range(-(-number // 20))]
    return figures(leaves, groups)


ISSUE = Issue(
    state="issued",
    sha256="3f9a1c0b7d52" + "0" * 52,
    official_no="5/BC-UBND",
    official_date=date(2026, 12, 1),
    signer="Nguyễn Thành Diệu",
    signer_post="Phó Chủ tịch",
    addressees=("Bộ Khoa học và Công nghệ",),
    recipients=("Như trên", "TT. Tỉnh ủy, TT. HĐND tỉnh", "CT và các PCT UBND tỉnh", "Lưu: VT, P.KT (D)"),
)

SUBMISSION = SubmissionCopy(
    agency=TELECOM,
    agency_kind="so",
    province="Tiền Giang",
    focal_agency=SCIENCE,
    period=PERIOD,
    made_at=KNOWN_AT,
    sent_at=datetime(2026, 11, 12, 16, 5, tzinfo=ZONE),
    narrative=AGENCY_WORDS[1].narrative,
    tasks=(
        TaskLine(
            code="III.35",
            name=LONG_NAME,
            time_text="Năm 2025",
            state="completed",
            percent=Decimal("100.00"),
            completed_on=date(2025, 12, 20),
            result="Hoàn thành kết nối, nghiệm thu.",
            difficulty="",
            proposal="",
            reason="",
            money=(
                MoneyLine(2026, "Nguồn sự nghiệp", Decimal(12_345_678_000)),
                MoneyLine(2026, "Nguồn đầu tư phát triển", Decimal(98_400_000_000)),
            ),
            evidence=("Biên bản nghiệm thu số 15/BBNT-STTTT ngày 20/12/2025",),
        ),
        TaskLine(
            code="V.45",
            name="Triển khai giải pháp hỗ trợ, bảo vệ người dân trên không gian mạng ở mức cơ bản",
            time_text="Năm 2025",
            state="in_progress",
            percent=Decimal("60.00"),
            completed_on=None,
            result="Đã ban hành kế hoạch; tổ chức 02 đợt tuyên truyền.",
            difficulty="Chưa được bố trí kinh phí.",
            proposal="Bố trí kinh phí năm 2027.",
            reason="",
        ),
        TaskLine(
            code="VI.60",
            name="Triển khai đánh giá mức độ chuyển đổi số doanh nghiệp",
            time_text="Thường xuyên",
            state="",
            percent=None,
            completed_on=None,
            result="",
            difficulty="",
            proposal="",
            reason="",
        ),
    ),
    measures=(
        MeasureLine(
            number="7.1",
            name=PORTAL_USE,
            unit="%",
            scope="",
            target_text="≥ 80",
            value=Decimal("45.25"),
            judgement="",
            to_on=MEASURED_ON,
            basis="estimate",
            answer="value",
            note="",
        ),
        MeasureLine(
            number="4",
            name="Chỉ số đánh giá chuyển đổi số (DTI)",
            unit="Thứ bậc",
            scope="",
            target_text="Thuộc nhóm 20 tỉnh, thành dẫn đầu cả nước",
            value=None,
            judgement="",
            to_on=None,
            basis="",
            answer="not_yet_published",
            note="Bộ Khoa học và Công nghệ chưa công bố.",
        ),
    ),
)
