"""The body of an HTTP message -> the bytes that were meant: its encodings are taken off, within limits.

The encodings: RFC 9112, section 7.1 (chunked), RFC 9110, section 8.4.1 (gzip, deflate), RFC 7932 (br), RFC 8878 (zstd).
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

from sayso.read.sniff import is_utf8
from sayso.read.streams import BROKEN_GZIP, gunzipped

MAX_ENCODINGS = 3
"""Encodings of one body; servers use one, and a broken proxy puts a second around it."""

MAX_RATIO = 200
"""How many times its size a body may decompress to: pages give 4 to 10, lists that repeat themselves 50."""
FREE_BYTES = 1_000_000
"""Bytes that are free of that ratio."""


class BodyError(Exception):
    """A body that can't be decoded; the message ends a sentence: "2 records .."."""


DAMAGED = "whose content encoding is damaged"
UNKNOWN = "in a content encoding that is not known"
BOMB = f"that decompress to over {MAX_RATIO} times their size"
TOO_LARGE = "over the limit of a page (setting max_bytes)"


def decoded(body: bytes, encodings: str, limit: int) -> bytes:
    """Take off the content encodings, the last first; `BodyError` where that can't be, or gives too much.

    A text that only says that it is encoded stays as it is: many tools decode bodies when they write an archive, and
    leave the header.

    >>> import gzip
    >>> decoded(gzip.compress(b"Rain."), "gzip", 100), decoded(b"Rain.", "gzip", 100)
    (b'Rain.', b'Rain.')
    """
    names = [name for name in re.split(r"[,\s]+", encodings.casefold()) if name not in {"", "identity", "none"}]
    if len(names) > MAX_ENCODINGS:
        raise BodyError(UNKNOWN)
    for name in reversed(names):
        if name not in _DECODERS:
            raise BodyError(UNKNOWN)
        if body:
            body = _within(_DECODERS[name], body, limit)
    return body


def dechunked(body: bytes) -> bytes:
    """Take off the chunked transfer encoding; a body that only says that it is chunked stays as it is.

    Many tools take the chunks apart when they write an archive, and leave the header.
    """
    if _CHUNK.match(body) is None:
        return body
    parts: list[bytes] = []
    at = 0
    while (chunk := _CHUNK.match(body, at)) is not None:
        begin, size = chunk.end(), int(chunk.group(1), 16)
        if not size:
            return b"".join(parts)
        parts.append(body[begin : begin + size])
        if len(parts[-1]) < size:
            break
        at = begin + size
        at += 2 if body.startswith(b"\r\n", at) else 1
    raise BodyError(DAMAGED)


_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
"""A chunk's size, and after a semicolon what may be said of it (fastwarc's reader knows none of the latter)."""


def _within(decode: Callable[[bytes, int], bytes], body: bytes, limit: int) -> bytes:
    most = min(limit, FREE_BYTES + MAX_RATIO * len(body))
    try:
        content = decode(body, most + 1)
    except _BROKEN as error:
        if not _is_text(body):
            raise BodyError(DAMAGED) from error
        content = body
    if len(content) > most:
        raise BodyError(TOO_LARGE if most == limit else BOMB)
    return content


def _is_text(body: bytes) -> bool:
    """Say whether a body is none of the encodings, whose first bytes are neither UTF-8 nor free of controls."""
    head = body[:TEXT_BYTES]
    return _CONTROL.search(head) is None and (is_utf8(head) or head.lstrip().startswith(b"<"))


TEXT_BYTES = 1_024
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def _deflate(body: bytes, most: int) -> bytes:
    """Take off "deflate": zlib's form as the standard says, or the bare one that some servers send."""
    try:
        return _inflated(zlib.decompressobj(), body, most)
    except zlib.error:
        return _inflated(zlib.decompressobj(-zlib.MAX_WBITS), body, most)


def _inflated(inflate: zlib._Decompress, body: bytes, most: int) -> bytes:
    content = inflate.decompress(body, most)
    if not inflate.eof and len(content) < most:
        raise EOFError("it ends before its end mark")
    return content


def _brotli(body: bytes, most: int) -> bytes:
    import brotli  # type: ignore[import-untyped] # imported late: only web archives need it

    decoder, parts, size, rest = brotli.Decompressor(), [], 0, body
    while size < most and not decoder.is_finished():
        try:
            part = decoder.process(rest, output_buffer_limit=most - size)
        except brotli.error as error:
            raise zlib.error(str(error)) from error
        if not part and not rest:
            raise EOFError("it ends before its end mark")
        parts.append(part)
        size, rest = size + len(part), b""
    return b"".join(parts)[:most]


def _zstd(body: bytes, most: int) -> bytes:
    from fastwarc.stream_io import ZstdReader  # imported late: only web archives need it

    reader, parts, size = ZstdReader(io.BytesIO(body)), [], 0
    while size < most and (part := reader.read(min(65_536, most - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


_BROKEN = (*BROKEN_GZIP, OSError)
_DECODERS = {"gzip": gunzipped, "x-gzip": gunzipped, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
