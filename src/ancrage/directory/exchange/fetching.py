"""A file asked of another server: over https, of a public address alone, within limits of size and time."""

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Final
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
from django.utils.translation import gettext as _

from ancrage.core.errors import Refused

MOST_BYTES: Final = 2 * 1024**3
MOST_SECONDS: Final = 1800
_TIMEOUT: Final = httpx.Timeout(30, connect=10)
_MOST_STEPS: Final = 4
_AGENT: Final = "Ancrage (directory feed)"
Resolve = Callable[[str], list[str]]


class FetchRefused(Refused):
    """The file was not had. Nothing of the directory changes."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, field="address")


@dataclass(frozen=True)
class Fetched:
    """``file`` is None when it has not changed since ``etag``."""

    file: IO[bytes] | None
    etag: str


def addresses_of(host: str) -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise FetchRefused(_("Le serveur %(host)s n’existe pas, ou ne répond pas.") % {"host": host}) from error


def fetch(
    address: str,
    *,
    etag: str = "",
    transport: httpx.BaseTransport | None = None,
    resolve: Resolve = addresses_of,
) -> Fetched:
    """The file at ``address``, whole, or nothing when it has not changed.

    :raises FetchRefused: for what is not https, not a public address, too large, too slow, or refused by the server.
    """
    until = time.monotonic() + MOST_SECONDS
    with httpx.Client(timeout=_TIMEOUT, transport=transport, trust_env=False) as client:
        for _step in range(_MOST_STEPS):
            url, host = _pinned(address, resolve)
            headers = {"Host": host, "User-Agent": _AGENT, "Accept-Encoding": "gzip, identity"}
            headers |= {"If-None-Match": etag} if etag else {}
            try:
                with client.stream("GET", url, headers=headers, extensions={"sni_hostname": host}) as answer:
                    if answer.has_redirect_location:
                        address = urljoin(address, answer.headers.get("Location", ""))
                        continue
                    return _received(answer, etag, until)
            except httpx.HTTPError as error:
                raise FetchRefused(_("Le serveur %(host)s ne répond pas comme il faut.") % {"host": host}) from error
    raise FetchRefused(_("Cette adresse renvoie sans fin à une autre."))


def _pinned(address: str, resolve: Resolve) -> tuple[str, str]:
    """The address by the number of its server, checked: a name that changes its mind leads nowhere else."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise FetchRefused(_("Une source se lit par une adresse https://."))
    if parts.port not in {None, 443}:
        raise FetchRefused(_("Une source se lit par le port habituel de https."))
    found = resolve(parts.hostname)
    if not found or not all(ipaddress.ip_address(one).is_global for one in found):
        raise FetchRefused(_("Cette adresse mène à un réseau privé : elle n’est pas lue."))
    number = f"[{found[0]}]" if ":" in found[0] else found[0]
    return urlunsplit(("https", number, parts.path or "/", parts.query, "")), parts.hostname


def _received(answer: httpx.Response, etag: str, until: float) -> Fetched:
    if answer.status_code == httpx.codes.NOT_MODIFIED:
        return Fetched(None, etag)
    if answer.status_code != httpx.codes.OK:
        raise FetchRefused(_("Le serveur a répondu %(code)d.") % {"code": answer.status_code})
    file, size = TemporaryFile(), 0  # noqa: SIM115 - closed by whoever reads it
    for piece in answer.iter_bytes():
        size += len(piece)
        if size > MOST_BYTES or time.monotonic() > until:
            file.close()
            raise FetchRefused(_("Ce fichier est trop grand, ou arrive trop lentement."))
        file.write(piece)
    file.seek(0)
    return Fetched(file, answer.headers.get("ETag", "")[:300])
