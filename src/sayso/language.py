"""Which language an article is in. The door to py3langid, whose model is unpacked when a text is not plainly
English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

SUPPORTED_LANGUAGES = frozenset({"en"})
"""Languages that statements are extracted from; articles in others are stored and searchable."""
PREFIX = 2000
"""Characters looked at: a language shows within a paragraph."""
MIN_LETTERS = 60
"""Fewer letters than in a long headline don't tell a language: names in them weigh too much."""
SURE = 0.9
"""Probability below which the language stays unknown (and the article is extracted)."""
PLAINLY_ENGLISH = 0.25
"""Share of words that are English function words. English prose has .35 to .5; the kindred languages share only a few
such forms (`in`, `was`, `he`, `is`) and stay under .15. It saves unpacking the model, a second, over English pages."""

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_WORDS = """
the of and to a in that is was for on with as by at from it he his they their this which be been has have had
were are not but or who would will said its an after about than she her we you there when more also into out
what
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def language_of(text: str) -> str | None:
    """Return the text's language as ISO 639-1, or None where it is too short or mixed to tell.

    >>> language_of("The minister said on Monday that the harbour would be closed, and that this was not a threat.")
    'en'
    >>> language_of("OK, 12:30") is None
    True
    """
    head = text[:PREFIX]
    words = _WORD.findall(head.lower())
    if sum(map(len, words)) < MIN_LETTERS:
        return None
    if len(words) >= 15 and sum(word in _ENGLISH for word in words) >= PLAINLY_ENGLISH * len(words):
        return "en"
    return _by_model(head)


def _by_model(text: str) -> str | None:
    name, probability = _identifier().classify(text)
    return str(name) if probability >= SURE else None


@cache
def _identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # no types; late: its model takes a second to unpack

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
