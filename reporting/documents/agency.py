"""One agency's report to the focal agency, as the agency signs it: its prose, its task lines, its measures."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from common import format as vn
from common.text import fold
from reporting.consolidation.drafting import NARRATIVE, lower_first, official, plan_name
from reporting.documents.content import (
    COLLECTIVE,
    DRAFT,
    NOTHING,
    AgencyReportContent,
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    OfficialHead,
    Paragraph,
    Row,
    Section,
    Sheet,
    SheetColumn,
    Signature,
    Table,
    as_date,
    as_moment,
    as_number,
    authority_lines,
    balanced,
    blocks_of,
    listed,
    number_or_text,
    place_name,
    plain,
    plan_and_day,
    province_title,
)
from reporting.documents.letter import (
    annex_reference,
    annexes,
    date_words,
    moment_words,
    named_with_scope,
    number_line,
    span_words,
)

Data = Mapping[str, Any]

_SMALL_WORDS = {"và", "các", "của", "với"}  # left out of an agency's initials
_ANSWERS = {"not_yet_published": "Chưa công bố", "not_applicable": "Không áp dụng"}


def agency_report(data: Data) -> AgencyReportContent:
    """The report ready to be set. `data` is what the submission holds on its way to the reader:

    agency, agency_kind (so, ubnd-huyen, …), province (its bare name), focal_agency
    period      the PeriodRef, with its plan
    made_at     moment of the content (aware; ISO text or datetime)
    draft       True until the submission is sent: marked DỰ THẢO
    sent_at     moment of the sending shown, or None
    narrative   {key of NARRATIVE: text}
    tasks       [{"code", "name", "time_text", "state", "percent", "completed_on", "result", "difficulty", "proposal",
                "not_applicable": bool, "reason", "money": [{"year", "source_name", "cumulative"}], "evidence": [text]}]
    measures    [{"code", "name", "unit", "scope", "target_text", "value", "to_on", "basis", "answer", "note"}]

    A task's state is one of its three, "awaiting_trigger", or None while nothing is filled in.
    Optional, with a usual form: province_title, parent_agency, issuing_agency, symbol (in the number), official_no,
    official_date, place, addressees, legal_bases, recipients, signer, signer_post, authority, abstract.
    Money is in VND, percent 0–100; what is not filled in is None or ''.
    """
    data = plain(data)
    province = data.get("province_title") or province_title(data["province"])
    made_at = as_moment(data["made_at"])
    issued_on = as_date(data.get("official_date"))
    symbol = data.get("symbol") or initials(data["agency"])
    number = number_line(data.get("official_no") or "", f"BC-{symbol}")
    on = date_words(issued_on, made_at.year)
    subject = f"Kết quả thực hiện {plan_and_day(data['period'].plan)}, {lower_first(data['period'].label)}"
    reference = annex_reference(number, on, data["agency"])
    focal = _focal(data, province)
    return AgencyReportContent(
        head=OfficialHead(
            parent_agency=_parent(data, province),
            issuing_agency=balanced((data.get("issuing_agency") or _issuing(data["agency"])).upper()),
            number=number,
            place_date=f"{data.get('place') or place_name(province)}, {on}",
            type_name="BÁO CÁO",
            abstract=data.get("abstract") or subject,
            legal_bases=tuple(data.get("legal_bases") or ()),
            addressees=tuple(data.get("addressees") or (focal,)),
        ),
        opening=_opening(data, province),
        sections=_sections(data),
        closing=f"Trên đây là báo cáo {lower_first(subject)} của {data['agency']}./.",
        signature=Signature(tuple(data.get("authority") or _authority(data)), data.get("signer") or ""),
        recipients=listed(data.get("recipients") or ["Như trên", "Lưu: VT"]),
        annexes=_annexes(data, reference),
        sheets=_sheets(data),
        marking=DRAFT if data["draft"] else "",
        footnote=_footnote(data, made_at),
        made_at=made_at,
    )


def initials(agency: str) -> str:
    """The agency's letters in a document number: `Sở … và …` → S…, `UBND huyện …` → UBND."""
    if fold(agency).startswith(("ubnd", "uy ban nhan dan")):
        return "UBND"
    words = re.findall(r"\w+", agency)
    return "".join(word if word.isupper() else word[0] for word in words if word not in _SMALL_WORDS).upper()


def _is_committee(agency: str) -> bool:
    return initials(agency) == "UBND"


def _parent(data: Data, province: str) -> str:
    """A department stands under the province's committee; a committee signs for itself; others say so themselves."""
    if "parent_agency" in data:
        return balanced(data["parent_agency"].upper())
    return f"{COLLECTIVE}\n{province}".upper() if data["agency_kind"] == "so" else ""


def _issuing(agency: str) -> str:
    """ỦY BAN NHÂN DÂN over its unit's name; every other agency in one piece."""
    if not _is_committee(agency):
        return agency
    unit = re.sub(r"^(UBND|ủy ban nhân dân|uỷ ban nhân dân)\s+", "", agency, flags=re.IGNORECASE)
    return f"{COLLECTIVE}\n{unit}"


def _focal(data: Data, province: str) -> str:
    """To the focal agency; the focal agency itself reports to the committee."""
    if data["agency"] == data["focal_agency"]:
        return f"{COLLECTIVE} {province}"
    return f"{data['focal_agency']} {province}"


def _authority(data: Data) -> tuple[str, ...]:
    if _is_committee(data["agency"]):
        return authority_lines(data.get("signer_post") or "Chủ tịch", COLLECTIVE)
    usual = "Giám đốc" if data["agency"].startswith("Sở ") else "Thủ trưởng cơ quan"
    return authority_lines(data.get("signer_post") or usual)


def _opening(data: Data, province: str) -> tuple[str, ...]:
    period = data["period"]
    return (
        f"Thực hiện {plan_and_day(period.plan)} của {COLLECTIVE} {province}, {data['agency']} báo cáo kết quả thực "
        f"hiện {lower_first(period.label)} ({span_words(period)}) như sau:",
    )


def _footnote(data: Data, made_at: datetime) -> str:
    if data["draft"] or not data.get("sent_at"):
        return f"Bản đang soạn, lập lúc {moment_words(made_at)}, chưa gửi"
    sent_at = as_moment(data["sent_at"])
    return f"Theo báo cáo gửi trên hệ thống lúc {moment_words(sent_at)}"


def _sections(data: Data) -> tuple[Section, ...]:
    def prose(key: str) -> tuple[Block, ...]:
        return blocks_of(data["narrative"].get(key) or "") or (Paragraph(NOTHING),)

    results: list[Block] = [Heading("1. Kết quả thực hiện các nhiệm vụ"), *_task_prose(data)]
    if data["measures"]:
        results += [Heading("2. Kết quả thực hiện các chỉ tiêu"), *_measure_prose(data)]
    results += [Heading(f"{3 if data['measures'] else 2}. Kinh phí thực hiện"), *_money_prose(data)]
    return (
        Section("I", NARRATIVE["direction"], prose("direction")),
        Section("II", "Kết quả thực hiện", tuple(results)),
        Section(
            "III",
            "Đánh giá chung, khó khăn, vướng mắc và nguyên nhân",
            (
                Heading(f"1. {NARRATIVE['assessment']}"),
                *prose("assessment"),
                Heading(f"2. {NARRATIVE['difficulties']}"),
                *prose("difficulties"),
            ),
        ),
        Section("IV", NARRATIVE["outlook"], prose("outlook")),
        Section("V", NARRATIVE["proposals"], prose("proposals")),
    )


def _line_state(task: Data) -> str:
    return "not_applicable" if task["not_applicable"] else task["state"] or ""


def _state_word(code: str) -> str:
    """A line that waits for its trigger has no state of its own: the word is that of the status."""
    return official("status" if code == "awaiting_trigger" else "state", code)


def _task_prose(data: Data) -> tuple[Block, ...]:
    tasks = data["tasks"]
    if not tasks:
        return (Paragraph("Cơ quan không có nhiệm vụ phải báo cáo trong kỳ."),)
    states = Counter(_line_state(task) for task in tasks)
    parts = [
        f"{lower_first(_state_word(code))} {vn.count(states[code])}/{vn.count(len(tasks))} nhiệm vụ"
        for code in ("completed", "in_progress", "not_started", "awaiting_trigger", "not_applicable")
        if states[code]
    ]
    if states[""]:
        parts.append(f"chưa điền {vn.count(states[''])}/{vn.count(len(tasks))} nhiệm vụ")
    return (
        Paragraph(f"Số nhiệm vụ phải báo cáo: {vn.count(len(tasks))}. Kết quả: {'; '.join(parts)}."),
        Paragraph("Kết quả, khó khăn, đề xuất của từng nhiệm vụ nêu tại bảng nhiệm vụ kèm theo."),
    )


def _measure_prose(data: Data) -> tuple[Block, ...]:
    measures = data["measures"]
    known = sum(row["value"] not in (None, "") for row in measures)
    left = len(measures) - known
    return (
        Paragraph(
            f"Có số liệu {vn.count(known)}/{vn.count(len(measures))} chỉ tiêu phải báo cáo"
            + (
                f"; {vn.count(left)} chỉ tiêu chưa có số liệu, lý do nêu tại bảng chỉ tiêu kèm theo."
                if left
                else "."
            )
        ),
    )


def _money_prose(data: Data) -> tuple[Block, ...]:
    sums: dict[tuple[int, str], Decimal] = {}
    for task in data["tasks"]:
        for row in task["money"]:
            key = (row["year"], row["source_name"])
            sums[key] = sums.get(key, Decimal(0)) + Decimal(row["cumulative"] or 0)
    if not sums:
        return (Paragraph("Không phát sinh giải ngân trong kỳ báo cáo."),)
    rows = [
        Row((str(n), f"Năm {year}", source, vn.million(amount)))
        for n, ((year, source), amount) in enumerate(sorted(sums.items()), start=1)
    ]
    rows.append(Row(("", "Tổng cộng", "", vn.million(sum(sums.values()))), "total"))
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Năm ngân sách", 41),
                Column("Nguồn vốn", 65),
                Column("Đã giải ngân (triệu đồng)", 45, "right"),
            ),
            rows=tuple(rows),
            caption="Kinh phí đã giải ngân, lũy kế từ ngày 01/01 của năm ngân sách",
            size=13,
        ),
    )


# -------------------------------------------------------------------------------------------------------- annexes


def _annexes(data: Data, reference: str) -> tuple[Annex, ...]:
    plan = plan_name(data["period"].plan)
    return annexes(
        [
            (f"Bảng kết quả thực hiện các nhiệm vụ của {plan}", _task_blocks(data), True),
            (f"Bảng kết quả thực hiện các chỉ tiêu của {plan}", _measure_blocks(data), True),
        ],
        reference,
    )


def _task_blocks(data: Data) -> tuple[Block, ...]:
    if not data["tasks"]:
        return ()
    rows = [
        Row(
            (
                task["code"],
                task["name"],
                task["time_text"] or vn.EMPTY,
                _state_text(task),
                vn.percent(task["percent"]),
                _result_text(task),
                task["difficulty"] or vn.EMPTY,
                task["proposal"] or vn.EMPTY,
                _money_text(task),
            )
        )
        for task in data["tasks"]
    ]
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Nhiệm vụ", 58),
                Column("Thời gian", 24),
                Column("Tình trạng", 24),
                Column("Tỷ lệ", 15, "center"),
                Column("Kết quả", 39),
                Column("Khó khăn", 24),
                Column("Đề xuất", 24),
                Column("Giải ngân (triệu đồng)", 30),
            ),
            rows=tuple(rows),
            note="Ghi chú: dấu “–” là chưa có số liệu, không phải là 0.",
        ),
    )


def _state_text(task: Data) -> str:
    state = _line_state(task)
    if not state:
        return "Chưa điền"
    if state == "not_applicable":
        return f"{_state_word(state)}: {task['reason']}" if task["reason"] else _state_word(state)
    if state == "completed" and task["completed_on"]:
        return f"{_state_word(state)} ngày {vn.day(task['completed_on'])}"
    return _state_word(state)


def _result_text(task: Data) -> str:
    lines = [task["result"]] if task["result"] else []
    if task["evidence"]:
        lines.append(f"Tài liệu kiểm chứng: {'; '.join(task['evidence'])}")
    return "\n".join(lines) or vn.EMPTY


def _money_text(task: Data) -> str:
    lines = [
        f"Năm {row['year']}, {lower_first(row['source_name'])}: {vn.million(row['cumulative'])}"
        for row in task["money"]
    ]
    return "\n".join(lines) or vn.EMPTY


def _measure_blocks(data: Data) -> tuple[Block, ...]:
    if not data["measures"]:
        return ()
    rows = [
        Row(
            (
                row["code"],
                named_with_scope(row["name"], row["scope"]),
                row["unit"],
                row["target_text"] or vn.EMPTY,
                _value_text(row),
                vn.day(row["to_on"]),
                row["note"] or vn.EMPTY,
            )
        )
        for row in data["measures"]
    ]
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Chỉ tiêu", 84),
                Column("Đơn vị", 26, "center"),
                Column("Mục tiêu", 36, "center"),
                Column("Kết quả", 34, "center"),
                Column("Đến ngày", 24, "center"),
                Column("Ghi chú", 34),
            ),
            rows=tuple(rows),
            note="Ghi chú: dấu “–” là chưa có số liệu, không phải là 0.",
        ),
    )


def _value_text(row: Data) -> str:
    if row["value"] in (None, ""):
        return _ANSWERS.get(row["answer"], vn.EMPTY)
    return vn.number_or_words(row["value"]) + ("\n(ước thực hiện)" if row["basis"] == "estimate" else "")


# --------------------------------------------------------------------------------------------------------- sheets


def _sheets(data: Data) -> tuple[Sheet, ...]:
    lead = (f"{data['agency']} – {plan_name(data['period'].plan)} – {data['period'].label}",)
    tasks: list[tuple[Cell, ...]] = [
        (
            task["code"],
            task["name"],
            task["time_text"],
            _state_text(task),
            as_number(task["percent"]),
            as_date(task["completed_on"]),
            task["result"],
            task["difficulty"],
            task["proposal"],
            sum((Decimal(row["cumulative"] or 0) for row in task["money"]), Decimal(0)) / 10**6
            if task["money"]
            else None,
            "; ".join(task["evidence"]),
        )
        for task in data["tasks"]
    ]
    measures: list[tuple[Cell, ...]] = [
        (
            row["code"],
            row["name"],
            row["scope"],
            row["unit"],
            row["target_text"],
            number_or_text(row["value"]),
            as_date(row["to_on"]),
            row["note"],
        )
        for row in data["measures"]
    ]
    return (
        Sheet(
            "Nhiệm vụ",
            (
                SheetColumn("Mã", 10),
                SheetColumn("Nhiệm vụ", 70),
                SheetColumn("Thời gian (như in)", 22),
                SheetColumn("Tình trạng", 24),
                SheetColumn("Tỷ lệ (%)", 10, "percent"),
                SheetColumn("Ngày hoàn thành", 12, "date"),
                SheetColumn("Kết quả", 60),
                SheetColumn("Khó khăn", 40),
                SheetColumn("Đề xuất", 40),
                SheetColumn("Đã giải ngân (triệu đồng)", 18, "million"),
                SheetColumn("Tài liệu kiểm chứng", 40),
            ),
            tuple(tasks),
            lead,
        ),
        Sheet(
            "Chỉ tiêu",
            (
                SheetColumn("Mã", 10),
                SheetColumn("Chỉ tiêu", 70),
                SheetColumn("Phạm vi", 14),
                SheetColumn("Đơn vị", 16),
                SheetColumn("Mục tiêu (như in)", 24),
                SheetColumn("Kết quả", 12, "number"),
                SheetColumn("Đến ngày", 12, "date"),
                SheetColumn("Ghi chú", 40),
            ),
            tuple(measures),
            lead,
        ),
    )
