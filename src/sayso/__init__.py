"""sayso: who said it, and on whose say-so.

ledger = sayso.open("x.db")                 a ledger file, made where there is none
ledger.read(["pages/", "https://..."])      read pages into it
ledger.statements(speaker="...")            ask it
sayso.extract("...")                        the statements of a text, without any ledger
sayso.act("...", "Norland", "Kellmar")      what the one does to the other in a sentence, in PLOVER's types
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sayso import config

if TYPE_CHECKING:
    from sayso.library import Ledger, extract
    from sayso.library import open_ledger as open  # noqa: A004 - `sayso.open`, as `gzip.open`
    from sayso.model.acts import TypedAct, act
    from sayso.summaries import Summary

__version__ = config.VERSION

__all__ = ["Ledger", "Summary", "TypedAct", "__version__", "act", "extract", "open"]

_LIBRARY, _ACTS = "sayso.library", "sayso.model.acts"
_NAMES = {
    "open": (_LIBRARY, "open_ledger"),
    "extract": (_LIBRARY, "extract"),
    "Ledger": (_LIBRARY, "Ledger"),
    "Summary": ("sayso.summaries", "Summary"),
    "act": (_ACTS, "act"),
    "TypedAct": (_ACTS, "TypedAct"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load the library when it is first asked for: `import sayso` itself takes a few milliseconds."""
    if name not in _NAMES:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    module, attribute = _NAMES[name]
    return getattr(import_module(module), attribute)


class _Package(ModuleType):
    """The package: its verb `extract` stays the verb when the stage of that name is imported, which binds it here."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _NAMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
