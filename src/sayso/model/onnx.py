"""Runs the weights with ONNX Runtime: the one door to it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped] # it comes without annotations

from sayso.config import DEFAULTS, Settings
from sayso.errors import UsageError
from sayso.model.bundle import Bundle, open_bundle, shipped
from sayso.model.encoder import AnchorScores, Begin, WindowInput, WindowScores
from sayso.model.pieces import word_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray


FLOOR = 0.05
"""Anchors less likely than this are not scored: beside a window that is sure of one, they'd hardly move the mean."""

OF_WINDOW = ["word", "probability", "emissions", "steps", "acts", "tags", "tag_scores", "antecedents", "scores"]
"""What `roles.onnx` gives: of the anchors, then of the words, as `WindowScores` has them."""

SLOW = ["SkipLayerNormFusion", "BiasSkipLayerNormFusion"]
"""Optimisations of ONNX Runtime that are none on a CPU: the fused operator takes four times as long as its parts."""


class OnnxAttribution:
    """The shipped attribution model (an `AttributionModel`).

    Each window is a run of its own, on one thread, as many at a time as there are cores. Dynamic int8 takes one scale
    for a whole batch, so in a batch a window's scores would depend on its neighbours, and the ledger on the order in
    which articles arrive; a run a window is also the faster way (docs/design/2026-11-22-reading-in-windows.md).
    """

    def __init__(self, bundle: Bundle, *, threads: int = 0, device: str = "cpu") -> None:
        self.version = bundle.version
        self.length, self.stride = bundle.length, bundle.stride
        self.threshold, self.inner_threshold = bundle.threshold, bundle.inner_threshold
        self.anchor_threshold = bundle.anchor_threshold
        self.right, self.calibration = bundle.right, bundle.calibration
        self.start = np.array(bundle.start, dtype=np.float32)
        self.tokenizer = word_pieces(bundle.path("vocab.txt"))
        self._threads = threads or os.cpu_count() or 1
        self._encoder = session(bundle.path("encoder.onnx"), device)
        self._roles = session(bundle.path("roles.onnx"), device)
        self._floor = np.array(FLOOR, dtype=np.float32)

    @contextmanager
    def scoring(self) -> Iterator[Begin]:
        """Score windows on threads of their own: ONNX Runtime lets go of the interpreter's lock."""
        pool = ThreadPoolExecutor(self._threads)
        try:
            yield lambda window: pool.submit(self._score_window, window).result
        finally:
            pool.shutdown(cancel_futures=True)

    def score(self, windows: Iterable[WindowInput]) -> Iterator[WindowScores]:
        """Yield what is said of each window, in order, with the anchors whose probability reaches `FLOOR`."""
        with self.scoring() as begin:
            begun = deque(map(begin, windows))
            while begun:
                yield begun.popleft()()

    def encode(self, window: WindowInput) -> NDArray[np.float32]:
        """Return the hidden states `[1, pieces, width]` of a window."""
        feed = {
            "pieces": window.pieces[None],
            "features": window.features[None],
            "mask": np.ones((1, len(window.pieces)), dtype=np.int64),
        }
        hidden: NDArray[np.float32] = self._encoder.run(["hidden"], feed)[0]
        return hidden

    def _score_window(self, window: WindowInput) -> WindowScores:
        feed = {
            "hidden": self.encode(window),
            "first_piece": window.first_piece[None],
            "floor": self._floor,
        }
        words, probabilities, emissions, steps, acts, *of_words = self._roles.run(OF_WINDOW, feed)
        anchors = [
            AnchorScores(word, outer, 0, emissions[n], steps, inner, acts[n])
            for n, (word, (outer, inner)) in enumerate(zip(words.tolist(), probabilities.tolist(), strict=True))
            if max(outer, inner) >= FLOOR
        ]
        return WindowScores(anchors, *of_words)


def load(settings: Settings = DEFAULTS, folder: Path | None = None) -> OnnxAttribution:
    """Load the shipped model, or the one in `folder`. Raises WeightsError where its files are absent or damaged.

    Raises UsageError where `settings.device` is none that this machine's ONNX Runtime has.
    """
    return OnnxAttribution(open_bundle(folder or shipped()), threads=settings.threads, device=settings.device)


def session(path: Path, device: str = "cpu") -> Any:  # noqa: ANN401 - onnxruntime comes without annotations
    """Return an inference session that runs on the calling thread, or on a GPU that this gives work to."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # its warnings are for its developers
    providers = providers_for(device, onnxruntime.get_available_providers())
    return onnxruntime.InferenceSession(str(path), options, providers=providers, disabled_optimizers=SLOW)


PROVIDERS = {"cpu": ("CPUExecutionProvider",), "cuda": ("CUDAExecutionProvider", "CPUExecutionProvider")}
"""Device -> what ONNX Runtime runs a graph's operators on, the first that has each."""


def providers_for(device: str, available: Sequence[str]) -> list[str]:
    """Return the execution providers of a device. Raises UsageError where there is no such device.

    >>> providers_for("cuda", ["CUDAExecutionProvider", "CPUExecutionProvider"])
    ['CUDAExecutionProvider', 'CPUExecutionProvider']
    """
    if device not in PROVIDERS:
        raise UsageError(f"device {device!r} is unknown: give {' or '.join(PROVIDERS)}.")
    wanted = list(PROVIDERS[device])
    if wanted[0] not in available:
        raise UsageError(
            f"This ONNX Runtime can't use a GPU (it has {', '.join(available)}): install onnxruntime-gpu in its "
            "place, or leave --gpus out."
        )
    return wanted
