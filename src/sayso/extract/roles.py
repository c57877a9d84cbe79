"""The roles of an attribution, and the states that a word can have in one."""

from __future__ import annotations

ROLES = ("source", "cue", "content")
"""As named in PolNeAR and PARC."""

NONE, SOURCE, CUE, CONTENT = range(4)
"""A word's state in one attribution; the model's scores are in this order."""

STATES = 4
