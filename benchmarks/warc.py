"""Records a second of reading a web archive up to the documents, beside fastwarc alone over the same file, and memory.

    python -m benchmarks.warc --data DATA [--records 20000] [--record FILE]

The archive is made of the pages in DATA/wcxb_dev/html, taken again and again with some words changed, so that none is
the same as another: each an answer with a request and a header of its own, gzipped record by record, as crawlers do.
Both sides read the same file in turn in one process; fastwarc's side reads each page's body and does no more with it.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.clocks import Ratio
from benchmarks.figures import Figure, Held, measured_here, record
from benchmarks.machine import describe
from sayso.read import documents
from sayso.records import Document

ROUNDS = 5
FLAT = 1.15
"""How much more memory all records may take than a twentieth of them."""
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: harbour\r\n\r\n"
DATE = "2031-05-04T08:30:00Z"


def main() -> int:
    """Print rates, their ratio and the peaks; return 1 where memory grows with the records."""
    arguments = _arguments()
    print(describe())
    pages = [gzip.decompress(one.read_bytes()) for one in sorted((arguments.data / "wcxb_dev" / "html").iterdir())]
    few, many = arguments.records // 20, arguments.records
    with tempfile.TemporaryDirectory() as folder:
        small, large = (Path(folder) / f"{count}.warc.gz" for count in (few, many))
        _write(small, pages, few)
        _write(large, pages, many)
        record(arguments.record, _rates(small, few))
        peaks = [_peak(path) for path in (small, large)]
    grown = peaks[1] / peaks[0]
    print(f"peak memory: {peaks[0]:.0f} MB at {few:,} pages, {peaks[1]:.0f} MB at {many:,}, {grown:.2f} of it")
    return 0 if grown <= FLAT else 1


def _write(path: Path, pages: list[bytes], count: int) -> None:
    with path.open("wb") as file:
        for number in range(count):
            body = pages[number % len(pages)].replace(b" the ", b" the%d " % number, 3) + b"<!-- %d -->" % number
            url = f"https://harbour.example/{number % 7}/report-{number}"
            for kind, block in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", HEAD.encode() + body)):
                file.write(gzip.compress(_record(kind, url, block), 1, mtime=0))


def _record(kind: str, url: str, block: bytes) -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Date: {DATE}\r\nWARC-Target-URI: {url}\r\n"
    head += f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def _rates(path: Path, count: int) -> Figure:
    sides = {"fastwarc alone": _by_fastwarc, "sayso, up to the documents": _by_sayso}
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, side in sides.items():
            began = time.perf_counter()
            found = sum(1 for _ in side(path))
            taken[name].append(time.perf_counter() - began)
            if found != count:
                raise SystemExit(f"{name} found {found} of {count} pages")
    for name, seconds in taken.items():
        megabytes = path.stat().st_size / median(seconds) / 1e6
        print(f"{name}: {count / median(seconds):,.0f} pages a second ({megabytes:.0f} MB of the file)")
    fastwarc, sayso = taken.values()
    held = Held("of fastwarc's rate", Ratio.of(fastwarc, sayso))
    print(held)
    series = [(name, (count / median(seconds),)) for name, seconds in taken.items()]
    return measured_here("archives", f"a web archive of {count:,} pages", "pages a second", series, held=[held])


def _by_fastwarc(path: Path) -> Iterator[bytes]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for one in ArchiveIterator(str(path), record_types=WarcRecordType.response, auto_decode="all"):
        yield one.reader.read()


def _by_sayso(path: Path) -> Iterator[Document]:
    return (one for one in documents([str(path)]) if isinstance(one, Document))


def _peak(path: Path) -> float:
    """Return the most memory that a process of its own took to read it, in MB."""
    program = [sys.executable, "-m", "benchmarks.warc", "--data", "-", "--only-read", str(path)]
    return float(subprocess.run(program, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own command


def _only_read(path: Path) -> int:
    for _ in _by_sayso(path):
        pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--record", type=Path, help="file that the figures are added to")
    parser.add_argument("--only-read", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only_read:
        sys.exit(_only_read(arguments.only_read))
    return arguments


if __name__ == "__main__":
    sys.exit(main())
