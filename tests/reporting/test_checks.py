"""What is missing or wrong in a line: tables of cases, no database."""

import datetime as dt
from decimal import Decimal

import pytest

from reporting.collection.checks import MeasureLine, MoneyLine, TaskLine, measure_line, task_line

CUTOFF = dt.date(2026, 11, 15)
IN_TIME = dt.date(2026, 11, 5)
COMPLETED = {"state": "completed", "percent": Decimal(100), "completed_on": IN_TIME}


def line(**fields) -> TaskLine:
    """A settled line in progress; the case names what differs."""
    return TaskLine(
        **{
            "state": "in_progress",
            "percent": Decimal(50),
            "completed_on": None,
            "result": "Đã tập huấn 24 lớp.",
            "reason": "",
            "not_applicable": False,
            "triggered": False,
            "trigger_answer": "",
            "trigger_document": "",
            "errors": {},
            "money": (),
            "last_percent": None,
            "has_evidence": True,
            "cutoff_on": CUTOFF,
            **fields,
        }
    )


def found(problems) -> list[tuple[str, bool]]:
    return [(problem.field, problem.blocking) for problem in problems]


def money(cumulative: int | None, last: int | None = None, error: str = "") -> MoneyLine:
    def vnd(amount: int | None) -> Decimal | None:
        return None if amount is None else Decimal(amount)

    return MoneyLine("money-1", vnd(cumulative), error, vnd(last))


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, []),
        ({"state": "", "percent": None, "result": ""}, [("state", True)]),
        ({"result": "  "}, [("result", True)]),
        ({"percent": None}, [("percent", True)]),
        ({"percent": Decimal(140)}, [("percent", True)]),
        ({"percent": Decimal(-1)}, [("percent", True)]),
        ({"percent": Decimal(100)}, [("percent", True)]),
        ({"percent": Decimal("99.99")}, []),
        ({"state": "not_started", "percent": Decimal(0), "result": ""}, []),
        ({"state": "not_started", "percent": None, "result": ""}, []),
        ({"state": "not_started", "percent": Decimal(10), "result": ""}, [("percent", True)]),
        (COMPLETED, []),
        (COMPLETED | {"percent": Decimal(90)}, [("percent", True)]),
        (COMPLETED | {"completed_on": None}, [("completed_on", True)]),
        (COMPLETED | {"completed_on": CUTOFF}, []),
        (COMPLETED | {"completed_on": CUTOFF + dt.timedelta(days=1)}, [("completed_on", True)]),
        (COMPLETED | {"result": ""}, [("result", True)]),
        (COMPLETED | {"has_evidence": False}, [("evidence", False)]),
        ({"has_evidence": False}, []),
        ({"last_percent": Decimal(80)}, [("percent", True)]),
        ({"last_percent": Decimal(80), "reason": "Rà soát lại khối lượng."}, []),
        ({"last_percent": Decimal(50)}, []),
        (
            {"state": "not_started", "percent": Decimal(0), "result": "", "last_percent": Decimal(80)},
            [("percent", True)],
        ),
        (
            {"state": "not_started", "percent": None, "result": "", "last_percent": Decimal(80)},
            [("percent", True)],
        ),
        ({"errors": {"percent": "“abc” không phải là số."}, "percent": None}, [("percent", True)]),
        ({"money": (money(5), money(None))}, []),
        ({"money": (money(-1),)}, [("money-1", True)]),
        ({"money": (money(None, error="“1.234” có thể là hai số."),)}, [("money-1", True)]),
        ({"money": (money(639, last=640),)}, [("money-1", True)]),
        ({"money": (money(None, last=640),)}, [("money-1", True)]),
        ({"money": (money(639, last=640),), "reason": "Nộp trả ngân sách."}, []),
        ({"money": (money(640, last=640),)}, []),
        ({"not_applicable": True, "state": "", "percent": None, "result": ""}, [("reason", True)]),
        ({"not_applicable": True, "state": "", "reason": "Không thuộc chức năng."}, []),
        ({"not_applicable": True, "reason": "Có lý do.", "errors": {"percent": "không phải số"}}, []),
        ({"triggered": True, "state": ""}, [("trigger_answer", True)]),
        ({"triggered": True, "trigger_answer": "no", "state": "", "percent": None, "result": ""}, []),
        ({"triggered": True, "trigger_answer": "yes"}, [("trigger_document", True)]),
        ({"triggered": True, "trigger_answer": "yes", "trigger_document": "QĐ 12/QĐ-TTg"}, []),
    ],
)
def test_a_task_line_lists_what_stands_against_sending_it(fields, problems):
    assert found(task_line(line(**fields))) == problems


def test_a_fall_below_the_approved_percent_names_that_percent():
    (problem,) = task_line(line(percent=Decimal(72), last_percent=Decimal("80.50")))
    assert problem.message == "Thấp hơn mức đã duyệt 80,5%. Ghi lý do giảm thì mới gửi được."


def test_a_completion_after_the_cutoff_names_the_cutoff():
    (problem,) = task_line(line(**COMPLETED | {"completed_on": dt.date(2026, 11, 18)}))
    assert problem.message == (
        "Ngày hoàn thành sau ngày chốt số liệu 15/11/2026. Nếu đến đó chưa xong thì chọn Đang thực hiện."
    )


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"value": Decimal("92.0")}, []),
        ({"value": Decimal(0)}, []),
        ({}, [("value", True)]),
        ({"answer": "not_yet_published"}, []),
        ({"answer": "not_yet_published", "errors": {"value": "không phải số"}}, []),
        ({"answer": "not_applicable"}, [("note", True)]),
        ({"answer": "not_applicable", "note": "Không quản lý lĩnh vực này."}, []),
        ({"errors": {"value": "“1.234” có thể là hai số."}}, [("value", True)]),
        ({"value": Decimal(-3)}, [("value", False)]),
        ({"value": Decimal(140), "percent": True}, [("value", False)]),
        ({"value": Decimal(140)}, []),
        ({"judgement": True}, [("verdict", True)]),
        ({"judgement": True, "verdict": "Đã kết nối 3/4 CSDL."}, []),
    ],
)
def test_a_measure_line_lists_what_stands_against_sending_it(fields, problems):
    fields = {
        "answer": "",
        "value": None,
        "verdict": "",
        "judgement": False,
        "percent": False,
        "note": "",
        "errors": {},
        **fields,
    }
    assert found(measure_line(MeasureLine(**fields))) == problems
