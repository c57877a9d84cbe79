"""Mentions of bodies and states -> actors: acronyms, shorter forms, capitals; campaigns and groups of people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from sayso.records import NameKind
from sayso.resolve.descriptions import Description
from sayso.resolve.lexicon import lexicon
from sayso.resolve.mentions import Mention
from sayso.resolve.people import Actor
from sayso.resolve.states import States, is_abbreviation, states
from sayso.resolve.wording import Wording

SKIPPED = frozenset(("of", "the", "and", "for", "on", "&", "in"))
"""Words whose initials an acronym leaves out, mostly."""

UNITED, UNION = ("united", "nations"), ("european", "union")
WHOLE = {"U.N.": UNITED, "UN": UNITED, "EU": UNION, "E.U.": UNION}

TRADES = frozenset(("inc", "inc.", "corp", "corp.", "corporation", "company", "co", "co.", "ltd", "ltd.", "llc", "plc"))


def organisations(text: Wording, found: Sequence[Mention], people: Sequence[Actor]) -> tuple[Actor, ...]:
    """Return the organisations in order of appearance, each under its fullest name."""
    some = [one for one in found if one.kind is NameKind.ORGANISATION or _may_be_one(one)]
    glosses = _glosses(text, some)
    by_words: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in some:
        by_words[mention.words].append(mention)
    actors = [_organisation(text, group, by_words) for group in _grouped(by_words, glosses)]
    actors += _retinues(text, people)
    return tuple(sorted(actors, key=lambda actor: actor.mentions[0].first))


ALIKE = 200
"""Bodies with a word in common that a name is held against: beyond that it is another one's."""

Group = set[tuple[str, ...]]


def _grouped(names: Iterable[tuple[str, ...]], glosses: Glosses) -> list[Group]:
    """Return the names of each organisation together, looked up by what two names of one share."""
    groups: list[Group] = []
    near: dict[object, dict[int, None]] = defaultdict(dict)
    explained: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for name, other in glosses:
        explained[name].append(other)
    for one in sorted(names, key=lambda words: (-len(words), words)):
        shared = [*_telling(one), *explained.get(one, ())]
        some = sorted({n for key in shared for n in islice(near.get(key, ()), ALIKE)})
        home = _home(one, {n: groups[n] for n in some}, glosses)
        if home is None:
            home = len(groups)
            groups.append(set())
        groups[home].add(one)
        for key in (*_telling(one), one):
            near[key][home] = None
    return groups


def _home(one: tuple[str, ...], groups: Mapping[int, Group], glosses: Glosses) -> int | None:
    """Return whose name it is: of one body that it fits, or of several the one that the text gives it to.

    "The Harbour Ministry", where the article has the Norlandic and the Kellmarian one, is a body of its own.
    """
    fitting = [n for n, group in groups.items() if any(_same(one, other, glosses) for other in group)]
    if len(fitting) > 1:
        return next((n for n in fitting if any(_is_surely(one, other, glosses) for other in groups[n])), None)
    return fitting[0] if fitting else None


def _telling(name: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return the first and last word of a name and its initials, or the letters that one word may be made of."""
    low = _low(name)
    letters = {_letters(name[0])} if len(name) == 1 else {_initials(name), _initials(name, SKIPPED)}
    return {("first", low[0]), ("last", low[-1]), *(("letters", some) for some in letters)}


def _letters(word: str) -> str:
    return word.replace(".", "").replace("&", "")


def _initials(words: tuple[str, ...], skipped: frozenset[str] = frozenset()) -> str:
    parts = (part for word in words for part in word.split("-") if part)
    return "".join(part[0] for part in parts if part.lower() not in skipped).upper()


def is_acronym(short: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Return whether one word is made of the initials of the others.

    >>> is_acronym(("NHA",), ("North", "Harbour", "Authority")), is_acronym(("U.N.",), ("United", "Nations"))
    (True, True)
    """
    letters = _letters(short[0])
    if len(short) != 1 or len(whole) < 2 or not 1 < len(letters) <= 8 or not letters.isupper():
        return False
    return letters in (_initials(whole), _initials(whole, SKIPPED))


def state_actors(text: Wording, found: Sequence[Mention]) -> tuple[Actor, ...]:
    """Return the states that the article names, by whatever word, each under the name that the article gives it."""
    by_code: dict[str, list[Mention]] = defaultdict(list)
    for one in found:
        if one.kind is not NameKind.PERSON and (code := text.states.code(" ".join(one.words))) is not None:
            by_code[code].append(one)
    return tuple(
        Actor(code, state_name(text.states, code, some), "state", tuple(some), Description(codes=(code,)))
        for code, some in by_code.items()
    )


def state_name(table: States, code: str, found: Iterable[Mention]) -> str:
    """Return the state's name as the article gives it most often, or else as the table has it."""
    counted = Counter(" ".join(one.words) for one in found)
    named = {n: k for n, k in counted.items() if table.names.get(n.lower()) == code}
    whole = {n: k for n, k in named.items() if not is_abbreviation(n)} or named
    return max(whole, key=lambda name: (whole[name], name)) if whole else table.by_code[code].name


def groups(text: Wording, found: Sequence[Mention]) -> tuple[Actor, ...]:
    """Return people of a kind whom plurals name: Democrats, Finns, officials, voters."""
    by_name: dict[str, list[Mention]] = defaultdict(list)
    capital = {one.first: one for one in found if one.kind is not NameKind.PERSON and is_plural_people(one.words)}
    lex, held = lexicon(), {n for one in found for n in range(one.first, one.end)}
    for at, low in enumerate(text.low):
        if at in capital and (capital[at].kind is None or low in text.states.people):
            by_name[" ".join(capital[at].words)].append(capital[at])
        elif at not in held and low[-1:] == "s" and lex.office(low) is not None and lex.office(low) != low:
            first = _modified(text, at)
            by_name[text.show(first, at + 1)].append(Mention(first, at + 1, first, text.words[first : at + 1], None))
    return tuple(
        Actor(f"group {name.lower()}", name, "group", tuple(some), Description(words=frozenset(name.lower().split())))
        for name, some in by_name.items()
    )


def _modified(text: Wording, at: int) -> int:
    """Return where the modifiers of a plural begin that are known as such: Republican | primary voters."""
    words, first = lexicon().words, at
    while first > 0 and text.line[first - 1] == text.line[at] and at - first < 3:
        low = text.low[first - 1]
        capital = text.words[first - 1][0].isupper() and first - 1 not in text.first_of_sentence
        if low not in words["premodifiers"] - {"and", "&", "-"} and not capital:
            break
        first -= 1
    return first


def pairs(text: Wording, found: Sequence[Mention], bearers: Mapping[int, Actor]) -> tuple[Actor, ...]:
    """Return the people that the text names together: `Roe and Low`."""
    by_name: dict[str, tuple[list[Mention], Description]] = {}
    persons = [one for one in found if one.kind is NameKind.PERSON and one.first in bearers]
    for one, other in pairwise(persons):
        if text.line[one.first] != text.line[other.first] or other.before - one.end > 3 or one.possessive:
            continue
        between = text.low[one.end : other.before]
        a, b = bearers[one.first], bearers[other.first]
        if "and" in between and set(between) <= {"and", ",", "rival", "mr.", "mrs.", "ms."} and a is not b:
            name = f"{a.name}; {b.name}"
            some, _ = by_name.setdefault(name, ([], a.about | b.about))
            some.append(Mention(one.first, other.end, one.before, one.words, None))
    return tuple(
        Actor(f"several {name.lower()}", name, "several", tuple(some), about) for name, (some, about) in by_name.items()
    )


def _may_be_one(one: Mention) -> bool:
    """Return whether a name that nothing tells the kind of is taken as an organisation's: Hamas, not Democrats."""
    if one.kind is NameKind.PLACE:
        return states().code(" ".join(one.words)) is None and is_abbreviation(one.words[0])
    return one.kind is None and not is_plural_people(one.words)


def is_plural_people(words: tuple[str, ...]) -> bool:
    """Return whether a capitalised word names people of a kind: Democrats, Kurds, African-Americans."""
    return words[-1].endswith("s") and not words[-1].endswith("ss") and not words[-1].isupper()


Glosses = set[tuple[tuple[str, ...], tuple[str, ...]]]


def _glosses(text: Wording, found: Sequence[Mention]) -> Glosses:
    """Return (name, short form) where the text explains one in brackets: North Harbour Authority (NHA)."""
    pairs = set()
    for one, other in pairwise(found):
        if other.first == one.end + 1 and text.words[one.end] == "(":
            pairs.add((one.words, other.words))
            pairs.add((other.words, one.words))
    return pairs


def _same(one: tuple[str, ...], other: tuple[str, ...], glosses: Glosses) -> bool:
    short, whole = sorted((one, other), key=len)
    if (one, other) in glosses or is_acronym(short, whole):
        return True
    a, b = _low(short), _low(whole)
    if a == b:
        return True
    words = lexicon().words
    nouns = words["organisations"]
    if len(a) > 1 and b[-len(a) :] == a:
        return True
    if len(a) > 1 and b[: len(a)] == a:
        return b[-1] in TRADES and len(b) - len(a) == 1
    if len(a) > 1 or len(b) < 2 or b[0] != a[0] or short[0].isupper() or a[0] in nouns | words["common"]:
        return False
    return b[-1] in nouns and not states().is_place(a[0])  # Lanthorn, Lanthorn Institute


def _is_surely(one: tuple[str, ...], other: tuple[str, ...], glosses: Glosses) -> bool:
    """Return whether two names are one body's whatever other bodies there are."""
    return _low(one) == _low(other) or (one, other) in glosses


@lru_cache(maxsize=10_000)
def _low(words: tuple[str, ...]) -> tuple[str, ...]:
    low = tuple(part for word in words for part in WHOLE.get(word, (word.lower(),)))
    return low[1:] if low[:1] == ("the",) and len(low) > 1 else low


def _organisation(text: Wording, group: set[tuple[str, ...]], found: Mapping[tuple[str, ...], list[Mention]]) -> Actor:
    some = tuple(sorted((one for words in group for one in found[words]), key=lambda one: one.first))
    counted = Counter(one.words for one in some)
    order = {words: n for n, words in enumerate(counted)}
    shown = min(
        counted, key=lambda words: (-len(words), words[0].isupper() and len(words) > 1, -counted[words], order[words])
    )
    if shown[0].lower() == "the":
        shown = shown[1:] or shown
    words = frozenset(word for one in group for word in _low(one))
    codes = {code for one in group if (code := states().houses.get(" ".join(_low(one)))) is not None}
    about = Description(_called(text, some), words, tuple(codes) if len(codes) == 1 else ())
    names = frozenset(_low(one) for one in group)
    return Actor(" ".join(_low(shown)), " ".join(shown), "organisation", some, about, None, names)


def _called(text: Wording, found: Sequence[Mention]) -> frozenset[str]:
    """Return the nouns for an organisation in the appositions after its name: X, a talent agency,."""
    nouns, heads = lexicon().organisation_nouns, set()
    for one in found:
        at = one.end
        if at + 1 < len(text.words) and text.words[at] == "," and text.low[at + 1] in ("a", "an", "the"):
            for n in range(at + 2, min(at + 9, len(text.words))):
                if text.low[n] in nouns and text.line[n] == text.line[at]:
                    heads.add(text.low[n])
                if text.words[n] in (",", ".") or text.low[n] in ("of", "that", "which", "for"):
                    break
    return frozenset(heads)


def _retinues(text: Wording, people: Sequence[Actor]) -> list[Actor]:
    """Return the campaigns, teams and administrations that are called after a person: the Roe campaign."""
    made = []
    for actor in people:
        found: dict[str, list[Mention]] = defaultdict(list)
        for one in actor.mentions:
            noun = retinue_noun(text, one.end)
            if noun is not None:
                found[text.low[noun]].append(Mention(one.first, noun + 1, one.before, one.words, None))
        made += [retinue(actor, noun, tuple(some)) for noun, some in found.items()]
    return made


def retinue_noun(text: Wording, at: int) -> int | None:
    """Return the word after a person's name that makes it a campaign's: Roe | 's presidential | campaign."""
    words = lexicon().words["retinues"]
    for n in range(at, min(at + 3, len(text.words))):
        if text.low[n] in words:
            after = text.low[n + 1] if n + 1 < len(text.words) else ""
            return None if _of_somebody(after) else n
        if text.low[n] not in ("'s", "’s", "'", "’", "presidential", "general", "election"):
            return None
    return None


def _of_somebody(word: str) -> bool:
    """Return whether the next word makes of a campaign what somebody belongs to: campaign manager."""
    lex = lexicon()
    return (
        lex.office(word) is not None
        or word in lex.words["premodifiers"] - {"and", "&", "-"}
        or word in ("trail", "rally", "event", "promise")
    )


def retinue(actor: Actor, noun: str, found: tuple[Mention, ...] = ()) -> Actor:
    """Return the campaign (or team) of a person, under his fullest name."""
    name = f"{actor.name} {noun}"
    about = Description(frozenset((noun,)), frozenset(name.lower().split()))
    return Actor(name.lower(), name, "organisation", found, about)
