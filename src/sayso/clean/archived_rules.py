"""What of a page is kept when it is shown as archived: lists of what does no more than show text and pictures it holds.

What is on no list goes; text of elements that aren't listed stays. Nothing listed can run, load, send or lead away.
"""

from __future__ import annotations

import re

_TAGS_WORDS = """
a abbr acronym address article aside b bdi bdo big blockquote br button caption center cite code col colgroup data dd
del details dfn dialog div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins
kbd label legend li main mark menu nav ol optgroup option p picture pre q rp rt ruby s samp search section select small
span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr
"""
TAGS = frozenset(_TAGS_WORDS.split())

ATTRIBUTES = {
    "*": frozenset(["class", "id", "style", "title", "lang", "dir", "hidden", "align", "data-sayso-number"]),
    "img": frozenset({"src", "alt"}),
    "td": frozenset({"colspan", "rowspan", "valign", "width"}),
    "th": frozenset({"colspan", "rowspan", "valign", "width", "scope"}),
    "table": frozenset({"border", "cellpadding", "cellspacing", "width"}),
    "col": frozenset({"span", "width"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value"}),
    "font": frozenset({"color", "face", "size"}),
    "time": frozenset({"datetime"}),
    "details": frozenset({"open"}),
    "dialog": frozenset({"open"}),
}
"""Links lose their addresses: a click would take the frame to another site."""

_PROPERTIES_WORDS = """
color background-color font font-family font-size font-style font-variant font-weight text-align text-decoration
text-indent text-transform line-height letter-spacing word-spacing white-space vertical-align direction unicode-bidi
display visibility float clear overflow width max-width min-width height max-height min-height
margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom padding-left
border border-top border-right border-bottom border-left border-color border-style border-width border-collapse
border-radius border-spacing list-style-type flex flex-direction flex-wrap gap align-items justify-content
"""
PROPERTIES = frozenset(_PROPERTIES_WORDS.split())
"""Of `style` attributes: none that takes an address."""

RENAMED = {"listing": "pre", "plaintext": "pre", "xmp": "pre", "noembed": "div"}
"""Elements in which browsers read mark-up as text, and in which lxml reads it as mark-up: the marks are mark-up."""

_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif)[;,]", re.IGNORECASE)


def kept_attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value of a listed attribute, or None where it goes all the same: a picture from elsewhere.

    >>> kept_attribute("img", "src", "data:image/png;base64,aGk=") is not None
    True
    >>> kept_attribute("img", "src", "data:image/svg+xml,<svg/>"), kept_attribute("p", "class", "lead")
    (None, 'lead')
    """
    return None if (tag, name) == ("img", "src") and not _PICTURE.match(value) else value
