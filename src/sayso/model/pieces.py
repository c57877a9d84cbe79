"""The word pieces: the encoder's own vocabulary, as a bare WordPiece tokenizer.

sayso splits words itself and adds the marks around a window itself, so the tokenizer only lower-cases, strips accents
and cuts a word into pieces. Control characters give no piece.
"""

from __future__ import annotations

import re
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer

WORD = re.compile(r"\w[\w\u0300-\u036f\u00ad]*|[^\w\s]")
"""Accents as characters of their own (text copied on a Mac) and soft hyphens stand within a word, not between two."""
UNKNOWN = "[UNK]"


def word_pieces(vocabulary: Path) -> Tokenizer:
    """Return the tokenizer of a BERT `vocab.txt`."""
    lines = vocabulary.read_text(encoding="utf-8").split("\n")
    ids = {piece: i for i, piece in enumerate(lines) if piece}
    tokenizer = Tokenizer(WordPiece(ids, unk_token=UNKNOWN, max_input_chars_per_word=100))
    tokenizer.normalizer = BertNormalizer(
        clean_text=True, handle_chinese_chars=False, strip_accents=True, lowercase=True
    )
    return tokenizer
