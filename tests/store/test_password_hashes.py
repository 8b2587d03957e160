"""A password is verified in the same time, whether the person exists or not."""

import pytest
from argon2 import extract_parameters
from argon2.exceptions import VerifyMismatchError

from store import people


def test_the_hash_of_nobody_costs_what_that_of_a_person_does_and_no_password_fits() -> None:
    nobody, person = people._hash_of_nobody(), people.hash_password("correct horse battery")
    assert extract_parameters(nobody) == extract_parameters(person)
    for password in ("", "correct horse battery"):
        with pytest.raises(VerifyMismatchError):  # it was computed: an invalid hash is refused at once
            people._HASHER.verify(nobody, password)
