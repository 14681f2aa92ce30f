"""The dashboard's charts: what plotly is told, when it is loaded, and that a figure is built once."""

from decimal import Decimal

from reporting.dashboards import charts, province
from reporting.dashboards.charts import Bars, Series
from reporting.rollup.money import MoneySum

DONE = Series(
    "Hoàn thành đúng hạn",
    (3.0, 0.0),
    ("3", ""),
    "%{x} nhiệm vụ<extra></extra>",
    "#0A5C46",
    "#fff",
    2,
    ("/a", "/b"),
)
LYING = Bars(("7/KH-UBND", "8/KH-UBND"), (DONE,), True, 108)
STANDING = Bars(
    ("2026", "2027"),
    (Series("Kế hoạch", (1.5, 2.0), ("1,5", "2,0"), "%{y}", "#fff", "#465261", 1),),
    False,
    240,
)


def test_lying_bars_are_stacked_with_their_numbers_inside_and_lead_somewhere():
    assert charts.figure(LYING) == {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": "Hoàn thành đúng hạn",
                "x": [3.0, 0.0],
                "y": ["7/KH-UBND", "8/KH-UBND"],
                "text": ["3", ""],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "customdata": ["/a", "/b"],
                "hovertemplate": "%{x} nhiệm vụ<extra></extra>",
                "marker": {"color": "#0A5C46", "line": {"color": "#fff", "width": 2}},
            }
        ],
        "layout": {
            "barmode": "stack",
            "uniformtext": {"minsize": 12, "mode": "hide"},
            "height": 108,
            "xaxis": {"visible": False},
            "yaxis": {"autorange": "reversed"},
        },
    }


def test_standing_bars_are_beside_each_other_with_their_numbers_above():
    [bar] = charts.figure(STANDING)["data"]
    assert (bar["x"], bar["y"], bar["textposition"]) == (["2026", "2027"], [1.5, 2.0], "outside")
    assert charts.figure(STANDING)["layout"] == {
        "barmode": "group",
        "height": 240,
        "xaxis": {"type": "category"},
        "yaxis": {"visible": False},
    }


def test_a_year_whose_money_nobody_has_reported_has_no_bar_for_it():
    years = [
        (2026, MoneySum(Decimal(3 * 10**9), Decimal(0), None, Decimal(0))),
        (2027, MoneySum(Decimal(2 * 10**9), None, None, Decimal(2 * 10**9))),
    ]
    planned, disbursed = charts.figure(province._money_bars(years))["data"]
    assert (planned["y"], planned["text"]) == ([3.0, 2.0], ["3,0", "2,0"])
    assert (disbursed["y"], disbursed["text"]) == ([0.0, None], ["0,0", ""])


def test_a_figure_is_built_once_for_what_it_shows(monkeypatch):
    built = []
    original = charts._built
    monkeypatch.setattr(charts, "_built", lambda bars: built.append(bars) or original(bars))
    charts.figure.cache_clear()
    assert charts.figure(LYING) == charts.figure(LYING)
    charts.figure.cache_clear()  # as another process has it
    charts.figure(LYING)
    charts.figure(STANDING)
    assert built == [LYING, STANDING]
