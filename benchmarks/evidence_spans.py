"""Whether every span leads back to the page: `python -m benchmarks.evidence_spans --data FOLDER` (pages, also .gz).

Of every page each line is taken and a hundred spans at random (seeded). For each, `text[start:end]` is compared with
what stands in the DOM of the stored bytes, parsed again and found by XPath: the pieces in order, with nothing between
them in the text but the white space that sayso wrote. Anything but 100 % is an error.
"""

from __future__ import annotations

import argparse
import gzip
import platform
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.main_text import document
from sayso.clean import article, located, page_characters
from sayso.errors import InputError
from sayso.records import Article, Document, Span

RANDOM_SPANS = 100
SEED = 5


def main() -> int:
    """Check the spans of every page; return 1 where one does not lead back."""
    arguments = _arguments()
    right = wrong = without = 0
    for path in sorted(arguments.data.rglob("*.html*")):
        content = path.read_bytes()
        page = document(path.name, gzip.decompress(content) if path.suffix == ".gz" else content, "text/html")
        try:
            cleaned = article(page)
        except InputError:
            without += 1
            continue
        failed = unfounded(page, cleaned, list(spans(cleaned)))
        wrong += len(failed)
        right += len(cleaned.lines) + RANDOM_SPANS - len(failed)
        for span in failed[:3]:
            print(f"{path.name}: {span} {span.of(cleaned.text)[:60]!r} does not stand where it should")
    print(f"machine: {platform.machine()}, {platform.system()}, Python {platform.python_version()}")
    share = 100 * right / max(1, right + wrong)
    print(
        f"spans that lead back to the page: {right} of {right + wrong} ({share:.2f} %); pages without text: {without}"
    )
    return 1 if wrong or not right else 0


def spans(cleaned: Article) -> Iterator[Span]:
    """Yield every line's span, and some at random, over line ends too."""
    chance = random.Random(SEED)  # noqa: S311 - a seed that repeats, no secret
    for line in cleaned.lines:
        yield Span(line.start, line.end)
    for _ in range(RANDOM_SPANS):
        start = chance.randrange(len(cleaned.text))
        yield Span(start, min(len(cleaned.text), start + chance.randint(1, 400)))


def unfounded(page: Document, cleaned: Article, wanted: list[Span]) -> list[Span]:
    """Return the spans whose characters do not stand in the page where the map says. Parses the page once."""
    runs = [located(cleaned, span) for span in wanted]
    found = iter(page_characters(page, [run for some in runs for run in some]))
    failed = []
    for span, some in zip(wanted, runs, strict=True):
        end, good = span.start, True
        for run in some:
            between = cleaned.text[end : run.start]
            good &= next(found) == cleaned.text[run.start : run.end] and not between.strip()
            end = run.end
        if not good or cleaned.text[end : span.end].strip():
            failed.append(span)
    return failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of HTML pages, searched through")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
