"""Decisions by key and by selected words, in a real Chromium; without script they are plain forms."""

from __future__ import annotations

import shutil

import pytest

from sayso.library import open_ledger
from tests.serving import served
from tests.web.test_browser import ARTICLE, SERIOUS, STATEMENT

TEXT = ARTICLE.text


@pytest.fixture
def written(ledger_file, tmp_path):
    with open_ledger(shutil.copy(ledger_file, tmp_path / "ferry.db")) as opened:
        yield opened


@pytest.fixture
def home(written):
    with served(written) as found:
        yield found


@pytest.fixture
def one(written):
    return next(row for row in written.statements() if row.speaker == "Pel Oru")


def current(page):
    return page.locator("[data-statement].current").get_attribute("data-statement")


def select(page, first, last):
    """Select from the beginning of the one words to the end of the other, within the lines of the text."""
    page.evaluate(
        """([first, last]) => {
            const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let begun = false;
            while (walker.nextNode()) {
                const node = walker.currentNode;
                if (!node.parentElement.closest("[data-line]")) continue;
                if (!begun && node.data.includes(first)) {
                    range.setStart(node, node.data.indexOf(first));
                    begun = true;
                }
                const at = node.data.lastIndexOf(last);
                if (begun && at >= 0) { range.setEnd(node, at + last.length); break; }
            }
            const selection = window.getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
        }""",
        [first, last],
    )


def test_a_accepts_in_the_reader_and_u_takes_it_back(page, home, written, one):
    page.goto(f"{home}/articles/{one.article_id}#s-{one.id}")
    assert current(page) == one.id
    with page.expect_navigation():
        page.keyboard.press("a")
    assert written.statement(one.id).verdict == "accepted"
    assert page.locator(f"#s-{one.id}").get_by_text("accepted").is_visible()
    assert current(page) == one.id, "the next key means the same statement"
    with page.expect_navigation():
        page.keyboard.press("u")
    assert written.statement(one.id) == one


def test_the_queue_goes_on_by_itself_and_undo_means_the_one_that_was_judged(page, home, written):
    from playwright.sync_api import expect

    first, second, *_ = [row.id for row in written.queue()]
    page.goto(f"{home}/queue")
    assert current(page) == first
    page.keyboard.press("a")
    expect(page.locator(f"#s-{first}.accepted")).to_be_visible()
    assert current(page) == second
    page.keyboard.press("r")
    expect(page.locator(f"#s-{second}.rejected")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(f"#s-{second}.rejected")).to_have_count(0)
    expect(page.locator(f"#s-{second}.current")).to_be_visible()
    assert [written.statement(identity).verdict for identity in (first, second)] == ["accepted", None]
    page.keyboard.press("k")
    assert current(page) == first
    page.keyboard.press("e")
    page.wait_for_url(f"**/statements/{first}/edit")


@pytest.mark.parametrize(("key", "role"), [("1", "source"), ("2", "cue"), ("3", "content")])
def test_selected_words_become_the_source_the_cue_or_the_content(page, home, written, one, key, role):
    page.goto(f"{home}/articles/{one.article_id}#s-{one.id}")
    select(page, "ferry", "leave")
    with page.expect_navigation():
        page.keyboard.press(key)
    assert getattr(written.statement(one.id), f"{role}_text") == "ferry would not leave"
    select(page, "quay", "quay")
    with page.expect_navigation():
        page.keyboard.press(f"Shift+Digit{key}")
    assert getattr(written.statement(one.id), f"{role}_text") == "ferry would not leave … quay"
    for _ in range(2):
        with page.expect_navigation():
            page.keyboard.press("u")
    assert written.statement(one.id) == one


def test_places_are_counted_past_hidden_characters_numbers_and_markup(page, home, written):
    page.goto(f"{home}/articles/{ARTICLE.id}#s-{STATEMENT.id}")
    select(page, "ferry <svg", "quay")
    with page.expect_navigation():
        page.keyboard.press("3")
    [piece] = written.statement(STATEMENT.id).content
    start = TEXT.index("ferry <svg")
    assert (piece.start, piece.end) == (start, TEXT.index("quay", start) + 4)


def test_s_with_selected_words_gives_the_speaker_and_without_opens_the_field(page, home, written, one):
    page.goto(f"{home}/articles/{one.article_id}#s-{one.id}")
    select(page, "old quay", "old quay")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert written.statement(one.id).speaker == "old quay"
    page.keyboard.press("s")
    page.wait_for_url(f"**/statements/{one.id}/edit#s")
    assert page.evaluate("document.activeElement.id") == "speaker"
    page.keyboard.type("Ida Maas")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert written.statement(one.id).speaker == "Ida Maas"
    page.keyboard.press("d")
    page.keyboard.type("2031-04-30")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert written.statement(one.id).said_on == "2031-04-30"


def test_x_breaks_a_link(page, home, written, one):
    before = {row.link.id for row in written.links(of=one.id)}
    page.goto(f"{home}/articles/{one.article_id}#s-{one.id}")
    with page.expect_navigation():
        page.keyboard.press("x")
    assert len(before - {row.link.id for row in written.links(of=one.id)}) == 1


def test_m_merges_an_actor_with_another(page, home, written):
    [actor] = written.actors("Pel Oru")
    page.goto(f"{home}/actors/{actor.id}")
    page.keyboard.press("m")
    page.keyboard.type("Ada Voss")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    [merged] = written.actors("Pel Oru")
    assert "Ada Voss" in (merged.name, *merged.names)


def test_a_key_in_a_field_is_a_letter(page, home, written, one):
    page.goto(f"{home}/statements/{one.id}/edit")
    page.locator("#note").focus()
    page.keyboard.type("area 123 xu")
    assert page.locator("#note").input_value() == "area 123 xu"
    assert written.judgements() == []


def test_without_script_each_decision_is_a_form(browser, home, written, one):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{home}/queue")
    opened.locator(f"#s-{one.id}").get_by_role("button", name="Reject").click()
    assert written.statement(one.id).verdict == "rejected"
    opened.goto(f"{home}/statements/{one.id}/edit")
    opened.locator("#act").select_option("AGREE")
    opened.locator("form", has=opened.locator("#act")).get_by_role("button").click()
    assert written.statement(one.id).act == "AGREE"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screens_of_decisions_pass_axe_core_on_a_telephone(browser, home, written, one, scheme):
    from axe_playwright_python.sync_playwright import Axe

    written.judge(one.id, "speaker", "Ida Maas", by="Kim Aller", note="as the agency has it")
    written.judge(one.id, "rejected", by="Kim Aller")
    written.undo(one.id, by="Kim Aller")
    [actor, *_] = written.actors("Ada Voss")
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740}, bypass_csp=True)
    opened, axe = context.new_page(), Axe()
    paths = (
        "/queue",
        f"/statements/{one.id}/edit",
        f"/statements/{STATEMENT.id}/edit",
        "/judgements",
        f"/actors/{actor.id}",
    )
    for path in paths:
        opened.goto(home + path)
        found = [each for each in axe.run(opened).response["violations"] if each["impact"] in SERIOUS]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert opened.evaluate("window.hit") is None, path
    context.close()
