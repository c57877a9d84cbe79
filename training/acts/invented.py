"""Invented sentences: the phrases of phrases.toml, their alternatives and fillers drawn by chance."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

from sayso.records import Span
from training.acts.plover import Example

_TABLE = tomllib.loads((Path(__file__).with_name("phrases.toml")).read_text(encoding="utf-8"))
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(?:(\w+):)?(\w+)\}")
_MARKS = re.compile(r"</?[st]>")


def invented(type_: str, chance: random.Random) -> Example:
    """Return one invented sentence of the type, with its source and target."""
    kinds = dict(zip("st", _TABLE["pairs"][type_], strict=True))
    text = _filled("{opening}" + chance.choice(_TABLE["phrases"][type_]) + "{reported}.", kinds, chance)
    text = re.sub(r"(<\w>) +", r"\1", re.sub(r" +", " ", text)).replace(" .", ".").replace(" ,", ",")
    text = re.sub(r"^(<\w>)?(\w)", lambda m: (m.group(1) or "") + m.group(2).upper(), text)
    spans: dict[str, Span] = {}
    for role in "st":
        start, end = (len(_MARKS.sub("", text[: text.index(mark)])) for mark in (f"<{role}>", f"</{role}>"))
        spans[role] = Span(start, end)
    return Example(_MARKS.sub("", text), spans["s"], spans["t"], type_)


def every_text() -> list[str]:
    """Return the phrases and the fillers as they are written, alternatives and slots included: all of their words."""
    fillers = [text for texts in _TABLE["fillers"].values() for text in texts]
    return fillers + [text for texts in _TABLE["phrases"].values() for text in texts]


def _filled(phrase: str, kinds: dict[str, str], chance: random.Random) -> str:
    """Choose among the alternatives, then fill the slots; `{place:t}` is the target, drawn from the places."""

    def fill(slot: re.Match[str]) -> str:
        kind, name = slot.groups()
        if name in kinds:
            return f"<{name}>{_filled('{' + (kind or kinds[name]) + '}', {}, chance)}</{name}>"
        return _filled(chance.choice(_TABLE["fillers"][name]), kinds, chance)

    while found := _ALTERNATIVES.search(phrase):
        phrase = phrase[: found.start()] + chance.choice(found.group(1).split("|")) + phrase[found.end() :]
    return _SLOT.sub(fill, phrase)
