"""The keys of a statement: two statements that share one are compared as copies.

Runs of words are winnowed (Schleimer, Wilkerson and Aiken, Winnowing, 2003): of neighbouring runs the one that tells
most is kept, so that any run of six words that two contents share gives them a key, wherever the one was cut.
"""

from __future__ import annotations

from sayso.link.content_words import content_words
from sayso.link.function_words import FUNCTION_WORDS
from sayso.link.keys import key
from sayso.link.speaker_names import name_words
from sayso.records import StatementRow

RUN = 4
"""Words of a run."""
WINDOW = 3
"""Runs of which one is kept: a shared run of RUN + WINDOW - 1 words gives a key."""
SHORT = 6
"""Contents of fewer words have a key with their speaker's name: "a lie" is said every day."""
MOST_KEYS = 64
"""Keys of one statement; a content that has more loses those with the largest numbers."""


def statement_copy_keys(row: StatementRow) -> frozenset[int]:
    """Return the 63-bit keys of a statement; they follow from its content and its speaker's name alone."""
    forms = content_words(row).forms
    name = name_words(row)
    keys = sorted(_winnowed(forms))[:MOST_KEYS]
    if forms and len(forms) < SHORT and name:
        keys.append(key("short", name[-1], *forms))
    return frozenset(keys)


def _winnowed(forms: tuple[str, ...]) -> set[int]:
    runs = [forms[at : at + RUN] for at in range(len(forms) - RUN + 1)]
    ranked = [(sum(form in FUNCTION_WORDS for form in run), key("run", *run)) for run in runs]
    windows = range(max(1, len(ranked) - WINDOW + 1)) if ranked else ()
    kept = {min(ranked[at : at + WINDOW]) for at in windows}
    return {number for common, number in kept if common < RUN}
