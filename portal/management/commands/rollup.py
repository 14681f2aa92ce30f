"""`manage.py rollup PERIOD [--day DAY] [--known-at MOMENT] [--format json]`."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import Refused
from plans.vocabulary import STATUS
from portal.management.arguments import add_period, when
from reporting.models import Period
from reporting.rollup import Payload, canonical_json, rollup, to_json
from reporting.rollup.money import by_year_and_source
from reporting.rollup.payload import MoneyFigure


class Command(BaseCommand):
    help = (
        "Add up what has been approved in a reporting period: tasks, groups, money, discipline, indicators."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_period(parser)
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, period: str, **options: object) -> None:
        day, known_at = when(options)
        try:
            figures = rollup(Period.objects.named(period), day=day, known_at=known_at)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(
            canonical_json(to_json(figures)) if options["format"] == "json" else "\n".join(lines(figures))
        )


def lines(figures: Payload) -> list[str]:
    """The figures for somebody at a terminal."""
    found = [
        f"{figures.plan.number}, {figures.period.label}, đến {figures.day}, "
        f"đã duyệt đến {figures.known_at.isoformat()}"
    ]
    for task in figures.tasks:
        shown = "–" if task.percent is None else f"{task.percent}%"
        carried = f"  (số liệu duyệt ngày {task.carried_from})" if task.carried_from else ""
        share = f"{task.reported}/{task.owed}"
        found.append(f"{task.code:<12} {STATUS[task.status].text:<28} {shown:>8} {share:>7}{carried}")
    mean = "–" if figures.percent is None else f"{figures.percent}%"
    found.append(f"Bình quân {mean}, tính trên {figures.percent_over}/{figures.total} nhiệm vụ có số liệu")
    found += [f"{STATUS[code].text}: {count}" for code, count in figures.counts.items() if count]
    return found + [money_line(row) for row in by_year_and_source(figures.money)]


def money_line(row: MoneyFigure) -> str:
    """Money of a year and source in đồng; what nobody has reported is said."""
    words = [f"Kinh phí {row.year or 'cả giai đoạn'}, {row.source.name}: dự kiến {row.planned or 0} đồng"]
    if row.planned:
        told = "chưa có báo cáo giải ngân" if row.disbursed is None else f"giải ngân {row.disbursed} đồng"
        words.append(told)
    if row.apart is not None:
        words.append(f"giải ngân ngoài số kế hoạch {row.apart} đồng")
    return ", ".join(words)
