"""What people decide about statements and links: kept for good, and put above what a model said.

Judgement    one decision, by whom and when (`records`); `standing` tells which hold, `judged` what a statement is then.
Place        where a statement stood when it was judged, so that the decision finds it again after it was read anew.
"""

from sayso.judging.applying import judged, verdict_of
from sayso.judging.attaching import attached
from sayso.judging.checking import checked
from sayso.judging.lines import from_lines, judgement_object, place_of, place_values, to_lines
from sayso.judging.records import FIELDS, LINKS, VERDICTS, Judgement, JudgementKind, Place, withdrawal
from sayso.judging.standing import standing, undone

__all__ = [
    "FIELDS",
    "LINKS",
    "VERDICTS",
    "Judgement",
    "JudgementKind",
    "Place",
    "attached",
    "checked",
    "from_lines",
    "judged",
    "judgement_object",
    "place_of",
    "place_values",
    "standing",
    "to_lines",
    "undone",
    "verdict_of",
    "withdrawal",
]
