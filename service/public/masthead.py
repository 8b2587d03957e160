"""What every public page shows of the newsroom: its name, its logo, and the addresses of its policies."""

from dataclasses import dataclass

from flask import url_for

from service.language import choice
from service.public.claim_review import Organization
from settings import settings
from store.db import Connection
from store.newsroom import profile
from store.newsroom.profile import Newsroom


@dataclass(frozen=True, slots=True)
class Masthead:
    """The newsroom as public pages show it; `logo` is the path of its logo, None without one."""

    name: str
    logo: str | None
    newsroom: Newsroom

    @property
    def organization(self) -> Organization:
        """The newsroom as ClaimReview names it."""
        return Organization(self.name, settings().base_url, self.logo and absolute(self.logo))


def read_masthead(conn: Connection) -> Masthead:
    """The newsroom as it stands; the answer to this request speaks its language."""
    newsroom = profile.get_newsroom(conn)
    choice.speak(newsroom.language)
    name = newsroom.name or settings().publisher
    key = newsroom.logo_sha256 and newsroom.logo_sha256.hex()[:16]
    return Masthead(name, url_for("about.logo_picture", key=key) if key else None, newsroom)


def absolute(path: str) -> str:
    """A path of ours as a whole address."""
    return settings().base_url + path
