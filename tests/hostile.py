"""A page whose every field tries to be something else: markup, a script, a formula, an address that runs."""

from __future__ import annotations

from sayso.identity import article_id, document_id, sha256, statement_id
from sayso.records import (
    Act,
    Article,
    ChainLink,
    Dated,
    Document,
    Given,
    Line,
    Manner,
    Role,
    Span,
    Speaker,
    Statement,
)

SCRIPT = "<script>window.hit=1</script>"
IMAGE = '"><img src=x onerror=window.hit=1>'
FORMULA = '=HYPERLINK("http://evil.example","x")'
TURNED = "harbour\u202egnp.exe\u202c\u0000\u0007 closed"
TEXT = (
    f"{SCRIPT}{IMAGE} Ada Voss said that {FORMULA} {TURNED} ferry <svg onload=window.hit=1> quay.\n</p></main>{SCRIPT}"
)


def hostile_page():
    """Return (document, article, statements)."""
    content = TEXT.encode()
    given = Given(outlet=IMAGE)
    identity = document_id(sha256(content), "text/plain", given)
    document = Document(
        identity,
        f"javascript:window.hit=1//{SCRIPT}",
        f"{FORMULA}{SCRIPT}.txt",
        "2031-06-01T00:00:00Z",
        "text/plain",
        "utf-8",
        sha256(content),
        content,
        given,
    )
    first = TEXT.index("\n")
    lines = (Line(0, first, Role.BODY), Line(first + 1, len(TEXT), Role.CHROME))
    article = Article(
        article_id(identity, TEXT),
        identity,
        TEXT,
        lines,
        title=f"{FORMULA} {SCRIPT} {TURNED}",
        outlet=IMAGE,
        authors=(SCRIPT,),
        url="javascript:window.hit=1",
        language='en" onmouseover="window.hit=1',
        translated_by=IMAGE,
        published=Dated("2031-05-04", "day", SCRIPT),
        basis=(("outlet", SCRIPT), ("title", IMAGE)),
    )
    said = TEXT.index(" said that ")
    spans = ((Span(0, said),), (Span(said + 1, said + 5),), (Span(said + 6, first),))
    name = f"@SUM(1) {SCRIPT}"
    statement = Statement(
        statement_id(article.id, *spans),
        article.id,
        *spans,
        Manner.INDIRECT,
        0.9,
        speaker=Speaker("hostile1", name, "person", basis=IMAGE),
        addressee=Speaker("hostile2", IMAGE, "person"),
        chain=(ChainLink(SCRIPT, IMAGE),),
        said_on=Dated("2031-05-03", "day", SCRIPT),
        act=Act("ACCUSE", (("x", SCRIPT),), 0.9),
    )
    return document, article, (statement,)
