"""The table of actors with several names: the one in the package, and a user's file that adds to it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from sayso.errors import UsageError
from sayso.link.actors.transliteration import fold

KINDS = ("person", "organisation", "state", "group")
FIELDS = ("name", "kind", "also", "acronyms", "within", "affiliation", "wikidata")
LISTS = ("also", "acronyms", "within", "affiliation")
MOST_BYTES = 10_000_000
"""Of a user's file: some 50,000 actors."""

_QID = re.compile("Q[1-9][0-9]{0,11}")
_CODE = re.compile("[A-Z]{3}")
_KEY = re.compile("[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor of the table, under its key."""

    key: str
    name: str
    kind: str
    also: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    """Names that mean it where the state of its affiliation is known to be meant: Supreme Court."""
    affiliation: tuple[str, ...] = ()
    wikidata: str | None = None

    def names(self) -> tuple[str, ...]:
        """Return the names that mean it wherever they stand, folded."""
        return tuple(fold(name) for name in (self.name, *self.also, *self.acronyms))


@dataclass(frozen=True, slots=True)
class Table:
    """Look-ups by folded names."""

    entries: Mapping[str, Entry]
    generic: frozenset[str] = frozenset()
    """Names of bodies that many states have."""
    regions: Mapping[str, str] = field(default_factory=dict)
    """A region -> the code of its state."""
    short: Mapping[str, str] = field(default_factory=dict)
    """A region's shortened name -> the region."""
    outlets: Mapping[str, str] = field(default_factory=dict)
    """An outlet -> the code of the state whose bodies it names without saying so."""
    home: str | None = None
    """The same for every outlet that isn't listed."""
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A name -> the keys of the entries that it may mean."""
    by_place: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(state, generic name) -> the key of the entry that it means."""

    def named(self, name: str, codes: tuple[str, ...] = ()) -> Entry | None:
        """Return the one entry that a folded name means and that may belong to the states, or None.

        >>> table().named("fbi").name, table().named("no such body")
        ('Federal Bureau of Investigation', None)
        """
        if name not in self.by_name:
            return None
        found = [self.entries[key] for key in self.by_name[name]]
        fit = [one for one in found if not codes or not one.affiliation or set(codes) & set(one.affiliation)]
        return fit[0] if len(fit) == 1 else None

    def within(self, name: str, code: str) -> Entry | None:
        """Return the entry that a generic name means in a state, or None.

        >>> table().within("supreme court", "USA").name
        'US Supreme Court'
        """
        key = self.by_place.get((code, name))
        return self.entries[key] if key is not None else None

    def home_of(self, outlet: str | None) -> str | None:
        """Return the code of the state whose bodies an outlet names without saying so, or None."""
        return self.outlets.get(fold(outlet), self.home) if outlet is not None else self.home

    def region(self, words: str) -> str | None:
        """Return the region that folded words name, in full or shortened, or None.

        >>> table().region("fla"), table().region("atlantis")
        ('florida', None)
        """
        whole = self.short.get(words, words)
        return whole if whole in self.regions else None


@cache
def table() -> Table:
    """Return the table of the package."""
    text = resources.files("sayso.link.actors").joinpath("actors.toml").read_text("utf-8")
    return _indexed(_read(tomllib.loads(text), "actors.toml"))


def extended(path: Path, base: Table | None = None) -> Table:
    """Return the table with a user's TOML file added; an entry of a known key overrides it.

    Raises UsageError, in one sentence that quotes the value, where the file is not of the form in docs/actors.md.
    """
    base = table() if base is None else base
    mine = _read(_loaded(path), path.name)
    return _indexed(
        replace(
            base,
            entries={**base.entries, **mine.entries},
            generic=base.generic | mine.generic,
            regions={**base.regions, **mine.regions},
            short={**base.short, **mine.short},
            outlets={**base.outlets, **mine.outlets},
            home=mine.home or base.home,
        )
    )


def _loaded(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(
                f"{path.name!r} has {path.stat().st_size} bytes: a table of actors has up to {MOST_BYTES}."
            )
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"The table of actors {path.name!r} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The table of actors {path.name!r} is not UTF-8: save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The table of actors {path.name!r} is not TOML: {error}.") from error


def _read(given: dict[str, Any], where: str) -> Table:
    known = ("generic", "regions", "short", "outlets", "home", "actors")
    for name in given:
        if name not in known:
            raise UsageError(f"{where}: {name!r} is unknown: give {', '.join(known)}.")
    regions = {
        fold(name): _code(code, where)
        for code, names in _mapping(given, "regions", where).items()
        for name in _words(names, f"regions.{code}", where)
    }
    return Table(
        entries={key: _entry(key, row, where) for key, row in _mapping(given, "actors", where).items()},
        generic=frozenset(fold(name) for name in _words(given.get("generic", []), "generic", where)),
        regions=regions,
        short={fold(key): fold(_word(v, f"short.{key}", where)) for key, v in _mapping(given, "short", where).items()},
        outlets={fold(outlet): _code(code, where) for outlet, code in _mapping(given, "outlets", where).items()},
        home=_code(given["home"], where) if "home" in given else None,
    )


def _entry(key: str, row: object, where: str) -> Entry:
    if not _KEY.fullmatch(key):
        raise UsageError(f"{where}: the key {key!r} is none: small letters a-z, digits and hyphens make one, up to 64.")
    if not isinstance(row, dict):
        raise UsageError(f"{where}: actors.{key} is {row!r}: write a table, [actors.{key}].")
    for name in row:
        if name not in FIELDS:
            raise UsageError(f"{where}: actors.{key} has {name!r}: its fields are {', '.join(FIELDS)}.")
    if row.get("kind") not in KINDS:
        raise UsageError(f"{where}: actors.{key} has the kind {row.get('kind')!r}: give one of {', '.join(KINDS)}.")
    qid = row.get("wikidata")
    if qid is not None and not (isinstance(qid, str) and _QID.fullmatch(qid)):
        raise UsageError(f"{where}: actors.{key} has the wikidata {qid!r}: give a QID such as 'Q42'.")
    lists = {name: _words(row.get(name, []), f"actors.{key}.{name}", where) for name in LISTS}
    lists["affiliation"] = tuple(_code(code, where) for code in lists["affiliation"])
    return Entry(key, _word(row.get("name"), f"actors.{key}.name", where), row["kind"], wikidata=qid, **lists)


def _mapping(given: dict[str, Any], name: str, where: str) -> dict[str, Any]:
    found = given.get(name, {})
    if not isinstance(found, dict):
        raise UsageError(f"{where}: {name} is {found!r}: write a table, [{name}].")
    return found


def _words(given: object, name: str, where: str) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise UsageError(f'{where}: {name} is {given!r}: write a list of words, [".."].')
    return tuple(_word(one, name, where) for one in given)


def _word(given: object, name: str, where: str) -> str:
    if not isinstance(given, str) or not fold(given):
        raise UsageError(f"{where}: {name} has {given!r}: write words in quotation marks.")
    return given


def _code(given: object, where: str) -> str:
    if not isinstance(given, str) or not _CODE.fullmatch(given):
        raise UsageError(f"{where}: {given!r} is no state: give an ISO 3166-1 alpha-3 code such as 'FIN'.")
    return given


def _indexed(one: Table) -> Table:
    by_name: dict[str, list[str]] = {}
    by_place: dict[tuple[str, str], str] = {}
    for key in sorted(one.entries):
        entry = one.entries[key]
        for name in dict.fromkeys(entry.names()):
            by_name.setdefault(name, []).append(key)
        for code in entry.affiliation:
            for name in entry.within:
                by_place[code, fold(name)] = key
    return replace(one, by_name={name: tuple(keys) for name, keys in by_name.items()}, by_place=by_place)
