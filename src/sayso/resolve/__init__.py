"""Statements -> statements with their speaker, addressee, chain, date, and at whom they are aimed.

Nothing but the article is looked at: which statements of other articles say the same is the link stage's.
"""

from sayso.resolve.statements import resolve

__all__ = ["resolve"]
