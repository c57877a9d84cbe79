"""What one sentence says of another: whether it follows, is open or is denied, and how alike the two are.

One encoder has two uses. Over "[CLS] a [SEP] b [SEP]" it gives a pair's relation and similarity; over one sentence
alone, the mean of its states is the sentence's embedding, by which candidates for pairs are found (Reimers and Gurevych
2019, sections 2 and 3, for both). docs/design/2026-11-27-pairs.md says why, and the model's card how good it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from sayso.errors import WeightsError
from sayso.model.bundle import no_manifest, shipped, verified_manifest
from sayso.model.onnx import session
from sayso.model.pieces import WORD, word_pieces
from sayso.records import ModelVersion

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Floats = NDArray[np.float64]

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

RELATIONS = ("entailment", "neutral", "contradiction")
MEASURES = ("similarity", "same", "denial")
FILES = ("encoder.onnx", "head.npz", "vocab.txt")
CLS, SEP = "[CLS]", "[SEP]"
LENGTH = 253
"""Pieces read of a pair, and of a sentence alone; those of statements are some thirty each."""
CHARACTERS = 4_000
"""Characters looked at of a sentence: more than `LENGTH` pieces have, save where words are strings of letters."""
AHEAD = 1_000
"""Pairs or sentences handed to the threads at a time: what waits is held in memory."""
TEXTS_KEPT = 10_000
"""Sentences whose pieces are kept: one statement is compared with dozens, and with more tomorrow."""
DIGITS = 4
"""Decimals of a score: processors differ in the ones after."""


@dataclass(frozen=True, slots=True)
class PairScores:
    """What the model says of a pair (a, b), each from 0 to 1.

    The first three are the probabilities that b follows from a, is left open by it, or cannot be true beside it; they
    are not symmetric. `similarity` is how alike the two are in meaning, 1 for the same, by the measure of STS-B. The
    last two are of statements with their speakers ("Ott denied: the bridge is closed"), as readers judged those of the
    press: how likely both claim the same, and how likely one of them rejects the other.
    """

    entailment: float
    neutral: float
    contradiction: float
    similarity: float
    same: float
    denial: float


@dataclass(frozen=True, slots=True)
class PairPieces:
    """A pair as the encoder reads it; `segments` `[pieces]` is 1 from the second sentence on, 0 before."""

    pieces: NDArray[np.int64]
    segments: NDArray[np.int64]


class PairModel:
    """The shipped weights: an encoder, and a linear layer over what it gives of a pair.

    Each pair is a run of its own, on one thread, as many at a time as there are cores: dynamic int8 takes one scale for
    a whole batch, so in a batch a pair's scores would depend on its neighbours.
    """

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        manifest = verified_manifest(folder, FILES)
        try:
            self.version = ModelVersion(manifest["name"], manifest["version"])
            self.temperature = float(manifest["temperature"])
        except (KeyError, TypeError, ValueError) as error:
            raise no_manifest(folder, error) from error
        self.tokenizer = word_pieces(folder / "vocab.txt")
        self._threads = threads or os.cpu_count() or 1
        self._encoder = session(folder / "encoder.onnx")
        with np.load(folder / "head.npz", allow_pickle=False) as head:
            self._weight, self._bias = head["weight"].astype(np.float64), head["bias"].astype(np.float64)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the sentences' embeddings `[texts, width]`, each of length 1: their products are cosines."""
        rows = on_threads(self._embedding, texts, self._threads)
        width = len(self._weight) // FEATURES
        return np.stack(rows) if rows else np.zeros((0, width), dtype=np.float32)

    def relate(self, pairs: Iterable[tuple[str, str]]) -> list[PairScores]:
        """Return the scores of each pair (a, b), in order: what a says of b."""
        return on_threads(self._scores, pairs, self._threads)

    def logits(self, a: str, b: str) -> Floats:
        """Return the logits of RELATIONS and then of each of MEASURES `[6]`, uncalibrated."""
        pair = pair_pieces(a, b, self.tokenizer)
        logits: Floats = pair_features(self._states(pair), pair.segments) @ self._weight + self._bias
        return logits

    def _scores(self, pair: tuple[str, str]) -> PairScores:
        logits = self.logits(*pair)
        scaled = logits[: len(RELATIONS)] / self.temperature
        powers = np.exp(scaled - scaled.max())
        measures = 1 / (1 + np.exp(-logits[len(RELATIONS) :]))
        return PairScores(*(round(float(score), DIGITS) for score in (*powers / powers.sum(), *measures)))

    def _embedding(self, text: str) -> NDArray[np.float32]:
        mean = self._states(sentence_pieces(text, self.tokenizer)).mean(axis=0, dtype=np.float64)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)

    def _states(self, shown: PairPieces) -> NDArray[np.float32]:
        return states_of(self._encoder, shown)


@cache
def load(folder: Path | None = None) -> PairModel:
    """Load the shipped model, or the one in `folder`, once. Raises WeightsError where its files are not whole."""
    return PairModel(folder or shipped("pairs"))


def on_threads(answer: Callable[[Asked], Answer], asked: Iterable[Asked], threads: int) -> list[Answer]:
    """Answer in order, on threads of their own: ONNX Runtime lets go of the interpreter's lock."""
    waiting, answers = iter(asked), list[Answer]()
    with ThreadPoolExecutor(threads) as pool:
        while some := list(islice(waiting, AHEAD)):
            answers += pool.map(answer, some)
    return answers


def states_of(encoder: Any, shown: PairPieces) -> NDArray[np.float32]:  # noqa: ANN401 - as `session` returns it
    """Return what an encoder gives of a pair or a sentence `[pieces, width]`."""
    mask = np.ones((1, len(shown.pieces)), dtype=np.int64)
    feed = {"pieces": shown.pieces[None], "features": shown.segments[None], "mask": mask}
    states: NDArray[np.float32] = encoder.run(["hidden"], feed)[0][0]
    return states


FEATURES = 5
"""Vectors that the linear layer reads: the state at [CLS], the means a and b over the two, |a - b| and a * b."""


def pair_features(states: NDArray[np.float32], segments: NDArray[np.int64]) -> Floats:
    """Return what the linear layer reads `[FEATURES * width]` of a pair's states `[pieces, width]`."""
    exact = states.astype(np.float64)
    a, b = exact[segments == 0].mean(axis=0), exact[segments == 1].mean(axis=0)
    return np.concatenate([exact[0], a, b, np.abs(a - b), a * b])


def pair_pieces(a: str, b: str, tokenizer: Tokenizer) -> PairPieces:
    """Return the pieces of "[CLS] a [SEP] b [SEP]"; where they are too many, the longer sentence is cut at its end."""
    left, right = _pieces(a, tokenizer), _pieces(b, tokenizer)
    room = LENGTH - 3
    if len(left) + len(right) > room:
        half = room // 2
        left = left[: max(half, room - len(right))]
        right = right[: room - len(left)]
    first = [_id(CLS, tokenizer), *left, _id(SEP, tokenizer)]
    second = [*right, _id(SEP, tokenizer)]
    segments = np.repeat(np.array([0, 1], dtype=np.int64), [len(first), len(second)])
    return PairPieces(np.array(first + second, dtype=np.int64), segments)


def sentence_pieces(text: str, tokenizer: Tokenizer) -> PairPieces:
    """Return the pieces of one sentence, "[CLS] text [SEP]", cut at its end where they are too many."""
    pieces = [_id(CLS, tokenizer), *_pieces(text, tokenizer)[: LENGTH - 2], _id(SEP, tokenizer)]
    return PairPieces(np.array(pieces, dtype=np.int64), np.zeros(len(pieces), dtype=np.int64))


@lru_cache(maxsize=TEXTS_KEPT)
def _pieces(text: str, tokenizer: Tokenizer) -> tuple[int, ...]:
    words = WORD.findall(text[:CHARACTERS].encode("utf-8", "replace").decode("utf-8"))  # no half of a surrogate pair
    ids: list[int] = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False).ids if words else []
    return tuple(ids[:LENGTH])


def _id(mark: str, tokenizer: Tokenizer) -> int:
    found: int | None = tokenizer.token_to_id(mark)
    if found is None:
        raise WeightsError(f"the pair model's vocabulary lacks {mark}: install sayso again.")
    return found
