"""Texts whose paragraphs are broken into short lines: mails, notes, agency copy. Which lines make a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sayso.records import Span

LONGEST = 160
"""Characters: no text with a longer line was wrapped by hand or by a mail program (these break at 60 to 120)."""
SHORTEST = 40
"""Characters from which a line may have been broken because it was full."""
FULL = 0.75
"""Share of the longest line's length from which a line is full: the next word may have been a long one."""
SIGNS = 2
"""Full lines that go on in lower case below, from which a text is taken for wrapped .."""
SHARE = 0.2
""".. if they are this share of all full lines that have a line right below: about half the breaks fall so."""

_ITEM = re.compile(r"(?:[-*•·>|#+]|\d{1,2}[.)])\s")
_ENDS = re.compile(r"[.!?…:][\"'”’»)\]]*\Z")


def paragraphs(text: str, spans: Sequence[Span]) -> list[range]:
    r"""Return the paragraphs of a text as ranges of line numbers: each line by itself unless the text is wrapped.

    >>> from sayso.clean.lines import split
    >>> text = ("The port will stay closed until Friday, the harbour\nmaster said on Tuesday after a meeting with\n"
    ...         "the owners.\n\nShe did not say why the gates were shut in June\nwithout a word to anybody.")
    >>> paragraphs(text, split(text))
    [range(0, 3), range(3, 5)]
    """
    lines = [span.of(text) for span in spans]
    longest = max(map(len, lines), default=0)
    if not SHORTEST <= longest <= LONGEST:
        return [range(number, number + 1) for number in range(len(lines))]
    touching = [text[one.end : other.start].replace("\r\n", "\n").count("\n") == 1 for one, other in pairwise(spans)]
    full = [
        number
        for number, touches in enumerate(touching)
        if touches and len(lines[number]) >= max(SHORTEST, FULL * longest) and not _ITEM.match(lines[number + 1])
    ]
    signs = sum(lines[number + 1][:1].islower() and not _ENDS.search(lines[number]) for number in full)
    if signs < SIGNS or signs < SHARE * len(full):
        return [range(number, number + 1) for number in range(len(lines))]
    return _joined(len(lines), set(full))


def _joined(count: int, full: set[int]) -> list[range]:
    """Return ranges of lines: a full line and the one below it belong together."""
    found = []
    start = 0
    for number in range(count):
        if number not in full:
            found.append(range(start, number + 1))
            start = number + 1
    return found
