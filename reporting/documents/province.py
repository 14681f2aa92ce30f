"""The province's consolidated report, built from the frozen roll-up figures and the edited sections."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from common import format as vn
from common.vocabulary import OUTSIDE, WITH_DEADLINE
from reporting.consolidation.drafting import (
    JUDGED,
    NOT_JUDGED,
    OUTLINE,
    PARTS,
    MoneySum,
    as_of,
    counted_money,
    discipline_sentences,
    figure,
    lower_first,
    money_by_year,
    money_share,
    money_sum,
    official,
    plan_name,
    sentence,
    year_words,
)
from reporting.documents.content import (
    COLLECTIVE,
    DRAFT,
    NOTHING,
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    OfficialHead,
    Paragraph,
    ProvinceReportContent,
    Row,
    Section,
    Sheet,
    SheetColumn,
    Signature,
    Table,
    annex_reference,
    as_date,
    as_moment,
    as_number,
    authority_lines,
    blocks_of,
    date_words,
    listed,
    number_line,
    number_or_text,
    place_name,
    plain,
    plan_and_day,
    province_title,
)

Data = Mapping[str, Any]

SIGN = "BC-UBND"
NO_AGENCY = "Chưa rõ đơn vị chủ trì"
PARTS_BY_NAME = 6  # up to so many other agencies are named in a cell; more are counted by state


def province_report(
    figures: Data, sections: Iterable[Data] | Mapping[str, str], issue: Data
) -> ProvinceReportContent:
    """The report ready to be set.

    `figures` is the roll-up payload. `sections` is ProvinceReport.sections ([{"key", "text"}]) or {key: text}.
    `issue` holds what the report row knows, every key optional:

    state        drafting, returned (marked DỰ THẢO), submitted or issued; default drafting
    edition      default 1
    sha256       checksum of the frozen figures; '' while they are not frozen
    known_at     default figures["known_at"]
    official_no  "05" or "05/BC-UBND"; '' leaves the number open
    official_date, signer, signer_post ("Phó Chủ tịch")
    addressees   Kính gửi, in order; recipients  Nơi nhận without dashes
    legal_bases  căn cứ, in order; abstract  trích yếu where the usual one does not fit
    authority    lines above the name where the usual ones do not fit
    province_title  "thành phố Huế" where the province is no tỉnh
    place        where it is not the province's name
    change_note  what a later edition changes
    """
    figures, issue = plain(figures), plain(issue)
    texts = _texts(plain(sections if isinstance(sections, Mapping) else list(sections)))
    period, plan = figures["period"], figures["period"]["plan"]
    province = issue.get("province_title") or province_title(plan["province"])
    issued_on = as_date(issue.get("official_date"))
    frozen = issue.get("state", "drafting") in ("submitted", "issued")
    known_at = as_moment(issue.get("known_at") or figures["known_at"])
    place = issue.get("place") or place_name(province)
    year = known_at.year
    number = number_line(issue.get("official_no", ""), SIGN)
    on = date_words(issued_on, year)
    body = f"{COLLECTIVE} {province}"
    subject = f"Kết quả thực hiện {plan_and_day(plan)} của {body}, {lower_first(period['label'])}"
    reference = annex_reference(number, on, body)
    return ProvinceReportContent(
        head=OfficialHead(
            parent_agency="",
            issuing_agency=f"{COLLECTIVE}\n{province}".upper(),
            number=number,
            place_date=f"{place}, {on}",
            type_name="BÁO CÁO",
            abstract=issue.get("abstract") or subject,
            legal_bases=tuple(issue.get("legal_bases") or ()),
            addressees=tuple(issue.get("addressees") or ()),
        ),
        opening=_opening(figures, province),
        sections=_sections(figures, texts),
        closing=f"Trên đây là báo cáo {lower_first(subject)}./.",
        signature=Signature(
            tuple(
                issue.get("authority") or authority_lines(issue.get("signer_post") or "Chủ tịch", COLLECTIVE)
            ),
            issue.get("signer", ""),
        ),
        recipients=listed(issue.get("recipients") or ["Như trên", plan["focal_agency"] or "", "Lưu: VT"]),
        annexes=_annexes(figures, reference),
        sheets=_sheets(figures),
        marking="" if frozen else DRAFT,
        footnote=_footnote(issue, known_at, frozen=frozen),
        made_at=known_at,
    )


def _texts(sections: list[Data] | Data) -> dict[str, str]:
    if isinstance(sections, Mapping):
        return dict(sections)
    return {section["key"]: section["text"] for section in sections}


def _opening(figures: Data, province: str) -> tuple[str, ...]:
    period, plan = figures["period"], figures["period"]["plan"]
    span = f"từ ngày {vn.day(period['from_on'])} đến ngày {vn.day(period['to_on'])}"
    cutoff = f", chốt số liệu ngày {vn.day(period['cutoff_on'])}" if period["cutoff_on"] else ""
    title = f" ({plan['title']})" if plan["title"] and not plan["title"].isupper() else ""
    return (
        f"Thực hiện {plan_and_day(plan)} của {COLLECTIVE} {province}{title}, {COLLECTIVE} {province} báo cáo "
        f"kết quả thực hiện {lower_first(period['label'])} (thời gian báo cáo {span}{cutoff}) như sau:",
    )


def _footnote(issue: Data, known_at: datetime, *, frozen: bool) -> str:
    """Edition, the moment up to which approvals count, and the first twelve digits of the figures' checksum."""
    moment = f"số liệu đã duyệt đến {known_at:%H:%M} ngày {known_at:%d/%m/%Y}"
    edition = f"Bản tổng hợp lần {vn.count(issue.get('edition', 1))}"
    if not frozen or not issue.get("sha256"):
        return f"{edition} · {moment} · số liệu chưa chốt"
    note = f" · {issue['change_note']}" if issue.get("change_note") else ""
    return f"{edition} · {moment} · mã kiểm tra số liệu {issue['sha256'][:12]}{note}"


# ----------------------------------------------------------------------------------------------------------- body


def _sections(figures: Data, texts: Mapping[str, str]) -> tuple[Section, ...]:
    """The outline; parts with several keys give each its sub-heading, and the results carry their summary table."""
    tables = {"indicators": _indicator_summary, "tasks": _task_summary, "money": _money_summary}
    parts: dict[str, list[Block]] = {}
    for key, number, title in OUTLINE:
        part, _, sub = number.partition(".")
        blocks = parts.setdefault(part, [])
        if sub:
            blocks.append(Heading(f"{sub}. {title}"))
        blocks += blocks_of(texts.get(key, "")) or (Paragraph(NOTHING),)
        if key in tables and (table := tables[key](figures)):
            blocks.append(table)
    return tuple(Section(number, PARTS[number], tuple(blocks)) for number, blocks in parts.items())


def _summary_rows(
    counts: Mapping[str, int], table: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> list[Row]:
    """Counts by official word: those that share a denominator with their percentage, then those counted apart."""
    whole = sum(counts.get(code, 0) for code in inside)
    apart = [code for code in outside if counts.get(code)]
    rows = [
        Row(
            (
                str(n),
                official(table, code),
                vn.number(counts.get(code, 0)),
                vn.share(counts.get(code, 0), whole),
            )
        )
        for n, code in enumerate(inside, start=1)
    ]
    rows.append(Row(("", "Cộng số tính tỷ lệ", vn.number(whole), vn.share(whole, whole)), "total"))
    rows += [
        Row((str(n), official(table, code), vn.number(counts[code]), "không tính"))
        for n, code in enumerate(apart, start=len(inside) + 1)
    ]
    if apart:
        rows.append(Row(("", "Tổng số", vn.number(sum(counts.values())), vn.EMPTY), "total"))
    return rows


def _summary(caption: str, noun: str, rows: list[Row]) -> Table:
    return Table(
        columns=(
            Column("TT", 14, "center"),
            Column(f"Tình trạng {noun}", 81),
            Column(f"Số {noun}", 30, "center"),
            Column("Tỷ lệ", 40, "center"),
        ),
        rows=tuple(rows),
        caption=caption,
        size=13,
        together=True,
    )


def _task_summary(figures: Data) -> Table | None:
    if not figures["total"]:
        return None
    rows = _summary_rows(figures["counts"], "status", WITH_DEADLINE, OUTSIDE)
    return _summary(f"Tình trạng thực hiện nhiệm vụ, {as_of(figures)}", "nhiệm vụ", rows)


def _indicator_summary(figures: Data) -> Table | None:
    if not figures["indicators"]:
        return None
    verdicts = Counter(row["verdict"] for row in figures["indicators"])
    rows = _summary_rows(verdicts, "verdict", JUDGED, NOT_JUDGED)
    return _summary(f"Mức độ đạt chỉ tiêu, {as_of(figures)}", "chỉ tiêu", rows)


def _money_summary(figures: Data) -> Table | None:
    years = money_by_year(figures)
    if not years:
        return None
    rows = [
        _money_row(str(n), year_words(year), money) for n, (year, money) in enumerate(years.items(), start=1)
    ]
    whole = sum(years.values(), MoneySum())
    if len(years) > 1:
        rows.append(_money_row("", "Tổng cộng", whole, "total"))
    return Table(
        columns=(
            Column("TT", 14, "center"),
            Column("Năm ngân sách", 51),
            Column("Kế hoạch (triệu đồng)", 35, "right"),
            Column("Đã giải ngân (triệu đồng)", 35, "right"),
            Column("Tỷ lệ", 30, "center"),
        ),
        rows=tuple(rows),
        caption=f"Kinh phí và giải ngân lũy kế, {as_of(figures)}",
        note=_money_note(whole),
        size=13,
        together=True,
    )


def _money_row(number: str, name: str, money: MoneySum, kind: str = "row") -> Row:
    """Silence of everybody asked is a dash, not a zero."""
    silent = money.silent == money.planned and not money.disbursed + money.unplanned
    return Row(
        (
            number,
            sentence(name),
            vn.million(money.planned) if money.planned else vn.EMPTY,
            vn.EMPTY if silent else vn.million(money.disbursed + money.unplanned),
            vn.EMPTY if silent else vn.share(money.disbursed, money.planned),
        ),
        kind,
    )


def _money_note(whole: MoneySum) -> str:
    """What the share of disbursement leaves out or takes in."""
    note = f"Ghi chú: tỷ lệ giải ngân chung bằng {money_share(whole)}."
    if whole.unplanned:
        unplanned = vn.million(whole.unplanned)
        note += f" Không tính vào tỷ lệ {unplanned} triệu đồng đã giải ngân ở nguồn không có số kế hoạch."
    if whole.silent:
        note += f" Trong số kế hoạch có {vn.million(whole.silent)} triệu đồng chưa có báo cáo giải ngân."
    return note


# -------------------------------------------------------------------------------------------------------- annexes


def _annexes(figures: Data, reference: str) -> tuple[Annex, ...]:
    """Tasks, indicators, money, agencies; an empty one is left out, and the numbers close up."""
    plan = plan_name(figures["period"]["plan"])
    drafts = [
        (f"Tình hình thực hiện các nhiệm vụ của {plan}", _task_blocks(figures), True),
        (f"Kết quả thực hiện các chỉ tiêu của {plan}", _indicator_blocks(figures), True),
        (f"Kinh phí thực hiện {plan}", _money_blocks(figures), False),
        ("Tình hình chấp hành chế độ báo cáo", _agency_blocks(figures), False),
    ]
    present = [(title, blocks, landscape) for title, blocks, landscape in drafts if blocks]
    return tuple(
        Annex(f"Phụ lục {roman}" if len(present) > 1 else "Phụ lục", title, reference, blocks, landscape)
        for roman, (title, blocks, landscape) in zip(("I", "II", "III", "IV"), present, strict=False)
    )


def with_groups(tasks: Iterable[Data], groups: Iterable[Data]) -> Iterator[tuple[str, Data]]:
    """("group", …) before the first task under it, outermost first, then ("task", …): the plan's printed order."""
    by_code = {group["code"]: group for group in groups}
    told: set[str] = set()
    for task in tasks:
        chain = []
        code = task["parent"]
        while code and code in by_code and code not in told:
            told.add(code)
            chain.append(by_code[code])
            code = by_code[code]["parent"]
        for group in reversed(chain):
            yield "group", group
        yield "task", task


def _task_blocks(figures: Data) -> tuple[Block, ...]:
    if not figures["tasks"]:
        return ()
    code_mm, name_mm, words_mm = _task_widths(figures["tasks"])
    rows = [
        Row((data["code"], _group_text(data)), "group") if kind == "group" else _task_row(data)
        for kind, data in with_groups(figures["tasks"], figures["groups"])
    ]
    silent = figures["total"] - figures["percent_over"]
    return (
        Table(
            columns=(
                Column("TT", code_mm, "center"),
                Column("Nhiệm vụ", name_mm),
                Column("Cơ quan chủ trì", 38),
                Column("Thời gian", 27),
                Column("Tình trạng", 27),
                Column("Tỷ lệ", 18, "center"),
                Column("Kết quả, khó khăn", words_mm),
            ),
            rows=tuple(rows),
            note=(
                "Ghi chú: tình trạng và tỷ lệ của một nhiệm vụ lấy theo cơ quan chủ trì đứng đầu; nhiệm vụ chỉ giao "
                "cho nhóm cơ quan lấy bình quân các đơn vị đã có báo cáo, số đơn vị ghi bên dưới tỷ lệ. "
                f"Bình quân chung {vn.percent(figures['percent'])} tính trên {vn.count(figures['percent_over'])}/"
                f"{vn.count(figures['total'])} nhiệm vụ có số liệu đã duyệt"
                + (
                    f"; {vn.count(silent)} nhiệm vụ chưa có số liệu không tính vào bình quân"
                    if silent
                    else ""
                )
                + ". Dấu “–” là chưa có số liệu, không phải là 0."
            ),
        ),
    )


def _task_widths(tasks: Collection[Data]) -> tuple[float, float, float]:
    """Millimetres for the code, which never breaks, for the name and for the words, by how much there is of either."""
    code = max(12, 5 + max(len(task["code"]) for task in tasks) * 1.9)
    names = sum(len(task["name"]) for task in tasks)
    words = sum(len(line) for task in tasks for line in _task_words(task))
    share = min(max(names / ((names + words) or 1), 0.45), 0.65)
    name = round((142 - code) * share, 1)
    return code, name, 142 - code - name


def _group_text(group: Data) -> str:
    tail = f"{vn.count(group['total'])} nhiệm vụ, {vn.count(group['reported'])}/{vn.count(group['total'])} có số liệu"
    if group["percent"] is not None:
        tail += f", bình quân {vn.percent(group['percent'])}"
    return f"{group['name']} ({tail})"


def _task_row(task: Data) -> Row:
    return Row(
        (
            task["code"],
            task["name"],
            task["lead_text"] or task["main"] or NO_AGENCY,
            task["time_text"] or vn.EMPTY,
            _status_text(task),
            _percent_text(task),
            "\n".join(_task_words(task)) or vn.EMPTY,
        )
    )


def _status_text(task: Data) -> str:
    lines = [official("status", task["status"])]
    if task["status"].endswith("_overdue") and task["overdue_days"]:
        lines.append(f"({vn.count(task['overdue_days'])} ngày)")
    if task["carried_from"]:
        lines.append(f"(số liệu duyệt ngày {vn.day(task['carried_from'])})")
    return "\n".join(lines)


def _percent_text(task: Data) -> str:
    """A mean over agencies names how many it is taken over; a main agency's own percent stands alone."""
    if task["main"] is None and task["owed"] > 1 and not task["carried_from"]:
        return f"{vn.percent(task['percent'])}\n{task['reported']}/{task['owed']} đơn vị"
    return vn.percent(task["percent"])


def _task_words(task: Data) -> list[str]:
    """Result, difficulty, proposal of the main agency, the others' parts, and the focal agency's own assessment."""
    lines = [task["result"]] if task["result"] else []
    if task["difficulty"]:
        lines.append(f"Khó khăn: {task['difficulty']}")
    if task["proposal"]:
        lines.append(f"Đề xuất: {task['proposal']}")
    others = [part for part in task["parts"] if part["agency"] != task["main"]]
    if len(others) > PARTS_BY_NAME:
        states = Counter(part["state"] for part in others)
        counted = "; ".join(
            f"{vn.count(states[code])} {lower_first(official('state', code))}"
            for code in ("completed", "in_progress", "not_started")
            if states[code]
        )
        lines.append(f"Theo {vn.count(len(others))} đơn vị có báo cáo: {counted}")
    elif others:
        named = "; ".join(f"{part['agency']}: {_state_words(part)}" for part in others)
        lines.append(f"{'Các đơn vị khác' if task['main'] else 'Các đơn vị'}: {named}")
    if task["assessment"]:
        lines.append(
            f"Đánh giá của cơ quan đầu mối: {_state_words(task['assessment'])}; lý do: {task['assessment']['reason']}"
        )
    return lines


def _state_words(part: Data) -> str:
    """`Đang thực hiện, 60%`."""
    words = lower_first(official("state", part["state"]))
    return words if part["percent"] is None else f"{words}, {vn.percent(part['percent'])}"


def _indicator_name(row: Data) -> str:
    return f"{row['name']} – {row['scope']}" if row["scope"] else row["name"]


def _indicator_blocks(figures: Data) -> tuple[Block, ...]:
    if not figures["indicators"]:
        return ()
    by_year: dict[int, list[Data]] = {}
    for row in figures["indicators"]:
        by_year.setdefault(row["horizon_year"], []).append(row)
    rows: list[Row] = []
    for n, (year, members) in enumerate(sorted(by_year.items()), start=1):
        if len(by_year) > 1:
            rows.append(Row((_roman(n), f"Đến năm {year} ({vn.count(len(members))} chỉ tiêu)"), "group"))
        rows += [
            Row(
                (
                    row["code"],
                    _indicator_name(row),
                    row["unit"],
                    row["target_text"] or vn.EMPTY,
                    _result_text(row),
                    _verdict_text(row),
                    row["main"] or vn.EMPTY,
                )
            )
            for row in members
        ]
    verdicts = Counter(row["verdict"] for row in figures["indicators"])
    judged = sum(verdicts[code] for code in JUDGED)
    left_out = len(figures["indicators"]) - judged
    return (
        Table(
            columns=(
                Column("TT", 16, "center"),
                Column("Chỉ tiêu", 76),
                Column("Đơn vị", 26, "center"),
                Column("Mục tiêu", 34, "center"),
                Column("Kết quả", 34, "center"),
                Column("Đánh giá", 28, "center"),
                Column("Cơ quan theo dõi", 38),
            ),
            rows=tuple(rows),
            note=(
                f"Ghi chú: đạt mục tiêu {vn.count(verdicts['met'])}/{vn.count(judged)} chỉ tiêu có đủ số liệu để so "
                f"({vn.share(verdicts['met'], judged)})"
                + (f"; {vn.count(left_out)} chỉ tiêu không tính vào tỷ lệ này" if left_out else "")
                + ". “Mức cần đạt” tính theo đường thẳng từ số gốc đến mục tiêu. Dấu “–” là chưa có số liệu."
            ),
        ),
    )


def _roman(number: int) -> str:
    """Roman numeral; a report has fewer than forty groups of its own."""
    return "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]


def _result_text(row: Data) -> str:
    if row["value"] is None:
        return vn.EMPTY
    text = figure(row["value"])
    if row["basis"] == "estimate":
        text += "\n(ước thực hiện)"
    return f"{text}\n(đến {vn.day(row['to_on'])})" if row["to_on"] else text


def _verdict_text(row: Data) -> str:
    word = official("verdict", row["verdict"])
    if row["expected"] is None or row["verdict"] == "met":
        return word
    return f"{word}\n(mức cần đạt: {figure(row['expected'])})"


def _money_blocks(figures: Data) -> tuple[Block, ...]:
    rows_of: dict[int, list[Data]] = {}
    for row in counted_money(figures["money"]):
        rows_of.setdefault(row["year"], []).append(row)
    if not rows_of:
        return ()
    rows: list[Row] = []
    years = money_by_year(figures)
    for n, (year, money) in enumerate(years.items(), start=1):
        rows.append(_money_row(_roman(n), year_words(year), money, "total"))
        rows += [
            _money_row(str(m), row["source_name"], money_sum(row))
            for m, row in enumerate(rows_of[year], start=1)
        ]
    whole = sum(years.values(), MoneySum())
    rows.append(_money_row("", "Tổng cộng", whole, "total"))
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Năm, nguồn vốn", 56),
                Column("Kế hoạch", 33, "right"),
                Column("Đã giải ngân", 33, "right"),
                Column("Tỷ lệ", 29, "center"),
            ),
            rows=tuple(rows),
            caption="Đơn vị tính: triệu đồng",
            note=_money_note(whole) + " Số giải ngân lũy kế từ ngày 01/01 của năm ngân sách.",
            size=13,
        ),
    )


def _agency_blocks(figures: Data) -> tuple[Block, ...]:
    if not figures["agencies"]:
        return ()
    rows = [
        Row(
            (
                str(n),
                row["agency"],
                f"{row['lines_approved']}/{row['lines_owed']}",
                official("submission", row["state"]),
                vn.day(as_date(row["first_sent_at"])),
                _in_time(row),
                vn.number(row["returns"]) if row["returns"] else vn.EMPTY,
            )
        )
        for n, row in enumerate(figures["agencies"], start=1)
    ]
    return (
        Table(
            columns=(
                Column("TT", 12, "center"),
                Column("Cơ quan, đơn vị", 50),
                Column("Dòng đã duyệt / phải báo cáo", 26, "center"),
                Column("Tình trạng", 27, "center"),
                Column("Gửi lần đầu", 23, "center"),
                Column("Đúng hạn", 14, "center"),
                Column("Trả lại (lần)", 13, "center"),
            ),
            rows=tuple(rows),
            note="Ghi chú: " + lower_first(" ".join(discipline_sentences(figures))),
        ),
    )


def _in_time(row: Data) -> str:
    if row["in_time"] is None:
        return vn.EMPTY
    return "Có" if row["in_time"] else "Không"


# --------------------------------------------------------------------------------------------------------- sheets


def _sheets(figures: Data) -> tuple[Sheet, ...]:
    period = figures["period"]
    lead = (f"{plan_name(period['plan'])} – {period['label']}, {as_of(figures)}",)
    return (
        Sheet(
            "Nhiệm vụ",
            (
                SheetColumn("Mã", 10),
                SheetColumn("Nhóm", 10),
                SheetColumn("Nhiệm vụ", 70),
                SheetColumn("Cơ quan chủ trì (như in)", 32),
                SheetColumn("Cơ quan phối hợp (như in)", 32),
                SheetColumn("Thời gian (như in)", 22),
                SheetColumn("Thời hạn", 12, "date"),
                SheetColumn("Tình trạng", 26),
                SheetColumn("Tỷ lệ (%)", 10, "percent"),
                SheetColumn("Đơn vị đã báo cáo", 10, "count"),
                SheetColumn("Đơn vị phải báo cáo", 10, "count"),
                SheetColumn("Số ngày quá hạn", 10, "count"),
                SheetColumn("Số liệu duyệt ngày", 12, "date"),
                SheetColumn("Kết quả", 60),
                SheetColumn("Khó khăn", 40),
                SheetColumn("Đề xuất", 40),
                SheetColumn("Đánh giá của cơ quan đầu mối", 40),
            ),
            tuple(_task_cells(task) for task in figures["tasks"]),
            lead,
        ),
        Sheet(
            "Chỉ tiêu",
            (
                SheetColumn("Mã", 10),
                SheetColumn("Chỉ tiêu", 70),
                SheetColumn("Phạm vi", 14),
                SheetColumn("Đơn vị", 16),
                SheetColumn("Năm mục tiêu", 10, "count"),
                SheetColumn("Mục tiêu (như in)", 24),
                SheetColumn("Cận dưới", 12, "number"),
                SheetColumn("Cận trên", 12, "number"),
                SheetColumn("Số gốc", 12, "number"),
                SheetColumn("Kết quả", 12, "number"),
                SheetColumn("Đến ngày", 12, "date"),
                SheetColumn("Loại số liệu", 16),
                SheetColumn("Mức cần đạt", 12, "number"),
                SheetColumn("Đánh giá", 24),
                SheetColumn("Cơ quan theo dõi", 36),
            ),
            tuple(_indicator_cells(row) for row in figures["indicators"]),
            lead,
        ),
        Sheet(
            "Kinh phí",
            (
                SheetColumn("Năm ngân sách", 26),
                SheetColumn("Nguồn vốn", 36),
                SheetColumn("Kế hoạch (triệu đồng)", 18, "million"),
                SheetColumn("Đã giải ngân (triệu đồng)", 18, "million"),
                SheetColumn("Tỷ lệ (%)", 10, "percent"),
            ),
            tuple(_money_cells(row) for row in counted_money(figures["money"])),
            lead,
        ),
        Sheet(
            "Cơ quan",
            (
                SheetColumn("Cơ quan, đơn vị", 44),
                SheetColumn("Dòng phải báo cáo", 12, "count"),
                SheetColumn("Dòng đã duyệt", 12, "count"),
                SheetColumn("Tình trạng", 24),
                SheetColumn("Gửi lần đầu", 12, "date"),
                SheetColumn("Đúng hạn", 10),
                SheetColumn("Số lần trả lại", 10, "count"),
            ),
            tuple(
                (
                    row["agency"],
                    row["lines_owed"],
                    row["lines_approved"],
                    official("submission", row["state"]),
                    as_date(row["first_sent_at"]),
                    _in_time(row),
                    row["returns"],
                )
                for row in figures["agencies"]
            ),
            lead,
        ),
    )


def _task_cells(task: Data) -> tuple[Cell, ...]:
    assessment = task["assessment"]
    return (
        task["code"],
        task["parent"],
        task["name"],
        task["lead_text"] or task["main"] or NO_AGENCY,
        task["coordinating_text"],
        task["time_text"],
        as_date(task["deadline"]),
        official("status", task["status"]),
        as_number(task["percent"]),
        task["reported"],
        task["owed"],
        task["overdue_days"] or None,
        as_date(task["carried_from"]),
        task["result"],
        task["difficulty"],
        task["proposal"],
        f"{_state_words(assessment)}; lý do: {assessment['reason']}" if assessment else "",
    )


def _indicator_cells(row: Data) -> tuple[Cell, ...]:
    return (
        row["code"],
        row["name"],
        row["scope"],
        row["unit"],
        row["horizon_year"],
        row["target_text"],
        as_number(row["low"]),
        as_number(row["high"]),
        as_number(row["baseline"]),
        number_or_text(row["value"]),
        as_date(row["to_on"]),
        {"estimate": "ước thực hiện", "official": "chính thức", "actual": "thực hiện"}.get(row["basis"], ""),
        as_number(row["expected"]),
        official("verdict", row["verdict"]),
        row["main"],
    )


def _money_cells(row: Data) -> tuple[Cell, ...]:
    money = money_sum(row)
    told = row["disbursed"] is not None
    return (
        sentence(year_words(row["year"])),
        row["source_name"],
        money.planned / 10**6 if money.planned else None,
        Decimal(row["disbursed"]) / 10**6 if told else None,
        money.disbursed * 100 / money.planned if told and money.planned else None,
    )
