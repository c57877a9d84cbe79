"""ARC files made by hand, of the pages of `warcs`: what web archives were before WARC."""

from __future__ import annotations

from tests.warcs import http, page

DATE = "20310504083000"
NAMES = b"URL IP-address Archive-date Content-type Archive-length\n"


def description(length=None, version=b"1 0 Velden Crawl\n"):
    """Return the record that describes the file, with which each begins."""
    block = version + NAMES
    size = str(len(block) if length is None else length).encode()
    return b"filedesc://velden.arc 0.0.0.0 " + DATE.encode() + b" text/plain " + size + b"\n" + block + b"\n"


def arc_record(block=b"", url="https://harbour.example/news/shut", date=DATE, kind="text/html", length=None):
    """Return a record; `length` is what it says of its block's, where that is not the truth."""
    size = len(block) if length is None else length
    return f"{url} 192.0.2.1 {date} {kind} {size}\n".encode() + block + b"\n"


def arc_response(body=None, url="https://harbour.example/news/shut", date=DATE, **headers):
    """Return the record of a page that was served; `headers` are HTTP's."""
    return arc_record(http(page() if body is None else body, **headers), url=url, date=date)


def three_arcs():
    """Return the description of a file, and three records of pages of three addresses."""
    pages = [
        arc_response(page(f"Page {n}", f"It rained {n} times, Ada Voss said."), f"https://harbour.example/{n}")
        for n in "123"
    ]
    return [description(), *pages]
