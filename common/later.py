"""What is imported when it is first needed: the makers of papers, the API, charts.

A library that only some requests use (Word's, Excel's, plotly, the API's) costs every command the time to import it.
What uses it therefore stands in a module of its own, and is named here instead of imported. A process that
serves people imports all of it when it starts (`warm`), so that nobody waits for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.module_loading import import_string

T = TypeVar("T")

_warming: dict[str, Callable[[], object]] = {}


@dataclass(frozen=True)
class Later(Generic[T]):
    """A function by its name, imported when it is called.

    A view is `csrf_exempt` where the one behind it is: an API checks itself who may change something.
    """

    name: str
    csrf_exempt: bool = False

    def function(self) -> Callable[..., T]:
        return import_string(self.name)

    def __call__(self, *args: object, **kwargs: object) -> T:
        return self.function()(*args, **kwargs)


def later(name: str, *, csrf_exempt: bool = False) -> Later[T]:
    """The function `package.module.name`, imported when it is first called, or when the process is warmed."""
    found: Later[T] = Later(name, csrf_exempt)
    at_start(name, found.function)
    return found


def at_start(name: str, make_ready: Callable[[], object]) -> None:
    """Have a process that serves people do this when it starts; under a name, once."""
    _warming.setdefault(name, make_ready)


def warm() -> None:
    """Make ready all that is needed later, in a process that serves people; its addresses have been loaded."""
    for make_ready in list(_warming.values()):
        make_ready()
