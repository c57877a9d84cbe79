"""Trains the ranker that gives pronouns and descriptions their actors."""
