"""Learns the projection that makes embeddings of statements short (sayso.model.meaning)."""
