"""What the benchmarks of speed measure with: renamed pages, ledgers of a size, and the spaCy pipeline read beside."""

from __future__ import annotations

import json
from datetime import date

import pytest

from benchmarks import growth
from benchmarks.ewt import joined, sentences
from benchmarks.renamed import Keyed, changed, renamed
from sayso.linking import link_waiting
from sayso.records import Dated, ModelVersion, Page
from sayso.store import Store
from tests.ferry import Rule, made_pages

TREES = """\
# sent_id = harbour-1
# text = Ada Voss didn't sail.
1\tAda\tAda\tPROPN\tNNP\t_\t5\tnsubj\t_\t_
2\tVoss\tVoss\tPROPN\tNNP\t_\t1\tflat\t_\t_
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\t_\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tsail\tsail\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# sent_id = harbour-2
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\tstayed\tstay\tVERB\tVBD\t_\t0\troot\t_\t_

"""
NAMES = """\
# sent_id = harbour-1
1\tAda\tB-PER\t-\t-
2\tVoss\tI-PER\t-\t-
3\tdid\tO\t-\t-
4\tn't\tB-O\t-\t-
5\tsail\tO\t-\t-
6\t.\tO\t-\t-

# sent_id = harbour-2
1\tHe\tO\t-\t-
2\tstayed\tO\t-\t-
"""


@pytest.fixture
def page() -> Page:
    document, article, statements = made_pages()[0]
    return Page(document, article, tuple(statements), ModelVersion("m", "1"))


def test_renamed_words_are_as_long_as_they_were_the_same_in_a_filling_and_others_in_the_next(page):
    text = page.article.text
    first, second = renamed(text, "1"), renamed(text, "2")
    assert len(first) == len(second) == len(text)
    assert len({text, first, second}) == 3
    assert renamed(text, "1") == first
    assert [one for one in first.split() if one.islower()] == [one for one in text.split() if one.islower()]


def test_a_renamed_page_keeps_its_spans_and_shares_no_id_with_the_page_that_it_was(page):
    other = changed(page, "7", Dated("2031-06-01", "day", "given"))
    assert [one.content for one in other.statements] == [one.content for one in page.statements]
    ids = [{one.document.id, one.article.id, *(said.id for said in one.statements)} for one in (page, other)]
    assert not ids[0] & ids[1]
    assert {said.article_id for said in other.statements} == {other.article.id}
    assert other.article.published == Dated("2031-06-01", "day", "given")


def test_a_page_that_fills_a_ledger_is_held_as_if_its_links_had_been_looked_for(page, tmp_path):
    pages = [Page(document, article, tuple(found), page.model) for document, article, found in made_pages()]
    with Store.open(tmp_path / "filled.db") as store:
        run = store.start_run(page.model, "{}", "2031-01-01T00:00:00Z")
        for one in pages[:3]:
            Keyed.of(one).add_to(store, run, "rule")
        assert store.count_waiting("rule") == 0
        store.add(*made_pages()[3], run)
        linked = list(link_waiting(store, Rule(), lambda: "2031-01-02T00:00:00Z"))
        assert "denial" in {kind for one in linked for kind in one.links}, "the keys of the others were found"


def test_ledgers_are_filled_in_the_order_of_days_20_articles_a_day(page):
    days = [one.page.article.published.value for number in range(3) for one in growth._filling([page] * 30, number)]
    assert days == sorted(days)
    assert days[0] == "2006-01-02"
    assert (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days == (len(days) - 1) // growth.A_DAY


def test_what_is_added_to_a_ledger_is_dated_on_its_last_day():
    row = json.loads(growth._dated(b'{"text": "a", "date": "1999-01-01"}', growth._day(999)))
    assert row == {"text": "a", "date": "2006-02-20"}


def test_a_ledger_is_filled_with_whole_paragraphs_until_so_many_characters_are_reached():
    line = json.dumps({"id": "a", "text": "one two\n\nthree\n\nfour"}).encode()
    assert [json.loads(growth._begun(line, most))["text"] for most in (1, 10, 99)] == [
        "one two\n",
        "one two\n\nthree\n",
        "one two\n\nthree\n\nfour",
    ]


def test_each_ledger_is_the_first_to_be_read_into_in_turn():
    places = {1: "a", 2: "b", 3: "c"}
    assert [next(iter(growth._turned(places, number))) for number in range(4)] == [1, 2, 3, 1]
    assert growth._turned(places, 1) == places


def test_a_sentence_of_the_treebank_has_its_names_unless_its_words_are_other_ones():
    first, second = joined(TREES.splitlines(), NAMES.splitlines())
    assert first.words == ("Ada", "Voss", "did", "n't", "sail", ".")
    assert first.heads == (4, 0, 4, 4, 4, 4)
    assert first.relations[4] == "ROOT"
    assert first.names == ("B-PER", "I-PER", "O", "O", "O", "O")
    assert second.names is None


def test_the_spacy_pipeline_runs_what_the_release_runs_as_wide_and_lemmatises_by_its_tables(tmp_path):
    reason = "spaCy is for the benchmarks alone: `make benchmark` installs it"
    spacy = pytest.importorskip("spacy", reason=reason)
    from benchmarks.spacy_small import counted, write

    for folder, name, text in (("ud_ewt", "en-{}.conllu", TREES), ("ner_ewt", "en-{}.iob2", NAMES)):
        (tmp_path / folder).mkdir()
        for split, times in (("train", 40), ("dev", 1)):  # a relation seen fewer than 30 times is not learnt
            (tmp_path / folder / name.format(split)).write_text(text * times, encoding="utf-8")
    assert len(sentences(tmp_path, "train")) == 80
    told = write(tmp_path / "small", tmp_path)
    assert told.startswith("right on the treebank's dev: tags ")
    nlp = spacy.load(tmp_path / "small")
    assert nlp.pipe_names == ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
    assert len(nlp.get_pipe("ner").labels) == 18
    assert nlp.get_pipe("tok2vec").model.get_dim("nO") == 96
    docs = list(nlp.pipe(["Ada Voss stayed.", "She did sail."]))
    assert counted(docs)[0] == sum(map(len, docs)) == 8
    assert all(word.lemma_ for doc in docs for word in doc)
