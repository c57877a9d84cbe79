"""Sources that carry words rather than have them: a document that speaks, a medium that tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.records import ChainLink, Span
from sayso.resolve.carriers import Carriers, carriers
from sayso.resolve.intermediaries import is_carrier_noun
from sayso.resolve.media import media_names
from sayso.resolve.running_words import Words

_AFTER_HEAD = re.compile(
    r",|\s(?:of|by|from|published|released|conducted|in|on|about|that|which|who|to|relating|issued|for|led|with|this|last)\b"
)
_ARTICLE = re.compile(r"^(?:the )?((?:Article|Section|Chapter|Resolution|Rule|Paragraph) \d[\w.]*)$", re.IGNORECASE)


def as_document(text: str, source: Sequence[Span]) -> ChainLink | None:
    """Return the link to the document that speaks: "the report said", "according to a Velden Tribune poll".

    >>> as_document("The new defence report said so.", [Span(0, 22)])
    ChainLink(name='defence report', kind='document', span=Span(start=0, end=22))
    """
    if not source:
        return None
    phrase = source[0].of(text)
    if "(@" in phrase:
        return ChainLink("Twitter", "post", source[0])
    if _ARTICLE.match(phrase):
        return ChainLink(_ARTICLE.sub(r"\1", phrase), "document", source[0])
    cut = _AFTER_HEAD.search(phrase)
    return _headed(phrase[: cut.start()] if cut else phrase, source[0], alone=cut is None)


def _headed(phrase: str, source: Span, *, alone: bool) -> ChainLink | None:
    """Return the link to the document that the phrase's last word names; a lone plural ("polls") names none."""
    table = carriers()
    last = phrase.strip("“”\"'’ ").rpartition(" ")[2].lower()
    if table.nouns.get(last) not in ("document", "post") or (alone and last.endswith("s") and " " not in phrase):
        return None
    words = Words.of(phrase)
    head = len(words.lower) - 1
    if words.lower[head] != last or not is_carrier_noun(words, head, table):
        return None
    first = head
    while first > 0 and words.lower[first - 1] not in table.words["determiners"] | table.words["passing"]:
        first -= 1
    name = phrase[words.starts[first] : words.ends[head]]
    return ChainLink(name, table.nouns[last], Span(source.start + words.starts[0], source.start + words.ends[head]))


def as_medium(text: str, source: Sequence[Span]) -> ChainLink | None:
    """Return the link to the medium that is the source, by its name or without one.

    >>> as_medium("Local media said so.", [Span(0, 11)]).name
    'Local media'
    """
    if not source:
        return None
    phrase, table = source[0].of(text), carriers()
    words = Words.of(phrase)
    for span in media_names(words):
        rest = phrase[span.end :].strip()
        if not rest or rest[0] == "," or rest.lower() in table.words["generic_media"] | _TOLD_BY:
            at = source[0].start
            return ChainLink(span.of(phrase), table.kind(span.of(phrase)), Span(at + span.start, at + span.end))
    return _as_unnamed_medium(phrase, source[0], words, table)


_TOLD_BY = frozenset({"news agency", "report", "reports", "state television"})


def _as_unnamed_medium(phrase: str, source: Span, words: Words, table: Carriers) -> ChainLink | None:
    """Return the link to "local media", "the state news agency", "several outlets in Velden"."""
    for j, word in enumerate(words.lower):
        before = words.lower[j - 1] if j else ""
        if word in table.words["generic_media"] and (before in table.words["generic_before"] or j == 0):
            name = re.sub(r"^(?:the|an?) ", "", phrase.strip(" ,"), flags=re.IGNORECASE)
            return ChainLink(name, table.kind(name), source)
    return None
