"""Whether the domain of an e-mail still takes mail: its mail servers, else its own address, as senders look for it."""

from typing import Final

from dns.exception import DNSException, Timeout
from dns.name import root
from dns.resolver import NXDOMAIN, NoAnswer, NoNameservers, NoResolverConfiguration, Resolver

_SECONDS: Final = 8.0
# Whoever was asked could not say: nothing is known of the domain.
_UNTOLD: Final = (Timeout, NoNameservers, NoResolverConfiguration, OSError)


def takes_mail(domain: str, resolver: Resolver | None = None) -> bool | None:
    """None when no answer came: that says nothing of the domain.

    :param resolver: who is asked; the machine's own, unless a test gives its.
    """
    try:
        asked = resolver or Resolver()
        return any(_is_reached(server, asked) for server in _servers(domain, asked))
    except _UNTOLD:
        return None
    except DNSException:
        return False


def _servers(domain: str, resolver: Resolver) -> list[str]:
    """The mail servers of a domain; itself without any. One named « . » says that it takes no mail."""
    try:
        found = resolver.resolve(domain, "MX", lifetime=_SECONDS)
    except NoAnswer:
        return [domain]
    return [str(one.exchange) for one in found if one.exchange != root]


def _is_reached(server: str, resolver: Resolver) -> bool:
    for sort in ("A", "AAAA"):
        try:
            resolver.resolve(server, sort, lifetime=_SECONDS)
        except (NoAnswer, NXDOMAIN):
            continue
        return True
    return False
