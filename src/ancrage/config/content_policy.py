"""What a page may load, and from where: itself, and the source of the map's pictures when the operator set one."""

import re
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

_PLACES = ("{z}", "{x}", "{y}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?")


def policy(tiles: str) -> dict[str, Any]:
    """The content security policy; ``tiles``: where the map's pictures come from, or nothing.

    `data:` serves the toolkit's icons and the picture of the second factor's code; no nonce is needed anywhere.

    :raises ImproperlyConfigured: when that address is not one of pictures.
    """
    more = origins(tiles)
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF, "data:", *more],
            "font-src": [SELF],
            "connect-src": [SELF, *more],
            "form-action": [SELF],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        },
    }


def origins(tiles: str) -> list[str]:
    """The origin of an address of pictures, if it is not ours."""
    if not tiles:
        return []
    # Places are put in by the browser: elsewhere, braces would be an address that changes.
    bare = re.sub("{[zxy]}", "0", tiles)
    parts = urlsplit(bare)
    is_ours = bare.startswith("/") and not bare.startswith("//")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"})
    is_plain = not re.search(r"[\s{}\\]", bare) and all(place in urlsplit(tiles).path for place in _PLACES)
    if not is_plain or not (is_ours or (is_safe and _HOST.fullmatch(parts.netloc))):
        raise ImproperlyConfigured(
            "MAP_TILES_URL is an address such as https://tuiles.example/{z}/{x}/{y}.png, on one host, "
            f"or a path of this site such as /tuiles/{{z}}/{{x}}/{{y}}.png; not {tiles!r}."
        )
    return [] if is_ours else [f"{parts.scheme}://{parts.netloc}"]
