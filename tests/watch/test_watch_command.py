"""`sayso watch`: what it prints, how it ends, and what it refuses."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from datetime import UTC

import pytest
from click.testing import CliRunner
from rich.console import Console

from sayso.cli import main
from sayso.feed_records import FeedState
from sayso.keeping import Stored
from sayso.library import Ledger
from sayso.records import Failure
from sayso.terminal_feeds import feed_table, line_of, watching
from sayso.watch.events import ItemPutOff, Polled, Resting
from sayso.watch.shown import Shown


def run(*words):
    return CliRunner().invoke(main, ["watch", *map(str, words)])


def test_once_reads_what_is_new_and_says_what_it_did(post, tmp_path):
    post.publishes("quay", '"The ferry stays," Voss said.')
    url, ledger = post.feed(), tmp_path / "ledger.db"
    result = run(url, "--ledger", ledger, "--once", "--allow-private")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert f"{url}: 1 new item" in result.stderr
    assert "1 document read with 1 statement" in result.stderr
    assert "1 article linked" in result.stderr
    again = run(url, "--ledger", ledger, "--once", "--allow-private")
    assert "1 poll, 0 new items" in again.stderr


def test_once_with_a_feed_that_fails_ends_with_1_and_names_it(post, tmp_path):
    result = run(post.site.url + "/none.xml", "--ledger", tmp_path / "ledger.db", "--once", "--allow-private")
    assert result.exit_code == 1
    assert f"failed {post.site.url}/none.xml: the server answered 404 Not Found" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such.opml"], "'no-such.opml' can't be read"),
        (["https://courier.example/feed", "--every", "1s"], "--every '1s' is no time between two polls"),
        (["gopher://courier.example/"], "'gopher://courier.example/' is no web address"),
    ],
)
def test_what_can_t_be_watched_is_said_before_a_ledger_is_made(tmp_path, words, said):
    result = run(*words, "--ledger", tmp_path / "ledger.db")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "ledger.db").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 0)])
def test_a_signal_ends_it_and_keeps_what_was_finished(post, tmp_path, root, name, code):
    post.publishes("quay", '"The ferry stays," Voss said.')
    words = [sys.executable, "-m", "sayso", "watch", post.feed(), "--ledger", tmp_path / "ledger.db", "--allow-private"]
    path = os.pathsep.join([str(root / "src"), str(root)])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as running:  # noqa: S603 - sayso itself
        told = iter(running.stderr.readline, "")
        assert any("/quay: read" in line for line in told)
        time.sleep(0.5)  # it links, and then it rests
        running.send_signal(getattr(signal, name))
        rest = running.stderr.read()
        assert running.wait(timeout=60) == code, rest
    assert "sayso: stopped; what was finished is in the ledger" in rest
    assert "1 document read with 1 statement" in rest


STATES = [
    FeedState("https://a.example/f", "The \x1b[31mQuay", "a.example", "2031-05-01T09:00:00Z", read=1200, waiting=3),
    FeedState(
        "https://b.example/f", "", "b.example", "2031-05-02T09:00:00Z", 4, "2031-05-01T08:00:00Z", 2, "it is no feed"
    ),
]


def shown(table, width=120):
    out = io.StringIO()
    Console(file=out, width=width).print(table)
    return out.getvalue()


def test_the_table_shows_each_feed_with_its_last_and_next_poll_and_errors_first():
    said = shown(feed_table(STATES, UTC))
    assert said.index("b.example") < said.index("a.example")
    for words in ("1 May 08:00", "2 May 09:00", "not yet", "1,200", "it is no feed (2 times)"):
        assert words in said
    assert "\x1b" not in said


def test_of_many_feeds_those_that_come_next_are_shown(monkeypatch):
    monkeypatch.setattr("sayso.terminal_feeds.MOST_ROWS", 1)
    assert "and 1 more feed" in shown(feed_table(STATES, UTC))


def test_on_a_terminal_the_table_is_made_anew_with_each_event():
    out = io.StringIO()
    console = Console(file=out, width=120, force_terminal=True)
    with watching(console, lambda: STATES) as show:
        show(Polled("https://a.example/f", 2, "2031-05-01T09:00:00Z"))
        assert "2 new items" in out.getvalue()
        assert "it is no feed" in out.getvalue()


def test_the_feeds_are_asked_for_once_a_second_at_most_and_anew_before_a_rest():
    """To count their items takes longer the more there ever were."""
    asked, now = [], [0.0]
    shown = Shown(lambda: asked.append(now[0]) or STATES, lambda: now[0])
    tell = shown.before(lambda _: shown.feeds())
    for now[0] in (0.0, 0.3, 0.9, 1.1, 1.2):
        tell(Stored("o", "d", 2))
    assert asked == [0.0, 1.1]
    tell(Resting("t"))
    assert asked == [0.0, 1.1, 1.2]
    assert shown.feeds() == STATES


def test_on_a_terminal_items_are_not_counted_at_every_event(post, tmp_path, monkeypatch):
    """A page has three: it is found, read and linked."""
    asked, feeds = [], Ledger.feeds

    def counting(ledger, urls):
        asked.append(urls)
        return feeds(ledger, urls)

    console = Console(file=io.StringIO(), width=120, force_terminal=True, highlight=False)
    monkeypatch.setattr("sayso.terminal.messages", lambda: console)
    monkeypatch.setattr("sayso.watch.shown.SECONDS", 3600.0)
    monkeypatch.setattr(Ledger, "feeds", counting)
    post.publishes("quay", '"The ferry stays," Voss said.')
    result = run(post.feed(), "--ledger", tmp_path / "ledger.db", "--once", "--allow-private")
    assert result.exit_code == 0, result.output
    assert len(asked) == 1
    assert "1 document read" in console.file.getvalue()


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Polled("u", 0, "t"), None),
        (Polled("u", 0, "t", "it is empty"), "u: it is empty; asked again at t"),
        (ItemPutOff("o", "it is slow", "t"), "o: it is slow; tried again at t"),
        (Stored("o", "d", 2), "o: read, 2 statements"),
        (Failure("o", "it is empty"), "skipped o: it is empty"),
        (Resting("t"), None),
        (Resting("t", "busy"), "busy"),
    ],
)
def test_an_event_is_a_line(event, line):
    assert line_of(event) == line
