"""What linking asks its network is what the sieve learns from: each pair once, with whether one speaker says both."""

from __future__ import annotations

import gzip
import json

import pytest

from sayso.link.relations import DENIED, SAME, MayBe
from sayso.model.pairs import PairScores
from training.sieve.answers import Answered, answered, read, write
from training.sieve.asked import Asked, Listener, asked_of

BRIDGE = (
    "Mayor Dora Ott of Velden said on Monday that the old bridge over the Marn would stay closed to lorries until May."
)
AGAIN = (
    "Lorries may not cross the old bridge over the Marn before May, Mayor Dora Ott of Velden told reporters on Tuesday."
)


def articles(tmp_path, *dated):
    path = tmp_path / "articles.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for number, (day, text) in enumerate(dated):
            row = {
                "id": f"a{number}",
                "url": f"https://ferry.test/{number}",
                "outlet": "The Ferry",
                "title": "The bridge",
            }
            lines.write(json.dumps({**row, "date": day, "authors": "", "topic": "", "text": text}) + "\n")
    return path


def test_statements_of_wanted_articles_that_share_their_matter_are_asked_about(tmp_path):
    path = articles(tmp_path, ("2021-04-01", BRIDGE), ("2021-04-02", AGAIN), ("2021-05-02", BRIDGE))
    [asked] = asked_of(path, lambda row: row["date"].startswith("2021-04"))
    assert "bridge" in asked.later
    assert "bridge" in asked.earlier
    assert asked.may_be == MayBe(near=True, shift=True)


def test_the_listener_lets_nothing_pass():
    listener = Listener()
    assert listener.passing([("a", "b"), ("c", "d")], [True, None], [True, False]) == [False, False]
    assert listener.asked == [Asked("a", "b", MayBe(True, True)), Asked("c", "d", MayBe(None, False))]
    assert listener.relate([]) == []


class Says:
    def __init__(self, **given):
        self.scores = PairScores(**{**dict.fromkeys(PairScores.__slots__, 0.0), **given})

    def relate(self, pairs):
        return [self.scores for _ in pairs]


@pytest.mark.parametrize(
    ("given", "near", "linked"),
    [
        ({"same": SAME}, True, "paraphrase"),
        ({"same": SAME}, None, None),
        ({"denial": DENIED}, True, "denial"),
        ({"denial": DENIED}, False, None),
        ({"contradiction": 0.9, "similarity": 0.8}, False, "shift"),
        ({"contradiction": 0.9, "similarity": 0.1}, False, None),
        ({}, True, None),
    ],
)
def test_an_answer_says_which_link_comes_of_it(given, near, linked):
    [answer] = answered([Asked("Ott said: no", "Ott said: yes", MayBe(near, shift=True))], Says(**given))
    assert answer.linked == linked


def test_the_sieve_learns_what_is_at_odds_of_all_pairs_whoever_says_them():
    other = Asked("Ott said: no", "Oru said: yes", MayBe(near=True, shift=False))
    [found] = answered([other], Says(contradiction=0.9, similarity=0.8))
    assert (found.at_odds, found.linked) == (0.72, None)


def test_answers_are_read_as_they_were_written(tmp_path):
    rows = [Answered("ä", "b", None, shift=True, same=0.5, denial=0.25, at_odds=0.0, linked=None)]
    write(rows, tmp_path / "rows.gz")
    assert read(tmp_path / "rows.gz") == rows
    assert rows[0].outcomes == (0.5, 0.25, 0.0)
