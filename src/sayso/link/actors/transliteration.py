"""One form for names that differ by accents, hyphens or capitals; and keys for those spelled by different systems.

The rules are those by which the common romanisations of Russian, Ukrainian, Arabic, Persian and Chinese names in the
press differ; as in phonetic keys (Philips, "The double Metaphone search algorithm", C/C++ Users Journal 18, 2000), but
narrower: two names with the same key are candidates, nothing more.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a"}
)
_NO_LETTER = re.compile(r"[^\w\s]|_")
_DROPPED = re.compile("['’`ʼʻʿʾ‘.]")

_LONGEST = 200
"""Characters of a name that are read; a longer one is no name."""
_ASCII = {n: _NO_LETTER.sub(" ", _DROPPED.sub("", chr(n).lower())) for n in range(128)}
"""What becomes of the characters that most names are made of, in one look-up each."""
MOST_NAMES = 65_536
"""Names and words kept with what was worked out of them: those of some 5,000 articles, in some 10 MB."""


@lru_cache(maxsize=MOST_NAMES)
def fold(name: str) -> str:
    """Return a name in small letters without accents, full stops and apostrophes, its hyphens as spaces.

    >>> fold("Recep Tayyip Erdoğan"), fold("Kim Jong-un") == fold("KIM Jong Un"), fold("U.S. O’Hara")
    ('recep tayyip erdogan', True, 'us ohara')
    """
    if name.isascii():
        return " ".join(name[:_LONGEST].translate(_ASCII).split())
    spread = unicodedata.normalize("NFKD", name[:_LONGEST].casefold())
    bare = "".join(one for one in spread if not unicodedata.combining(one)).translate(_PLAIN)
    return " ".join(_NO_LETTER.sub(" ", _DROPPED.sub("", bare)).split())


_CLOSE = (
    (re.compile("tsch|tch"), "ch"),
    (re.compile("sch"), "sh"),
    (re.compile("ou|oe"), "u"),
    (re.compile("ph"), "f"),
    (re.compile("x"), "ks"),
    (re.compile("w"), "v"),
    (re.compile("kh"), "h"),
    (re.compile("[aeu]?[yij]+"), "i"),
    (re.compile("ff?$"), "v"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_COARSE = (
    (re.compile("[dgt]h"), lambda found: found[0][0]),
    (re.compile("ck|[cgq]"), "k"),
    (re.compile("z"), "s"),
    (re.compile("[ou]"), "u"),
    (re.compile("[eai]"), "a"),
    (re.compile("^h"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=MOST_NAMES)
def close_spelling(word: str) -> str:
    """Return a key of a folded word that is the same for other romanisations of the same letters.

    >>> close_spelling("zelensky") == close_spelling("zelenskyy") == close_spelling("zelenskiy")
    True
    >>> close_spelling("sergei") == close_spelling("sergey"), close_spelling("qaddafi") == close_spelling("gaddafi")
    (True, False)
    """
    for pattern, instead in _CLOSE:
        word = pattern.sub(instead, word)
    return word


@lru_cache(maxsize=MOST_NAMES)
def coarse_spelling(word: str) -> str:
    """Return a key that also joins letters that one system writes for another's: what candidates are looked up by.

    >>> coarse_spelling("qaddafi") == coarse_spelling("gadhafi") == coarse_spelling("kadhafi")
    True
    >>> coarse_spelling("orr") == coarse_spelling("barr")
    False
    """
    word = close_spelling(word)
    for pattern, instead in _COARSE:
        word = pattern.sub(instead, word)
    return word
