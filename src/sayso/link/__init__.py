"""Statements and articles -> links between them: copies, paraphrases, replies, denials, shifts.

Everything here is a function of two statements, or two articles, and nothing else in the ledger: so links do not depend
on the order of arrival (docs/design/2026-11-27-linking.md).
"""
