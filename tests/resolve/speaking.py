"""Small articles for the tests of speakers: names are marked in the text, statements by their source."""

from __future__ import annotations

import re

from sayso.records import Article, Line, Manner, Name, NameKind, Reference, Role, Span, Statement
from sayso.resolve.speakers import Resolver

KINDS = {"P": NameKind.PERSON, "O": NameKind.ORGANISATION, "L": NameKind.PLACE}
MARK = re.compile(r"\[([POL]) ([^\]]+)\]")


def marked(text):
    """Return the text without its marks, and the names: `[P Jane Orr]`, `[O Lanthorn Institute]`, `[L Velden]`."""
    plain, names, last = "", [], 0
    for match in MARK.finditer(text):
        plain += text[last : match.start()]
        names.append(Name(Span(len(plain), len(plain) + len(match[2])), KINDS[match[1]], 0.9))
        plain += match[2]
        last = match.end()
    return plain + text[last:], tuple(names)


def page(text):
    lines, at = [], 0
    for line in text.split("\n"):
        if line:
            lines.append(Line(at, at + len(line), Role.BODY))
        at += len(line) + 1
    return Article(id="a", document_id="d", text=text, lines=tuple(lines))


def statement(text, source, cue="said", after=0, content=None, parent=None):
    """Return the statement whose source is the words before the cue, first found from `after` on."""
    at = text.index(f"{source} {cue}", after)
    cue_at = at + len(source) + 1
    body = text.index(content, 0) if content else cue_at + len(cue)
    span = Span(body, body + len(content)) if content else Span(body, body + 1)
    return Statement(
        f"{at}",
        "a",
        (Span(at, at + len(source)),),
        (Span(cue_at, cue_at + len(cue)),),
        (span,),
        Manner.INDIRECT,
        0.9,
        parent,
    )


def resolved(text, *sources, references=(), names=True):
    """Return the speakers of `source said ..`, each looked for after the one before."""
    plain, found = marked(text)
    made, after = [], 0
    for source in sources:
        made.append(statement(plain, source, after=after))
        after = made[-1].cue[0].end
    links = tuple(
        Reference(Span(plain.index(a), plain.index(a) + len(a)), Span(plain.index(b), plain.index(b) + len(b)), score)
        for a, b, score in references
    )
    resolver = Resolver(page(plain), found if names else (), links, made)
    return [resolver.speaker(one) for one in made]


def named(text, *sources, **more):
    return [one.name if one else None for one in resolved(text, *sources, **more)]
