"""The table of states agrees with itself, and tells a capital from a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.resolve.shared_names import ELSEWHERE, shared_names, shared_words, told_by
from sayso.resolve.states import states
from tests.resolve.speaking import named, resolved


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


@pytest.mark.parametrize("name", ["Georgia", "Georgians", "Georgetown", "San Jose", "Nassau"])
def test_a_name_that_a_state_shares_with_another_place_is_neither_without_an_article(name):
    assert states().code(name) is None
    assert states().is_place(name)
    assert states().is_nobody(name)


def test_shared_names_are_read_as_states_that_there_are_or_as_no_state():
    readings = [code for one in shared_names() for code in one.readings]
    assert set(readings) - {ELSEWHERE} <= states().by_code.keys()
    signs = [some for one in shared_names() for some in one.readings.values()]
    assert all(sign == sign.lower() for some in signs for sign in (*some.anywhere, *some.beside))


@given(st.lists(st.sampled_from(["georgia", "congo", "atlanta", "tbilisi", "san", "jose", ".", "x"]), max_size=12))
def test_a_shared_name_has_one_reading_or_none(low):
    told = told_by(low, [0] * len(low))
    assert set(told) <= shared_words()
    assert not ({"atlanta", "tbilisi"} <= set(low) and "georgia" in told)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Officials met in Tbilisi. Georgia said the bridge was safe.", "GEO"),
        ("The Georgian president spoke. Georgia said the bridge was safe.", "GEO"),
        ("Abkhazia was quiet. Georgia said the bridge was safe.", "GEO"),
        ("It was late when Georgia’s prime minister left. Georgia said the bridge was safe.", "GEO"),
        ("Russia left. It was late when Russia was told that Georgia said no.", "GEO"),
        ("Kinshasa was quiet. Congo said the bridge was safe.", "COD"),
        ("Brazzaville was quiet. Congo said the bridge was safe.", "COG"),
        ("Guyana was quiet. Georgetown said the bridge was safe.", "GUY"),
        ("Costa Rica was quiet. San Jose said the bridge was safe.", "CRI"),
    ],
)
def test_an_article_that_names_what_is_of_one_alone_means_it_by_the_shared_name(text, code):
    source = text.split(" said")[0].split()[-1]
    [one] = resolved(text, "San Jose" if source == "Jose" else source)
    assert (one.id, one.kind) == (code, "state")


@pytest.mark.parametrize(
    "text",
    [
        "It was hot in Atlanta, Georgia, on Monday. Georgia said the bridge was safe.",
        "Georgia Gov. [P Bo Lund] left. Georgia said the bridge was safe.",
        "Georgia Secretary of State [P Bo Lund] left. Georgia said the bridge was safe.",
        "Voters in Georgia and Florida left early. Georgia said the bridge was safe.",
    ],
)
def test_the_region_of_a_states_name_is_a_place_that_is_no_state(text):
    [one] = resolved(text, "Georgia")
    assert (one.name, one.kind, one.affiliation) == ("Georgia", "state", ())
    assert one.id != "GEO"


@pytest.mark.parametrize(
    "text",
    [
        "It rained. Georgia said the bridge was safe.",
        "They flew from Atlanta to Tbilisi. Georgia said the bridge was safe.",
        "Rep. Bo Lund of Georgia was against help for Ukraine. Georgia said the bridge was safe.",
        "He was the president of Georgia Tech. Georgia said the bridge was safe.",
        "It rained. Congo said the bridge was safe.",
        "Kinshasa lies across from Brazzaville. Congo said the bridge was safe.",
    ],
)
def test_a_shared_name_is_nobodys_where_an_article_tells_neither_or_both(text):
    assert named(text, "Georgia" if "Georgia" in text else "Congo") == [None]


def test_a_government_of_a_shared_name_is_no_other_state_of_the_article():
    text = "[L Norland] and Russia met.\nThe Georgian government said no."
    [one] = resolved(text, "The Georgian government")
    assert one is None or (one.id != "RUS" and one.affiliation in ((), ("GEO",)))


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("New Mexico Governor", ()),
        ("Northern Ireland Secretary", ()),
        ("British Columbia Premier", ()),
        ("East Palestine Mayor", ()),
        ("Niger Delta commander", ()),
        ("Georgia Gov.", ()),
        ("turkey farmer", ()),
        ("Mexican Governor", ("MEX",)),
        ("Irish Secretary", ("IRL",)),
    ],
)
def test_a_title_is_of_a_state_that_it_names_and_of_none_whose_name_another_place_holds(title, codes):
    [one] = resolved(f"It was late when {title} [P Bo Lund] said no.", f"{title} Bo Lund")
    assert (one.name, one.affiliation) == ("Bo Lund", codes)


def test_the_president_of_a_shared_names_state_is_of_that_state():
    [one] = resolved("In Tbilisi, Georgian President [P Mara Lund] said no.", "Georgian President Mara Lund")
    assert one.affiliation == ("GEO",)


@pytest.mark.parametrize("first", ["Chad", "Georgia", "Sofia"])
def test_a_state_s_name_that_somebody_bears_as_the_first_is_hers_alone(first):
    text = f"It was late when [P {first} Lund] left. {first} said no."
    assert named(text, first) == [f"{first} Lund"]


def test_a_first_name_that_is_a_state_s_too_is_no_place_before_another():
    text = "It was late when the mother of Chad Michael Lund left. Chad Michael Lund said no."
    assert named(text, "Chad Michael Lund") == ["Chad Michael Lund"]
    text = "It was late when the ambassador to Chad Ann Lund said no."
    assert named(text, "the ambassador to Chad Ann Lund") == ["Ann Lund"]


def test_a_gulf_is_not_the_state_that_it_is_called_after():
    [one] = resolved("The wind in the Gulf of Mexico rose, and Mexico said no.", "Mexico")
    assert one.id == "MEX"
    [one] = resolved("It rained. The Gulf of Mexico said no.", "The Gulf of Mexico")
    assert one is None or one.id != "MEX"


@pytest.mark.parametrize("name", ["New Mexico", "Northern Ireland", "British Columbia", "New Guinea", "East Palestine"])
def test_a_place_whose_name_holds_a_state_s_is_not_the_state(name):
    [one] = resolved(f"It rained. They met in [L {name}], and [L {name}] said no.", name)
    assert (one.name, one.affiliation) == (name, ())
