"""The table of states agrees with itself, and tells a capital from a name."""

from __future__ import annotations

import pytest

from sayso.resolve.states import states


def test_no_word_names_two_states():
    seen = {}
    for code, one in states().by_code.items():
        for word in (one.name, *one.also, *one.seats, *one.people, *one.houses):
            assert seen.setdefault(word.lower(), code) == code, word


def test_codes_are_three_letters_and_names_are_given():
    assert all(len(code) == 3 and code.isupper() and one.name for code, one in states().by_code.items())
    assert len(states().by_code) > 195


def test_a_house_affiliates_and_is_no_name():
    assert states().affiliation("the Kremlin") == "RUS"
    assert states().code("the Kremlin") is None


@pytest.mark.parametrize("name", ["Congo", "Congolese"])
def test_a_name_that_two_states_share_is_neither_of_them(name):
    assert states().code(name) is None
    assert name.lower() not in states().people
