"""The web process of the desk that waits for clients half as long as the real one, so that tests of its waiting do too.

python -m tests.service.impatient web
"""

from typing import Final

from cli.main import main
from service.serving import http_protocol

SECONDS: Final = 5.0  # in place of ten, for each of them


def _hurry() -> None:
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "LINGER_SECONDS"):
        assert vars(http_protocol)[name] > SECONDS
        setattr(http_protocol, name, SECONDS)


if __name__ == "__main__":
    _hurry()
    main()
