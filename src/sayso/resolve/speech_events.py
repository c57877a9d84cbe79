"""Carry an intermediary on within one speech event: "X said at a rally .." and, next, "He added ..".

An event goes on for the same speaker until another occasion is named, too much stands between, or the cue tells of
mind, habit or another time ("believes", "has said"). What it is worth on labelled articles is told in docs/chain.md.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.records import ChainLink, Statement
from sayso.resolve.carriers import POSSESSIVE, carriers

GAPS = {"interview": 12, "remarks": 2, "document": 1, "post": 0, "agency": 0, "outlet": 1}
"""Lines without a word of the event after which it is over: an interview is often the matter of a whole article."""
REMEMBERED = 4
"""Events of one speaker that may still go on: an interview is told on after a look back at a speech."""
AHEAD = {"remarks": 1}
"""Lines before an event is named in which its speaker may have spoken on it already: leads name it late."""
COMMON_GAP = 6
"""Lines without a word of an occasion on which several speak: a debate, which a whole article may be about."""
PARAPHRASED = {"interview": 1, "remarks": 1}
"""Lines after which a paraphrase is no longer taken to be of the event."""
LEDE = 5
"""Lines within which an occasion on which several speak is what the article is about."""
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
    counted: bool = False
    """Its source is a share of people: 36 percent of voters."""
    timed: bool = False
    """Its reporting clause tells a time of its own: "Earlier in the week, Brandt stressed"."""
    quoted: bool = True
    """Words of its content stand in quotation marks: reporters paraphrase across occasions, but quote from one."""


@dataclass(slots=True)
class _Event:
    links: tuple[ChainLink, ...]
    line: int

    def is_over(self, line: int) -> bool:
        """Return whether too much stands between the event's last words and the line."""
        return line - self.line > _gap(self.links[0], GAPS)

    def goes_on_with(self, turn: Turn) -> bool:
        """Return whether the turn is of the event: near enough, and a paraphrase nearer than a quotation."""
        if not turn.quoted and not self._paraphrased_in(turn):
            return False
        return not self.is_over(turn.line)

    def _paraphrased_in(self, turn: Turn) -> bool:
        near = turn.line - self.line <= PARAPHRASED.get(self.links[0].kind, 0)
        return near and not turn.timed and _IN_THE_PAST.search(turn.cue) is not None


_IN_THE_PAST = re.compile(
    r"\w(?:ed|ing)\b|\b(?:said|told|wrote|spoke|went|made|gave|did|put|took|held|drew)\b", re.IGNORECASE
)


def _gap(link: ChainLink, gaps: Mapping[str, int]) -> int:
    if link.kind == "interview" and link.name[:1].islower():
        return UNNAMED_GAP
    return COMMON_GAP if _is_common(link) else gaps[link.kind]


def _is_common(link: ChainLink) -> bool:
    """Return whether several speak on an occasion: a debate, a panel."""
    return link.kind == "remarks" and not carriers().words["common"].isdisjoint(_WORD.findall(link.name.lower()))


def carried(turns: Sequence[Turn]) -> list[tuple[ChainLink, ...]]:
    """Return each statement's links, its own or those of the event that it goes on with; turns are in text order.

    What its speaker says before an event is named is of that event too, where it follows closely: "“No,” Brandt said.
    .. She spoke on Velden TV."
    """
    speakers = _speakers(turns)
    events = _Events()
    links = [
        turn.links if turn.nested else events.links(turn, keys) for turn, keys in zip(turns, speakers, strict=True)
    ]
    coming: dict[str, _Event] = {}
    for n in range(len(turns) - 1, -1, -1):
        turn, keys = turns[n], speakers[n]
        if turn.nested:
            continue
        if turn.links and not turn.held:
            coming |= dict.fromkeys(keys, _Event(turn.links, turn.line))
        elif not links[n] and turn.quoted and goes_on(turn.cue):
            links[n] = _foretold(turn, keys, coming)
    return links


def _foretold(turn: Turn, keys: tuple[str, ...], coming: Mapping[str, _Event]) -> tuple[ChainLink, ...]:
    event = next((coming[key] for key in keys if key in coming), None)
    if event is None or event.line - turn.line > AHEAD.get(event.links[0].kind, -1):
        return ()
    event.line = turn.line
    return event.links


def _speakers(turns: Sequence[Turn]) -> list[tuple[str, ...]]:
    """Return who speaks in each turn, as keys: "he" and a question without a source are those of the turn before."""
    last: tuple[str, ...] = ()
    out = []
    for turn in turns:
        asked = not turn.speakers and turn.speakers is not None and "ask" in turn.cue.lower()
        keys = last if turn.speakers is None or asked else turn.speakers
        out.append(keys)
        if not turn.nested:
            last = keys or last
    return out


class _Events:
    """The speech events of an article, as far as it has been read."""

    def __init__(self) -> None:
        self._of: dict[str, deque[_Event]] = {}
        self._common: _Event | None = None
        self._interview: _Event | None = None
        self._poll: _Event | None = None

    def links(self, turn: Turn, keys: tuple[str, ...]) -> tuple[ChainLink, ...]:
        """Return a turn's own links, or those of the event that goes on with it."""
        if turn.links:
            self._begin(turn, keys)
            return turn.links
        if not goes_on(turn.cue):
            return ()
        for event in self._going_on(turn, keys):
            if event.goes_on_with(turn):
                event.line = turn.line
                return event.links
        return ()

    def _begin(self, turn: Turn, keys: tuple[str, ...]) -> None:
        event = _Event(turn.links, turn.line)
        first = turn.links[0]
        if first.kind == "document" and not carriers().words["polls"].isdisjoint(_WORD.findall(first.name.lower())):
            self._poll = event
        if turn.held:
            return
        if _is_common(first) and turn.line <= LEDE:
            self._common = event
        if first.kind == "interview":
            self._interview = event
        for key in keys:
            self._of.setdefault(key, deque(maxlen=REMEMBERED)).append(event)

    def _going_on(self, turn: Turn, keys: tuple[str, ...]) -> Iterator[_Event]:
        """Yield the events that a turn may be of: the speaker's own, the last first, then those that others began."""
        for key in keys:
            yield from reversed(self._of.get(key, ()))
        if turn.counted and self._poll is not None and turn.line - self._poll.line <= COMMON_GAP:
            yield _Event(self._poll.links, turn.line)
        if keys and turn.quoted and self._common is not None:
            yield self._common
        if self._interview is not None and turn.line - self._interview.line <= 1 and _answers(turn.cue):
            yield self._interview


def _answers(cue: str) -> bool:
    """Return whether the cue asks or answers: whoever does is of the interview, too."""
    return not carriers().words["exchanges"].isdisjoint(_WORD.findall(cue.lower()))


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
