"""Commands by which people decide: about statements, links and actors; and what they decided, as files."""

from __future__ import annotations

import getpass
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.group import existing, kept, ledger_option, main, tell_what_waits

if TYPE_CHECKING:
    from sayso.library import Ledger
    from sayso.link.actors import Actor, ActorRef

LINK_KINDS = ("copy", "paraphrase", "reply", "denial", "shift")
ARGUMENTS = {
    "accept": "ID",
    "reject": "ID",
    "speaker": "ID NAME",
    "act": "ID ACT",
    "said-on": "ID DATE",
    "source": "ID SPANS",
    "cue": "ID SPANS",
    "content": "ID SPANS",
    "link": "ID ID",
    "unlink": "ID ID",
    "merge": "ACTOR ACTOR",
    "split": "ACTOR ACTOR",
    "rename": "ACTOR NAME",
    "undo": "JUDGEMENT",
}
"""Decision -> what it takes."""
PLACE = re.compile(r"(.*\S)\s*@\s*([0-9a-f]{4,16})", re.DOTALL)
"""NAME@ARTICLE, the article by its id or how that begins: @ada@press.example has no such end."""
UNREADABLE = re.compile("[\ud800-\udfff]")
"""What stands for a byte of the command line that is no character."""
VERDICTS = {"accept": "accepted", "reject": "rejected"}
LINKS = {"link": "link-added", "unlink": "link-broken"}
OF_ACTORS = ("merge", "split", "rename")
VALUES = {
    "speaker": "a name, or none",
    "act": "an act such as ACCUSE, or none",
    "said-on": "a date such as 2025-05-05, or none",
    "source": "places such as 118-141, or none",
    "cue": "places such as 118-141, or none",
    "content": "places such as 118-141",
}
"""Decision about a field -> what is given for it."""


@main.command()
@click.argument("decision", type=click.Choice(list(ARGUMENTS)), metavar="[DECISION]", required=False)
@click.argument("words", nargs=-1, metavar="[ARGUMENTS]...")
@ledger_option
@click.option("--by", metavar="NAME", help="Who decides; your name on this machine if left out.")
@click.option("--note", default="", metavar="TEXT", help="Why.")
@click.option("--kind", type=click.Choice(LINK_KINDS), help="The kind of a link, for link and unlink.")
@click.option("--import", "file", metavar="FILE", help="Add the judgements of this file, each once.")
def judge(
    decision: str | None,
    words: tuple[str, ...],
    ledger: str,
    by: str | None,
    note: str,
    kind: str | None,
    file: str | None,
) -> None:
    """Decide about statements, links and actors. A decision is kept for good, counts at once, and can be undone.

    Statements: accept, reject, speaker, act, said-on, source, cue, content. Links: link, unlink. Actors: merge, split,
    rename. `undo` takes back any of them, an undo too. An ID is the beginning of a statement's id; SPANS are places in
    its article such as 118-141; an ACTOR is a name, in all articles, or NAME@ARTICLE; `none` stands for "not known".

    \b
    Examples:
      sayso judge reject 3f0a91c2 --note "a headline of another page"
      sayso judge speaker 3f0a91c2 "Maruk Ostrelle"
      sayso judge link 3f0a91c2 77ab01de --kind denial
      sayso judge merge "Halvern's coast guard" "coast guard"
      sayso judge --import theirs.jsonl
    """
    if (file is None) == (decision is None):
        raise click.UsageError("give a decision and what it takes, or --import FILE.")
    if file is not None and (by is not None or note or kind is not None):
        raise click.UsageError("--import adds decisions as they were made: leave out --by, --note and --kind.")
    with kept(ledger) as opened:
        if file is not None:
            _import(opened, file)
            return
        decided = str(decision)
        _fits(decided, words, note, kind)
        _is_readable(*words, note, by or "")
        identity = _decide(opened, decided, words, _author(by), note, kind)
    click.echo(f"{identity}  {decided} {', '.join(words)}; sayso judge undo {identity} takes it back")


@main.command()
@ledger_option
@click.option("--import", "file", metavar="FILE", help="Add those of this file, as this command prints them.")
@click.option("--unattached", is_flag=True, help="Only those of which the ledger has no statement any more.")
def judgements(ledger: str, file: str | None, unattached: bool) -> None:
    """Print what people decided about statements, links and actors, as JSON Lines; or add those of another ledger.

    \b
    Examples:
      sayso judgements > ours.jsonl
      sayso judgements --import theirs.jsonl
    """
    if file is not None and unattached:
        raise click.UsageError("--unattached goes with printing: leave it out with --import.")
    if file is not None:
        with kept(ledger) as opened:
            _import(opened, file)
        return
    from sayso.judging import to_lines

    with existing(ledger) as opened:
        for line in to_lines(opened.unattached_judgements()) if unattached else judgement_lines(opened):
            click.echo(line.encode("utf-8", "replace"))


def judgement_lines(ledger: Ledger) -> Iterator[str]:
    """Yield all judgements as lines: those about actors, then those about statements, each oldest first."""
    from sayso import judging
    from sayso.link import actors

    yield from actors.to_lines(ledger.actor_judgements())
    yield from judging.to_lines(ledger.judgements())


WRITERS: Mapping[str, Callable[[Ledger], Iterator[str]]] = {
    "judgements": judgement_lines,
    "labels": lambda ledger: ledger.labels(),
    "pairs": lambda ledger: ledger.pairs(),
}
"""What `sayso export` writes beside statements."""


def _import(ledger: Ledger, file: str) -> None:
    from sayso import judging
    from sayso.link import actors

    lines = Path(file).read_text(encoding="utf-8-sig", errors="replace").split("\n")  # Windows' editors write the mark
    of_actors = [_kind(line) in [kind.value for kind in actors.JudgementKind] for line in lines]
    # A line of the other sort is left blank, so that a complaint names the line's number in the file.
    about_actors = actors.from_lines(line if is_one else "" for line, is_one in zip(lines, of_actors, strict=True))
    others = judging.from_lines("" if is_one else line for line, is_one in zip(lines, of_actors, strict=True))
    new = ledger.judge_actors(about_actors) + ledger.add_judgements(others)
    click.echo(f"{new} of {len(about_actors) + len(others)} were new", err=True)


def _kind(line: str) -> object:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row.get("kind") if isinstance(row, dict) else None


def _fits(decided: str, words: Sequence[str], note: str, kind: str | None) -> None:
    """Raise a usage error where a decision is not given what it takes, or what it has no room for."""
    if len(words) != len(ARGUMENTS[decided].split()):
        number = f"{len(words)} argument{'' if len(words) == 1 else 's'}"
        raise click.UsageError(f"{decided!r} takes {ARGUMENTS[decided]}, not {number}.")
    if (decided in LINKS) != (kind is not None):
        raise click.UsageError("link and unlink take --kind, and nothing else does.")
    if decided in OF_ACTORS and note:
        raise click.UsageError(f"a decision about actors has no room for --note: leave it out with {decided}.")
    if decided in VALUES and not words[1].strip():
        raise click.UsageError(f"{decided} {words[1]!r} says nothing: give {VALUES[decided]}.")


def _is_readable(*given: str) -> None:
    """Raise a usage error for what is not in the terminal's encoding: it would be kept for good as marks."""
    for one in given:
        if UNREADABLE.search(one):
            encoding = sys.getfilesystemencoding()
            raise click.UsageError(f"{one!r} is not in {encoding}: set the terminal to that, and write it again.")


def _author(given: str | None) -> str:
    """Return who decides: whoever is named, else the user of this machine."""
    if given is not None and not given.strip():
        raise click.UsageError(f"--by {given!r} is nobody: give a name, or leave it out.")
    try:
        return given or getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user, as in some containers
        raise click.UsageError("who decides is not known on this machine: give --by NAME.") from None


def _decide(ledger: Ledger, decision: str, words: Sequence[str], by: str, note: str, kind: str | None) -> str:
    """Carry a decision out and return its id."""
    if decision == "undo":
        return _undo(ledger, words[0], by, note)
    if decision in OF_ACTORS:
        return _decide_actors(ledger, decision, words, by)
    if decision in VERDICTS:
        return ledger.judge(words[0], VERDICTS[decision], by=by, note=note).id
    if decision in LINKS:
        return ledger.judge(words[0], LINKS[decision], kind, other=words[1], by=by, note=note).id
    return ledger.judge(words[0], decision.replace("-", "_"), words[1], by=by, note=note).id


def _undo(ledger: Ledger, given: str, by: str, note: str) -> str:
    from sayso import judging
    from sayso.correcting import now_exactly
    from sayso.link import actors

    of_actors = [one for one in ledger.actor_judgements() if given and one.id.startswith(given)]
    others = [one for one in ledger.judgements() if given and one.id.startswith(given)]
    if len(of_actors) + len(others) != 1:
        count = len(of_actors) + len(others)
        raise click.UsageError(f"{count} decisions have an id that begins with {given!r}: see `sayso judgements`.")
    if others:
        withdrawn = judging.checked(judging.withdrawal(others[0], by=by, at=now_exactly(), note=note))
        ledger.add_judgements([withdrawn])
        return withdrawn.id
    if note:
        raise click.UsageError(f"a decision about actors has no room for --note: leave it out with undo {given}.")
    found = actors.undo(of_actors[0], by=by, at=now_exactly())
    ledger.judge_actors([found])
    return found.id


def _decide_actors(ledger: Ledger, decision: str, words: Sequence[str], by: str) -> str:
    from sayso.link import actors

    refs = [_ref(ledger, word) for word in (words[:1] if decision == "rename" else words)]
    at = ledger.moment_to_judge_actors()
    if decision == "rename":
        _renames(ledger, refs[0], words[1])
        found = actors.rename(refs[0], words[1], by=by, at=at)
    elif decision == "merge":
        _joins_two(*refs)
        found = actors.merge(*refs, by=by, at=at)
    else:
        found = actors.split(*refs, by=by, at=at)
    _tell_of_namesakes(ledger, refs)
    ledger.judge_actors([found])
    if found.id in ledger.unmatched_actor_judgements():
        named = " or ".join(map(repr, words[: len(refs)]))
        click.echo(f"{named}: nobody is named so yet, or more than one in its article; kept for later", err=True)
        tell_what_waits(ledger)
    return found.id


def _joins_two(one: ActorRef, other: ActorRef) -> None:
    """Raise a usage error where a merge is one of somebody with himself."""
    from sayso.link.actors.transliteration import fold

    if (fold(one.name), one.article_id) == (fold(other.name), other.article_id):
        raise click.UsageError(f"{one.name!r} and {other.name!r} are one name: name two different actors.")


def _renames(ledger: Ledger, one: ActorRef, name: str) -> None:
    """Raise a usage error where those whom a name means are shown under the new one already."""
    shown = {actor.name for actor in _seen_as(ledger, one)} or {one.name}
    if not one.article_id and shown == {name.strip()}:
        raise click.UsageError(f"{one.name!r} is shown as {name.strip()!r} already: give another name.")


def _tell_of_namesakes(ledger: Ledger, refs: Sequence[ActorRef]) -> None:
    """Say where a name alone means several actors: what is decided is decided of all of them."""
    for ref in refs:
        number = len(_seen_as(ledger, ref))
        if number > 1:
            click.echo(f"{ref.name!r} is a name of {number} actors, and means all; NAME@ARTICLE means one", err=True)


def _seen_as(ledger: Ledger, ref: ActorRef) -> list[Actor]:
    """Return the actors that were seen under a name that is given for all articles."""
    from sayso.link.actors.transliteration import fold

    if ref.article_id or not any(map(str.isalnum, ref.name)):
        return []
    return [actor for actor in ledger.actors(ref.name) if fold(ref.name) in map(fold, actor.names)]


def _ref(ledger: Ledger, given: str) -> ActorRef:
    """Return whom NAME or NAME@ARTICLE means. A name may have an @ too, and an article's id may be shortened."""
    from sayso.identity import ID_LENGTH
    from sayso.link.actors import ActorRef

    whole = ActorRef(given.strip())
    found = PLACE.fullmatch(whole.name)
    if found is None or _seen_as(ledger, whole):
        return whole
    name, article = found.groups()
    return ActorRef(name, article if len(article) == ID_LENGTH else ledger.article(article).article.id)
