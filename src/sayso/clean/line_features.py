"""What the line classifier sees of each line: its shape, its wording, what stands around it. A row of numbers a line.

The measures follow boilerplate detection by shallow text features (Kohlschütter, Fankhauser, Nejdl, WSDM 2010): length,
link-free density of a line and its neighbours, position, and the share of function words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from sayso.clean.dates import is_date_line
from sayso.clean.phrases import role_by_phrase
from sayso.records import Role

LOOK = 1500
"""Characters of a line that are looked at: a line's kind shows early, and a line may be a megabyte long."""

LAST_LATIN = 0x24F
"""The end of Latin Extended-B: letters beyond are of another script."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")
_INNER_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+[\"'“‘«(]?[A-ZÀ-ÞА-Я]")
_SEPARATOR = re.compile(r"[|›»·•/\\>]")
_BULLET = re.compile(r"[•*·‣▪►▶✓\-–—]\s|\d{1,2}[.)]\s")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\S|@\w{2,}|#\w{2,}")
_IN_ADDRESSES = ("@", "#", "://", "www.")
"""One of these stands in whatever `_ADDRESS` finds: most lines have none, and needn't be searched."""
_AGO = re.compile(r"\b\d+\s*(?:h|m|d|hours?|minutes?|mins?|days?|weeks?|months?|years?)\s+ago\b", re.IGNORECASE)
_PROMOTES_WORDS = """
subscribe subscription newsletter newsletters cookie cookies privacy login signup sign account download app
follow share comment comments reply advertise advertisement sponsored click copyright reserved rights terms
policy inbox email facebook twitter instagram linkedin youtube podcast menu search related recommended trending
popular read view
"""
_PROMOTES = frozenset(_PROMOTES_WORDS.split())
_ADDRESSES_WORDS = """
you your yours you're you'll we our us i my me
"""
_ADDRESSES = frozenset(_ADDRESSES_WORDS.split())
_UPPER, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BEYOND_LATIN = re.compile(rf"[^\x00-{chr(LAST_LATIN)}]")
_REPORTS_WORDS = """
said says told added according announced stated noted asked wrote reported claimed warned argued explained
called
"""
_REPORTS = frozenset(_REPORTS_WORDS.split())
_FUNCTION_WORDS = """
the of and to a in that is was for on with as by at from it he his they their this which be been has have had
were are not but or who would will its an after about than she her when more also into out what if can there
these those some could may one while because so such most other only over between under during
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_ROLES = (Role.CHROME, Role.LINK, Role.CREDIT, Role.NOTICE, Role.BYLINE)

COUNT = 44
"""Numbers a line. Its neighbours' rows are seen by the classifier, which looks along the lines."""


def features(lines: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return a matrix of len(lines) x COUNT.

    >>> features(["Menu", "The minister said that the port would stay closed."]).shape == (2, COUNT)
    True
    """
    if not lines:
        return np.zeros((0, COUNT), dtype=np.float32)
    heads = [line[:LOOK] for line in lines]
    words = [_WORD.findall(head) for head in heads]
    low = [[word.lower() for word in found] for found in words]
    own = np.array([_shape(*row) for row in zip(lines, heads, words, low, strict=True)], dtype=np.float32)
    prose = np.array(
        [len(found) * (len(found) >= 8 and is_sentence(one)) for one, found in zip(lines, low, strict=True)]
    )
    return np.concatenate([own, _place(prose, low), _shared(prose, low), _script(heads)], axis=1).astype(np.float32)


def is_sentence(line: str) -> bool:
    """Whether a line reads as prose: it ends as a sentence does, or it is long."""
    return bool(_SENTENCE_END.search(line.rstrip()[-8:])) or len(line) > 300


def words_of(line: str) -> list[str]:
    """Return the words of a line's beginning, lower-cased."""
    return _WORD.findall(line[:LOOK].lower())


def _shape(line: str, head: str, words: list[str], low: list[str]) -> list[float]:
    """Return what the line itself looks like."""
    n = len(words) or 1
    ends = bool(_SENTENCE_END.search(line.rstrip()[-8:]))
    role = role_by_phrase(line)
    first = head.lstrip("\"'“”‘’«»([ ")[:1]
    return [
        math.log1p(len(words)),
        math.log1p(len(line)),
        sum(map(len, words)) / n / 10,
        float(ends),
        float(line.rstrip()[-1:] in ":：,;"),
        math.log1p(len(_INNER_END.findall(head))),
        head.count(",") / n * 5,
        sum(map(_FUNCTION.__contains__, low)) / n,
        sum(word[:1].isupper() for word in words) / n,
        _count(head, _UPPER, str.isupper) / (len(head) or 1),
        _count(head, _DIGITS, str.isdigit) / (len(head) or 1),
        float(first.isupper()),
        float(first.islower()),
        float(first.isdigit()),
        float(any(mark in head for mark in '"“”«»')),
        min(3.0, float(len(_SEPARATOR.findall(head)))),
        float(bool(_BULLET.match(head))),
        float(any(mark in head for mark in _IN_ADDRESSES) and bool(_ADDRESS.search(head))),
        float("ago" in head.lower() and bool(_AGO.search(head))),
        sum(map(_PROMOTES.__contains__, low)) / n * 3,
        sum(map(_ADDRESSES.__contains__, low)) / n * 3,
        float(not _REPORTS.isdisjoint(low)),
        float(4 <= len(words) <= 20 and not ends),
        float("©" in head or "copyright" in low),
        float(head[:1] in "?!" or head.rstrip()[-1:] == "?"),
        float(is_date_line(line)),
        *(float(role is one) for one in _ROLES),
    ]


def _place(prose: npt.NDArray[np.int64], low: Sequence[list[str]]) -> npt.NDArray[np.float64]:
    """Return where the line stands, and how much prose stands around it (`prose`: words of the prose lines)."""
    n = len(low)
    at = np.arange(n)
    mass = np.concatenate([[0], np.cumsum(prose)]).astype(np.float64)
    dense = np.concatenate([[0], np.cumsum(prose > 0)]).astype(np.float64)

    def around(reach: int) -> npt.NDArray[np.float64]:
        start, stop = np.maximum(0, at - reach), np.minimum(n, at + reach + 1)
        share: npt.NDArray[np.float64] = (dense[stop] - dense[start]) / (stop - start)
        return share

    total = max(1.0, mass[-1])
    before = at - np.maximum.accumulate(np.where(prose > 0, at, -50))
    after = np.minimum.accumulate(np.where(prose > 0, at, n + 50)[::-1])[::-1] - at
    counts = Counter(map(tuple, low))
    repeated = np.array([counts[tuple(found)] > 1 for found in low])
    return np.stack(
        [
            at / n,
            np.log1p(at),
            np.log1p(n - at),
            around(3),
            around(10),
            mass[:-1] / total,
            np.log1p(np.minimum(before, 50)),
            np.log1p(np.minimum(after, 50)),
            repeated,
        ],
        axis=1,
    )


def _shared(prose: npt.NDArray[np.int64], low: Sequence[list[str]]) -> npt.NDArray[np.float64]:
    """Return how much of the line's longer words other prose lines have too: related stories are about something else.

    Five letters stand for a word in all its forms. Three numbers: the share of words that one other line has, that
    three have, and how frequent the words are on average.
    """
    stems = [{word[:5] for word in found if len(word) > 3} for found in low]
    numbers: dict[str, int] = {}
    which = np.array([numbers.setdefault(stem, len(numbers)) for found in stems for stem in found], dtype=np.int64)
    counts = np.array([len(found) for found in stems])
    line = np.repeat(np.arange(len(low)), counts)
    is_prose = prose[line] > 0
    others = np.bincount(which[is_prose], minlength=len(numbers))[which] - is_prose

    sums = [np.bincount(line, told, minlength=len(low)) for told in (others >= 1, others >= 3, np.log1p(others))]
    means: npt.NDArray[np.float64] = np.stack(sums, axis=1) / np.maximum(counts, 1)[:, None]
    return means


def _script(heads: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return whether the line is in another script than most of the page (told by the letters beyond Latin)."""
    foreign = np.array([_beyond_latin(head[:200]) for head in heads], dtype=np.float32)
    if not foreign.any():
        return np.zeros((len(heads), 1), dtype=np.float32)
    letters = np.array([sum(map(str.isalpha, head[:200])) for head in heads], dtype=np.float32)
    share = foreign / np.maximum(letters, 1)
    page = foreign.sum() / max(1.0, letters.sum())
    differs: npt.NDArray[np.float32] = np.abs(share - page)[:, None].astype(np.float32)
    return differs


def _beyond_latin(head: str) -> int:
    return 0 if head.isascii() else sum(map(str.isalpha, _BEYOND_LATIN.findall(head)))


def _count(head: str, of_ascii: bytes, is_one: Callable[[str], bool]) -> int:
    """Return how many characters are of a kind; of the ASCII ones, `of_ascii` are, and are counted quicker so."""
    plain = head.encode("ascii", "ignore")
    found = len(plain) - len(plain.translate(None, of_ascii))
    return found if len(plain) == len(head) else found + sum(map(is_one, _BEYOND_ASCII.findall(head)))
