"""Which addresses belong to the open internet."""

from __future__ import annotations

import ipaddress

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""RFC 4291, 2.4: what IANA gives to the open internet; all other IPv6 addresses have other uses."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_TRANSLATED = (_NAT64, ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("::ffff:0:0:0/96"))
"""RFC 6052, RFC 4291 and RFC 2765: an IPv4 address stands in the last 32 bits."""
_SPECIAL_6 = tuple(
    map(
        ipaddress.IPv6Network,
        ("2001::/23", "2001:db8::/32", "3fff::/20", "2620:4f:8000::/48"),
    )
)
"""IANA's special-purpose registry, within 2000::/3: protocols, documentation, AS112."""
_SPECIAL_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
"""IANA's special-purpose registry, multicast and what is reserved."""
_ISATAP = (0x00005EFE, 0x02005EFE)
"""RFC 5214, 6.1: what stands before an IPv4 address in the interface's identifier."""


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, and so is the one that a transition address wraps.

    Args:
        address: IPv4 or IPv6, without a zone.
    """
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _SPECIAL_4)
    number = int(found)
    last = ipaddress.IPv4Address(number & 0xFFFFFFFF)
    if any(found in network for network in _TRANSLATED):
        return is_public(str(last))
    if found.sixtofour is not None:
        return is_public(str(found.sixtofour))
    if found not in _GLOBAL_UNICAST or any(found in network for network in _SPECIAL_6):
        return False
    wraps = (number >> 32) & 0xFFFFFFFF in _ISATAP
    return is_public(str(last)) if wraps else True
