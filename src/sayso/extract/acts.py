"""The act of a statement, its modality and its tone, from the model's logits.

The acts are PLOVER's statement types (Halterman et al. 2023, "PLOVER and POLECAT"); docs/acts.md defines them in our
own words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ACTS = ("none", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
FLAGS = ("negated", "conditional", "future")
TONES = ("none", "positive", "negative")
"""The model's logits are those of the acts, the flags and the tones, in this order."""

LIKELY = 0.5
"""Probability from which a flag or a tone is shown."""
FROM = math.log(LIKELY / (1 - LIKELY))
"""The logit of a flag that is so likely."""


@dataclass(frozen=True, slots=True)
class ActScores:
    """What kind of act a statement is: `act` is None for none; `score` its probability; `modality` a part of FLAGS."""

    act: str | None
    score: float
    modality: tuple[str, ...] = ()
    tone: str | None = None


NOTHING_KNOWN = ActScores(None, 0.0)


def act_scores(logits: NDArray[np.float32]) -> ActScores:
    """Return the likeliest act, and the flags and the tone that are likelier than not.

    >>> import numpy as np
    >>> logits = np.array([0, 0, 0, 0, 0, 0, 4, 0, 0, -9, -9, 3, 0, 0, 5], dtype=np.float32)
    >>> act_scores(logits)
    ActScores(act='ACCUSE', score=0.8722, modality=('future',), tone='negative')
    """
    if not len(logits):
        return NOTHING_KNOWN
    row: list[float] = logits.tolist()  # of so few numbers NumPy's calls cost more than the sums
    flags, tones = row[len(ACTS) : -len(TONES)], row[-len(TONES) :]
    best, score = _likeliest(row[: len(ACTS)])
    tone, sure = _likeliest(tones)
    return ActScores(
        ACTS[best] if best else None,
        round(score, 4),
        tuple(name for name, logit in zip(FLAGS, flags, strict=True) if logit >= FROM),
        TONES[tone] if tone and sure >= LIKELY else None,
    )


def _likeliest(logits: Sequence[float]) -> tuple[int, float]:
    """Return the number of the highest, and its share of the softmax."""
    most = max(logits)
    return logits.index(most), 1 / math.fsum(math.exp(logit - most) for logit in logits)
