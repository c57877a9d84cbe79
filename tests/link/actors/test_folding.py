"""Names are folded alike, whichever way they are read; a local actor knows where it is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.link.actors import LocalActor, LocalKey
from sayso.link.actors.transliteration import fold


@pytest.mark.parametrize("sign", [chr(n) for n in range(128)])
def test_a_name_without_accents_is_folded_as_the_same_name_with_them(sign):
    assert fold(f"A{sign}lund {sign}") == fold(f"Á{sign}lund {sign}")


def test_a_local_actor_is_found_by_its_article_and_id_and_compared_by_all_that_was_read():
    one = LocalActor("x", "a", "Ann Lund", "person")
    assert one.key == replace(one, name="Lund").key == LocalKey("a", "x")
    assert one != replace(one, name="Lund")
    assert replace(one, id="y").key == LocalKey("a", "y")
