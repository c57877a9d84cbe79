"""Bytes as a stream: gunzipped on the way, with a limit, and with their head known before they are read."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import PurePath
from typing import BinaryIO, cast

from sayso.errors import InputError
from sayso.read.sniff import HEAD_SIZE

GZIP_MAGIC = b"\x1f\x8b"


class Peeked(io.RawIOBase):
    """A stream whose first `HEAD_SIZE` bytes are in `head`, and still come first when it is read."""

    def __init__(self, stream: BinaryIO, *, is_unpacked: bool = False) -> None:
        self._stream = stream
        self.is_unpacked = is_unpacked
        self.head = stream.read(HEAD_SIZE)
        self._unread = self.head

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # what io calls it with
        """Fill the buffer from the head, then from the stream."""
        size = len(buffer)
        chunk, self._unread = self._unread[:size], self._unread[size:]
        chunk = chunk or self._stream.read(size)
        buffer[: len(chunk)] = chunk
        return len(chunk)


def unpacked(stream: BinaryIO | Peeked) -> Peeked:
    """Return the stream, decompressed where its first bytes say gzip, whatever its name says."""
    peeked = stream if isinstance(stream, Peeked) else Peeked(stream)
    if not peeked.head.startswith(GZIP_MAGIC):
        return peeked
    return Peeked(cast("BinaryIO", gzip.GzipFile(fileobj=io.BufferedReader(peeked))), is_unpacked=True)


def read_all(stream: Peeked, limit: int, origin: str) -> bytes:
    """Read the whole stream; no more than `limit` bytes are held, whatever it decompresses to.

    Raises `InputError` where the stream is empty or longer than the limit.
    """
    return not_too_long(io.BufferedReader(stream, HEAD_SIZE).read(limit + 1), limit, origin)


def not_too_long(content: bytes, limit: int, origin: str) -> bytes:
    """Return the content; `InputError` where it is empty or longer than the limit."""
    if len(content) > limit:
        raise InputError(origin, f"it has more than {limit:,} bytes, which is the limit (setting max_bytes)")
    if not content.strip():
        raise InputError(origin, "it is empty" if not content else "it holds nothing but white space")
    return content


def gunzipped(content: bytes, most: int) -> bytes:
    r"""Decompress gzip data up to `most` bytes; what follows its last member and is none is left, as browsers do.

    Raises one of `BROKEN_GZIP`.

    >>> gunzipped(gzip.compress(b"Rain.") + b"\r\n", 100)
    b'Rain.'
    """
    stream = gzip.GzipFile(fileobj=io.BytesIO(content))
    parts: list[bytes] = []
    size = 0
    try:
        while size < most and (part := stream.read1(min(HEAD_SIZE, most - size))):
            parts.append(part)
            size += len(part)
    except gzip.BadGzipFile as error:
        if not parts or not str(error).startswith("Not a gzipped file"):  # its checksum is wrong
            raise
    return b"".join(parts)


BROKEN_GZIP = (EOFError, gzip.BadGzipFile, zlib.error)
"""What reading a truncated or damaged gzip stream raises."""


def broken_gzip(origin: str, error: Exception) -> InputError:
    """Say in one sentence what is wrong with a gzip stream."""
    what = "ends before its end mark" if isinstance(error, EOFError) else "is damaged"
    return InputError(origin, f"its gzip data {what} ({error}): fetch or copy the file again")


def stem_and_suffix(name: str) -> tuple[str, str]:
    """Split a file name into what names the document and its last suffix, `.gz` put aside.

    >>> stem_and_suffix("page.html.gz"), stem_and_suffix("notes"), stem_and_suffix("A.B.TXT")
    (('page', '.html'), ('notes', ''), ('A.B', '.txt'))
    """
    path = PurePath(name)
    if path.suffix.casefold() == ".gz" and path.stem:
        path = PurePath(path.stem)
    return path.stem or name, path.suffix.casefold()
