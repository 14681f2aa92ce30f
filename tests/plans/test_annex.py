"""A plan's annexes as files: what goes out comes back through the import as the same plan.

The property: for plans in the form of the importer's contract, export → import gives the same rows. The same is held
for the real plans, from their files and from the database.
"""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.clock import standing_at
from common.files import store_file
from common.text import clean, fold
from indicators import targets
from indicators.annex import indicator_table
from indicators.intake.contract import bounds
from indicators.models import Target
from plans import codes, money, timeframe
from plans.annex import RENDERERS
from plans.annex.content import PlanAnnexes, plan_annexes
from plans.annex.data import annexes_of
from plans.annex.sums import figures
from plans.annex.tasks import task_table
from plans.annex.words import time_words
from plans.importing.confirming import confirm_import
from plans.importing.reading import read_stored
from plans.intake.assignments import assign
from plans.intake.horizon import horizon_of
from plans.intake.table_rows import REMARK_ROW, TOTAL_ROW
from plans.models import Assignment, BudgetLine, Plan, TaskVersion
from reporting.collection.annex import reporting_rule
from reporting.models import CycleStage
from tests import factories as make
from tests.plans.papers import PLANS, REGISTER, read, word

TODAY = dt.date(2026, 11, 13)
QUERIES = 15
FORMATS = sorted(RENDERERS)
NAMES = REGISTER.names("Sóc Trăng")

# The same examples on every run: a failure that comes and goes would say nothing of a change.
STEADY = settings(
    max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

HEAD = ("number", "kind", "title", "issued_on", "issuer", "province")
TASK = (
    "code parent kind name lead lead_text coordinating coordinating_text time_text start end recurring trigger_text "
    "product notes budget"
).split()
INDICATOR = "code parent kind name unit horizon_year target_text comparator low high lead".split()
VALUES = [key for key in TASK if not key.endswith("_text") or key == "trigger_text"]
AIMS = [key for key in INDICATOR if key != "target_text"]


def annexes(plan: dict, tasks: list, indicators: list = (), names=NAMES, cycles=()) -> PlanAnnexes:
    title = " ".join((plan["title"] or "").split())
    tables = [task_table(tasks, names, title, {})] if tasks else []
    tables += [indicator_table(indicators, names)] if indicators else []
    return plan_annexes(plan, tables=tables, made_on=TODAY, closing=cycles)


def sent_and_read(content: PlanAnnexes, fmt: str) -> dict:
    return read(RENDERERS[fmt][0](content), f"phu-luc.{fmt}")


def task_rows(rows: list[dict], keys: list[str]) -> list[dict]:
    """The rows by the keys compared; budgets as amounts by year and source, whatever their order and headings."""
    return [{key: purse(row) if key == "budget" else row[key] for key in keys} for row in rows]


def purse(row: dict) -> dict:
    return {(cell["year"], cell["source"]): Decimal(cell["million"]) for cell in row["budget"]}


def indicator_rows(rows: list[dict], keys: list[str]) -> list[dict]:
    """The rows by the keys compared; of a group only its place and name."""
    own = ("code", "parent", "kind", "name")
    return [{key: row[key] for key in (own if row["kind"] == "group" else keys)} for row in rows]


# ---------------------------------------------------------------------------------------------------- generated plans

WORDS = (
    "xây dựng nền tảng số dùng chung, dữ liệu mở của tỉnh; đào tạo kỹ năng “số” cho cán bộ xã (phường) 100% hồ sơ "
    "'trực tuyến' & thanh toán 4.0 hoà mạng quý khách \"đô thị\" thông minh H2O 5G IV.2 a/b ≥ 3 < 7 50.000 máy"
).split()
words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(" ".join)
starts = st.sampled_from(
    ["", "=", "+", "-", "@", "- ", "1. ", "12) ", "II.1 ", "a) ", "“", "=1+1 ", "* ", "2025 "]
)


def is_name(text: str) -> bool:
    """A row named like a sum or a remark is one to the importer, whoever wrote it: not a task."""
    folded = fold(text)
    return not TOTAL_ROW.match(folded) and not REMARK_ROW.match(folded)


names = (
    st.builds(
        # Lines inside a name stay apart only where they are bullets; others are one paragraph broken by a narrow cell.
        lambda start, text, bullets: clean("\n- ".join([start + text, *bullets])),
        starts,
        words,
        st.lists(words, max_size=2),
    )
    .map(lambda text: text[:1].upper() + text[1:])
    .filter(is_name)
)
texts = st.one_of(
    st.just(""),
    st.builds(lambda start, lines: clean(start + "\n".join(lines)), starts, st.lists(words, max_size=3)),
)

KNOWN = [
    entry.name
    for entry in NAMES.entries
    # "Các sở, ngành liên quan (không nêu tên)" is the register's name for a phrase, and never printed so
    if any([one.name for one in NAMES.split(text)] == [entry.name] for text in (entry.name, *entry.spellings))
]
UNKNOWN = [
    name
    for name in (
        "Viện Nghiên cứu Kinh tế số",
        "Trung tâm Dữ liệu vùng Cửu Long",
        "Công ty Cổ phần Sao Mai",
        "Hội Tin học Hậu Giang",
        "Trường Đại học Tây Đô",
    )
    if [one.name for one in NAMES.split(name)] == [name]
]
agencies = st.lists(st.sampled_from(KNOWN + UNKNOWN), max_size=4, unique=True)
cells = st.one_of(
    st.builds(
        lambda sign, members: sign.join(members), st.sampled_from(["; ", ", ", "\n", "\n- "]), agencies
    ),
    st.sampled_from(
        [
            "nt",
            "-",
            "Các Sở: Tài chính, Y tế và Nội vụ",
            "Sở KH&CN chủ trì, phối hợp với Sở Tài chính",
            "UBND các huyện, thị xã, thành phố",
            "các đơn vị có liên quan",
            "Sở Y tế (chủ trì); Sở Nội vụ (phối hợp)",
        ]
    ),
)

TIMES = (
    "",
    "Năm {a}",
    "{a}",
    "{a}-{b}",
    "{a} - {b}",
    "Giai đoạn {a} - {b}",
    "Thường xuyên",
    "Hàng năm",
    "Thường xuyên hàng năm",
    "Năm {a} và các năm tiếp theo",
    "Quý II/{a}",
    "Quý II",
    "Quý II - III/{a}",
    "Tháng 6/{a}",
    "tháng 3-6/{a}",
    "Trước ngày 20/11/{a}",
    "Trước ngày 15/12 hằng năm",
    "Đến hết năm {b}",
    "Từ năm {a}",
    "Cuối tháng 9 năm {a}",
    "6 tháng đầu năm {a}",
    "31/12/{a}",
    "ngày 10 tháng 6 năm {a}",
    "Sau khi có hướng dẫn của Bộ Thông tin và Truyền thông",
    "Trình UBND tỉnh ban hành sau khi Thủ tướng Chính phủ ban hành Quyết định",
    "Theo tiến độ đề án được phê duyệt",
    "{a} - {b} và khi có quy định của Trung ương",
    "Năm {a}\n{b}",
    "nt",
    "khi nào xong thì thôi",
    "Hàng năm, {a}-{b}",
)
TRIGGERS = (
    "",
    "",
    "sau khi có hướng dẫn của Bộ",
    "Trình UBND tỉnh ban hành sau khi có Quyết định",
    "khi có quy định",
)
years = st.integers(2021, 2030)
days = st.dates(dt.date(2021, 1, 1), dt.date(2030, 12, 31))


@st.composite
def time_cells(draw) -> str:
    first = draw(years)
    return draw(st.sampled_from(TIMES)).format(a=first, b=draw(st.integers(first, 2035)))


@st.composite
def entered_times(draw) -> dict:
    """A time frame an officer entered, whatever is printed."""
    start, end = sorted([draw(days), draw(days)])
    recurring = draw(st.booleans())
    start, end = draw(st.sampled_from([start, None])), draw(st.sampled_from([end, None]))
    # A trigger is one printed text with a day before or behind it; the contract knows no more of the two together
    trigger = draw(st.sampled_from(TRIGGERS)) if not (start or recurring) else ""
    return {
        "start": start and start.isoformat(),
        "end": end and end.isoformat(),
        "recurring": recurring,
        "trigger_text": trigger,
    }


@st.composite
def budgets(draw) -> list[dict]:
    """Amounts by year and source: VND as triệu đồng. Two columns of one meaning are one to the contract."""
    places = st.tuples(st.sampled_from([None, 2024, 2025, 2026]), st.sampled_from([*money.WORDS, "total"]))
    amounts = st.one_of(
        st.integers(0, 5000).map(lambda n: n * 10**6),
        st.integers(0, 5000).map(lambda n: n * 10**5),
        st.integers(1, 10**14),
        st.sampled_from([1_234_000_000, 1_234_567, 12_345_678_900_000, 500_000_000]),
    )
    found = draw(st.dictionaries(places, amounts, max_size=4))
    return [
        {"year": year, "source": source, "source_text": "", "million": money.plain(Decimal(vnd) / 10**6)}
        for (year, source), vnd in found.items()
    ]


NUMBERINGS = (
    ("I", "1", "a", "-"),
    ("A", "I", "1", "a"),
    ("I", "I.1", "I.1.1", "a"),
    ("1", "1.1", "1.1.1", "1.1.1.1"),
    ("I", "*", "a", "-"),
    ("I", "1", "-", "+"),
    ("1", "a", "-", "+"),
    ("", "1", "a", "-"),
)


@st.composite
def trees(draw) -> list[tuple[str, bool]]:
    """Printed numbers of a tree of up to four levels, each with whether the row is a heading that is merged across."""
    style = draw(st.sampled_from(NUMBERINGS))
    rows: list[tuple[str, bool]] = []
    running = 0

    def number(level: int, path: list[int]) -> str:
        nonlocal running
        form, last = style[level], path[-1]
        if form == "*":
            running += 1
            return str(running)
        if "." in form:
            first = codes._roman(path[0]) if form.startswith("I") else str(path[0])
            return ".".join([first, *map(str, path[1:])])
        return {
            "I": codes._roman(last),
            "A": chr(64 + last),
            "1": str(last),
            "a": "abcdđeghik"[last - 1],
        }.get(form, form)

    def grow(level: int, path: list[int]) -> None:
        # One list is of headings or of tasks. The importer gives a numbered heading among tasks a code of another form
        # than theirs ("5" beside "II.4"), which the same numbers printed otherwise cannot give.
        inner = level < 3 and draw(st.sampled_from([True, True, False]) if level == 0 else st.booleans())
        merged = inner and draw(st.sampled_from([True, True, False]))
        if not style[level]:  # without a number only a merged row is sure not to be the rest of the one above
            inner = merged = True
        for turn in range(1, draw(st.integers(1, 3 if level < 2 else 2)) + 1):
            here = [*path, turn]
            rows.append((number(level, here), merged))
            if inner:
                grow(level + 1, here)

    grow(0, [])
    if (
        draw(st.integers(0, 9)) == 0
    ):  # a misprint, the last number twice: a row with others under it would take them
        rows.append(rows[-1])
    return rows


def placed(rows: list[tuple[str, bool]]) -> list[tuple[str, str | None, bool]]:
    """Code, parent and whether it is a group of every row, as the importer makes them of the printed numbers."""
    places = codes.arrange([codes.Printed(number, heading) for number, heading in rows])
    parents = {place.parent for place in places}
    return [
        (
            place.code,
            places[place.parent].code if place.parent is not None else None,
            index in parents or heading,
        )
        for index, (place, (_number, heading)) in enumerate(zip(places, rows, strict=True))
    ]


@st.composite
def task_tables(draw, year: int | None) -> list[dict]:
    printed = draw(trees())
    rows, last = [], {"lead": "", "coordinating": "", "time": ""}

    def meant(field: str, text: str) -> str:
        """What "nt" stands for."""
        last[field] = last[field] if text == "nt" else text or last[field]
        return last[field] if text == "nt" else text

    for (code, parent, group), (_number, heading) in zip(placed(printed), printed, strict=True):
        row = {"code": code, "parent": parent, "kind": "group" if group else "task", "name": draw(names)}
        silent = dict.fromkeys(("lead_text", "coordinating_text", "time_text", "product", "notes"), "")
        silent |= {
            "lead": [],
            "coordinating": [],
            "budget": [],
            "start": None,
            "end": None,
            "recurring": False,
        }
        rows.append(row | silent | {"trigger_text": ""})
        if heading:
            continue
        row = rows[-1]
        lead, helpers, time = draw(cells), draw(cells), draw(time_cells())
        assigned = assign(NAMES, meant("lead", lead), meant("coordinating", helpers)).parsed
        row |= assigned
        if "nt" in (lead, helpers):
            row |= {"lead_text": lead, "coordinating_text": helpers}
        frame = timeframe.parse(meant("time", time), year)
        row |= {
            "time_text": time,
            "start": frame.starts_on and frame.starts_on.isoformat(),
            "end": frame.ends_on and frame.ends_on.isoformat(),
            "recurring": frame.recurring,
            "trigger_text": frame.trigger_text,
        }
        if draw(st.integers(0, 4)) == 0:
            row |= {"lead": draw(agencies), "coordinating": draw(agencies)}
        if draw(st.integers(0, 4)) == 0:
            row |= draw(entered_times())
        row |= {"product": draw(texts), "notes": draw(texts), "budget": draw(budgets())}
    return rows


TARGETS = (
    "", "≥ {n}", "> {n}", "<= {n}", "< {n}", "{n}", "{n}%", "đúng bằng {n}", "{n} - {m}", "{n}-{m}", "tối thiểu {n}%",
    "trên {n}", "không quá {n}", "{n} trở lên", "Thuộc nhóm 30 tỉnh, thành dẫn đầu", "Top 10", "Tăng 3 - 5%/năm",
    "Tăng tối thiểu {n}% mỗi năm", "Đạt mức trên trung bình cả nước", "≥ {n}% và tăng dần", "100", "Hoàn thành",
    "1.234", "90% cấp tỉnh, 80% cấp huyện",
)  # fmt: skip
values = st.one_of(
    st.integers(1, 99999).map(Decimal),
    st.decimals(Decimal("0.0001"), Decimal(99999), places=4, allow_nan=False),
    st.sampled_from([Decimal(1234), Decimal("1.234"), Decimal("0.7"), Decimal(1_500_000)]),
)
units = st.sampled_from(["", "%", "Hạng", "hồ sơ", "tỷ đồng", "thứ hạng"])


@st.composite
def aims(draw, unit: str, name: str) -> dict:
    """A target as printed and read, or as an officer entered it beside what is printed."""
    low, high = sorted([draw(values), draw(values)])
    text = draw(st.sampled_from(TARGETS)).format(n=vietnamese(low), m=vietnamese(high))
    goal = targets.parse(text, unit, name)
    comparator, least, most = goal.comparator or None, goal.low, goal.high
    if draw(st.integers(0, 3)) == 0:
        comparator = draw(
            st.sampled_from([">=", ">", "<=", "<", "=", "between", "top_n", "growth", "qualitative"])
        )
        least, most = (None, None) if comparator == "qualitative" else (low, None)
        if comparator == "top_n":
            least = Decimal(draw(st.integers(1, 99)))
        if comparator == "between" or (comparator == "growth" and draw(st.booleans())):
            most = high + 1
    return {"target_text": text, **bounds(comparator, least, most)}


def vietnamese(value: Decimal) -> str:
    return money.plain(value).replace(".", ",")


@st.composite
def indicator_tables(draw) -> list[dict]:
    """Indicators with columns for several years, or one for all, or under headings that name the year."""
    form = draw(st.sampled_from(["columns", "column", "headings"]))
    horizons = sorted(
        draw(st.lists(st.sampled_from([2025, 2026, 2030, 2045]), min_size=2, max_size=3, unique=True))
    )
    printed: list[tuple[str, bool]] = []
    roots: list[int | None] = []
    for turn, year in enumerate(horizons if form == "headings" else [None], start=1):
        if year or draw(st.booleans()):
            printed.append((codes._roman(turn), True))
            roots.append(year)
        for count in range(1, draw(st.integers(1, 4)) + 1):
            printed.append((str(count), False))
            roots.append(year)
            if draw(st.integers(0, 3)) == 0:
                printed += [(f"{count}.{inner}", False) for inner in (1, 2)]
                roots += [year, year]
    rows: list[dict] = []
    for (code, parent, _group), (_number, heading), year in zip(placed(printed), printed, roots, strict=True):
        name = draw(names.map(lambda text: " ".join(text.split())))
        row = {"code": code, "parent": parent, "kind": "group" if heading else "indicator", "name": name}
        row |= {
            "unit": "",
            "horizon_year": None,
            "target_text": "",
            "comparator": None,
            "low": None,
            "high": None,
        }
        row |= {"lead": [], "lead_text": ""}
        if heading:
            rows.append(row | {"name": f"Đến năm {year}" if year else name})
            continue
        row["unit"] = draw(units.filter(bool))  # a row with nothing but a name is a heading to the importer
        row["lead_text"] = draw(cells.filter(lambda text: text != "nt"))  # "như trên" is read for tasks only
        row["lead"] = assign(NAMES, row["lead_text"], "").parsed["lead"]
        if draw(st.integers(0, 4)) == 0:
            row["lead"] = draw(agencies)
        if form == "columns":
            of_year = {year: draw(aims(row["unit"], row["name"])) for year in horizons}
            told = {year: aim for year, aim in of_year.items() if not targets.EMPTY.match(aim["target_text"])}
            # A row without any target has no year either; the database asks for one, so none comes from there
            told = told or {horizons[0]: {"target_text": "55", "comparator": ">=", "low": "55", "high": None}}
            rows += [
                row | {"code": f"{year}.{code}", "horizon_year": year} | aim for year, aim in told.items()
            ]
        else:
            rows.append(row | {"horizon_year": year or horizons[0]} | draw(aims(row["unit"], row["name"])))
    return rows


@st.composite
def plans(draw) -> tuple[dict, list[dict], list[dict]]:
    kind, sign = draw(
        st.sampled_from([("KH", "KH-UBND"), ("ĐA", "ĐA-UBND"), ("CTr", "CTr-UBND"), ("QĐ", "QĐ-UBND")])
    )
    title = draw(
        st.sampled_from(
            [
                "Chuyển đổi số tỉnh Sóc Trăng giai đoạn 2021 - 2025, định hướng đến năm 2030",
                "Chuyển đổi số tỉnh Sóc Trăng năm 2025",
                "PHÁT TRIỂN KINH TẾ SỐ, XÃ HỘI SỐ TỈNH SÓC TRĂNG ĐẾN NĂM 2030",
                "Thực hiện Chương trình số 71-CTr/TU của Tỉnh ủy về “đột phá” phát triển khoa học, công nghệ",
            ]
        )
    )
    plan = {
        "number": f"{draw(st.integers(1, 9999))}/{sign}",
        "kind": kind,
        "title": title,
        "issued_on": draw(days).isoformat(),
        "issuer": "UBND tỉnh Sóc Trăng",
        "province": "Sóc Trăng",
    }
    span = horizon_of(title)
    tasks = draw(task_tables(span[0] if span[0] == span[1] else None))
    return plan, tasks, draw(st.one_of(st.just([]), indicator_tables()))


@STEADY
@given(plans())
def test_importing_the_export_of_any_plan_gives_the_same_plan(case):
    plan, tasks, indicators = case
    content = annexes(plan, tasks, indicators)
    for fmt in FORMATS:
        again = sent_and_read(content, fmt)
        assert {key: again["plan"][key] for key in HEAD} == plan
        assert task_rows(again["tasks"], VALUES) == task_rows(tasks, VALUES)
        assert indicator_rows(again["indicators"], AIMS) == indicator_rows(indicators, AIMS)


# ---------------------------------------------------------------------------------------------------- the real plans


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("path", sorted(PLANS.iterdir()), ids=lambda path: path.name)
def test_a_real_plan_comes_back_as_it_was_read_printed_texts_included(path, fmt):
    plan = read(path, path.name)
    head = {key: plan["plan"][key] for key in HEAD}
    head["number"] = head["number"] or "15/KH-UBND"  # one is a draft without number and day
    head["issued_on"] = head["issued_on"] or "2025-02-05"
    names = REGISTER.names(head["province"])
    again = sent_and_read(annexes(head, plan["tasks"], plan["indicators"], names=names), fmt)
    assert {key: again["plan"][key] for key in HEAD} == head
    assert task_rows(again["tasks"], TASK) == task_rows(plan["tasks"], TASK)
    assert indicator_rows(again["indicators"], INDICATOR) == indicator_rows(plan["indicators"], INDICATOR)


def stored(plan: Plan) -> dict[str, list]:
    """What the database holds of a plan, in words that do not depend on how its rows are numbered inside."""
    versions = TaskVersion.objects.of_plan(plan).select_related("parent")
    codes_of = {version.task_id: version.code for version in versions}
    return {
        "tasks": [
            (
                version.code,
                codes_of.get(version.parent_id),
                version.kind,
                version.name,
                version.starts_on,
                version.ends_on,
                version.recurring,
                version.trigger_text,
                version.product,
                version.notes,
                version.time_text,
                version.lead_text,
                version.coordinating_text,
            )
            for version in versions
        ],
        "assignments": sorted(
            (codes_of[row.task_id], row.role, row.position, row.main, str(row.agency or row.group))
            for row in Assignment.objects.filter(task__plan=plan).select_related("agency", "group")
        ),
        "budget": sorted(
            (codes_of[line.task_id], line.year, line.source.code, line.amount)
            for line in BudgetLine.objects.filter(plan=plan).select_related("source")
        ),
        "indicators": sorted(
            (
                target.indicator.measure.name,
                target.indicator.measure.unit,
                target.horizon_year,
                target.comparator,
                target.low,
                target.high,
                [str(row.agency or row.group) for row in target.indicator.followers.all()],
            )
            for target in Target.objects.filter(indicator__plan=plan).select_related("indicator__measure")
        ),
        "cycles": sorted(
            (stage.kind, stage.month, stage.day, stage.bound, stage.receiver)
            # A stage whose day the officer sets on opening has no sentence that could be read again
            for stage in CycleStage.objects.filter(cycle__plan=plan, month__isnull=False)
        ),
    }


@pytest.mark.django_db
@pytest.mark.slow
def test_every_plan_of_the_seed_can_be_taken_out_and_brought_in_again():
    call_command("seed", "--plans", verbosity=0)
    at = make.moment("2025-09-16")
    for plan in Plan.objects.select_related("province", "focal_agency"):
        before, focal = stored(plan), plan.focal_agency.code
        content = annexes_of(plan, at.date(), at)
        for fmt in FORMATS:
            Plan.objects.filter(number=plan.number).exclude(state="draft").update(state="draft")
            file = store_file(
                upload_or_bytes=RENDERERS[fmt][0](content),
                name=f"a.{fmt}",
                by=None,
                allowed=(fmt,),
                at=at,
            )
            with standing_at(at):
                draft = read_stored(stored=file, by=None, at=at)
                again = confirm_import(
                    draft=draft, by=None, at=at, focal=focal, checked=False, as_draft=not plan.number
                )
            after = stored(again)
            assert (
                again.number,
                again.kind,
                again.title,
                again.issued_on,
                again.issuer_text,
                again.province,
            ) == (
                plan.number,
                plan.kind,
                plan.title,
                plan.issued_on,
                plan.issuer_text,
                plan.province,
            )
            # A workbook has no running text: its reporting rule is set by hand, as with any annex in Excel
            compared = [key for key in before if key != "cycles" or fmt == "docx"]
            assert {key: after[key] for key in compared} == {key: before[key] for key in compared}


# ------------------------------------------------------------------------------------------------ what stands in them


ROW = {
    "code": "I.1", "parent": "I", "kind": "task", "name": '=HYPERLINK("http://x.example")', "lead": ["Sở Tài chính"],
    "lead_text": "Sở Tài chính", "coordinating": [], "coordinating_text": "", "time_text": "Năm 2025", "start": None,
    "end": "2025-12-31", "recurring": False, "trigger_text": "", "product": "+84", "notes": "@a",
    "budget": [
        {"year": 2025, "source": "recurrent", "source_text": "", "million": "1234.5"},
        {"year": 2026, "source": "investment", "source_text": "", "million": "0.123456"},
        {"year": 2026, "source": "recurrent", "source_text": "", "million": "123456789.123457"},
    ],
}  # fmt: skip
GROUP = {
    **ROW, "code": "I", "parent": None, "kind": "group", "name": "Chính quyền số", "lead": [], "lead_text": "",
    "time_text": "", "end": None, "product": "", "notes": "", "budget": [],
}  # fmt: skip
PLAN = {
    "number": "136/KH-UBND",
    "kind": "KH",
    "title": "Chuyển đổi số tỉnh Sóc Trăng giai đoạn 2021 - 2025",
    "issued_on": "2025-02-05",
    "issuer": "UBND tỉnh Sóc Trăng",
    "province": "Sóc Trăng",
}


def test_word_is_landscape_with_its_heading_on_every_page():
    content = annexes(PLAN, [GROUP, ROW])
    document = Document(io.BytesIO(RENDERERS["docx"][0](content)))
    assert [paragraph.text for paragraph in document.paragraphs[:4]] == [
        "Phụ lục",
        "DANH MỤC NHIỆM VỤ THỰC HIỆN KẾ HOẠCH",
        "Chuyển đổi số tỉnh Sóc Trăng giai đoạn 2021 - 2025",
        "(Ban hành kèm theo Kế hoạch số 136/KH-UBND ngày 05/02/2025 của UBND tỉnh Sóc Trăng)",
    ]
    assert [section.orientation for section in document.sections] == [WD_ORIENT.LANDSCAPE]
    [table] = document.tables
    repeated = [
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows
    ]
    assert repeated == [True, True, True, False, False]
    assert [cell.text for cell in table.rows[4].cells] == [
        "I.1", ROW["name"], "Sở Tài chính", "Năm 2025", "+84", "1.234,5", "123.456.789,123457", "0,123456", "@a",
    ]  # fmt: skip
    assert (
        len({cell._tc for cell in table.rows[3].cells}) == 2
    )  # a group: its number, and its name over the rest


def test_excel_holds_sums_as_numbers_where_they_are_exact_and_never_a_formula():
    content = annexes(PLAN, [GROUP, ROW])
    [sheet] = openpyxl.load_workbook(io.BytesIO(RENDERERS["xlsx"][0](content)))
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if cell.data_type == "n"] == [1234.5, 123456789.123457, 0.123456]
    assert ROW["name"] in [cell.value for cell in cells]


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_plan_gives_the_same_bytes(fmt):
    make_file, _type = RENDERERS[fmt]
    assert make_file(annexes(PLAN, [GROUP, ROW])) == make_file(annexes(PLAN, [GROUP, ROW]))


def test_figures_of_a_table_are_printed_so_that_they_can_be_read_in_one_way():
    assert figures([Decimal(1234)]) == {Decimal(1234): "1234"}
    assert figures([Decimal(1234), Decimal(12000)]) == {Decimal(1234): "1.234", Decimal(12000): "12.000"}
    assert figures([Decimal("1.234")]) == {Decimal("1.234"): "1,2340"}


@pytest.mark.parametrize(
    ("frame", "text"),
    [
        (timeframe.TimeFrame(ends_on=dt.date(2025, 12, 31)), "31/12/2025"),
        (timeframe.TimeFrame(dt.date(2025, 1, 1), dt.date(2027, 12, 31)), "2025 - 2027"),
        (timeframe.TimeFrame(dt.date(2025, 3, 1), dt.date(2027, 6, 30)), "Từ 01/03/2025 đến 30/06/2027"),
        (timeframe.TimeFrame(recurring=True), "Thường xuyên"),
        (timeframe.TimeFrame(ends_on=dt.date(2025, 12, 31), recurring=True), "Thường xuyên đến 31/12/2025"),
    ],
)
def test_a_time_an_officer_entered_is_put_in_words_the_import_reads(frame, text):
    assert next(time_words(frame)) == text
    assert timeframe.parse(text) == frame


def test_a_stage_of_the_reporting_rule_is_one_sentence():
    stage = {"who": "Các sở, ban, ngành", "to": "Sở Khoa học và Công nghệ", "via": "", "purpose": "progress"}
    due = {"frequency": "yearly", "month": 11, "day": 20, "bound": "before", "due_text": ""}
    assert reporting_rule(**stage, **due) == (
        "Các sở, ban, ngành báo cáo tình hình thực hiện gửi về Sở Khoa học và Công nghệ trước ngày 20/11 hằng năm."
    )
    assert reporting_rule(**stage, **{**due, "month": None, "day": None}) == ""


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ({"frequency": "monthly", "day": 25}, "trước ngày 25 hằng tháng"),
        ({"frequency": "quarterly", "day": 25, "of_last_month": True}, "trước ngày 25 của tháng cuối quý"),
        ({"frequency": "quarterly", "day": 5}, "trước ngày 05 của tháng đầu quý sau"),
        (
            {"frequency": "half_yearly", "day": 20, "of_last_month": True},
            "trước ngày 20 của tháng cuối kỳ 6 tháng",
        ),
        ({"frequency": "weekly", "weekday": 4, "bound": "on"}, "vào thứ Năm hằng tuần"),
        ({"frequency": "monthly", "day": 20, "hour": 16, "minute": 30}, "trước 16h30 ngày 20 hằng tháng"),
        ({"frequency": "adhoc", "bound": "on"}, "đột xuất khi có yêu cầu"),
        ({"frequency": "nine_months", "month": 9, "day": 25}, "trước ngày 25/09 hằng năm"),
    ],
)
def test_a_rule_that_comes_round_is_put_in_words_the_import_reads(due, words):
    stage = {"who": "Các sở, ban, ngành", "to": "Sở Khoa học và Công nghệ", "via": "", "purpose": "progress"}
    sentence = reporting_rule(
        **stage, **{"month": None, "day": None, "bound": "before", "due_text": "", **due}
    )
    assert words in sentence
    [cycle] = read(word(sentence, [["TT", "Nhiệm vụ", "Thời gian"], ["1", "Việc A", "2026"]]))["plan"][
        "cycles"
    ]
    assert {name: cycle[name] for name in due} == due
    assert (cycle["who"], cycle["to"]) == (stage["who"], stage["to"])


# ------------------------------------------------------------------------------------------------------------ the page


@pytest.mark.django_db
@pytest.mark.parametrize("fmt", FORMATS)
def test_whoever_reads_the_plan_takes_its_annexes_with_the_same_number_of_queries(
    client, django_assert_num_queries, fmt
):
    province = make.province(name="Sóc Trăng")
    agency = make.agency(province)
    client.force_login(make.user(role="leader", at=agency))
    for tasks in (1, 3):
        plan = make.plan(province, focal_agency=agency, number=f"{tasks}/KH-UBND")
        for number in range(1, tasks + 1):
            make.task(plan, code=str(number), lead=agency)
            make.target(make.indicator(plan, lead=agency))
        with django_assert_num_queries(QUERIES):
            response = client.get(reverse("plan_annex", args=[plan.ref, fmt]))
        assert (
            response.headers["Content-Disposition"] == f'attachment; filename="phu-luc-{tasks}-KH-UBND.{fmt}"'
        )
        assert len(read(response.content, f"x.{fmt}")["tasks"]) == tasks


@pytest.mark.django_db
def test_an_annex_in_another_format_is_not_there(client):
    agency = make.agency()
    client.force_login(make.user(role="leader", at=agency))
    plan = make.plan(agency.province, focal_agency=agency)
    assert client.get(reverse("plan_annex", args=[plan.ref, "pdf"])).status_code == 404
