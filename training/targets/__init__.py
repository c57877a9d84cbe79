"""Trains the ranker that tells at whom a statement is aimed."""
