"""A page's statements -> its local actors, with the offices in which the text shows them.

Titles before a name and appositions after it are read as in the precise constructs of Lee et al., "Deterministic
coreference resolution based on entity-centric, precision-ranked rules", Computational Linguistics 39 (2013).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sayso.days import day_range
from sayso.identity import derived_id
from sayso.link.actors.appositions import Titles, titles_in
from sayso.link.actors.names import PersonName, initials, is_acronym, organisation_core, person_name
from sayso.link.actors.offices import described, lexicon
from sayso.link.actors.records import LocalActor, Office, StateNames
from sayso.link.actors.table import Table, table
from sayso.link.actors.transliteration import fold
from sayso.records import Page, Speaker, StatementRow, quoted

KINDS = ("person", "organisation", "state", "group", "unnamed", "several")
MOST_BESIDE = 64
"""Names beside an actor that are kept, the first in alphabetical order."""


def local_actors(page: Page, states: StateNames, known: Table | None = None) -> tuple[LocalActor, ...]:
    """Return the actors of a page's statements: speakers, addressees and those at whom acts are aimed, sorted by id."""
    text = page.article.text
    published = page.article.published.value if page.article.published else None
    seen = _Seen(page.article.id)
    for one in page.statements:
        seen.add(one.speaker, quoted(text, one.source, " "))
        seen.add(one.addressee)
        seen.add_targets(one.act.targets if one.act else ())
    return _made(seen, text, published, page.article.outlet, states, known or table())


def local_actors_of(
    rows: Iterable[StatementRow], states: StateNames, known: Table | None = None, text: str = ""
) -> tuple[LocalActor, ...]:
    """Return the same from an article's rows; without its text, offices are read from the sources' words alone."""
    given = list(rows)
    if not given:
        return ()
    seen = _Seen(given[0].article_id)
    for row in given:
        seen.add(_speaker(row, "speaker"), " ".join(piece.exact for piece in row.source))
        seen.add(_speaker(row, "addressee"))
        seen.add_targets(row.act_targets)
    words = text or "\n".join(sorted({row.source_text for row in given}))
    return _made(seen, words, given[0].published, given[0].outlet, states, known or table())


def kind_by_id(article: str, local_id: str, name: str) -> str | None:
    """Return the kind of a local actor whose id and name alone are known, as a target's are; None where it can't be.

    The id is derived from the article, the kind and the name, so the kind under which it comes out is the kind.

    >>> kind_by_id("a1", derived_id("actor", "a1", "person", "ann orr"), "Ann Orr"), kind_by_id("a1", "VEL", "Velden")
    ('person', 'state')
    """
    if len(local_id) == 3 and local_id.isupper():
        return "state"
    low = name.casefold()
    return next((kind for kind in KINDS if derived_id("actor", article, kind, low) == local_id), None)


@dataclass(slots=True)
class _Seen:
    """What the statements say of each local actor."""

    article_id: str
    names: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    words: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    """(basis, the source's words)."""

    def add(self, one: Speaker | None, words: str = "") -> None:
        if one is None:
            return
        self.names[one.id], self.kinds[one.id] = one.name, one.kind
        self.codes[one.id].update(one.affiliation)
        if words:
            self.words[one.id].add((one.basis, words))

    def add_targets(self, targets: Sequence[tuple[str, str]]) -> None:
        for local_id, name in targets:
            self.names.setdefault(local_id, name)
            self.kinds.setdefault(local_id, kind_by_id(self.article_id, local_id, name) or "unnamed")


def _made(
    seen: _Seen, text: str, published: str | None, outlet: str | None, states: StateNames, known: Table
) -> tuple[LocalActor, ...]:
    names = {key: seen.names[key] for key, kind in seen.kinds.items() if kind == "person"}
    people = {key: person_name(name) for key, name in names.items()}
    titles = titles_in(text, names, states, known)
    full = frozenset(one.whole for one in people.values() if one.given)
    day, last_day = _days(published)
    made = []
    for key in sorted(seen.names):
        offices, once = _offices(seen, key, titles.get(key), states, known)
        code = _government(seen.names[key], seen.kinds[key], seen.codes[key], states)
        kind = seen.kinds[key] if code is None else "state"
        codes = {code} if code else seen.codes[key] | ({key} if kind == "state" and len(key) == 3 else set())
        made.append(
            LocalActor(
                id=key,
                article_id=seen.article_id,
                name=seen.names[key],
                kind=kind,
                also=tuple(sorted(_also(seen, key))),
                affiliation=tuple(sorted(codes)),
                offices=tuple(sorted(offices)),
                once=tuple(sorted(once - offices)),
                day=day,
                beside=_beside(full, people.get(key)),
                outlet=outlet,
                last_day=last_day,
            )
        )
    return tuple(made)


def _government(name: str, kind: str, codes: set[str], states: StateNames) -> str | None:
    """Return the state whose government a name means: Velden's government, the Veldish; not the Finns.

    Of a name that a region shares, the page tells which is meant: `codes`.
    """
    low = fold(name)
    if kind == "organisation" and low.endswith(" government"):
        whose = _OF_STATE.sub("", name[: -len(" government")])
        both = lexicon().shared.get(fold(whose))
        return states.affiliation(whose) if both is None else both[1] if codes == {both[1]} else None
    if kind == "group" and not low.endswith("s"):
        return states.affiliation(name)
    return None


_OF_STATE = re.compile("['’]s?$")


def _offices(
    seen: _Seen, key: str, titles: Titles | None, states: StateNames, known: Table
) -> tuple[set[Office], set[Office]]:
    """Return the offices now and once; that a description was resolved to somebody shows none: it may be a guess."""
    now: set[Office] = set(titles.now) if titles else set()
    once: set[Office] = set(titles.once) if titles else set()
    if seen.kinds[key] == "unnamed":
        found = described(seen.names[key].split(), states, known)
        if found is not None and not found.left and not found.once:
            now.add(found.office)
    return _fullest(now), _fullest(once)


def _fullest(found: set[Office]) -> set[Office]:
    """Return the offices without those that another tells with its body."""
    with_body = {one.title for one in found if one.body}
    return {one for one in found if one.body or one.title not in with_body}


def _also(seen: _Seen, key: str) -> Iterator[str]:
    """Yield the acronyms by which the sources name an organisation."""
    if seen.kinds[key] != "organisation":
        return
    letters = initials(organisation_core(seen.names[key])) | initials(seen.names[key].casefold())
    for basis, words in seen.words[key]:
        if basis == "acronym":
            yield from (word for word in words.split() if is_acronym(word) and word.replace(".", "").lower() in letters)


def _beside(full: frozenset[str], own: PersonName | None) -> frozenset[str]:
    others = full - {own.whole} if own is not None else full
    return frozenset(sorted(others)[:MOST_BESIDE])


def _days(published: str | None) -> tuple[str | None, str | None]:
    """Return the day of a date, or the first and the last that it may mean; nothing where its year isn't known.

    >>> _days("2031-05-02"), _days("2031-05"), _days("--05-02")
    (('2031-05-02', None), ('2031-05-01', '2031-05-31'), (None, None))
    """
    first, last = day_range(published) or (None, None)
    return first, last if last != first else None


def _speaker(row: StatementRow, role: str) -> Speaker | None:
    if role == "speaker":
        one = (row.speaker_id, row.speaker, row.speaker_kind, row.speaker_affiliation, row.speaker_basis)
    else:
        one = (row.addressee_id, row.addressee, row.addressee_kind, row.addressee_affiliation, row.addressee_basis)
    actor_id, name, kind, affiliation, basis = one
    return Speaker(actor_id, name, kind or "unnamed", affiliation, basis or "") if actor_id and name else None
