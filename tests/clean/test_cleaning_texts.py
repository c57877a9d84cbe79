"""Text copies: decoded unchanged, every line with a role. All people, places and outlets are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.clean import article, decode
from sayso.clean.lines import split
from sayso.clean.translation import translator
from sayso.config import Settings
from sayso.errors import InputError
from sayso.identity import document_id, sha256
from sayso.records import SPOKEN_ROLES, Article, Document, Given, Role


def text_document(content: bytes | str, charset: str | None = None, given: Given = Given()) -> Document:  # noqa: B008 - frozen
    if isinstance(content, str):
        content = content.encode("utf-8", "replace")
    digest = sha256(content)
    made = document_id(digest, "text/plain", given)
    return Document(made, "copy", "copy.txt", "2026-05-01T00:00:00Z", "text/plain", charset, digest, content, given)


def roles(cleaned: Article) -> dict[str, Role]:
    return {cleaned.text[line.start : line.end]: line.role for line in cleaned.lines}


TRANSLATED = """Skip to main content
Advertisement
Live broadcast

The Ostmark envoy called Veldria the main toll gate of the northern strait

Envoy Tarn: Sund is becoming almost the main toll gate of the strait
0
Photo: Northwind Pictures/Odo Lenk
Озвучить текст
Select important
On
Off

Veldria is becoming one of the main toll gates of the strait and is trying to bring its neighbours into a union of ports. \
This was announced on May 5 by the Ostmark envoy to Sund, Ilse Tarn.

According to her, Veldria is actively negotiating with three harbour towns, and the towns themselves are showing interest.

"In this context, we are looking at Veldria's new tolls, which seek to make every barrel dearer. Sund acts as perhaps the \
main toll gate," Tarn shared in an interview with the Lenz News Agency.

The envoy noted that the tolls had been raised twice since January.

Переведено сервисом «Быстрый толмач»

Live broadcast"""  # noqa: E501 - a paragraph is one line

RELAYED = """Veldria’s new tolls are a threat to every fishing town on the strait, Governor Per Dahl has claimed
Karvik needs to stand by its neighbours in the face of the tolls, Governor Per Dahl said on Monday before a meeting in Lenz. \
Sund says that its tolls are not aimed at anybody.
In written remarks to the Lenz News Agency, the governor said that “a barrel today may be a boat tomorrow,” urging the towns \
not to pay.
Read more
Sund ‘moving the goal posts’ – Tarn
The governor has taken a tough stance in the dispute, siding with the towns, which have insisted that they cannot pay.
READ MORE: Karvik slaps a fee on Veldrian barrels over alleged dumping
During his visit to Lenz last month, Dahl also spoke of “a wall of paper” around the strait, which he called a nuisance.
“Sund is already there as if it had bought the water… We are obliged to answer,” he said."""  # noqa: E501 - a paragraph is one line


def test_a_translated_copy_keeps_headline_deck_and_body_and_nothing_else() -> None:
    found = roles(article(text_document(TRANSLATED)))
    assert found["The Ostmark envoy called Veldria the main toll gate of the northern strait"] is Role.HEADLINE
    assert found["Envoy Tarn: Sund is becoming almost the main toll gate of the strait"] is Role.DECK
    assert found["Photo: Northwind Pictures/Odo Lenk"] is Role.CREDIT
    assert found["Переведено сервисом «Быстрый толмач»"] is Role.NOTICE
    chrome = {
        "Skip to main content",
        "Advertisement",
        "Live broadcast",
        "0",
        "Озвучить текст",
        "Select important",
        "On",
        "Off",
    }
    assert {line for line, role in found.items() if role is Role.CHROME} == chrome
    assert sum(role is Role.BODY for role in found.values()) == 4


def test_a_translation_notice_in_another_script_names_the_translator_and_does_not_flip_the_language() -> None:
    cleaned = article(text_document(TRANSLATED))
    assert (cleaned.translated_by, cleaned.language, cleaned.not_extracted) == ("Быстрый толмач", "en", None)
    assert dict(cleaned.basis)["translated_by"] == "notice"


def test_a_related_headline_is_told_by_the_read_more_above_it() -> None:
    found = roles(article(text_document(RELAYED)))
    assert found["Sund ‘moving the goal posts’ – Tarn"] is Role.LINK
    assert found["READ MORE: Karvik slaps a fee on Veldrian barrels over alleged dumping"] is Role.LINK
    assert sum(role is Role.BODY for role in found.values()) == 5
    assert next(iter(found.values())) is Role.HEADLINE


def test_a_paragraph_below_read_more_stays_body() -> None:
    text = RELAYED.replace("Sund ‘moving the goal posts’ – Tarn\n", "")
    line = "The governor has taken a tough stance in the dispute, siding with the towns, which have insisted that they cannot pay."  # noqa: E501 - a page or a sentence as it stands
    assert roles(article(text_document(text)))[line] is Role.BODY


def test_related_stories_may_be_a_list() -> None:
    text = RELAYED + "\nRelated stories\nBarrel makers strike in Lenz\nOne strait, five tolls\nWho owns the water?"
    found = roles(article(text_document(text)))
    assert {
        found[line] for line in ("Barrel makers strike in Lenz", "One strait, five tolls", "Who owns the water?")
    } == {Role.LINK}


def test_a_byline_and_a_date_line_give_author_and_date_where_they_are_unambiguous() -> None:
    head, body = RELAYED.split("\n", 1)
    cleaned = article(text_document(f"{head}\nBy Mara Quill and Tom Vasko\nPublished: 5 May 2025, 14:03 GMT\n{body}"))
    assert cleaned.authors == ("Mara Quill", "Tom Vasko")
    assert cleaned.published is not None
    assert (cleaned.published.value, cleaned.published.basis) == ("2025-05-05", "in text")
    assert cleaned.published.span is not None
    assert "5 May 2025" in cleaned.published.span.of(cleaned.text)


@pytest.mark.parametrize("line", ["5 May", "05/06/2025", "Published 5 May 2025, updated 7 May 2025", "5 May 2031"])
def test_a_date_without_year_or_with_two_meanings_or_after_the_fetch_is_unknown(line: str) -> None:
    head, body = RELAYED.split("\n", 1)
    assert article(text_document(f"{head}\n{line}\n{body}")).published is None


def test_plain_text_is_all_body_and_its_language_blocks_nothing() -> None:
    russian = (
        "Министр сообщил в понедельник, что порты останутся закрытыми до весны, и добавил, что беспокоиться не о чем.\n"
    )
    cleaned = article(text_document("Advertisement\n" + russian * 3), Settings(plain=True))
    assert {line.role for line in cleaned.lines} == {Role.BODY}
    assert (cleaned.language, cleaned.not_extracted) == ("ru", None)


def test_an_unsupported_language_is_kept_and_marked_not_extracted() -> None:
    russian = (
        "Министр сообщил в понедельник, что порты останутся закрытыми до весны, и добавил, что беспокоиться не о чем.\n"
    )
    cleaned = article(text_document(russian * 4))
    assert (cleaned.language, cleaned.not_extracted) == ("ru", "language ru")
    assert "порты" in cleaned.text


def test_a_text_too_short_to_tell_its_language_is_extracted() -> None:
    cleaned = article(text_document("Ja. No."))
    assert (cleaned.language, cleaned.not_extracted) == (None, None)


def test_only_furniture_is_an_article_without_body() -> None:
    cleaned = article(text_document("Menu\nSearch\nAdvertisement\nSign in\n0\n"))
    assert not cleaned.spoken_lines()


@pytest.mark.parametrize("content", [b"", b" \r\n\t \n", b"\xef\xbb\xbf"])
def test_a_text_without_characters_is_an_error_that_names_its_origin(content: bytes) -> None:
    with pytest.raises(InputError, match=r"copy\.txt: the text has no characters"):
        article(text_document(content))


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_lines_cover_every_character_that_is_not_blank_once(text: str) -> None:
    spans = split(text)
    covered = [place for span in spans for place in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert {place for place, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert all("\n" not in span.of(text) and "\r" not in span.of(text) for span in spans)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff")))
def test_the_text_of_a_copy_is_its_file_unchanged(text: str) -> None:
    document = text_document(text, charset="utf-8")
    try:
        cleaned = article(document)
    except InputError:
        assert not text.strip()
    else:
        assert cleaned.text == text.replace("\0", "\ufffd") or "\0" in text  # which may make it look like UTF-16


def test_line_breaks_of_windows_and_odd_separators_stay_as_they_are() -> None:
    text = "The minister spoke.\r\nShe said no.\x0cStill the same line.\u2028And here.\r\n"
    cleaned = article(text_document(text), Settings(plain=True))
    assert cleaned.text == text
    assert [text[line.start : line.end] for line in cleaned.lines][
        1
    ] == "She said no.\x0cStill the same line.\u2028And here."


@pytest.mark.parametrize(
    ("content", "charset", "expected"),
    [
        ("\ufeffСлово".encode(), None, "Слово"),
        ("Слово".encode("utf-16"), None, "Слово"),
        ("Слово было сказано, и все молчали.".encode("cp1251"), "windows-1251", "Слово было сказано, и все молчали."),
        ("The café’s owner".encode("cp1252"), "iso-8859-1", "The café’s owner"),
        ("naïve".encode(), "iso-8859-1", "naïve"),
        (b"plain", "utf-7", "plain"),
        (b"plain", "no-such-charset", "plain"),
        ("caf\u00e9 \u2013 ".encode() + b"caf\xe9 \x93x\x94", "utf-8", "café – café “x”"),
        ("Minister".encode("utf-16-le") * 5, None, "Minister" * 5),
    ],
)
def test_bytes_are_read_by_mark_by_proof_by_declaration_and_by_likelihood(
    content: bytes, charset: str | None, expected: str
) -> None:
    assert decode(content, charset, "text/plain") == expected


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=300),
    st.sampled_from([None, "utf-8", "utf-16", "latin-1", "utf-7", "rot13", "unicode_escape", "\x00"]),
)
def test_no_bytes_make_decoding_raise_or_give_half_characters(content: bytes, charset: str | None) -> None:
    decode(content, charset, "text/html").encode("utf-8")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Translated by Lingua Veldra", "Lingua Veldra"),
        ("This article was automatically translated from Ostmarkish using Lingua Veldra.", "Lingua Veldra"),
        ("Traduit par DeuxLangues", "DeuxLangues"),
        ("Переведено сервисом «Быстрый толмач»", "Быстрый толмач"),
        ("Перекладено за допомогою «Дві мови»", "Дві мови"),
        ("Übersetzt von Zweisprach", "Zweisprach"),
        ("Traducido por Dos Lenguas", "Dos Lenguas"),
        ("Machine translation", "machine translation"),
        ("The letter was translated by a clerk who said that it had no date.", None),
        ("She translated the letter, and he read it aloud.", None),
    ],
)
def test_translation_notices_name_the_translator(line: str, name: str | None) -> None:
    assert translator(line) == name


def test_a_megabyte_line_is_one_line_and_takes_no_time() -> None:
    cleaned = article(text_document("word " * 200_000 + "\n" + '".' * 500_000), Settings(max_characters=10_000_000))
    assert len(cleaned.lines) == 2


def test_controls_and_bidi_marks_stay_where_they_are() -> None:
    text = "The minister\x01 said \ufdd0 \u202eno\u202c to all of it on Monday, and she left."
    assert article(text_document(text), Settings(plain=True)).text == text


@pytest.mark.parametrize("rest", ["in ASCII", "in a café", "in a caf\xe9 of 1998"])
def test_nul_is_one_replacement_character_as_it_is_in_a_page(rest: str) -> None:
    """Whichever way the encoding is found; no text holds what a ledger can't."""
    content = f"The minister\0 said no {rest}.".encode("cp1252" if "1998" in rest else "utf-8")
    cleaned = article(text_document(content), Settings(plain=True))
    assert cleaned.text == f"The minister\ufffd said no {rest}."


def test_the_same_text_gives_the_same_article_and_spoken_roles_only_are_spoken() -> None:
    one, two = article(text_document(TRANSLATED)), article(text_document(TRANSLATED))
    assert one == two
    assert {line.role for line in one.spoken_lines()} <= SPOKEN_ROLES


META = "<meta charset={}><p>{}"
JAPANESE = "首相は港を閉鎖すると述べた。港は金曜日まで閉鎖される。"
CHINESE = "国务院总理说，港口将关闭到星期五。"
CYRILLIC = "Министр сказал, что порт закрыт до пятницы, и причина не названа."


@pytest.mark.parametrize(
    ("label", "encoding", "words"),
    [
        ("shift_jis", "cp932", "首相は①港を閉鎖すると述べた。髙橋"),
        ("x-sjis", "cp932", JAPANESE),
        ("gb2312", "gbk", CHINESE + "朱镕基"),
        ("GBK", "gb18030", CHINESE + "€"),
        ("euc-kr", "cp949", "총리는 항구를 닫겠다고 말했다. 똠방각하 펲시"),
        ("big5", "cp950", "總理說：「港口將關閉到星期五。」裏銹"),
        ("big5", "big5hkscs", "總理話港口會閂到禮拜五，佢哋嘅船唔准入嚟。"),
        ("iso-8859-9", "cp1254", "Bakan limanın kapalı kalacağını söyledi. “Hayır”"),
        ("iso-8859-11", "cp874", "ท่าเรือจะปิด “ไม่”"),
        ("windows-949", "cp949", "총리는 항구를 닫겠다고 말했다."),
    ],
)
def test_a_declared_charset_means_what_it_means_to_browsers(label: str, encoding: str, words: str) -> None:
    page = META.format(label, words)
    assert decode(page.encode(encoding), None, "text/html") == page


@pytest.mark.parametrize(
    ("label", "encoding", "words", "stray", "shown"),
    [
        ("iso-8859-1", "cp1252", "Le café fermé à Genève, dit André.", b"\x9d", "\x9d"),
        ("windows-1251", "cp1251", CYRILLIC, b"\x98", "\x98"),
        ("windows-1253", "cp1253", "Ο υπουργός είπε ότι το λιμάνι θα μείνει κλειστό.", b"\xaa", "\ufffd"),
        ("shift_jis", "cp932", JAPANESE, b"\x81", "\ufffd"),
        ("gb2312", "gb18030", CHINESE, b"\xff", "\ufffd"),
        ("euc-jp", "euc_jp", JAPANESE, b"\xff", "\ufffd"),
        ("big5", "big5", "總理說，港口將關閉到星期五。", b"\xff", "\ufffd"),
    ],
)
def test_a_byte_that_a_declared_charset_lacks_does_not_discard_it(
    label: str, encoding: str, words: str, stray: bytes, shown: str
) -> None:
    page = META.format(label, words)
    assert decode(page.encode(encoding) + stray, None, "text/html") == page + shown


@pytest.mark.parametrize(
    ("declared", "content", "expected"),
    [
        (
            "big5",
            "Le café a été fermé à Genève, dit André.".encode("cp1252"),
            "Le café a été fermé à Genève, dit André.",
        ),
        ("utf-16", b"The port stays shut, Brom said.", "The port stays shut, Brom said."),
        ("iso-8859-1", "“Café,” she said. “Naïve.” ".encode() * 9 + b"\x93", "“Café,” she said. “Naïve.” " * 9 + "“"),
    ],
)
def test_a_charset_that_the_bytes_contradict_is_not_believed(declared: str, content: bytes, expected: str) -> None:
    """Where it lacks many of them, or nearly all of them are UTF-8."""
    assert decode(content, declared) == expected


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp932", "首相は港を閉鎖すると述べた。アダ・ブロムは港に残る。"),
        ("gb18030", CHINESE),
    ],
)
def test_an_undeclared_encoding_is_told_where_a_long_text_has_no_blanks(encoding: str, words: str) -> None:
    """What is looked at may then end within a character."""
    text = "x" + words * 9_000
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251"])
def test_an_undeclared_encoding_is_told_by_bytes_that_are_not_ascii_wherever_they_stand(encoding: str) -> None:
    words = CYRILLIC if encoding == "cp1251" else "Le café a été fermé à Genève, dit André."
    text = "The port is shut, he said.\n" * 8_000 + words
    assert decode(text.encode(encoding)) == text
