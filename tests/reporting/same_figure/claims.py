"""What a province's report may say: every sentence and row that carries a figure, written anew from the recomputation.

A claim is a text with the figures in it and their keys. What a paper says of a figure beyond its claims is not allowed;
words of the plan and of the agencies are quoted as they are and bear their own numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from plans.models import FundingSource
from reporting.models import Submission, TaskFact
from tests.reporting.same_figure import papers, rows
from tests.reporting.same_figure.attainment import key_of
from tests.reporting.same_figure.pen import DASH, Pen, lower, upper, word
from tests.reporting.same_figure.recompute import Figures
from tests.reporting.same_figure.rows import Asked
from tests.reporting.same_figure.tasks import APART, TIMED

JUDGED = ["met", "on_track", "at_risk", "off_track", "not_met"]
NOT_JUDGED = ["no_baseline", "no_value", "judgement"]
SILENT = "chưa có báo cáo giải ngân"
PARTS_BY_NAME = 6


@dataclass(frozen=True)
class Claim:
    """A text and the figures it shows; where a page ends within it, at least its `core` must stand together."""

    text: str
    keys: tuple[str, ...]
    core: str


class Writer:
    """The claims on a paper of one period, in the order of the paper: longer ones first where they contain others."""

    def __init__(self, asked: Asked, figures: Figures) -> None:
        self.asked, self.figures, self.pen = asked, figures, Pen(figures)

    def claim(self, text: str, core: str = "") -> Claim:
        return Claim(text, tuple(self.pen.lift()), core or text)

    def all(self) -> Iterator[Claim]:
        """Every claim but the quoted words."""
        yield from self.annex_of_tasks()
        yield from self.annex_of_targets()
        yield from self.annex_of_agencies()
        yield from self.money()
        yield from self.tasks()
        yield from self.targets()
        yield from self.discipline()

    # ----------------------------------------------------------------------------------------------------- tasks

    def tasks(self) -> Iterator[Claim]:
        pen = self.pen
        if not self.figures["total"]:
            return
        timed = [f"counts.{code}" for code in TIMED]
        yield self.claim(f"giao {pen.count('total')} nhiệm vụ.")
        if pen.get("with_deadline"):
            yield self.claim(f"trong {pen.count('with_deadline')} nhiệm vụ có thời hạn và đã có báo cáo:")
            for said, state, first, second in (
                ("Hoàn thành", "completed", ("on_time", "đúng hạn"), ("late", "quá hạn")),
                ("Đang thực hiện", "in_progress", ("on_time", "trong hạn"), ("overdue", "quá hạn")),
                ("Chưa thực hiện", "not_started", ("on_time", "trong hạn"), ("overdue", "quá hạn")),
            ):
                pair = [f"counts.{state}_{timeliness}" for timeliness, _said in (first, second)]
                if not sum(self.figures[key] for key in pair):
                    continue
                inside = ", ".join(
                    f"{pen.count(key)} {words}"
                    for key, (_timeliness, words) in zip(pair, (first, second), strict=True)
                    if self.figures[key]
                )
                yield self.claim(
                    f"{said}: {pen.count(*pair)} nhiệm vụ, bằng {pen.share(pair, timed)} "
                    f"({pen.count(*pair)}/{pen.count('with_deadline')}), gồm {inside}."
                )
        pen.lift()
        apart = [code for code in APART if self.figures[f"counts.{code}"]]
        if apart:
            told = "; ".join(
                f"{pen.count(f'counts.{code}')} nhiệm vụ {lower(word('status', code))}" for code in apart
            )
            yield self.claim(f"không tính vào các tỷ lệ trên: {told}.")
        yield from self._mean()
        yield from self._summary("status", "counts", TIMED, APART)

    def _mean(self) -> Iterator[Claim]:
        pen = self.pen
        silent = self.figures["total"] - self.figures["percent_over"]
        left_out = f"{silent:02d} nhiệm vụ chưa có số liệu không tính vào bình quân"
        if not pen.silent("percent"):
            yield self.claim(
                f"Tỷ lệ thực hiện bình quân: {pen.percent('percent')}, tính trên {self._over()}"
                + (f"; {left_out}, không coi là 0%." if silent else ".")
            )
        yield self.claim(
            f"Bình quân chung {pen.percent('percent')} tính trên {self._over()}"
            + (f"; {left_out}." if silent else ".")
        )

    def _over(self) -> str:
        return f"{self.pen.count('percent_over')}/{self.pen.count('total')} nhiệm vụ có số liệu đã duyệt"

    def _summary(self, kind: str, prefix: str, inside: list[str], outside: list[str]) -> Iterator[Claim]:
        """The rows of a summary table: number, official word, count, share."""
        pen = self.pen
        wholes = [f"{prefix}.{code}" for code in inside]
        for n, code in enumerate(inside, start=1):
            key = f"{prefix}.{code}"
            yield self.claim(f"{n} {word(kind, code)} {pen.plain(key)} {pen.share([key], wholes)}")
        yield self.claim(f"Cộng số tính tỷ lệ {pen.plain(*wholes)} {pen.share(wholes, wholes)}")
        apart = [code for code in outside if self.figures.get(f"{prefix}.{code}")]
        for n, code in enumerate(apart, start=len(inside) + 1):
            yield self.claim(f"{n} {word(kind, code)} {pen.plain(f'{prefix}.{code}')} không tính")
        if apart:
            yield self.claim(f"Tổng số {pen.plain(*wholes, *(f'{prefix}.{code}' for code in apart))} {DASH}")

    def annex_of_tasks(self) -> Iterator[Claim]:
        pen = self.pen
        parts = self._parts()
        for node in rows.tree(self.asked):
            if node.kind == "group":
                key = f"group.{node.task_id}"
                if not self.figures[f"{key}.total"]:
                    continue
                over = f"{pen.count(f'{key}.percent_over')}/{pen.count(f'{key}.total')} có số liệu"
                mean = (
                    f", bình quân {pen.percent(f'{key}.percent')}" if not pen.silent(f"{key}.percent") else ""
                )
                yield self.claim(
                    f"{node.code} {node.name} ({pen.count(f'{key}.total')} nhiệm vụ, {over}{mean})"
                )
                continue
            key = f"task.{node.task_id}"
            main = self.figures[f"{key}.main"]
            lead = node.lead_text or self._name(main) or "Chưa rõ đơn vị chủ trì"
            asked = f"{node.code} {node.name} {lead}"
            many = main is None and self.figures[f"{key}.owed"] > 1 and pen.silent(f"{key}.carried_from")
            over = f" {pen.plain(f'{key}.reported')}/{pen.plain(f'{key}.owed')} đơn vị" if many else ""
            said = f"{node.time_text or DASH} {self._status(key)} {pen.percent(f'{key}.percent')}{over}"
            yield self.claim(f"{asked} {said}", said)
            if pen.word("status", f"{key}.status") and str(self.figures[f"{key}.status"]).endswith("overdue"):
                who = self._name(main) or node.lead_text or "chưa rõ đơn vị chủ trì"
                yield self.claim(f"{node.code} ({who}, quá hạn {pen.count(f'{key}.overdue_days')} ngày)")
            pen.lift()
            yield from self._of_parts(key, main, parts.get(node.task_id, []))

    def _status(self, key: str) -> str:
        """Word, days overdue, and since when a value has been carried over."""
        pen = self.pen
        said = pen.word("status", f"{key}.status")
        if said and str(self.figures[f"{key}.status"]).endswith("overdue"):
            said += f" ({pen.count(f'{key}.overdue_days')} ngày)"
        if not pen.silent(f"{key}.carried_from"):
            said += f" (số liệu duyệt ngày {pen.day(f'{key}.carried_from')})"
        return said

    def _of_parts(self, key: str, main: int | None, said: list[TaskFact]) -> Iterator[Claim]:
        """The others' parts: by name, or counted by state where they are many."""
        pen = self.pen
        others = [fact for fact in said if fact.agency_id != main]
        if len(others) > PARTS_BY_NAME:
            states = [fact.state for fact in others]
            counted = "; ".join(
                f"{states.count(state):02d} {lower(word('state', state))}"
                for state in ("completed", "in_progress", "not_started")
                if state in states
            )
            pen.used += [f"{key}.part.{fact.agency_id}.state" for fact in others]
            yield self.claim(f"Theo {len(others):02d} đơn vị có báo cáo: {counted}")
            return
        for fact in others:
            part = f"{key}.part.{fact.agency_id}"
            words = lower(pen.word("state", f"{part}.state"))
            if not pen.silent(f"{part}.percent"):
                words += f", {pen.percent(f'{part}.percent')}"
            yield self.claim(f"{fact.agency.name}: {words}", f"{fact.agency.name[-8:]}: {words}")

    def _parts(self) -> dict[int, list[TaskFact]]:
        found: dict[int, list[TaskFact]] = {}
        for task, facts in rows.facts(self.asked).items():
            found[task] = [fact for fact in facts if fact.period_id == self.asked.period.pk]
        return found

    def _name(self, agency: object) -> str:
        names = getattr(self, "_names", None)
        if names is None:
            submissions = Submission.objects.filter(period__cycle__plan=self.asked.period.cycle.plan)
            names = self._names = dict(submissions.values_list("agency", "agency__name"))
        return names.get(agency, "")

    # --------------------------------------------------------------------------------------------------- targets

    def targets(self) -> Iterator[Claim]:
        pen = self.pen
        if not self.figures["targets"]:
            return
        judged = [f"verdicts.{code}" for code in JUDGED]
        yield self.claim(f"có {pen.count('indicators')} chỉ tiêu với {pen.count('targets')} mục tiêu")
        yield self.claim(f"Mức độ đạt mục tiêu của {pen.count('indicators')} chỉ tiêu")
        if pen.get(*judged):
            pen.lift()
            told = "; ".join(
                f"{lower(word('verdict', code))} {pen.count(f'verdicts.{code}')} mục tiêu, "
                f"bằng {pen.share([f'verdicts.{code}'], judged)} "
                f"({pen.count(f'verdicts.{code}')}/{pen.count(*judged)})"
                for code in JUDGED
                if self.figures.get(f"verdicts.{code}")
            )
            yield self.claim(f"trong {pen.count(*judged)} mục tiêu có đủ số liệu để so: {told}.")
        pen.lift()
        apart = [code for code in NOT_JUDGED if self.figures.get(f"verdicts.{code}")]
        if apart:
            told = "; ".join(
                f"{pen.count(f'verdicts.{code}')} mục tiêu {lower(word('verdict', code))}" for code in apart
            )
            yield self.claim(f"không tính vào các tỷ lệ trên: {told}.")
        left = [f"verdicts.{code}" for code in NOT_JUDGED]
        text = (
            f"đạt {pen.count('verdicts.met')}/{pen.count(*judged)} mục tiêu có đủ số liệu để so "
            f"({pen.share(['verdicts.met'], judged)})"
        )
        if apart:
            text += f"; {pen.count(*left)} mục tiêu không tính vào tỷ lệ này"
        yield self.claim(text)
        yield from self._summary("verdict", "verdicts", JUDGED, NOT_JUDGED)

    def annex_of_targets(self) -> Iterator[Claim]:
        pen = self.pen
        aims = rows.aims(self.asked)
        for year in sorted({target.horizon_year for _head, target in aims}):
            members = [head for head, target in aims if target.horizon_year == year]
            heads = {head.indicator_id for head in members}
            pen.used += ["indicators", "targets"]
            yield self.claim(
                f"Mục tiêu đến năm {year} ({len(heads):02d} chỉ tiêu với {len(members):02d} mục tiêu)"
            )
        for head, target in aims:
            key = key_of(target)
            unit = head.unit_printed or head.indicator.measure.unit
            name = f"{head.name} – {target.scope}" if target.scope else head.name
            verdict = self.figures[f"{key}.verdict"]
            said = str(self.figures[f"{key}.judgement"])
            if not pen.silent(f"{key}.value"):
                said = pen.measured(f"{key}.value", unit)
            row = f"{name} {unit} {target.printed or DASH} {self._result(key, said)}"
            row += f" {pen.word('verdict', f'{key}.verdict')}"
            if not pen.silent(f"{key}.expected") and verdict not in ("met", "not_met"):
                row += f" (mức cần đạt: {pen.measured(f'{key}.expected', unit)})"
            yield self.claim(row)
            if verdict in ("off_track", "not_met"):
                yield self.claim(
                    f"{name} ({said}, số liệu ngày {pen.day(f'{key}.to_on')}; "
                    f"mục tiêu đến năm {target.horizon_year}: {target.printed.rstrip(' .;')})"
                )

    def _result(self, key: str, said: str) -> str:
        if not said:
            return DASH
        if self.figures[f"{key}.basis"] == "estimate":
            said += " (ước thực hiện)"
        old = self.figures[f"{key}.to_on"] < self.asked.period.from_on
        return f"{said} (đo ngày {self.pen.day(f'{key}.to_on')}{', trước kỳ báo cáo' if old else ''})"

    # ----------------------------------------------------------------------------------------------------- money

    def money(self) -> Iterator[Claim]:
        pen = self.pen
        years = sorted(
            {int(key.split(".")[1]) for key in self.figures if key.startswith("money.") and key[6].isdigit()},
            key=lambda year: (year == 0, year),
        )
        planned = [year for year in years if f"money.{year}.planned" in self.figures]
        names = dict(
            FundingSource.objects.filter(province=self.asked.period.plan.province).values_list(
                "code", "name_printed"
            )
        )
        for year in planned:
            yield self._money_row(upper(year_words(year)), f"money.{year}")
            for code, name in names.items():
                if f"money.{year}.{code}.planned" in self.figures:
                    yield self._money_row(name, f"money.{year}.{code}")
        if self.figures.get("money.apart"):
            yield self.claim(f"không tính vào tỷ lệ {DASH} {pen.million('money.apart')} không tính")
            yield self.claim(f"giải ngân {pen.million('money.apart')} triệu đồng ở nhiệm vụ, nguồn, năm")
        for year in years:
            for code, name in names.items():
                if self.figures.get(key := f"money.{year}.{code}.apart"):
                    yield self.claim(
                        f"{upper(year_words(year))}, {name} {DASH} {pen.million(key)} không tính"
                    )
        if not planned:
            return
        yield self._money_row("Tổng cộng", "money")
        if pen.silent("money.disbursed"):
            yield self.claim(f"Kinh phí theo kế hoạch: {pen.million('money.planned')} triệu đồng;")
            return
        share = self._money_share("money")
        yield self.claim(
            f"{pen.million('money.disbursed')} triệu đồng, bằng {share}.",
        )
        yield self.claim(f"Kinh phí theo kế hoạch: {pen.million('money.planned')} triệu đồng.")
        yield self.claim(f"tỷ lệ giải ngân chung bằng {self._money_share('money')}.")
        if self.figures.get("money.silent"):
            yield self.claim(f"số kế hoạch có {pen.million('money.silent')} triệu đồng {SILENT};")
        year = self.asked.period.to_on.year
        if len(years) > 1 and year in planned:
            if pen.silent(f"money.{year}.disbursed"):
                yield self.claim(
                    f"Riêng năm {year}: kế hoạch {pen.million(f'money.{year}.planned')} triệu đồng, {SILENT}"
                )
            else:
                yield self.claim(f"Riêng năm {year}: giải ngân {self._money_share(f'money.{year}')}")

    def _money_row(self, name: str, key: str) -> Claim:
        """Planned, disbursed and their share: needed where there is such a row, not where a sum has one part only."""
        pen = self.pen
        row = f"{name} {pen.million(f'{key}.planned')}"
        if pen.silent(f"{key}.disbursed"):
            return self.claim(f"{row} {upper(SILENT)} {DASH}")
        share = pen.share([f"{key}.disbursed"], [f"{key}.planned"])
        return self.claim(f"{row} {pen.million(f'{key}.disbursed')} {share}")

    def _money_share(self, key: str) -> str:
        pen = self.pen
        done, all_of_it = f"{key}.disbursed", f"{key}.planned"
        return f"{pen.share([done], [all_of_it])} ({pen.million(done)}/{pen.million(all_of_it)} triệu đồng)"

    # ------------------------------------------------------------------------------------------------ discipline

    def discipline(self) -> Iterator[Claim]:
        pen = self.pen
        if not self.figures["discipline.owing"]:
            return
        unclear = self.figures["discipline.sent"] - sum(
            self.figures[f"discipline.{name}"] for name in ("in_time", "late")
        )
        detail = [
            f"{pen.count(f'discipline.{name}')} cơ quan {said}"
            for name, said in (("in_time", "đúng hạn"), ("late", "quá hạn"))
            if self.figures[f"discipline.{name}"]
        ]
        if unclear:
            detail.append(f"{unclear:02d} cơ quan phải gửi lại, chưa xác định đúng hạn")
        silent = self.figures["discipline.owing"] - self.figures["discipline.sent"]
        yield self.claim(
            f"{pen.count('discipline.sent')}/{pen.count('discipline.owing')} cơ quan đã gửi báo cáo"
            + (f" ({'; '.join(detail)})" if detail else "")
            + (f"; {silent:02d} cơ quan chưa gửi" if silent else "")
            + f". Đã duyệt {pen.count('discipline.states.approved')}/{pen.count('discipline.owing')} báo cáo."
        )

    def annex_of_agencies(self) -> Iterator[Claim]:
        pen = self.pen
        for submission in Submission.objects.filter(period=self.asked.period).select_related("agency"):
            key = f"agency.{submission.agency_id}"
            in_time = {None: DASH, True: "Có", False: "Không"}[self.figures[f"{key}.in_time"]]
            returns = pen.plain(f"{key}.returns") if self.figures[f"{key}.returns"] else DASH
            pen.used.append(f"{key}.in_time")
            lines = f"{pen.plain(f'{key}.lines_approved')}/{pen.plain(f'{key}.lines_owed')}"
            yield self.claim(
                f"{submission.agency.name} {lines} {pen.word('submission', f'{key}.state')} "
                f"{pen.day(f'{key}.first_sent_on')} {in_time} {returns}"
            )


def year_words(year: int) -> str:
    return f"năm {year}" if year else "cả giai đoạn, không phân theo năm"


def quoted(asked: Asked) -> list[str]:
    """Words of the plan and of the agencies that a paper repeats as they are, the longest first."""
    words: set[str] = set()
    for node in rows.tree(asked):
        words |= {node.name, node.lead_text, node.time_text}
    for facts in rows.facts(asked).values():
        for fact in facts:
            words |= {fact.result, fact.difficulty, fact.proposal}
    for head, target in rows.aims(asked):
        words |= {head.name, target.printed}
    for submission in Submission.objects.filter(period=asked.period):
        words |= set(submission.narrative.values())
    words.add(asked.period.plan.title)
    return sorted((text for text in words if len(text) >= 20), key=len, reverse=True)


def compared(text: str, asked: Asked, figures: Figures, *, pages_end: bool) -> tuple[list[str], int]:
    """What a paper does not say, or says beyond its claims; and how many figures it says.

    `pages_end`: a row may be cut by the foot of a page, what it says of its figures may not.
    """
    found, count = [], 0
    read = papers.Paper.of(text)
    for claim in Writer(asked, figures).all():
        if not read.take(claim.text) and not (pages_end and read.take(claim.core)):
            found.append(f"not there: {claim.text}")
        count += len(claim.keys)
    for words in quoted(asked):
        read.take(words)
    return found + [f"claimed by nobody: …{place}…" for place in read.unclaimed()], count
