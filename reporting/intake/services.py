"""Importing a plan: read an upload, decide row by row what it says, confirm all of it or nothing, take it back.

What an officer decides is kept with the draft (`drafts.decide`); `state_of` is what the draft says with it. Reading,
handing over, confirming, undoing and dropping leave an audit row; deciding does not: confirmation carries it.
"""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, AgencyKind, AgencyName, Membership, Province, User
from agencies.names import Names
from agencies.register import read_register, resolver
from agencies.services import save_agency, save_group, save_name
from common import clock, jobs, outbox
from common.errors import Refused
from common.files import KINDS, store_file
from common.format import day_and_clock
from common.intake import drafts
from common.intake.drafts import Into
from common.intake.kinds import ERROR, PrintedCell, Reading
from common.intake.reading import Progress, silent
from common.models import DraftRow, ImportDraft, Job, StoredFile
from common.text import clean, fold
from indicators import intake as indicators
from plans.intake import figures, read_plan
from plans.intake import head as plan_head
from plans.models import Plan
from reporting import rules
from reporting.intake import removal
from reporting.intake.effective import (
    CYCLE_FIELDS,
    HEAD_FIELDS,
    INDICATOR,
    INDICATOR_FIELDS,
    TASK_FIELDS,
    TIME,
    Effective,
    chosen_names,
    effective,
)
from reporting.intake.effective import KINDS as ROW_KINDS

log = logging.getLogger(__name__)

NEW = "new"
# What is read, as far as the portal keeps it; pasted text becomes a file of its own.
ALLOWED = tuple(kind for kind in ("docx", "xlsx", "pdf", "txt") if kind in KINDS)
PASTED = "txt"
# A larger file is read by the worker, with a progress bar.
LONG = 400 * 1024
READ_JOB = "read_import"
ROW_FIELDS = frozenset({*TASK_FIELDS, *INDICATOR_FIELDS})
# Values that follow from a text: where the text is typed anew, they are read anew.
FOLLOWING = {
    "time_text": TIME[1:],
    "target_text": ("comparator", "low", "high"),
    "unit": ("comparator", "low", "high"),
}
SINCE = dt.date(2000, 1, 1)


class Draft(NamedTuple):
    """A draft as decided so far: its province, the province's names as the register and the officer have them."""

    draft: ImportDraft
    province: Province | None
    names: Names
    found: Effective


class Missing(NamedTuple):
    """What has to be settled before a draft can be confirmed, and the place on the page where it is."""

    text: str
    anchor: str
    field: str = ""


def visible_drafts(user: User) -> QuerySet[ImportDraft]:
    """Drafts of the provinces whose plans the person may import, and his own; newest first."""
    provinces = user.access.provinces("focal_officer", "focal_leader")
    return (
        (ImportDraft.objects.filter(province_id__in=provinces) | ImportDraft.objects.filter(owner=user))
        .select_related("file", "owner", "edited_by")
        .exclude(state="discarded")
        .order_by("-created_at", "-id")
    )


def state_of(draft: ImportDraft, decisions: Mapping[str, Any] | None = None) -> Draft:
    """What a draft says with its decisions applied. Five queries."""
    decisions = draft.decisions if decisions is None else decisions
    province, names = names_of(draft, decisions)
    return Draft(
        draft, province, names, effective(draft.reading, draft.rows.all(), decisions, names, draft.facts)
    )


def names_of(draft: ImportDraft, decisions: Mapping[str, Any]) -> tuple[Province | None, Names]:
    """The draft's province, and its register of names with what was chosen for this draft."""
    province = Province.objects.filter(pk=draft.province_id).first()
    register = read_register(draft.created_at.date())
    base = register.names(province.name if province else draft.reading.get("plan", {}).get("province") or "")
    return province, chosen_names(base, decisions)


# reading


def read_upload(*, file: UploadedFile, by: User, at: dt.datetime) -> ImportDraft:
    """Keep an uploaded document and read it, or have the worker read it where it is long.

    Raises Refused where it is no readable plan.
    """
    _may_import(by)
    return _take(store_file(upload_or_bytes=file, by=by, allowed=ALLOWED, at=at), by, at)


def read_pasted(*, text: str, by: User, at: dt.datetime) -> ImportDraft:
    """Keep pasted text as a file and read it. Raises Refused where it is no plan, or empty."""
    _may_import(by)
    if not text.strip():
        raise Refused(_("Chưa có chữ nào. Dán bảng hoặc đoạn văn của kế hoạch."), field="text")
    name = _("Văn bản dán lúc %(at)s.txt") % {"at": day_and_clock(at).replace("/", "-").replace(":", ".")}
    content = text.replace("\r\n", "\n").encode()
    return _take(store_file(upload_or_bytes=content, name=name, by=by, allowed=(PASTED,), at=at), by, at)


def _take(stored: StoredFile, by: User, at: dt.datetime) -> ImportDraft:
    if stored.size <= LONG and stored.content_type != KINDS["pdf"].content_type:
        return read_stored(stored=stored, by=by, at=at)
    with transaction.atomic():
        draft = drafts.begin(stored=stored, by=by, at=at)
        jobs.start(READ_JOB, draft.ref, {"draft": draft.pk}, by)
    return draft


def read_stored(
    *,
    stored: StoredFile,
    by: User | None,
    at: dt.datetime,
    draft: ImportDraft | None = None,
    progress: Progress = silent,
) -> ImportDraft:
    """Read a kept document into a draft, a new one or the one begun for it."""
    with stored.path.open("rb") as content:
        reading = read_plan(content.read(), stored.name, read_register(at.date()), progress)
    province = province_of(reading.to_json())
    return drafts.keep(
        reading=reading,
        stored=stored,
        province_id=province.pk if province else None,
        by=by,
        at=at,
        facts=facts_of(reading),
        draft=draft,
    )


def read_long(*, draft: ImportDraft, progress: Progress) -> ImportDraft:
    """Read a long document, for the worker; where it cannot be read the draft says why. May be called twice."""
    if draft.state != "parsing":
        return draft
    try:
        return read_stored(stored=draft.file, by=draft.owner, at=clock.now(), draft=draft, progress=progress)
    except Refused as refused:
        drafts.fail(draft=draft, message=refused.message, by=draft.owner)
        raise
    except Exception:
        drafts.fail(
            draft=draft,
            message=_("Không đọc được do lỗi của hệ thống; lỗi đã được ghi lại."),
            by=draft.owner,
        )
        raise


def reading_job(draft: ImportDraft) -> Job | None:
    """The worker's job that reads a draft."""
    return Job.objects.filter(kind=READ_JOB, key=draft.ref).order_by("-id").first()


def facts_of(reading: Reading) -> dict[str, Any]:
    """What the sums of a changed draft are computed again from, and how many sums were compared."""
    facts: dict[str, Any] = {
        "totals": [
            {
                "blocks": sorted(blocks),
                "where": where,
                "figures": [[*figure, str(value)] for figure, value in total.figures.items()],
                "places": [[*figure, at] for figure, at in places.items()],
            }
            for blocks, total, where, places in reading.facts.get("totals", ())
        ]
    }
    facts["sums_compared"] = reading.facts.get("sums_compared", 0)
    return facts


def province_of(reading: Mapping) -> Province | None:
    """The province a document names, where the portal knows it."""
    wanted = fold(reading.get("plan", {}).get("province") or "")
    return (
        next((row for row in Province.objects.exclude(code="TW") if fold(row.name) == wanted), None)
        if wanted
        else None
    )


def unknown_names(draft: ImportDraft) -> list[str]:
    """Agencies the document names and neither the register nor the officer knows, each once, in reading order."""
    state = state_of(draft)
    return list(state.found.unknown) if state.province else []


def proposed_focal(state: Draft, user: User) -> str:
    """The code of the focal agency: as chosen, as the document says, else the person's own."""
    if state.found.head["focal"]:
        return state.found.head["focal"]
    named = state.found.head["focal_agency"]
    entry = state.names.find(named) if named and state.province else None
    if entry and not entry.group and not entry.key.startswith("new:"):
        return entry.key
    own = Agency.objects.filter(id__in=user.access.focal, province=state.draft.province_id)
    first = own.order_by("id").first()
    return first.code if first else ""


# the same document, the same plan


def same_document(draft: ImportDraft, user: User) -> list[ImportDraft]:
    """Earlier drafts of the very same file the person may see."""
    earlier = visible_drafts(user).filter(sha256=draft.sha256).exclude(state="failed")
    return list(earlier.exclude(pk=draft.pk).filter(pk__lt=draft.pk)[:3])


def plan_of(draft: ImportDraft) -> Plan | None:
    """The plan a confirmed draft has become."""
    row = draft.rows.filter(kind=plan_head.KIND, applied_type="plans.plan").first()
    return Plan.objects.filter(pk=row.applied_id).first() if row else None


def already_imported(draft: ImportDraft, head: Mapping[str, Any]) -> Plan | None:
    """The plan the register has under this head: province and number with the same day, or else the same year."""
    number, day = head.get("number") or "", head.get("issued_on") or ""
    if not number or not day or draft.province_id is None:
        return None
    same = Plan.objects.filter(province=draft.province_id, number=number).exclude(state="draft")
    return same.filter(issued_on=day).first() or same.filter(issued_on__year=day[:4]).first()


# deciding


def correct_row(
    *,
    draft: ImportDraft,
    key: str,
    typed: Mapping[str, Any],
    kind: str | None = None,
    parent: str | None = None,
    version: int,
    by: User,
    at: dt.datetime,
) -> None:
    """Keep what the officer typed into a row, field by field; what a text meant is read anew where it was changed.

    `typed` has only the fields that differ from what the row says now; money is a list of {year, source, typed}.
    `kind` says what the row is: a group, a task, an indicator or nothing; `parent` is the key of the row it stands
    under, '' for none.
    """
    if kind is not None and kind not in ROW_KINDS:
        raise Refused(_("Chọn nhóm, nhiệm vụ, chỉ tiêu hoặc bỏ qua."), field="kind")
    row, own, _place = _decision(draft, key, by)
    given = dict(own.get("set") or {})
    for name, value in typed.items():
        if name not in ROW_FIELDS:
            raise Refused(_("Không có ô này."))
        for following in FOLLOWING.get(name, ()):
            if following not in typed:
                given.pop(following, None)
        given[name] = value
    own = {**own, "set": given} if given else own
    if kind is not None:
        own["kind"] = kind
    if parent is not None:
        own["parent"] = parent
    _put(draft, row, key, own, version, by, at)


def set_kind(*, draft: ImportDraft, key: str, kind: str, version: int, by: User, at: dt.datetime) -> None:
    """Say what a row is: a group, a task, an indicator or nothing."""
    correct_row(draft=draft, key=key, typed={}, kind=kind, version=version, by=by, at=at)


def join_rows(
    *, draft: ImportDraft, key: str, apart: bool = False, version: int, by: User, at: dt.datetime
) -> None:
    """Put a row into the one above it, or take it out again (`apart`)."""
    row, own, part = _decision(draft, key, by)
    if part:
        raise Refused(_("Phần đã tách ra thì gộp lại bằng “Trả về như đọc được”."))
    if not apart and not DraftRow.objects.filter(draft=draft, position__lt=row.position).exists():
        raise Refused(_("Không có dòng nào ở trên để gộp."))
    own = {name: value for name, value in own.items() if name != "joined"}
    _put(draft, row, key, own if apart else {**own, "joined": True}, version, by, at)


def split_row(
    *, draft: ImportDraft, key: str, names: Sequence[str], version: int, by: User, at: dt.datetime
) -> None:
    """Make several rows of one: `names` are their texts, the first stays with the row."""
    texts = [clean(text) for text in names if clean(text)]
    if len(texts) < 2:
        raise Refused(_("Chọn chỗ tách: mỗi phần phải có chữ."), field="cut")
    row, own, part = _decision(draft, key, by)
    whole = row.decision or {}
    parts = list(whole.get("parts") or ())
    cut = [{"set": {"name": text}} for text in texts[1:]]
    if part:
        parts[part - 1] = {**own, "set": {**(own.get("set") or {}), "name": texts[0]}}
        decision = {**whole, "parts": [*parts[:part], *cut, *parts[part:]]}
    else:
        decision = {**whole, "set": {**(own.get("set") or {}), "name": texts[0]}, "parts": [*cut, *parts]}
    drafts.decide(draft=draft, by=by, at=at, version=version, rows={row.position: decision})


def reset_row(*, draft: ImportDraft, key: str, version: int, by: User, at: dt.datetime) -> None:
    """Take everything back that was decided on a row and on what was cut off it."""
    row, _own, _part = _decision(draft, key, by)
    drafts.decide(draft=draft, by=by, at=at, version=version, rows={row.position: {}})


def accept_problem(
    *, draft: ImportDraft, key: str, problem: str, version: int, by: User, at: dt.datetime
) -> None:
    """Keep a doubted value as it is printed. `key` is the row's, '' for the document, "c12" for a reporting rule."""
    if not key:
        _may_edit(draft, by)
        accepted = [*(draft.decisions.get("accepted") or ()), problem]
        drafts.decide(draft=draft, by=by, at=at, version=version, whole={"accepted": accepted})
        return
    if key.startswith("c"):
        _may_edit(draft, by)
        own = (draft.decisions.get("cycles") or {}).get(key[1:]) or {}
        _put_cycle(
            draft, key[1:], {**own, "accepted": [*(own.get("accepted") or ()), problem]}, version, by, at
        )
        return
    row, own, _part = _decision(draft, key, by)
    _put(draft, row, key, {**own, "accepted": [*(own.get("accepted") or ()), problem]}, version, by, at)


def apply_proposal(
    *, draft: ImportDraft, key: str, problem: str, version: int, by: User, at: dt.datetime
) -> None:
    """Take what is proposed for a doubted value."""
    piece = state_of(draft).found.piece(key)
    stands = [p for p in piece.problems if p["key"] == problem and p["proposal"]] if piece else []
    if not stands:
        raise Refused(_("Đề xuất này không còn. Tải lại trang."))
    typed = dict(stands[0]["proposal"]["set"])
    correct_row(draft=draft, key=key, typed=typed, version=version, by=by, at=at)


def drop_table(*, draft: ImportDraft, blocks: Sequence[int], version: int, by: User, at: dt.datetime) -> None:
    """Leave a table of the document out."""
    _may_edit(draft, by)
    dropped = sorted({*(draft.decisions.get("dropped") or ()), *blocks})
    drafts.decide(draft=draft, by=by, at=at, version=version, whole={"dropped": dropped})


def restore_table(
    *, draft: ImportDraft, blocks: Sequence[int], version: int, by: User, at: dt.datetime
) -> None:
    """Take a table back in."""
    _may_edit(draft, by)
    dropped = sorted(set(draft.decisions.get("dropped") or ()) - set(blocks))
    drafts.decide(draft=draft, by=by, at=at, version=version, whole={"dropped": dropped})


def take_proposals(
    *, draft: ImportDraft, blocks: Sequence[int], version: int, by: User, at: dt.datetime
) -> None:
    """Take the targets proposed from these stretches of text as indicators."""
    _may_edit(draft, by)
    taken = {
        row.position: {**(row.decision or {}), "kind": INDICATOR}
        for row in draft.rows.filter(kind=indicators.PROPOSALS)
        if (row.printed or {}).get("block") in set(blocks) and not (row.decision or {}).get("kind")
    }
    drafts.decide(draft=draft, by=by, at=at, version=version, rows=taken)


def choose_agencies(
    *,
    draft: ImportDraft,
    choices: Mapping[str, Mapping[str, Any] | None],
    version: int,
    by: User,
    at: dt.datetime,
) -> None:
    """Say once what a name stands for, wherever the document spells it so.

    `choices`: by name {"code": an agency's} or {"new": {"name", "short_name", "kind"}}, None to take a choice back.
    Raises Refused, the name's own sentence, where a new agency is already in the register or has no name.
    """
    _may_edit(draft, by)
    chosen = dict(draft.decisions.get("agencies") or {})
    state = state_of(draft)
    if state.province is None:
        raise Refused(_("Chọn tỉnh, thành phố của văn bản trước."), field="province")
    codes = set(Agency.objects.current().of_province(state.province.pk).values_list("code", flat=True))
    for name, choice in choices.items():
        if choice is None:
            chosen.pop(name, None)
            continue
        if choice.get("code"):
            if choice["code"] not in codes:
                raise Refused(_("Cơ quan đã chọn không có trong danh mục của tỉnh."), field=name)
            chosen[name] = {"code": choice["code"]}
            continue
        new = dict(choice.get(NEW) or {})
        full = clean(str(new.get("name") or ""))
        if not full:
            raise Refused(_("Ghi tên đầy đủ của cơ quan mới."), field=name)
        if len(full) > 200 or len(str(new.get("short_name") or "")) > 60:
            raise Refused(_("Tên dài quá 200 ký tự, hoặc tên tắt quá 60."), field=name)
        known = read_register(at.date()).names(state.province.name).find(full)
        if known is not None and not known.group and fold(known.name) == fold(full):
            raise Refused(_("Danh mục đã có “%(name)s”; chọn cơ quan đó.") % {"name": known.name}, field=name)
        kind = new.get("kind") if new.get("kind") in AgencyKind.values else AgencyKind.BAN.value
        short = clean(str(new.get("short_name") or ""))
        chosen[name] = {NEW: {"name": full, "short_name": short, "kind": kind}}
    drafts.decide(draft=draft, by=by, at=at, version=version, whole={"agencies": chosen})


def correct_head(
    *,
    draft: ImportDraft,
    typed: Mapping[str, Any],
    cycles: Mapping[str, Mapping[str, Any]] | None = None,
    version: int,
    by: User,
    at: dt.datetime,
) -> None:
    """Keep what the officer says of the plan's head and of the reporting days it proposes.

    `typed` has only what differs, days and years as typed. `cycles`: by position of the row {"set": {…}, "dropped"}.
    """
    _may_edit(draft, by)
    head = {**(draft.decisions.get("head") or {}), **{n: v for n, v in typed.items() if n in HEAD_FIELDS}}
    whole: dict[str, Any] = {"head": head}
    if cycles:
        whole["cycles"] = dict(draft.decisions.get("cycles") or {})
        for position, own in cycles.items():
            before = whole["cycles"].get(position) or {}
            given = {n: v for n, v in (own.get("set") or {}).items() if n in CYCLE_FIELDS}
            whole["cycles"][position] = {
                **before,
                "set": {**(before.get("set") or {}), **given},
                "dropped": own.get("dropped", before.get("dropped", False)),
            }
    province = None
    if "province" in typed:
        found = next((row for row in provinces_of(by) if row.name == typed["province"]), None)
        if found is None:
            raise Refused(_("Chọn tỉnh, thành phố bạn được nhập kế hoạch."), field="province")
        province = found.pk
    drafts.decide(draft=draft, by=by, at=at, version=version, whole=whole, province_id=province)


def _put_cycle(
    draft: ImportDraft, position: str, own: Mapping[str, Any], version: int, by: User, at: dt.datetime
) -> None:
    cycles = {**(draft.decisions.get("cycles") or {}), position: dict(own)}
    drafts.decide(draft=draft, by=by, at=at, version=version, whole={"cycles": cycles})


def _decision(draft: ImportDraft, key: str, by: User) -> tuple[DraftRow, dict[str, Any], int]:
    """The row of a key, what was decided on it, and which part of it is meant (0 is the row itself)."""
    _may_edit(draft, by)
    position, _dash, part = key.partition("-")
    number = int(part) if part.isdecimal() and len(part) < 4 else 0
    known = position.isdecimal() and len(position) < 9
    row = draft.rows.filter(position=int(position)).first() if known else None
    parts = (row.decision or {}).get("parts") or [] if row else []
    if row is None or number > len(parts):
        raise Refused(_("Không có dòng này trong bản nháp."))
    own = parts[number - 1] if number else {k: v for k, v in (row.decision or {}).items() if k != "parts"}
    return row, dict(own), number


def _put(
    draft: ImportDraft,
    row: DraftRow,
    key: str,
    own: Mapping[str, Any],
    version: int,
    by: User,
    at: dt.datetime,
) -> None:
    """Write a row's decision back, or its part's."""
    parts = list((row.decision or {}).get("parts") or ())
    part = int(key.partition("-")[2] or 0)
    if part:
        parts[part - 1] = dict(own)
        decision: dict[str, Any] = {**(row.decision or {}), "parts": parts}
    else:
        decision = {**own, "parts": parts} if parts else dict(own)
    drafts.decide(draft=draft, by=by, at=at, version=version, rows={row.position: decision})


def _may_import(by: User) -> None:
    if not rules.imports_plans(by):
        raise Refused(_("Chỉ cơ quan đầu mối nhập được kế hoạch."))


def _may_edit(draft: ImportDraft, by: User) -> None:
    """The people who see a draft may work on it: those who import for its province, and its owner."""
    _may_import(by)
    if not visible_drafts(by).filter(pk=draft.pk).exists():
        raise Refused(_("Tài khoản của bạn không có quyền thực hiện việc này."))


def provinces_of(by: User) -> list[Province]:
    """The provinces whose plans the person may import."""
    return list(
        Province.objects.filter(pk__in=by.access.provinces("focal_officer", "focal_leader")).order_by("name")
    )


# handing over


def colleagues(draft: ImportDraft, by: User) -> list[User]:
    """Who else imports plans for the draft's province, today."""
    province = draft.province_id
    provinces = {province} if province else by.access.provinces("focal_officer", "focal_leader")
    return list(
        User.objects.filter(
            is_active=True,
            memberships__in=_importing(provinces),
        )
        .exclude(pk=by.pk)
        .exclude(pk=draft.owner_id)
        .distinct()
        .order_by("name", "pk")
    )


def _importing(provinces: set[int]) -> QuerySet:
    return Membership.objects.on(clock.today()).filter(
        role__in=("focal_officer", "focal_leader"), agency__province__in=provinces
    )


@transaction.atomic
def hand_over(*, draft: ImportDraft, to: User | None, by: User, at: dt.datetime) -> None:
    """Give a draft to a colleague who imports for the same province; he is told in the portal."""
    _may_edit(draft, by)
    if to is None or to.pk not in {person.pk for person in colleagues(draft, by)}:
        raise Refused(_("Chọn một đồng nghiệp được nhập kế hoạch của tỉnh này."), field="to")
    drafts.hand_over(draft=draft, to=to, by=by, at=at)
    outbox.enqueue(
        key=f"draft:{draft.ref}:{to.pk}:{at.isoformat()}",
        channel="portal",
        to_user=to,
        kind="draft_handed_over",
        context={"by": by.name, "name": draft.file.name, "ref": draft.ref},
        at=at,
    )


# the end


def to_settle(state: Draft, *, focal: str, as_draft: bool = False) -> list[Missing]:
    """What confirming waits for, in the order of the page."""
    found, missing = state.found, []
    if state.province is None:
        missing.append(Missing(_("tỉnh, thành phố của văn bản"), "van-ban", "province"))
    if not as_draft and not found.head["number"]:
        missing.append(Missing(_("số, ký hiệu văn bản"), "van-ban", "number"))
    if not as_draft and not found.head["issued_on"]:
        missing.append(Missing(_("ngày ban hành"), "van-ban", "issued_on"))
    if not focal:
        missing.append(Missing(_("cơ quan đầu mối"), "van-ban", "focal"))
    missing += [Missing(sentence, "van-ban", name) for name, sentence in found.head_problems.items()]
    for cycle in found.cycles:
        if not cycle.dropped and any(p["severity"] == ERROR for p in cycle.open_problems):
            missing.append(Missing(_("ngày báo cáo đề xuất"), "van-ban", "cycle"))
    if found.unknown and state.province:
        count = len(found.unknown)
        missing.append(
            Missing(_("%(count)d cơ quan chưa có trong danh mục") % {"count": count}, "co-quan", "agency")
        )
    for piece in found.pieces:
        if piece.severity == ERROR:
            text = _("%(where)s: %(what)s") % {
                "where": piece.where or piece.item.get("code", ""),
                "what": next(p["message"] for p in piece.open_problems if p["severity"] == ERROR),
            }
            missing.append(Missing(text, f"dong-{piece.key}", "row"))
    if not any(piece.lives for piece in found.pieces):
        missing.append(Missing(_("không còn dòng nào để nhập"), "dong", "row"))
    return missing


@transaction.atomic
def confirm_import(
    *,
    draft: ImportDraft,
    by: User | None,
    at: dt.datetime,
    focal: str = "",
    choices: Mapping[str, str] | None = None,
    head: Mapping[str, str] | None = None,
    checked: bool = True,
    as_draft: bool = False,
    version: int | None = None,
) -> Plan:
    """Make a plan of a draft, as the officer has decided it. `focal`: the focal agency's code, if not decided before.
    `choices`: per unknown name, by its place in `unknown_names`, an agency's code or "new". `head`: number and
    issued_on where neither document nor officer has said them. `as_draft`: a plan not issued yet, without a number.

    A name chosen for an agency is remembered as a spelling. Raises Refused, and writes nothing, when the province is
    not the person's, the plan is in the register, or something is still to be settled.
    """
    if draft.state == "confirmed":
        raise Refused(_("Văn bản này đã được nhập."))
    decisions = _with(draft, focal, choices or {}, head or {})
    state = state_of(draft, decisions)
    province, found = state.province, state.found
    if province is None:
        raise Refused(
            _("Không rõ văn bản của tỉnh nào, hoặc tỉnh chưa có trong danh mục. Quản trị thêm tỉnh trước."),
            field="province",
        )
    if checked and province.pk not in by.access.provinces("focal_officer", "focal_leader"):
        raise Refused(
            _("Văn bản của %(province)s. Tài khoản của bạn không nhập kế hoạch cho tỉnh này.")
            % {"province": province},
            field="province",
        )
    existing = already_imported(draft, found.head)
    if existing:
        raise Refused(
            _("Văn bản này đã được nhập. %(number)s đã có trong hệ thống.") % {"number": existing.number},
            field="existing",
        )
    code = focal or found.head["focal"] or _named_focal(state)
    focal_agency = Agency.objects.current().filter(code=code, province=province).first()
    if focal_agency is None:
        raise Refused(_("Chọn cơ quan đầu mối của kế hoạch."), field="focal")
    if checked and focal_agency.pk not in by.access.focal:
        raise Refused(_("Bạn chỉ nhập được kế hoạch do cơ quan của bạn làm đầu mối."), field="focal")
    missing = to_settle(state, focal=code, as_draft=as_draft)
    if missing:
        raise Refused(
            _("Chưa xác nhận được, còn phải quyết định: %(what)s.") % {"what": missing[0].text.rstrip(".")},
            field=missing[0].field,
        )
    _settle_names(draft, province, decisions, by)
    _keep_phrases(draft, province, found.phrases, by)
    measures = removal.measures_of(province)
    day = at.date()
    into = Into(
        by=by,
        at=at,
        facts={
            "province": province,
            "focal_agency": focal_agency,
            "file": draft.file,
            "figures": found.sums,
            "as_draft": as_draft,
            "resolve": resolver(province, day),
            "names": read_register(day).names(province.name),
            "day": day,
        },
        cells=cells_of(found),
    )
    try:
        drafts.confirm(
            draft=draft, into=into, reading=found.reading, rows=rows_of(draft, found), version=version
        )
    except (ValidationError, DatabaseError) as problem:
        log.exception("draft %s cannot be applied", draft.ref)
        raise Refused(
            _(
                "Không nhập được: có giá trị quá dài hoặc trùng nhau. Lỗi đã được ghi lại; chưa có gì được nhập."
            )
        ) from problem
    plan: Plan = into.facts["version"].plan
    draft.rows.filter(kind=plan_head.KIND).update(
        decision={"measures": sorted(removal.measures_of(province) - measures)}
    )
    return plan


def cells_of(found: Effective) -> dict[tuple[str, str], list[PrintedCell]]:
    """The printed cells of every row that becomes something, those joined to it too, by its section and code."""
    return {
        (piece.section, piece.item["code"]): [PrintedCell.from_stored(cell) for cell in piece.cells]
        for piece in found.pieces
        if piece.lives
    }


def rows_of(draft: ImportDraft, found: Effective) -> dict[tuple[str, str], list[int]]:
    """Which rows of the draft make up what is confirmed, by its section and code: their positions."""
    rows: dict[tuple[str, str], list[int]] = {}
    for row in draft.rows.filter(kind__in=(plan_head.KIND, figures.KIND)):
        mark = (row.kind, "" if row.kind == plan_head.KIND else figures.mark(row.parsed))
        rows.setdefault(mark, []).append(row.position)
    for place, cycle in enumerate(cycle for cycle in found.cycles if not cycle.dropped):
        rows["plan", str(place)] = [cycle.position]
    for piece in found.pieces:
        into = found.piece(piece.into) if piece.into else piece
        if into is not None and into.lives and "-" not in piece.key:
            rows.setdefault((into.section, into.item["code"]), []).append(piece.position)
    return rows


def _with(
    draft: ImportDraft, focal: str, choices: Mapping[str, str], head: Mapping[str, str]
) -> dict[str, Any]:
    """The draft's decisions with what was only said on confirming."""
    decisions = dict(draft.decisions)
    said = {**head, **({"focal": focal} if focal else {})}
    if said:
        decisions["head"] = {**(decisions.get("head") or {}), **said}
    if choices:
        agencies = dict(decisions.get("agencies") or {})
        for place, name in enumerate(unknown_names(draft)):
            choice = choices.get(str(place), "")
            if choice:
                kind = AgencyKind.BAN.value
                agencies[name] = (
                    {NEW: {"name": name, "short_name": "", "kind": kind}}
                    if choice == NEW
                    else {"code": choice}
                )
        decisions["agencies"] = agencies
    return decisions


def _named_focal(state: Draft) -> str:
    """The code of the focal agency the document names."""
    named = state.found.head["focal_agency"]
    entry = state.names.find(named) if named else None
    return entry.key if entry and not entry.group else ""


def _settle_names(
    draft: ImportDraft, province: Province, decisions: Mapping[str, Any], by: User | None
) -> None:
    """Create or map every name that was chosen and still stands in a row, within the province."""
    chosen = decisions.get("agencies") or {}
    if not chosen:
        return
    before = state_of(draft, {**decisions, "agencies": {}}).found.unknown
    made: dict[str, Agency] = {}
    for name in before:
        choice = chosen.get(name)
        if choice is None:
            continue
        if choice.get("code"):
            agency = Agency.objects.current().of_province(province.pk).filter(code=choice["code"]).first()
            if agency is None:
                raise Refused(
                    _("Chưa chọn cơ quan cho “%(name)s”. Chọn một cơ quan có sẵn hoặc tạo mới.")
                    % {"name": name},
                    field="agency",
                )
        else:
            new = choice[NEW]
            agency = made.get(fold(new["name"])) or _create(province, draft, new, by)
            made[fold(new["name"])] = agency
        if fold(agency.name) != fold(name) and not agency.names.filter(folded=fold(name)).exists():
            save_name(
                name=AgencyName(agency=agency, text=name, kind="spelling", valid_from=SINCE),
                by=by,
                checked=False,
            )


def _keep_phrases(draft: ImportDraft, province: Province, phrases: Sequence[str], by: User | None) -> None:
    """Words for several agencies that name nobody become groups without members: they create no duty."""
    for place, phrase in enumerate(phrases, start=1):
        group = AgencyGroup(
            code=f"{province.code.lower()}:nhom-{draft.ref}-{place}",
            province=province,
            name=phrase,
            resolvable=False,
            rule_text=_("Cụm từ chung, không nêu tên cơ quan."),
        )
        save_group(group=group, by=by, checked=False)


def _create(province: Province, draft: ImportDraft, new: Mapping[str, str], by: User | None) -> Agency:
    position = Agency.objects.of_province(province.pk).count() + 1
    agency = Agency(
        code=f"{province.code.lower()}:{position}-{draft.ref}",
        province=province,
        kind=new["kind"],
        name=new["name"],
        short_name=new.get("short_name") or "",
        position=position,
        valid_from=SINCE,
    )
    save_agency(agency=agency, by=by, checked=False)
    return agency


def discard_import(*, draft: ImportDraft, by: User | None) -> None:
    """Drop a draft that is not confirmed."""
    drafts.discard(draft=draft, by=by)


def why_not_undone(draft: ImportDraft, by: User) -> str:
    """Why a confirmed import cannot be taken back, and who may do what instead; '' where it can."""
    plan = plan_of(draft)
    if plan is None:
        return _("Không còn kế hoạch nào của lần nhập này.")
    if not rules.runs_the_plan(by, plan):
        return _("Chỉ %(agency)s, cơ quan đầu mối của kế hoạch, hoàn tác được lần nhập này.") % {
            "agency": plan.focal_agency
        }
    return removal.reported_on(plan)


@transaction.atomic
def undo_import(*, draft: ImportDraft, by: User, at: dt.datetime) -> None:
    """Take a confirmed import back: its plan and all that came with it are removed, the draft is open again.

    Agencies and spellings it has added stay in the register. Raises Refused once anything was reported on the plan.
    """
    plan = plan_of(draft)
    why = why_not_undone(draft, by)
    if why or plan is None:
        raise Refused(why)
    row = draft.rows.get(kind=plan_head.KIND)
    drafts.reopen(draft=draft, by=by, at=at)
    removal.remove_plan(plan=plan, measures=row.decision.get("measures") or ())
    draft.rows.filter(pk=row.pk).update(decision={})
