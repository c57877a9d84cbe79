"""Carry an intermediary on within one speech event: "X said at a rally .." and, next, "He added ..".

An event goes on for the same speaker until another occasion is named, too much stands between, or the cue tells of
mind, habit or another time ("believes", "has said"). What it is worth on labelled articles is told in docs/chain.md.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.records import ChainLink, Statement
from sayso.resolve.carriers import POSSESSIVE, carriers

GAPS = {"interview": 12, "remarks": 2, "document": 1, "post": 0, "agency": 0, "outlet": 1}
"""Lines without a word of the event after which it is over: an interview is often the matter of a whole article."""
REMEMBERED = 4
"""Events of one speaker that may still go on: an interview is told on after a look back at a speech."""
UNNAMED_GAP = 1
"""The same for "in an interview" that names no medium: often with the page's own reporter, and soon left."""

_NAME = re.compile(r"[A-Z](?:[\w.’'-]*\w)?")
_WORD = re.compile(r"[\w’'-]+")
_ONE_PERSON = re.compile(
    r"(?:the|his|her|their)\s+(?:[\w-]+\s+){0,3}?(?:president|minister|ambassador|senator|governor|candidate|leader|spokes\w+|"
    r"secretary|chancellor|chairman|official|general|mogul|lawmaker|congress\w+|diplomat|envoy|premier|republican|democrat|"
    r"\w*runner|nominee|tycoon|businessman|justice|mayor|king|prince|pope|pontiff|analyst|author|director|chief|commander)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What carrying on asks of a statement: where it stands, whose it is, and what its own words name."""

    line: int
    speakers: tuple[str, ...] | None
    """Who speaks, as keys; None for "he", of whom the statement before must tell; () where nobody is named."""
    cue: str
    links: tuple[ChainLink, ...]
    nested: bool
    held: bool = False
    """Its links come from its own source (a document), which starts no event."""


@dataclass(slots=True)
class _Event:
    links: tuple[ChainLink, ...]
    line: int

    def is_over(self, line: int) -> bool:
        """Return whether too much stands between the event's last words and the line."""
        first = self.links[0]
        unnamed = first.kind == "interview" and first.name[:1].islower()
        return line - self.line > (UNNAMED_GAP if unnamed else GAPS[first.kind])


def carried(turns: Sequence[Turn]) -> list[tuple[ChainLink, ...]]:
    """Return each statement's links, its own or those of the event that it goes on with; turns are in text order."""
    events: dict[str, deque[_Event]] = {}
    last: tuple[str, ...] = ()
    out = []
    for turn in turns:
        if turn.nested:
            out.append(turn.links)
            continue
        asked = not turn.speakers and turn.speakers is not None and "ask" in turn.cue.lower()
        keys = last if turn.speakers is None or asked else turn.speakers
        out.append(_links(turn, keys, events))
        last = keys or last
    return out


def _links(turn: Turn, keys: tuple[str, ...], events: dict[str, deque[_Event]]) -> tuple[ChainLink, ...]:
    if turn.links:
        if not turn.held:
            event = _Event(turn.links, turn.line)
            for key in keys:
                events.setdefault(key, deque(maxlen=REMEMBERED)).append(event)
        return turn.links
    if not goes_on(turn.cue):
        return ()
    for event in (event for key in keys for event in reversed(events.get(key, ()))):
        if not event.is_over(turn.line):
            event.line = turn.line
            return event.links
    return ()


def goes_on(cue: str) -> bool:
    """Return whether the cue can be part of a speech event that is under way.

    >>> goes_on("added"), goes_on("has long believed")
    (True, False)
    """
    return is_saying(cue) and carriers().words["breaks"].isdisjoint(_WORD.findall(cue.lower()))


def is_saying(cue: str) -> bool:
    """Return whether the cue tells of words, not of mind or will.

    >>> is_saying("told"), is_saying("decided")
    (True, False)
    """
    return carriers().words["minds"].isdisjoint(_WORD.findall(cue.lower()))


def speaker_keys(statement: Statement, source: str) -> tuple[str, ...] | None:
    """Return who speaks, as keys: the resolved speaker, or the last words of the names in the source; None for "he".

    "The ambassador" is None too: who it is, the statement before must tell.
    """
    if statement.speaker is not None:
        name = re.split(r"\s+and\s+|;\s*|,\s+", statement.speaker.name.lower())
        return tuple(name)
    head = re.split(r",|\bwho\b|\(", source, maxsplit=1)[0].strip()
    first = _WORD.findall(head.lower())[:1]
    if not first:
        return ()
    if first[0] in carriers().words["pronouns"] or _ONE_PERSON.fullmatch(head):
        return None
    if (
        re.match(r"(?:an?|another|one|some|several)\s", head, re.IGNORECASE)
        and head[-1:].islower()
        and not _NAME.match(head.split()[-1])
    ):
        return (head.lower(),)
    parts = [_NAME.findall(part) for part in re.split(r"\band\b", head)]
    keys = [names[-1] for part in parts if (names := [n for n in part if n not in carriers().words["titles"]])]
    return tuple(POSSESSIVE.sub("", key).lower() for key in keys) or (head.lower(),)


def first_named(words: str) -> tuple[str, ...] | None:
    """Return the key of the first one named in the words: the last capitalised word of the first name; None for "he".

    >>> first_named("On Friday, Ada Brandt of Velden gave"), first_named("Then she gave")
    (('brandt',), None)
    """
    for found in _RUN.finditer(words):
        names = [
            name
            for name in _NAME.findall(found[0])
            if name not in carriers().words["titles"] and not _NO_NAME.fullmatch(name)
        ]
        if names:
            return (POSSESSIVE.sub("", names[-1]).lower(),)
    return None


_RUN = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*")
_NO_NAME = re.compile(
    r"\w+day|January|February|March|April|May|June|July|August|September|October|November|December|In|On|At|He|She|They|It|Then|But|And|"
    r"After|Before|During|When|While|As|For|Earlier|Later|Last|This|That|His|Her|Their|By|From|To|With|There|Here|One|Two|Also"
)
