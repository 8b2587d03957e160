"""What a web address may be: one rule for all that is typed, sent, or read in feeds, pages and answers; and which hosts
of the newsroom's own network may be asked.

Hosts with other letters than ASCII are checked by the `idna` package (RFC 5891, UTS #46).
"""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final
from urllib.parse import quote, urlsplit

import idna

# RFC 1034 allows no underscore, yet hosts that answer have one.
_ASCII_HOST: Final = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII | re.IGNORECASE)
_LONGEST_HOST: Final = 253  # characters, RFC 1035
# Join or keep apart letters of Arabic, Persian and the languages of India, and so stand in honest addresses.
_JOINERS: Final = "\u200c\u200d"
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")  # categories of Unicode


def host_fault(address: str) -> str | None:
    """Why nothing on the web can be found at an address, by its host and port, in words; None if it can.

    The scheme is not looked at.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a port beyond 65535, brackets around what is no IPv6 address
        return "the address names no host that could exist"
    if "@" in parts.netloc:
        return "the address holds a name or password; give it without"
    if port == 0 or not (":" in host or _could_exist(host.removesuffix("."))):
        return "the address names no host that could exist"
    return None


def unseen_fault(address: str) -> str | None:
    """Which character of an address nobody can see, as those that turn the direction of writing, in words; None
    without.
    """
    found = next((each for each in address if _is_unseen(each)), None)
    if found is None:
        return None
    return f"the address holds the character U+{ord(found):04X}, which cannot be seen; take it out"


def escape_unseen(address: str) -> str:
    """An address with such characters escaped; those around it are taken off."""
    kept = address.strip("".join(each for each in set(address) if _is_unseen(each)) + " ")
    return "".join(quote(each, errors="replace") if _is_unseen(each) else each for each in kept)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN and character not in _JOINERS


def _could_exist(host: str) -> bool:
    if host.isascii():
        return len(host) <= _LONGEST_HOST and _ASCII_HOST.fullmatch(host) is not None
    try:
        idna.encode(host, uts46=True)
    except UnicodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class InsideHosts:
    """Hosts in the newsroom's own network that may be fetched from, because the operator has named them.

    Attributes:
        names: of hosts, or networks as "10.1.0.0/16", each with the port that is allowed; None for the usual ports.
    """

    names: tuple[tuple[str, int | None], ...] = ()

    @classmethod
    def parse(cls, texts: tuple[str, ...]) -> "InsideHosts":
        """Hosts as "wire.example.lan", "wire.example.lan:8080" or "10.1.0.0/16:8080".

        Raises:
            ValueError: one of them is no such thing.
        """
        return cls(tuple(map(_parsed, texts)))

    def allow(self, host: str, port: int, usual: int) -> bool:
        """Whether a host may be asked on a port; a name without one stands for the `usual` port of the scheme."""
        return any(_fits(host, name) and port == (own or usual) for name, own in self.names)

    def name(self, host: str) -> bool:
        """Whether a host is among them, on whatever port."""
        return any(_fits(host, name) for name, _ in self.names)


def _parsed(text: str) -> tuple[str, int | None]:
    name, _, port = text.strip().rpartition(":") if text.count(":") == 1 else (text.strip(), "", "")
    if not name or (port and not port.isascii()) or (port and not port.isdecimal()):
        raise ValueError(f"“{text}” is no host, such as wire.example.lan:8080")
    if "/" in name:
        ip_network(name)
    return name.lower(), int(port) if port else None


def _fits(host: str, name: str) -> bool:
    if "/" not in name:
        return host == name
    try:
        return ip_address(host) in ip_network(name)
    except ValueError:
        return False
