"""A smaller vocabulary: of the pretrained pieces, those that news and the training pairs use most.

A word whose piece is left out is read in smaller pieces, letters in the last resort: every letter stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tokenizers import Tokenizer

from sayso.model.pairs import CLS, SEP
from sayso.model.pieces import UNKNOWN, WORD

KEPT = ("[PAD]", UNKNOWN, CLS, SEP)
LATIN = 0x250
"""Letters, digits and marks below this code point are kept, alone and inside a word."""


def frequent_pieces(vocabulary: list[str], tokenizer: Tokenizer, texts: Iterable[str], size: int) -> list[int]:
    """Return the numbers of the `size` pieces kept, ascending; of pieces as frequent, the earlier one."""
    kept = {number for number, piece in enumerate(vocabulary) if piece in KEPT or _is_letter(piece)}
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(tokenizer.encode(WORD.findall(text), is_pretokenized=True, add_special_tokens=False).ids)
    for number, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if len(kept) >= size:
            break
        kept.add(number)
    return sorted(kept)


def _is_letter(piece: str) -> bool:
    letter = piece.removeprefix("##")
    return len(letter) == 1 and ord(letter) < LATIN
