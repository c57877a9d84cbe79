"""Trains the model that scores pairs of sentences: does one entail, contradict or resemble the other."""
