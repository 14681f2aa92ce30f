"""Codes: printed ones stay; typed, moved and new rows take what is left, each once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from common.intake.editing.pieces import Piece
from common.intake.kinds import ERROR, Remark
from common.intake.numbering import LETTERS, tidy

LONGEST_CODE = 40
CODE = re.compile(r"[\w.()-]+")  # it stands in an address


def numbered(pieces: Sequence[Piece], section: str) -> list[Piece]:
    """Give every living row of a section a code that no other has."""
    found = {piece.key: piece for piece in pieces}
    taken: set[str] = set()
    waiting: list[str] = []
    for piece in pieces:
        if not (piece.lives and piece.section == section):
            continue
        if piece.printed_code not in taken and _keeps_code(piece, found):
            taken.add(piece.printed_code)
            found[piece.key] = _coded(piece, piece.printed_code)
        else:
            waiting.append(piece.key)
    for key in waiting:
        piece = found[key]
        own = _wish(piece, found, taken)
        remarks = _wrong(piece, own, taken)
        if len(own) > LONGEST_CODE or not CODE.fullmatch(own):
            own = piece.printed_code or "?"
        code = own if own not in taken else _next_letter(own, taken)
        taken.add(code)
        found[key] = _coded(piece.saying(remarks), code)
    return list(found.values())


def _coded(piece: Piece, code: str) -> Piece:
    return piece if piece.item.get("code") == code else replace(piece, item={**piece.item, "code": code})


def _wrong(piece: Piece, own: str, taken: set[str]) -> list[Remark]:
    """What is to be said of the code a row asks for."""
    said = []
    if piece.own.code and own in taken:
        said.append(_("Mã “%(code)s” đã dùng cho dòng khác. Ghi mã khác.") % {"code": own})
    if len(own) > LONGEST_CODE or not CODE.fullmatch(own):
        said.append(_("Mã chỉ gồm chữ, số, dấu chấm và gạch ngang, không quá 40 ký tự."))
    return [Remark(ERROR, sentence, "code") for sentence in said]


def _keeps_code(piece: Piece, keys: Mapping[str, Piece]) -> bool:
    if piece.own.code or not piece.printed_code or piece.own.parent is not None:
        return False
    parent = keys.get(piece.parent_key)
    while parent is not None:
        renamed = bool(parent.own.code) or parent.own.parent is not None
        if renamed and parent.printed_code and piece.printed_code.startswith(f"{parent.printed_code}."):
            return False
        parent = keys.get(parent.parent_key)
    return True


def _wish(piece: Piece, keys: Mapping[str, Piece], taken: set[str]) -> str:
    """The code a row asks for, before it is made unique."""
    if piece.own.code:
        return tidy(piece.own.code)
    parent = keys.get(piece.parent_key)
    above = parent.code if parent else ""
    if piece.printed_code:
        return _moved_code(piece, parent, above)
    cut_off = keys.get(piece.cut_from) if piece.is_part else None
    if cut_off is not None and cut_off.code and cut_off.section == piece.section:
        return cut_off.code
    begin = f"{above}." if above else ""
    number = next(n for n in range(1, len(taken) + 2) if f"{begin}{n}" not in taken)
    return f"{begin}{number}"


def _moved_code(piece: Piece, parent: Piece | None, above: str) -> str:
    """A printed code under another row, or under one that was renamed."""
    under = f"{parent.printed_code}." if parent and parent.printed_code else ""
    if piece.own.parent is None and under and piece.printed_code.startswith(under):
        return f"{above}.{piece.printed_code.removeprefix(under)}"
    last = piece.printed_code.rsplit(".", 1)[-1]
    return f"{above}.{last}" if above else last


def _next_letter(code: str, taken: set[str]) -> str:
    """4, 4a, 4b …, as laws number what is put between."""
    for letter in LETTERS:
        if f"{code}{letter}" not in taken:
            return f"{code}{letter}"
    return next(f"{code}-{n}" for n in range(2, len(taken) + 3) if f"{code}-{n}" not in taken)
