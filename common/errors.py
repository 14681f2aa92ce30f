"""What the portal says when something cannot be done: one sentence, in Vietnamese, for the screen."""


class Refused(Exception):
    """A verb or a reader refuses; `message` says what is wrong and what to do, `field` where (may be empty)."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field


class Conflict(Refused):
    """Somebody else has changed the same row meanwhile: nothing was written."""
