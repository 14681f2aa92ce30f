"""Submissions that want ten more fields and can then be sent: what `make load` and the bench's sending work on.

The lines are filled in the database, not through the pages: what is measured begins afterwards.
"""

from dataclasses import dataclass

from django.contrib.auth.hashers import identify_hasher, make_password
from django.db import connection

from agencies.models import User
from reporting.collection.entries import NARRATIVE
from reporting.models import Submission
from tests.benchmarks.province import PASSWORD

FIELDS = 10
OF_LINE = ("percent", "result", "difficulty")

FILLED = """
UPDATE reporting_taskentry e SET state = 'in_progress', percent = 97, completed_on = NULL, result = 'Đã thực hiện.',
    reason = 'Đã đối chiếu số liệu.', trigger_answer = CASE WHEN t.trigger_text <> '' THEN 'no' ELSE '' END,
    line_state = 'clean', typed = '{"raw": {"state": "in_progress", "percent": "97"}, "errors": {}, "edits": {}}'
FROM plans_taskversion t WHERE t.id = e.task_version_id AND e.submission_id = ANY(%s)
"""
MEASURED = """
UPDATE reporting_measureentry SET value = 50, answer = '', line_state = 'clean',
    typed = '{"raw": {"value": "50"}, "errors": {}, "edits": {}}' WHERE submission_id = ANY(%s)
"""
# The lines of a submission that take words: not those that wait for their trigger.
LINES = """
SELECT e.submission_id, array_agg(e.id ORDER BY t.position) FROM reporting_taskentry e
JOIN plans_taskversion t ON t.id = e.task_version_id
WHERE e.submission_id = ANY(%s) AND t.trigger_text = '' GROUP BY 1
"""


@dataclass(frozen=True)
class Duty:
    """A person with a submission to finish: ten fields, by the key of their line and their name."""

    email: str
    colleague: str
    submission: int
    ref: str
    fields: tuple[tuple[str, str], ...]


def duties(count: int) -> list[Duty]:
    """So many drafts, filled but for ten fields, each with a reporter of its agency; people come again where they must.

    Fewer where there are no more drafts.
    """
    reporters: dict[int, list[str]] = {}
    of_agencies = User.objects.filter(memberships__role="reporter").order_by("pk")
    for email, agency in of_agencies.values_list("email", "memberships__agency"):
        reporters.setdefault(agency, []).append(email)
    drafts = Submission.objects.filter(period__state="open", state="draft", task_entries__isnull=False)
    chosen = drafts.order_by("period_id", "pk").distinct().values_list("agency", "pk", "ref")[: count * 2]
    lines = _lines([pk for _agency, pk, _ref in chosen])
    found = []
    for agency, pk, ref in chosen:
        if len(lines.get(pk, ())) >= 3 and len(found) < count:
            emails = reporters[agency]
            emails.append(emails.pop(0))
            found.append(Duty(emails[-1], emails[0], pk, ref, tuple(_fields(lines[pk]))))
    _fill([duty.submission for duty in found])
    return found


def renew_passwords() -> None:
    """Passwords as they are made today, where the province was made under earlier rules: all have signed in since."""
    somebody = User.objects.earliest("pk")
    if identify_hasher(somebody.password).must_update(somebody.password):
        User.objects.update(password=make_password(PASSWORD))


def _fill(submissions: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILLED, [submissions])
        cursor.execute(MEASURED, [submissions])


def _lines(submissions: list[int]) -> dict[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(LINES, [submissions])
        return dict(cursor.fetchall())


def _fields(lines: list[int]) -> list[tuple[str, str]]:
    """Three fields in each of the first three lines, and one section of the outline."""
    of_lines = [(f"nv-{line}", name) for line in lines[:3] for name in OF_LINE]
    return [*of_lines, ("de-cuong", next(iter(NARRATIVE)))][:FIELDS]


def words(person: int, number: int, name: str) -> str:
    """What a person types into his n-th field: nobody else types the same."""
    if name == "percent":
        return f"{98 + number % 2}"
    return (
        f"Người {person} ghi ô {number}: đã hoàn thành kết nối với nền tảng tích hợp, chia sẻ dữ liệu của tỉnh; "
        f"cập nhật {person + number}/4.000 hồ sơ, phần việc còn lại thực hiện trong tháng 12."
    )
