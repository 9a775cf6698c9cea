"""Web addresses and e-mail domains are asked whether they still answer: politely, and never inside a private network."""

import socket
from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
from django.db import transaction
from dns.resolver import Resolver

from ancrage.core.networks import is_public
from ancrage.directory.exchange.mail import takes_mail
from ancrage.directory.models import CheckOutcome, LinkCheck
from ancrage.directory.queries.links import MAIL, addresses_given

_NAME: Final = "Ancrage (verification de liens)"
_TIMEOUT: Final = httpx.Timeout(10.0)
_MOST_REDIRECTS: Final = 5
_GONE: Final = frozenset({404, 410})
# A server that will not say: there is one.
_THERE: Final = frozenset({401, 403, 405, 406, 429, 451})
Resolve = Callable[[str], list[str]]
Answer = tuple[CheckOutcome, int | None]


@transaction.atomic
def list_addresses() -> int:
    """Have a check for each address given, and no other. Returns how many there are."""
    given = set(addresses_given())
    known = set(LinkCheck.objects.values_list("address", flat=True))
    LinkCheck.objects.filter(address__in=known - given).delete()
    LinkCheck.objects.bulk_create([LinkCheck(address=one) for one in sorted(given - known)], ignore_conflicts=True)
    return len(given)


def check_address(
    *,
    check: LinkCheck,
    at: datetime,
    resolve: Resolve | None = None,
    may_ask: Callable[[str], bool] = is_public,
    resolver: Resolver | None = None,
) -> LinkCheck:
    """Ask once, and keep the answer. No transaction is held while a server answers.

    :param resolve: the addresses of a name; ``may_ask`` says which of them may be asked; ``resolver`` knows the mail
        servers: tests give theirs.
    """
    if check.address.startswith(MAIL):
        outcome, status = _mail(check, resolver), None
    else:
        outcome, status = _web(check.address, resolve or _resolved, may_ask)
    if outcome is None:
        # Nobody could say: what was known stays, and it is asked again in its turn.
        check.checked_at = at
        check.save(update_fields=["checked_at"])
        return check
    check.outcome, check.status, check.checked_at = outcome, status, at
    check.failures = 0 if outcome == CheckOutcome.OK else check.failures + 1
    check.save(update_fields=["outcome", "status", "checked_at", "failures"])
    return check


def _mail(check: LinkCheck, resolver: Resolver | None) -> CheckOutcome | None:
    is_taken = takes_mail(check.address.removeprefix(MAIL), resolver)
    if is_taken is None:
        return None
    return CheckOutcome.OK if is_taken else CheckOutcome.NO_MAIL


def _web(address: str, resolve: Resolve, may_ask: Callable[[str], bool]) -> Answer:
    """HEAD, then GET where HEAD is not understood; each step of a redirection is looked at before it is followed."""
    with httpx.Client(
        timeout=_TIMEOUT, headers={"User-Agent": _NAME}, follow_redirects=False, trust_env=False
    ) as client:
        for _step in range(_MOST_REDIRECTS):
            try:
                number = _number(address, resolve, may_ask)
                if isinstance(number, CheckOutcome):
                    return number, None
                status, location = _asked(client, address, number)
            except (httpx.HTTPError, httpx.InvalidURL, ValueError):
                return CheckOutcome.SILENT, None
            if location is None:
                return _outcome(status), status
            address = urljoin(address, location)
    return CheckOutcome.ERROR, None


def _number(address: str, resolve: Resolve, may_ask: Callable[[str], bool]) -> str | CheckOutcome:
    """The number of the server, once it may be asked; else why it may not."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        return CheckOutcome.REFUSED
    found = resolve(parts.hostname)
    if not found:
        return CheckOutcome.SILENT
    return found[0] if all(may_ask(one) for one in found) else CheckOutcome.REFUSED


def _asked(client: httpx.Client, address: str, number: str) -> tuple[int, str | None]:
    """The status, and where it leads. A body is never read; a name that changes its mind leads nowhere else."""
    parts = urlsplit(address)
    server = (f"[{number}]" if ":" in number else number) + (f":{parts.port}" if parts.port else "")
    url = urlunsplit((parts.scheme, server, parts.path or "/", parts.query, ""))
    for method in ("HEAD", "GET"):
        sent = {"Host": parts.netloc}
        with client.stream(method, url, headers=sent, extensions={"sni_hostname": parts.hostname}) as answer:
            if answer.is_success or answer.has_redirect_location or method == "GET":
                return answer.status_code, answer.headers["Location"] if answer.has_redirect_location else None
    raise ValueError(address)


def _outcome(status: int) -> CheckOutcome:
    if status in _GONE:
        return CheckOutcome.GONE
    return CheckOutcome.OK if status < 400 or status in _THERE else CheckOutcome.ERROR


def _resolved(name: str) -> list[str]:
    try:
        return sorted({str(one[4][0]) for one in socket.getaddrinfo(name, None, proto=socket.IPPROTO_TCP)})
    except (OSError, UnicodeError):
        return []
