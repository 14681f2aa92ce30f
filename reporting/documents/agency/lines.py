"""What an agency's report is made of, as it goes to paper: frozen lines of its working copy or of a sending."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reporting.rollup.payload import PeriodRef


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Disbursed of a budget year from a source, cumulative from 01/01, VND."""

    year: int
    source: str
    cumulative: Decimal


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task's line. `state` is one of the three, awaiting_trigger, not_applicable, or '' while nothing is filled in.

    Percent is 0–100; `evidence` are documents and files in words.
    """

    code: str
    name: str
    time_text: str
    state: str
    percent: Decimal | None
    completed_on: dt.date | None
    result: str
    difficulty: str
    proposal: str
    reason: str
    money: tuple[MoneyLine, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure's line. `number` is what the plan prints before it, `judgement` stands for a value in words.

    `answer` says why there is none: not_yet_published or not_applicable.
    """

    number: str
    name: str
    unit: str
    scope: str
    target_text: str
    value: Decimal | None
    judgement: str
    to_on: dt.date | None
    basis: str
    answer: str
    note: str

    @property
    def known(self) -> bool:
        return self.value is not None or bool(self.judgement)


@dataclass(frozen=True, slots=True)
class SubmissionCopy:
    """A submission on its way to the reader. `sent_at` None: a working copy, marked DỰ THẢO.

    `agency_kind` is the register's (so, ubnd-huyen, …), `province` its bare name; `narrative` is by key of NARRATIVE.
    """

    agency: str
    agency_kind: str
    province: str
    focal_agency: str
    period: PeriodRef
    made_at: dt.datetime
    sent_at: dt.datetime | None
    narrative: Mapping[str, str]
    tasks: tuple[TaskLine, ...]
    measures: tuple[MeasureLine, ...]
