"""The keys of an article: two articles that share one are compared.

Of two kinds. Bands of a MinHash signature over its shingles find a text that was changed a little everywhere. Passages,
runs of words of which those with the smallest hashes are kept, find a text that shares whole sentences with another and
is else its own (the smallest, as in Broder's sketches, 1997; those under a bound, as in Manber's sif, 1994).
"""

from __future__ import annotations

import numpy as np

from sayso.link.keys import key, shingle_hashes
from sayso.link.minhash import ALGORITHM, bands
from sayso.link.running_words import article_words
from sayso.records import Article

SHINGLE = 3
"""Words of a shingle: a changed word spoils three of them."""
PASSAGE = 8
"""Words of a passage: articles on one matter share many runs of five words, hardly any of eight."""
ONE_IN = 24
"""Of the passages of a text one in so many is kept, so that a third of an article of 800 words has about ten."""
FEWEST = 24
"""Passages kept of a short text, if it has them."""
MOST = 512
"""Passages kept of a long one."""


def article_keys(article: Article) -> frozenset[int]:
    """Return the 63-bit keys of an article; they follow from the words of its spoken paragraphs alone."""
    forms = article_words(article).forms
    shingles = [" ".join(forms[at : at + SHINGLE]) for at in range(len(forms) - SHINGLE + 1)]
    alike = {key("band", ALGORITHM, n, *band) for n, band in enumerate(bands(shingles))}
    return frozenset(alike | passage_keys(forms))


def passage_keys(forms: tuple[str, ...]) -> set[int]:
    """Return the keys of the passages that are kept.

    >>> words = tuple("the port stays closed until the end of May as the ministry of ports said".split())
    >>> len(passage_keys(words)), len(passage_keys(words) & passage_keys(("yesterday", *words)))
    (8, 8)
    """
    hashes = np.unique(shingle_hashes(forms, PASSAGE))
    under = int(np.searchsorted(hashes, np.uint64((1 << 64) // ONE_IN)))
    return {key("passage", int(one)) for one in hashes[: min(max(under, FEWEST), MOST)]}
