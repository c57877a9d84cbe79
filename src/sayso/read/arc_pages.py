"""A record of an ARC file -> the page that it holds, or why it holds none, as `warc_pages` has it of WARC files.

warcio reads the record's line and the answer's header. Where a record begins and ends is found before (`arc_records`):
over a damaged gzip member or a wrong length warcio stops, or puts the next pages into one.
"""

from __future__ import annotations

import io
import re

from sayso.errors import MissingExtra
from sayso.read.arc_records import HEADER
from sayso.read.warc_pages import (
    BAD_HEADER,
    HTTP_HEAD_END,
    HTTP_HEADERS,
    LONG_HTTP_HEADER,
    NO_ANSWER,
    NO_DATE,
    NOT_FROM_THE_WEB,
    NoPage,
    Payload,
    Place,
    Referred,
    payload_of,
    place_of,
    readable,
)
from sayso.read.warc_records import MAX_HEAD, Record


class ArcPage:
    """A record of an ARC file: a server's answer. Raises `MissingExtra` without warcio."""

    def __init__(self, record: Record) -> None:
        try:
            from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped] # without annotations
        except ImportError as error:
            raise MissingExtra("warcio", "warc", "ARC files") from error
        self._loader = ArcWarcRecordLoader()
        self._line = record.content[: record.head_size]
        self._answer = record.content[record.head_size :]

    def place(self) -> Place:
        """Return where the record is from; `NoPage` where that is no place on the web, or no day is given."""
        line = _usual(self._line)
        if not line[:8].lower().startswith((b"http://", b"https://")):
            raise NoPage(NOT_FROM_THE_WEB)
        with readable(NO_DATE):  # all else of the line was looked at before
            said = self._loader.arc_parser.parse(io.BytesIO(line))
        date = said.get_header("WARC-Date") or ""
        if not re.sub(r"\D", "", date).startswith(line.split(b" ")[2][:14].decode("ascii")):
            raise NoPage(NO_DATE, is_bad=True)  # a 13th month, of which warcio makes the 12th
        return place_of("response", said.get_header("WARC-Target-URI") or "", date)

    def payload(self, place: Place) -> Payload:  # noqa: ARG002 - of a WARC file, its kind is asked
        """Return the page's bytes; `NoPage` where the answer was no page, or is of another type."""
        from warcio.statusandheaders import StatusAndHeadersParserException  # type: ignore[import-untyped] # same

        end = HTTP_HEAD_END.search(self._answer, 0, MAX_HEAD)
        if end is None:
            raise NoPage(LONG_HTTP_HEADER, is_bad=True)
        try:
            http = self._loader.http_parser.parse(io.BytesIO(self._answer[: end.end()]))
        except (StatusAndHeadersParserException, EOFError, ValueError) as error:
            raise NoPage(LONG_HTTP_HEADER, is_bad=True) from error
        if http.get_statuscode() != "200":
            raise NoPage(NO_ANSWER)
        said = [http.get_header(name) or "" for name in HTTP_HEADERS]
        return payload_of(lambda: self._answer[end.end() :], *said)

    def referred(self) -> Referred:
        """Raise `NoPage`: an ARC file has no revisits."""
        raise NoPage(BAD_HEADER, is_bad=True)


def _usual(line: bytes) -> bytes:
    r"""Return a record's line as warcio reads it: five words, none of which holds a blank.

    >>> _usual(b"http://a.example/b c 1.2.3.4 20010203040506 text/html; charset=x 12\n")
    b'http://a.example/b%20c 1.2.3.4 20010203040506 text/html; 12\n'
    """
    found = HEADER.fullmatch(line)
    assert found is not None  # noqa: S101 - for the type checker: it began a record by this very pattern
    address, *rest = found.groups()
    return b" ".join([address.replace(b" ", b"%20"), *rest]) + b"\n"
