"""The head word of a mention: the one word by which the model links it to others.

Which word of `Norian Ambassador to Ostrel Ilya Brenn` that is can't be told without a parse, so the rule is plain, and
the same for every set: the last word before a comma, a preposition or a relative clause.
"""

from __future__ import annotations

from sayso.annotate.encoding import WORD
from sayso.records import Span

AFTER_A_HEAD = (
    "of to for in on at from with by about against between among under over near after before during as than"
    " who whom whose which that where when and or but , ( - – — : ;"
)
ENDS = frozenset(AFTER_A_HEAD.split())
"""What a head word stands before; `and` too, as the first of several speakers stands for all."""

POSSESSIVE = frozenset({"'", "’", "s"})


def mention_head(text: str, span: Span) -> Span:
    """Return the head word of the mention; one that ends mentions is its own where nothing else is there (`who`).

    >>> text = "Maya Orr, the mayor of Lindow, said"
    >>> mention_head(text, Span(0, 8)).of(text), mention_head(text, Span(10, 29)).of(text)
    ('Orr', 'mayor')
    >>> mention_head("the minister's aide", Span(0, 19)).of("the minister's aide")
    'aide'
    """
    head = None
    for match in WORD.finditer(text, span.start, span.end):
        word = match[0].lower()
        if head is not None and word in ENDS:
            break
        if head is None or not (word in POSSESSIVE or not word[0].isalnum()):
            head = Span(*match.span())
    return head or span
