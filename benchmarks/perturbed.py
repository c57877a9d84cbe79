"""Copies of articles and of quotations, made by seeded edits of the kinds that reprints show."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“])")
_SYNONYMS = {
    one: other
    for pair in str.split(
        "said/stated big/large started/began help/assist show/demonstrate many/numerous near/close about/around "
        "last/previous plan/scheme money/funds told/informed called/described also/additionally however/yet "
        "president/leader officials/authorities people/residents law/legislation country/nation "
        "government/administration because/since but/though after/following before/ahead while/whereas new/fresh "
        "first/initial major/significant million/m. percent/pc city/town support/backing attack/assault "
        "killed/slain policy/approach group/body meeting/talks deal/agreement vote/ballot campaign/drive "
        "election/poll week/fortnight says/states used/employed make/create get/obtain think/believe want/wish "
        "need/require against/opposing under/beneath report/account"
    )
    for one, _, other in (pair.partition("/"),)
}
_BRITISH = {
    "labor": "labour",
    "honor": "honour",
    "favor": "favour",
    "center": "centre",
    "defense": "defence",
    "organization": "organisation",
    "recognize": "recognise",
    "program": "programme",
    "behavior": "behaviour",
    "criticize": "criticise",
    "traveled": "travelled",
}
_PRONOUN = re.compile(r"(?<= )(?:it|he|she|they|this|that|him|them)(?= )")
_REWORDED = 0.3
"""Share of an article's sentences that are reworded."""


def article_copy(text: str, lead: str, place: str, agency: str, chance: Random) -> str:
    """Return the text with its tail cut, a new lead, another dateline, and 30 % of its sentences reworded."""
    paragraphs = [part for part in text.split("\n") if part.strip()]
    kept = paragraphs[: max(1, round(len(paragraphs) * chance.uniform(0.5, 0.9)))]
    kept = ["\n".join(_reworded_sentences(part, chance)) for part in kept]
    return "\n\n".join([f"By Ada Brom, {agency}", f"{place}, May 5 ({agency}) - {lead}", *kept])


def third_kept(text: str, other: str, chance: Random) -> str:
    """Return a text with sentences that are a third of the one's among two thirds of the other's."""
    mine, others = sentences(text), sentences(other)
    order = chance.sample(range(len(mine)), len(mine))
    third, kept = len(text.split()) / 3, list[int]()
    while order and sum(len(mine[at].split()) for at in kept) < third:
        kept.append(order.pop())
    kept.sort()
    own = others[: 2 * len(kept)]
    mixed = [(n / len(kept), mine[at]) for n, at in enumerate(kept)] + [
        (n / max(1, len(own)), s) for n, s in enumerate(own)
    ]
    return "\n\n".join(sentence for _, sentence in sorted(mixed))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, split at full stops before capitals."""
    return [part.strip() for line in text.split("\n") for part in _SENTENCE_END.split(line) if part.strip()]


def _reworded_sentences(paragraph: str, chance: Random) -> list[str]:
    found = sentences(paragraph)
    return [" ".join(_reworded(one, chance) if chance.random() < _REWORDED else one for one in found)]


def _reworded(sentence: str, chance: Random) -> str:
    """Return the sentence with synonyms, and its clauses turned round or some words dropped."""
    words = [_SYNONYMS.get(word, word) for word in sentence.split()]
    if chance.random() < 0.5 and "," in sentence:
        first, _, rest = " ".join(words).partition(",")
        return f"{rest.strip(' .')}, {first}."
    return " ".join(word for word in words if chance.random() > 0.15)


def quotation_copy(content: str, chance: Random) -> list[str]:
    """Return the pieces of a quotation after one to three edits."""
    text = content
    for edit in chance.sample(_EDITS, chance.randint(1, 3)):
        text = edit(text, chance)
    return [part.strip() for part in text.split(_CUT) if part.strip()]


_CUT = "\x00"
"""Between two pieces."""


def _shortened(text: str, chance: Random) -> str:
    words = text.split(" ")
    count = max(min(8, len(words)), round(len(words) * chance.uniform(0.4, 0.8)))
    at = chance.randint(0, len(words) - count)
    return " ".join(words[at : at + count])


def _with_ellipsis(text: str, chance: Random) -> str:
    words = text.split(" ")
    if len(words) < 12:
        return text
    at, count = chance.randint(4, len(words) - 6), chance.randint(1, max(1, len(words) // 4))
    mark = chance.choice([" … ", " ... ", " . . . ", _CUT])
    return " ".join(words[:at]) + mark + " ".join(words[min(len(words) - 4, at + count) :])


def _other_marks(text: str, chance: Random) -> str:
    straight = text.replace("’", "'").replace("‘", "'").replace("—", " - ").replace("–", "-")
    return straight if chance.random() < 0.5 else text.replace("'", "’").replace(" — ", "--").replace(", ", " – ", 1)


def _bracketed(text: str, chance: Random) -> str:
    stand_in = chance.choice(["[the ministry]", "[the bill]", "[Mr. Brandt]", "[those who came]"])
    if _PRONOUN.search(text):
        return _PRONOUN.sub(stand_in, text, count=1)
    return f"[{text[:1].upper()}]{text[1:]}"


def _british(text: str, _: Random) -> str:
    return " ".join(_BRITISH.get(word, word) for word in text.split(" "))


_EDITS: Sequence[Callable[[str, Random], str]] = (_shortened, _with_ellipsis, _other_marks, _bracketed, _british)

_CONTRADICTED = re.compile(
    r"(?<= )(?P<verb>is|are|was|were|will|can|should|would|could|must|have|has|do|does)(?= (?!not\b))"
)
_NUMBER = re.compile(r"(?<= )\d+(?= )")


def contradicted(content: str) -> str | None:
    """Return the quotation with a "not" put in, or another number; None where neither can be.

    >>> contradicted("the port will open"), contradicted("no port opens")
    ('the port will not open', None)
    """
    if _NUMBER.search(content):
        return _NUMBER.sub(lambda found: str(int(found[0]) + 7), content, count=1)
    changed = _CONTRADICTED.sub(r"\g<verb> not", content, count=1)
    return changed if changed != content else None
