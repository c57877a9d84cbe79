"""Which encoding bytes are likely in that are not ASCII, and of which nobody said, or said rightly, what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.language import language_of

AROUND = 60
"""Bytes of ASCII kept on either side of others: whole words, and few enough that the others carry weight."""
MARKED, LONGEST = 1_000, 4
"""A sample ends before a mark of ASCII, so as not to cut a character: one in its last bytes. Chinese may have none, and
then the end that fits best is taken: characters have up to four bytes.
"""
CLOSE = 0.03
"""How much less like a language Windows-1252 may look than the best guess: a text with few accents fits several."""
CENTRAL_EUROPEAN = frozenset({"cs", "hr", "hu", "pl", "ro", "sk", "sl"})
"""Languages for which the guess of Windows-1250, which fits Western texts as well, is believed."""
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def utf8_bytes(content: bytes) -> int:
    """Return how many bytes belong to characters of UTF-8 that aren't ASCII."""
    return sum(len(found) for found in _UTF8_CHARACTER.findall(content))


def high_bytes(content: bytes) -> int:
    """Return how many bytes aren't ASCII."""
    return len(content) - len(content.translate(None, bytes(range(128, 256))))


def is_mostly_utf8(content: bytes) -> bool:
    """Say whether three fifths of the bytes that aren't ASCII are UTF-8.

    Of Korean and Chinese in encodings of their own, half may be so by chance.
    """
    return 5 * utf8_bytes(content) >= 3 * high_bytes(content)


def likely_charset(content: bytes, most: int, marks: Sequence[bytes]) -> str:
    """Return the encoding that bytes are likely in; they are not ASCII, and most are not UTF-8.

    charset-normalizer is shown at most `most` of them, up to one of the `marks` of ASCII at which texts of this kind
    may be cut: it tries some 90 encodings, so that a whole 5 MB file would take seconds.
    """
    from charset_normalizer import from_bytes  # late: 30 ms, and most pages and tables never come here

    sample = _around_high(content, most, marks)
    ends = (sample[: len(sample) - left_off] for left_off in (range(LONGEST) if len(sample) == most else [0]))
    found = ([one for one in from_bytes(some) if one.encoding != "ascii"] for some in ends)
    matches = min((some for some in found if some), key=lambda some: (some[0].chaos, -some[0].coherence), default=None)
    if matches is None:
        return "cp1252"
    best = matches[0]
    for one in matches:
        fits = one.chaos <= best.chaos and one.coherence >= best.coherence - CLOSE
        if fits and "cp1252" in {one.encoding, *one.could_be_from_charset}:
            return best.encoding if language_of(str(best)) in CENTRAL_EUROPEAN else "cp1252"
    return best.encoding


def _around_high(content: bytes, most: int, marks: Sequence[bytes]) -> bytes:
    """Return the bytes that aren't ASCII, with a few around them, as many as charset-normalizer is given."""
    parts: list[bytes] = []
    begin = end = size = 0
    for found in re.finditer(rb"[\x80-\xff]+", content):
        if found.start() - AROUND > end:
            parts.append(content[begin:end])
            size += end - begin
            begin = found.start() - AROUND
        end = found.end() + AROUND
        if size + end - begin > most:
            break
    sample = b" ".join([*parts, content[begin:end]])
    if len(sample) <= most:
        return sample
    end = max(sample.rfind(mark, most - MARKED, most) for mark in marks)
    return sample[:end] if end > 0 else sample[:most]
