"""Tags become names and scores references, each word's from the window in which it stands most central."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.annotate.encoding import Window
from sayso.annotate.word_notes import LEAST, TAGS, WordNotes
from sayso.model.encoder import WindowScores
from sayso.records import Name, NameKind, Reference, Span

TAG = {"o": "O", "P": "B-PER", "p": "I-PER", "G": "B-ORG", "g": "I-ORG", "L": "B-LOC", "l": "I-LOC"}
KIND = {"p": NameKind.PERSON, "g": NameKind.ORGANISATION, "l": NameKind.PLACE}


def tagged(tags, scores=0.5, antecedents=None):
    """Return what is said of a window whose words have these tags: capitals open a name, small letters go on."""
    count = len(tags)
    numbers = np.array([TAGS.index(TAG[tag]) for tag in tags], dtype=np.int64)
    places, likely = np.zeros((count, 3), dtype=np.int64), np.zeros((count, 3), dtype=np.float32)
    for word, rows in (antecedents or {}).items():
        for column, (place, score) in enumerate(rows):
            places[word, column], likely[word, column] = place, score
    return WindowScores([], numbers, np.broadcast_to(np.float32(scores), count), places, likely)


def notes(count, *taken, lines=()):
    """Return the notes of so many words of three letters, `lines` being words that open a line."""
    words = np.array([(4 * n, 4 * n + 3) for n in range(count)], dtype=np.int64).reshape(-1, 2)
    opens = np.isin(np.arange(count), [0, *lines])
    made = WordNotes(words, opens)
    for window, scores in taken:
        made.take(window, scores)
    return made


def span(first, after):
    return Span(4 * first, 4 * after - 1)


def names(tags, lines=()):
    """Return (first word, one after the last, kind) of the names in one window of words with these tags."""
    found = notes(len(tags), (Window(0, 0, 0, len(tags)), tagged(tags)), lines=lines).names()
    return [(one.span.start // 4, (one.span.end + 1) // 4, one.kind) for one in found]


PERSON, ORGANISATION, PLACE = KIND.values()


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("oPpo", [(1, 3, PERSON)]),
        ("PpGgLl", [(0, 2, PERSON), (2, 4, ORGANISATION), (4, 6, PLACE)]),
        ("PPP", [(0, 1, PERSON), (1, 2, PERSON), (2, 3, PERSON)]),
        ("Lo", [(0, 1, PLACE)]),
        ("oG", [(1, 2, ORGANISATION)]),
        ("oo", []),
    ],
)
def test_a_name_is_an_opening_tag_and_those_that_go_on_with_it(tags, expected):
    assert names(tags) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("opp", [(1, 3, PERSON)]),
        ("pp", [(0, 2, PERSON)]),
        ("Pgg", [(0, 1, PERSON), (1, 3, ORGANISATION)]),
        ("PpolL", [(0, 2, PERSON), (3, 4, PLACE), (4, 5, PLACE)]),
    ],
)
def test_a_tag_that_goes_on_with_no_name_of_its_kind_opens_one(tags, expected):
    assert names(tags) == expected


def test_no_name_goes_on_over_a_lines_end():
    assert names("Pppp", lines=[2]) == [(0, 2, PERSON), (2, 4, PERSON)]
    assert names("oPpo", lines=[3]) == [(1, 3, PERSON)]


def test_the_score_of_a_name_is_the_mean_of_its_words():
    made = notes(4, (Window(0, 0, 0, 4), tagged("PpoL", [0.9, 0.6, 0.1, 0.5]))).names()
    assert made == (Name(span(0, 2), PERSON, 0.75), Name(span(3, 4), PLACE, 0.5))


def test_without_words_or_without_a_window_there_is_nothing():
    assert (notes(0).names(), notes(0).references()) == ((), ())
    assert (notes(3).names(), notes(3).references()) == ((), ())


def test_a_model_that_says_nothing_of_words_leaves_them_as_they_are():
    taken = (Window(0, 0, 0, 3), tagged("Ppo")), (Window(0, 0, 0, 3), WindowScores([]))
    assert notes(3, *taken).names() == notes(3, *taken[::-1]).names() == notes(3, taken[0]).names() != ()


FIRST, SECOND = Window(0, 0, 0, 6), Window(0, 0, 3, 9)


def test_of_two_windows_the_one_counts_in_which_the_word_is_more_central():
    """Words 3 and 5 stand at the edge of the second and the first window; at the middle of both, the first one's."""
    taken = (FIRST, tagged("oooPPP")), (SECOND, tagged("LLLooo"))
    for order in (taken, taken[::-1]):
        made = notes(9, *order).names()
        assert [(one.span, one.kind) for one in made if one.span != span(4, 5)] == [
            (span(3, 4), PERSON),
            (span(5, 6), PLACE),
        ]


def test_antecedents_count_from_the_window_that_says_so():
    taken = (SECOND, tagged("oooooo", antecedents={3: [(1, 0.7), (0, 0.2)]}))
    assert notes(9, taken).references() == (
        Reference(span(6, 7), span(4, 5), 0.7),
        Reference(span(6, 7), span(3, 4), 0.2),
    )


def test_references_are_in_text_order_the_likelier_first_and_none_is_unlikely():
    said = {4: [(0, 0.05), (1, 0.2), (2, 0.6)], 2: [(1, 0.09), (0, 0.3)], 5: [(3, 0.3), (0, 0.3)]}
    made = notes(6, (FIRST, tagged("oooooo", antecedents=said))).references()
    assert [(one.word.start // 4, one.antecedent.start // 4, one.score) for one in made] == [
        (2, 0, 0.3),
        (4, 2, 0.6),
        (4, 1, 0.2),
        (5, 0, 0.3),
        (5, 3, 0.3),
    ]


@st.composite
def windows_of_words(draw):
    """Windows in text order that cover all words, with what is said of each."""
    taken, first, last = [], 0, 0
    for step, more in draw(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 6)), min_size=1, max_size=5)):
        first, last = min(first + step, last), last + more
        size = last - first
        tags = draw(st.text("oPpGgLl", min_size=size, max_size=size))
        likely = st.tuples(st.integers(0, size - 1), st.sampled_from([0.0, 0.05, 0.1, 0.5, 0.9]))
        said = {n: draw(st.lists(likely, max_size=3, unique_by=lambda one: one[0])) for n in range(size)}
        scores = draw(st.lists(st.sampled_from([0.25, 0.5, 1.0]), min_size=size, max_size=size))
        taken.append((Window(0, 0, first, last), tagged(tags, scores, said)))
    return taken


def most_central(taken, word):
    """Return the windows in which the word is farthest from both ends."""
    depth = {
        n: min(word - window.first_word, window.last_word - 1 - word)
        for n, (window, _) in enumerate(taken)
        if window.first_word <= word < window.last_word
    }
    return [n for n in depth if depth[n] == max(depth.values())]


@given(windows_of_words(), st.sets(st.integers(0, 30)), st.randoms(use_true_random=False))
def test_the_most_central_window_wins_whatever_the_order_of_the_windows(taken, lines, order):
    """Of two in which a word is as central the first one given counts, so of such words nothing is asked here."""
    count = taken[-1][0].last_word
    winners = {word: some[0] for word in range(count) if len(some := most_central(taken, word)) == 1}
    expected = []
    for word, winner in winners.items():
        window, said = taken[winner]
        at = word - window.first_word
        rows = zip(said.antecedents[at], said.antecedent_scores[at], strict=True)
        expected += [(word, int(place) + window.first_word, round(float(p), 4)) for place, p in rows if p >= LEAST]
    shuffled = list(taken)
    order.shuffle(shuffled)
    made = notes(count, *shuffled, lines=lines)
    found = [(one.word.start // 4, one.antecedent.start // 4, one.score) for one in made.references()]
    assert found == sorted(found, key=lambda one: (one[0], -one[2], one[1]))
    assert [one for one in found if one[0] in winners] == sorted(expected, key=lambda one: (one[0], -one[2], one[1]))
    if len(winners) == count:
        assert made.names() == notes(count, *taken, lines=lines).names()


def test_of_two_windows_in_which_a_word_is_as_central_the_first_given_counts():
    taken = (Window(0, 0, 0, 3), tagged("ooP")), (Window(0, 0, 2, 5), tagged("Loo"))
    assert [one.kind for one in notes(5, *taken).names()] == [PERSON]


@given(windows_of_words(), st.sets(st.integers(0, 30)))
def test_whatever_the_tags_names_are_disjoint_words_of_one_line_and_every_tagged_word_is_in_one(taken, lines):
    count = taken[-1][0].last_word
    made = notes(count, *taken, lines=lines).names()
    places = [(one.span.start // 4, (one.span.end + 1) // 4) for one in made]
    assert all(a < b for a, b in places)
    assert all(left[1] <= right[0] for left, right in pairwise(places))
    assert not any(line in range(a + 1, b) for line in lines for a, b in places)
    assert all(0.25 <= one.score <= 1 for one in made)
    named = {word for a, b in places for word in range(a, b)}
    tags = [taken[most_central(taken, word)[0]] for word in range(count)]
    assert named == {n for n, (window, said) in enumerate(tags) if said.tags[n - window.first_word] > 0}
    kinds = [
        {(taken_from[1].tags[n - taken_from[0].first_word] + 1) // 2 for n in range(a, b) for taken_from in [tags[n]]}
        for a, b in places
    ]
    assert all(len(some) == 1 for some in kinds)
