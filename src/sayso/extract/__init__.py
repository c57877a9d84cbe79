"""Annotations -> statements: spans linked to each other, manner, ids."""

from sayso.extract.statements import statements

__all__ = ["statements"]
