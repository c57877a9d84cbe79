"""Watching feeds: asked politely, again and again, their new items read and linked; all of it is in the ledger."""
