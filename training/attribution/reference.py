"""What the PyTorch network says of a fixed text: a test holds the exported model to it, without PyTorch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from sayso.annotate.quotations import quotations
from sayso.extract.candidates import Words
from sayso.extract.statements import statements
from sayso.model.encoder import Annotations
from sayso.records import Article, Line, Role
from training.attribution.evaluate import anchor_scores
from training.attribution.examples import label
from training.attribution.network import AttributionNetwork
from training.attribution.polnear import AnnotatedArticle, lines_of

TEXT = """Ferrol says harbour will reopen

The harbour of Ostrel will reopen on Monday, Transport Minister Dora Kell said on Friday.

"We have checked every crane, and every crane is safe," she told reporters. "Nobody needs to worry."

The dockers' union denied this. According to its chairman, Pavo Lind, two cranes "are held together by paint".

Kell's office did not answer a question about the cranes, but a spokesman noted that the inspectors had found no fault.
Two officials, who asked not to be named, said the report had been written before the inspection began.
"""
"""Invented, like its people and places."""


@dataclass(frozen=True)
class _Settings:
    """What the extract stage asks of a model beside its scores."""

    start: np.ndarray
    threshold: float
    inner_threshold: float
    right: tuple[float, ...]
    calibration: tuple[tuple[float, float], ...]


def write_reference(network: AttributionNetwork, tokenizer: Tokenizer, settings: dict, path: Path) -> None:
    """Write the text, and the spans and confidence of each statement that the network finds in it."""
    network.eval()
    text = label(AnnotatedArticle("reference", TEXT, ()), tokenizer)
    scores = anchor_scores(
        network, text, tokenizer, settings["length"], settings["stride"], settings["anchor_threshold"]
    )
    lines = tuple(lines_of(TEXT))
    article = Article("reference", "reference", TEXT, tuple(Line(*span, Role.BODY) for span in lines))
    parts = Words.of_one_part(text.encoded.words)
    notes = Annotations(parts.offsets, parts.parts, parts.breaks, quotations(TEXT, lines), scores)
    thresholds = settings["threshold"], settings["inner_threshold"]
    calibration = tuple(tuple(point) for point in settings["calibration"])
    model = _Settings(network.head.start.detach().numpy(), *thresholds, tuple(settings["right"]), calibration)
    rows = [
        {"source": s.source, "cue": s.cue, "content": s.content, "confidence": s.confidence}
        for s in statements(article, notes, model)
        if s.parent is None
    ]
    path.write_text(json.dumps({"text": TEXT, "statements": rows}, indent=1) + "\n", encoding="utf-8")
