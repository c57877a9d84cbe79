"""What people decide about statements and links: judgements made of what somebody types, points at or imports.

A field's value is worked out here, once, when it is judged: replaying it elsewhere needs neither tables nor models.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sayso.annotate.quotations import quotations
from sayso.errors import UsageError
from sayso.extract.manner import manner
from sayso.identity import derived_id
from sayso.judging import LINKS, Judgement, JudgementKind, Place, checked, standing, withdrawal
from sayso.judging.checking import dated
from sayso.judging.records import NOTHING, SPANS, VERDICTS, value_text
from sayso.link.actors import local_actors
from sayso.link.actors.reading import kind_by_id
from sayso.link.actors.stored import to_json
from sayso.link_records import LinkKind
from sayso.records import Page, Span, Speaker, Statement, StatementRow
from sayso.resolve.states import states

UNKNOWN = frozenset({"", "none", "unknown"})
"""What is typed for "not known"."""


class CorrectedLedger(Protocol):
    """What is asked of a store."""

    def writing(self) -> AbstractContextManager[None]:
        """Make one transaction of several writes."""
        ...

    def statement(self, given: str) -> StatementRow:
        """Return a statement by the beginning of its id."""
        ...

    def article(self, given: str) -> Page:
        """Return an article whole."""
        ...

    def pages_of(self, articles: Sequence[str]) -> Sequence[Page]:
        """Return articles with their statements."""
        ...

    def place_of(self, statement_id: str) -> Place | None:
        """Return where a statement stands, as the model read it."""
        ...

    def statement_as_read(self, statement_id: str) -> Statement | None:
        """Return a statement as the model read it."""
        ...

    def put_judgements(self, judgements: Iterable[Judgement]) -> tuple[int, frozenset[str]]:
        """Add judgements; return how many were new, and the articles that they are about."""
        ...

    def judgements_about(self, statement_id: str) -> Sequence[Judgement]:
        """Return the judgements about a statement and its links, oldest first."""
        ...

    def judgement(self, given: str) -> Judgement:
        """Return a judgement by the beginning of its id."""
        ...

    def is_linked(self, article_id: str) -> bool:
        """Return whether links were looked for among an article's statements."""
        ...

    def put_local_actors(self, article_id: str, records: Mapping[str, str]) -> None:
        """Write an article's actors in the place of those it had."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to be judged: the value as it is typed, or as a program gives it."""

    statement: str
    """The beginning of its id."""
    kind: str
    value: Any = None
    """A name, an act, a date, `[[start, end], ..]`, the kind of a link; or the judgement's own value, a mapping."""
    other: str | None = None
    """The statement at a link's other end."""
    note: str = ""


def now_exactly() -> str:
    """Return the time to the microsecond: two keys are pressed within a second."""
    return _exactly(datetime.now(UTC))


def _exactly(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def now_after(moments: Iterable[str]) -> str:
    """Return the time to the microsecond; where a clock that was set back has it no later, that after the last moment.

    Of two judgements about the same thing the later one counts, and that is to be the one made last.
    """
    now, last = now_exactly(), max((one.removesuffix("Z") for one in moments), default="")
    if last < now.removesuffix("Z"):
        return now
    try:
        return _exactly(datetime.fromisoformat(f"{last}+00:00") + timedelta(microseconds=1))
    except (OverflowError, ValueError):  # of the last microsecond there is, or written by hand
        return now


def judge(ledger: CorrectedLedger, asked: Asked, *, by: str, at: str | None = None) -> Judgement:
    """Judge a statement, or a link between two, and return the judgement; `at` is now if it is left out.

    UsageError says what can't be meant.
    """
    if asked.kind not in [kind.value for kind in JudgementKind] or asked.kind == JudgementKind.WITHDRAWN:
        kinds = ", ".join(kind.value for kind in JudgementKind if kind is not JudgementKind.WITHDRAWN)
        raise UsageError(f"A judgement has the kind {asked.kind[:40]!r}: give one of {kinds}.")
    kind = JudgementKind(asked.kind)
    if (asked.other is not None) != (kind in LINKS):
        raise UsageError(
            f"A judgement ({kind}) names {'no' if kind in LINKS else 'a'} second statement: links have two."
        )
    about = _place(ledger, asked.statement)
    other = _place(ledger, asked.other) if asked.other is not None else None
    value = NOTHING if kind in VERDICTS else value_text(_value(ledger, kind, about.article_id, asked.value))
    at = at or now_after(one.at for one in ledger.judgements_about(about.statement_id))
    one = checked(Judgement(kind, by, at, about, other, value, asked.note))
    add(ledger, [one])
    return one


def withdraw(ledger: CorrectedLedger, given: str, *, by: str, at: str) -> Judgement:
    """Withdraw a judgement, or a withdrawal, by the beginning of its id; return the withdrawal."""
    one = checked(withdrawal(ledger.judgement(given), by=by, at=at))
    add(ledger, [one])
    return one


def undo(ledger: CorrectedLedger, statement: str, *, by: str, at: str) -> Judgement | None:
    """Withdraw the latest judgement about a statement that holds; None where there is none."""
    holding = standing(ledger.judgements_about(ledger.statement(statement).id))
    return withdraw(ledger, holding[-1].id, by=by, at=at) if holding else None


def add(ledger: CorrectedLedger, judgements: Sequence[Judgement]) -> int:
    """Add judgements, and bring the articles' own actors up to date with them; return how many were new."""
    places = [place for one in judgements for place in (one.about, one.other) if place is not None]
    with ledger.writing():
        linked = {one for one in {place.article_id for place in places} if ledger.is_linked(one)}
        count, articles = ledger.put_judgements(judgements)
        linked |= {one for one in articles if ledger.is_linked(one)}
        for page in ledger.pages_of(sorted(linked & articles)):
            actors = local_actors(page, states())
            ledger.put_local_actors(page.article.id, {one.id: to_json(one) for one in actors})
    return count


def _place(ledger: CorrectedLedger, given: str) -> Place:
    place = ledger.place_of(ledger.statement(given).id)
    if place is None:
        raise UsageError(f"No statement has an id that begins with {given!r}: look it up with `sayso statements`.")
    return place


def _value(ledger: CorrectedLedger, kind: JudgementKind, article: str, value: Any) -> Any:  # noqa: ANN401 - see Asked
    if isinstance(value, Mapping):
        if kind in SPANS:
            _within(ledger.article(article).article.text, _pairs(value.get("spans") or []))
        return value
    if kind in SPANS:
        return _span_value(ledger.article(article), kind, value)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"A judgement ({kind}) has the value {value!r}: give words.")
    if kind is JudgementKind.SPEAKER:
        return _speaker_value(ledger.article(article), value or "")
    return _TYPED[kind]((value or "").strip())


def _act_value(typed: str) -> dict[str, Any] | None:
    return None if typed.lower() in UNKNOWN else {"type": typed.upper()}


def _date_value(typed: str) -> dict[str, str] | None:
    return None if typed.lower() in UNKNOWN else dated(typed)


def _link_value(typed: str) -> dict[str, str]:
    kinds = [kind.value for kind in LinkKind]
    if typed not in kinds:
        raise UsageError(f"A link has the kind {typed!r}: give one of {', '.join(kinds)}.")
    return {"kind": typed}


_TYPED: Mapping[JudgementKind, Callable[[str], Any]] = {
    JudgementKind.ACT: _act_value,
    JudgementKind.SAID_ON: _date_value,
    **dict.fromkeys(LINKS, _link_value),
}


def _span_value(page: Page, kind: JudgementKind, value: Any) -> dict[str, Any]:  # noqa: ANN401 - see Asked
    text = page.article.text
    is_unknown = isinstance(value, str) and value.strip().lower() in UNKNOWN
    pairs = _within(text, _pairs([] if is_unknown else value or []))
    spans = [one for one in (_trimmed(text, Span(*pair)) for pair in sorted(pairs)) if one.start < one.end]
    if kind is not JudgementKind.CONTENT:
        return {"spans": spans}
    marks = [one.span for one in quotations(text, page.article.spoken_paragraphs())]
    return {"manner": manner(text, spans, marks).value, "spans": spans}


def _within(text: str, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    told = str([list(pair) for pair in pairs])[:60]
    if any(start >= end for start, end in pairs):
        raise UsageError(f"spans {told} end where they begin, or before: give both places, the first one first.")
    if any(start < 0 or end > len(text) for start, end in pairs):
        raise UsageError(f"spans {told} reach beyond the text: it has {len(text):,} characters.")
    return pairs


def _pairs(value: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - see Asked
    """Return the pairs of a list, or of text such as "118-141 150-160"."""
    try:
        if isinstance(value, str):
            return [
                (int(start), int(end)) for start, end in (one.split("-") for one in value.replace(",", " ").split())
            ]
        pairs = [(start, end) for start, end in value]
    except (TypeError, ValueError):
        pairs = [(None, None)]
    if any(type(place) is not int for pair in pairs for place in pair):
        raise UsageError(f"spans {str(value)[:60]!r} are none: give places such as 118-141 150-160.")
    return pairs


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def _speaker_value(page: Page, typed: str) -> dict[str, Any] | None:
    """Return the actor of that name: one of the article, else a state, else a person whom it has not named so."""
    name = " ".join(typed.split())
    if name.lower() in UNKNOWN:
        return None
    here = _actors_here(page)
    if (known := here.get(name.casefold())) is not None:
        return {"affiliation": list(known.affiliation), "id": known.id, "kind": known.kind, "name": known.name}
    code = states().names.get(name.lower().removeprefix("the "))
    if code is not None:
        return {"affiliation": [code], "id": code, "kind": "state", "name": states().by_code[code].name}
    identity = derived_id("actor", page.article.id, "person", name.casefold())
    return {"affiliation": [], "id": identity, "kind": "person", "name": name}


def _actors_here(page: Page) -> dict[str, Speaker]:
    found: dict[str, Speaker] = {}
    for one in page.statements:
        for identity, name in one.act.targets if one.act else ():
            kind = kind_by_id(page.article.id, identity, name)
            if kind is not None:
                found.setdefault(name.casefold(), Speaker(identity, name, kind))
    for one in page.statements:
        found |= {actor.name.casefold(): actor for actor in (one.addressee, one.speaker) if actor is not None}
    return found


def names_here(page: Page) -> Collection[str]:
    """Return the names of an article's actors, for whoever looks for the right one."""
    return sorted({actor.name for actor in _actors_here(page).values()})
