"""What local actors are looked up by. Those that share no key are never one actor, unless a person says so.

person:KEY        a surname, as romanisations of it have it in common
retinue:NOUN:KEY  the campaign, team or administration of a person of that surname
organisation:KEY  an acronym, or the initials of a name of several words, or its one word
table:KEY         an entry of the table
state:CODE        a state
place:NAME        another place that acts
group:NAME        people of a kind with a name of their own: Finns, House Democrats
office:TITLE@BODY an office that one person holds at a time
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.link.actors.names import SMALL_WORDS, initials, is_acronym, organisation_core, person_name
from sayso.link.actors.offices import is_held_alone, lexicon
from sayso.link.actors.records import LocalActor, LocalKey, Office
from sayso.link.actors.table import Entry, Table, table
from sayso.link.actors.transliteration import MOST_NAMES, coarse_spelling, fold

RETINUES = frozenset(("administration", "campaign", "team", "presidency", "transition", "organization", "foundation"))
AGENCIES = frozenset(
    (
        "security",
        "drug",
        "business",
        "aviation",
        "highway",
        "trade",
        "health",
        "safety",
        "services",
        "space",
        "veterans",
        "oceanic",
        "atmospheric",
    )
)
"""Words before `administration` that make of it an agency and nobody's government."""
LETTERS = {"us": "USA", "uk": "GBR"}
"""States by the letters that stand before the names of their bodies: U.S. Census Bureau."""
OF_STATE = frozenset(
    (
        "president",
        "vice president",
        "prime minister",
        "chancellor",
        "attorney general",
        "solicitor general",
        "surgeon general",
        "chief justice",
        "house speaker",
        "secretary of state",
        "national security adviser",
        "press secretary",
        "first lady",
        "supreme leader",
    )
)
"""Offices that, without a body, are those of the state; ministers and secretaries of something are, too."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A local actor, where it belongs by its name alone, and what its offices and generic names mean in their place."""

    local: LocalActor
    block: str | None
    """The key of those that may be it; None for an actor that holds for its article alone."""
    entry: Entry | None
    codes: tuple[str, ...]
    offices: tuple[Office, ...]
    """With the state as the body where it follows from the affiliation or the outlet."""
    name: str
    """What is compared: a person's name, the core of an organisation's."""
    once: tuple[Office, ...] = ()


def placed(local: LocalActor, known: Table | None = None) -> Placed:
    """Return where a local actor belongs."""
    known = known or table()
    if local.kind == "organisation":
        return _organisation(local, known)
    codes = _codes(local, known)
    offices = _telling([_with_body(one, local, known) for one in local.offices], known)
    entry, block, name = None, None, fold(local.name)
    if local.kind == "person":
        entry = known.named(name, codes)
        name = fold(entry.name) if entry is not None else name
        block = f"person:{coarse_spelling(person_name(name).surname)}" if name else None
        name = name if name.startswith("@") else local.name if entry is None else entry.name
    elif local.kind == "state" and len(codes) == 1:
        block = f"state:{codes[0]}"
    elif local.kind == "state" and name and not name.isdigit():
        entry, block = known.named(name, codes), f"place:{name}"
    elif local.kind == "group" and has_own_name(local.name):
        entry, block = known.named(name, codes), f"group:{name}"
    if entry is not None and (local.kind != "person" or entry.kind != "person"):
        block = f"table:{entry.key}"
    return Placed(local, block, entry, codes, offices, name, _telling(local.once, known))


def office_keys(one: Placed) -> tuple[str, ...]:
    """Return the keys of the offices that one person holds at a time, those with a body."""
    return tuple(office_key(office) for office in one.offices if office.body and is_held_alone(office.title))


def office_key(office: Office) -> str:
    """Return the key of an office.

    >>> office_key(Office("prime minister", "VEL"))
    'office:prime minister@VEL'
    """
    return f"office:{office.title}@{office.body}"


def name_keys(local: LocalActor, known: Table | None = None) -> frozenset[str]:
    """Return what the candidates for a local actor are looked up by; nothing where it holds for its article alone.

    >>> sorted(name_keys(LocalActor("x", "a", "Serguei Orloff", "person", offices=(Office("mayor", "skerry"),))))
    ['office:mayor@skerry', 'person:urluv']
    """
    one = placed(local, known)
    keys = {one.block} if one.block is not None else set()
    return frozenset(keys | (set(office_keys(one)) if local.kind in ("person", "unnamed") else set()))


@lru_cache(maxsize=MOST_NAMES)
def numbered(key: str) -> int:
    """Return a number of 64 bits for a key, the same on every machine.

    >>> numbered("person:urluv")
    4162520179141603525
    """
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)


def home_of(one: Placed) -> int:
    """Return the number of the key that says with whom a local actor is redone; one without a key is so by itself."""
    return numbered(one.block) if one.block is not None else home_alone(one.local.key)


def home_alone(key: LocalKey) -> int:
    """Return the same for one without a key."""
    return numbered(f"alone:{key.article_id} {key.local_id}")


def name_numbers(local: LocalActor) -> Iterator[int]:
    """Yield a number for each of the folded names of a local actor."""
    yield from (name_number(name) for name in {fold(name) for name in (local.name, *local.also)})


def name_number(folded: str) -> int:
    """Return the number of a folded name."""
    return numbered(f"name:{folded}")


def has_own_name(name: str) -> bool:
    """Return whether a group bears a name of its own: its words are capitalised, but for the small ones.

    >>> has_own_name("House Democrats"), has_own_name("some Democrats"), has_own_name("Critics")
    (True, False, False)
    """
    words = [word for word in name.split() if fold(word) not in SMALL_WORDS]
    return bool(words) and all(word[0].isupper() for word in words) and words[0] not in UNNAMED


def _organisation(local: LocalActor, known: Table) -> Placed:
    codes, core = local.affiliation, organisation_core(local.name)
    entry = known.named(fold(local.name), codes) or known.named(core, codes)
    first, _, rest = core.partition(" ")
    if entry is None and first in LETTERS and " " in rest:
        core, codes = rest, tuple(sorted({*codes, LETTERS[first]}))
        entry = known.named(core, codes)
    if entry is None and (core in known.generic or fold(local.name) in known.generic):
        home = codes[0] if len(codes) == 1 else known.home_of(local.outlet)
        entry = (known.within(core, home) or known.within(fold(local.name), home)) if home else None
        block = f"organisation:{home}:{core}" if home and " " in core else None
    else:
        block = _organisation_block(core)
    if entry is not None:
        block, codes = f"table:{entry.key}", tuple(sorted({*codes, *entry.affiliation}))
    is_name = local.name[:1].isupper() or local.name[:1] == "@" or is_acronym(local.name) or entry is not None
    name = core.rpartition(" ")[0] if block is not None and block.startswith("retinue:") else core
    return Placed(local, block if is_name and core else None, entry, codes, (), name)


def _organisation_block(core: str) -> str:
    *before, noun = core.split() or [""]
    if before and noun in RETINUES and before[-1] not in AGENCIES and len(before) <= 3:
        return f"retinue:{noun}:{coarse_spelling(person_name(' '.join(before)).surname)}"
    letters = min(initials(core), key=lambda one: (len(one), one), default="")
    return f"organisation:{letters or core.replace(' ', '')}"


def _with_body(office: Office, local: LocalActor, known: Table) -> Office:
    head = office.title.split()[-1]
    of_state = office.title in OF_STATE or (head in lexicon().portfolio_heads and " " in office.title)
    if office.body or not of_state:
        return office
    code = local.affiliation[0] if len(local.affiliation) == 1 else known.home_of(local.outlet)
    return Office(office.title, code) if code and len(local.affiliation) < 2 else office


def _codes(local: LocalActor, known: Table) -> tuple[str, ...]:
    """Return the states that somebody is of; a region's official is of its state, and not of one with its name."""
    if not local.offices:
        return local.affiliation
    states = {known.regions[office.body] for office in local.offices if office.body in known.regions}
    return tuple(sorted(states)) if states and not states & set(local.affiliation) else local.affiliation


def _telling(offices: Sequence[Office], known: Table) -> tuple[Office, ...]:
    """Return the offices, without the body where it tells nobody apart: so that few looks differ."""
    if not offices:
        return ()
    kept = {one if is_held_alone(one.title) or one.body in known.regions else Office(one.title) for one in offices}
    with_body = {one.title for one in kept if one.body}
    return tuple(sorted(one for one in kept if one.body or one.title not in with_body))


UNNAMED = frozenset(
    (
        "Some",
        "Many",
        "Most",
        "All",
        "Several",
        "Other",
        "Others",
        "Those",
        "These",
        "Few",
        "Both",
        "Any",
        "Anyone",
        "None",
        "Critics",
        "People",
        "Officials",
        "Authorities",
        "Experts",
        "Supporters",
        "Opponents",
        "Advocates",
        "Police",
        "Lawmakers",
        "Prosecutors",
        "Investigators",
        "Analysts",
        "Reporters",
        "Witnesses",
        "Residents",
        "Observers",
        "Activists",
        "Voters",
        "Reports",
        "Stories",
        "Scientists",
        "Researchers",
        "Protesters",
        "Demonstrators",
        "Militants",
        "Rebels",
        "Migrants",
        "Workers",
        "Soldiers",
        "Troops",
        "Families",
        "Victims",
        "Media",
        "Leaders",
        "Lawyers",
        "Attorneys",
        "Doctors",
        "Students",
        "Parents",
        "Teachers",
        "Women",
        "Men",
        "Sources",
        "Doubters",
        "You",
        "We",
        "They",
        "Everyone",
        "Somebody",
        "Someone",
    )
)
"""Words that, capitalised as the first of a sentence, begin no name."""
