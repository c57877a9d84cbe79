"""A web archive's bytes -> its records, one at a time: where each begins and ends, and no more.

A record is given out only where what ends one stands where this one says that it ends, so that a wrong length does
not put two pages into one. After bytes that are no record, the next line that begins one is looked for. A compressed
member that begins with a record ends the one before, whatever length that one claims. No more is held than one record
of the size that is asked for; longer ones are passed over unheld.

The format: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.read.warc_bytes import CUT_SHORT, Piece

MAX_HEAD = 65_536
"""Bytes of a record's own header, or of the HTTP header in it: they have some hundred, and longest a few thousand."""

BELIEVED_LENGTH = 2**30
"""A record that claims more is not passed over by its claim, or a wrong one would swallow the rest of the archive: the
next record is looked for line by line."""

WANTED_TYPES = re.compile(
    rb"^warc-type[ \t]*:[ \t]*(response|resource|conversion|revisit)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
"""The records that pages may stand in; the others are passed over unheld."""


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record: its header, the blank line, and its block."""

    content: bytes
    head_size: int


@dataclass(frozen=True, slots=True)
class Bad:
    """Bytes that are no whole record, and why: "2 records .."."""

    reason: str


@dataclass(frozen=True, slots=True)
class PassedRecord:
    """A record of a kind that holds no page."""


def records(found: Iterator[Piece], limit: int) -> Iterator[Record | Bad | PassedRecord]:
    """Yield the records in order; what is no record, or one of over `limit` bytes, is a `Bad` in its place."""
    bytes_ = _Bytes(found)
    while bytes_.next_segment():
        yield from _records_of(bytes_, limit)
        if bytes_.damage:
            yield Bad(bytes_.damage)


NO_RECORD = "that do not begin as a record does"
LONG_HEAD = f"with a header of over {MAX_HEAD:,} bytes"
NO_LENGTH = "without a Content-Length"
WRONG_LENGTH = "with a Content-Length that is not theirs"
TOO_LARGE = "over the limit of a page (setting max_bytes)"

_BEGIN = b"WARC/"
_END = b"\r\n\r\n"
_NEXT = re.compile(rb"\n(WARC/\d)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"[\r\n]+")
_BETWEEN = 16
"""Bytes looked at after a record: two line breaks and the first of the next record, with some more of the former."""


class _Bytes:
    """The bytes from where a record must begin up to where the next one must, taken in as they are asked for."""

    def __init__(self, found: Iterator[Piece]) -> None:
        self._found = found
        self._ahead = next(found, None)
        self.held = bytearray()
        self.damage: str | None = None

    def next_segment(self) -> bool:
        """Drop what is held and go on after it; return whether there is anything."""
        self.held.clear()
        self.damage = None
        if self._ahead is None:
            return False
        self._take()
        return True

    def more(self) -> bool:
        """Take in some more; return whether there was any before the end or the next sure beginning of a record."""
        if self._ahead is None or self.damage:
            return False
        if self._ahead.begins and self._ahead.data.startswith(_BEGIN):
            return False
        self._take()
        return not self.damage

    def reach(self, size: int) -> bool:
        """Take in so much that `size` bytes are held; return whether there were as many."""
        while len(self.held) < size and self.more():
            pass
        return len(self.held) >= size

    def drop(self, size: int) -> bool:
        """Pass over so many bytes without holding them; return whether there were as many."""
        while size > len(self.held):
            size -= len(self.held)
            self.held.clear()
            if not self.more():
                return False
        del self.held[:size]
        return True

    def _take(self) -> None:
        if self._ahead is not None:
            self.held += self._ahead.data
            self.damage = self._ahead.damage
            self._ahead = next(self._found, None)


def _records_of(bytes_: _Bytes, limit: int) -> Iterator[Record | Bad | PassedRecord]:
    sought: int | None
    while _skip_blank(bytes_):
        if not bytes_.reach(len(_BEGIN)) or not bytes_.held.startswith(_BEGIN):
            yield Bad(NO_RECORD)
            sought = 0
        else:
            found, sought = _one(bytes_, limit)
            if found is not None:
                yield found
        if sought is not None and not _seek(bytes_, sought):
            return


def _one(bytes_: _Bytes, limit: int) -> tuple[Record | Bad | PassedRecord | None, int | None]:
    """Take a record off the bytes. Return it, and None, or from where the next one is to be looked for."""
    head_size = _head_size(bytes_)
    if head_size is None:
        if len(bytes_.held) <= MAX_HEAD:
            return _unless_told(bytes_, CUT_SHORT), len(bytes_.held)  # no header in these bytes ends
        return Bad(LONG_HEAD), MAX_HEAD // 2  # not the next line at once: all of them may begin such a header
    head = bytes(bytes_.held[:head_size])
    lengths = set(_LENGTH.findall(head))
    if len(lengths) != 1:
        return Bad(NO_LENGTH), head_size
    size = int(lengths.pop())
    if size > BELIEVED_LENGTH:
        return Bad(WRONG_LENGTH), head_size
    wanted = WANTED_TYPES.search(head) is not None
    if not wanted or size > limit:
        return _passed_over(bytes_, head_size + size, wanted=wanted)
    end = head_size + size
    if not bytes_.reach(end):
        return _unless_told(bytes_, CUT_SHORT), head_size
    if not _ends_at(bytes_, end):
        return Bad(WRONG_LENGTH), head_size
    with memoryview(bytes_.held) as held:
        content = held[:end].tobytes()
    del bytes_.held[:end]
    return Record(content, head_size), None


def _passed_over(bytes_: _Bytes, size: int, *, wanted: bool) -> tuple[Record | Bad | PassedRecord | None, int | None]:
    if not bytes_.drop(size):
        return _unless_told(bytes_, CUT_SHORT), 0
    if not _ends_at(bytes_, 0):
        return Bad(WRONG_LENGTH), 0
    return Bad(TOO_LARGE) if wanted else PassedRecord(), None


def _unless_told(bytes_: _Bytes, reason: str) -> Bad | None:
    """Return the reason, or None where damage is the reason: that is told at the end of the segment."""
    return None if bytes_.damage else Bad(reason)


def _head_size(bytes_: _Bytes) -> int | None:
    """Return where the block begins, or None where the header ends nowhere near."""
    looked = 0
    while True:
        found = _HEAD_END.search(bytes_.held, looked, MAX_HEAD)
        if found is not None:
            return found.end()
        if len(bytes_.held) > MAX_HEAD:
            return None
        looked = max(0, len(bytes_.held) - 3)
        if not bytes_.more():
            return None


def _ends_at(bytes_: _Bytes, end: int) -> bool:
    """Say whether a record ends here: two line breaks follow, or other ones and then the next record or nothing."""
    bytes_.reach(end + _BETWEEN)
    after = bytes(bytes_.held[end : end + _BETWEEN])
    if after.startswith(_END):
        return True
    after = after.lstrip(b"\r\n")
    return after.startswith(_BEGIN) or not after or (len(after) < len(_BEGIN) and _BEGIN.startswith(after))


def _skip_blank(bytes_: _Bytes) -> bool:
    """Drop line breaks; return whether anything follows them."""
    while True:
        blank = _BLANK.match(bytes_.held)
        if blank is not None:
            del bytes_.held[: blank.end()]
        if bytes_.held:
            return True
        if not bytes_.more():
            return False


def _seek(bytes_: _Bytes, start: int) -> bool:
    """Go to the next line, at or after `start`, that begins a record; return whether there is one."""
    while True:
        found = _NEXT.search(bytes_.held, max(0, start - 1))
        if found is not None:
            del bytes_.held[: found.start(1)]
            return True
        start = 0
        if len(bytes_.held) > len(_BEGIN) + 1:
            del bytes_.held[: len(bytes_.held) - len(_BEGIN) - 1]
        if not bytes_.more():
            return False
