"""Figures and submissions in the shape of the contracts, with texts of real plans; progress and names are invented."""

from collections import Counter
from decimal import Decimal

PLAN = {
    "ref": "plan69",
    "number": "69/KH-UBND",
    "kind": "KH",
    "title": "THỰC HIỆN NGHỊ QUYẾT SỐ 03/NQ-CP NGÀY 09/01/2025 CỦA CHÍNH PHỦ",
    "province": "Tiền Giang",
    "issued_on": "2025-02-25",
    "focal_agency": "Sở Khoa học và Công nghệ",
}
PERIOD = {
    "ref": "ky2026",
    "label": "Năm 2026",
    "from_on": "2026-01-01",
    "to_on": "2026-12-31",
    "cutoff_on": "2026-11-14",
    "plan": PLAN,
}
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
# code, name, lead, time, status, state, percent, overdue days, result, difficulty, proposal
TASKS = [
    (
        "I.1",
        "Phổ biến, quán triệt, nâng cao nhận thức về phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
        "Các sở, ngành, địa phương",
        "Thường xuyên",
        "recurring",
        "in_progress",
        "62.00",
        0,
        "",
        "",
        "",
    ),
    (
        "I.2",
        "Xây dựng chuyên mục về khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số trên truyền hình, phát thanh và "
        "mạng xã hội",
        "Sở Khoa học và Công nghệ",
        "Thường xuyên",
        "recurring",
        "in_progress",
        "75.00",
        0,
        "Đã phát sóng 38 chuyên mục trên Đài Phát thanh và Truyền hình tỉnh, đăng 112 tin, bài.",
        "",
        "",
    ),
    (
        "I.5",
        "Tham mưu Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Đề án đánh giá mức độ hoàn thành nhiệm vụ "
        "chuyển đổi số của cơ quan nhà nước, người đứng đầu và cán bộ, công chức, viên chức trong cơ quan nhà nước",
        "Sở Nội vụ",
        "Năm 2025",
        "completed_late",
        "completed",
        "100.00",
        0,
        "Ban hành Quyết định số 1289/QĐ-UBND ngày 15/4/2026 phê duyệt Đề án.",
        "",
        "",
    ),
    (
        "III.20",
        "Xây dựng danh mục công nghệ chiến lược được ưu tiên đầu tư khuyến khích phát triển trong tỉnh",
        "Sở Khoa học và Công nghệ",
        "Trình Ủy ban nhân dân tỉnh ban hành sau khi có Quyết định của Thủ tướng Chính phủ",
        "awaiting_trigger",
        None,
        None,
        0,
        "",
        "",
        "",
    ),
    (
        "III.26",
        "Tiếp tục hỗ trợ triển khai dự án sản xuất Hydro xanh tại huyện Gò Công Đông",
        "Ủy ban nhân dân huyện Gò Công Đông",
        "Năm 2025",
        "in_progress_overdue",
        "in_progress",
        "45.50",
        317,
        "Hoàn thành giải phóng mặt bằng đợt 1, bàn giao 12,5/27 ha.",
        "Nhà đầu tư chậm bổ sung hồ sơ đánh giá tác động môi trường.",
        "Kiến nghị gia hạn tiến độ dự án đến hết quý II/2027.",
    ),
    (
        "III.31",
        "Xây dựng kế hoạch và triển khai hạ tầng 5G, IoT trong các khu khu công nghiệp, cụm công nghiệp",
        "Sở Thông tin và Truyền thông",
        "Năm 2026",
        "in_progress_on_time",
        "in_progress",
        "80.00",
        0,
        "Phủ sóng 5G tại 03/04 khu công nghiệp.",
        "",
        "",
    ),
    (
        "III.35",
        LONG_NAME,
        "Sở Thông tin và Truyền thông",
        "Năm 2025",
        "completed_on_time",
        "completed",
        "100.00",
        0,
        "Hoàn thành kết nối, nghiệm thu ngày 20/12/2025.",
        "",
        "",
    ),
    (
        "III.38",
        "Xây dựng và triển khai các dự án đầu tư lĩnh vực khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
        "",
        "Năm 2030",
        "not_reported",
        None,
        None,
        0,
        "",
        "",
        "",
    ),
]


def task(code, name, lead, time, status, state, percent, overdue, result, difficulty, proposal, parent=None):
    owed = 33 if lead.startswith("Các sở") else 1
    return {
        "code": code,
        "parent": parent if parent is not None else code.partition(".")[0],
        "name": name,
        "lead_text": lead,
        "coordinating_text": "Các sở, ban, ngành; Ủy ban nhân dân các huyện, thị xã, thành phố",
        "time_text": time,
        "deadline": "2025-12-31" if time == "Năm 2025" else None,
        "status": status,
        "state": state,
        "percent": percent,
        "reported": (25 if owed > 1 else 1) if state else 0,
        "owed": owed,
        "carried_from": "2025-12-14" if status == "completed_on_time" else None,
        "overdue_days": overdue,
        "main": lead if lead and owed == 1 else None,
        "result": result,
        "difficulty": difficulty,
        "proposal": proposal,
        "assessment": None,
        "parts": [
            {
                "agency": f"Cơ quan {n}",
                "state": ("completed", "in_progress", "in_progress")[n % 3],
                "percent": ("100.00", "50.00", "40.00")[n % 3],
                "completed_on": None,
                "result": "",
                "difficulty": "",
                "proposal": "",
                "approved_at": "2026-11-10T09:00:00+07:00",
            }
            for n in range(25)
        ]
        if owed > 1
        else [],
    }


def indicator(
    code, name, unit, target, value, verdict, main, scope="", year=2030, basis="official", expected="55.0"
):
    return {
        "code": code,
        "name": name,
        "unit": unit,
        "scope": scope,
        "horizon_year": year,
        "target_text": target,
        "comparator": ">=",
        "low": None,
        "high": None,
        "baseline": None,
        "value": value,
        "to_on": "2026-10-31" if value else None,
        "basis": basis if value else None,
        "verdict": verdict,
        "expected": expected if verdict in ("on_track", "at_risk", "off_track") else None,
        "main": main,
    }


INDICATORS = [
    indicator(
        "4",
        "Chỉ số đánh giá chuyển đổi số (DTI)",
        "Thứ bậc",
        "Thuộc nhóm 20 tỉnh, thành dẫn đầu cả nước",
        "17",
        "met",
        "Sở Thông tin và Truyền thông",
    ),
    indicator("6", "Quy mô kinh tế số", "% GRDP", "≥ 20", "12.5", "at_risk", "Sở Thông tin và Truyền thông"),
    indicator(
        "7.1",
        "Tỷ lệ sử dụng dịch vụ công trực tuyến của người dân và doanh nghiệp",
        "%",
        "≥ 80",
        "45.25",
        "off_track",
        "Sở Thông tin và Truyền thông",
        basis="estimate",
    ),
    indicator(
        "15",
        "Tổ chức khoa học và công nghệ được xếp hạng khu vực, vùng",
        "Tổ chức",
        "1-2",
        None,
        "no_value",
        None,
    ),
    indicator(
        "18",
        "Hạ tầng số",
        "",
        "Tiên tiến, hiện đại",
        "Đạt mức khá",
        "judgement",
        "Sở Thông tin và Truyền thông",
    ),
    indicator(
        "26",
        "Quy mô kinh tế số",
        "%GRDP",
        "≥ 50",
        "12.5",
        "no_baseline",
        "Sở Thông tin và Truyền thông",
        year=2045,
    ),
]
MONEY = [
    {
        "year": 2025,
        "source": "recurrent",
        "source_name": "Nguồn sự nghiệp",
        "planned": "24400000000",
        "disbursed": "22987500000",
    },
    {
        "year": 2025,
        "source": "investment",
        "source_name": "Nguồn đầu tư phát triển",
        "planned": "175325000000",
        "disbursed": "98400000000",
    },
    {
        "year": 2026,
        "source": "recurrent",
        "source_name": "Nguồn sự nghiệp",
        "planned": "25400000000",
        "disbursed": "14250000000",
    },
    {
        "year": 2026,
        "source": "social",
        "source_name": "Nguồn xã hội hóa",
        "planned": "0",
        "disbursed": "1234500000",
    },
    {
        "year": 0,
        "source": "central",
        "source_name": "Nguồn trung ương",
        "planned": "30000000000",
        "disbursed": None,
    },
]
AGENCIES = [
    {
        "agency": "Sở Khoa học và Công nghệ",
        "lines_owed": 24,
        "lines_approved": 24,
        "state": "approved",
        "first_sent_at": "2026-11-10T08:30:00+07:00",
        "in_time": True,
        "returns": 0,
    },
    {
        "agency": "Sở Thông tin và Truyền thông",
        "lines_owed": 31,
        "lines_approved": 29,
        "state": "returned",
        "first_sent_at": "2026-11-12T16:05:00+07:00",
        "in_time": True,
        "returns": 2,
    },
    {
        "agency": "Ủy ban nhân dân huyện Gò Công Đông",
        "lines_owed": 11,
        "lines_approved": 0,
        "state": "sent",
        "first_sent_at": "2026-11-15T18:30:00+00:00",
        "in_time": False,
        "returns": 0,
    },
    {
        "agency": "Ngân hàng Nhà nước chi nhánh tỉnh Tiền Giang",
        "lines_owed": 3,
        "lines_approved": 0,
        "state": "unopened",
        "first_sent_at": None,
        "in_time": None,
        "returns": 0,
    },
]
AGENCY_WORDS = [
    {
        "agency": "Sở Khoa học và Công nghệ",
        "narrative": {
            "direction": "Tham mưu Ủy ban nhân dân tỉnh ban hành 12 văn bản chỉ đạo.\nTổ chức 03 đoàn kiểm tra.",
            "assessment": "Các nhiệm vụ cơ bản bám sát tiến độ.",
            "outlook": "Tập trung hoàn thành các nhiệm vụ quá hạn trong quý I/2027.",
        },
    },
    {
        "agency": "Sở Nội vụ",
        "narrative": {
            "direction": "Ban hành kế hoạch đào tạo, bồi dưỡng kỹ năng số.",
            "difficulties": "Thiếu nhân lực chuyên trách về công nghệ thông tin ở cấp xã.",
            "proposals": "Đề nghị Bộ Nội vụ sớm hướng dẫn chính sách thu hút nhân lực chuyển đổi số.",
        },
    },
]


def figures(tasks=None, groups=None, **changes):
    """A roll-up payload that adds up over the given tasks."""
    tasks = [task(*row) for row in TASKS] if tasks is None else tasks
    groups = GROUPS if groups is None else groups
    known = [Decimal(row["percent"]) for row in tasks if row["percent"] is not None]

    def group(code, name):
        members = [row for row in tasks if row["parent"] == code]
        values = [Decimal(row["percent"]) for row in members if row["percent"] is not None]
        return {
            "code": code,
            "parent": "",
            "name": name,
            "counts": dict(Counter(row["status"] for row in members)),
            "total": len(members),
            "percent": str(round(sum(values) / len(values), 2)) if values else None,
            "reported": len(values),
        }

    return {
        "period": PERIOD,
        "day": "2026-11-13",
        "known_at": "2026-11-13T09:41:00+07:00",
        "rules_version": 1,
        "tasks": tasks,
        "groups": [group(*row) for row in groups],
        "counts": dict(Counter(row["status"] for row in tasks)),
        "total": len(tasks),
        "percent": str(round(sum(known) / len(known), 2)) if known else None,
        "percent_over": len(known),
        "with_deadline": sum(row["status"].endswith(("_time", "_late", "_overdue")) for row in tasks),
        "money": MONEY,
        "agencies": AGENCIES,
        "indicators": INDICATORS,
    } | changes


def many_tasks(number):
    """`number` leaves in groups of twenty, texts of the plan, every status in turn."""
    rows = []
    for n in range(number):
        model = TASKS[n % len(TASKS)]
        group = f"N{n // 20 + 1}"
        rows.append(task(f"{group}.{n % 20 + 1}", f"{model[1]} (mục {n + 1})", *model[2:], parent=group))
    groups = [(f"N{n + 1}", f"{GROUPS[n % 2][1]} – nhóm {n + 1}") for n in range(-(-number // 20))]
    return figures(rows, groups)


ISSUE = {
    "state": "issued",
    "edition": 1,
    "sha256": "3f9a1c0b7d52" + "0" * 52,
    "official_no": "5/BC-UBND",
    "official_date": "2026-12-01",
    "signer": "Nguyễn Thành Diệu",
    "signer_post": "Phó Chủ tịch",
    "addressees": ["Bộ Khoa học và Công nghệ"],
    "recipients": ["Như trên", "TT. Tỉnh ủy, TT. HĐND tỉnh", "CT và các PCT UBND tỉnh", "Lưu: VT, P.KT (D)"],
}

SUBMISSION = {
    "agency": "Sở Thông tin và Truyền thông",
    "agency_kind": "so",
    "province": "Tiền Giang",
    "focal_agency": "Sở Khoa học và Công nghệ",
    "plan": PLAN,
    "period": {key: PERIOD[key] for key in ("label", "from_on", "to_on", "cutoff_on")},
    "made_at": "2026-11-13T09:41:00+07:00",
    "draft": False,
    "sent_at": "2026-11-12T16:05:00+07:00",
    "narrative": AGENCY_WORDS[1]["narrative"],
    "tasks": [
        {
            "code": "III.35",
            "name": LONG_NAME,
            "time_text": "Năm 2025",
            "state": "completed",
            "percent": Decimal("100.00"),
            "completed_on": "2025-12-20",
            "result": "Hoàn thành kết nối, nghiệm thu.",
            "difficulty": "",
            "proposal": "",
            "not_applicable": False,
            "reason": "",
            "money": [
                {"year": 2026, "source_name": "Nguồn sự nghiệp", "cumulative": Decimal("12345678000")},
                {
                    "year": 2026,
                    "source_name": "Nguồn đầu tư phát triển",
                    "cumulative": Decimal("98400000000"),
                },
            ],
            "evidence": ["Biên bản nghiệm thu số 15/BBNT-STTTT ngày 20/12/2025"],
        },
        {
            "code": "V.45",
            "name": "Triển khai giải pháp hỗ trợ, bảo vệ người dân trên không gian mạng ở mức cơ bản",
            "time_text": "Năm 2025",
            "state": "in_progress",
            "percent": Decimal("60.00"),
            "completed_on": None,
            "result": "Đã ban hành kế hoạch; tổ chức 02 đợt tuyên truyền.",
            "difficulty": "Chưa được bố trí kinh phí.",
            "proposal": "Bố trí kinh phí năm 2027.",
            "not_applicable": False,
            "reason": "",
            "money": [],
            "evidence": [],
        },
        {
            "code": "VI.60",
            "name": "Triển khai đánh giá mức độ chuyển đổi số doanh nghiệp",
            "time_text": "Thường xuyên",
            "state": None,
            "percent": None,
            "completed_on": None,
            "result": "",
            "difficulty": "",
            "proposal": "",
            "not_applicable": False,
            "reason": "",
            "money": [],
            "evidence": [],
        },
    ],
    "measures": [
        {
            "code": "7.1",
            "name": "Tỷ lệ sử dụng dịch vụ công trực tuyến của người dân và doanh nghiệp",
            "unit": "%",
            "scope": "",
            "target_text": "≥ 80",
            "value": Decimal("45.25"),
            "to_on": "2026-10-31",
            "basis": "estimate",
            "answer": "value",
            "note": "",
        },
        {
            "code": "4",
            "name": "Chỉ số đánh giá chuyển đổi số (DTI)",
            "unit": "Thứ bậc",
            "scope": "",
            "target_text": "Thuộc nhóm 20 tỉnh, thành dẫn đầu cả nước",
            "value": None,
            "to_on": None,
            "basis": None,
            "answer": "not_yet_published",
            "note": "Bộ Khoa học và Công nghệ chưa công bố.",
        },
    ],
}
