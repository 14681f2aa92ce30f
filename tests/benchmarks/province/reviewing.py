"""What review made of a year's submissions: facts, observations, actions with their audit rows, messages, counts."""

from collections.abc import Iterator

from common.models import AuditEntry, OutboxMessage
from indicators.models import Observation
from reporting.models import DutyCount, MoneyFact, ReviewAction, TaskFact
from tests.benchmarks.province.bulk import insert, run
from tests.benchmarks.province.tables import OF_LINE, WORDED


def write_facts(year: int) -> None:
    """What approval made of the lines, in the order of approval; of reopened submissions the first is superseded."""
    first = "s.no = 1 AND l.sendings = 2"
    when = f"CASE WHEN {first} OR l.line_state = 'approved' AND l.fate IN ('half', 'lines') AND s.no = 1"
    approved_at = f"{when} THEN l.decided ELSE l.approved_on END"
    insert(
        TaskFact,
        f"""FROM {OF_LINE}
        JOIN reporting_sending s ON s.submission_id = e.submission_id
         AND (s.no = l.approved OR l.approved = 3)
        ORDER BY {approved_at}, e.submission_id, e.task_id""",
        period="l.period",
        task="l.task",
        task_version="l.version",
        agency="l.agency",
        sending="s.id",
        main="l.main",
        state="l.answer",
        percent="l.percent",
        completed_on="l.completed_on",
        result=f"CASE WHEN {WORDED} THEN l.result ELSE '' END",
        difficulty="l.difficulty",
        proposal="l.proposal",
        reason="l.reason",
        approved_at=approved_at,
        superseded_at="CASE WHEN l.approved = 3 AND s.no = 1 THEN l.approved_on END",
    )
    insert(
        MoneyFact,
        f"""FROM {OF_LINE}
        JOIN reporting_moneyentry m ON m.entry_id = e.id AND m.cumulative IS NOT NULL
        JOIN reporting_taskfact f ON f.period_id = l.period AND f.task_id = l.task AND f.agency_id = l.agency""",
        period="l.period",
        fact="f.id",
        source="m.source_id",
        budget_year="m.budget_year",
        cumulative="m.cumulative",
    )
    run(
        f"""INSERT INTO last SELECT task_id, agency_id, id FROM reporting_taskfact
        WHERE superseded_at IS NULL AND period_id IN (
            SELECT id FROM reporting_period WHERE to_on = make_date({year}, 12, 31))
        ON CONFLICT (task, agency) DO UPDATE SET fact = excluded.fact"""
    )


def write_observations(year: int) -> None:
    """Each approval of a measure line is an observation; one that several plans share is superseded by the next."""
    insert(
        Observation,
        f"""FROM reporting_measureentry e JOIN reporting_submission s ON s.id = e.submission_id
        JOIN fate f ON f.period = s.period_id AND f.agency = s.agency_id
        WHERE e.line_state = 'approved' AND e.to_on = make_date({year}, 11, 15) ORDER BY f.measured, e.id""",
        measure="e.measure_id",
        province="f.province",
        from_on="e.from_on",
        to_on="e.to_on",
        basis="'actual'",
        value="e.value",
        source_text="f.agency_name",
        recorded_at="f.measured + make_interval(secs => e.id / 1e6)",
        by="f.reviewer",
        superseded_at="""lead(f.measured + make_interval(secs => e.id / 1e6))
            OVER (PARTITION BY e.measure_id ORDER BY f.measured, e.id)""",
    )
    run(
        f"""UPDATE reporting_measureentry e SET observation_id = o.id
        FROM reporting_submission s, fate f, indicators_observation o
        WHERE s.id = e.submission_id AND f.period = s.period_id AND f.agency = s.agency_id
          AND e.line_state = 'approved' AND o.measure_id = e.measure_id AND o.to_on = e.to_on
          AND e.to_on = make_date({year}, 11, 15)
          AND o.recorded_at = f.measured + make_interval(secs => e.id / 1e6)"""
    )


def write_actions() -> None:
    """One action per decision on a line, one where the whole went back or was opened again; their audit rows."""
    shared = {"submission": "l.submission", "sending": "s.id", "task_entry": "e.id", "by": "l.reviewer"}
    sending = "JOIN reporting_sending s ON s.submission_id = e.submission_id"
    insert(
        ReviewAction,
        f"FROM {OF_LINE} {sending} AND (s.no = l.approved OR l.approved = 3) ORDER BY e.id",
        action="'approve'",
        at="CASE WHEN s.no < l.sendings OR l.fate IN ('half', 'lines') THEN l.decided ELSE l.approved_on END",
        **shared,
    )
    insert(
        ReviewAction,
        f"""FROM {OF_LINE} CROSS JOIN words w {sending} AND s.no = 1
        WHERE l.line_state = 'returned' OR (l.fate = 'lines' AND l.approved = 2) ORDER BY e.id""",
        action="'return'",
        reason="pg_temp.word(w.back, l.key, 10)",
        at="l.decided",
        **shared,
    )
    whole = """FROM fate f CROSS JOIN words w JOIN reporting_submission b ON b.period_id = f.period AND
        b.agency_id = f.agency JOIN reporting_sending s ON s.submission_id = b.id AND s.no = 1
        WHERE f.fate {} ORDER BY b.id"""
    insert(
        ReviewAction,
        whole.format("IN ('whole', 'reopened')"),
        submission="b.id",
        sending="CASE WHEN f.fate = 'whole' THEN s.id END",
        action="CASE f.fate WHEN 'whole' THEN 'return' ELSE 'reopen' END",
        reason="pg_temp.word(w.back, b.id, 11)",
        by="f.reviewer",
        at="f.decided + interval '10 minutes'",
    )
    insert(
        ReviewAction,
        """FROM reporting_measureentry e JOIN reporting_submission b ON b.id = e.submission_id
        JOIN fate f ON f.period = b.period_id AND f.agency = b.agency_id
        JOIN reporting_sending s ON s.submission_id = b.id AND s.no = f.sendings
        WHERE e.line_state = 'approved' ORDER BY e.id""",
        submission="b.id",
        sending="s.id",
        measure_entry="e.id",
        action="'approve'",
        by="f.reviewer",
        at="f.measured",
    )
    for verb, by, at, where in _verbs():
        insert(
            AuditEntry,
            f"""FROM fate f JOIN reporting_submission b ON b.period_id = f.period AND b.agency_id = f.agency
            WHERE {where} ORDER BY b.id""",
            at=at,
            by=by,
            province_id="f.province",
            verb=f"'{verb}'",
            target_type="'reporting.submission'",
            target_id="b.id::text",
            target_label="left(f.agency_name || ', ' || f.plan_number || ', ' || f.label, 300)",
        )


def _verbs() -> Iterator[tuple[str, str, str, str]]:
    """(verb, by, at, of which submissions) of what stands in the audit log."""
    yield "send_submission", "f.reporter", "f.sent", "f.sendings > 0"
    yield "return_lines", "f.reviewer", "f.decided", "f.fate = 'lines'"
    yield "return_submission", "f.reviewer", "f.decided", "f.fate = 'whole'"
    yield "reopen_submission", "f.reviewer", "f.decided", "f.fate = 'reopened'"
    yield "send_submission", "f.reporter", "f.again", "f.sendings = 2"
    yield "approve_submission", "f.reviewer", "f.approved", "b.approved_at IS NOT NULL"


def write_messages() -> None:
    """What reporters were told when their submission came back, as `review.services` tells them."""
    insert(
        OutboxMessage,
        """FROM fate f JOIN reporting_submission b ON b.period_id = f.period AND b.agency_id = f.agency
        JOIN agencies_membership m ON m.agency_id = f.agency AND m.role = 'reporter'
        CROSS JOIN (VALUES ('mail'), ('portal')) way (channel)
        WHERE f.fate IN ('lines', 'whole') ORDER BY b.id, m.user_id""",
        key="'returned:' || b.id || ':3:' || m.user_id || ':' || channel",
        channel="channel",
        to_user="m.user_id",
        kind="'returned'",
        context="""jsonb_build_object('agency', f.agency_name, 'plan', f.plan_number, 'period', f.label,
            'lines', CASE f.fate WHEN 'lines' THEN 2 ELSE 0 END, 'reason', '', 'submission', b.ref)""",
        created_at="f.decided",
        state="'sent'",
        sent_at="f.decided",
        read_at="CASE WHEN channel = 'portal' AND f.sendings = 2 THEN f.again END",
    )


def write_counts() -> None:
    """As `collection.counting.count_duties`."""
    insert(
        DutyCount,
        """FROM (SELECT period, task, (array_agg(agency) FILTER (WHERE main))[1] AS agency, count(*) AS lines
        FROM line GROUP BY 1, 2) c""",
        period="c.period",
        task="c.task",
        agency="c.agency",
        lines="c.lines",
    )
    insert(
        DutyCount,
        """FROM fate f JOIN reporting_submission s ON s.period_id = f.period AND s.agency_id = f.agency""",
        period="f.period",
        agency="f.agency",
        lines="""(SELECT count(*) FROM reporting_taskentry e WHERE e.submission_id = s.id)
            + (SELECT count(*) FROM reporting_measureentry e WHERE e.submission_id = s.id)""",
    )
