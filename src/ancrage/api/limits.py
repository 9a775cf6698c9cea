"""How many requests an address sends in a minute: counted in the memory of each process, without a statement."""

import time
from collections import Counter
from ipaddress import IPv6Address, ip_address
from threading import Lock

from django.conf import settings

_lock = Lock()
_seen: Counter[str] = Counter()
_minute = [0]


def too_many(address: str | None) -> int:
    """Count one request. How many seconds to wait; 0 when it may pass."""
    allowed = most()
    if not allowed:
        return 0
    minute, second = divmod(int(time.time()), 60)
    with _lock:
        if _minute[0] != minute:
            _minute[0] = minute
            _seen.clear()
        key = _network(address or "")
        _seen[key] += 1
        return 60 - second if _seen[key] > allowed else 0


def forget() -> None:
    """As when the process starts."""
    with _lock:
        _seen.clear()


def _network(address: str) -> str:
    """Someone with IPv6 has a whole network of addresses: it is the network that is counted."""
    if ":" not in address:
        return address
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Address(int(found) >> 64 << 64)) if isinstance(found, IPv6Address) else address


def most() -> int:
    """Requests a minute; 0 when they are not counted."""
    return int(settings.ANCRAGE_API_PER_MINUTE)
