"""What the PyTorch network says of a fixed text: a test holds the exported model to it, without PyTorch."""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import Tokenizer

from sayso.extract.statements import Words, assemble
from training.attribution.evaluate import anchor_scores
from training.attribution.examples import label
from training.attribution.network import AttributionNetwork
from training.attribution.polnear import AnnotatedArticle

TEXT = """Ferrol says harbour will reopen

The harbour of Ostrel will reopen on Monday, Transport Minister Dora Kell said on Friday.

"We have checked every crane, and every crane is safe," she told reporters. "Nobody needs to worry."

The dockers' union denied this. According to its chairman, Pavo Lind, two cranes "are held together by paint".

Kell's office did not answer a question about the cranes, but a spokesman noted that the inspectors had found no fault.
Two officials, who asked not to be named, said the report had been written before the inspection began.
"""
"""Invented, like its people and places."""


def write_reference(network: AttributionNetwork, tokenizer: Tokenizer, settings: dict, path: Path) -> None:
    """Write the text, and the spans and confidence of each statement that the network finds in it."""
    network.eval()
    text = label(AnnotatedArticle("reference", TEXT, ()), tokenizer)
    scores = anchor_scores(network, text, tokenizer, settings["length"], settings["stride"], settings["threshold"])
    found = assemble(Words.of_one_part(text.encoded.words), network.head.start.detach().numpy(), scores)
    rows = [{"source": f.source, "cue": f.cue, "content": f.content, "confidence": f.confidence} for f in found]
    path.write_text(json.dumps({"text": TEXT, "statements": rows}, indent=1) + "\n", encoding="utf-8")
