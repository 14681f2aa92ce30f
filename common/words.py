"""The type of a text that is shown: written out, or put into the reader's language when it is shown."""

from django.utils.functional import Promise

Words = str | Promise
