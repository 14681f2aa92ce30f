"""`manage.py rollup PERIOD [--day DAY] [--known-at MOMENT] [--format json]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import Refused
from common.vocabulary import STATUS
from portal.management.arguments import add_period, when
from reporting.models import Period
from reporting.rollup import canonical_json, rollup


class Command(BaseCommand):
    help = (
        "Add up what has been approved in a reporting period: tasks, groups, money, discipline, indicators."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_period(parser)
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, period: str, **options: Any) -> None:
        day, known_at = when(options)
        try:
            figures = rollup(Period.objects.named(period), day=day, known_at=known_at)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(
            canonical_json(figures) if options["format"] == "json" else "\n".join(lines(figures))
        )


def lines(figures: dict[str, Any]) -> list[str]:
    """The figures for somebody at a terminal."""
    plan = figures["period"]["plan"]
    found = [
        f"{plan['number']}, {figures['period']['label']}, đến {figures['day']}, đã duyệt đến {figures['known_at']}"
    ]
    for task in figures["tasks"]:
        shown = "–" if task["percent"] is None else f"{task['percent']}%"
        carried = f"  (số liệu duyệt ngày {task['carried_from']})" if task["carried_from"] else ""
        share = f"{task['reported']}/{task['owed']}"
        found.append(f"{task['code']:<12} {STATUS[task['status']].text:<28} {shown:>8} {share:>7}{carried}")
    mean = "–" if figures["percent"] is None else f"{figures['percent']}%"
    found.append(
        f"Bình quân {mean}, tính trên {figures['percent_over']}/{figures['total']} nhiệm vụ có số liệu"
    )
    found += [f"{STATUS[code].text}: {count}" for code, count in figures["counts"].items() if count]
    found += [
        f"Kinh phí {row['year'] or 'cả giai đoạn'}, {row['source_name']}: "
        f"dự kiến {row['planned']} đồng, giải ngân {row['disbursed']} đồng"
        for row in figures["money"]
    ]
    return found
