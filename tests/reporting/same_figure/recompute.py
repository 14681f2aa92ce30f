"""A second reckoning of every labelled figure of a period, from the tables and DESIGN.md alone.

Nothing of `reporting.rollup`, of what it exports or of the plan at a day is imported here: were both wrong, they would
have to be wrong in the same way twice. Keys are those of `data-figure` on the pages. Counts are int, percentages 0–100
with two decimals and money (VND) are Decimal, days are dates; None is silence.
"""

import datetime as dt

from reporting.models import Period
from tests.reporting.same_figure.attainment import attainment_figures
from tests.reporting.same_figure.discipline import discipline_figures
from tests.reporting.same_figure.money import money_figures
from tests.reporting.same_figure.rows import Asked
from tests.reporting.same_figure.tasks import task_figures

Figures = dict[str, object]


def recomputed(period: Period, *, day: dt.date, known_at: dt.datetime) -> Figures:
    """Every figure of the period on the day, from what was on record at the moment."""
    asked = Asked(period, day, known_at)
    return {
        **task_figures(asked),
        **money_figures(asked),
        **attainment_figures(asked),
        **discipline_figures(asked),
    }
