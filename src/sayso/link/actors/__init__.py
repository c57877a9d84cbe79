"""Actors across articles: which local actors are one person, organisation or state. See docs/actors.md."""
