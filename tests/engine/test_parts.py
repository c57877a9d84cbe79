"""Inputs are cut into the same parts whoever reads them, and a part is known by what it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import read
from sayso.engine import parts
from sayso.engine.parts import Part, cut, groups, parts_of
from sayso.read import Fetched, PassedOver, Revisited, Unchanged, Validators, make_document
from sayso.records import Document, Failure
from tests.warcs import packed, response


def document(name, content=b"Kell said no.", origin=None):
    beside = {"fetched": "2031-05-06T07:08:09Z", "media_type": "text/plain"}
    return make_document(content=content, name=name, origin=origin or name, **beside)


def revisit(name):
    return Revisited(
        f"https://a.example/{name}", "2031-05-06T07:08:09Z", name, None, "https://a.example/", "a", None, b"1"
    )


OUTCOMES = st.lists(
    st.one_of(
        st.builds(document, st.text("abc", max_size=3), st.binary(max_size=20)),
        st.builds(Failure, st.text("abc", max_size=3), st.just("it is empty")),
        st.just(Fetched("https://a.example/", Validators("x"))),
        st.just(Unchanged("https://a.example/")),
        st.just(PassedOver("a.warc", (("of other days", 2),))),
        st.builds(revisit, st.text("abc", max_size=3)),
    ),
    max_size=30,
)


@given(OUTCOMES, st.integers(1, 7))
def test_cutting_loses_nothing_and_keeps_the_order(outcomes, size):
    """The parts, one after the other, are what was cut; each is full but the last."""
    found = list(cut(iter(outcomes), size))
    assert [one for part in found for one in part.outcomes] == [
        one for one in outcomes if not isinstance(one, Unchanged)
    ]
    assert all(len(part.outcomes) == size for part in found[:-1])


def test_a_part_is_closed_by_the_document_that_makes_it_heavy(monkeypatch):
    """So that a part fits in memory, whatever pages come."""
    monkeypatch.setattr(parts, "PART_BYTES", 25)
    found = list(cut((document(str(n), b"0123456789") for n in range(7)), 100))
    assert [len(part.outcomes) for part in found] == [3, 3, 1]


def test_a_part_is_named_by_what_would_make_other_rows_and_not_by_the_hour():
    """Bytes, place and name count; the time of fetching doesn't."""
    one = document("a")
    same = replace(one, fetched="2032-01-01T00:00:00Z")
    assert Part((one,)).name == Part((same,)).name
    others = [
        document("b", origin="a"),
        document("a", origin="b"),
        document("a", b"Kell said yes."),
        replace(one, charset="utf-8"),
    ]
    assert len({Part((each,)).digest for each in [one, *others]}) == 5
    said = [revisit("a"), revisit("b"), replace(revisit("a"), sha1=None)]
    said += [PassedOver("a", (("of other days", number),)) for number in (1, 2)]
    assert len({Part((one, each)).digest for each in said}) == 5


def test_small_files_are_grouped_and_a_large_one_stands_alone(tmp_path, monkeypatch):
    """A group is read by one process, in the order of the inputs."""
    monkeypatch.setattr(parts, "GROUP_BYTES", 100)
    monkeypatch.setattr(parts, "GROUP_FILES", 3)
    sizes = {"a": 10, "b": 10, "c": 10, "d": 10, "e": 500, "f": 10}
    for name, size in sizes.items():
        (tmp_path / f"{name}.txt").write_text("x" * size, encoding="utf-8")
    found = list(groups([str(tmp_path), "https://a.example/"]))
    names = [[one if isinstance(one, str) else one.path.stem for one in group] for group in found]
    assert names == [["a", "b", "c"], ["d"], ["e"], ["f", "https://a.example/"]]


def test_web_archives_are_one_group_which_comes_last(tmp_path, monkeypatch):
    """Whatever they are called, and standard input with them, which may be one: one limit holds for all of them."""
    monkeypatch.setattr(parts, "GROUP_FILES", 1)
    contents = {"a.warc": response(), "b.txt": b"Kell said no.", "c.gz": packed(response()), "d.warc.gz": b"damaged"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "absent.warc").symlink_to("nowhere")
    found = list(groups([str(tmp_path), "-", str(tmp_path / "b.txt")]))
    names = [
        [one if isinstance(one, str) else one.path.name for one in group if not isinstance(one, Failure)]
        for group in found
    ]
    assert [each for each in names if each] == [
        ["absent.warc"],
        ["b.txt"],
        ["b.txt"],
        ["a.warc", "c.gz", "d.warc.gz", "-"],
    ]


def test_groups_hold_what_the_inputs_hold(corpus, settings):
    """Documents and failures come as they would without any groups."""
    whole = list(read.documents([str(corpus)], settings))
    apart = [one for group in groups([str(corpus)]) for part in parts_of(group, settings, 4) for one in part.outcomes]
    assert [unstamped(one) for one in apart] == [unstamped(one) for one in whole]


def unstamped(one):
    return replace(one, fetched="") if isinstance(one, Document) else one


@pytest.mark.parametrize("name", ["no-such-folder", ""])
def test_what_is_not_there_is_a_failure_in_a_part(name, settings):
    """One sentence, and no error."""
    [group] = groups([name])
    [part] = parts_of(group, settings, 4)
    assert len(part.failures) == 1


def said_of(name):
    return Fetched(f"https://a.example/{name}", Validators("x"))


def page(name):
    return document(name, origin=f"https://a.example/{name}")


def test_what_servers_said_is_kept_of_pages_and_feeds_that_are_read_to_their_end():
    """A page's comes right behind it, a feed's behind all of its pages."""
    part = Part((page("a"), said_of("a"), page("b"), said_of("b"), said_of("feed")))
    assert list(part.fetched(())) == [said_of("a"), said_of("b"), said_of("feed")]
    assert list(part.fetched({"https://a.example/a"})) == [said_of("b")]


def test_what_a_server_said_of_a_feed_is_left_out_where_its_first_pages_are_in_the_part_before():
    """They may have failed; of the next feed all is in this part."""
    outcomes = [page("a"), page("b"), page("c"), said_of("feed"), page("d"), said_of("other")]
    first, second, _ = cut(iter(outcomes), 2)
    assert not first.goes_on
    assert second.outcomes == (page("c"), said_of("feed"))
    assert list(second.fetched(())) == []
    whole = Part(tuple(outcomes[2:]), goes_on=True)
    assert list(whole.fetched(())) == [said_of("other")]


def test_what_a_server_said_of_a_page_is_left_out_where_the_page_is_in_the_part_before():
    """Nor does it stand for the end of the feed that the page is in."""
    part = Part((said_of("a"), page("b"), said_of("b"), said_of("feed")), goes_on=True)
    assert list(part.fetched(())) == [said_of("b")]
