"""The dashboard's charts as static/js/charts.js draws them: built by plotly, kept as JSON.

Plotly takes half a second to import and milliseconds a figure. So nothing but `_built` imports it, a web process does
so when it starts (`warm`), and a figure is built once: its JSON is kept by the checksum of what the payload gives it,
for all processes; the last ones each process has at hand.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core.cache import cache

from common.later import at_start

if TYPE_CHECKING:
    from plotly.graph_objects import Bar, Figure

KEPT = 24 * 3600  # seconds; what nobody looks at for a day is forgotten
LOOK = 1  # part of the key: raised when the same bars are to look otherwise


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one look: a value, a text and an address (where a click leads) per label; a value of None is no bar."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    hover: str
    fill: str
    edge: str
    edge_width: int
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars: `lying` ones are stacked to a whole, standing ones beside each other. `height` in pixels."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    lying: bool
    height: int


@lru_cache(maxsize=256)
def figure(bars: Bars) -> Mapping[str, object]:
    """{"data", "layout"} for `json_script`."""
    checksum = hashlib.sha256(repr((LOOK, bars)).encode()).hexdigest()
    key = f"chart:{checksum}"
    text = cache.get(key)
    if text is None:
        text = _built(bars).to_json()
        cache.set(key, text, KEPT)
    found: dict[str, object] = json.loads(text)
    return found


def warm() -> None:
    """Import plotly and what it loads at its first figure, so that the first person to look does not wait for it."""
    series = Series("", (1,), ("",), "", "#fff", "#fff", 1, ("",))
    for lying in (True, False):
        _built(Bars(("",), (series,), lying, 100)).to_json()


at_start("plotly", warm)


def _built(bars: Bars) -> "Figure":
    from plotly import graph_objects as go

    layout = (
        go.Layout(
            barmode="stack",
            uniformtext={"minsize": 12, "mode": "hide"},
            height=bars.height,
            yaxis={"autorange": "reversed"},
            xaxis={"visible": False},
        )
        if bars.lying
        else go.Layout(
            barmode="group", height=bars.height, xaxis={"type": "category"}, yaxis={"visible": False}
        )
    )
    drawn = go.Figure([_bar(bars, series) for series in bars.series], layout)
    drawn.layout.template = None  # given to the layout above, plotly would put its own in its place
    return drawn


def _bar(bars: Bars, series: Series) -> "Bar":
    from plotly import graph_objects as go

    marker = {"color": series.fill, "line": {"color": series.edge, "width": series.edge_width}}
    shared = go.Bar(name=series.name, text=series.texts, hovertemplate=series.hover, marker=marker)
    if bars.lying:
        shared.update(x=series.values, y=bars.labels, orientation="h", customdata=series.addresses)
        return shared.update(textposition="inside", insidetextanchor="middle", textangle=0)
    return shared.update(x=bars.labels, y=series.values, textposition="outside", cliponaxis=False)
