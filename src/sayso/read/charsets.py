"""The encoding of a table, told by its first bytes that are not ASCII, however far into it they stand.

Where that is one of single bytes, it is a guess by what may be one odd row, and lines that are UTF-8 are read as UTF-8.
"""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

from sayso.likely_charset import is_mostly_utf8, likely_charset
from sayso.read.sniff import CHARSET_SAMPLE, HEAD_SIZE, is_utf8

MARKS = (b"\n", b" ", b",")
"""Where a sample of a table may end."""
_HIGH = bytes(range(128, 256))
"""Bytes that are not ASCII."""


class AsUtf8(io.RawIOBase):
    """The bytes of a table in UTF-8. What is read ahead to tell their encoding is held, and never more."""

    def __init__(self, stream: BinaryIO | io.RawIOBase) -> None:
        self._stream = stream
        self._ready = b""
        self._decoder: codecs.IncrementalDecoder | _LineByLine | None = None
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
        if encoding == "utf-8-sig":
            return
        if _is_of_single_bytes(encoding):
            self._decoder = _LineByLine(encoding)
        else:
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
    if some.startswith(codecs.BOM_UTF8) or is_utf8(some) or is_mostly_utf8(some):
        return "utf-8-sig"
    return likely_charset(some, CHARSET_SAMPLE, MARKS)


class _LineByLine:
    """Decodes each line as UTF-8 where it is that, and else by the encoding. Of a long line, parts count as lines."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._held = b""

    def decode(self, chunk: bytes, *, final: bool) -> str:
        some = self._held + chunk
        end = len(some) if final else _whole(some)
        self._held = some[end:]
        return "".join(self._line(line) for line in some[:end].splitlines(keepends=True))

    def _line(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            return line.decode(self._encoding, "replace")


def _whole(some: bytes) -> int:
    """Return where the last line ends, or where none does, the last byte of ASCII: no character goes on beyond it."""
    return some.rfind(b"\n") + 1 or len(some.rstrip(_HIGH)) or len(some)


def _is_of_single_bytes(encoding: str) -> bool:
    """Say whether each byte is a character in it, those of ASCII as they are there.

    >>> [_is_of_single_bytes(one) for one in ("cp1251", "iso8859_6", "cp932", "cp037", "utf-8")]
    [True, True, False, False, False]
    """
    every = bytes(range(256)).decode(encoding, "replace")
    unknown = every.count("\ufffd")  # of UTF-8, each byte over ASCII: alone, none is a character
    return len(every) == 256 and unknown < 128 and every.encode("utf-8").startswith(bytes(range(128)))
