"""The screens in a real Chromium: keys, toggles, a narrow window, the dark, no script of a stranger's, axe-core.

CI must have the browser; elsewhere these tests are skipped, by name, where there is none.
"""

from __future__ import annotations

import pytest

from tests.hostile import hostile_page
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
