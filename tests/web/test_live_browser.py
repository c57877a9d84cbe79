"""The screens in a real Chromium while the ledger grows: what is new appears, or waits, and is announced."""

from __future__ import annotations

import shutil

import pytest

from sayso.library import open_ledger
from sayso.web import live
from tests.ferry import made_page
from tests.serving import served
from tests.web.test_live import LATER, OTHER, add, link


@pytest.fixture
def path(ledger_file, tmp_path):
    copied = tmp_path / "ferry.db"
    shutil.copy(ledger_file, copied)
    return copied


@pytest.fixture
def growing(path, monkeypatch):
    """Return the address of a ledger that a test adds to."""
    monkeypatch.setattr(live, "TICK", 0.02)
    with open_ledger(path, read_only=True) as ledger, served(ledger) as address:
        yield address


def statement_of(made):
    return made[2][0].id


@pytest.fixture
def opened(page):
    """Return a function that opens an address and waits until the page listens."""

    def go(address):
        with page.expect_response(lambda answer: "/live?" in answer.url):
            page.goto(address)
        return page

    return go


def test_a_new_statement_appears_on_top_and_is_announced(opened, growing, path):
    from playwright.sync_api import expect

    page = opened(growing)
    made = made_page(*LATER)
    add(path, made)
    expect(page.locator("ol.statements > li").first).to_have_id(f"s-{statement_of(made)}")
    expect(page.locator("[data-live-note]")).to_have_text("1 new statement.")
    assert page.locator("[data-live-note]").get_attribute("aria-live") == "polite"
    page.keyboard.press("j")
    assert page.locator(".statement.current").get_attribute("data-statement") == statement_of(made)


def test_pause_holds_it_and_is_remembered_and_letting_go_shows_it(opened, growing, path):
    from playwright.sync_api import expect

    page = opened(growing)
    page.keyboard.press("p")
    expect(page.locator("[data-live-pause]")).to_have_attribute("aria-pressed", "true")
    opened(growing)
    expect(page.locator("[data-live-pause]")).to_have_attribute("aria-pressed", "true")
    before = page.locator("ol.statements > li").count()
    first, second = made_page(*LATER), made_page(*OTHER)
    add(path, first)
    expect(page.locator("[data-live-note]")).to_have_text("1 new statement waiting.")
    add(path, second)
    expect(page.locator("[data-live-note]")).to_have_text("2 new statements waiting.")
    assert page.locator("ol.statements > li").count() == before
    page.locator("[data-live-pause]").click()
    expect(page.locator("ol.statements > li")).to_have_count(before + 2)
    expect(page.locator("ol.statements > li").first).to_have_id(f"s-{statement_of(second)}")


def test_what_came_while_the_page_could_not_be_seen_is_there_when_it_can(opened, growing, path):
    from playwright.sync_api import expect

    page = opened(growing)
    hide = """(hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, True)
    made = made_page(*LATER)
    add(path, made)
    assert page.locator(f"#s-{statement_of(made)}").count() == 0
    page.evaluate(hide, False)
    expect(page.locator("ol.statements > li").first).to_have_id(f"s-{statement_of(made)}")


def test_a_reader_and_a_trace_say_that_new_links_came(opened, growing, path, rows):
    from playwright.sync_api import expect

    told = next(row for row in rows if row.outlet == "Velden Post")
    for n, address in enumerate((f"{growing}/articles/{told.article_id}", f"{growing}/statements/{told.id}/trace")):
        page = opened(address)
        assert page.locator("[data-live]").is_hidden()
        add(path, made_page(f"ebb{n}", "2031-05-06", f"Ebb {n}", LATER[3]))
        link(path)
        expect(page.locator("[data-live-note]")).to_contain_text("for this page.")
        with page.expect_navigation():
            page.get_by_role("button", name="Reload to see them").click()


def test_with_a_new_statement_axe_core_finds_nothing_serious_and_nothing_moves_where_that_is_not_wanted(
    browser, growing, path
):
    from axe_playwright_python.sync_playwright import Axe

    viewport = {"width": 360, "height": 740}
    context = browser.new_context(viewport=viewport, bypass_csp=True, reduced_motion="reduce", color_scheme="dark")
    page = context.new_page()
    with page.expect_response(lambda answer: "/live?" in answer.url):
        page.goto(growing)
    add(path, made_page(*LATER))
    page.locator(".statement.new").wait_for()
    found = [one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in {"serious", "critical"}]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("getComputedStyle(document.querySelector('.statement.new')).animationName") == "none"
    context.close()
