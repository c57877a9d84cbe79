"""A web archive's bytes -> its records, one at a time: where each begins and ends, and no more.

`WARC` is how a WARC file's records are told; `arc_records` has the same of ARC files.

A record is given out only where what ends one stands where this one says that it ends, so that a wrong length does
not put two pages into one. After bytes that are no record, the next line that begins one is looked for. A compressed
member that begins with a record ends the one before, whatever length that one claims. No more is held than one record
of the size that is asked for; longer ones are passed over unheld.

The format: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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


@dataclass(frozen=True, slots=True)
class Form:
    """How the records of a format are told."""

    begins: Callable[[bytes | bytearray], bool]
    """Whether a record begins with these bytes, of which there are `beginning` where there are so many."""
    beginning: int
    head_end: re.Pattern[bytes]
    """What ends a record's header."""
    length: Callable[[bytes], int | None]
    """A header -> the bytes of the block that follows it; None where it says none, or several."""
    is_wanted: Callable[[bytes], bool]
    """Whether a page may stand in the record with this header; the others are passed over unheld."""
    ends: Callable[[bytes], bool]
    """Whether a record ends before these bytes, of which there are `looked_at` where there are so many."""
    looked_at: int
    next: re.Pattern[bytes]
    """A line break and, as its first group, what a record begins with."""


def records(found: Iterator[Piece], limit: int, form: Form) -> Iterator[Record | Bad | PassedRecord]:
    """Yield the records in order; what is no record, or one of over `limit` bytes, is a `Bad` in its place."""
    bytes_ = _Bytes(found, form)
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
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"[\r\n]+")
_BETWEEN = 16
"""Bytes looked at after a record: two line breaks and the first of the next record, with some more of the former."""


def _length(head: bytes) -> int | None:
    lengths = set(_LENGTH.findall(head))
    return int(lengths.pop()) if len(lengths) == 1 else None


def _ends(after: bytes) -> bool:
    """Say whether a record ends here: two line breaks follow, or other ones and then the next record or nothing."""
    if after.startswith(_END):
        return True
    after = after.lstrip(b"\r\n")
    return after.startswith(_BEGIN) or not after or (len(after) < len(_BEGIN) and _BEGIN.startswith(after))


WARC = Form(
    begins=lambda data: data.startswith(_BEGIN),
    beginning=len(_BEGIN),
    head_end=re.compile(rb"\r?\n\r?\n"),
    length=_length,
    is_wanted=lambda head: WANTED_TYPES.search(head) is not None,
    ends=_ends,
    looked_at=_BETWEEN,
    next=re.compile(rb"\n(WARC/\d)"),
)


class _Bytes:
    """The bytes from where a record must begin up to where the next one must, taken in as they are asked for."""

    def __init__(self, found: Iterator[Piece], form: Form) -> None:
        self.form = form
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
        if self._ahead.begins and self.form.begins(self._ahead.data):
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
        bytes_.reach(bytes_.form.beginning)
        if not bytes_.form.begins(bytes_.held):
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
    size = bytes_.form.length(head)
    if size is None:
        return Bad(NO_LENGTH), head_size
    if size > BELIEVED_LENGTH:
        return Bad(WRONG_LENGTH), head_size
    wanted = bytes_.form.is_wanted(head)
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
        found = bytes_.form.head_end.search(bytes_.held, looked, MAX_HEAD)
        if found is not None:
            return found.end()
        if len(bytes_.held) > MAX_HEAD:
            return None
        looked = max(0, len(bytes_.held) - 3)
        if not bytes_.more():
            return None


def _ends_at(bytes_: _Bytes, end: int) -> bool:
    """Say whether a record ends here, by what follows."""
    size = bytes_.form.looked_at
    bytes_.reach(end + size)
    return bytes_.form.ends(bytes(bytes_.held[end : end + size]))


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
        found = bytes_.form.next.search(bytes_.held, max(0, start - 1))
        if found is not None:
            del bytes_.held[: found.start(1)]
            return True
        start = 0
        kept = bytes_.form.beginning + 1
        if len(bytes_.held) > kept:
            del bytes_.held[: len(bytes_.held) - kept]
        if not bytes_.more():
            return False
