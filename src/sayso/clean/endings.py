"""What stands around a report and tells who made it: desk lines, thanks to contributors, author boxes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from sayso.records import Role

LONGEST = 600
"""Characters: author boxes of two or three sentences are about as long as such lines get."""
REACH = 4
"""Lines of main text at the end among which an author box is sought."""

_NAME = r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:(?:de|van|von|der|al|bin|la|du|di)\s+)*[^\W\d_a-z][\w.'’-]*){1,4}"
_DESK = re.compile(
    r"\W*(?:with\s+)?(?:additional\s+|further\s+)?(?:reporting|writing|editing|compiled|edited|reported|written|produced)"
    r"(?:\s*(?:,|and|&)\s*(?:additional\s+)?(?:reporting|writing|editing))*\s+(?:by|from)\s+(?P<rest>\S.{1,400})",
    re.IGNORECASE,
)
_SMALL_WORDS = """
additional reporting writing editing by from and in for with the of edited written compiled graphics research at
de van von der al bin la du di
"""
_DESK_WORDS = frozenset(_SMALL_WORDS.split())
_THANKS = re.compile(
    r"\W*+(?:[^.!?]|\.(?!\s)|\b[A-Z][a-z]{0,3}\.\s){2,240}\bcontributed(?:\s+\w+)?\s+to\s+(?:this|the)\s+"
    r"(?:\w+\s+)?(?:report|story|article|piece|post)\W*",
    re.IGNORECASE,
)
_BOX = re.compile(
    rf"(?!(?:The|This|That|These|Our|An?|It|In)\b)(?P<name>{_NAME})(?:\s*\(@\w+\))?,?\s+(?:is|covers|writes|reports|edits|works"
    r"|has (?:written|covered|been)|teaches|contributes|leads)\b"
)
_TRADE = re.compile(
    r"\b(?:reporter|correspondent|journalist|columnist|editor|writer|author|contributor|blogger|bureau chief|staffer"
    r"|producer|photographer|intern)\b|\b(?:writes|reports) (?:about|for|from|on)\b|\bcovers\b|@\w"
    r"|\b(?:follow|contact|reach|write to|email) (?:him|her|them)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def is_desk_line(line: str) -> bool:
    """Whether a line tells who reported, wrote or edited, or who contributed to the report.

    >>> is_desk_line("(Reporting by Nils Orre in Sund; editing by Mara J. Quill)")
    True
    >>> is_desk_line("Reporting by the Post had shown that the bridge was unsafe")
    False
    """
    if len(line) > LONGEST:
        return False
    match = _DESK.fullmatch(line)
    if match:
        return all(word[0].isupper() or word in _DESK_WORDS for word in _WORD.findall(match.group("rest")))
    return "contribut" in line and bool(_THANKS.fullmatch(line))


def author_boxes(lines: Sequence[str], roles: Sequence[Role], names: Collection[str]) -> frozenset[int]:
    """Return the numbers of the lines at the end of the main text that say who its author is.

    Such a line begins with the name of an author of the article, or it names a trade of the press and somebody whom
    the report does not speak of.

    >>> text = ["Brom said no.", "Odo Lenk is a reporter in Sund."]
    >>> author_boxes(text, [Role.BODY, Role.BODY], ())
    frozenset({1})
    """
    main = [number for number, role in enumerate(roles) if role is Role.BODY]
    found: set[int] = set()
    for at in range(len(main) - 1, max(0, len(main) - 1 - REACH), -1):
        line = lines[main[at]]
        match = _BOX.match(line) if len(line) <= LONGEST else None
        if match is None:
            if main[at] + 1 in found or len(line) > 80:  # a line such as `About the author` may stand above the box
                break
            continue
        told = " ".join(lines[number] for number in main[:at])
        surname = match.group("name").split()[-1].removesuffix("'s").removesuffix("’s")
        if match.group("name") in names or (_TRADE.search(line) and surname not in told):
            found.add(main[at])
        else:
            break
    return frozenset(found)
