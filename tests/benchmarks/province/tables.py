"""A year as three temporary tables, from which everything else follows, and what is carried from year to year.

`duty`: who owes a line on which task; `fate`: what becomes of each submission, and when; `line`: what a duty says.
`fate.fate` is one of

    approved late lines whole reopened silent    of a closed year: sent once, once and late, twice after lines or the
                                                 whole went back, twice after reopening, never
    approved half sent lines whole begun         of the open year: reviewed, under review, waiting, lines or the whole
    untouched                                    back at the agency, a draft with words, none
"""

# Tasks with a deadline are completed in its year or, three of ten, the year after.
OUTCOME = """
CREATE TEMP TABLE outcome AS
SELECT task_id AS task,
       greatest(extract(year FROM ends_on)::int + (pg_temp.dice(10, task_id, 1) < 3)::int, %(first)s) AS done_in
FROM plans_taskversion WHERE kind = 'task' AND ends_on IS NOT NULL
"""
LAST = "CREATE TEMP TABLE last (task bigint, agency bigint, fact bigint, PRIMARY KEY (task, agency))"

# As `collection.duties`: groups expanded, who is named itself has a line of its own, the rest is the focal agency's.
DUTY = """
CREATE TEMP TABLE duty AS
WITH owed AS (
    SELECT p.id AS period, p.cutoff_on, c.plan_id AS plan, plan.focal_agency_id AS focal, t.id AS version,
           t.task_id AS task, t.recurring, t.trigger_text <> '' AS triggered, o.done_in,
           extract(year FROM coalesce(t.starts_on, '2022-01-01'))::int AS begun
    FROM reporting_period p
    JOIN reporting_cycle c ON c.id = p.cycle_id
    JOIN plans_plan plan ON plan.id = c.plan_id
    JOIN plans_taskversion t ON t.plan_id = c.plan_id AND t.kind = 'task'
    LEFT JOIN outcome o ON o.task = t.task_id
    WHERE p.to_on = make_date(%(year)s, 12, 31) AND coalesce(t.starts_on, p.to_on) <= p.to_on
      AND (o.done_in IS NULL OR o.done_in >= %(year)s)
), named AS (
    SELECT task_id AS task, agency_id AS agency, NULL::bigint AS via, main
    FROM plans_assignment WHERE role <> 'coordinate' AND agency_id IS NOT NULL
    UNION ALL
    SELECT a.task_id, m.member_agency_id, a.group_id, false
    FROM plans_assignment a JOIN agencies_groupmember m ON m.group_id = a.group_id
    JOIN agencies_agencygroup g ON g.id = a.group_id AND g.resolvable
    WHERE a.role <> 'coordinate'
)
SELECT DISTINCT ON (owed.period, owed.task, agency) owed.*, coalesce(named.agency, owed.focal) AS agency, named.via,
       coalesce(named.main, true) AS main, named.task IS NULL AS unassigned
FROM owed LEFT JOIN named ON named.task = owed.task
ORDER BY owed.period, owed.task, agency, named.via NULLS FIRST, main DESC
"""

FATE = """
CREATE TEMP TABLE fate AS
WITH drawn AS (
    SELECT p.id AS period, p.label, plan.id AS plan, plan.number AS plan_number, plan.province_id AS province,
           a.id AS agency, a.name AS agency_name, pg_temp.dice(1000, p.id * 100003 + a.id, 2) AS dice,
           a.kind = 'ubnd-huyen' AS commune,
           (SELECT min(user_id) FROM agencies_membership WHERE agency_id = a.id AND role = 'reporter') AS reporter,
           (SELECT min(user_id) FROM agencies_membership WHERE agency_id = plan.focal_agency_id AND role
                = CASE WHEN a.id = plan.focal_agency_id THEN 'focal_leader' ELSE 'focal_officer' END) AS reviewer,
           pg_temp.dice(86400, p.id * 100003 + a.id, 3) AS second
    FROM reporting_period p
    JOIN reporting_cycle c ON c.id = p.cycle_id JOIN plans_plan plan ON plan.id = c.plan_id
    JOIN agencies_agency a ON a.province_id = plan.province_id
    WHERE p.to_on = make_date(%(year)s, 12, 31)
), told AS (
    SELECT *, CASE WHEN %(closed)s THEN
        CASE WHEN commune AND dice < 25 THEN 'silent' WHEN dice < 90 THEN 'late' WHEN dice < 170 THEN 'lines'
             WHEN dice < 180 THEN 'whole' WHEN dice < 190 THEN 'reopened' ELSE 'approved' END
    ELSE
        CASE WHEN dice < 140 THEN 'approved' WHEN dice < 210 THEN 'half' WHEN dice < 400 THEN 'sent'
             WHEN dice < 450 THEN 'lines' WHEN dice < 480 THEN 'whole' WHEN dice < 760 THEN 'begun'
             ELSE 'untouched' END
    END AS fate
    FROM drawn
)
SELECT *, CASE WHEN fate = 'lines' AND NOT %(closed)s THEN decided ELSE approved END AS measured
FROM (SELECT *,
    CASE WHEN fate IN ('silent', 'begun', 'untouched') THEN 0
         WHEN %(closed)s AND fate IN ('lines', 'whole', 'reopened') THEN 2 ELSE 1 END AS sendings,
    pg_temp.at(make_date(%(year)s, CASE WHEN fate = 'late' THEN 11 ELSE 10 END, 20),
               make_interval(days => CASE WHEN fate = 'late' THEN 2 ELSE mod(second, 14) END,
                             secs => second / 3)) AS sent,
    pg_temp.at(make_date(%(year)s, 11, 6), make_interval(days => mod(second, 3), secs => second / 3)) AS decided,
    pg_temp.at(make_date(%(year)s, 11, 12), make_interval(days => mod(second, 6), secs => second / 3)) AS again,
    pg_temp.at(make_date(%(year)s, 11, CASE WHEN %(closed)s THEN 25 ELSE 10 END),
               make_interval(days => mod(second, 3), secs => second / 3)) AS approved
FROM told) timed
"""

# `said`: the line has words; `approved`: which sending's approval made its fact (0: none, 3: both, after reopening).
LINE = """
CREATE TEMP TABLE line AS
WITH drawn AS (
    SELECT d.*, s.id AS submission, f.fate, f.sendings, f.reporter, f.reviewer, f.sent, f.decided, f.again,
           f.approved AS approved_on, d.task * 100003 + d.agency AS key,
           pg_temp.dice(100, d.task * 100003 + d.agency, 4) AS of_pair,
           pg_temp.dice(100, d.task * 100003 + d.agency, %(year)s) AS of_year
    FROM duty d
    JOIN fate f ON f.period = d.period AND f.agency = d.agency
    JOIN reporting_submission s ON s.period_id = d.period AND s.agency_id = d.agency
), placed AS (
    SELECT *, CASE
        WHEN fate IN ('silent', 'untouched') THEN 'open'
        WHEN fate = 'begun' THEN CASE WHEN of_year < 60 THEN 'clean' ELSE 'open' END
        WHEN fate = 'sent' THEN 'sent'
        WHEN fate = 'half' THEN CASE WHEN of_year < 40 THEN 'approved' WHEN of_year < 45 THEN 'returned' ELSE 'sent' END
        WHEN sendings = 2 OR fate IN ('approved', 'late') THEN 'approved'
        WHEN fate = 'lines' THEN CASE WHEN of_year < 85 THEN 'approved' ELSE 'returned' END
        ELSE 'clean' END AS line_state,
        CASE WHEN triggered AND pg_temp.dice(10, task, 5) < 6 THEN 'awaiting_trigger'
             WHEN NOT main AND of_pair = 99 THEN 'not_applicable'
             WHEN done_in = %(year)s OR (recurring AND of_year < 70) THEN 'completed'
             WHEN of_pair < 5 AND NOT recurring THEN 'not_started'
             ELSE 'in_progress' END AS answer
    FROM drawn
), worded AS (
    SELECT *,
        line_state <> 'open' OR (fate = 'begun' AND of_year < 72 AND answer IN ('in_progress', 'completed')) AS said,
        CASE WHEN line_state <> 'approved' THEN 0 WHEN fate = 'reopened' THEN 3
             WHEN sendings = 2 AND (fate = 'whole' OR of_year >= 85) THEN 2 ELSE 1 END AS approved
    FROM placed
)
SELECT *,
    CASE answer WHEN 'completed' THEN 100 WHEN 'not_started' THEN 0
        WHEN 'in_progress' THEN least(97, 12 + (%(year)s - begun) * 11 + mod(of_pair, 9)) END AS percent,
    CASE WHEN answer = 'completed' THEN cutoff_on - 3 - pg_temp.dice(200, key, %(year)s) END AS completed_on,
    CASE WHEN answer = 'completed' THEN pg_temp.word(w.done, key, %(year)s) || ' ' || pg_temp.word(w.more, key, 6)
         WHEN answer = 'in_progress'
         THEN pg_temp.word(w.doing, key, %(year)s) || ' ' || pg_temp.word(w.more, key, %(year)s + 7)
         WHEN answer = 'not_started' THEN 'Chưa triển khai.' ELSE '' END AS result,
    CASE WHEN answer = 'in_progress' AND of_year < 35 THEN pg_temp.word(w.hard, key, 8) ELSE '' END AS difficulty,
    CASE WHEN answer = 'in_progress' AND of_year < 12 THEN pg_temp.word(w.asked, key, 9) ELSE '' END AS proposal,
    CASE WHEN answer = 'not_applicable' THEN 'Đơn vị không có đối tượng, nội dung này.' ELSE '' END AS reason
FROM worded, words w
"""

OF_LINE = "reporting_taskentry e JOIN line l ON l.submission = e.submission_id AND l.task = e.task_id"
WORDED = "l.answer IN ('not_started', 'in_progress', 'completed')"
