"""The screens in a real Chromium: keys, toggles, a narrow window, the dark, no script of a stranger's, axe-core.

CI must have the browser; elsewhere these tests are skipped, by name, where there is none.
"""

from __future__ import annotations

import shutil

import pytest

from sayso import searched
from sayso.library import open_ledger
from tests.hostile import hostile_page
from tests.meanings import Bag
from tests.serving import served

SERIOUS = {"serious", "critical"}
DOCUMENT, ARTICLE, (STATEMENT,) = hostile_page()


@pytest.fixture(scope="module")
def address(ledger):
    with served(ledger) as found:
        yield found


def screens(ledger):
    [matter, *_] = ledger.matters(1)
    [actor, *_] = ledger.actors("Pel Oru")
    [copy, *_] = ledger.links(kinds=["copy"])
    return (
        "/",
        f"/articles/{ARTICLE.id}",
        f"/articles/{copy.to_row.article_id}",
        f"/statements/{copy.to_row.id}/trace",
        f"/statements/{STATEMENT.id}/trace",
        "/matters",
        f"/matters/{matter.matter.id}",
        f"/matters/{matter.matter.id}/timeline",
        "/actors",
        f"/actors/{actor.id}",
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_core_has_no_serious_finding_and_no_screen_is_wider_than_a_telephone(browser, address, ledger, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740}, bypass_csp=True)
    opened, axe = context.new_page(), Axe()
    for path in screens(ledger):
        opened.goto(address + path)
        found = [one for one in axe.run(opened).response["violations"] if one["impact"] in SERIOUS]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert opened.evaluate("window.hit") is None, path
    context.close()


def test_j_and_k_walk_through_the_statements_and_enter_opens_one(page, address, rows):
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".statement.current").get_attribute("data-statement") == rows[1].id
    page.keyboard.press("k")
    assert page.locator(".statement.current").get_attribute("data-statement") == rows[0].id
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{rows[0].article_id}#s-{rows[0].id}")


def test_t_shows_the_trace(page, address, rows):
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("t")
    page.wait_for_url(f"**/statements/{rows[0].id}/trace")


def test_a_slash_searches_and_a_question_mark_shows_the_keys(page, address):
    page.goto(address)
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("quay?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=quay%3F")


def test_a_card_and_its_words_light_up_together(page, address, rows):
    page.goto(f"{address}/articles/{rows[0].article_id}")
    page.locator(f"#s-{rows[0].id}").hover()
    assert page.locator(f"mark.lit[data-of='{rows[0].id}']").count() >= 1
    page.mouse.move(0, 0)
    page.locator(f"#s-{rows[0].id} a").first.focus()
    assert page.locator(f"mark.lit[data-of='{rows[0].id}']").count() >= 1


def test_important_only_dims_and_hides_nothing_and_stands_in_the_address(page, address):
    page.goto(f"{address}/articles/{ARTICLE.id}")
    lines = page.locator("[data-line]").count()
    page.get_by_role("button", name="Important only").click()
    page.wait_for_url("**?important=1")
    assert page.locator("[data-line]").count() == lines
    page.reload()
    assert page.locator("[data-reader]").get_attribute("data-important") is not None


def test_reading_aloud_goes_sentence_by_sentence_in_the_texts_language(page, address, rows):
    said = """
        window.said = [];
        window.SpeechSynthesisUtterance = function (words) { this.words = words; };
        Object.defineProperty(window, "speechSynthesis", { value: {
          speak: (one) => { window.said.push([one.words, one.lang]); setTimeout(() => one.onend(), 5); },
          cancel: () => {},
        } });
    """
    page.add_init_script(said)
    page.goto(f"{address}/articles/{rows[0].article_id}")
    page.get_by_role("button", name="Read aloud").click()
    page.get_by_role("button", name="Read aloud").wait_for()  # it says "Stop reading" meanwhile
    spoken = page.evaluate("window.said")
    assert "".join(words for words, _ in spoken).split() == page.evaluate(
        """() => [...document.querySelectorAll("[data-line]:not(.aside)")].map((line) => {
            const copy = line.cloneNode(true);
            copy.querySelectorAll(".number").forEach((one) => one.remove());
            return copy.textContent;
        }).join(" ").split(/\\s+/).filter(Boolean)"""
    )
    assert {lang for _, lang in spoken} == {"en"}


def test_the_list_goes_on_as_it_is_scrolled(page, address, rows, monkeypatch):
    from playwright.sync_api import expect

    from sayso.web import statement_screens

    monkeypatch.setattr(statement_screens, "AT_A_TIME", 2)
    page.goto(address)
    for _ in rows:
        page.mouse.wheel(0, 5000)
    expect(page.locator(".statement")).to_have_count(len(rows))


@pytest.fixture
def own(ledger_file, tmp_path, monkeypatch):
    """Return a ledger that is indexed and may be written to, and where it is served."""
    monkeypatch.setattr(searched, "_meaning", Bag)
    with open_ledger(shutil.copy(ledger_file, tmp_path / "own.db")) as opened:
        opened.index()
        with served(opened) as found:
            yield opened, found


def test_words_only_is_switched_on_and_off_and_the_back_key_undoes_it(page, own):
    page.goto(f"{own[1]}/?q=the+boat+would+abandon+the+old+jetty")
    assert page.locator("[data-found-by]").count() >= 1
    page.locator("[data-words]").click()
    page.wait_for_url("**&words=1")
    assert page.locator(".statement").count() == 0
    page.go_back()
    assert page.locator("[data-found-by]").count() >= 1


def test_a_search_is_saved_shown_renamed_and_deleted(page, own):
    ledger, address = own
    page.goto(f"{address}/?q=quay")
    page.get_by_text("Save this search").click()
    page.get_by_label("Name").fill("<b>quays<b>")
    page.keyboard.press("Enter")
    page.wait_for_url("**/searches")
    assert page.locator(".searches h2").inner_text() == "<b>quays<b>"
    page.get_by_label("Name").fill("Quays")
    page.get_by_role("button", name="Rename").click()
    page.wait_for_url("**/searches")
    page.locator(".searches h2 a").click()
    page.wait_for_url("**/?q=quay")
    page.goto(f"{address}/searches")
    page.get_by_role("button", name="Show what is new").click()
    page.wait_for_url("**&arrived=*")
    page.goto(f"{address}/searches")
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url("**/searches")
    assert ledger.searches.every() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_of_searches_is_for_everybody_and_fits_a_telephone(browser, own, scheme):
    from axe_playwright_python.sync_playwright import Axe

    ledger, address = own
    ledger.searches.save(
        "The quay, and as long a name as there may be, in eighty characters and no more", search="quay"
    )
    ledger.searches.save("x" * 80, meaning=True, search="ferry", outlet="The Quay")
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740}, bypass_csp=True)
    opened, axe = context.new_page(), Axe()
    for path in ("/searches", "/?q=quay"):
        opened.goto(address + path)
        for one in opened.locator("details.save summary").all():
            one.click()
        found = [one for one in axe.run(opened).response["violations"] if one["impact"] in SERIOUS]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()


def test_everything_works_by_keyboard_alone(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_data_blocks_are_no_breach_of_the_policy(page, address):
    noted = "(event) => window.breaches.push(event.violatedDirective)"
    page.add_init_script(f"window.breaches = []; document.addEventListener('securitypolicyviolation', {noted})")
    for path in ("/", f"/articles/{ARTICLE.id}"):
        page.goto(address + path, wait_until="networkidle")
        block = page.locator('script[type="application/ld+json"]').text_content()
        assert page.evaluate("(block) => JSON.parse(block)['@graph'].length", block) > 0
        assert page.evaluate("window.breaches") == []


def test_the_first_screen_is_light(page, address):
    sizes = []
    streams = "text/event-stream"  # they have no end, and little in them
    page.on(
        "response", lambda answer: answer.headers.get("content-type", "").startswith(streams) or sizes.append(answer)
    )
    page.goto(address, wait_until="load")
    assert sum(len(answer.body()) for answer in sizes) < 250_000
