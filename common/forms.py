"""Controls of forms that every app uses."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A day as people write it, 20/11/2026. The browser's own control speaks the browser's language."""

    def __init__(self) -> None:
        attributes = {
            "class": "is-day",
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": _("ngày/tháng/năm"),
        }
        super().__init__(attributes, format="%d/%m/%Y")
