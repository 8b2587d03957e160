"""The roles by which is decided who may do what: those of people, and the machine's beside them."""

from typing import Final

PERSON_ROLES: Final = ("checker", "reviewer", "admin")
SENIOR_ROLES: Final = ("reviewer", "admin")
ROLES: Final = ("machine", *PERSON_ROLES)
