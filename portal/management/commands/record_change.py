"""`manage.py record_change PLAN TASK --kind KIND --on DAY --document "…"`: `--help` names the other options."""

import datetime as dt
import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.register import resolver
from common import clock
from common.errors import Refused
from plans.answering import Answering
from plans.at import PlanAt, plan_at, version_on
from plans.changing import Change, preview, record_change
from plans.consequences import Effect
from plans.models import Plan

KINDS = {
    "trigger": "triggered",
    "extend": "extended",
    "relead": "relead",
    "pause": "paused",
    "resume": "resumed",
    "cancel": "cancelled",
    "merge": "merged_into",
}


class Command(BaseCommand):
    help = "Record what happened to a task of a plan, and print what follows in open periods."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", metavar="PLAN", help="province/number/year, or a number unique here")
        parser.add_argument("task", metavar="TASK", help="the task's code as printed")
        parser.add_argument("--kind", required=True, choices=list(KINDS))
        parser.add_argument("--on", required=True, metavar="DAY", help="from which day on, 2026-10-20")
        parser.add_argument("--document", default="", help="number of the document")
        parser.add_argument("--reason", default="", help="where no document is needed")
        parser.add_argument("--until", metavar="DAY", help="the new deadline")
        parser.add_argument(
            "--agency", action="append", default=[], metavar="NAME", help="who leads; the first is main"
        )
        parser.add_argument("--into", metavar="TASK", help="the task it is merged into")
        parser.add_argument("--dry-run", action="store_true", help="say what would follow and record nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, plan: str, task: str, kind: str, **options: str) -> None:
        try:
            effects = self.record(Plan.objects.named(plan), task, KINDS[kind], options)
        except Refused as refused:
            raise CommandError(refused.message) from None
        if options["format"] == "json":
            rows = [{"text": row.text, "count": row.count, "codes": list(row.names)} for row in effects]
            self.stdout.write(json.dumps({"effects": rows}, ensure_ascii=False))
        else:
            for row in effects:
                self.stdout.write(row.text)

    def record(self, plan: Plan, code: str, kind: str, options: dict[str, str]) -> list[Effect]:
        """Record it, or look at what would follow. Raises Refused."""
        at, on = clock.now(), day(options["on"])
        now = plan_at(version_on(plan, on), day=on, known_at=at)
        change = Change(
            kind=kind,
            on=on,
            until=day(options["until"]) if options["until"] else None,
            into=leaf(now, options["into"]) if options["into"] else None,
            answering=leads(plan, on, list(options["agency"])),
            document_no=options["document"],
            reason=options["reason"],
        )
        task = leaf(now, code)

        def verb() -> list[Effect]:
            return record_change(plan=plan, tasks=[task], change=change, by=None, at=at, checked=False)

        return preview(verb) if options["dry_run"] else verb()


def day(text: str) -> dt.date:
    """A day written 2026-10-20. Raises CommandError for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” không phải là ngày. Ghi năm-tháng-ngày, ví dụ 2026-10-20.") from None


def leaf(now: PlanAt, code: str) -> int:
    """The id of the task printed under a code. Raises CommandError where the plan has none."""
    found = now.task(code)
    if found is None or found.is_group:
        raise CommandError(f"Kế hoạch không có nhiệm vụ “{code}”.")
    return found.id


def leads(plan: Plan, on: dt.date, names: list[str]) -> Answering:
    """The agencies or groups of these names. Raises CommandError for one the register does not know."""
    resolve = resolver(plan.province, on)
    found = [(name, resolve(name)) for name in names]
    for name, who in found:
        if who is None:
            raise CommandError(f"Danh bạ chưa có “{name}”.")
    return Answering(tuple(who for _name, who in found if who is not None))
