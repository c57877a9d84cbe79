"""The same for PostgreSQL: the first file makes what all of SQLite's up to its number have made together, and each
later one does what the one of its number does there.
"""
