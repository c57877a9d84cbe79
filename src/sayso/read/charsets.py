"""The encoding of a table, told by its first bytes that are not ASCII, however far into it they stand."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

from sayso.language import language_of
from sayso.read.sniff import CHARSET_SAMPLE, HEAD_SIZE, is_utf8

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


class AsUtf8(io.RawIOBase):
    """The bytes of a table in UTF-8. What is read ahead to tell their encoding is held, and never more."""

    def __init__(self, stream: BinaryIO | io.RawIOBase) -> None:
        self._stream = stream
        self._ready = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._is_told = self._is_over = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # what io calls it with
        """Fill the buffer with what comes next."""
        while not self._ready and not self._is_over:
            self._ready = self._next()
        size = len(buffer)
        chunk, self._ready = self._ready[:size], self._ready[size:]
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _next(self) -> bytes:
        chunk = self._stream.read(HEAD_SIZE) or b""
        self._is_over = not chunk
        if not self._is_told and not chunk.isascii():
            chunk += self._stream.read(HEAD_SIZE) or b""
            self._tell(encoding_of(chunk))
        if self._decoder is None:
            return chunk
        return self._decoder.decode(chunk, final=self._is_over).encode("utf-8", "replace")

    def _tell(self, encoding: str) -> None:
        self._is_told = True
        if encoding != "utf-8-sig":
            self._decoder = codecs.getincrementaldecoder(encoding)("replace")


def encoding_of(some: bytes) -> str:
    r"""Return the encoding of bytes that may begin and end anywhere: UTF-8 where most of them are, else what is likely.

    >>> encoding_of("naïve".encode()), encoding_of(b"ASCII"), encoding_of("naïve".encode("utf-16"))
    ('utf-8-sig', 'utf-8-sig', 'utf-16')
    >>> encoding_of(b"The gates stay shut.\n" * 3_000 + "Le café a été fermé à Genève.".encode("cp1252"))
    'cp1252'
    """
    if some.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if some.startswith(codecs.BOM_UTF8) or is_utf8(some) or _is_mostly_utf8(some):
        return "utf-8-sig"
    return _likely(_around_high(some))


def _is_mostly_utf8(some: bytes) -> bool:
    """Say whether three fifths of the bytes that aren't ASCII are UTF-8: of Korean in its own encoding half may be."""
    valid = sum(len(found) for found in _UTF8_CHARACTER.findall(some))
    high = len(some) - len(some.translate(None, bytes(range(128, 256))))
    return 5 * valid >= 3 * high


_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _around_high(some: bytes) -> bytes:
    """Return the bytes that aren't ASCII, with a few around them, as many as charset-normalizer is given."""
    parts: list[bytes] = []
    begin = end = size = 0
    for found in re.finditer(rb"[\x80-\xff]+", some):
        if found.start() - AROUND > end:
            parts.append(some[begin:end])
            size += end - begin
            begin = found.start() - AROUND
        end = found.end() + AROUND
        if size + end - begin > CHARSET_SAMPLE:
            break
    sample = b" ".join([*parts, some[begin:end]])
    if len(sample) <= CHARSET_SAMPLE:
        return sample
    end = max(sample.rfind(mark, CHARSET_SAMPLE - MARKED, CHARSET_SAMPLE) for mark in (b"\n", b" ", b","))
    return sample[:end] if end > 0 else sample[:CHARSET_SAMPLE]


def _likely(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # imported late: few tables need it

    ends = (sample[: len(sample) - left_off] for left_off in (range(LONGEST) if len(sample) == CHARSET_SAMPLE else [0]))
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
