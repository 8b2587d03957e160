"""Whether hubs can reach the desk."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from checks.retrieval.fetch.addresses import is_open

# Names that no public name server knows: RFC 6761, RFC 6762, RFC 8375, what ICANN keeps free for private use, and
# common use.
_PRIVATE: Final = (".localhost", ".local", ".internal", ".home.arpa", ".test", ".lan")


def is_reachable(base_url: str) -> bool:
    """Whether the desk's address may be one that hubs outside reach: neither loopback nor private, by its name
    alone.
    """
    host = (urlsplit(base_url).hostname or "").rstrip(".").lower()
    try:
        ip_address(host)
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE)
    return is_open(host)


def takes_pushes(setting: str, base_url: str) -> bool:
    """Whether the desk subscribes to hubs: by the setting "on" or "off", else where its address is reachable."""
    return setting == "on" or (setting == "auto" and is_reachable(base_url))
