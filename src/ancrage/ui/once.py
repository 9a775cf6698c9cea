"""The mark of a form that writes, new each time it is drawn: sent twice, it is known (``ancrage.accounts.once``)."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ancrage.core.ids import uuid7

FIELD: Final = "_une_fois"


def once() -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid7())
