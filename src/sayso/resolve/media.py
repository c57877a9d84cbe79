"""Find media in running text, and tell what the text has them do: asked or told ("told Reuters"), or reporting.

Names are those listed in `carriers.toml`, and capitalised words that end as media's names do ("Velden Tribune").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from sayso.records import Name, NameKind, Span
from sayso.resolve.carriers import POSSESSIVE, Carriers, carriers
from sayso.resolve.running_words import Words

LONGEST_NAME = 5
"""Words of a medium's name after its first."""
LOOK_BACK = 64
"""Characters looked back from a medium's name: "told the state-run news agency"."""


def media(words: Words, names: Sequence[Name] = ()) -> Iterator[tuple[Span, str]]:
    """Yield the media that are told or that report, each with `told` or `reports`.

    An organisation among the names is one too where it is the one that interviews.

    >>> words = Words.of("The daily Kaspar reported that she told the Velden Tribune no.")
    >>> [(span.of(words.text), use) for span, use in media(words)]
    [('Kaspar', 'reports'), ('Velden Tribune', 'told')]
    """
    found = list(media_names(words))
    for span in found:
        use = _use(words.text, span)
        if use:
            yield (_with_programme(words, span) if use == "told" else span), use
    taken = {span.start for span in found}
    for name in names:
        if name.kind is NameKind.ORGANISATION and name.span.start not in taken and _interviews(words.text, name.span):
            yield name.span, "told"


def _with_programme(words: Words, span: Span) -> Span:
    """Return the span with the programme that follows the medium's name: CNN's "The Velden Hour"."""
    quoted = _PROGRAMME.match(words.text, span.end)
    if quoted:
        return Span(span.start, quoted.start("name") + len(quoted["name"].rstrip(".,")))
    if not _POSSESSIVE_NEXT.match(words.text, span.end):
        return span
    at = span.end + 3
    first = _FIRST_WORD.match(words.text, at)
    listed = carriers().first_words.get(first[0], ()) if first else ()
    name = next((name for name in listed if words.text.startswith(name, at)), None)
    return Span(span.start, at + len(name)) if name else span


def media_names(words: Words) -> Iterator[Span]:
    """Yield the names of media.

    >>> words = Words.of("The Velden Tribune, Interfax and the newspaper Kaspar asked Brandt.")
    >>> [span.of(words.text) for span in media_names(words)]
    ['Velden Tribune', 'Interfax', 'Kaspar']
    """
    table, at, text = carriers(), 0, words.text
    capitals = [i for i, start in enumerate(words.starts) if text[start].isupper()]
    heads = [i for i in capitals if POSSESSIVE.sub("", words.raw(i)) in table.words["media_heads"]]
    for i in capitals:
        start = words.starts[i]
        if start < at:
            continue
        head = bisect_right(heads, i)
        headed = head < len(heads) and heads[head] - i <= LONGEST_NAME
        end = _listed(words, i, table) or (headed and _by_its_head(words, i, table)) or _called(words, i, table)
        if end:
            at = end
            yield Span(start, end)


def _listed(words: Words, i: int, table: Carriers) -> int | None:
    start, text = words.starts[i], words.text
    raw = words.raw(i)
    for name in table.first_words.get(raw) or table.first_words.get(POSSESSIVE.sub("", raw), ()):
        end = start + len(name)
        if name in table.kinds and text.startswith(name, start) and not text[end : end + 1].isalnum():
            return end
    return None


def _by_its_head(words: Words, i: int, table: Carriers) -> int | None:
    """Return the end of the run of capitalised words from word `i` if it ends in a medium's head word."""
    if words.lower[i] == "the":
        return _the_times(words, i, table)
    if words.lower[i] in table.words["determiners"]:
        return None
    last, best = i, None
    while (
        last + 1 < len(words.starts)
        and last - i < LONGEST_NAME
        and words.text[words.ends[last] : words.starts[last + 1]] == " "
    ):
        last += 1
        raw = words.raw(last)
        if not raw[0].isupper():
            break
        if POSSESSIVE.sub("", raw) in table.words["media_heads"]:
            best = words.starts[last] + len(POSSESSIVE.sub("", raw))
        if raw[-2:] in ("’s", "'s"):
            break
    return best


def _the_times(words: Words, i: int, table: Carriers) -> int | None:
    """Return the end of "The Times", where the head is the whole name."""
    if i + 1 == len(words.starts) or not words.adjoin(i):
        return None
    goes_on = i + 2 < len(words.starts) and words.raw(i + 2)[0].isupper() and words.adjoin(i + 1)
    bare = POSSESSIVE.sub("", words.raw(i + 1))
    return words.starts[i + 1] + len(bare) if bare in table.words["media_heads"] and not goes_on else None


_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}(?:-(?:TV|FM|AM))?")


def _called(words: Words, i: int, table: Carriers) -> int | None:
    """Return the end of the name that a noun before it calls a medium's ("the daily Kaspar"), or of a call sign."""
    if _CALL_SIGN.fullmatch(words.text, words.starts[i], words.ends[i]):
        return words.ends[i]
    if i == 0 or words.lower[i - 1] not in table.words["called"] or not words.raw(i - 1).islower():
        return None
    if words.lower[i - 1] == "agency" and (i == 1 or words.lower[i - 2] != "news"):
        return None
    last = i
    while last + 1 < len(words.starts) and last - i < 3 and words.raw(last + 1)[0].isupper() and words.adjoin(last):
        last += 1
    return words.starts[last] + len(POSSESSIVE.sub("", words.raw(last)))


_FILLING = (
    r"(?:(?:" + "|".join(sorted(map(re.escape, carriers().words["before_media"]))) + r"|[\w]+day[’']s)\s+)*[“‘\"']?$"
)
_TOLD = re.compile(
    r"(?:\b(?:told|tells|telling|tell|informed)\s+(?:[\w-]+\s+(?:on|for)\s+)?"
    r"|\b(?:interview(?:s|ed)?|chat|conversation|appear(?:ances?|ed|s|ing)?)\b[^.;:\n“\"]{0,30}?\b(?:with|by|to|for|on)\s+"
    r"|\b(?:sp(?:eaking|oke|eaks)|talk(?:ing|ed)|remarks|comments?|went|shared|said|says|confirmed|admitted|acknowledged"
    r"|broadcast|aired|email(?:ed)?|statement|questions)\s+(?:\w+\s+)?(?:to|with|on|live on|for|by|from)\s+"
    r"|\bon\s+|\bcontacted by\s+|\basked by\s+)" + _FILLING,
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?:according to"
    r"|(?:reported|quoted|cited|published|carried|broadcast|obtained|seen|reviewed|released)\s+(?:\w+\s+)?(?:by|in|on)"
    r"|(?:column|op-ed|editorial|article|story|piece|essay|report|opinion)\s+(?:published\s+)?(?:in|for|by|from)"
    r"|wrote\s+in|in)\s+" + _FILLING,
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"(?:[’']s [\w ]{2,24})?(?: (?:news agency|agency|newspaper|television|TV|website|channel))?(?: \w+ly)?,?\s+"
    r"(?:(?:has|have|had|also|later|first)\s+)?(?:" + "|".join(sorted(carriers().words["says"])) + r")\b"
)
_ASKS = re.compile(r"(?:[’']s)? (?:\w+ ){0,2}(?:[A-Z][\w.’'-]* ){2,3}(?:asked|pressed)\b")
_WAS_TOLD = re.compile(r",?\s+(?:was|were|has been) told\b")


def _use(text: str, span: Span) -> str | None:
    """Return `told` where words are said to the medium, `reports` where it tells them, else None."""
    begin = max(0, span.start - LOOK_BACK)
    begin = max(begin, text.rfind("\n", begin, span.start) + 1)
    possessed = text[span.end : span.end + 2] in ("’s", "'s")
    if _TOLD.search(text, begin, span.start) or _WAS_TOLD.match(text, span.end) or _ASKS.match(text, span.end):
        return "told"
    if _ACCORDING.search(text, begin, span.start):
        return "reports"
    if span.of(text) in carriers().words["ambiguous"] and possessed:
        return None
    return "reports" if _REPORTING.match(text, span.end) else None


_INTERVIEW = re.compile(r"\binterview(?:ed)? (?:with|by|to|for) (?:the )?$")
_IN_INTERVIEW = re.compile(r"[^.;:\n]{0,30} in an? (?:[\w-]+ )?interview\b")


def _interviews(text: str, span: Span) -> bool:
    begin = max(0, span.start - LOOK_BACK)
    told = _TOLD.search(text, begin, span.start) and text[begin : span.start].rstrip().endswith(("told", "told the"))
    return bool(_INTERVIEW.search(text, begin, span.start) or (told and _IN_INTERVIEW.match(text, span.end)))


# Shows: "on “The Velden Hour”"

_TITLE_WORD = r"(?:[A-Z0-9&][\w&’'.]*|the|of|and|with|to|a|in|for)"
_SHOW = re.compile(
    r"\b(?:on|told|with|for)(?: [\w ]{1,24}[’']s?)? [“\"‘']"
    rf"(?P<name>{_TITLE_WORD}(?: {_TITLE_WORD})*)[,.]?[”\"’']"
)


_PROGRAMME = re.compile(rf"[’']s [“\"‘'](?P<name>{_TITLE_WORD}(?: {_TITLE_WORD})*)(?=[,.]?[”\"’'])")
_POSSESSIVE_NEXT = re.compile(r"[’']s (?=[A-Z0-9])")
_FIRST_WORD = re.compile(r"\S+")


def shows(text: str) -> Iterator[Span]:
    """Yield the titles in quotation marks that one appears on.

    >>> [span.of("She said on “The Velden Hour” that") for span in shows("She said on “The Velden Hour” that")]
    ['The Velden Hour']
    """
    for found in _SHOW.finditer(text):
        if found["name"][0].isupper():
            yield Span(found.start("name"), found.start("name") + len(found["name"].rstrip(".,")))
