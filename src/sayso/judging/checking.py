"""What a judgement must be: checked where it is made, and again where it comes from a file or a program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sayso.days import day_range
from sayso.errors import UsageError
from sayso.judging.records import LINKS, SPANS, Judgement, JudgementKind, Place, value_text
from sayso.link_records import LinkKind
from sayso.records import Manner

LONGEST_NAME = 200
LONGEST_NOTE = 2_000
MOST_PIECES = 50
MOST_TARGETS = 20
ACTS = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
ACTORS = ("person", "organisation", "state", "bloc", "group", "unnamed", "several")

_ID = re.compile("[0-9a-f]{16}")
_YEARLESS = re.compile(r"--(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
"""Of the ways in which ISO 8601 writes a time, the one in which the later is sorted after the earlier."""
_UNHELD = re.compile("[\0\ud800-\udfff]")
_PRECISION = {4: "year", 7: "month", 10: "day"}


def checked(one: Judgement) -> Judgement:
    """Return the judgement, its value as judgements keep it; UsageError says in one sentence what is wrong with it."""
    for name, text, most in (("by", one.by, LONGEST_NAME), ("note", one.note, LONGEST_NOTE)):
        if len(text) > most:
            raise UsageError(f"A judgement's {name} {text[:40]!r}.. is longer than {most:,} characters: shorten it.")
    if not one.by.strip():
        raise UsageError(f"A judgement ({one.kind}) names nobody as its author: give `by`.")
    check_time(one.at)
    for place in (one.about, one.other):
        if place is not None:
            _check_place(place)
    if (one.kind is JudgementKind.WITHDRAWN) != bool(_ID.fullmatch(one.withdraws)):
        raise UsageError(f"A judgement ({one.kind}) withdraws {one.withdraws!r}: a withdrawal gives the id of another.")
    if one.kind in LINKS and (one.other is None or one.other.statement_id == one.about.statement_id):
        raise UsageError(f"A judgement ({one.kind}) is about one statement: name two different ones.")
    if one.kind not in (*LINKS, JudgementKind.WITHDRAWN) and one.other is not None:
        raise UsageError(f"A judgement ({one.kind}) names a second statement, which only those about links have.")
    return replace(one, by=held(one.by), note=held(one.note), value=value_text(_value(one)))


def check_time(at: str) -> str:
    """Return the time if it is ISO 8601 in UTC, to the second or finer, ending in Z; else UsageError."""
    try:
        known = bool(_MOMENT.fullmatch(at) and datetime.fromisoformat(at))
    except ValueError:
        known = False
    if not known:
        raise UsageError(f"A judgement has the time {at[:40]!r}: give ISO 8601 in UTC such as '2031-05-01T09:30:00Z'.")
    return at


def held(text: str) -> str:
    r"""Return the text as every ledger can hold it: U+FFFD for NUL and for each half of a surrogate pair.

    >>> held("Ida\x00 Maas\ud800")
    'Ida\ufffd Maas\ufffd'
    """
    return _UNHELD.sub("\ufffd", text)


def dated(value: str) -> dict[str, str]:
    """Return a date that somebody typed with its precision; UsageError says what a date looks like.

    >>> dated("2031-05"), dated("--05-02")
    ({'precision': 'month', 'value': '2031-05'}, {'precision': 'day', 'value': '--05-02'})
    """
    if _YEARLESS.fullmatch(value) and day_range(f"2000{value[1:]}"):  # a leap year: there is a 29 February
        return {"precision": "month" if len(value) == 4 else "day", "value": value}
    days = day_range(value) if len(value) <= 21 and "T" not in value else None
    if days is None or days[0] > days[1]:
        raise UsageError(f"date {value[:40]!r} is none: give 2025, 2025-05, 2025-05-05, a range with /, or --05-05.")
    return {"precision": "interval" if "/" in value else _PRECISION[len(value)], "value": value}


def _check_place(place: Place) -> None:
    if not _ID.fullmatch(place.statement_id):
        raise UsageError(f"A judgement is about {place.statement_id[:40]!r}: give a statement's id, 16 of 0-9 and a-f.")
    if place.confidence is not None and not 0 <= place.confidence <= 1:  # nor NaN, which Python reads and JSON lacks
        raise UsageError(
            f"A judgement is about a statement of confidence {place.confidence}: give a number from 0 to 1."
        )
    for spans in (place.source, place.cue, place.content):
        _checked_spans([list(span) for span in spans], empty=True)


def _value(one: Judgement) -> Any:  # noqa: ANN401 - what JSON holds
    try:
        return _VALUES[one.kind](one.given) if one.kind in _VALUES else None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"A judgement ({one.kind}) has the value {one.value[:60]!r}: see docs/judging.md.") from error


def _speaker(value: Any) -> Any:  # noqa: ANN401 - same
    if value is None:
        return None
    name, kind, identity = _name(value["name"]), value["kind"], value["id"]
    if kind not in ACTORS:
        raise UsageError(f"A speaker has the kind {kind!r}: give one of {', '.join(ACTORS)}.")
    if not re.fullmatch(r"[\w-]{1,64}", identity, re.ASCII):
        raise UsageError(f"A speaker has the id {identity[:70]!r}: give up to 64 letters, digits, - and _.")
    codes = [_name(code) for code in _listed(value.get("affiliation", []))]
    return {"affiliation": codes, "id": identity, "kind": kind, "name": name}


def _act(value: Any) -> Any:  # noqa: ANN401 - same
    if value is None:
        return None
    if value["type"] not in ACTS:
        raise UsageError(f"act {value['type']!r} is unknown: give one of {', '.join(ACTS)}, or none.")
    if "targets" not in value:
        return {"type": value["type"]}
    targets = [[_name(identity), _name(name)] for identity, name in map(_listed, _listed(value["targets"]))]
    return {"targets": targets, "type": value["type"]}


def _said_on(value: Any) -> Any:  # noqa: ANN401 - same
    return None if value is None else dated(value["value"])


def _spans(value: Any) -> Any:  # noqa: ANN401 - same
    return {"spans": _checked_spans(value["spans"], empty=True)}


def _content(value: Any) -> Any:  # noqa: ANN401 - same
    manner = {"manner": Manner(value["manner"]).value} if "manner" in value else {}
    return {**manner, "spans": _checked_spans(value["spans"], empty=False)}


def _link(value: Any) -> Any:  # noqa: ANN401 - same
    return {"kind": LinkKind(value["kind"]).value}


_VALUES: Mapping[JudgementKind, Callable[[Any], Any]] = {
    JudgementKind.SPEAKER: _speaker,
    JudgementKind.ACT: _act,
    JudgementKind.SAID_ON: _said_on,
    **dict.fromkeys(SPANS, _spans),
    JudgementKind.CONTENT: _content,
    **dict.fromkeys(LINKS, _link),
}


def _checked_spans(pairs: Any, *, empty: bool) -> list[list[int]]:  # noqa: ANN401 - same
    """Return the pairs if they are places in text order that don't overlap."""
    at = 0
    for start, end in pairs:
        if type(start) is not int or type(end) is not int or not at <= start < end < 2**31:
            raise UsageError(f"spans {str(pairs)[:60]} are none: give [[start, end], ..] in text order, end exclusive.")
        at = end
    if len(pairs) > MOST_PIECES or (not pairs and not empty):
        raise UsageError(f"spans {str(pairs)[:60]} have {len(pairs)} pieces: give 1 to {MOST_PIECES}.")
    return [[start, end] for start, end in pairs]


def _listed(given: Any) -> Any:  # noqa: ANN401 - same
    """Return a list of up to MOST_TARGETS values; words are none, though they are a sequence of letters."""
    if not isinstance(given, list | tuple):
        raise TypeError(given)
    if len(given) > MOST_TARGETS:
        raise UsageError(f"A judgement has {len(given)} targets or affiliations: give up to {MOST_TARGETS}.")
    return given


def _name(given: str) -> str:
    if not given.strip() or len(given) > LONGEST_NAME:
        raise UsageError(f"A judgement has the name {given[:40]!r}: give one of up to {LONGEST_NAME} characters.")
    return held(given.strip())
