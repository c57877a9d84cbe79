"""How the records of an ARC file are told: what web archives were before WARC, up to some 2009.

    URL IP-address Archive-date Content-type [..] Archive-length     one line, its words apart by one blank
    the answer of the server, so many bytes
    a line break

A record has neither a mark nor a type: one begins with a line of that form, and ends where the next one, or nothing,
follows its line break. The first describes the file. Some crawlers left blanks in addresses and types; version 2 has
more words before the length.

The format: https://archive.org/web/researcher/ArcFileFormat.php
"""

from __future__ import annotations

import re

from sayso.read.warc_records import Form

LONGEST_LINE = 8_192
"""Bytes of a record's line: addresses are cut at 2,000 by most crawlers, and at 4,096 by sayso."""

HEADER = re.compile(
    rb"([A-Za-z][A-Za-z0-9+.-]{1,20}:[^\s]*+(?: [^\s]++){0,4}?) ([^\s]++) (\d{12,17}) ([^\s]++)"
    rb"(?: [^\s]++){0,7}? (\d{1,18}) ?\r?\n"
)
"""A record's line: its address, where from, when, of which type, and its length. No word is looked at twice, so that a
line that was made to be matched for long is not."""

_NEARLY = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,20}:[^\s]*+(?: [^\s]++){1,5}? \d{12,17}\s")
"""A line that would begin a record but for what comes after its date: it ends the one before all the same."""
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,20}:[^\s]*")
_DESCRIPTION = b"filedesc:"


def _length(head: bytes) -> int | None:
    found = HEADER.fullmatch(head)
    return int(found.group(5)) if found is not None else None


def _ends(after: bytes) -> bool:
    """Say whether a record ends here: line breaks follow, if any, and then the next record, as far as it goes."""
    after = after.lstrip(b"\r\n")
    if not after or _NEARLY.match(after) is not None:
        return True
    return b"\n" not in after and len(after) < LONGEST_LINE // 2 and _SCHEME.match(after) is not None


ARC = Form(
    begins=lambda data: HEADER.match(data, 0, LONGEST_LINE) is not None,
    beginning=LONGEST_LINE,
    head_end=re.compile(rb"\r?\n"),
    length=_length,
    is_wanted=lambda head: not head.startswith(_DESCRIPTION),
    ends=_ends,
    looked_at=LONGEST_LINE,
    next=re.compile(rb"\n(" + HEADER.pattern + rb")"),
)
