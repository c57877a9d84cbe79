"""Mentions of persons -> people: whole names, the surnames and first names that stand for them, and what they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from sayso.records import NameKind
from sayso.resolve.descriptions import NOTHING, Description, description
from sayso.resolve.lexicon import lexicon
from sayso.resolve.mentions import Mention
from sayso.resolve.wording import Wording

FEMALE, MALE = "f", "m"
SURE = 3
"""So many pronouns of one gender to one of the other tell somebody's gender."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that speaks in the article, with its mentions in text order."""

    key: str
    name: str
    kind: str
    """person, organisation, state, group, unnamed or several."""
    mentions: tuple[Mention, ...]
    about: Description = NOTHING
    gender: str | None = None
    names: frozenset[tuple[str, ...]] = frozenset()
    """Its names in lower-case words."""


def people(text: Wording, found: Sequence[Mention]) -> tuple[Actor, ...]:
    """Return the people, each with every mention that can only be his; a surname that two bear is nobody's yet."""
    persons = [one for one in found if one.kind is NameKind.PERSON]
    names = _whole_names(persons)
    groups: dict[int, list[Mention]] = defaultdict(list)
    lone: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    told = _genders_of_surnames(text, persons)
    known = _Known(names)
    others = _of_the_other_gender(told, known)
    bearing = {key: known.bearers(key) for key in {one.key for one in persons}}
    whole = Counter(bearing[one.key][0] for one in persons if len(one.words) > 1)
    narrowed = _Narrowed(bearing, names, whole)
    for one in persons:
        bearers = narrowed.bearers(one.key, _honoured(text, one) or told.get(one.key))
        if one.key in others and _honoured(text, one) in (None, others[one.key]):
            lone[one.key].append(one)
        elif len(bearers) == 1:
            groups[bearers[0]].append(one)
        elif not bearers:
            lone[one.key].append(one)
    made = [_person(text, groups[n], forms) for n, forms in enumerate(names) if groups[n]]
    made += [_person(text, some, [key]) for key, some in lone.items()]
    return tuple(sorted(made, key=lambda actor: actor.mentions[0].first))


Forms = Sequence[tuple[str, ...]]

CHIEF = 2
"""Of several bearers of a surname the one that is named in full so many times as often as any other bears it alone."""


class _Narrowed:
    """Bearers of names by the gender that the text gives them, worked out once: a surname that many bear recurs."""

    def __init__(
        self, bearing: Mapping[tuple[str, ...], list[int]], names: Sequence[Forms], whole: Counter[int]
    ) -> None:
        self._bearing, self._names, self._whole = bearing, names, whole
        self._known: dict[tuple[tuple[str, ...], str | None], list[int]] = {}

    def bearers(self, key: tuple[str, ...], gender: str | None) -> list[int]:
        """Return those of the bearers whom the gender fits, or the one of them whom the article is about."""
        if (key, gender) not in self._known:
            found = self._bearing[key]
            if len(found) > 1:
                found = _agreeing(found, self._names, gender)
            self._known[key, gender] = _chief(found, self._whole) if len(found) > 1 else found
        return self._known[key, gender]


def _chief(bearers: list[int], whole: Counter[int]) -> list[int]:
    """Return the one bearer whom the article is about, where it is so; or else all."""
    first, second = sorted(bearers, key=lambda n: (-whole[n], n))[:2]
    return [first] if whole[first] >= CHIEF * whole[second] else bearers


def bearers_of(key: tuple[str, ...], names: Sequence[Forms]) -> list[int]:
    """Return the numbers of the people whom the words may name."""
    if len(key) > 1:
        return [n for n, forms in enumerate(names) if any(same_name(key, form) for form in forms)][:1]
    surnames = [n for n, forms in enumerate(names) if any(_surname(form) == _surname(key) for form in forms)]
    if surnames:
        return surnames
    return [n for n, forms in enumerate(names) if any(form[0] == key[0] for form in forms)]


ALIKE = 200
"""People of one surname, or of the same first names, that a name is held against: beyond that it is somebody new."""


class _Known:
    """People by the words that two names of one person share: the last, or the first two."""

    def __init__(self, names: Iterable[Forms] = ()) -> None:
        self.names: list[list[tuple[str, ...]]] = []
        self._near: dict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
        self._by_surname: dict[str, dict[int, None]] = defaultdict(dict)
        self._by_first: dict[str, dict[int, None]] = defaultdict(dict)
        for number, forms in enumerate(names):
            self.names.append([])
            for form in forms:
                self.add(number, form)

    def add(self, number: int, form: tuple[str, ...]) -> None:
        """Note a name of a person; the number after the last is somebody new."""
        if number == len(self.names):
            self.names.append([])
        self.names[number].append(form)
        for words in _telling(form):
            self._near[words][number] = None
        self._by_surname[_surname(form)][number] = None
        self._by_first[form[0]][number] = None

    def same(self, form: tuple[str, ...]) -> int | None:
        """Return the first person whose name the whole name may be."""
        some = {n for words in _telling(form) for n in islice(self._near.get(words, ()), ALIKE)}
        return next((n for n in sorted(some) if any(same_name(form, other) for other in self.names[n])), None)

    def bearers(self, key: tuple[str, ...]) -> list[int]:
        """Return what `bearers_of` returns."""
        if len(key) > 1:
            one = self.same(key)
            return [] if one is None else [one]
        return sorted(self.of_surname(_surname(key)) or self._by_first.get(key[0], ()))

    def of_surname(self, surname: str) -> Sequence[int]:
        """Return the people of a surname."""
        return tuple(self._by_surname.get(surname, ()))


def _telling(name: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return the words by one of which another name of the same person is found."""
    bare = _bare(name)
    return {name, bare[-1:], bare[:2]} - {()}


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two whole names may be one person's: the surname, and first names that don't contradict.

    >>> same_name(("donald", "j.", "orr"), ("donald", "orr")), same_name(("ann", "orr"), ("ben", "orr"))
    (True, False)
    """
    if one == other:
        return True
    a, b = _bare(one), _bare(other)
    if len(a) > 2 and len(b) > 1 and (a[-len(b) :] == b or a[: len(b)] == b):
        return True
    if len(b) > 2 and len(a) > 1 and (b[-len(a) :] == a or b[: len(a)] == a):
        return True
    if not a or not b or a[-1] != b[-1]:
        return False
    return a[0] == b[0] or (len(a[0]) == 2 and a[0][1] == "." and a[0][0] == b[0][0]) or _short(a[0], b[0])


def _short(one: str, other: str) -> bool:
    """Return whether one first name is the other's beginning: Tim, Timothy; not Paul, Paula."""
    a, b = sorted((one, other), key=len)
    begins = len(a) > 2 and b.startswith(a[:3]) and b.startswith(a.rstrip("y"))
    return begins and not _are_of_two_genders(a, b)


def _are_of_two_genders(one: str, other: str) -> bool:
    """Return whether one first name is a woman's and the other a man's, as far as is known."""
    female, male = lexicon().female_names, lexicon().male_names
    kinds = [(name in female, name in male) for name in (one, other)]
    return sorted(kinds) == [(False, True), (True, False)]


@lru_cache(maxsize=10_000)
def _bare(name: tuple[str, ...]) -> tuple[str, ...]:
    suffixes = lexicon().words["suffixes"]
    return tuple(word.removeprefix("al-") for word in name if word not in suffixes)


def _surname(name: tuple[str, ...]) -> str:
    bare = _bare(name)
    return bare[-1] if bare else name[-1]


def _whole_names(persons: Iterable[Mention]) -> list[list[tuple[str, ...]]]:
    """Return the names of more than one word, each person's together."""
    known = _Known()
    for key in sorted({one.key for one in persons if len(one.words) > 1}, key=lambda key: (-len(key), key)):
        one = known.same(key)
        known.add(len(known.names) if one is None else one, key)
    return known.names


def _genders_of_surnames(text: Wording, persons: Sequence[Mention]) -> Mapping[tuple[str, ...], str]:
    """Return surname -> gender, as Mr. and Ms. tell, or the pronouns beside it where an office is before it."""
    tally = defaultdict[tuple[str, ...], Counter[str]](Counter)
    in_sentence = Counter(text.sentence[one.first] for one in persons)
    single = [one for one in persons if len(one.words) == 1]
    alone = {text.sentence[one.first]: one.key for one in single if in_sentence[text.sentence[one.first]] == 1}
    titles = lexicon().titles
    titled = {one.key for one in single if one.before < one.first and text.low[one.first - 1] not in titles}
    for one in single:
        if (gender := _honoured(text, one)) is not None:
            tally[one.key][gender] += SURE
    for at, low in enumerate(text.low):
        key = alone.get(text.sentence[at]) if low in GENDERED and not text.quoted[at] else None
        if key in titled and key is not None:
            tally[key][GENDERED[low]] += 1
    found = {}
    for key, count in tally.items():
        gender, n = count.most_common(1)[0]
        if n > 1 and n >= SURE * (count.total() - n):
            found[key] = gender
    return found


def _of_the_other_gender(told: Mapping[tuple[str, ...], str], known: _Known) -> Mapping[tuple[str, ...], str]:
    """Return surname -> gender, where a lone surname is not the one whose whole name ends in it: his wife's, say."""
    found = {}
    for key, gender in told.items():
        bearers = known.of_surname(key[0])
        if len(bearers) == 1 and _by_first_name(known.names[bearers[0]]) not in (None, gender):
            found[key] = gender
    return found


def _agreeing(bearers: list[int], names: Sequence[Forms], gender: str | None) -> list[int]:
    """Return the bearers of a gender, or all where that leaves nobody."""
    return [n for n in bearers if gender is not None and _by_first_name(names[n]) == gender] or bearers


def _by_first_name(forms: Forms) -> str | None:
    first, lex = {form[0] for form in forms}, lexicon()
    female, male = bool(first & lex.female_names), bool(first & lex.male_names)
    return None if female == male else FEMALE if female else MALE


def _honoured(text: Wording, one: Mention) -> str | None:
    before = text.low[one.first - 1] if one.first else ""
    female, male = before in lexicon().female, before in lexicon().male
    return FEMALE if female else MALE if male else None


def _person(text: Wording, found: Sequence[Mention], forms: Forms) -> Actor:
    about = NOTHING
    for one in found:
        about |= description(text, one)
    shown = _fullest(one.words for one in found)
    if len(shown) == 1 and (reign := sorted(about.heads & lexicon().words["regnal"])):
        shown = (reign[0].capitalize(), *shown)
    key = " ".join(word.lower() for word in shown)
    return Actor(
        key, " ".join(shown), "person", tuple(found), about, _gender(text, found, shown, about), frozenset(forms)
    )


def _fullest(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the name of most words; of several the most frequent, then the one in ordinary letters, then the first."""
    counted = Counter(names)
    order = {name: n for n, name in enumerate(counted)}
    return min(counted, key=lambda name: (-len(name), all(w.isupper() for w in name), -counted[name], order[name]))


def _gender(text: Wording, found: Sequence[Mention], shown: tuple[str, ...], about: Description) -> str | None:
    lex = lexicon()
    before = {text.low[one.first - 1] for one in found if one.first > 0}
    told = before | about.words
    if shown[0].lower() in lex.first_names:
        by_name = FEMALE if shown[0].lower() in lex.female_names else MALE
        return None if shown[0].lower() in lex.female_names & lex.male_names else by_name
    if not lex.female.isdisjoint(told) or not lex.male.isdisjoint(told):
        female, male = len(lex.female & told), len(lex.male & told)
        return FEMALE if female > male else MALE if male > female else None
    return None


def with_pronouns(text: Wording, actors: Sequence[Actor]) -> Mapping[str, str]:
    """Return key -> gender of the people whose gender only the pronouns near their names tell."""
    by_sentence: dict[int, set[str]] = defaultdict(set)
    for actor in actors:
        for one in actor.mentions:
            by_sentence[text.sentence[one.first]].add(actor.key)
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    alone: str | None = None
    last = -1
    for at, low in enumerate(text.low):
        sentence = text.sentence[at]
        if sentence != last:
            here = by_sentence.get(sentence, set())
            near = here or by_sentence.get(sentence - 1) or by_sentence.get(sentence - 2, set())
            alone, last = (next(iter(near)) if len(near) == 1 else None), sentence
        if alone is not None and not text.quoted[at] and low in GENDERED:
            tally[alone][GENDERED[low]] += 1
    found = {}
    for key, count in tally.items():
        (most, n), rest = count.most_common(1)[0], sum(count.values())
        if n >= SURE * (rest - n) and n > 1:
            found[key] = most
    return found


GENDERED = {
    "he": MALE,
    "him": MALE,
    "his": MALE,
    "himself": MALE,
    "she": FEMALE,
    "her": FEMALE,
    "hers": FEMALE,
    "herself": FEMALE,
}
