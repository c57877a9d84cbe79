"""Open pages are told what came in: by one look at the file for all of them, from where each of them was."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import asynccontextmanager

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import library
from sayso.library import open_ledger
from sayso.records import ModelVersion
from sayso.store import Store
from sayso.store.news import Mark
from sayso.web import live
from sayso.web.access import Access
from sayso.web.app import create_app
from tests.ferry import Rule, made_page
from tests.hostile import hostile_page

LATER = ("ebb", "2031-05-06", "Ebb Weekly", "Ada Voss said that the ferry would leave the old quay in November.")
OTHER = ("fog", "2031-05-07", "Fog Letter", "Ines Tarn said that the fog had cost the town a whole summer of guests.")


@pytest.fixture
def path(ledger_file, tmp_path):
    """Return a copy of the ledger that a test may add to."""
    copied = tmp_path / "ferry.db"
    shutil.copy(ledger_file, copied)
    return copied


@pytest.fixture
def app(path, monkeypatch):
    monkeypatch.setattr(live, "TICK", 0.01)
    with open_ledger(path, read_only=True) as ledger:
        yield create_app(ledger)


def add(path, *pages):
    """Add pages to the ledger, as another process would."""
    with Store.open(path) as store:
        run_id = store.start_run(ModelVersion("m", "1"), "{}", "2031-06-02T00:00:00Z")
        for one in pages:
            store.add(*one, run_id)


def link(path):
    with pytest.MonkeyPatch.context() as patch, open_ledger(path) as ledger:
        patch.setattr(library, "_scorer", Rule)
        ledger.link()


class Stream:
    """What a browser gets of an event stream."""

    def __init__(self):
        self.status, self.headers, self.came = None, {}, asyncio.Queue()
        self.text = ""

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        self.came.put_nowait(message.get("body", b"").decode())

    async def until(self, words):
        """Read on until the words have come."""
        async with asyncio.timeout(20):
            while words not in self.text:
                self.text += await self.came.get()

    async def event(self):
        """Return the next event: (its id, its data)."""
        await self.until("event: news\n")
        _, _, self.text = self.text.partition("event: news\n")
        await self.until("\n\n")
        said, _, self.text = self.text.partition("\n\n")
        mark, data = re.fullmatch(r"id: (\S+)\ndata: (.*)", said).groups()
        return mark, json.loads(data)


@asynccontextmanager
async def listening(app, address="/live", **headers):
    """Listen at an address while the block runs."""
    stream, gone = Stream(), asyncio.Event()
    where, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": where,
        "raw_path": where.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost:8023")]
        + [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8023),
    }

    async def receive():
        await gone.wait()
        return {"type": "http.disconnect"}

    running = asyncio.ensure_future(app(scope, receive, stream.send))
    try:
        yield stream
    finally:
        gone.set()
        async with asyncio.timeout(20):
            await running


def test_a_new_statement_is_told_with_its_row(app, path):
    async def run():
        async with listening(app) as stream:
            await stream.until("retry: 3000\n\n")
            assert (stream.status, stream.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
            assert stream.headers["cache-control"] == "no-store"
            page = made_page(*LATER)
            add(path, page)
            mark, data = await stream.event()
            assert (data["statements"], data["shown"]) == (1, 1)
            assert f'id="s-{page[2][0].id}"' in data["html"]
            assert Mark.read(mark).statement > 0

    asyncio.run(run())


def test_who_was_away_is_told_what_was_missed_and_nothing_twice(app, path):
    async def run():
        async with listening(app) as stream:
            await stream.until("retry")
            add(path, made_page(*LATER))
            mark, _ = await stream.event()
        add(path, made_page(*OTHER))
        for sent in ({"last_event_id": mark}, {}):
            async with listening(app, "/live" if sent else f"/live?after={mark}", **sent) as stream:
                _, data = await stream.event()
                assert data["statements"] == 1
                assert "Ines Tarn" in data["html"]

    asyncio.run(run())


def test_a_list_that_is_narrowed_down_hears_of_what_fits_it_alone(app, path):
    async def run():
        async with listening(app, "/live?speaker=Tarn") as narrow, listening(app) as wide:
            await narrow.until("retry")
            await wide.until("retry")
            add(path, made_page(*LATER))
            assert (await wide.event())[1]["statements"] == 1
            add(path, made_page(*OTHER))
            _, data = await narrow.event()
            assert data["statements"] == 1
            assert "Ines Tarn" in data["html"]

    asyncio.run(run())


def test_an_article_and_a_trace_hear_of_new_links_to_them(app, path, rows):
    told = next(row for row in rows if row.outlet == "Velden Post")

    async def run():
        article, trace = f"/live?article={told.article_id}", f"/live?trace={told.id}"
        async with listening(app, article) as one, listening(app, trace) as other, listening(app) as list_of_all:
            for stream in (one, other, list_of_all):
                await stream.until("retry")
            add(path, made_page(*LATER))
            await asyncio.to_thread(link, path)
            for stream in (one, other):
                _, data = await stream.event()
                assert data["links"] >= 1
                assert data["html"] == ""
            assert (await list_of_all.event())[1]["links"] == 0

    asyncio.run(run())


def test_what_a_stranger_wrote_comes_as_words(app, path):
    async def run():
        async with listening(app, "/live?after=0-0") as stream:
            _, data = await stream.event()
            assert data["statements"] == 5
            assert "<script" not in data["html"]
            assert "<img" not in data["html"]
            assert hostile_page()[2][0].id in data["html"]

    asyncio.run(run())


def test_of_many_new_statements_the_latest_are_shown_and_all_are_counted(app, path, monkeypatch):
    from sayso.web import live_screen

    monkeypatch.setattr(live_screen, "AT_ONCE", 2)

    async def run():
        async with listening(app, "/live?after=0-0") as stream:
            _, data = await stream.event()
            assert (data["statements"], data["shown"]) == (5, 2)

    asyncio.run(run())


def test_no_more_listen_than_may_and_who_leaves_makes_room(app, monkeypatch):
    monkeypatch.setattr(live, "MOST", 2)
    hub = app.state.live

    async def run():
        async with listening(app) as one, listening(app) as other:
            await one.until("retry")
            await other.until("retry")
            async with listening(app) as third:
                await third.until("no more can")
            assert third.status == 503
            assert third.headers["retry-after"] == "60"
        assert not hub.is_full
        async with listening(app) as fourth:
            await fourth.until("retry")

    asyncio.run(run())


def test_one_task_looks_at_the_file_for_all_and_ends_with_the_last(app, monkeypatch):
    hub = app.state.live

    async def run():
        async with listening(app) as one, listening(app) as other:
            await one.until("retry")
            await other.until("retry")
            looking = [task for task in asyncio.all_tasks() if "_notice" in repr(task.get_coro())]
            assert looking == [hub._noticing]
        async with asyncio.timeout(20):
            await hub._noticing

    asyncio.run(run())


def test_a_sign_of_life_comes_where_nothing_else_does(app, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 0.01)

    async def run():
        async with listening(app) as stream:
            await stream.until(": here\n\n: here\n\n")

    asyncio.run(run())


def test_a_change_that_brings_no_statement_tells_nothing(app, path, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 0.05)

    async def run():
        async with listening(app) as stream:
            await stream.until("retry")
            with Store.open(path) as store:
                store.remember_validators("https://post.example/", '"1"', None)
            await stream.until(": here\n\n")
            assert "event:" not in stream.text

    asyncio.run(run())


def test_the_streams_end_when_the_server_does(app):
    async def run():
        async with listening(app) as stream:
            await stream.until("retry")
            app.state.live.close()

    asyncio.run(run())


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a process of its own")
def test_ctrl_c_ends_a_server_that_a_page_listens_to(path, root):
    words = [sys.executable, "-m", "sayso", "serve", "--ledger", path, "--port", "0", "--no-open"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]), "PYTHONUNBUFFERED": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, env=environment, **pipes) as running:  # noqa: S603 - sayso itself
        address = re.search(r"http://\S+", running.stdout.readline())[0]
        with httpx.stream("GET", f"{address}live", timeout=60) as answer:
            lines = answer.iter_lines()
            assert next(lines) == "retry: 3000"
            running.send_signal(signal.SIGINT)
            assert "".join(lines) == ""  # it ends, and ends whole
        running.communicate(timeout=60)
        assert running.returncode in (0, 130, -signal.SIGINT)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/live?since=soon", {}, 400),
        ("/live?article=ffffffffffffffff", {}, 404),
        ("/live?trace=ffffffffffffffff", {}, 404),
        ("/live", {"sec_fetch_site": "cross-site"}, 403),
    ],
)
def test_what_can_t_be_meant_or_comes_from_elsewhere_is_refused(app, address, headers, status):
    async def run():
        async with listening(app, address, **headers) as stream:
            await stream.until("\n")
            assert stream.status == status

    asyncio.run(run())


def test_with_a_token_nothing_is_told_before_it_was_given(path):
    with open_ledger(path, read_only=True) as ledger:
        closed = create_app(ledger, Access(token="open sesame"))  # noqa: S106 - it opens a ledger of invented pages

        async def run():
            async with listening(closed) as stream:
                async with asyncio.timeout(20):
                    await stream.came.get()
                assert stream.status == 303

        asyncio.run(run())


@given(st.text(max_size=40))
def test_any_text_is_a_mark_or_none(text):
    found = Mark.read(text)
    assert found is None or Mark.read(str(found)) == found
