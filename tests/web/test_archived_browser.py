"""Every attack of the hostile pages, shown as archived in a real Chromium: nothing runs, and nothing leaves."""

from __future__ import annotations

import pytest

from tests.hostile_html import ATTACKS, WORDS, page_of
from tests.serving import served
from tests.web.archived_ledger import archived_ledger


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    ledger, articles = archived_ledger(tmp_path_factory.mktemp("archived") / "pages.db")
    with ledger, served(ledger) as address:
        yield address, articles


@pytest.fixture
def page(browser):
    """Return a page that notes every request, and answers none that is not to this machine."""
    context = browser.new_context()
    opened = context.new_page()
    opened.asked = []

    def routed(route):
        opened.asked.append(route.request.url)
        return route.continue_() if route.request.url.startswith("http://127.0.0.1:") else route.abort()

    context.route("**/*", routed)
    yield opened
    context.close()


def allowed(address, article):
    own = f"{address}/articles/{article.id}"
    return {f"{own}?view=archived", f"{own}/archived"}


def asked_for(page, address):
    """Return what was asked for, without the reader's own files and the stream that it listens to."""
    return {one for one in page.asked if not one.startswith((f"{address}/static/", f"{address}/live?"))}


@pytest.mark.parametrize(
    ("alone", "where"), [(False, "after"), (True, "before")], ids=["in its frame", "in a tab of its own"]
)
def test_nothing_runs_and_no_request_leaves(page, made, alone, where):
    address, articles = made
    shown = 0
    for name in ATTACKS:
        article = articles.get(f"{name}, {where}")
        if article is None:  # an attack that swallows the page before there is one
            continue
        page.asked.clear()
        page.goto(f"{address}/articles/{article.id}" + ("/archived" if alone else "?view=archived"), wait_until="load")
        frame = page.main_frame if alone else page.frame(name="archived")
        assert frame.evaluate("typeof window.hit") == "undefined", name
        assert page.evaluate("typeof window.hit") == "undefined", name
        assert asked_for(page, address) <= allowed(address, article), name
        assert frame.evaluate("self.origin") == "null", name
        shown += 1
    assert shown > 0.8 * len(ATTACKS)


def test_these_tests_would_see_what_runs_and_what_leaves(page, made):
    """The same attacks as a page of no policy, which no part of sayso has."""
    address, _ = made
    html = page_of("".join(ATTACKS[name] for name in ("script", "pictures", "frames")), before=True)
    page.route(f"{address}/control", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{address}/control", wait_until="load")
    assert page.evaluate("window.hit") == 1
    assert [one for one in page.asked if one.startswith("http://evil.example/")]


def test_the_marked_words_are_the_quotation_as_the_browser_shows_it(page, made):
    address, articles = made
    for name in ("style attributes, before", "bars, after", "elements of its own, after"):
        page.goto(f"{address}/articles/{articles[name].id}?view=archived")
        marks = page.frame(name="archived").locator("mark.sayso-content")
        assert "".join("".join(marks.all_text_contents()).split()) == "".join(WORDS.split())
        assert marks.first.is_visible()


def test_a_cards_number_goes_to_its_words_in_the_frame(page, made):
    address, articles = made
    page.goto(f"{address}/articles/{articles['script, after'].id}?view=archived")
    page.locator(".card h3 a").click()
    frame = page.frame(name="archived")
    frame.wait_for_url("**/archived#sayso-*")
    assert frame.locator("mark:target").count() == 1


def test_a_click_in_the_page_leads_nowhere(page, made):
    address, articles = made
    article = articles["addresses that run, before"]
    page.goto(f"{address}/articles/{article.id}?view=archived")
    frame = page.frame(name="archived")
    for link in frame.locator("a").all():
        link.click()
    assert frame.url == f"{address}/articles/{article.id}/archived"
    assert page.url == f"{address}/articles/{article.id}?view=archived"
    assert asked_for(page, address) <= allowed(address, article)


def test_the_policy_alone_would_stop_what_runs_and_loads(page, made, monkeypatch):
    """The second wall, with the first one taken away: the page's own mark-up as it came."""
    address, articles = made
    name = "style, before"
    html = "".join(ATTACKS.values())
    monkeypatch.setattr("sayso.clean.archived_page._allowed", lambda _: html)
    monkeypatch.setattr("sayso.clean.archived_page.harmless", lambda sheet: sheet)
    page.goto(f"{address}/articles/{articles[name].id}?view=archived", wait_until="networkidle")
    assert page.evaluate("typeof window.hit") == "undefined"
    assert page.frame(name="archived").evaluate("typeof window.hit") == "undefined"
    assert asked_for(page, address) <= allowed(address, articles[name])


def test_the_screen_with_the_frame_fits_a_telephone_and_axe_core_finds_nothing_serious(browser, made):
    from axe_playwright_python.sync_playwright import Axe

    address, articles = made
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740}, bypass_csp=True)
        opened = context.new_page()
        for view in ("", "?view=archived"):
            opened.goto(f"{address}/articles/{articles['en'].id}{view}")
            found = Axe().run(opened).response["violations"]
            assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
            assert opened.evaluate("document.documentElement.scrollWidth") <= 360
        context.close()
