"""How likely each line of a text is main text: a small convolution along the lines, in plain numpy.

Each line's features (`line_features`) are mixed with those of the lines 1, 2, 4 and 8 before and after (dilated
residual convolutions), so that a short line amid prose is told from the same line amid furniture. Trained by `python
-m training.lines`, which writes `weights/lines.npz` and the card beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from sayso.clean.line_features import COUNT, features, is_sentence, words_of
from sayso.errors import WeightsError

DILATIONS = (1, 2, 4, 8)
WEIGHTS = "lines.npz"
LIMIT = 5.0
"""Standardised features are cut here, so that one odd line can't drown its neighbours."""
MAX_LINES = 20_000
"""Lines beyond which every line of prose is main text: no press page has so many, and each costs 50 microseconds."""

Array = npt.NDArray[np.float32]


def main_text_probability(lines: Sequence[str]) -> Array:
    """Return one probability a line.

    >>> main_text_probability([]).shape
    (0,)
    """
    if not lines:
        return np.zeros(0, dtype=np.float32)
    if len(lines) > MAX_LINES:
        return np.array([float(is_sentence(line) and len(words_of(line)) >= 8) for line in lines], dtype=np.float32)
    weights = _weights()
    seen = np.clip((features(lines) - weights["mean"]) / weights["spread"], -LIMIT, LIMIT)
    mean: Array = _probabilities(seen, weights).mean(axis=0, dtype=np.float32)
    return mean


def _probabilities(seen: Array, weights: dict[str, Array]) -> Array:
    """Return what each network says of each line, `[networks, lines]`: they are run side by side."""
    state = np.maximum(seen @ weights["in"] + weights["in_bias"][:, None], 0)
    for layer, step in enumerate(DILATIONS):
        before, own, after = weights["conv"][:, layer].swapaxes(0, 1)
        mixed = state @ own + _moved(state, step) @ before + _moved(state, -step) @ after
        state = state + np.maximum(mixed + weights["conv_bias"][:, layer, None], 0)
    score = (state @ weights["out"][:, :, None])[..., 0] + weights["out_bias"][:, None]
    probability: Array = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
    return probability


def _moved(state: Array, step: int) -> Array:
    """Return the states moved down by `step` lines (up where negative), zeros coming in."""
    moved = np.zeros_like(state)
    if abs(step) >= state.shape[1]:
        return moved
    if step > 0:
        moved[:, step:] = state[:, :-step]
    else:
        moved[:, :step] = state[:, -step:]
    return moved


@cache
def _weights() -> dict[str, Array]:
    source = files("sayso.clean") / "weights" / WEIGHTS
    try:
        with source.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            weights = {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise WeightsError(
            f"the line classifier's weights can't be read: {WEIGHTS!r} ({error}); reinstall sayso"
        ) from error
    if weights.get("mean", np.zeros(0)).shape != (COUNT,):
        raise WeightsError(f"the line classifier's weights in {WEIGHTS!r} are for other features; reinstall sayso")
    return weights
