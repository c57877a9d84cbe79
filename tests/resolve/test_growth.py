"""The work of resolving grows as the text does: counted in calls, which no busy machine changes.

A text of one line without a full stop is the hard case: all of it is one sentence to whoever looks for one.
"""

from __future__ import annotations

import itertools
import re
import sys

import pytest

from benchmarks.fuzzing.eager_model import EagerModel
from sayso import clean
from sayso.annotate import annotate
from sayso.config import Settings
from sayso.extract import statements
from sayso.read import make_document
from sayso.resolve import resolve

LINEAR = 2.6
"""Times the calls for twice the text: twice, and what growing numbers of digits and of cached words add."""


def names(count):
    letters = itertools.product("abcdef", repeat=4)
    return "".join(f"A{''.join(some)} B{''.join(some[::-1])} said no. " for some in itertools.islice(letters, count))


def bodies(count):
    letters = itertools.islice(itertools.product("ABCDEFGH", "abcdefgh", "abcdefgh"), count)
    return "".join(f"The {a}{b}{c}or Board of {b.upper()}{c}{a} said no. " for a, b, c in letters)


TEXTS = {
    "dates": lambda n: "he said on monday, 5 may 2024, that it was over as she said in 2019 " * n,
    "first persons": lambda n: "I said that we said it to all of them, and " * n,
    "documents": lambda n: "The report said that it was over in 2019 as the statement said. " * n,
    "officials": lambda n: "He said that the official said it. " * 2 * n,
    "occasions": lambda n: "He spoke at the Harbour Club Hall in Velden at a rally, she said. " * n,
    "marks": lambda n: "“a said " * 4 * n,
    "names": names,
    "bodies": bodies,
    "pronouns": lambda n: names(n).replace(" said no. ", " said no. He said yes. "),
    "namesakes": lambda n: re.sub(r" B\w+ said no\. ", " Lund said no. Lund said yes. ", names(n)),
}


@pytest.fixture(scope="module")
def calls():
    """Return how many calls it takes to resolve a text."""
    model = EagerModel()

    def counted(text):
        content = f"The talks went on for days. {text}".encode()
        document = make_document(
            content=content, name="t", origin="t", fetched="2031-06-01T00:00:00Z", media_type="text/plain"
        )
        article = clean.article(document, Settings(plain=True))
        [notes] = annotate([article], model)
        found = statements(article, notes, model)
        said = notes.names(), notes.references()
        number = 0

        def count(*_):
            nonlocal number
            number += 1

        sys.setprofile(count)
        try:
            resolve(article, found, *said)
        finally:
            sys.setprofile(None)
        return number

    counted("He said no. ")  # what is read once for all texts
    return counted


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_takes_about_twice_the_work(calls, kind):
    once, twice = (calls(TEXTS[kind](count)) for count in (60, 120))
    assert twice < LINEAR * once
