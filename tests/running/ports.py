"""Free ports on loopback."""

import socket
from contextlib import suppress
from random import SystemRandom
from typing import Final

_PORTS: Final = range(15_000, 32_000)  # below those that systems take for outgoing connections
_CHANCE: Final = SystemRandom()  # another one in each process, whatever tests seed


def free_port() -> int:
    """A port that was free a moment ago, and that no outgoing connection takes before it is used."""
    while True:
        port = _CHANCE.choice(_PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
