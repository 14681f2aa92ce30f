"""What is known of an agency, and what a printed list says of one: values that travel out of this room."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """What the register knows of one agency or group. `province` is '' for central authorities."""

    key: str
    name: str
    province: str
    group: bool = False
    resolvable: bool = True
    kind: str = ""
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One member of a printed list: its own words, the canonical name (or the words again) and the register's key."""

    text: str
    name: str
    key: str | None = None
    group: bool = False
    resolvable: bool = True

    @property
    def known(self) -> bool:
        return self.key is not None

    @property
    def unnamed(self) -> bool:
        """A phrase that names nobody in particular (các đơn vị có liên quan)."""
        return self.group and not self.resolvable
