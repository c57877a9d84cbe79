"""What stands around a report: kicker, deck, dates, desk lines, author boxes. All people, places and outlets are invented."""  # noqa: E501 - one line

from __future__ import annotations

import textwrap

import pytest

from sayso.clean import article
from sayso.clean.dates import is_stamp
from sayso.clean.endings import author_boxes, is_desk_line
from sayso.clean.lines import split
from sayso.clean.published import days_in
from sayso.clean.wrapping import paragraphs
from sayso.identity import document_id, sha256
from sayso.records import Article, Document, Given, Role

STORY = (
    "Veldria will close the ports of Sund and Karvik to fishing vessels from Friday, its fisheries minister said on Monday.",  # noqa: E501 - a paragraph
    "“We asked for an apology and received a bill,” Ada Brom told the Sund Courier. “The ports stay shut.”",
    "Ostmark, whose trawlers are concerned, has denied that any of its captains was at fault in the collisions.",
    "On February 27, the two countries' coast guards had agreed to share radar data, according to both governments.",
    "The harbour council of Karvik said that it had learned of the closure from the radio, like everybody else.",
)
HEADLINE = "Veldria closes two ports to trawlers"
DECK = "No date is given for the end of the closure, which Ostmark says it will answer in kind"
MENUS = (
    "Menu",
    "The weather on the coast tomorrow",
    "Tickets for the autumn fair now",
    "Our best soups of the year",
    "Where the choir sings on Sunday",
)


def cleaned(content: str, media_type: str = "text/plain") -> Article:
    encoded = content.encode()
    digest = sha256(encoded)
    made = document_id(digest, media_type, Given())
    return article(Document(made, "one", "one", "2026-05-01T00:00:00Z", media_type, None, digest, encoded, Given()))


def roles(content: str, media_type: str = "text/plain") -> dict[str, Role]:
    found = cleaned(content, media_type)
    return {found.text[line.start : line.end]: line.role for line in found.lines}


def copy(*lines: str) -> str:
    return "\n\n".join(lines)


def page(head: str, tail: str = "") -> str:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    return f"<html><body><nav><a href=/>Home</a></nav><article>{head}{story}{tail}</article></body></html>"


# --- dates


@pytest.mark.parametrize(
    "line",
    [
        "15 September 2025",
        "September 17, 2025",
        "9 September 2025, 19:42",
        "September 12, 2025 2:05 PM GMT",
        "September 12, 2025 2:05 PM GMT+2",
        "Published: 15 September 2025",
        "Updated Sept. 17, 2025, 9:14 a.m. EDT",
        "Updated on: September 17, 2025 / 7:30 PM EDT / Lenz News",
        "Littoral Wire · Sept 13, 2025 · 2 min read",
        "Sund, 9 September 2025",
    ],
)
def test_a_date_below_the_headline_is_a_date_in_copies_and_in_pages(line: str) -> None:
    assert roles(copy(HEADLINE, "By Odo Lenk", line, *STORY))[line] is Role.DATE
    for element in ("p", "div", "span"):
        assert (
            roles(page(f"<h1>{HEADLINE}</h1><p>By Odo Lenk</p><{element}>{line}</{element}>"), "text/html")[line]
            is Role.DATE
        )


def test_a_date_between_paragraphs_of_a_page_is_a_heading_and_stays_body() -> None:
    html = page(
        f"<h1>{HEADLINE}</h1>", "<h3>4 May 2025</h3><p>The gates of Karvik were shut at noon, the crews said.</p>"
    )
    assert roles(html, "text/html")["4 May 2025"] is not Role.DATE


@pytest.mark.parametrize(
    "line",
    [
        "Talks began on 5 May | The port closed in June",
        "Sund won 3-2",
        "A day in May",
        "Since 5 May the gates are shut",
    ],
)
def test_a_sentence_with_a_date_is_no_stamp(line: str) -> None:
    assert not is_stamp(line)


def test_the_day_of_a_change_is_not_the_day_of_publication() -> None:
    assert cleaned(copy(HEADLINE, "By Odo Lenk", "Updated 17 September 2025", *STORY)).published is None
    published = cleaned(copy(HEADLINE, "By Odo Lenk", "Published 17 September 2025", *STORY)).published
    assert published is not None
    assert published.value == "2025-09-17"


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: 17 September 2025",
        "By Odo Lenk Last Updated on Sep 17, 2025",
        "The treaty on the ports was signed on 17 September 2025.",
    ],
)
def test_neither_a_change_nor_the_story_dates_a_page(line: str) -> None:
    assert cleaned(page(f"<h1>{HEADLINE}</h1><p>{line}</p>"), "text/html").published is None


@pytest.mark.parametrize(
    "line",
    [
        "By Odo Lenk · Sep 17, 2025",
        "SUND, Sept. 17, 2025 (Littoral Wire) — The ports of Sund and Karvik will close.",
        "Sep 17, 2025Odo Lenk",
        "HarboursSeptember 17, 2025",
    ],
)
def test_a_label_or_a_dateline_of_the_head_dates_a_page(line: str) -> None:
    published = cleaned(page(f"<h1>{HEADLINE}</h1><p>{line}</p>"), "text/html").published
    assert published is not None
    assert published.value == "2025-09-17"


def test_a_page_is_dated_by_its_publication_and_not_by_the_change_on_the_next_line() -> None:
    lines = "<p>Published 15 September 2025</p><p>Updated 17 September 2025</p>"
    published = cleaned(page(f"<h1>{HEADLINE}</h1>{lines}"), "text/html").published
    assert published is not None
    assert published.value == "2025-09-15"


def test_two_days_that_touch_other_words_are_still_two() -> None:
    assert len(days_in("HarboursSEPTEMBER 15, 2025Updated: SEPTEMBER 17, 2025")) == 2
    assert days_in("Room 5 May 20255, or Mayday 5 2025") == []


def test_an_element_that_is_called_published_but_gives_no_date_is_furniture() -> None:
    html = page(f"<h1>{HEADLINE}</h1>").replace("<nav>", "<div class=published>Show the best offer</div><nav>")
    assert roles(html, "text/html")["Show the best offer"] is Role.CHROME


# --- kicker and deck


@pytest.mark.parametrize("kicker", ["Analysis", "World", "Opinion", "Fisheries and Harbours"])
def test_a_kicker_above_the_headline_is_furniture(kicker: str) -> None:
    assert roles(copy(kicker, HEADLINE, "By Odo Lenk", *STORY))[kicker] is Role.CHROME
    html = page(f"<header><p>{kicker}</p><h1>{HEADLINE}</h1><p>By Odo Lenk</p></header>")
    assert roles(html, "text/html")[kicker] is Role.CHROME


@pytest.mark.parametrize(
    "element",
    [
        "<h2>{}</h2>",
        "<p>{}</p>",
        "<p class=standfirst>{}</p>",
        "<p class=lede>{}</p>",
        "<div class=article-summary>{}</div>",
    ],
)
@pytest.mark.parametrize("deck", [DECK, DECK + ".", "The toll has changed its name. Has it changed its mind?"])
def test_what_stands_between_headline_and_byline_of_a_page_is_the_deck(element: str, deck: str) -> None:
    html = page(f"<h1>{HEADLINE}</h1>{element.format(deck)}<p>By Odo Lenk</p><p>September 17, 2025</p>")
    found = roles(html, "text/html")
    assert found[deck] is Role.DECK
    assert found["September 17, 2025"] is Role.DATE


def test_the_label_of_a_name_or_date_on_the_next_line_is_no_body() -> None:
    html = page(f"<h1>{HEADLINE}</h1><div>Written by</div><div>Odo Lenk</div><div>Posted on</div><div>4 May 2025</div>")
    found = roles(html, "text/html")
    assert found["Written by"] is Role.BYLINE
    assert found["Posted on"] is found["4 May 2025"] is Role.DATE


@pytest.mark.parametrize("deck", [DECK, DECK + "."])
@pytest.mark.parametrize("menus", [(), ("Menu", "Search", "Breaking news"), MENUS])
@pytest.mark.parametrize("label", ["Saturday 13 September 2025", "By Odo Lenk"])
def test_a_sentence_between_headline_and_date_or_byline_of_a_copy_is_the_deck(
    deck: str, menus: tuple[str, ...], label: str
) -> None:
    found = roles(copy(*menus, HEADLINE, deck, label, "Share on Pigeon", "Email", *STORY))
    assert found[HEADLINE] is Role.HEADLINE
    assert found[deck] is Role.DECK


def test_paragraphs_above_a_date_line_stay_body() -> None:
    found = roles(copy(HEADLINE, *STORY[:2], "4 May 2025", *STORY[2:]))
    assert all(found[paragraph] is Role.BODY for paragraph in STORY)


@pytest.mark.parametrize("headline", ["Who pays for the closed ports?", "Fishing Country Turns Blue"])
def test_a_headline_that_is_a_question_or_looks_like_a_name_is_told_by_the_byline_below_it(headline: str) -> None:
    found = roles(copy(headline, "By Odo Lenk", "4 May 2025", *STORY))
    assert found[headline] is Role.HEADLINE


def test_two_sentences_right_above_a_byline_are_a_headline() -> None:
    headline = "The gates of two ports are shut until the autumn. Here is what that means for the crews"
    assert roles(copy(headline, "By Odo Lenk", *STORY))[headline] is Role.HEADLINE


# --- prose without a headline


@pytest.mark.parametrize(
    "text",
    [
        "Rain is likely, the mayor said.",
        "Rain is likely, the mayor said. The harbour will close at noon, she added.\nNobody has complained.",
        "The port will reopen on Monday, Ada Brom said",
        "The mayor said that rain is likely\nThe harbour master disagreed",
        "Ada Brom: the port stays open\n",
        "“We will not close the port,” said Ada Brom. “Not now.”",
    ],
)
def test_two_or_three_sentences_are_body_and_have_no_title(text: str) -> None:
    found = cleaned(text + "\n")
    assert {line.role for line in found.lines} == {Role.BODY}
    assert found.title is None


def test_a_quoted_headline_above_its_body_stays_the_headline() -> None:
    found = roles(f"“I did not close the port”\n\n{STORY[0]}\n\n{STORY[1]}\n")
    assert found["“I did not close the port”"] is Role.HEADLINE
    assert found[STORY[0]] is found[STORY[1]] is Role.BODY


@pytest.mark.parametrize(
    "line",
    [
        "The mayor said that the gates would open again on Monday. She did not say who would pay for the repairs",
        "A partial transcript of what the minister said is as follows:",
    ],
)
def test_what_was_cut_short_above_the_story_is_body_and_no_title(line: str) -> None:
    text = copy(line, *STORY)
    assert roles(text)[line] is Role.BODY
    assert cleaned(text).title is None


def test_prose_that_was_broken_into_lines_is_body_throughout() -> None:
    text = "\n\n".join(textwrap.fill(" ".join(STORY[at : at + 2]), 72) for at in range(0, 4, 2))
    found = cleaned(text)
    assert {line.role for line in found.lines} == {Role.BODY}
    assert found.title is None


def test_a_headline_above_broken_prose_is_kept_whole() -> None:
    headline = "Veldria closes two ports to trawlers after a week of collisions at sea between the islands"
    text = "\n\n".join([textwrap.fill(headline, 72), *(textwrap.fill(paragraph, 72) for paragraph in STORY)])
    assert cleaned(text).title == headline


def test_a_list_of_short_lines_is_no_broken_prose() -> None:
    text = "Home\nNews\nWhat the minister said of the ports that were closed on Friday\nSport\n" + "\n".join(STORY)
    assert paragraphs(text, split(text)) == [range(number, number + 1) for number in range(4 + len(STORY))]


# --- endings


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Nils Orre; editing by Mara Quill)",
        "(Reporting by Nils Orre in Sund and Mara J. Quill in Karvik; Editing by A. van der Holt)",
        "Reporting by Nils Orre in Sund; Editing by Mara Quill",
        "Nils Orre and the Lenz News Agency contributed to this report.",
    ],
)
def test_the_desk_line_at_the_end_is_a_byline(line: str) -> None:
    assert is_desk_line(line)
    assert roles(copy(HEADLINE, *STORY, line))[line] is Role.BYLINE
    assert roles(page(f"<h1>{HEADLINE}</h1>", f"<p>{line}</p>"), "text/html")[line] is Role.BYLINE


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by the Courier had shown that the bridge was unsafe, the mayor said",
        "The storm contributed to this decision, she said.",
        "Editing by hand takes a year, Ada Brom said.",
    ],
)
def test_a_sentence_about_reporting_is_no_desk_line(line: str) -> None:
    assert not is_desk_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Odo Lenk is a reporter at the Sund Courier.",
        "Odo Lenk writes about the sea and its lawyers.",
        "Odo Lenk is the author of two books on tolls. Write to him at lenk@sundcourier.example",
    ],
)
def test_the_box_that_tells_of_the_author_is_a_byline(line: str) -> None:
    assert roles(copy(HEADLINE, "By Odo Lenk", *STORY, line))[line] is Role.BYLINE
    html = page(f"<h1>{HEADLINE}</h1><p>By Odo Lenk</p>", f"<p>{line}</p>")
    assert roles(html, "text/html")[line] in {Role.BYLINE, Role.CHROME}


def test_somebody_the_story_speaks_of_has_no_box_at_its_end() -> None:
    lines = [*STORY, "Ada Brom is an author of books for children."]
    assert not author_boxes(lines, [Role.BODY] * len(lines), ())


def test_the_lines_of_a_wrapped_paragraph_are_one_paragraph_to_those_who_read_it() -> None:
    text = "\n\n".join(textwrap.fill(" ".join(STORY[at : at + 2]), 72) for at in range(0, 4, 2))
    found = cleaned(text)
    paragraphs_read = [span.of(text) for span in found.spoken_paragraphs()]
    assert len(found.lines) > len(paragraphs_read) == 2
    assert paragraphs_read == text.split("\n\n")
