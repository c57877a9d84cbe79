"""A WACZ file -> the WARC files in it. Nothing is unpacked to the disk: each is read where it lies.

The format: https://specs.webrecorder.net/wacz/1.1.1/, a ZIP file that holds `archive/NAME.warc.gz`, stored as they are.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from sayso.errors import InputError
from sayso.read.streams import Peeked
from sayso.read.warc_bytes import Piece
from sayso.records import Failure

MAX_DIRECTORY = 4_000_000
"""Bytes of the ZIP file's directory, which is held whole: 40,000 files, where a large crawl has some hundred."""

MAX_RATIO = 20
"""How many times its size a member may have, where it is compressed within the ZIP file: a WARC file that is not
compressed itself gives 4 to 10."""
FREE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A WARC file within a WACZ file."""

    origin: str
    size: int
    _zip: zipfile.ZipFile
    _info: zipfile.ZipInfo

    @contextmanager
    def opened(self) -> Iterator[Peeked]:
        """Give the member as a stream; `InputError` where the ZIP file is damaged in its first bytes."""
        try:
            with self._zip.open(self._info) as stream:
                peeked = Peeked(cast("BinaryIO", _Sound(cast("BinaryIO", stream))))
                yield peeked
        except _DAMAGE as error:
            raise InputError(self.origin, f"the ZIP file is damaged here ({str(error)[:100]})") from error

    def guarded(self, found: Iterator[Piece]) -> Iterator[Piece]:
        """Yield the pieces; what the ZIP file's damage puts an end to ends as damage."""
        try:
            yield from found
        except zipfile.BadZipFile:
            yield Piece(b"", damage="with damaged ZIP data, and all that follow")


def members(file: BinaryIO, origin: str, size: int) -> Iterator[Member | Failure]:
    """Yield the WARC files by name; one that can't be read is a `Failure`.

    Raises `InputError` where the file is no sound ZIP file, holds none, or holds more than fits into it.
    """
    try:
        with zipfile.ZipFile(cast("BinaryIO", _BoundedReads(file))) as opened:
            found = sorted((one for one in opened.infolist() if _is_warc(one)), key=lambda one: one.filename)
            if not found:
                raise InputError(origin, "it holds no web archive (archive/NAME.warc.gz)")
            if sum(one.compress_size for one in found) > size:
                raise InputError(origin, "the files in it lie over one another, as only a forged ZIP file's do")
            for one in found:
                place = f"{origin}#{_printable(one.filename)}"
                reason = _unreadable(one)
                yield Failure(place, reason) if reason else Member(place, one.file_size, opened, one)
    except _DAMAGE as error:
        raise InputError(origin, f"it is no sound WACZ file ({str(error)[:100] or type(error).__name__})") from error


_DAMAGE = (
    zipfile.BadZipFile,
    struct.error,
    NotImplementedError,
    ValueError,
    LookupError,
    RuntimeError,
    EOFError,
    zlib.error,
)
"""What zipfile raises over damaged files."""

_NAME = re.compile(r"\.warc(\.gz)?\Z", re.IGNORECASE)
_SAFE = re.compile(r"archive/[^/\\\x00-\x1f]+")


def _is_warc(one: zipfile.ZipInfo) -> bool:
    return _NAME.search(one.filename) is not None


def _printable(name: str) -> str:
    """Return a name as it may stand in a message: it is a stranger's, and a terminal obeys control characters."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)[:200]


def _unreadable(one: zipfile.ZipInfo) -> str | None:
    """Return why a member is not read, or None."""
    if not _SAFE.fullmatch(one.filename):
        return "its name is no name of a web archive in a WACZ file (archive/NAME.warc.gz)"
    if one.flag_bits & 1:
        return "it is encrypted"
    if one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "it is compressed in a way that WACZ files don't use: only stored and deflated files are read"
    if one.file_size > FREE_BYTES + MAX_RATIO * one.compress_size:
        return f"it decompresses to over {MAX_RATIO} times its size, which no web archive does"
    return None


class _BoundedReads(io.RawIOBase):
    """A file of which no more is read at once than a ZIP file's directory may have."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        if size > MAX_DIRECTORY:
            raise zipfile.BadZipFile(f"its directory has {size:,} bytes, over the limit of {MAX_DIRECTORY:,}")
        return self._file.read(size if size >= 0 else MAX_DIRECTORY)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


class _Sound(io.RawIOBase):
    """A member's stream whose damage is always a `BadZipFile`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._stream.read(size)
        except _DAMAGE as error:
            raise zipfile.BadZipFile(str(error)) from error

    def readable(self) -> bool:
        return True
