"""What the furniture of press pages says, in the languages whose pages were looked at.

Tables, not rules: a phrase is added here with the role that it has. Keys are case-folded, without marks at either end.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sayso.records import Role

EDGES = " \t\u00a0\u200b\ufeff.,:;!?…|•·*>»«→›‹←-–—()[]\"'“”"
"""Marks that stand around a phrase on a button or above a list and say nothing."""

_CHROME = """
advertisement | advertisements | advertising | ad | ads | sponsored | sponsored content | promoted
paid content | scroll to continue | continue reading below | story continues below | article continues below
story continues below advertisement | article continues after ad | article continues below advertisement
story continues | skip advertisement | close ad | skip to main content | skip to content
skip to navigation | skip to search | skip to footer | jump to content | accessibility links
live broadcast | live | on air | watch live | listen live | live tv | live stream | live updates
breaking news | breaking | exclusive | select important | highlight important | on | off | yes | no | ok
close | open | menu | main menu | toggle navigation | search | search for | home | homepage | share
share this | share this article | share this story | share on facebook | share on twitter | share on x
tweet | email | print | copy link | link copied | copied | save | saved | save article | bookmark | facebook
twitter | x | instagram | linkedin | whatsapp | telegram | reddit | pinterest | youtube | tiktok | threads
rss | flipboard | comment | comments | no comments | leave a comment | view comments | add a comment
join the conversation | show comments | post a comment | reply | like | likes | follow | follow us
follow us on | subscribe | subscribe now | sign in | sign up | log in | login | register | logout | log out
my account | account | newsletter | newsletters | sign up for our newsletter | enter your email
your email address | submit | send | download | download the app | get the app | listen
listen to this article | listen to article | play | pause | mute | unmute | stop | video | audio | photos
gallery | text size | font size | a a | back to top | top | next | previous | prev | back | more | load more
show more | see all | view all | read full story | contact us | contact | about | about us | privacy policy
terms of use | terms of service | terms and conditions | cookie policy | cookie settings | accept
accept all | reject all | manage cookies | advertise with us | careers | help | faq | sitemap | site map
english | русский | latest | news | popular | tags | topics | table of contents | contents | filed under
loading | please wait | translate | show translation | hide translation | report an error | found a typo
support us | donate | become a member | edition | world | politics | business | sport | sports
video player | opinion | culture | technology | science | health | weather | lifestyle | entertainment
travel | economy | society | озвучить текст | выделить главное | вкл | выкл | реклама | прямой эфир
поделиться | подписаться | главная | поиск | меню | комментарии | войти | версия для печати
скопировать ссылку | в эфире | новости | слушать | наверх | нашли ошибку | распечатать | anzeige | werbung
teilen | drucken | startseite | suche | kommentare | anmelden | zum inhalt springen | publicité | partager
imprimer | accueil | rechercher | commentaires | s'abonner | aller au contenu | publicidad | compartir
imprimir | inicio | buscar | comentarios | suscríbete | pubblicità | condividi | stampa | cerca | commenti
publicidade | compartilhar | reklama | udostępnij | reklam | paylaş | إعلان | شارك | 广告 | 分享 | 広告 | シェア
"""

_LINK = """
read more | read also | see also | also read | read next | up next | related | related articles
related article | related stories | related story | related news | related content | related topics
related posts | more on this story | more on this | more on this topic | more stories | more news
more from | more like this | you may also like | you might also like | most read | most popular | trending
trending now | latest news | recommended | recommended for you | recommended stories | editor's picks
editors' picks | don't miss | what to read next | keep reading | further reading | in case you missed it
watch more | watch next | top stories | other news | other stories | latest stories | must read
read more on this topic | explore more | читайте также | читать далее | подробнее | по теме
материалы по теме | другие новости | смотрите также | ещё по теме | еще по теме | lesen sie auch
mehr zum thema | auch interessant | lire aussi | à lire aussi | sur le même sujet | voir aussi | lea también
lee también | le puede interesar | noticias relacionadas | leggi anche | articoli correlati | leia também
leia mais | veja também | czytaj też | czytaj także | zobacz też | читайте також | ayrıca okuyun | اقرأ أيضا
相关阅读 | 延伸阅读 | 関連記事 | あわせて読みたい
"""

_BETWEEN = re.compile(r"\s*[|\n]\s*")

LEAD_INS = frozenset(_BETWEEN.split(_LINK.strip()))
"""Lines that announce a link to another story: the headline below them is not this story's."""

EXACT = dict.fromkeys(_BETWEEN.split(_CHROME.strip()), Role.CHROME) | dict.fromkeys(LEAD_INS, Role.LINK)
"""What a whole line says -> its role."""

_LISTS = re.compile(
    r"stories|articles|posts|news|picks|like|recommended|most|trending|more from|новости|материалы|noticias|articoli"
)
MANY = frozenset(phrase for phrase in LEAD_INS if _LISTS.search(phrase))
"""Lead-ins above a list, not above one headline."""

_LINK_WORDS = (
    r"read more|read also|read next|see also|also read|related(?: (?:article|story|news|stories))?|more on this|watch(?: also)?"  # noqa: E501 - one pattern, one line
    r"|watch more|don['’]t miss|must read|recommended|click here|read the full (?:story|article)|further reading|listen"
    r"|читайте также|смотрите также|подробнее|по теме|lesen sie auch|mehr dazu|lire aussi|à lire(?: aussi)?|voir aussi"
    r"|lea también|lee también|leggi anche|leia (?:também|mais)|veja também|czytaj (?:też|także|więcej)|читайте також"
)
_PHOTO_WORDS = (
    r"photo|photos|photograph|photography|image|images|picture|pictures|pic|illustration|graphic|video|file photo|source"  # noqa: E501 - one pattern, one line
    r"|фото|видео|иллюстрация|foto|bild|bildquelle|imagen|crédit photo|crédit|crédito|fotografía|immagine|zdjęcie|fotoğraf|照片|写真"  # noqa: E501 - one pattern, one line
)
_AGENCIES = (
    r"getty images|getty|afp|reuters|ap photo|associated press|epa(?:-efe)?|tass|ria novosti|sputnik|xinhua|anadolu|dpa|pa media"  # noqa: E501 - one pattern, one line
    r"|pa wire|shutterstock|alamy|istock|unsplash|global look press|zuma|bloomberg|via ap|picture alliance|wikimedia commons|nurphoto"  # noqa: E501 - one pattern, one line
)

PATTERNS: tuple[tuple[str, re.Pattern[str], Role], ...] = (
    # name, pattern of the whole line without white space at the ends, role; the first that fits decides
    ("counter", re.compile(r"[\W\d_]*|\d[\d.,]*\s?[KkMm]?"), Role.CHROME),  # a lone 0, 1.2K, ***
    (
        "counted",
        re.compile(r"\d[\d.,]*\s?[KkMm]?\s+(?:comments?|shares?|views?|likes?|replies|votes?)", re.I),
        Role.CHROME,
    ),
    ("reading time", re.compile(r"(?:\W*\d+\s*[- ]?min(?:ute)?s?\.?\s+(?:read|listen|watch)\W*)", re.I), Role.CHROME),
    ("clock", re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*/\s*\d{1,2}:\d{2}(?::\d{2})?)?"), Role.CHROME),
    ("announced link", re.compile(rf"\W*(?:{_LINK_WORDS})\s*[:：|>→»–—-]+\s*\S.{{0,240}}", re.I), Role.LINK),
    (
        "link in capitals",
        re.compile(
            r"(?:READ|WATCH|SEE|LISTEN|MORE|ALSO|RELATED)(?: (?:MORE|ALSO|ALSO READ|READ|NOW))? ?[:|–-] ?\S.{0,240}"
        ),
        Role.LINK,
    ),
    (
        "announcement",
        re.compile(r"(?!(?:he|she|it|they|who)\b)[^,.;]{2,30} (?:recommends|suggests|also reads?):", re.I),
        Role.LINK,
    ),
    ("more from", re.compile(r"more (?:from|in|on) (?-i:[A-Z])[^.,;]{1,40}", re.I), Role.LINK),
    (
        "read more about",
        re.compile(r"(?:read|see|find out|learn) more (?:about|on|at|from|in)\b[^.]{0,120}", re.I),
        Role.LINK,
    ),
    (
        "photo credit",
        re.compile(
            rf"\W*(?:{_PHOTO_WORDS})(?:\s+(?:credits?|by|courtesy(?: of)?|source))?\s*[:：©/|]\s*\S.{{0,160}}", re.I
        ),
        Role.CREDIT,
    ),
    (
        "credit",
        re.compile(
            r"\W*(?:credits?\s*[:：]|courtesy(?: of)?\b|photo by\b|image by\b|photograph by\b)\s*\S.{0,100}", re.I
        ),
        Role.CREDIT,
    ),
    (
        "agency credit",
        re.compile(rf"\W*+(?:[^.!?]{{0,80}}[/|©@,]\s*)?(?:{_AGENCIES})(?:\s*[/|©,]\s*[^.!?]{{0,60}})?\W*", re.I),
        Role.CREDIT,
    ),
    (
        "captioned",
        re.compile(
            r".{12,400}(?:[.!?)\]|–—-]\W{0,8}(?:photo|photograph|picture|image|foto|фото)(?: by|:)|©)\s*[^.!?]{2,80}"
            r"\.?\)?",
            re.I,
        ),
        Role.CAPTION,
    ),
    (
        "agency in brackets",
        re.compile(
            rf".{{12,400}}\((?:[^()]{{0,30}}\bphotos?\b[^()]{{0,60}}|[^()]{{2,50}}/\s?(?:{_AGENCIES}|ap)[^()]{{0,40}})\)\W*",
            re.I,
        ),
        Role.CAPTION,
    ),
    (
        "caption of a widget",
        re.compile(
            r"(?:enlarge this image|hide caption|toggle caption|image copyright|image caption|media caption)\b.{0,300}",
            re.I,
        ),
        Role.CAPTION,
    ),
    ("copyright", re.compile(r"\W*(?:©|\(c\)\s|copyright\b|all rights reserved).{0,300}", re.I), Role.NOTICE),
    ("rights", re.compile(r".{0,200}all rights reserved\W*", re.I), Role.NOTICE),
    ("cookies", re.compile(r"(?:we|this (?:site|website)) uses? (?:cookies|technologies).{0,600}", re.I), Role.NOTICE),
    (
        "corrections",
        re.compile(
            r"(?:if you )?(?:have )?(?:found|notice[d]?|spot(?:ted)?) (?:a|an) (?:typo|error|mistake).{0,200}", re.I
        ),
        Role.NOTICE,
    ),
    (
        "newsletter",
        re.compile(r"(?:sign up|subscribe|register) (?:for|to|now|here|today)\b.{0,200}", re.I),
        Role.CHROME,
    ),
    ("follow", re.compile(r"(?:follow|join|like|find) us (?:on|at)\b.{0,120}", re.I), Role.CHROME),
    (
        "share on",
        re.compile(r"(?:share|tweet|post)(?: this)?(?: \w+)? (?:on|via|by|with) \w+(?: \w+)?", re.I),
        Role.CHROME,
    ),
    (
        "byline",
        re.compile(
            r"(?:(?:written |story |text |analysis |report )?by|author|authors|reporter|автор|von|por|par)\s*:?\s+(?-i:[A-Z\u0410-\u042f])[^.!?:]{1,90}",  # noqa: E501 - one pattern, one line
            re.I,
        ),
        Role.BYLINE,
    ),
    (
        "desk",
        re.compile(
            r"\(?(?:reporting|writing|editing|additional reporting|reporting and writing) by [^.!?]{2,240}\.?\)?", re.I
        ),
        Role.BYLINE,
    ),
)


def bare(line: str) -> str:
    """Return the phrase of a line: case-folded, without marks around it, one blank between words.

    >>> bare("  Read More » ")
    'read more'
    """
    return " ".join(line.casefold().replace("’", "'").strip(EDGES).split())


@lru_cache(maxsize=2048)  # asked twice of each line, and the furniture of a site recurs on its pages
def role_by_phrase(line: str) -> Role | None:
    """Return the role that a line's wording alone gives it, or None.

    >>> role_by_phrase("READ MORE: Veldria closes two ports")
    <Role.LINK: 'link'>
    >>> role_by_phrase("Photo: Northwind Pictures/Ada Brom")
    <Role.CREDIT: 'credit'>
    """
    if len(line) > 700:
        return None
    exact = EXACT.get(bare(line))
    if exact is not None:
        return exact
    for _, pattern, role in PATTERNS:
        if pattern.fullmatch(line):
            return role
    return None
