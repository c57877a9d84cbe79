"""What one actor does to another in a sentence: one of PLOVER's fifteen types, with the probability of each.

The types are those of the codebook's 2021 revision (openeventdata/PLOVER), CONCEDE and RETREAT taken together as YIELD,
as in the corpus of Hu et al. ("Leveraging codebook knowledge with NLI and ChatGPT for zero-shot political relation
classification", ACL 2024). docs/acts.md defines each in our own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sayso.errors import WeightsError
from sayso.model.bundle import no_manifest, shipped, verified_manifest
from sayso.model.onnx import session
from sayso.model.pieces import WORD, word_pieces
from sayso.records import ModelVersion, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

TYPES = (
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
    "YIELD",
)
FILES = ("encoder.onnx", "head.npz", "vocab.txt")
CLS, SEP = "[CLS]", "[SEP]"
SOURCE, TARGET = ("[unused0]", "[unused1]"), ("[unused2]", "[unused3]")
"""The marks before and after the source and the target: pieces that the encoder's pretraining never met."""
LENGTH = 126
"""Pieces read of a sentence; the longest in the training data has some 90."""
CONTEXT = 30
"""Pieces read before the first mark where a sentence is longer than `LENGTH`."""
OCCURRENCES = 20
"""Places of a name that are looked at: a sentence has fewer."""
BACKWARD = 20
"""Characters that a target before its source counts as farther away: most sentences say who, then whom."""


@dataclass(frozen=True, slots=True)
class TypedAct:
    """What the source does to the target: the likeliest type, and each type with its probability, likeliest first."""

    type: str
    scores: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        """Return the probability of `type`."""
        return self.scores[0][1]


@dataclass(frozen=True, slots=True)
class MarkedPieces:
    """A sentence as the encoder reads it; `source_at` and `target_at` are its opening marks' places, 0 without."""

    pieces: NDArray[np.int64]
    source_at: int
    target_at: int


class ActModel:
    """The shipped weights: an encoder, and a linear layer over its states at [CLS] and at the two marks."""

    def __init__(self, folder: Path) -> None:
        manifest = verified_manifest(folder, FILES)
        try:
            self.version = ModelVersion(manifest["name"], manifest["version"])
            self.temperature = float(manifest["temperature"])
        except (KeyError, TypeError, ValueError) as error:
            raise no_manifest(folder, error) from error
        self._tokenizer = word_pieces(folder / "vocab.txt")
        self._encoder = session(folder / "encoder.onnx")
        with np.load(folder / "head.npz", allow_pickle=False) as head:
            self._weight, self._bias = head["weight"], head["bias"]

    def type(self, sentence: str, source: Span | None, target: Span | None) -> TypedAct:
        """Return the act of the source toward the target; spans in the sentence that don't overlap, or None."""
        scaled = self.logits(marked_pieces(sentence, source, target, self._tokenizer)) / self.temperature
        powers = np.exp(scaled - scaled.max())
        scores = zip(TYPES, (round(p, 4) for p in (powers / powers.sum()).tolist()), strict=True)
        ranked = tuple(sorted(scores, key=lambda pair: (-pair[1], pair[0])))
        return TypedAct(ranked[0][0], ranked)

    def logits(self, marked: MarkedPieces) -> NDArray[np.float64]:
        """Return the logits of `TYPES`, uncalibrated."""
        feed = {
            "pieces": marked.pieces[None],
            "features": np.zeros((1, len(marked.pieces)), dtype=np.int64),
            "mask": np.ones((1, len(marked.pieces)), dtype=np.int64),
        }
        states = self._encoder.run(["hidden"], feed)[0][0]
        pooled = np.concatenate([states[0], states[marked.source_at], states[marked.target_at]])
        return np.asarray(pooled @ self._weight + self._bias, dtype=np.float64)


def act(sentence: str, source: str | None, target: str | None) -> TypedAct:
    """Return what the source does to the target in an English sentence.

    The names are looked for in the sentence as they are written, whole words first; of a name that stands there more
    than once, the place nearest the other name counts. A name that isn't there ("a
    recipient"), an empty one and None are left unmarked: the sentence is then read for that role as it stands. Each
    call looks at one pair; another pair in the same sentence may have another type.

    Raises:
        WeightsError: the model's files are absent or damaged.

    >>> act("Estravia has condemned Norland for closing the strait.", "Estravia", "Norland").type
    'ACCUSE'

    """
    return load().type(sentence, *places(sentence, source, target))


@cache
def load(folder: Path | None = None) -> ActModel:
    """Load the shipped model, or the one in `folder`, once. Raises WeightsError where its files are not whole."""
    return ActModel(folder or shipped("act"))


def places(sentence: str, source: str | None, target: str | None) -> tuple[Span | None, Span | None]:
    """Return where the source and the target stand: the two places nearest to one another that don't overlap.

    Where one stands only inside the other, the longer one has its place and the other none.

    >>> places("Norland's army shelled Norland's own coast.", "Norland's army", "Norland")
    (Span(start=0, end=14), Span(start=23, end=30))
    >>> places("Norland waited.", "Norland", "a recipient")
    (Span(start=0, end=7), None)
    """
    sources, targets = _found(sentence, source or ""), _found(sentence, target or "")
    pairs = [(s, t) for s in sources for t in targets if s.end <= t.start or t.end <= s.start]
    if pairs:
        return min(pairs, key=_apart)
    a, b = next(iter(sources), None), next(iter(targets), None)
    if a and b:  # one inside the other
        return (a, None) if a.end - a.start >= b.end - b.start else (None, b)
    return a, b


def marked_pieces(sentence: str, source: Span | None, target: Span | None, tokenizer: Tokenizer) -> MarkedPieces:
    """Return the pieces of the sentence, between [CLS] and [SEP], with marks around the source and the target."""
    cuts = [(span, marks) for span, marks in ((source, SOURCE), (target, TARGET)) if span is not None]
    pieces: list[int] = []
    opened: dict[tuple[str, str], int] = {}
    before = 0
    for span, marks in sorted(cuts):
        pieces += _pieces(sentence[before : span.start], tokenizer)
        opened[marks] = len(pieces)
        pieces += [_id(marks[0], tokenizer), *_pieces(span.of(sentence), tokenizer), _id(marks[1], tokenizer)]
        before = span.end
    pieces += _pieces(sentence[before:], tokenizer)
    first = max(0, min(opened.values(), default=0) - CONTEXT) if len(pieces) > LENGTH else 0
    shown = [_id(CLS, tokenizer), *pieces[first : first + LENGTH], _id(SEP, tokenizer)]

    def at(marks: tuple[str, str]) -> int:
        place = opened.get(marks, -1) - first + 1
        return place if 0 < place <= LENGTH and marks in opened else 0

    return MarkedPieces(np.array(shown, dtype=np.int64), at(SOURCE), at(TARGET))


def _found(sentence: str, name: str) -> list[Span]:
    """Return the first `OCCURRENCES` places of `name` as whole words, or else, where there is none, anywhere."""
    name = re.escape(name.strip())
    found = [re.finditer(pattern, sentence) for pattern in ((rf"(?<!\w){name}(?!\w)", name) if name else ())]
    places_of = ([Span(*match.span()) for match in islice(matches, OCCURRENCES)] for matches in found)
    return next((spans for spans in places_of if spans), [])


def _apart(pair: tuple[Span, Span]) -> tuple[int, Span, Span]:
    """Return how far apart source and target are, in characters; of pairs as far apart the first counts less."""
    source, target = pair
    if source <= target:
        return target.start - source.end, source, target
    return source.start - target.end + BACKWARD, source, target


def _pieces(text: str, tokenizer: Tokenizer) -> list[int]:
    words = WORD.findall(text.encode("utf-8", "replace").decode("utf-8"))  # no half of a surrogate pair
    ids: list[int] = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False).ids if words else []
    return ids


def _id(mark: str, tokenizer: Tokenizer) -> int:
    found: int | None = tokenizer.token_to_id(mark)
    if found is None:
        raise WeightsError(f"the act model's vocabulary lacks {mark}: install sayso again.")
    return found
