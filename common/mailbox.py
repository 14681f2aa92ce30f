"""Mails that Django's file backend has written into a folder, for the demo to show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import overload

# What the file backend writes after every message.
RULE = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Mail:
    """A mail as its receiver would see it."""

    to: str
    subject: str
    at: dt.datetime | None
    text: str


class Mails(Sequence[Mail]):
    """The mails of a folder, newest first; a file is read when it is looked at."""

    def __init__(self, files: list[Path]) -> None:
        self.files = files

    def __len__(self) -> int:
        return len(self.files)

    @overload
    def __getitem__(self, at: int) -> Mail: ...

    @overload
    def __getitem__(self, at: slice) -> list[Mail]: ...

    def __getitem__(self, at: int | slice) -> Mail | list[Mail]:
        if isinstance(at, slice):
            return [mail for path in self.files[at] for mail in read_file(path)]
        return read_file(self.files[at])[0]


def read_mails(folder: Path) -> Mails:
    """The folder's mails, counted by files: the portal writes one mail into each."""
    return Mails(sorted(folder.glob("*.log"), key=lambda path: path.name, reverse=True))


def read_file(path: Path) -> list[Mail]:
    """The mails in one file."""
    found = []
    for part in path.read_bytes().replace(b"\r\n", b"\n").split(RULE):
        if not part.strip():
            continue
        mail = message_from_bytes(part, policy=policy.default)
        found.append(
            Mail(
                to=str(mail["To"] or ""),
                subject=str(mail["Subject"] or "").strip(),
                at=_moment(mail["Date"]),
                text=mail.get_content() if mail.get_content_type() == "text/plain" else "",
            )
        )
    return found


def _moment(date: str | None) -> dt.datetime | None:
    """The moment of a Date header; Django writes UTC as -0000, which Python reads as no zone at all."""
    if not date:
        return None
    moment = parsedate_to_datetime(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
