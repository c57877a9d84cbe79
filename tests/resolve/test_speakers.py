"""Every source is given the fullest name that the article gives, or none where two are as likely."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Manner, Span, Statement
from sayso.resolve.candidates import Discourse, Seat, reach
from sayso.resolve.mentions import mentions
from sayso.resolve.people import Actor, people
from sayso.resolve.speakers import Resolver, speakers
from sayso.resolve.wording import wording
from tests.resolve.speaking import marked, named, page, resolved, statement

ORR = "[P Helen Orr], the mayor of [L Velden], said the bridge was safe."


@pytest.mark.parametrize(
    ("source", "basis"),
    [("Orr", "surname"), ("Ms. Orr", "surname"), ("the mayor", "title"), ("she", "pronoun"), ("Helen Orr", "name")],
)
def test_a_source_resolves_to_the_fullest_name(source, basis):
    text = f"{ORR}\n“It will stand,” {source} said."
    last = resolved(text, "Helen Orr, the mayor of Velden,", source)[-1]
    assert (last.name, last.kind, last.basis) == ("Helen Orr", "person", basis)
    assert 0 < last.score <= 1


def test_a_title_before_the_name_is_learnt_with_the_state_that_it_serves_and_not_the_one_it_is_sent_to():
    text = "Finnish Ambassador to [L Tokyo] [P Aino Laine] said so.\nThe ambassador said more."
    both = resolved(text, "Finnish Ambassador to Tokyo Aino Laine", "The ambassador")
    assert [one.name for one in both] == ["Aino Laine"] * 2
    assert {one.affiliation for one in both} == {("FIN",)}
    assert both[0].id == both[1].id


def test_a_leader_is_the_one_of_that_state():
    text = "Japanese Prime Minister [P Daichi Mori] met Finnish President [P Aino Laine].\nThe Japanese leader said no."
    assert named(text, "The Japanese leader") == ["Daichi Mori"]


def test_a_name_in_apposition_to_an_office_is_the_speaker():
    text = "The harbour's spokesman, [P Ivo Brandt], said nothing. Brandt said more later."
    assert named(text, "The harbour's spokesman, Ivo Brandt,", "Brandt") == ["Ivo Brandt"] * 2


def test_an_office_goes_to_the_one_who_is_known_to_hold_it():
    text = (
        "The Ambassador of Merovand in Dorrick Oskan Birel came late on Monday, which nobody there had expected. "
        "Senator [P Ana Kolb] was there.\nSenator Kolb said little. The ambassador said less."
    )
    assert named(text, "The ambassador") == ["Oskan Birel"]


def test_an_office_goes_to_nobody_who_is_known_by_another_alone():
    [one] = resolved("Senator [P Ana Kolb] was there.\nIt was late. The ambassador said little.", "The ambassador")
    assert (one.name, one.kind) == ("ambassador", "unnamed")


def test_ministers_are_told_apart_by_their_field():
    text = "Foreign Minister [P Ana Kolb] was there.\nIt was late. The finance minister said little."
    assert named(text, "The finance minister") == ["finance minister"]


def test_an_office_is_known_however_late_the_article_names_who_holds_it():
    text = (
        "The harbour commissioner said little.\n" + "It rained.\n" * 9 + "[P Ivo Brandt] is the harbour commissioner."
    )
    assert named(text, "The harbour commissioner") == ["Ivo Brandt"]


def test_a_description_in_somebody_s_words_is_another():
    text = "[P Ana Kolb] said the mayor hoped for rain. She left."
    plain, names = marked(text)
    outer = statement(plain, "Ana Kolb", content="the mayor hoped for rain")
    inner = statement(plain, "the mayor", cue="hoped", parent=outer.id)
    one = Resolver(page(plain), names, (), [outer, inner]).speaker(inner)
    assert (one.name, one.kind) == ("mayor", "unnamed")


def test_a_corporation_is_no_committee():
    text = "The [O Velden Insurance Corporation] met on Monday.\nThe committee said it would wait."
    [one] = resolved(text, "The committee")
    assert one is None or one.name != "Velden Insurance Corporation"


def test_you_may_be_anybody():
    assert named(f"{ORR}\nIf you said it was late, nobody heard.", "you") == [None]


def test_a_pronoun_is_nobody_of_the_other_gender():
    text = "[P Helen Orr] met [P Peter Low] in [L Velden] on Monday. He said it was cold. She said it was warm."
    assert named(text, "He", "She") == ["Peter Low", "Helen Orr"]


def test_a_pronoun_without_anybody_before_it_is_nobody():
    assert named("It was late and he said so.", "he") == [None]


def test_who_is_the_one_named_before_it():
    text = "The hall belongs to [P Peter Low], a doctor from [L Velden], who said it was cold."
    assert named(text, "who") == ["Peter Low"]


def test_of_a_source_in_two_pieces_the_name_tells_more_than_the_pronoun():
    plain, names = marked("[P Peter Low] spoke. Then he said so, [P Helen Orr] that is.")
    one = statement(plain, "he")
    at = plain.index("Helen")
    one = replace(one, source=(*one.source, Span(at, at + len("Helen Orr"))))
    assert [speaker.name for speaker in speakers(page(plain), [one], names, ()) if speaker] == ["Helen Orr"]


def test_us_in_capitals_is_a_state_and_no_pronoun():
    text = "“It is late,” [P Helen Orr] said. US officials said more. US said less."
    plain, names = marked(text)
    outer = statement(plain, "Helen Orr", content="“It is late,”")
    inner = replace(statement(plain, "US officials"), parent=outer.id)
    one = Resolver(page(plain), names, (), [outer, inner]).speaker(inner)
    assert (one.name, one.kind) == ("US officials", "unnamed")
    assert [one.kind for one in resolved(text, "US")] == ["state"]


def test_a_capital_that_speaks_is_its_state():
    [one] = resolved("The talks failed. Helsinki said it would wait.", "Helsinki", names=False)
    assert (one.id, one.name, one.kind, one.basis, one.affiliation) == ("FIN", "Finland", "state", "capital", ("FIN",))


def test_the_side_of_a_state_is_the_state():
    assert named("The Finnish side said it would wait.", "The Finnish side", names=False) == ["Finland"]


def test_a_house_of_government_stays_an_organisation():
    [one] = resolved("The [O Kremlin] said it would wait.", "The Kremlin")
    assert (one.name, one.kind, one.affiliation) == ("Kremlin", "organisation", ("RUS",))


def test_an_acronym_is_the_whole_name():
    text = "The [O North Harbour Authority] met on Monday. [O NHA] said it would wait."
    [one] = resolved(text, "NHA")
    assert (one.name, one.basis) == ("North Harbour Authority", "acronym")


def test_a_body_is_called_by_its_noun():
    text = "The [O Ministry of Tides] sent a letter.\nThe ministry said it would wait."
    assert named(text, "The ministry") == ["Ministry of Tides"]


def test_a_campaign_is_called_after_the_fullest_name():
    text = f"{ORR}\nThe Orr campaign said it would wait. Her campaign said more."
    found = resolved(text, "The Orr campaign", "Her campaign")
    assert [(one.name, one.kind) for one in found] == [("Helen Orr campaign", "organisation")] * 2


def test_several_speakers_are_one_of_all_their_names():
    text = "[P Helen Orr] and [P Peter Low] met.\nOrr and Low said it was late. They said more."
    found = resolved(text, "Orr and Low", "They")
    assert [(one.name, one.kind) for one in found] == [("Helen Orr; Peter Low", "several")] * 2
    assert found[0].basis == "several"


def test_two_states_are_several():
    [one] = resolved("Finland and Sweden said they would wait.", "Finland and Sweden", names=False)
    assert (one.name, one.kind, one.affiliation) == ("Finland; Sweden", "several", ("FIN", "SWE"))


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("a State Department official", "State Department official", "unnamed"),
        ("two officials", "two officials", "unnamed"),
        ("sources", "sources", "unnamed"),
        ("Western leaders", "Western leaders", "group"),
        ("critics", "critics", "group"),
        ("Aides to Ms. Orr", "Aides to Ms. Orr", "unnamed"),
    ],
)
def test_people_without_a_name_are_called_as_in_the_text(source, name, kind):
    text = f"{ORR}\nThe bridge was closed last week. Three days later it opened. Yet {source} said it was late."
    [one] = resolved(text, source)
    assert (one.name, one.kind, one.basis) == (name, kind, kind)


def test_an_interview_s_capitals_are_the_name_in_ordinary_letters():
    text = "[P Helen Orr] spoke to [P Peter Low].\nLOW: Is it safe?\nORR: It is."
    plain, names = marked(text)
    made = [_turn(plain, who) for who in ("LOW", "ORR")]
    assert [one.name for one in speakers(page(plain), made, names, ()) if one] == ["Peter Low", "Helen Orr"]


def _turn(text, who):
    at = text.index(f"{who}:")
    end = at + len(who)
    return Statement(who, "a", (Span(at, end),), (Span(end, end + 1),), (Span(end + 2, end + 5),), Manner.INDIRECT, 0.9)


def test_i_in_a_quotation_is_the_one_who_is_quoted():
    text = "“It is late and I said so,” [P Helen Orr] said."
    plain, names = marked(text)
    outer = statement(plain, "Helen Orr", content="“It is late and I said so,”")
    inner = statement(plain, "I", parent=outer.id)
    resolver = Resolver(page(plain), names, (), [outer, inner])
    one = resolver.speaker(inner)
    assert (one.name, one.basis) == ("Helen Orr", "first person")


def test_the_statement_of_a_speaker_is_the_speaker():
    text = f"{ORR}\nThe statement said no more."
    found = resolved(text, "Helen Orr, the mayor of Velden,", "The statement")
    assert (found[1].name, found[1].basis) == ("Helen Orr", "document")


def test_a_statement_without_a_source_has_no_speaker():
    text = "It was said that all was well."
    none = Statement("s", "a", (), (Span(7, 11),), (Span(12, 29),), Manner.INDIRECT, 0.9)
    assert speakers(page(text), [none], (), ()) == (None,)


def test_a_wife_s_name_does_not_take_her_husband_s_surname():
    text = "Mr. [P Orr] said it was late. [P Helen Orr] was there. Mr. Orr said more."
    assert named(text, "Mr. Orr", "Mr. Orr") == ["Orr", "Orr"]


def test_the_model_s_link_decides_between_two():
    text = "[P Peter Low] met [P Ivo Brandt] at noon. It rained. The doors were shut. At last he said it was cold."
    linked = [named(text, "he", references=[("he said", name, 0.99)])[0] for name in ("Low", "Brandt")]
    assert linked == ["Peter Low", "Ivo Brandt"]


def test_any_span_can_be_resolved():
    plain, names = marked(f"{ORR}\nCritics blamed Tokyo and Ms. Orr.")
    resolver = Resolver(page(plain), names)
    found = [resolver.mention(Span(plain.index(w), plain.index(w) + len(w))) for w in ("Tokyo", "Ms. Orr")]
    assert [(one.name, one.kind) for one in found] == [("Japan", "state"), ("Helen Orr", "person")]
    assert resolver.mention(Span(0, 0)) is None


def test_the_order_of_the_statements_changes_nothing():
    plain, names = marked(f"{ORR}\nShe said more. Orr said less.")
    made = [statement(plain, who) for who in ("She", "Orr")]
    assert speakers(page(plain), made, names, ()) == speakers(page(plain), made[::-1], names, ())[::-1]


@given(st.text(alphabet="ab AB.,'’“”\"\n-:()", max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_whatever_the_text_and_the_span_nothing_fails_and_twice_is_the_same(text, start, end):
    resolver = Resolver(page(text), ())
    span = Span(min(start, len(text)), min(end, len(text)))
    assert resolver.mention(span) == resolver.mention(span)


def test_a_short_name_that_two_bodies_share_is_neither_of_them():
    text = (
        "The [O Norlandic Harbour Ministry] said no. The [O Kellmarian Harbour Ministry] said so.\n"
        "The [O Harbour Ministry] said it would wait."
    )
    found = named(text, "Norlandic Harbour Ministry", "Kellmarian Harbour Ministry", "The Harbour Ministry")
    assert found == ["Norlandic Harbour Ministry", "Kellmarian Harbour Ministry", "Harbour Ministry"]


def test_a_short_name_of_one_body_is_that_ones():
    text = "The [O Norlandic Harbour Ministry] said no.\nThe [O Harbour Ministry] said it would wait."
    assert named(text, "Norlandic Harbour Ministry", "The Harbour Ministry")[-1] == "Norlandic Harbour Ministry"


def test_a_surname_that_is_a_states_name_is_the_persons_unless_the_article_is_about_the_state():
    text = "[P Jim Jordan], a lawyer, said no.\n[L Jordan] said it would fail."
    [first, second] = resolved(text, "Jim Jordan, a lawyer,", "Jordan")
    assert (second.kind, second.name, second.id) == ("person", "Jim Jordan", first.id)
    state = text + "\nThe Jordanian king was away."
    assert resolved(state, "Jim Jordan, a lawyer,", "Jordan")[-1].id == "JOR"


def test_a_body_with_a_person_s_name_is_apart_from_the_person():
    text = "It was late when Mr. Lumera joined the start-up Lumera. Mr. Lumera said it was cold. He said no."
    found = resolved(text, "Mr. Lumera", "He")
    assert [(one.name, one.kind) for one in found] == [("Lumera", "person")] * 2


def test_a_body_that_the_text_calls_by_houses_of_two_states_is_of_neither():
    [one] = resolved("It was late when the [O Kremlin] ([O White House]) said no.", "the Kremlin (White House)")
    assert one.affiliation == ()


PIECES = st.sampled_from(["Ann Orr ", "Bo Low ", "He left. ", "It rained. " * 120])


@given(st.lists(PIECES, min_size=1, max_size=9), st.data())
def test_those_near_a_seat_are_all_that_are_in_reach_of_it(pieces, data):
    plain = "".join(pieces)
    text = wording(plain, [Span(0, len(plain))])
    found = people(text, mentions(text, ()))
    talk = Discourse.of(text, found, {})
    for word in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=3)):
        talk.speaks(word, data.draw(st.sampled_from([*found, Actor("group us", "us", "group", ())])))
    seat = Seat(data.draw(st.integers(0, len(text) - 1)), len(text))
    reached = [one for one in talk.actors.values() if reach(seat, one, talk)]
    assert [one for one in talk.near(seat.first) if reach(seat, one, talk)] == reached
