"""Shards are each whole or absent, are not written twice, and give a ledger the rows that their inputs would have."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sayso import pipeline
from sayso.config import Settings
from sayso.engine import shards, writing_shards
from sayso.engine.loading import load_shards
from sayso.engine.shard_folder import MANIFEST, is_shards, shard_folder
from sayso.engine.shards import read_manifest
from sayso.engine.writing_shards import write_shards
from sayso.errors import InputError, UsageError
from sayso.keeping import Known, Stored
from sayso.records import Failure
from sayso.store import Store
from tests.saying import Said, rows_of
from tests.saying import SaidRule as Rule

PLAIN = Settings(plain=True)


def written(inputs, folder, settings, **options):
    return list(write_shards([str(one) for one in inputs], folder, settings, processes=1, weights=Said(), **options))


def loaded(folder, path, settings, **options):
    with Store.open(path) as store:
        return list(load_shards(store, folder, settings, weights=Said(), **options))


@pytest.fixture(scope="module")
def folder(corpus, settings, tmp_path_factory):
    """Return the corpus in shards of four documents."""
    where = tmp_path_factory.mktemp("shards") / "shards"
    done = written([corpus], where, settings, articles=4)
    assert len(done) == 9
    assert not any(one.was_there for one in done)
    return where


@pytest.fixture
def own(folder, tmp_path):
    """Return a copy of them to damage."""
    copy = tmp_path / "shards"
    copy.mkdir()
    for one in folder.iterdir():
        (copy / one.name).write_bytes(one.read_bytes())
    return copy


def test_shards_give_the_rows_that_reading_the_inputs_gives(folder, settings, expected, tmp_path):
    """Byte for byte, and the same failures; a second time all is known."""
    events = loaded(folder, tmp_path / "x.db", settings)
    assert rows_of(tmp_path / "x.db") == expected
    assert sum(isinstance(one, Failure) for one in events) == 3
    again = loaded(folder, tmp_path / "x.db", settings)
    assert {type(one) for one in again} == {Known, Failure}
    assert rows_of(tmp_path / "x.db") == expected


def test_the_order_and_the_groups_in_which_shards_are_loaded_do_not_show(folder, expected, tmp_path):
    """Whatever is written together."""
    for size in (1, 64):
        path = tmp_path / f"{size}.db"
        loaded(folder, path, Settings(batch_articles=size))
        assert rows_of(path) == expected


def test_shards_and_inputs_can_be_mixed_in_a_ledger(folder, corpus, settings, expected, tmp_path):
    """What the one brought is known to the other."""
    path = tmp_path / "x.db"
    with Store.open(path) as store:
        list(pipeline.read_into(store, [str(corpus / "table.jsonl"), str(corpus / "p3.txt")], Rule(), settings))
    loaded(folder, path, settings)
    assert rows_of(path) == expected


def test_a_document_that_counts_as_come_from_elsewhere_is_read_from_there(tmp_path, settings):
    """A page that the ledger has from its address, by an older model, is read anew as that page."""
    page = tmp_path / "a.html"
    page.write_text("<html><title>Shut</title><body><p>" + "Kell said the strait is shut. " * 9, encoding="utf-8")
    [from_file] = pipeline.read.documents([str(page)], settings)
    from_web = replace(from_file, origin="https://a.example/shut", charset=None)
    ledgers = [tmp_path / "shards.db", tmp_path / "inputs.db"]
    for path in ledgers:
        with Store.open(path) as store, pipeline.reading(Rule("0"), settings) as old:
            list(pipeline.write_into(store, [from_web], old, pipeline.settings_json(settings)))
    written([page], tmp_path / "s", settings)
    loaded(tmp_path / "s", ledgers[0], settings)
    with Store.open(ledgers[1]) as store:
        list(pipeline.read_into(store, [str(page)], Rule(), settings))
    assert rows_of(ledgers[0]) == rows_of(ledgers[1])
    with Store.open(ledgers[0]) as store:
        assert [row.url for row in store.statements()][:1] == ["https://a.example/shut"]


def test_finished_shards_are_left_as_they_are(own, corpus, settings):
    """Not a byte is written again; with `again`, all are."""
    before = {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in own.iterdir()}
    done = written([corpus], own, settings, articles=4)
    assert [one.was_there for one in done] == [True] * 9
    assert {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in own.iterdir()} == before
    done = written([corpus], own, settings, articles=4, again=True)
    assert not any(one.was_there for one in done)


def test_what_a_kill_left_behind_is_done_again_and_nothing_else(own, corpus, settings, folder):
    """A shard without its manifest, half a shard under another name, and a shard that is absent."""
    names = sorted(one.name.removesuffix(MANIFEST) for one in own.glob("*" + MANIFEST))
    (own / f"{names[0]}{MANIFEST}").unlink()
    (own / f"{names[1]}.parquet").unlink()
    (own / f"{names[2]}.parquet").write_bytes(b"PAR1")
    (own / f".{names[2]}.parquet.xyz.part").write_bytes(b"PAR1")
    done = written([corpus], own, settings, articles=4)
    assert {one.manifest.name for one in done if not one.was_there} == set(names[:3])
    assert {one.name for one in own.iterdir()} == {one.name for one in folder.iterdir()}


def test_a_run_that_is_stopped_between_two_shards_goes_on_there(corpus, settings, tmp_path, monkeypatch):
    """What was written stays; what was being written leaves nothing."""
    write, count = shards.write_rows, iter(range(100))

    def stopped(rows, stream):
        if next(count) == 3:
            stream.write(b"half of it")
            raise KeyboardInterrupt
        return write(rows, stream)

    with monkeypatch.context() as patch:
        patch.setattr(shards, "write_rows", stopped)
        with pytest.raises(KeyboardInterrupt):
            written([corpus], tmp_path / "s", settings, articles=4)
    assert len(list((tmp_path / "s").iterdir())) == 6
    done = written([corpus], tmp_path / "s", settings, articles=4)
    assert [one.was_there for one in done] == [True] * 3 + [False] * 6


def test_a_changed_input_and_a_changed_setting_are_done_again(corpus, settings, tmp_path):
    """What was there of the others stays."""
    inputs = tmp_path / "pages"
    inputs.mkdir()
    for name in ("a", "b", "c"):
        (inputs / f"{name}.txt").write_text(f"Kell said {name} is shut.", encoding="utf-8")
    written([inputs], tmp_path / "s", settings, articles=1)
    (inputs / "b.txt").write_text("Kell said nothing.", encoding="utf-8")
    assert [one.was_there for one in written([inputs], tmp_path / "s", settings, articles=1)] == [True, False, True]
    done = written([inputs], tmp_path / "s", replace(settings, plain=True), articles=1)
    assert not any(one.was_there for one in done)


def test_a_document_that_ends_or_upsets_its_worker_loses_no_shard(tmp_path):
    """It is a failure in the manifest, and again when the shard is loaded."""
    inputs = tmp_path / "pages"
    inputs.mkdir()
    texts = {"a": "Kell said one.", "b": "Kell said poison.", "c": "Kell said puzzle.", "d": "Kell said two."}
    for name, text in texts.items():
        (inputs / f"{name}.txt").write_text(text, encoding="utf-8")
    [done] = written([inputs], tmp_path / "s", PLAIN)
    assert (done.manifest.documents, done.manifest.statements) == (2, 2)
    assert [one.origin[-5:] for one in done.manifest.failures] == ["b.txt", "c.txt"]
    events = loaded(tmp_path / "s", tmp_path / "x.db", PLAIN)
    assert [type(one) for one in events] == [Stored, Stored, Failure, Failure]


def test_a_manifest_says_what_its_shard_covers_and_holds(own):
    """In JSON, for people and programs; it comes back as it was."""
    path = next(own.glob("*" + MANIFEST))
    value = json.loads(path.read_text(encoding="utf-8"))
    assert set(value) == {
        "shard",
        "sayso",
        "covers",
        "sha256",
        "bytes",
        "counts",
        "model",
        "settings",
        "failures",
        "fetched",
        "revisited",
        "passed_over",
    }  # fmt: skip - a list of names
    assert value["covers"]["sha256"].startswith(path.name.removeprefix("part-").removesuffix(MANIFEST))
    assert value["bytes"] == (own / value["shard"]).stat().st_size
    assert read_manifest(path).to_json() == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda text: text[: len(text) // 2], "it is no manifest of a shard"),
        (lambda text: "[]", "it is no manifest of a shard"),
        (lambda text: text.replace('"documents": 4', '"documents": "4"'), "a field holds something else"),
        (lambda text: text.replace("part-", "../part-"), "and not the file beside it"),
        (lambda text: text.replace('"revisited": []', '"revisited": [{}]'), "it is no manifest of a shard"),
        (lambda text: text.replace('"passed_over": []', '"passed_over": {"a": 1}'), "it is no manifest of a shard"),
        (lambda text: text.replace('"sha256": "', '"sha256": "0'), "and its manifest says"),
        ("\ud800".join, "it is no manifest of a shard"),
        (lambda text: "[" * 100_000, "it is no manifest of a shard"),
    ],
)
def test_a_damaged_manifest_is_told_in_one_sentence_and_the_other_shards_are_loaded(
    own, settings, tmp_path, damage, said
):
    """The sentence names the file and says what to do."""
    path = next(one for one in own.glob("*" + MANIFEST) if '"documents": 4' in one.read_text(encoding="utf-8"))
    path.write_bytes(damage(path.read_text(encoding="utf-8")).encode("utf-8", "surrogatepass"))
    events = loaded(own, tmp_path / "x.db", settings)
    [failure] = [one for one in events if isinstance(one, Failure) and one.origin.startswith(str(own))]
    assert said in failure.reason
    assert sum(isinstance(one, Stored) for one in events) > 20


def test_a_shard_that_is_absent_is_told_in_one_sentence(own, settings, tmp_path):
    """So is a damaged one, by its SHA-256."""
    one, other, *_ = sorted(own.glob("*.parquet"))
    one.unlink()
    other.write_bytes(other.read_bytes()[:-1] + b"x")
    events = loaded(own, tmp_path / "x.db", settings)
    said = [x.reason for x in events if isinstance(x, Failure) and x.origin.startswith(str(own))]
    assert len(said) == 2
    assert said[0] == "it can't be read (No such file or directory): write the shard anew"
    assert "its SHA-256 is" in said[1]


def test_a_manifest_that_is_too_large_is_none(own, monkeypatch):
    """It is not read."""
    monkeypatch.setattr(shards, "MANIFEST_BYTES", 10)
    with pytest.raises(InputError, match="is no manifest"):
        read_manifest(next(own.glob("*" + MANIFEST)))


def test_shards_go_into_a_folder_of_their_own(tmp_path):
    """Not among other files, and not onto one."""
    (tmp_path / "a.txt").write_text("Kell said no.", encoding="utf-8")
    with pytest.raises(UsageError, match="holds other files"):
        shard_folder(tmp_path)
    with pytest.raises(UsageError, match="is a file"):
        shard_folder(tmp_path / "a.txt")
    assert shard_folder(tmp_path / "new" / "one").is_dir()
    assert not is_shards(tmp_path / "new" / "one")
    assert not is_shards("no\0folder")


def test_what_servers_said_of_pages_is_kept_for_the_ledger(tmp_path, settings, monkeypatch):
    """So that the next reading of the address asks only whether it changed."""
    text = {"name": "a", "fetched": "2031-05-06T07:08:09Z", "media_type": "text/plain", "content": b"Kell said no."}
    page = pipeline.read.make_document(origin="https://a.example/1", **text)
    said = pipeline.read.Fetched("https://a.example/1", pipeline.read.Validators("tag", None))
    monkeypatch.setattr(writing_shards, "parts_of", lambda *_: [shards.Part((page, said))])
    written(["https://a.example/1"], tmp_path / "s", settings)
    loaded(tmp_path / "s", tmp_path / "x.db", settings)
    with Store.open(tmp_path / "x.db") as store:
        assert store.validators("https://a.example/1") == ("tag", None)


HERALD = "https://herald.example/"


def fetched_page(text, name):
    beside = {"name": name, "fetched": "2031-05-06T07:08:09Z", "media_type": "text/plain"}
    return pipeline.read.make_document(content=text.encode(), origin=HERALD + name, **beside)


def said_of(name):
    return pipeline.read.Fetched(HERALD + name, pipeline.read.Validators("tag", None))


def remembered(path, *names):
    with Store.open(path) as store:
        return [name for name in names if store.validators(HERALD + name)]


@pytest.fixture
def half_a_feed(tmp_path, settings, monkeypatch):
    """Return the folder of a shard of a feed's two pages, of which the first can't be read, and its manifest."""
    quay, pier = fetched_page(" ", "quay"), fetched_page("Kell said no.", "pier")
    part = shards.Part((quay, said_of("quay"), pier, said_of("pier"), said_of("feed")))
    monkeypatch.setattr(writing_shards, "parts_of", lambda *_: [part])
    [done] = written([HERALD], tmp_path / "s", settings)
    return tmp_path / "s", done.manifest


def test_what_servers_said_of_what_could_not_be_read_is_in_no_manifest(half_a_feed, settings, tmp_path):
    """Nor in the ledger: the next reading of the address asks for all of it."""
    folder, manifest = half_a_feed
    assert [one.origin for one in manifest.fetched] == [HERALD + "pier"]
    loaded(folder, tmp_path / "x.db", settings)
    assert remembered(tmp_path / "x.db", "quay", "pier", "feed") == ["pier"]


def test_what_an_older_manifest_says_of_a_page_that_could_not_be_read_is_not_remembered(
    half_a_feed, settings, tmp_path
):
    """Such a manifest names what failed, too."""
    folder, _ = half_a_feed
    [path] = folder.glob("*" + MANIFEST)
    value = json.loads(path.read_text(encoding="utf-8"))
    value["fetched"].append({"origin": HERALD + "quay", "etag": "tag", "last_modified": None})
    path.write_text(json.dumps(value), encoding="utf-8")
    loaded(folder, tmp_path / "x.db", settings)
    assert remembered(tmp_path / "x.db", "quay", "pier") == ["pier"]


def test_what_servers_said_is_not_remembered_where_the_ledger_can_not_take_the_page(tmp_path, settings, monkeypatch):
    """The ledger has it from a place that counts before, and the model of the shards is not at hand to read it so."""
    quay, pier = fetched_page("Kell said no.", "quay"), fetched_page("Mar said yes.", "pier")
    part = shards.Part((quay, said_of("quay"), pier, said_of("pier"), said_of("feed")))
    monkeypatch.setattr(writing_shards, "parts_of", lambda *_: [part])
    written([HERALD], tmp_path / "s", settings)
    with Store.open(tmp_path / "x.db") as store, pipeline.reading(Rule("0"), settings) as old:
        elsewhere = replace(quay, origin="https://a.example/quay")
        list(pipeline.write_into(store, iter([elsewhere]), old, pipeline.settings_json(settings)))
        events = list(load_shards(store, tmp_path / "s", settings, weights=Said(number="9")))
    assert [type(one) for one in events] == [Failure, Stored]
    assert remembered(tmp_path / "x.db", "quay", "pier", "feed") == ["pier"]


def test_what_was_said_of_a_feed_is_remembered_once_all_shards_are_loaded(tmp_path, settings, monkeypatch):
    """Whichever of them comes first: its pages may be in any of them."""
    pages = [fetched_page(f"Kell said {n}.", f"{n}") for n in range(4)]
    parts = [shards.Part((one, said_of(one.name))) for one in pages[1:]]
    parts.append(shards.Part((pages[0], said_of("0"), said_of("feed"))))
    monkeypatch.setattr(writing_shards, "parts_of", lambda *_: parts)
    written([HERALD], tmp_path / "s", settings)
    outcomes = []
    with Store.open(tmp_path / "x.db") as store:
        monkeypatch.setattr(store, "remember_validators", lambda url, *_: outcomes.append(url))
        list(load_shards(store, tmp_path / "s", settings, weights=Said()))
    assert sorted(outcomes[:-1]) == [HERALD + f"{n}" for n in range(4)]
    assert outcomes[-1] == HERALD + "feed"
