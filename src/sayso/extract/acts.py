"""The act of a statement, its modality and its tone, from the model's logits.

The acts are PLOVER's statement types (Halterman et al. 2023, "PLOVER and POLECAT"); docs/acts.md defines them in our
own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ACTS = ("none", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
FLAGS = ("negated", "conditional", "future")
TONES = ("none", "positive", "negative")
"""The model's logits are those of the acts, the flags and the tones, in this order."""

LIKELY = 0.5
"""Probability from which a flag or a tone is shown."""


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

    >>> logits = np.array([0, 0, 0, 0, 0, 0, 4, 0, 0, -9, -9, 3, 0, 0, 5], dtype=np.float32)
    >>> act_scores(logits)
    ActScores(act='ACCUSE', score=0.8722, modality=('future',), tone='negative')
    """
    if not len(logits):
        return NOTHING_KNOWN
    of_acts, of_flags, of_tones = np.split(logits.astype(np.float64), [len(ACTS), len(ACTS) + len(FLAGS)])
    acts, tones = _softmax(of_acts), _softmax(of_tones)
    best, tone = int(of_acts.argmax()), int(of_tones.argmax())
    flags = 1 / (1 + np.exp(-of_flags))
    return ActScores(
        ACTS[best] if best else None,
        round(float(acts[best]), 4),
        tuple(name for name, likely in zip(FLAGS, flags.tolist(), strict=True) if likely >= LIKELY),
        TONES[tone] if tone and tones[tone] >= LIKELY else None,
    )


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum())
