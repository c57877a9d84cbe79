"""PolNeAR (networkdynamics/PolNeAR): brat standoff -> attributions, and attributions -> word labels.

A folder of a split holds `text/<doc>.txt` and `attributions/<doc>_<annotator>.ann`. Where several people annotated one
article, the first in sorted order is taken, as the scorer does.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from sayso.extract.roles import ROLES
from sayso.records import Span

TEXT_BOUND = re.compile(r"^(T\d+)\t(\S+) ([\d; ]+)\t")
EVENT = re.compile(r"^E\d+\t\S+?:T\d+(.*)$")


OWN_TEST_EACH = 10
"""One article in so many of the train split is never trained on: the project's own test."""


LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")


def is_own_test(doc_id: str) -> bool:
    """Return whether the article is of the project's own test, by a hash of its name."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % OWN_TEST_EACH == 0


@dataclass(frozen=True, slots=True)
class Attribution:
    """The spans of each role, as annotated; a role may have none, one or several."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """One article of PolNeAR: offsets are code points into `text`, its newlines untouched."""

    doc_id: str
    text: str
    attributions: tuple[Attribution, ...]


def lines_of(text: str) -> list[Span]:
    """Return the lines of a clean text that are not blank."""
    return [Span(*m.span()) for m in LINE.finditer(text)]


def read_split(folder: Path) -> list[AnnotatedArticle]:
    """Return the articles of `folder`, sorted by id. Raises FileNotFoundError where one has no annotation."""
    articles = []
    for path in sorted((folder / "text").glob("*.txt")):
        annotations = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        annotations = [a for a in annotations if a.name[:-9] == path.name[:-4]]
        if not annotations:
            raise FileNotFoundError(f"{path.name} has no .ann file in {folder / 'attributions'}")
        text = path.read_bytes().decode("utf-8")
        articles.append(AnnotatedArticle(path.name[:-4], text, _attributions(annotations[0])))
    if not articles:
        raise FileNotFoundError(f"{folder} holds no text/*.txt: expected a split of PolNeAR, such as polnear/train")
    return articles


def _attributions(path: Path) -> tuple[Attribution, ...]:
    bounds: dict[str, tuple[Span, ...]] = {}
    found = []
    for line in path.read_bytes().decode("utf-8").split("\n"):
        if match := TEXT_BOUND.match(line):
            bounds[match[1]] = tuple(Span(*map(int, part.split())) for part in match[3].split(";"))
        elif match := EVENT.match(line):
            roles = _roles(match[1], bounds)
            if any(roles.values()):
                found.append(Attribution(**{role: tuple(sorted(spans)) for role, spans in roles.items()}))
    return tuple(found)


def _roles(arguments: str, bounds: dict[str, tuple[Span, ...]]) -> dict[str, list[Span]]:
    roles: dict[str, list[Span]] = {role: [] for role in ROLES}
    for argument in arguments.split():
        name, bound = argument.split(":", 1)
        role = name.rstrip("0123456789").lower()
        if role in roles and bound in bounds:
            roles[role].extend(bounds[bound])
    return roles
