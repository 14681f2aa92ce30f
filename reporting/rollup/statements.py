"""The statements roll-up reads with, PostgreSQL and SQLite alike; `inputs` says when each is run.

They are written out because the time they take is promised (tests/benchmarks/rollup.py): composing them anew for
every call would cost as much as running them. The database adds up, Python only shapes: the parts of 20 000 lines come
back as one row per task. Facts count that are in force at the known moment: approved up to then and not superseded by
then. Of entries only their number and whose is main is read, never what was typed.
"""

from plans.at import STATED
from reporting.rollup.sql import among
from reporting.states import LINE_GONE

OWED = "e.line_state NOT IN ('" + "', '".join(LINE_GONE) + "')"

OF_PERIOD = among("SELECT id FROM reporting_submission WHERE period_id = %(period)s")

# Who owes, and the plan's earlier periods.
SEASON = """
SELECT 'owing', s.id, s.agency_id, a.name, s.due_at, s.approved_at, a.position, NULL
FROM reporting_submission s JOIN agencies_agency a ON a.id = s.agency_id
WHERE s.period_id = %(period)s
UNION ALL
SELECT 'before', p.id, NULL, NULL, NULL, NULL, NULL, p.to_on
FROM reporting_period p JOIN reporting_cycle c ON c.id = p.cycle_id
WHERE c.plan_id = %(plan)s AND p.to_on < %(to_on)s
"""

# What was sent and sent back, and whose line on a measure is the main one.
DONE = f"""
SELECT 'sent', n.submission_id, n.id, n.outcome, n.at, n.no, FALSE
FROM reporting_sending n
WHERE n.submission_id {OF_PERIOD}
UNION ALL
SELECT 'reviewed', r.submission_id, r.sending_id, r.action, r.at, r.id,
       r.task_entry_id IS NULL AND r.measure_entry_id IS NULL
FROM reporting_reviewaction r
WHERE r.submission_id {OF_PERIOD} AND r.action IN ('return', 'reopen') AND r.at <= %(known_at)s
UNION ALL
SELECT 'followed', e.submission_id, e.measure_id, e.scope, NULL, 0, FALSE
FROM reporting_measureentry e
WHERE e.submission_id {OF_PERIOD} AND e.main
"""

NODES = f"""
SELECT v.task_id, v.parent_id, v.kind, v.code, v.name, v.lead_text, v.coordinating_text, v.time_text, v.ends_on,
       v.recurring, v.trigger_text <> '', ''
FROM plans_taskversion v
WHERE {STATED.format(row="v")}
ORDER BY v.position
"""

# What happened to tasks, in effect on the day and known; `plans.events.EventAt`.
EVENTS = """
SELECT v.id, v.task_id, v.kind, v."on", v.new_deadline, v.other_task_id, v.document_no, v.document_date
FROM plans_taskevent v JOIN plans_task t ON t.id = v.task_id
WHERE t.plan_id = %(plan)s AND v."on" <= %(day)s AND v.recorded_at <= %(recorded_by)s
  AND (v.superseded_at IS NULL OR v.superseded_at > %(recorded_by)s)
ORDER BY v."on", v.recorded_at, v.id
"""

# Duties as opening counted them.
DUTIES = """
SELECT d.task_id, d.agency_id, d.lines
FROM reporting_dutycount d
WHERE d.period_id = %(period)s
"""

# Duties counted anew, where nobody has counted them when the period opened.
TASK_LINES = f"""
SELECT e.task_id, count(*)
FROM reporting_taskentry e
WHERE e.submission_id {OF_PERIOD} AND {OWED}
GROUP BY e.task_id
"""

MAIN_DUTIES = f"""
SELECT e.task_id, e.submission_id
FROM reporting_taskentry e
WHERE e.submission_id {OF_PERIOD} AND e.main AND {OWED}
"""

AGENCY_LINES = f"""
SELECT s.agency_id, (SELECT count(*) FROM reporting_taskentry e WHERE e.submission_id = s.id AND {OWED})
                  + (SELECT count(*) FROM reporting_measureentry e WHERE e.submission_id = s.id AND {OWED})
FROM reporting_submission s
WHERE s.period_id = %(period)s
"""

IN_FORCE = "f.approved_at <= %(known_at)s AND (f.superseded_at IS NULL OR f.superseded_at > %(known_at)s)"

MAINS = f"""
SELECT f.task_id, f.agency_id, f.state, f.percent, f.completed_on, f.result, f.difficulty, f.proposal
FROM reporting_taskfact f
WHERE f.period_id = %(period)s AND f.main AND {IN_FORCE}
"""

LINE = """
SELECT f.task_id, f.agency_id, f.main, f.state, f.percent, f.completed_on, f.result, f.difficulty, f.proposal,
       f.approved_at, f.period_id
FROM reporting_taskfact f
"""

LINES = f"""
{LINE}
WHERE f.period_id = %(period)s AND {IN_FORCE}
"""

LINES_OF_TASK = f"""
{LINE}
WHERE f.period_id = %(period)s AND f.task_id = %(task)s AND {IN_FORCE}
"""

# In printed order. A plain list beside the lines: joined, every line would carry a name, and wait to be sorted by it.
AGENCIES = """
SELECT a.id, a.name
FROM agencies_agency a
WHERE a.id IN %(agencies)s
ORDER BY a.position, a.id
"""

SUMS = "SELECT f.task_id, count(*), count(f.percent), count(f.completed_on), sum(f.percent)"

PARTS = f"""
{SUMS}, NULL, NULL
FROM reporting_taskfact f
WHERE f.period_id = %(period)s AND NOT f.main AND {IN_FORCE}
GROUP BY f.task_id
"""

LAST_COMPLETED = f"""
SELECT f.task_id, max(f.completed_on)
FROM reporting_taskfact f
WHERE f.period_id = %(period)s AND f.task_id IN %(tasks)s AND NOT f.main AND {IN_FORCE}
GROUP BY f.task_id
"""

# Values carried over: of earlier periods of the plan, the last of each agency; what recurs starts anew each year.
NOT_LAST_YEAR = """
f.task_id IN %(tasks)s AND (f.period_id IN %(this_year)s OR NOT (
  SELECT v.recurring FROM plans_taskversion v WHERE v.id = f.task_version_id
))
"""

EARLIER_MAINS = f"""
{LINE}
WHERE f.period_id IN %(periods)s AND f.main AND {NOT_LAST_YEAR} AND {IN_FORCE}
"""

EARLIER_PARTS = f"""
{SUMS}, max(f.completed_on), max(f.approved_at)
FROM (
  SELECT f.task_id, f.state, f.percent, f.completed_on, f.approved_at,
         row_number() OVER (PARTITION BY f.task_id, f.agency_id ORDER BY p.to_on DESC, f.approved_at DESC) AS age
  FROM reporting_taskfact f JOIN reporting_period p ON p.id = f.period_id
  WHERE f.period_id IN %(periods)s AND NOT f.main AND {NOT_LAST_YEAR} AND {IN_FORCE}
) f
WHERE f.age = 1
GROUP BY f.task_id
"""

SOURCES = """
SELECT s.id, s.position, s.code, s.name_printed
FROM plans_fundingsource s
WHERE s.id IN %(sources)s
"""

# What is printed beside a group is a sum of its leaves; money of no task is the whole plan's.
PLANNED = f"""
SELECT b.task_id, b.year, b.source_id, b.amount
FROM plans_budgetline b
WHERE (b.task_id IS NULL OR b.task_id NOT IN %(groups)s) AND b.stage = 'planned' AND {STATED.format(row="b")}
"""

# Cumulative from 01/01 of its budget year: the last one of each task, agency, source and year counts. Few facts have
# money: `+ 0` keeps PostgreSQL from merging the two tables along their keys, which reads every fact of the portal.
DISBURSED = f"""
SELECT f.task_id, f.agency_id, m.budget_year, m.source_id, m.cumulative, f.period_id
FROM reporting_moneyfact m JOIN reporting_taskfact f ON f.id = m.fact_id + 0
WHERE m.period_id IN %(periods)s AND {IN_FORCE}
ORDER BY f.approved_at
"""

PLANNED_OF_TASK = f"""{PLANNED}AND b.task_id = %(task)s
"""

# By the task, of which there are few facts; `periods` are those of its plan up to the one asked.
DISBURSED_OF_TASK = f"""
SELECT f.task_id, f.agency_id, m.budget_year, m.source_id, m.cumulative, f.period_id
FROM reporting_taskfact f JOIN reporting_moneyfact m ON m.fact_id = f.id
WHERE f.task_id = %(task)s AND f.period_id IN %(periods)s AND {IN_FORCE}
ORDER BY f.approved_at
"""

LAST_APPROVALS = """
SELECT f.sending_id, max(f.approved_at)
FROM reporting_taskfact f
WHERE f.sending_id IN %(sendings)s
GROUP BY f.sending_id
"""

APPROVED_LINES = f"""
SELECT f.agency_id, count(*)
FROM reporting_taskfact f
WHERE f.period_id = %(period)s AND f.agency_id IN %(agencies)s AND {IN_FORCE}
GROUP BY f.agency_id
UNION ALL
SELECT s.agency_id, count(DISTINCT e.id)
FROM reporting_submission s JOIN reporting_measureentry e ON e.submission_id = s.id
JOIN reporting_reviewaction r ON r.measure_entry_id = e.id
WHERE s.period_id = %(period)s AND s.agency_id IN %(agencies)s AND r.action = 'approve' AND r.at <= %(known_at)s
GROUP BY s.agency_id
"""

# Every row has its measure: LEFT spares PostgreSQL the weighing of every order of the four tables.
AIMS = f"""
SELECT v.indicator_id, v.code, v.name, coalesce(nullif(v.unit_printed, ''), m.unit), m.id, m.code, m.direction,
       m.nature, t.scope, t.horizon_year, t.comparator, t.low, t.high, t.printed, v.lead_text
FROM indicators_indicatorversion v
JOIN indicators_target t ON t.indicator_id = v.indicator_id
LEFT JOIN indicators_indicator i ON i.id = v.indicator_id LEFT JOIN indicators_measure m ON m.id = i.measure_id
WHERE v.kind = 'indicator' AND {STATED.format(row="v")} AND {STATED.format(row="t")}
ORDER BY v.position, t.horizon_year, t.scope
"""

OBSERVED = """
SELECT o.measure_id, o.scope, o.from_on, o.to_on, o.basis, o.value, o.verdict
FROM indicators_observation o
WHERE o.measure_id IN %(measures)s AND o.province_id = %(province)s AND o.to_on <= %(day)s
  AND o.recorded_at <= %(known_at)s AND (o.superseded_at IS NULL OR o.superseded_at > %(known_at)s)
ORDER BY o.measure_id, o.scope, o.to_on, o.id
"""
