"""Two who write to one ledger: who finds it busy may try again, and neither ends what the other began."""

from __future__ import annotations

import pytest

from sayso.errors import LedgerBusy
from sayso.store import Store


def test_what_finds_the_ledger_busy_is_tried_again_within_the_same_batch(store, run, make, path):
    """It ended in an AssertionError of SQLAlchemy's."""
    page = make.page()
    with Store.open(path, busy_seconds=0.01) as second, second.writing():
        with store.writing():
            store.remember_validators("u", "e", None)
            for _ in range(3):
                with pytest.raises(LedgerBusy, match="Another process is writing to"):
                    second.add(*page, run)
        assert second.add(*page, run) is True
        with pytest.raises(ValueError, match="not of document"):
            second.add(make.document("other"), page[1], (), run)
        assert second.known_document(page[0].id)
    assert store.known_document(page[0].id)


def test_a_batch_that_found_the_ledger_busy_alone_has_nothing_to_keep(store, run, make, path):
    with Store.open(path, busy_seconds=0.01) as second:
        with store.writing():
            store.remember_validators("u", "e", None)
            with second.writing(), pytest.raises(LedgerBusy):
                second.add(*make.page(), run)
        assert second.counts().documents == 0
        assert second.add(*make.page(), run) is True


def test_two_runs_that_begin_in_the_same_second_do_not_end_one_another(store, path, make):
    """The one that wrote nothing took the run away under which the other was still to write."""
    began = "2031-05-06T00:00:00Z"
    one = store.start_run(make.model, "{}", began)
    with Store.open(path) as second:
        other = second.start_run(make.model, "{}", began)
        assert other != one
        assert second.end_run(other, began) is False
    assert store.add(*make.page(), one) is True
    assert store.end_run(one, began) is True
    assert [run.id for run in store.model_runs()] == [one]
