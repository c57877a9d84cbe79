"""Trains the model that types acts: `python -m training.acts --help`."""
