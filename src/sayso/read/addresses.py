"""Which addresses may be connected to: none that lies within the user's own machine or network.

A page could otherwise redirect sayso to a router's or a cloud machine's inner pages (server-side request forgery).
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from sayso.errors import SaysoError

NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses whose last 32 bits are an IPv4 address (RFC 6052)."""

LOCAL = (
    IPv6Network("::/96"),  # an IPv4 address in the form of before 2006 (RFC 4291, section 2.5.5.1)
    IPv6Network("::ffff:0:0:0/96"),  # one that a network translates without a state (RFC 2765)
    IPv6Network("64:ff9b:1::/48"),  # one behind a NAT64 of the network itself (RFC 8215)
    IPv6Network("fec0::/10"),  # site-local (RFC 3879)
)
"""What leads nowhere but within a network, though `ipaddress` calls some of it global."""


class PrivateAddressError(SaysoError):
    """A host is at an address that must not be connected to."""


def addresses_of(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Resolve the host and return its addresses, in the order in which they are to be tried.

    Raises `PrivateAddressError` where any of them is private, and `OSError` where the host has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        kind = None if allow_private else private_kind(address)
        if kind:
            at = "" if address == host.strip("[]") else f" at {address},"
            raise PrivateAddressError(f"{host!r} is{at} {kind} address, and only public ones are fetched from")
    return addresses


def private_kind(address: str) -> str | None:
    """Return "a loopback", "a private", .. for an address that is not on the public internet, else None.

    >>> private_kind("127.0.0.1"), private_kind("::ffff:10.0.0.1"), private_kind("169.254.169.254")
    ('a loopback', 'a private', 'a link-local')
    >>> private_kind("fec0::1"), private_kind("::10.0.0.1")
    ('a private', 'a private')
    >>> private_kind("93.184.216.34") is None
    True
    """
    ip = _innermost(ip_address(address))
    kinds = {
        "an unspecified": ip.is_unspecified,
        "a loopback": ip.is_loopback,
        "a link-local": ip.is_link_local,
        "a multicast": ip.is_multicast,
        "a private": not ip.is_global or any(ip in network for network in LOCAL),
    }
    return next((kind for kind, applies in kinds.items() if applies), None)


def _innermost(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address stands for (mapped, 6to4, Teredo, NAT64), or the address."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)
