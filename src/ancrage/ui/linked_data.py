"""The one script written inside a page: it holds data, no browser runs it, and nothing in it can end it."""

from typing import Any, Final

import orjson
from django.utils.safestring import SafeString, mark_safe

_ESCAPED: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def linked_data(document: dict[str, Any]) -> SafeString:
    text = orjson.dumps(document).decode().translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - signs of HTML are escaped
