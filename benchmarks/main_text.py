r"""How well cleaning keeps the main text, beside trafilatura.

Run by `python -m benchmarks.main_text --data FOLDER [--samples FOLDER]`.

FOLDER holds the development pages of WCXB (see training/lines/pages.py). Only the half that the shipped line classifier
was not trained on is measured. Two figures, each the mean over the pages:

1. HTML pages: word F1 as in WCXB's own evaluation (lower-cased `\w+` words as multisets) of the headline, deck and body
   lines against the reviewed main text; beside it trafilatura's own output on the same pages by the same measure.
2. Text copies: the same pages' visible text given as text/plain; F1 of the sets of word 4-shingles of the kept lines.
   Beside it the plain rule that keeps every line of prose.

With --samples, text copies in that folder are cleaned and every kept line is checked not to be a related-story line.
"""

from __future__ import annotations

import argparse
import platform
import re
import sys
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from sayso.clean import article
from sayso.clean.line_features import is_sentence, words_of
from sayso.clean.main_text import main_text
from sayso.errors import InputError
from sayso.identity import document_id, sha256
from sayso.records import SPOKEN_ROLES, Document, Given
from training.lines.pages import Page, halves, pages

MARGIN = 0.005
TEXT_COPIES = 0.90
_RELATED = re.compile(r"(?:READ MORE|Read more|Advertisement|Photo:)")


def main() -> int:
    """Print the figures; return 1 where one is missed."""
    arguments = _arguments()
    found = list(pages(arguments.data))
    measured = halves([page.id for page in found])[1]
    chosen = [page for page in found if page.id in measured]
    print(f"machine: {platform.machine()}, {platform.system()}, Python {platform.python_version()}")
    print(f"trafilatura {version('trafilatura')}, lxml {version('lxml')}; {len(chosen)} of {len(found)} pages measured")
    reached = _html_pages(chosen) & _text_copies(chosen)
    if arguments.samples:
        reached &= _samples(arguments.samples)
    return 0 if reached else 1


def document(name: str, content: bytes, media_type: str) -> Document:
    """Return a document of these bytes."""
    digest = sha256(content)
    made = document_id(digest, media_type, Given())
    return Document(made, name, name, "2026-05-01T00:00:00Z", media_type, None, digest, content)


def kept_text(name: str, content: bytes, media_type: str) -> str:
    """Return the headline, deck and body lines of a document, one below the other; empty where it can't be read."""
    try:
        cleaned = article(document(name, content, media_type))
    except InputError:
        return ""
    return "\n".join(cleaned.text[line.start : line.end] for line in cleaned.lines if line.role in SPOKEN_ROLES)


def word_f1(found: str, gold: str) -> float:
    """Return the F1 of two texts' words as multisets.

    >>> word_f1("The port closed", "the port is closed.")
    0.8571428571428571
    """
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (found, gold))
    return _f1((one & other).total(), one.total(), other.total())


def shingle_f1(found: str, gold: str, size: int = 4) -> float:
    """Return the F1 of two texts' sets of word shingles."""
    sets = []
    for text in (found, gold):
        words = re.findall(r"\w+", text.lower())
        sets.append({tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1))})
    return _f1(len(sets[0] & sets[1]), len(sets[0]), len(sets[1]))


def _f1(both: int, one: int, other: int) -> float:
    return 2 * both / (one + other) if both else 0.0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of WCXB pages: html/ and ground-truth/")
    parser.add_argument(
        "--samples", type=Path, help="folder of text copies (*.txt) whose related-story lines must not be kept"
    )
    return parser.parse_args()


def _html_pages(chosen: list[Page]) -> bool:
    started = time.perf_counter()
    ours = [word_f1(kept_text(page.id, page.content, "text/html"), page.main) for page in chosen]
    seconds = time.perf_counter() - started
    peer = [word_f1(main_text(page.html()) or "", page.main) for page in chosen]
    reached = _mean(ours) >= _mean(peer) - MARGIN
    print(f"HTML pages, word F1: sayso {_mean(ours):.4f}, trafilatura {_mean(peer):.4f} ({_verdict(reached)})")
    print(f"  {1000 * seconds / len(chosen):.1f} ms a page")
    return reached


def _text_copies(chosen: list[Page]) -> bool:
    texts = [page.visible_text() for page in chosen]
    started = time.perf_counter()
    kept = [kept_text(page.id, text.encode(), "text/plain") for page, text in zip(chosen, texts, strict=True)]
    seconds = time.perf_counter() - started
    ours = _mean([shingle_f1(text, page.main) for text, page in zip(kept, chosen, strict=True)])
    rule = _mean([shingle_f1(_prose(text), page.main) for text, page in zip(texts, chosen, strict=True)])
    reached = ours >= TEXT_COPIES
    print(f"text copies, 4-shingle F1: sayso {ours:.4f}, every line of prose {rule:.4f} ({_verdict(reached)})")
    print(f"  {1000 * seconds / len(chosen):.1f} ms a copy of {sum(map(len, texts)) // len(texts)} characters")
    return reached


def _prose(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if is_sentence(line) and len(words_of(line)) >= 8)


def _samples(folder: Path) -> bool:
    reached = True
    for path in sorted(folder.glob("*.txt")):
        cleaned = article(document(path.stem, path.read_bytes(), "text/plain"))
        above = ""
        for line in cleaned.lines:
            text = cleaned.text[line.start : line.end]
            if line.role in SPOKEN_ROLES and (_RELATED.match(text) or above.lower() == "read more"):
                print(f"  {path.name}: kept as {line.role}: {text[:80]}")
                reached = False
            above = text
    print(f"related-story lines in the samples: {'none kept' if reached else 'KEPT'}")
    return reached


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _verdict(reached: bool) -> str:
    return "reached" if reached else "MISSED"


if __name__ == "__main__":
    sys.exit(main())
