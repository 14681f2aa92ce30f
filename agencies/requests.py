"""What a view behind sign-in is given."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from agencies.models import User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class PersonRequest(HttpRequest):
    """A request of a person who has signed in; views that need nobody take Django's HttpRequest."""

    user: User
    htmx: "HtmxDetails"


def person(request: HttpRequest) -> User:
    """Who is signed in, where Django's own signature leaves it open; raises TypeError for a stranger."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in")
    return request.user
