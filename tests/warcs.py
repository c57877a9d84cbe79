"""Web archives made by hand, of invented pages: every byte is the test's own."""

from __future__ import annotations

import base64
import gzip
import hashlib

DATE = "2031-05-04T08:30:00Z"
PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"


def page(title="The harbour", words="The harbour stays shut, the mayor Ada Voss said."):
    return PAGE.format(title, words).encode()


def http(body=b"", content_type="text/html; charset=utf-8", status="200 OK", **headers):
    """Return an HTTP answer; `content_encoding="gzip"` is the header Content-Encoding."""
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"Content-Type: {content_type}"] if content_type is not None else []
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(block=b"", kind="response", url="https://harbour.example/news/shut", date=DATE, length=None, **headers):
    """Return a record; `length` is what it says of its block's, where that is not the truth."""
    said = {"WARC-Type": kind, "WARC-Record-ID": "<urn:uuid:6f1c2f5e-0000-4000-8000-000000000001>"}
    said |= {"WARC-Date": date, "WARC-Target-URI": url}
    is_http = kind in {"response", "revisit", "request"}
    said |= {"Content-Type": f"application/http; msgtype={kind}" if is_http else "text/plain"}
    said |= {"WARC-" + name.replace("_", "-").title(): value for name, value in headers.items()}
    said |= {"Content-Length": str(len(block) if length is None else length)}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value is not None)
    return b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def response(body=None, url="https://harbour.example/news/shut", date=DATE, **headers):
    """Return the record of a page that was served; `headers` are HTTP's."""
    return record(http(page() if body is None else body, **headers), url=url, date=date)


def digest(body):
    """Return a body's WARC-Payload-Digest."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def revisit(url, body=None, refers_to=None, refers_on=None, date="2031-06-01T00:00:00Z"):
    """Return the record of a page that was the same as before: by the body's digest, or where and when it was seen."""
    headers = {"Payload_Digest": digest(body)} if body is not None else {}
    headers |= {"Refers_To_Target_Uri": refers_to, "Refers_To_Date": refers_on}
    profile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    return record(http(), kind="revisit", url=url, date=date, Profile=profile, **headers)


def packed(*records):
    """Return the records as a .warc.gz file has them, each a gzip member."""
    return b"".join(gzip.compress(one, 6, mtime=0) for one in records)


def three():
    """Return three records of pages of three addresses."""
    return [
        response(page(f"Page {n}", f"It rained {n} times, Ada Voss said."), f"https://harbour.example/{n}")
        for n in "123"
    ]
