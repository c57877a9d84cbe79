"""How the English press writes times: patterns, and what each of them reads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from sayso.records import Span


class Kind(StrEnum):
    """How an expression names its time."""

    WRITTEN = "written"
    """A date as such, all or part of it: `May 5`, `5 May 2025`, `January`, `2018`."""
    WEEKDAY = "weekday"
    SHIFTED = "shifted"
    """So many days, weeks, months or years from another date: `yesterday`, `last month`, `two days later`."""
    VAGUE = "vague"
    """Another time, and nobody can say which: `previously`, `in recent weeks`."""


@dataclass(frozen=True, slots=True)
class TimeWords:
    """A time expression, taken apart."""

    span: Span
    kind: Kind
    lead: str = ""
    """The preposition before it, in lower case: `since`, `ahead of`, `in`."""
    modifies: bool = False
    """Whether it stands before a noun that it belongs to: `Monday's vote`, `the May 5 attack`."""
    occasion: bool = False
    """Whether the noun that it stands before is an occasion of speaking: `a 2012 speech`, `Monday's debate`."""
    which: str = ""
    """`last`, `this` or `next`, before a weekday, a month or a season."""
    part: str = ""
    """`early`, `late`, .. before the whole."""
    written: str = ""
    """Of a written date: the words that a date parser reads, `May 5, 2025`."""
    has: frozenset[str] = frozenset()
    """Of a written date: which of `day`, `month`, `year` it names."""
    last_day: int | None = None
    """Of `May 3-5`: 5."""
    weekday: int | None = None
    """Monday is 0."""
    unit: str = ""
    """Of a shift: day, week, weekend, month, quarter, year."""
    shift: int = 0
    from_text: bool = False
    """Whether a shift counts from the date before it in the text, not from that of the page."""


class Grammar(NamedTuple):
    """A pattern, and what makes time words of its match."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], TimeWords]


@cache
def vocabulary() -> dict[str, Any]:
    """Return the words of `time_words.toml`, read once."""
    return tomllib.loads(files(__package__).joinpath("time_words.toml").read_text(encoding="utf-8"))


def _any(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_LEAD = (
    "(?P<lead>(?i:since|until|till|by|before|after|from|through|throughout|ahead of|prior to|during|following|as of|"
    "starting|beginning|on|in|at|of|about|over|for|between|to|with|amid|despite|regarding))"
)
_HEAD = (
    rf"(?:(?P<part>(?i:early|earlier|late|later|back|sometime))\s+)?(?:{_LEAD}\s+)?"
    r"(?:the\s+(?:morning|afternoon|evening|night|day)\s+of\s+)?(?:(?P<det>(?i:the|a|an|his|her|its|their))\s+)?"
    r"(?:(?P<time>(?i:early|late|mid))[\s-]+)?"
)
_OWN = "(?P<own>['’]s?(?![a-z]))?"
_DAYTIME = r"(?:[\s-]+(?:before dawn|morning|afternoon|evening|night))?"


YEARS = range(1900, 2100)
"""Years that need a preposition or an article before them to be read as years; four figures are often no year."""


@cache
def table() -> dict[str, tuple[Grammar, ...]]:
    """Return the grammars to try around each word that gives a time expression away."""
    words = vocabulary()
    full = ("may", "june", "july")  # the others of four letters or less are short for something, and names of people
    months = [
        name.capitalize() + (r"(?:\.|(?=\s+\d))" if len(name) <= 4 and name not in full else r"\b")
        for name in words["months"]
    ]
    month = rf"(?:{_any(months)})"
    weekday = rf"(?P<weekday>{_any([name.capitalize() for name in words['weekdays']])})\b\.?"
    found: dict[str, tuple[Grammar, ...]] = {str(year): _YEAR for year in YEARS}
    dates = _date_grammars(month, weekday)
    for name in words["months"]:
        found[name.capitalize()] = dates
    for name in words["weekdays"]:
        found[name.capitalize()] = (*dates[:2], _weekday_grammar(weekday))
    shifts = _shift_grammars()
    for name in words["units"]["dated"]:
        found[name] = found[name + "s"] = shifts
    for name in words["units"]["others"]:
        found[name] = shifts
    for name in words["days"]:
        found[name] = found[name.capitalize()] = (_day_grammar(),)
    alone = Grammar(re.compile(r"\w+"), _unknown)
    for name in words["vague"]["words"]:
        found.setdefault(name, (alone,))
        found.setdefault(name.capitalize(), (alone,))
    return found


def _date_grammars(month: str, weekday: str) -> tuple[Grammar, ...]:
    named = rf"(?:{weekday},?\s+)?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    to = r"(?:\s*(?:[-–—]|\band\b|\bto\b)\s*"
    year = r"(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
    month, bare = f"(?P<month>{month})", month
    patterns = (
        rf"{named}{month}\s+{day}(?!\d){to}(?:(?P=month)\s+)?(?P<last>\d{{1,2}})\b)?{year}",
        rf"{named}(?:the\s+)?{day}{to}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)?\s+(?:of\s+)?{month}{year}",
        rf"{month},?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b",
        rf"(?P<which>(?i:last|this|this past|next))\s+{month}",
    )
    alone = Grammar(re.compile(rf"(?!{bare}(?!['’]s)){_HEAD}{month}(?!\s+\d){_OWN}"), _written)  # "in May", not "May"
    return (*(Grammar(re.compile(rf"{_HEAD}{pattern}{_OWN}"), _written) for pattern in patterns), alone)


def _written(match: re.Match[str]) -> TimeWords:
    group = match.groupdict()
    has = frozenset(part for part in ("day", "month", "year") if group.get(part))
    words = (group.get("day"), (group.get("month") or "").rstrip("."), group.get("year"))
    return _made(
        match,
        Kind.WRITTEN,
        written=" ".join(word for word in words if word),
        has=has,
        last_day=int(group["last"]) if group.get("last") else None,
    )


def _weekday_grammar(weekday: str) -> Grammar:
    names = vocabulary()["names"]
    not_before = "".join(rf"(?<!\b{word.capitalize()} )" for word in names["before_weekday"])
    paper = rf"(?!\s+(?:{_any([word.capitalize() for word in names['after_weekday']])})\b)"
    paper += r"(?! Night\b)"  # "Monday Night Baseball"
    paper += r"(?!\s+(?:after|before)\s)"  # "the Sunday after the flood": it needn't be the last
    which = r"(?:(?P<which>(?i:last|this|next|this past|this coming|that))\s+)?"
    return Grammar(re.compile(rf"{_HEAD}{which}{not_before}{weekday}{paper}{_OWN}{_DAYTIME}"), _weekday)


def _weekday(match: re.Match[str]) -> TimeWords:
    return _made(match, Kind.WEEKDAY, weekday=vocabulary()["weekdays"][match["weekday"].lower()])


_YEAR = (Grammar(re.compile(rf"(?=\D){_HEAD}(?<=\s|-)(?P<year>(?:19|20)\d\d)(?![\w%])(?![-–/,.]\d){_OWN}"), _written),)


def _day_grammar() -> Grammar:
    head = rf"(?:(?P<part>(?i:early|earlier|late|later))\s+)?(?:{_LEAD}\s+)?"
    programme = r"(?![”\"’']\B|,[”\"]| [Ss]how\b)"  # "on “Today”"
    days = _any(list(vocabulary()["days"]))
    return Grammar(re.compile(rf"{head}(?P<word>(?i:{days}))\b{programme}{_OWN}{_DAYTIME}"), _day)


def _day(match: re.Match[str]) -> TimeWords:
    return _made(match, Kind.SHIFTED, unit="day", shift=vocabulary()["days"][match["word"].lower()])


_UNIT = r"(?P<unit>day|week|weekend|month|quarter|year|night|morning|afternoon|evening)"
_WHICH: dict[str, tuple[int, bool] | None] = {
    "last": (-1, False),
    "this": (0, False),
    "this past": (0, False),
    "the last": None,
    "the past": None,
    "past": None,
    "next": (1, False),
    "the next": (1, True),
    "the following": (1, True),
    "the previous": (-1, True),
    "the preceding": (-1, True),
    "the same": (0, True),
    "that same": (0, True),
    "that": (0, True),
}
"""Shift, and whether it counts from the date before it in the text; None for a duration."""


def _shift_grammars() -> tuple[Grammar, ...]:
    head = rf"(?:(?P<part>(?i:early|earlier|late|later|sometime))\s+)?(?:{_LEAD}\s+)?"
    about = r"(?:(?i:just|only|about|some|nearly|almost|around|more than|less than|over|roughly|at least|barely)\s+)*"
    count = rf"(?P<count>(?i:{_any(list(vocabulary()['numbers']))})|\d{{1,3}})"
    away = r"(?P<away>ago|earlier|later|(?:before|after|prior|afterwards?|beforehand)(?=[,.;:]))(?!\s+than)"
    which = rf"(?P<which>(?i:{_any(list(_WHICH))}))"
    nth = rf"(?P<nth>{_any(list(vocabulary()['ordinals']))})"
    some = r"(?:past|last|recent|previous|\w+)"
    readings = (
        (rf"{head}{which}\s+{_UNIT}\b{_OWN}", _period),
        (rf"{head}(?:the\s+)?{nth}\s+quarter\b(?:\s+of\s+(?P<year>(?:19|20)\d\d))?", _quarter),
        (r"(?P<part>(?i:early|earlier|late|later))\s+in\s+the\s+" + _UNIT + r"\b", _within),
        (r"(?P<lead>(?i:over|at|during))\s+the\s+(?P<unit>weekend)\b", _within),
        (rf"(?<!\bor ){head}{about}(?<!\bor ){count}\s+(?P<unit>day|week|month|year|quarter)s?\s+{away}", _ago),
        (r"(?i:the\s+day)\s+(?P<away>before|after)(?=[,.;:])", _ago),
        (rf"{head}{which}\s+(?:spring|summer|autumn|fall|winter)\b{_OWN}", _unknown),
        (
            rf"(?i:in|over|during|for)\s+(?i:the\s+|these\s+)?(?:{some}\s+){{0,3}}"
            r"(?:days|weeks|months|years|decades?|past)\b",
            _unknown,
        ),
        (
            r"(?:[\w-]+\s+){0,3}(?:day|week|month|year|decade|hour|minute|moment)s?\s+"
            r"(?:ago|earlier|later|before|after|afterwards)\b",
            _unknown,
        ),
    )
    return tuple(Grammar(re.compile(pattern), read) for pattern, read in readings)


def _quarter(match: re.Match[str]) -> TimeWords:
    nth = vocabulary()["ordinals"][match["nth"]]
    has = frozenset(["year"] if match["year"] else [])
    return _made(match, Kind.WRITTEN, written=match["year"] or "", has=has, unit="quarter", shift=nth)


def _period(match: re.Match[str]) -> TimeWords:
    known = _WHICH[" ".join(match["which"].lower().split())]
    if known is None:
        return _made(match, Kind.VAGUE)
    (shift, from_text), unit = known, match["unit"]
    if unit in ("night", "morning", "afternoon", "evening"):
        unit = "day"
    elif unit == "day" and not from_text:  # "this day", "last day": no date
        return _made(match, Kind.VAGUE)
    return _made(match, Kind.SHIFTED, unit=unit, shift=shift, from_text=from_text)


def _within(match: re.Match[str]) -> TimeWords:
    within_day = match["unit"] in ("day", "night", "morning", "afternoon", "evening")
    return _made(match, Kind.SHIFTED, unit="day" if within_day else match["unit"], from_text=within_day)


def _ago(match: re.Match[str]) -> TimeWords:
    group = match.groupdict()
    count = (group.get("count") or "1").lower()
    number = int(count) if count.isdigit() else vocabulary()["numbers"][count]
    back = match["away"].startswith(("ago", "earlier", "before", "prior"))
    unit = group.get("unit") or "day"
    return _made(match, Kind.SHIFTED, unit=unit, shift=-number if back else number, from_text=match["away"] != "ago")


def _unknown(match: re.Match[str]) -> TimeWords:
    return _made(match, Kind.VAGUE)


def _made(match: re.Match[str], kind: Kind, **parts: Any) -> TimeWords:  # noqa: ANN401 - fields of TimeWords
    group = match.groupdict()
    noun = _noun_is_occasion(match, group)
    return TimeWords(
        Span(*match.span()),
        kind,
        lead=" ".join((group.get("lead") or "").lower().split()),
        modifies=noun is False,
        occasion=noun is True,
        which=(group.get("which") or "").lower().replace("this coming", "next"),
        part=(group.get("part") or "").lower(),
        **parts,
    )


def _noun_is_occasion(match: re.Match[str], group: dict[str, str | None]) -> bool | None:
    """Return whether the noun after it that it belongs to is an occasion of speaking; None if there is no such noun."""
    if not group.get("own") and not group.get("det"):
        return None
    if not group.get("own") and _THE_FIFTH.match(match.string, match.start("det")):
        return None  # "the 5th of May"
    after = _WORDS_AFTER.match(match.string, match.end())
    return after is not None and not _occasions().isdisjoint(after[0].lower().split())


_THE_FIFTH = re.compile(r"(?i:the)\s+\d{1,2}\D")
_WORDS_AFTER = re.compile(r"(?:\s+(?!(?:in|of|on|at|to|for|with|by|and)\b)[\w’'/-]+){1,5}")


@cache
def _occasions() -> frozenset[str]:
    return frozenset(vocabulary()["occasions"]["words"])
