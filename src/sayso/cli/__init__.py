"""The commands. Data goes to standard output, everything else to standard error.

Exit codes: 0 done, 1 some inputs failed (they are listed), 2 the call itself can't be carried out.
"""

from sayso.cli import actors, asking, judging, linking, reading, searching, serving, watching
from sayso.cli.group import main

__all__ = ["actors", "asking", "judging", "linking", "main", "reading", "searching", "serving", "watching"]
