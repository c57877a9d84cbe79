"""Numbered SQL files, run in order, each in one transaction."""
