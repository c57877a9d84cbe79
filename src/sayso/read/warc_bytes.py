"""A web archive's file -> its bytes, decompressed some at a time: gzip member by member, Zstandard, or as they are.

Damage stays where it is: a gzip member that can't be decompressed is left, and the next one is looked for. What can't
be read of a Zstandard file is all that comes after the damage. Nothing here is held but a piece or two.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from sayso.errors import InputError, MissingExtra
from sayso.read.streams import GZIP_MAGIC, Peeked

CHUNK = 65_536
PIECE = 262_144
"""Bytes held at a time, compressed and decompressed."""

MAX_RATIO = 200
"""How many times its size an archive may decompress to, counted over all that was read of it: pages give 4 to 10, and
those that repeat themselves 50; a bomb gives 1,000."""
FREE_BYTES = 64_000_000
"""Bytes that are free of that ratio: a small archive may hold one page of nothing but blanks."""

CUT_SHORT = "that the archive's end cuts short"

ZSTD_PART = 4_096
"""Bytes asked for at a time: what its reader held when it met damage is lost."""
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The skippable frame that the dictionary of a .warc.zst file stands in
(https://iipc.github.io/warc-specifications/specifications/warc-zstd/)."""

_MEMBER = GZIP_MAGIC + b"\x08"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of an archive, in order; or `damage`, which says why what came before goes no further."""

    data: bytes
    begins: bool = False
    """Whether these are the first bytes of a compressed member: a record may begin with them."""
    damage: str | None = None


class Counted:
    """A stream that knows how much was read of it."""

    def __init__(self, stream: Peeked) -> None:
        self._stream = io.BufferedReader(stream, CHUNK)
        self.head = stream.head
        self.taken = 0

    def read(self, size: int = CHUNK) -> bytes:
        """Return up to so many bytes; none at the end."""
        data = self._stream.read(CHUNK if size < 0 else size)
        self.taken += len(data)
        return data

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self.taken


def pieces(stream: Counted, origin: str) -> Iterator[Piece]:
    """Yield an archive's bytes; those of a gzip member only once what comes next in it was seen to be sound.

    Raises `InputError` where it decompresses to more than an archive can, and `MissingExtra` where it is compressed by
    Zstandard and nothing can read that.
    """
    if stream.head.startswith(GZIP_MAGIC):
        found = _gzip(stream)
    elif stream.head.startswith((ZSTD_MAGIC, ZSTD_DICTIONARY)):
        found = _zstd(stream)
    else:
        found = iter(lambda: Piece(stream.read(CHUNK)), Piece(b""))
    given = 0
    for piece in found:
        given += len(piece.data)
        if given > FREE_BYTES + MAX_RATIO * stream.taken:
            raise InputError(origin, f"it decompresses to over {MAX_RATIO} times its size, which no web archive does")
        yield piece


class _Members:
    """The gzip members of a stream, one after the other."""

    def __init__(self, stream: Counted) -> None:
        self._stream = stream
        self._chunk = b""
        self._at = 0

    def more(self) -> bool:
        """Take in the next chunk; return whether there is one."""
        self._chunk, self._at = self._stream.read(CHUNK), 0
        return bool(self._chunk)

    def is_another(self) -> bool:
        """Return whether anything but padding follows."""
        while True:
            self._at = len(self._chunk) - len(self._chunk[self._at :].lstrip(b"\0"))
            if self._at < len(self._chunk):
                return True
            if not self.more():
                return False

    def member(self) -> Iterator[Piece]:
        """Yield what the next member holds, each piece once the one after it was decompressed."""
        inflate = zlib.decompressobj(31)
        began, held, first = self._at, b"", True
        waiting = self._chunk[self._at :]
        while not inflate.eof:
            try:
                data = inflate.decompress(waiting, PIECE)
            except zlib.error:
                yield Piece(b"", damage="with damaged gzip data")
                self._seek_member(began + 1)
                return
            waiting = inflate.unconsumed_tail
            if data and held:
                yield Piece(held, begins=first)
                first = False
            held = data or held
            if not data and not waiting and not inflate.eof:
                if not self.more():
                    yield Piece(held, begins=first)
                    yield Piece(b"", damage=CUT_SHORT)
                    return
                began, waiting = -1, self._chunk
        yield Piece(held, begins=first)
        self._at = len(self._chunk) - len(inflate.unused_data)

    def _seek_member(self, start: int) -> None:
        """Go to what looks like the next member's first bytes, at or after `start` of the chunk; else to the end."""
        tail = b""
        while True:
            found = self._chunk.find(_MEMBER, max(0, start))
            if found >= 0:
                self._at = found
                return
            tail = self._chunk[-(len(_MEMBER) - 1) :]
            if not self.more():
                return
            self._chunk, start = tail + self._chunk, 0


def _gzip(stream: Counted) -> Iterator[Piece]:
    members = _Members(stream)
    while members.is_another():
        yield from members.member()


def _zstd(stream: Counted) -> Iterator[Piece]:
    try:
        from fastwarc.stream_io import ZstdReader
    except ImportError as error:
        raise MissingExtra("fastwarc", "warc", "Web archives") from error
    reader = ZstdReader(cast("BinaryIO", stream), CHUNK)
    while True:
        data = bytearray()
        try:
            while len(data) < PIECE and (part := reader.read(ZSTD_PART)):
                data += part
        except OSError as error:
            yield Piece(bytes(data))
            cut = "incomplete" in str(error)
            yield Piece(b"", damage=CUT_SHORT if cut else "with damaged Zstandard data, and all that follow")
            return
        if not data:
            return
        yield Piece(bytes(data))
