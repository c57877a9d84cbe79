"""sayso: who said it, and on whose say-so.

ledger = sayso.open("x.db")                 a ledger file, made where there is none
ledger.read(["pages/", "https://..."])      read pages into it
ledger.statements(speaker="...")            ask it
sayso.extract("...")                        the statements of a text, without any ledger
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sayso import config

if TYPE_CHECKING:
    from sayso.library import Ledger, Summary, extract
    from sayso.library import open_ledger as open  # noqa: A004 - `sayso.open`, as `gzip.open`

__version__ = config.VERSION

__all__ = ["Ledger", "Summary", "__version__", "extract", "open"]

_NAMES = {"open": "open_ledger", "extract": "extract", "Ledger": "Ledger", "Summary": "Summary"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load the library when it is first asked for: `import sayso` itself takes a few milliseconds."""
    if name not in _NAMES:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    from sayso import library

    return getattr(library, _NAMES[name])


class _Package(ModuleType):
    """The package: its verb `extract` stays the verb when the stage of that name is imported, which binds it here."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _NAMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
