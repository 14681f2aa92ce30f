"""What a column takes: its choices in the words of the screen, and how long a text."""

from django.db.models import Field, Model

from common.words import Words


def choices_of(model: type[Model], name: str) -> list[tuple[str, Words]]:
    """Code and word of each choice of a column, as a form offers them."""
    return list(_column(model, name).flatchoices)


def longest_of(model: type[Model], name: str) -> int | None:
    """How many characters a column takes; None where there is no end."""
    return _column(model, name).max_length


def _column(model: type[Model], name: str) -> Field:
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} of {model.__name__} is no column")
    return field
