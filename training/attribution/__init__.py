"""Trains the attribution model: `python -m training.attribution --help`."""
