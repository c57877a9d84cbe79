"""Notices that an article was translated, and by what."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_NOTICE = 300
"""Characters: a longer line tells a story, in which somebody may have translated something."""

_NAME = r"(?:[«\"“„‘'](?P<quoted>[^«»\"“”„‘’]{2,60})[»\"“”’']|(?P<bare>[^«»\"“”„.,;()\[\]]{2,60}?))"
_END = r"(?:\s*[.(\[].{0,80})?\W*"
_HINTS = ("transl", "перев", "перекл", "tradu", "tradot", "übersetz", "przet", "翻译", "машинн")
"""One of these stands in every notice; few lines have one, and the rest needn't be searched."""
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\W*(?:(?:this|the) (?:article|text|page|story|material|content) (?:was|is|has been) )?(?:machine |automatically |auto-?)?"  # noqa: E501 - one pattern, one line
        rf"translated (?:automatically )?(?:from [\w ]{{3,30}} )?(?:by|with|using|via)(?: the)?(?: service)? {_NAME}(?: service)?{_END}",  # noqa: E501 - one pattern, one line
        rf"\W*(?:machine |automatic )?translation(?: provided)? ?(?:by|:|powered by) {_NAME}{_END}",
        rf"\W*(?:текст )?(?:переведен[оа]?|переведён)(?: с [а-яё]+ языка)?(?: автоматически)?(?: сервисом| с помощью| при помощи)*(?: сервиса)? {_NAME}{_END}",  # noqa: E501 - one pattern, one line
        rf"\W*(?:текст )?перекладено(?: сервісом| за допомогою)? {_NAME}{_END}",
        rf"\W*(?:cet article a été )?traduit(?:e)?(?: automatiquement)?(?: de l['’][\w]+| du [\w]+)? (?:par|avec|à l['’]aide de) {_NAME}{_END}",  # noqa: E501 - one pattern, one line
        rf"\W*(?:dieser (?:artikel|text) wurde )?(?:maschinell |automatisch )?übersetzt (?:von|mit|durch) {_NAME}{_END}",  # noqa: E501 - one pattern, one line
        rf"\W*(?:este artículo fue |este artículo ha sido )?traducido(?: automáticamente)?(?: del [\w]+)? (?:por|con) {_NAME}{_END}",  # noqa: E501 - one pattern, one line
        rf"\W*tradotto(?: automaticamente)?(?: dal[\w' ]+)? (?:da|con) {_NAME}{_END}",
        rf"\W*traduzido(?: automaticamente)?(?: do [\w]+)? (?:por|com) {_NAME}{_END}",
        rf"\W*przetłumaczon[eoy](?: automatycznie)? (?:przez|za pomocą) {_NAME}{_END}",
        rf"\W*(?:本文)?由\s?{_NAME}\s?(?:自动)?翻译{_END}",
    )
)
_UNSIGNED = re.compile(
    r"\W*(?:(?:this|the) (?:article|text|page|story) (?:was|is|has been) )?(?:machine|automatically|auto)[- ]?translated(?: from [\w ]+)?\W*"  # noqa: E501 - one pattern, one line
    r"|\W*(?:machine|automatic|ai) translation\W*|\W*автоматический перевод\W*|\W*машинный перевод\W*|\W*traduction automatique\W*"  # noqa: E501 - one pattern, one line
    r"|\W*maschinelle übersetzung\W*|\W*traducción automática\W*",
    re.IGNORECASE,
)
UNNAMED = "machine translation"
"""What `translated_by` says where the notice names nobody."""


def translator(line: str) -> str | None:
    """Return who translated, if the line is a notice of it.

    >>> translator("Переведено сервисом «Быстрый толмач»")
    'Быстрый толмач'
    >>> translator("This article was translated by Lingua Veldra.")
    'Lingua Veldra'
    >>> translator("The treaty was translated by the clerks, who said that they had no time.") is None
    True
    """
    if len(line) > MAX_NOTICE:
        return None
    folded = line.casefold()
    if not any(hint in folded for hint in _HINTS):
        return None
    line = line.strip()
    for pattern in _PATTERNS:
        match = pattern.fullmatch(line)
        if match:
            return str(match.group("quoted") or match.group("bare")).strip()
    return UNNAMED if _UNSIGNED.fullmatch(line) else None


def first_translator(lines: Iterable[str]) -> str | None:
    """Return who translated, from the first notice among the lines."""
    return next((name for name in map(translator, lines) if name), None)
