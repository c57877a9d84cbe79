"""What an article says its people are: titles before a name, appositions after it or before it, "is the mayor".

Learning a speaker's descriptions from his own appositions follows the precise-constructs sieve of Lee et al.,
"Deterministic coreference resolution based on entity-centric, precision-ranked rules", Computational Linguistics 39
(2013), section 3.3.2.
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.resolve.lexicon import lexicon
from sayso.resolve.mentions import Mention
from sayso.resolve.postings import posted_at
from sayso.resolve.shared_names import names_apart
from sayso.resolve.wording import Wording

APPOSITION = 22
"""Words of an apposition that are read; the longest that tell an office do so at their beginning."""
TO_OFFICE = 7
"""Words between an apposition's beginning and the noun of the office: "the newly installed deputy finance minister"."""
SPEECH = frozenset(("said", "says", "told", "added", "say", "asked", "wrote", "called", "noted", "according"))
UNTITLED = frozenset(("of", "in", "to", "on", "with", "at", "by", "from", "not", "and", "or"))
"""Words that stand in no apposition before its noun."""
LINKING = frozenset(("is", "was", "became", "remains", "remained"))


@dataclass(frozen=True, slots=True)
class Description:
    """`heads`: the nouns of offices and trades; `words`: all its words in lower case; `codes`: states."""

    heads: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()

    def __or__(self, other: Description) -> Description:
        codes = (*self.codes, *(code for code in other.codes if code not in self.codes))
        return Description(self.heads | other.heads, self.words | other.words, codes)


NOTHING = Description()


def description(text: Wording, one: Mention) -> Description:
    """Return what stands about a person around one mention."""
    found = _title(text, one)
    for part in (_apposition_after(text, one), _apposition_before(text, one), _linked(text, one)):
        if part is not None:
            found |= describe(text, *part)
    return found | _party(text, one)


def describe(text: Wording, first: int, end: int) -> Description:
    """Return what the words `first..end` describe somebody as; nothing where no office or trade is named."""
    lex, found = lexicon(), []
    prepositions = lex.words["prepositions"]
    head = None
    for at in range(first, end):
        if text.low[at] in prepositions and head is not None:
            break
        if (noun := lex.office(text.words[at])) is not None:
            head = at
            found.append(noun)
    if head is None:
        return NOTHING
    words = frozenset(lex.alike.get(low, low) for low in text.low[first:end] if low[0].isalnum())
    return Description(frozenset(found), words | frozenset(found), _codes(text, first, head, end))


def _title(text: Wording, one: Mention) -> Description:
    """Return what the title before a name tells: Kremlin spokesman | Jan Orr."""
    start = title_start(text, one)
    if start == one.first:
        return NOTHING
    return describe(text, start, one.first)


def title_start(text: Wording, one: Mention) -> int:
    """Return where the title begins that stands directly before a person's name, or where the name does."""
    lex, at = lexicon(), one.before
    words = lex.words
    line = text.line[one.first]
    if at == one.first:
        if at == 0 or text.line[at - 1] != line:
            return at
        if text.low[at - 1] not in lex.titles and lex.office(text.words[at - 1]) is None:
            return _posted(text, one)
        at -= 1
    while at > 0 and text.line[at - 1] == line and at - 1 not in _stops(text, at):
        word = text.words[at - 1]
        low = text.low[at - 1]
        possessive = low in ("'s", "’s")
        if not (possessive or word[0].isupper() or low in words["premodifiers"] or lex.office(word) is not None):
            break
        if low in words["determiners"] or low in words["days"] or (low in words["openers"] and low != "former"):
            break
        at -= 1
    return at


def _stops(text: Wording, at: int) -> tuple[int, ...]:
    """Return the word before `at` where a title can't reach over it: it ends a sentence's beginning."""
    return () if at not in text.first_of_sentence else (at - 1,)


def _posted(text: Wording, one: Mention) -> int:
    """Return where a title begins whose office says where it is held: Ambassador to Tokyo | Aino Laine."""
    lex, at = lexicon(), one.first - 1
    line = text.line[one.first]
    while at >= 0 and text.line[at] == line and text.words[at][0].isupper() and one.first - at < 5:
        at -= 1
    office = posted_at(text, at + 1) if 0 < at < one.first - 1 else None
    if office is None:
        return one.first
    start = office
    while start > 0 and text.line[start - 1] == line and start not in text.first_of_sentence:
        low = text.low[start - 1]
        if not (text.words[start - 1][0].isupper() or low in lex.words["premodifiers"]) or low in lex.words["openers"]:
            break
        start -= 1
    return start


def _apposition_after(text: Wording, one: Mention) -> tuple[int, int] | None:
    """Return the words of `, the mayor of X,` or `, who is the mayor,` after a name."""
    at = _past_brackets(text, one.end)
    if at >= len(text.words) or text.words[at] != "," or text.line[at] != text.line[one.first]:
        return None
    return _office_phrase(text, at + 1, text.line[one.first])


def _office_phrase(text: Wording, begin: int, line: int) -> tuple[int, int] | None:
    lex, seen = lexicon(), False
    for at in range(begin, min(begin + APPOSITION, len(text.words))):
        low = text.low[at]
        if text.line[at] != line or low in (",", ".", ";", "—", "–", "(", ")", "“", '"') or low in SPEECH:
            return (begin, at) if seen else None
        if not seen and at - begin > TO_OFFICE:
            return None
        if not seen and lex.office(text.words[at]) is not None:
            seen = True
        elif not seen and low in UNTITLED:
            return None
    return (begin, min(begin + APPOSITION, len(text.words))) if seen else None


def _past_brackets(text: Wording, at: int) -> int:
    """Return one after a parenthesis such as (R-Ill.) that follows a name."""
    if at < len(text.words) and text.words[at] == "(":
        close = next((n for n in range(at, min(at + 8, len(text.words))) if text.words[n] == ")"), None)
        return close + 1 if close is not None else at
    return at


def _apposition_before(text: Wording, one: Mention) -> tuple[int, int] | None:
    """Return the words of `the mayor of X,` before a name that a comma, too, ends."""
    comma = title_start(text, one) - 1
    after = _past_brackets(text, one.end)
    if comma < 1 or text.words[comma] != "," or text.line[comma] != text.line[one.first]:
        return None
    if (
        after < len(text.words)
        and text.words[after] not in (",", ".", "’s", "'s", "—", "–")
        and text.line[after] == text.line[comma]
    ):
        return None
    words = lexicon().words
    for at in range(comma - 1, max(comma - 12, -1), -1):
        if text.line[at] != text.line[comma] or text.words[at] in (",", ".", ";", "”", "“", '"', ":"):
            begin = at + 1
            break
        if (
            text.low[at] in words["determiners"] and text.low[at] not in ("that", "this")
        ) or at in text.first_of_sentence:
            begin = at
            break
    else:
        return None
    phrase = _office_phrase(text, begin, text.line[comma])
    return phrase if phrase is not None and phrase[1] == comma and not _named(text, begin, comma) else None


def _named(text: Wording, first: int, end: int) -> bool:
    """Return whether a phrase ends in two capitals: a name of its own, in a list of names."""
    return (
        end - first > 1
        and text.words[end - 1][0].isupper()
        and text.words[end - 2][0].isupper()
        and not any(low in ("of", "for", "to", "at", "in") for low in text.low[first:end])
    )


def _linked(text: Wording, one: Mention) -> tuple[int, int] | None:
    """Return the words after `is` or `was`: X was the mayor."""
    at = one.end
    if at + 1 >= len(text.words) or text.low[at] not in LINKING or text.low[at + 1] not in ("a", "an", "the", "now"):
        return None
    return _office_phrase(text, at + 1, text.line[one.first])


PARTIES = {"r": "republican", "d": "democrat", "i": "independent"}


def _party(text: Wording, one: Mention) -> Description:
    """Return the party that stands in brackets after a name: (R-Ill.)."""
    if one.end + 1 >= len(text.words) or text.words[one.end] != "(":
        return NOTHING
    letter, hyphen, _ = text.low[one.end + 1].partition("-")
    alone = one.end + 2 < len(text.words) and text.words[one.end + 2] in (")", ",", "/", ".")
    party = PARTIES.get(letter.rstrip(".")) if hyphen or alone else None  # not "Orr (I was told)"
    return Description(frozenset((party,)), frozenset((party,))) if party else NOTHING


def _codes(text: Wording, first: int, head: int, end: int) -> tuple[str, ...]:
    """Return the states before the office's noun, or after `of`: not those that an envoy is sent to."""
    before = _first_code(text, first, head)
    if before is not None:
        return (before,)
    if head + 1 < end and text.low[head + 1] in ("of", "for"):
        begin = head + 3 if head + 2 < end and text.low[head + 2] == "the" else head + 2
        after = _code_at(text, begin, end) if begin < end else None
        return (after,) if after is not None else ()
    return ()


def _first_code(text: Wording, first: int, end: int) -> str | None:
    at = first
    while at < end:
        if (apart := _apart(text, at, end)) is not None:
            at = apart
        elif (code := _code_at(text, at, end)) is not None:
            return code
        else:
            at += 1
    return None


def _apart(text: Wording, at: int, end: int) -> int | None:
    """Return where a name ends that holds a state's and is none of its: New Mexico."""
    return next((stop for stop in range(min(at + 4, end), at + 1, -1) if text.low[at:stop] in names_apart()), None)


def _code_at(text: Wording, at: int, end: int) -> str | None:
    """Return the state that the words at a place name; a word in small letters is none: a turkey farmer."""
    if not text.words[at][0].isupper() or _apart(text, at, end) is not None:
        return None
    named = (text.states.affiliation(" ".join(text.words[at:stop])) for stop in range(min(at + 4, end), at, -1))
    return next((code for code in named if code is not None), None)
