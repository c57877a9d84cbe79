"""Inputs as people have them -> documents."""
