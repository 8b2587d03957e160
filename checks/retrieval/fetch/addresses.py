"""Which addresses may be reached: those that the whole Internet can reach, and nothing inside."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

_NAT64: Final = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address stands in the last 32 bits
# Not of the whole Internet by IANA's registries of special-purpose addresses (RFC 6890), or served by whoever is near;
# versions of Python before 3.13 count some of them among the global ones.
_SPECIAL: Final = tuple(map(ip_network, (
    "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
    "192.88.99.0/24",  # relays of 6to4, withdrawn, RFC 7526
    "192.31.196.0/24", "192.175.48.0/24", "2001:4:112::/48", "2620:4f:8000::/48",  # AS112, RFC 7534 and 7535
    "3fff::/20",  # documentation, RFC 9637
    "5f00::/16",  # segment routing, RFC 9602
    "64:ff9b:1::/48",  # translation of addresses inside a network, RFC 8215
    "fec0::/10",  # site-local, RFC 3879
)))  # fmt: skip
_PORTS: Final = {"http": 80, "https": 443}


class Refused(ValueError):
    """An address that may not be asked; the message says why, in words."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host that a source may ask. `name` may begin with `*.` for all hosts below; `inside` hosts may stand in the
    newsroom's own network, because the operator has named them.
    """

    scheme: str
    name: str
    port: int
    inside: bool = False

    @classmethod
    def of(cls, url: str, *, inside: bool = False) -> "Host":
        """The host of an address; a part in braces ("{language}.wikipedia.org") stands for any one name."""
        scheme, name, port = _parts(url)
        if name.startswith("{") and "}." in name:
            name = f"*.{name.split('}.', 1)[1]}"
        return cls(scheme, name, port, inside)

    def holds(self, url: str) -> bool:
        """Whether `url` is on this host, with the same scheme and port."""
        scheme, name, port = _parts(url)
        below = self.name.startswith("*.") and name.endswith(self.name[1:]) and name != self.name[1:]
        return (scheme, port) == (self.scheme, self.port) and (below or name == self.name)


def _parts(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address, the port by its scheme where none is written. Raises `Refused` for any
    other scheme, and for an address with a name and password in it.
    """
    try:
        split = urlsplit(url)
        port = split.port or _PORTS.get(split.scheme, 0)
    except ValueError as error:
        raise Refused(f"“{url}” is no address: {error}") from None
    if split.scheme not in _PORTS or not split.hostname:
        raise Refused(f"“{url}” is no address that begins with http:// or https://")
    if split.username or split.password:
        raise Refused("an address with a name and password in it is not asked")
    return split.scheme, split.hostname.rstrip("."), port


def is_open(address: str) -> bool:
    """Whether an IP address is one of the whole Internet: global, no multicast, nothing reserved.

    Addresses that carry another one (IPv4-mapped, 6to4, Teredo, NAT64) are as open as the one they carry.
    """
    ip = ip_address(address.split("%")[0])
    carried = _carried(ip) if isinstance(ip, IPv6Address) else None
    if carried is not None:
        return is_open(str(carried))
    if any(ip in network for network in _SPECIAL if network.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _carried(ip: IPv6Address) -> IPv4Address | None:
    if ip.teredo:
        return ip.teredo[1]
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def resolve(name: str, port: int, *, inside: bool) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    """The addresses of a host, each one checked; unless the host may stand inside, one closed address refuses it.

    Raises `Refused` then, and `OSError` where the name is not known.
    """
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    addresses: list[tuple[socket.AddressFamily, tuple[str, int]]] = [
        (family, (str(place[0]), port)) for family, _, _, _, place in found
    ]
    closed = next((ip for _, (ip, _) in addresses if not is_open(ip)), None)
    if closed and not inside:
        raise Refused(f"{name} leads to {closed}, an address inside a network, which is not asked")
    return addresses
