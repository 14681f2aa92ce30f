"""The plan's head as it stands once the officer has corrected it, and what is wrong with what he typed."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from django.utils.translation import gettext as _

from agencies.names import Names
from common.errors import Refused
from common.intake import provenance
from common.intake.editing.fields import Field, putting
from common.intake.editing.pieces import Doubt, Item, Typed
from common.intake.kinds import ERROR, PrintedCell
from common.text import clean
from plans.intake.horizon import horizon_of

TEXTS = ("number", "kind", "title", "issuer", "province", "focal")
YEARS = ("horizon_from", "horizon_to", "vision_to")
LONGEST = {"issuer": 200, "number": 40}


@dataclass(frozen=True)
class HeadNow:
    """The plan's head; `focal` is the code that was chosen, `focal_agency` its name or the one the document names.

    Days are ISO, '' for none; `wrong` are the sentences about what was typed, by field; `cells` the printed lines its
    values were read from.
    """

    number: str = ""
    kind: str = ""
    title: str = ""
    issued_on: str = ""
    issuer: str = ""
    province: str = ""
    focal: str = ""
    focal_agency: str = ""
    horizon_from: int | None = None
    horizon_to: int | None = None
    vision_to: int | None = None
    legal_bases: tuple[str, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[PrintedCell, ...] = ()

    @property
    def only_year(self) -> int | None:
        """The plan's own year where it is a plan for one year."""
        start, end, _vision = horizon_of(self.title, _year_of(self.issued_on))
        return start if start and start == end else None

    @property
    def places(self) -> dict[str, str]:
        """Where the document prints each value; nothing for those it does not."""
        return {name: said["cell"] for name, said in provenance.said_of(self.cells).items()}

    def given(self, name: str) -> bool:
        return bool(getattr(self, name, ""))


# What an officer may type of the head.
FIELDS = tuple(one.name for one in fields(HeadNow) if one.name not in ("focal_agency", "wrong", "cells"))


def head_now(plan: Item, typed: Typed, names: Names) -> HeadNow:
    """The head as read from the document, with what was typed over it."""
    read = _as_read(plan, typed)
    texts: dict = {name: clean(str(typed[name])) for name in TEXTS if name in typed}
    now = replace(read, **texts)
    wrong: dict[str, str] = {}
    if len(now.issuer) > LONGEST["issuer"]:
        wrong["issuer"] = _("Nơi ban hành dài quá 200 ký tự.")
    if len(now.number) > LONGEST["number"]:
        wrong["number"] = _("Số, ký hiệu dài quá 40 ký tự.")
    now = _with_day(now, typed, wrong)
    now = _with_years(now, typed, wrong)
    if "legal_bases" in typed:
        lines = (line.strip() for line in str(typed["legal_bases"]).splitlines())
        now = replace(now, legal_bases=tuple(line for line in lines if line))
    if now.focal:
        named = next((entry.name for entry in names.entries if entry.key == now.focal), "")
        now = replace(now, focal_agency=named or now.focal_agency)
    return replace(now, wrong=wrong)


def _as_read(plan: Item, typed: Typed) -> HeadNow:
    years = dict(plan.get("horizon") or {})
    if typed.get("title"):
        issued = _year_of(plan.get("issued_on") or "")
        years = dict(zip(("from", "to", "vision"), horizon_of(typed["title"], issued), strict=True))
    said = ("number", "kind", "title", "issued_on", "issuer", "province", "focal_agency")
    texts: dict = {name: plan.get(name) or "" for name in said}
    return HeadNow(
        **texts,
        horizon_from=years.get("from"),
        horizon_to=years.get("to"),
        vision_to=years.get("vision"),
        legal_bases=tuple(plan.get("legal_bases") or ()),
    )


def _year_of(day: str) -> int | None:
    """The year of an ISO day."""
    return int(day[:4]) if day else None


def _with_day(now: HeadNow, typed: Typed, wrong: dict[str, str]) -> HeadNow:
    if "issued_on" not in typed:
        return now
    try:
        day = typed_day(typed["issued_on"])
    except Refused as refused:
        wrong["issued_on"] = refused.message
        return replace(now, issued_on="")
    return replace(now, issued_on=day.isoformat() if day else "")


def _with_years(now: HeadNow, typed: Typed, wrong: dict[str, str]) -> HeadNow:
    given: dict = {}
    for name in YEARS:
        if name in typed:
            text = str(typed[name]).strip()
            given[name] = int(text) if is_year(text) else None
            if text and given[name] is None:
                wrong[name] = _("“%(text)s” không phải năm.") % {"text": text}
    now = replace(now, **given)
    if now.horizon_from and now.horizon_to and now.horizon_from > now.horizon_to:
        wrong["horizon_to"] = _("Năm cuối trước năm đầu.")
    return now


def is_year(text: str) -> bool:
    """Whether a typed text is a year and nothing else."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))


def typed_day(text: object) -> dt.date | None:
    """A day as people write it, 20/11/2026; None for nothing. Raises Refused."""
    text = str(text or "").strip()
    if not text:
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise Refused(_("“%(text)s” không phải ngày. Ghi ngày/tháng/năm, ví dụ 31/12/2026.") % {"text": text})


@dataclass(frozen=True)
class HeadChoices:
    """What the head's lists offer: kinds of documents, provinces by name, agencies by code; and the focal one."""

    kinds: list[tuple[str, str]]
    provinces: list[str]
    agencies: list[tuple[str, str]]
    focal: str


def head_fields(
    now: HeadNow,
    decided: Typed,
    general: tuple[Doubt, ...],
    choices: HeadChoices,
    posted: Mapping[str, str] | None = None,
) -> list[Field]:
    """The fields of the plan's head, as they stand or as posted."""
    wrong = [Doubt(ERROR, sentence, name) for name, sentence in now.wrong.items()]
    put = putting([*wrong, *general], posted)

    def say(name: str, stands: object) -> str:
        return str(decided.get(name, stands) or "")

    issued = dt.date.fromisoformat(now.issued_on).strftime("%d/%m/%Y") if now.issued_on else ""
    kinds = [("", _("Chọn loại văn bản")), *choices.kinds]
    provinces = [("", _("Chọn tỉnh, thành phố")), *((name, name) for name in choices.provinces)]
    agencies = [("", _("Chọn cơ quan")), *choices.agencies]
    province = now.province if now.province in choices.provinces else ""
    return [
        put("number", _("Số, ký hiệu"), say("number", now.number)),
        put("issued_on", _("Ngày ban hành"), say("issued_on", issued), control="day"),
        put("kind", _("Loại văn bản"), say("kind", now.kind), control="select", options=kinds),
        put("title", _("Tên"), say("title", now.title), control="textarea", wide=True),
        put("issuer", _("Nơi ban hành"), say("issuer", now.issuer), wide=True),
        put("province", _("Tỉnh, thành phố"), province, control="select", options=provinces),
        put("focal", _("Cơ quan đầu mối"), choices.focal, control="select", options=agencies, wide=True),
        put("horizon_from", _("Từ năm"), say("horizon_from", now.horizon_from), control="year"),
        put("horizon_to", _("Đến năm"), say("horizon_to", now.horizon_to), control="year"),
        put("vision_to", _("Tầm nhìn đến"), say("vision_to", now.vision_to), control="year"),
        put(
            "legal_bases",
            _("Căn cứ"),
            "\n".join(now.legal_bases),
            control="textarea",
            wide=True,
            hint=_("Mỗi căn cứ một dòng."),
        ),
    ]
