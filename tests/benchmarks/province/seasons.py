"""What was done in a year: periods, duties, what agencies typed and sent, what review made of it. In bulk, by SQL."""

from collections.abc import Iterator

from django.db import transaction

from reporting.models import (
    Evidence,
    MeasureEntry,
    MoneyEntry,
    Period,
    PeriodStage,
    Submission,
    TaskEntry,
)
from tests.benchmarks.province import YEAR, Size
from tests.benchmarks.province.bulk import FUNCTIONS, insert, run
from tests.benchmarks.province.reports import make_reports
from tests.benchmarks.province.reviewing import (
    write_actions,
    write_counts,
    write_facts,
    write_messages,
    write_observations,
)
from tests.benchmarks.province.sendings import write_sendings
from tests.benchmarks.province.tables import DUTY, FATE, LAST, LINE, OF_LINE, OUTCOME, WORDED
from tests.benchmarks.province.words import write_words

SUBMISSION = {
    "period": "f.period",
    "agency": "f.agency",
    "state": """CASE f.fate WHEN 'half' THEN 'sent' WHEN 'silent' THEN 'draft' WHEN 'begun' THEN 'draft'
        WHEN 'untouched' THEN 'draft' WHEN 'sent' THEN 'sent'
        ELSE CASE WHEN f.fate IN ('lines', 'whole') AND f.sendings = 1 THEN 'returned' ELSE 'approved' END END""",
    "version": """1 + f.sendings * 2 - (f.fate IN ('half', 'sent'))::int + (f.fate = 'reopened')::int""",
    "due_at": "s.due_at",
    "touched_at": """CASE WHEN f.fate IN ('silent', 'untouched') THEN NULL
        WHEN f.sendings = 2 THEN f.again ELSE f.sent END""",
    "first_sent_at": "CASE WHEN f.sendings > 0 THEN f.sent END",
    "in_time_sent_at": """CASE WHEN f.sendings = 0 OR f.fate = 'late' THEN NULL
        WHEN f.fate <> 'whole' THEN f.sent WHEN f.sendings = 2 THEN f.again END""",
    "approved_at": """CASE WHEN f.fate IN ('approved', 'late') OR f.sendings = 2 THEN f.approved END""",
    "narrative": """CASE WHEN f.fate IN ('silent', 'untouched') THEN '{}'::jsonb ELSE jsonb_build_object(
        'direction', pg_temp.word(w.direction, f.period * 100003 + f.agency, 20),
        'assessment', pg_temp.word(w.assessment, f.period * 100003 + f.agency, 21),
        'difficulties', pg_temp.word(w.difficulties, f.period * 100003 + f.agency, 22),
        'outlook', pg_temp.word(w.outlook, f.period * 100003 + f.agency, 23),
        'proposals', pg_temp.word(w.proposals, f.period * 100003 + f.agency, 24)) END""",
}


def _said(value: str, otherwise: str = "''") -> str:
    return f"CASE WHEN l.said THEN {value} ELSE {otherwise} END"


DOCUMENT = "'Công văn số ' || 100 + l.of_pair || '/CV ngày 12/3/' || extract(year FROM l.cutoff_on)"
TASK_ENTRY = {
    "submission": "l.submission",
    "task": "l.task",
    "task_version": "l.version",
    "via_group": "l.via",
    "main": "l.main",
    "unassigned": "l.unassigned",
    "last_fact": "last.fact",
    "typed": _said(
        """jsonb_build_object('raw', jsonb_strip_nulls(jsonb_build_object(
        'state', CASE WHEN l.percent IS NOT NULL THEN l.answer END, 'percent', l.percent::text, 'result', l.result,
        'completed_on', to_char(l.completed_on, 'DD/MM/YYYY'), 'difficulty', nullif(l.difficulty, ''),
        'proposal', nullif(l.proposal, ''), 'reason', nullif(l.reason, ''))),
        'errors', '{}'::jsonb, 'edits', '{}'::jsonb)""",
        "'{}'::jsonb",
    ),
    "state": _said(f"CASE WHEN {WORDED} THEN l.answer ELSE '' END"),
    "percent": _said("l.percent", "NULL"),
    "completed_on": _said("l.completed_on", "NULL"),
    "result": f"CASE WHEN l.said AND l.line_state <> 'open' AND {WORDED} THEN l.result ELSE '' END",
    "difficulty": _said("l.difficulty"),
    "proposal": _said("l.proposal"),
    "not_applicable": "l.said AND l.answer = 'not_applicable'",
    "trigger_answer": _said(
        "CASE WHEN l.answer = 'awaiting_trigger' THEN 'no' WHEN l.triggered THEN 'yes' ELSE '' END"
    ),
    "trigger_document": _said(
        f"CASE WHEN l.triggered AND l.answer <> 'awaiting_trigger' THEN {DOCUMENT} ELSE '' END"
    ),
    "reason": _said("l.reason"),
    "line_state": "l.line_state",
    "version": "CASE WHEN l.said THEN 6 ELSE 1 END",
    "by": _said("l.reporter", "NULL"),
    "at": _said("CASE WHEN l.sendings = 2 THEN l.again ELSE l.sent END - interval '1 hour'", "NULL"),
}


def make_season(year: int) -> None:
    """Open the year's period of every plan and write everything that has happened in it."""
    run("DROP TABLE IF EXISTS duty, fate, line")
    values = {"year": year, "closed": year < YEAR}
    _periods(year)
    run(DUTY, values)
    run(FATE, values)
    run("CREATE INDEX ON fate (period, agency)")
    of_period = "FROM fate f CROSS JOIN words w JOIN reporting_periodstage s ON s.period_id = f.period"
    insert(
        Submission,
        f"{of_period} JOIN reporting_cyclestage c ON c.id = s.stage_id AND c.position = 1",
        **SUBMISSION,
    )
    run(LINE, values)
    run("CREATE UNIQUE INDEX ON line (submission, task)")
    run("ANALYZE line (submission, task), fate (period, agency), reporting_submission (period_id, agency_id)")
    insert(
        TaskEntry,
        "FROM line l LEFT JOIN last ON last.task = l.task AND last.agency = l.agency ORDER BY l.submission, l.task",
        **TASK_ENTRY,
    )
    run("ANALYZE reporting_taskentry (submission_id, task_id)")
    _money_typed(year)
    _proofs()
    _measures(year)
    write_sendings()
    write_facts(year)
    write_observations(year)
    write_actions()
    write_messages()
    write_counts()


def _periods(year: int) -> None:
    day = f"make_date({year}, {{}}, {{}})"
    insert(
        Period,
        """FROM reporting_cycle c JOIN plans_planversion v ON v.plan_id = c.plan_id ORDER BY c.id""",
        cycle="c.id",
        plan_version="v.id",
        label=f"'năm {year}'",
        from_on=day.format(1, 1),
        to_on=day.format(12, 31),
        cutoff_on=day.format(11, 15),
        opens_on=day.format(10, 15),
        opened_at=f"pg_temp.at({day.format(10, 15)}, interval '8 hours')",
        state="'closed'" if year < YEAR else "'open'",
        version="2" if year < YEAR else "1",
        closed_at=f"pg_temp.at({day.format(12, 30)}, interval '16 hours')" if year < YEAR else "NULL",
    )
    insert(
        PeriodStage,
        f"""FROM reporting_period p JOIN reporting_cyclestage s ON s.cycle_id = p.cycle_id
        WHERE p.to_on = {day.format(12, 31)}""",
        period="p.id",
        stage="s.id",
        due_printed=f"make_date({year}, s.month, s.day)",
        due_at=f"pg_temp.at(make_date({year}, s.month, s.day), interval '0')",
    )


def _money_typed(year: int) -> None:
    """A field per source and budget year the plan prints up to this one, and one for this; main lines say amounts."""
    share = f"(45 + 12 * least({year} - b.year, 3) + pg_temp.dice(19, e.task_id, b.year))"
    amount = f"round(b.amount * {share} / 100, -6)"
    insert(
        MoneyEntry,
        f"""FROM (
            SELECT DISTINCT ON (e.id, b.source, b.year) e.id AS entry, b.source, b.year,
                   CASE WHEN l.said AND l.main AND l.percent > 0 THEN {amount} END AS cumulative
            FROM {OF_LINE}
            JOIN (
                SELECT task_id, source_id AS source, least(coalesce(nullif(year, 0), {year}), {year}) AS year,
                       sum(CASE year WHEN 0 THEN amount / 8 ELSE amount END) FILTER (WHERE year <= {year}) AS amount
                FROM plans_budgetline WHERE task_id IS NOT NULL GROUP BY 1, 2, 3
                UNION ALL
                SELECT task_id, source_id, {year}, NULL FROM plans_budgetline WHERE task_id IS NOT NULL GROUP BY 1, 2
            ) b ON b.task_id = e.task_id
            ORDER BY e.id, b.source, b.year, b.amount NULLS LAST
        ) m""",
        entry="m.entry",
        source="m.source",
        budget_year="m.year",
        cumulative="m.cumulative",
        typed="coalesce((m.cumulative / 1000000)::bigint::text, '')",
    )


def _proofs() -> None:
    insert(
        Evidence,
        f"FROM {OF_LINE} WHERE l.said AND l.main AND l.answer = 'completed'",
        task_entry="e.id",
        document_no="(100 + l.of_year) || '/BC-' || (mod(l.agency, 90) + 10)",
        document_date="l.completed_on",
        abstract="'Báo cáo kết quả thực hiện nhiệm vụ'",
    )


def _measures(year: int) -> None:
    """The body that follows an indicator owes its measure's value; it answers as its submission stands."""
    insert(
        MeasureEntry,
        f"""FROM reporting_period p
        JOIN reporting_cycle c ON c.id = p.cycle_id
        JOIN indicators_indicator i ON i.plan_id = c.plan_id
        JOIN indicators_follower w ON w.indicator_id = i.id
        JOIN fate f ON f.period = p.id AND f.agency = w.agency_id
        JOIN reporting_submission s ON s.period_id = p.id AND s.agency_id = w.agency_id
        LEFT JOIN LATERAL (
            SELECT o.id FROM indicators_observation o WHERE o.measure_id = i.measure_id AND o.superseded_at IS NULL
            ORDER BY o.to_on DESC, o.recorded_at DESC LIMIT 1
        ) o ON true
        WHERE p.to_on = make_date({year}, 12, 31) ORDER BY s.id, i.id""",
        submission="s.id",
        measure="i.measure_id",
        main="true",
        from_on="p.from_on",
        to_on="p.cutoff_on",
        typed="""CASE WHEN f.fate IN ('silent', 'untouched', 'begun') THEN '{}'::jsonb
            ELSE '{"raw": {}, "errors": {}, "edits": {}}'::jsonb END""",
        value=f"""CASE WHEN f.fate NOT IN ('silent', 'untouched', 'begun')
            THEN 20 + ({year} - 2021) * 8 + pg_temp.dice(120, i.measure_id, {year}) / 10.0 END""",
        line_state="""CASE WHEN f.fate IN ('silent', 'untouched', 'begun') THEN 'open'
            WHEN f.fate IN ('sent', 'half') THEN 'sent' WHEN f.fate = 'whole' AND f.sendings = 1 THEN 'clean'
            ELSE 'approved' END""",
        version="CASE WHEN f.fate IN ('silent', 'untouched', 'begun') THEN 1 ELSE 2 END",
        by="CASE WHEN f.fate NOT IN ('silent', 'untouched', 'begun') THEN f.reporter END",
        at="CASE WHEN f.fate NOT IN ('silent', 'untouched', 'begun') THEN f.sent END",
        last_observation="o.id",
    )


def make_seasons(size: Size) -> Iterator[int]:
    """Every year up to the open one; yields each once it is written."""
    run("SET jit = off")  # compiling a statement takes longer than running it
    run(FUNCTIONS)
    write_words()
    first = YEAR - size.years + 1
    run(OUTCOME, {"first": first})
    run(LAST)
    for year in range(first, YEAR + 1):
        with transaction.atomic():
            make_season(year)
            if year == YEAR - 1:
                make_reports()
        yield year
