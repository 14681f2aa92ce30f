"""The official word, icon and tone of every state a person can meet, said once for screens and papers.

Each app says the words of what it knows in its own `vocabulary.py`; here stand those of jobs and of drafts of an
import, and the list of all (`VOCABULARY`), which the apps fill while they load. `loud` words are coloured because
somebody has to act; all others keep the ink of the text. `fill` is the colour in charts.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.oddities import say_once


class Word(NamedTuple):
    text: str | Promise
    icon: str
    tone: str = "idle"
    loud: bool = False
    fill: str = ""
    overdue: bool = False


VOCABULARY: dict[str, dict[str, Word]] = {}


def declare(**words: Mapping[str, Word]) -> None:
    """Add the words of one or more kinds of states; what two apps say of one kind stands together."""
    for kind, said in words.items():
        VOCABULARY.setdefault(kind, {}).update(said)


def word_of(kind: str, code: str) -> Word:
    """The word of a state; of one that no verb leaves behind its bare code, and a line in the log."""
    word = VOCABULARY[kind].get(code)
    if word is None:
        say_once(f"no word is declared for {kind} {code!r}")
        return Word(code or "–", "square-dashed")
    return word


# What a check found on a row.
CHECK = {
    "ok": Word(_("Khớp"), "circle-full", "done"),
    "note": Word(_("Ghi nhận"), "info", "accent"),
    "warning": Word(_("Cần xem"), "triangle", "done-late"),
    "error": Word(_("Phải quyết định"), "octagon", "idle-late", loud=True),
    "skipped": Word(_("Bỏ qua"), "square-dashed"),
}

JOB = {
    "queued": Word(_("Đang chờ"), "hourglass"),
    "running": Word(_("Đang làm"), "saving", "running"),
    "done": Word(_("Đã xong"), "check", "done"),
    "failed": Word(_("Không làm được"), "octagon", "idle-late", loud=True),
}

DRAFT = {
    "parsing": Word(_("Đang đọc tệp"), "saving", "running"),
    "ready": Word(_("Chờ xác nhận"), "pencil", "running"),
    "confirmed": Word(_("Đã nhập"), "square-full", "done"),
    "failed": Word(_("Không đọc được"), "octagon", "idle-late", loud=True),
    "discarded": Word(_("Đã bỏ"), "circle-slash"),
}

# What a person did, as the record says it: every verb that writes an audit row has its word in some app.
VERB = {
    "read_document": Word(_("Đọc tệp"), "upload"),
    "upload_document": Word(_("Tải tệp lên"), "upload"),
    "fail_reading": Word(_("Không đọc được tệp"), "octagon"),
    "hand_over_draft": Word(_("Chuyển bản nháp"), "arrow-right"),
    "undo_import": Word(_("Hoàn tác lần nhập"), "arrow-back"),
    "confirm_import": Word(_("Nhập văn bản"), "upload"),
    "discard_import": Word(_("Bỏ bản nháp"), "cross"),
}

declare(check=CHECK, job=JOB, draft=DRAFT, verb=VERB)
