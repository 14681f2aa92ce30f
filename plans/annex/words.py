"""The words of a row's cells, each checked with the importer's own parser. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence

from agencies.names import Names
from common import format as vn
from plans import timeframe
from plans.annex.exported import Exported
from plans.intake.assignments import assign, is_ditto


class Words:
    """The words of the rows of a table. `year`: the plan's, if it has one only.

    "nt" means what the row before says, so rows are to be asked for in printed order.
    """

    def __init__(self, names: Names, year: int | None = None) -> None:
        self._names = names
        self._year = year
        self._last: dict[str, str] = {}

    def agencies(self, row: Exported) -> tuple[str, str]:
        """The texts of who leads and who helps."""
        wanted = (list(row["lead"]), list(row["coordinating"]))
        lead, coordinating = row["lead_text"], row["coordinating_text"]
        if self._read(lead, coordinating) != wanted:
            leads, helpers = (lead, *self.listings(wanted[0])), (coordinating, *self.listings(wanted[1]))
            pairs = [(one, other) for one in leads for other in helpers]
            fitting = (pair for pair in pairs if self._read(*pair) == wanted)
            lead, coordinating = next(fitting, pairs[-1])
        self._remember("lead", lead)
        self._remember("coordinating", coordinating)
        return lead, coordinating

    def follower(self, row: Exported) -> str:
        """The text of who follows an indicator up."""
        printed, wanted = row.get("lead_text") or "", list(row["lead"])
        if assign(self._names, printed, "").parsed["lead"] == wanted:
            return printed
        texts = self.listings(wanted)
        fitting = (text for text in texts if assign(self._names, text, "").parsed["lead"] == wanted)
        return next(fitting, texts[-1])

    def listings(self, names: Sequence[str]) -> tuple[str, ...]:
        """A list of agencies as a cell may word it."""
        known = [self._spelled(name) for name in names]
        return "; ".join(known), "\n".join(known), "\n".join(f"- {name}" for name in known)

    def _spelled(self, name: str) -> str:
        """The name, or the first of its spellings that the importer reads as just this one."""
        entry = next((entry for entry in self._names.entries if entry.name == name), None)
        texts = (name, *(entry.spellings if entry else ()))
        return next((text for text in texts if [one.name for one in self._names.split(text)] == [name]), name)

    def _read(self, lead: str, coordinating: str) -> tuple[list[str], list[str]]:
        parsed = assign(
            self._names, self._meant("lead", lead), self._meant("coordinating", coordinating)
        ).parsed
        return parsed["lead"], parsed["coordinating"]

    def time(self, row: Exported) -> str:
        """The text of the time frame."""
        wanted = timeframe.TimeFrame(
            _day(row["start"]), _day(row["end"]), bool(row["recurring"]), row["trigger_text"] or ""
        )
        texts = [row["time_text"] or "", *time_words(wanted)]
        text = next((text for text in texts if self._frame(text) == wanted), texts[0])
        self._remember("time", text)
        return text

    def _frame(self, text: str) -> timeframe.TimeFrame:
        frame = timeframe.parse(self._meant("time", text), self._year)
        return timeframe.TimeFrame(frame.starts_on, frame.ends_on, frame.recurring, frame.trigger_text)

    def _meant(self, field: str, text: str) -> str:
        return self._last.get(field, "") if is_ditto(text) else text

    def _remember(self, field: str, text: str) -> None:
        self._last[field] = self._meant(field, text) or self._last.get(field, "")


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def time_words(frame: timeframe.TimeFrame) -> Iterator[str]:
    """Ways to print a time frame, the usual one first. What waits for a document may stand before or behind a day."""
    start, end = (vn.day(day) if day else "" for day in (frame.starts_on, frame.ends_on))
    whole = {(1, 1), (12, 31)}
    if frame.starts_on and frame.ends_on:
        edges = {(frame.starts_on.month, frame.starts_on.day), (frame.ends_on.month, frame.ends_on.day)}
        years = f"{frame.starts_on.year} - {frame.ends_on.year}"
        span = years if edges == whole else f"từ {start} đến {end}"
    elif frame.starts_on:
        span = f"từ {start}"
    else:
        span = f"đến {end}" if end and frame.recurring else end
    if frame.recurring:
        span = f"thường xuyên {span}".strip()
    span = span[:1].upper() + span[1:]
    trigger = frame.trigger_text
    if not trigger:
        yield span
        return
    yield trigger if not span else f"{span}, {trigger}"
    yield f"{span}\n{trigger}"
    yield f"{trigger}, chậm nhất {end or span}"
    yield f"{trigger}\n{span}"
