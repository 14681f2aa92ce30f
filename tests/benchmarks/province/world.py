"""Who and what: agencies, people, plans with their tasks, money and indicators, as an import would have left them."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from agencies.models import Agency, AgencyGroup, Province
from common.text import fold
from indicators.models import Follower, Indicator, IndicatorVersion, Measure, Observation, Target
from plans.models import Assignment, BudgetLine, FundingSource, Plan, PlanVersion, Task, TaskVersion
from portal.demo import Draw
from reporting.models import Cycle, CycleReporter, CycleStage, ReminderRule
from tests.benchmarks.province import YEAR, Size
from tests.benchmarks.province.people import BATCH, BEGUN, FOCAL, make_agencies, make_groups, make_people
from tests.factories import moment

ISSUED = dt.date(2021, 12, 20)  # every plan
KNOWN = moment("2021-12-21")

TOPICS = (
    "chuyển đổi số|phát triển chính quyền số|phát triển kinh tế số và xã hội số|ứng dụng trí tuệ nhân tạo|bảo đảm an "
    "toàn, an ninh mạng|phát triển hạ tầng số|phát triển dữ liệu số dùng chung|đào tạo nhân lực và phổ cập kỹ năng số|"
    "cung cấp dịch vụ công trực tuyến toàn trình|phát triển đô thị thông minh"
).split("|")
GROUPS = "Nhận thức số|Thể chế số|Hạ tầng số|Nhân lực số|Dữ liệu số|Nền tảng số|An toàn, an ninh mạng|Chính quyền số|"
GROUPS = f"{GROUPS}Kinh tế số|Xã hội số".split("|")
VERBS = (
    "Xây dựng và đưa vào vận hành|Nâng cấp, mở rộng|Hoàn thiện, chuẩn hóa và cập nhật thường xuyên|Tổ chức triển khai "
    "trên địa bàn toàn tỉnh|Rà soát, ban hành quy chế quản lý và khai thác|Kết nối, chia sẻ qua nền tảng của tỉnh"
).split("|")
THINGS = (
    "cơ sở dữ liệu chuyên ngành dùng chung của các cơ quan nhà nước|nền tảng tích hợp, chia sẻ dữ liệu cấp tỉnh|"
    "hệ thống thông tin giải quyết thủ tục hành chính|mạng truyền số liệu chuyên dùng đến tất cả các xã, phường|"
    "kho dữ liệu điện tử của tổ chức, cá nhân|chương trình bồi dưỡng kỹ năng số cho cán bộ, công chức, viên chức|"
    "bản đồ số và nền tảng địa chỉ số|hệ thống hội nghị trực tuyến ba cấp|"
    "dịch vụ đô thị thông minh và trung tâm giám sát, điều hành|tổ công nghệ số cộng đồng ở thôn, ấp, khu phố"
).split("|")
AIMS = (
    "người dân được cập nhật đầy đủ, kịp thời hồ sơ điện tử|hồ sơ thủ tục hành chính được xử lý trực tuyến toàn trình|"
    "cơ quan nhà nước kết nối vào mạng truyền số liệu chuyên dùng|doanh nghiệp nhỏ và vừa sử dụng nền tảng số|"
    "người dân trưởng thành có tài khoản thanh toán điện tử|hệ thống thông tin được phê duyệt cấp độ an toàn|"
    "hộ gia đình có đường truyền cáp quang|trường học tổ chức dạy, học và quản trị trên nền tảng số"
).split("|")
SOURCES = (
    ("nstw", "Ngân sách trung ương", "central", "unspecified"),
    ("sn-tinh", "Ngân sách tỉnh, vốn sự nghiệp", "province", "recurrent"),
    ("dt-tinh", "Ngân sách tỉnh, vốn đầu tư phát triển", "province", "investment"),
    ("xhh", "Nguồn xã hội hóa", "social", "unspecified"),
)


def make_world(size: Size) -> Province:
    """The province with everything that was there before its first season."""
    province = Province.objects.create(code="MAU", name="tỉnh Mẫu", valid_from=BEGUN)
    Province.objects.create(code="TW", name="Trung ương", valid_from=BEGUN)
    bodies, communes = make_agencies(province, size)
    make_people(bodies, communes)
    groups = make_groups(province, bodies, communes)
    sources = [
        FundingSource(
            province=province, code=code, name_printed=name, level=level, nature=nature, position=number
        )
        for number, (code, name, level, nature) in enumerate(SOURCES)
    ]
    FundingSource.objects.bulk_create(sources)
    measures = _measures(province, size)
    plans = _plans(province, bodies, groups, size)
    for number, plan in enumerate(plans):
        version = PlanVersion.objects.create(plan=plan, no=1, effective_on=ISSUED, confirmed_at=KNOWN)
        _tasks(Draft(version, number), bodies, communes, groups, sources, size)
        _indicators(Draft(version, number), bodies, measures, size)
    return province


class Draft:
    """A plan being written: its version, its number among the plans, what every row of it says of its cause."""

    def __init__(self, version: PlanVersion, number: int) -> None:
        self.version, self.plan, self.number = version, version.plan, number
        self.recorded = {"valid_from": ISSUED, "recorded_at": KNOWN, "cause_id": version.pk}


def _plans(province: Province, bodies: list[Agency], groups: list[AgencyGroup], size: Size) -> list[Plan]:
    """Four of five plans are run by the first body; each with its yearly cycle, everybody reporting."""
    plans = []
    for number in range(size.plans):
        title = f"Kế hoạch {TOPICS[number % len(TOPICS)]} tỉnh Mẫu giai đoạn 2022 - 2030, chuyên đề số {number + 1}"
        plans.append(
            Plan(
                province=province,
                kind="KH",
                number=f"{101 + number}/KH-UBND",
                issued_on=ISSUED,
                title=title,
                folded=fold(title),
                issuer_text="Ủy ban nhân dân tỉnh Mẫu",
                focal_agency=bodies[number % FOCAL if number % 5 == 4 else 0],
                horizon_from=2022,
                horizon_to=2030,
                state="in_force",
            )
        )
    Plan.objects.bulk_create(plans)
    for plan in plans:
        cycle = Cycle.objects.create(plan=plan, valid_from=ISSUED)
        stages = CycleStage.objects.bulk_create(
            [
                CycleStage(
                    cycle=cycle,
                    position=1,
                    kind="agencies",
                    to_agency=plan.focal_agency,
                    month=11,
                    day=20,
                    due_text="trước ngày 20/11",
                ),
                CycleStage(
                    cycle=cycle,
                    position=2,
                    kind="focal",
                    to_text="UBND tỉnh",
                    month=12,
                    day=1,
                    due_text="trước ngày 01/12",
                ),
            ]
        )
        ReminderRule.objects.bulk_create(ReminderRule(stage=stages[0], offset_days=days) for days in (-7, -1))
        CycleReporter.objects.bulk_create(
            CycleReporter(cycle=cycle, group=group, text_printed=group.name) for group in groups[:2]
        )
    return plans


def _tasks(
    draft: Draft,
    bodies: list[Agency],
    communes: list[Agency],
    groups: list[AgencyGroup],
    sources: list[FundingSource],
    size: Size,
) -> None:
    """A tree of headings with leaves under them, who answers, and money on every sixth leaf."""
    run = max(5, size.tasks // 20)  # leaves under a heading
    nodes = iter(
        Task.objects.bulk_create(
            [
                Task(plan=draft.plan, created_in=draft.version)
                for _node in range(size.tasks - size.tasks // -run)
            ],
            BATCH,
        )
    )
    texts: list[TaskVersion] = []
    names: list[Assignment] = []
    for number in range(size.tasks):
        if number % run == 0:
            heading = _heading(draft, next(nodes), len(texts), number // run)
            texts.append(heading)
        named = list(_named(draft, number, bodies, communes, groups, size))
        leaf = _leaf(draft, next(nodes), heading, len(texts), number, named, size)
        texts.append(leaf)
        names += [_assignment(draft, leaf.task, place, *row) for place, row in enumerate(named)]
    TaskVersion.objects.bulk_create(texts, BATCH)
    Assignment.objects.bulk_create(names, BATCH)
    leaves = [row for row in texts if row.kind == "task"]
    BudgetLine.objects.bulk_create(list(_budget(draft, leaves[size.wide :: 6], sources)), BATCH)


def _heading(draft: Draft, node: Task, position: int, number: int) -> TaskVersion:
    name = GROUPS[number % len(GROUPS)].upper()
    return TaskVersion(
        plan=draft.plan,
        task=node,
        version=draft.version,
        code=f"N{number + 1}",
        number_printed=f"{number + 1}",
        position=position,
        kind="group",
        name=name,
        folded=fold(name),
        **draft.recorded,
    )


def _leaf(
    draft: Draft, node: Task, heading: TaskVersion, position: int, number: int, named: list, size: Size
) -> TaskVersion:
    """The first leaves are for all communes and recur; of the others two of five recur, one of nine waits."""
    draw = Draw("task", draft.number, number)
    name = f"{draw.one(VERBS)} {draw.one(THINGS)}; bảo đảm kết nối, liên thông và an toàn thông tin, phần {number + 1}"
    coordinating = "; ".join(agency.name for agency, role, _main in named if role == "coordinate")
    timed: dict = {"time_text": "Thường xuyên, hằng năm", "recurring": True}
    if number >= size.wide and number % 9 == 4:
        trigger = "Sau khi có hướng dẫn của Bộ Khoa học và Công nghệ"
        timed = {"time_text": trigger, "trigger_text": trigger}
    elif number >= size.wide and number % 5 > 1:
        end = 2023 + draw.below(8)
        start = min(max(2022, end - 2 - draw.below(2)), YEAR)
        timed = {
            "time_text": f"{start} - {end}",
            "starts_on": dt.date(start, 1, 1),
            "ends_on": dt.date(end, 12, 31),
        }
    return TaskVersion(
        plan=draft.plan,
        task=node,
        version=draft.version,
        parent=heading.task,
        code=f"{heading.code}.{number + 1}",
        number_printed=f"{number + 1}",
        position=position,
        kind="task",
        name=name,
        folded=fold(name),
        product="Quyết định, kế hoạch, báo cáo kết quả thực hiện và hệ thống đưa vào vận hành",
        lead_text="; ".join(agency.name for agency, role, _main in named if role != "coordinate"),
        coordinating_text=coordinating,
        **timed,
        **draft.recorded,
    )


Named = tuple[Agency | AgencyGroup, str, bool]


def _named(
    draft: Draft,
    number: int,
    bodies: list[Agency],
    communes: list[Agency],
    groups: list[AgencyGroup],
    size: Size,
) -> Iterator[Named]:
    """Who answers for a leaf: (agency or group, role, main), in printed order."""
    draw = Draw("named", draft.number, number)
    lead = bodies[(draft.number * 7 + number) % len(bodies)]
    if number < size.wide:
        if number % 3:
            yield lead, "lead", True
        yield groups[1], "implement", False
    elif number % 97 == 5:
        yield groups[2], "lead", True
    else:
        yield lead, "lead", True
        others = [body for body in bodies if body != lead]
        for step in range(1 + draw.below(4)):
            yield others[(number + step * 3) % len(others)], "implement", False
        if draw.often(15):
            yield draw.one(communes), "implement", False
    yield groups[2], "coordinate", False


def _assignment(
    draft: Draft, node: Task, place: int, who: Agency | AgencyGroup, role: str, main: bool
) -> Assignment:
    side = "agency" if isinstance(who, Agency) else "group"
    return Assignment(
        task=node,
        **{side: who},
        role=role,
        label_printed=who.name,
        main=main,
        position=place,
        **draft.recorded,
    )


def _budget(draft: Draft, leaves: list[TaskVersion], sources: list[FundingSource]) -> Iterator[BudgetLine]:
    """Money by year, every third leaf with a second source for the whole horizon; one line of the plan."""
    for number, leaf in enumerate(leaves):
        draw = Draw("money", draft.number, number)
        years = [(sources[number % 3], year) for year in range(2022 + draw.below(3), YEAR + 2)]
        if number % 3 == 0:
            years.append((sources[3], 0))
        for source, year in years:
            yield _line(draft, leaf.task, source, year, 100 + draw.below(900) * 10)
    yield _line(draft, None, sources[0], 0, 50_000)


def _line(draft: Draft, task: Task | None, source: FundingSource, year: int, millions: int) -> BudgetLine:
    return BudgetLine(
        plan=draft.plan,
        task=task,
        source=source,
        year=year,
        amount=Decimal(millions) * 1_000_000,
        printed=f"{millions}",
        version=draft.version,
        **draft.recorded,
    )


def _measures(province: Province, size: Size) -> list[Measure]:
    """What is measured, each with the value it started from."""
    rows = []
    for number in range(size.measures):
        name = f"Tỷ lệ {AIMS[number % len(AIMS)]}, lĩnh vực {number + 1}"
        rows.append(
            Measure(province=province, code=f"do-{number + 1}", name=name, folded=fold(name), unit="%")
        )
    Measure.objects.bulk_create(rows)
    Observation.objects.bulk_create(
        Observation(
            measure=row,
            province=province,
            to_on=dt.date(2021, 12, 31),
            basis="baseline",
            value=Decimal(10 + number % 30),
            recorded_at=KNOWN,
        )
        for number, row in enumerate(rows)
    )
    return rows


def _indicators(draft: Draft, bodies: list[Agency], measures: list[Measure], size: Size) -> None:
    """A share of the measures, each followed by one body and with targets for three horizons."""
    chosen = [
        measures[(draft.number * 11 + step * 7) % len(measures)]
        for step in range(min(size.indicators, len(measures)))
    ]
    chosen = list(dict.fromkeys(chosen))
    identities = Indicator.objects.bulk_create(
        [Indicator(plan=draft.plan, measure=measure, created_in=draft.version) for measure in chosen]
    )
    texts, followers, targets = [], [], []
    for number, (identity, measure) in enumerate(zip(identities, chosen, strict=True), 1):
        body = bodies[(draft.number + number) % len(bodies)]
        texts.append(
            IndicatorVersion(
                plan=draft.plan,
                indicator=identity,
                version=draft.version,
                code=f"{number}",
                position=number,
                kind="indicator",
                name=measure.name,
                folded=measure.folded,
                unit_printed="%",
                lead_text=body.name,
                **draft.recorded,
            )
        )
        followers.append(
            Follower(
                indicator=identity,
                agency=body,
                label_printed=body.name,
                main=True,
                position=0,
                **draft.recorded,
            )
        )
        for year, low in ((2025, 60), (YEAR, 65), (2030, 90)):
            targets.append(
                Target(
                    indicator=identity,
                    version=draft.version,
                    horizon_year=year,
                    comparator=">=",
                    low=Decimal(low),
                    printed=f"Trên {low}%",
                    **draft.recorded,
                )
            )
    IndicatorVersion.objects.bulk_create(texts)
    Follower.objects.bulk_create(followers)
    Target.objects.bulk_create(targets)
