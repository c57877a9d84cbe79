"""Which judgements hold: those that nobody withdrew, the withdrawals that were withdrawn themselves left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sayso.judging.records import Judgement, JudgementKind


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that hold, withdrawals not among them, in the order in which they are applied."""
    every = {one.id: one for one in judgements}
    out = undone({key: one.withdraws for key, one in every.items()})
    kept = [one for key, one in every.items() if one.kind is not JudgementKind.WITHDRAWN and key not in out]
    return tuple(sorted(kept, key=lambda one: one.sort_key))


def undone(undoes: Mapping[str, str]) -> set[str]:
    """Return the ids of those that no longer hold; each id leads to the one that it undoes, "" for none.

    >>> sorted(undone({"a": "", "b": "a", "c": "b"})), sorted(undone({"a": "", "b": "a"}))
    (['b'], ['a'])
    """
    waits = Counter(target for target in undoes.values() if target)
    ready, found = [key for key in undoes if not waits[key]], set[str]()
    while ready:  # an undo is decided before what it undoes; ids are hashes, so none can undo itself by a detour
        key = ready.pop()
        target = undoes[key]
        if target in undoes:
            waits[target] -= 1
            if key not in found:
                found.add(target)
            if not waits[target]:
                ready.append(target)
    return found
