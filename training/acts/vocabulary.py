"""A smaller vocabulary: the pieces that the training texts have, and then the pretrained vocabulary's most frequent.

A word whose piece is left out is read in smaller pieces, letters in the last resort: every letter stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer

from sayso.model.acts import CLS, SEP, SOURCE, TARGET, WORD
from sayso.model.pieces import UNKNOWN

MASK = "[MASK]"
KEPT = ("[PAD]", *SOURCE, *TARGET, UNKNOWN, CLS, SEP, MASK)
LATIN = 0x250
"""Letters, digits and marks below this code point are kept, alone and inside a word."""


def read_vocabulary(path: Path) -> list[str]:
    """Return the pieces of a `vocab.txt`, in its order."""
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def chosen_pieces(vocabulary: list[str], tokenizer: Tokenizer, texts: Iterable[str], size: int) -> list[int]:
    """Return the numbers of the pieces kept, ascending; `vocabulary` lists frequent pieces before rare ones."""
    kept = {number for number, piece in enumerate(vocabulary) if piece in KEPT or _is_letter(piece)}
    for text in texts:
        kept.update(tokenizer.encode(WORD.findall(text), is_pretokenized=True, add_special_tokens=False).ids)
    first_word = vocabulary.index("the")
    for number in range(first_word, len(vocabulary)):
        if len(kept) >= size:
            break
        kept.add(number)
    return sorted(kept)


def _is_letter(piece: str) -> bool:
    letter = piece.removeprefix("##")
    return len(letter) == 1 and ord(letter) < LATIN
