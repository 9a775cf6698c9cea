"""Where a request comes from, and where one may be sent."""

from ipaddress import IPv6Address, ip_address, ip_network


def network_of(address: str | None) -> str:
    """The network behind an address: a household's IPv6 addresses are one."""
    found = ip_address(address) if address else None
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def is_public(address: str) -> bool:
    """Whether an address is one of the Internet: neither this machine, nor a private network."""
    found = ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast
