"""The drawings in a real Chromium: the network's sliders and lines, the timeline's marks; axe, telephone, dark."""

from __future__ import annotations

import pytest

from tests.serving import served
from tests.web.test_browser import SERIOUS

EDGES = """() => document.querySelector("[data-picture]")._cyreg.cy.edges().map((edge) => [
    edge.data("source"), edge.data("target"), edge.data("label"), edge.style("line-style"),
    edge.style("target-arrow-shape")])"""


@pytest.fixture(scope="module")
def address(talk):
    with served(talk) as found:
        yield found


@pytest.fixture(scope="module")
def ids(talk):
    return {name: talk.actors(name)[0].id for name in ("Ada Voss", "Pel Oru", "Ida Berg")}


@pytest.fixture
def ada(page, address, ids):
    """Ada's screen, drawn."""
    page.goto(f"{address}/actors/{ids['Ada Voss']}")
    page.wait_for_selector("[data-picture][data-edges='5']")
    return page


def drawn(page, ids):
    names = {identity: name.split()[0] for name, identity in ids.items()}
    return {(names[one], names[other]): tuple(rest) for one, other, *rest in page.evaluate(EDGES)}


def test_the_drawing_has_the_edges_each_sign_with_a_line_a_mark_and_an_arrow_of_its_own(ada, ids):
    assert drawn(ada, ids) == {
        ("Ada", "Pel"): ("− 3", "dashed", "tee"),
        ("Pel", "Ada"): ("− 1", "dashed", "tee"),
        ("Ida", "Ada"): ("+ 1", "solid", "triangle"),
        ("Pel", "Ida"): ("− 1", "dashed", "tee"),
        ("Ida", "Pel"): ("· 1", "dotted", "vee"),
    }


def test_the_sliders_change_drawing_table_and_address_by_keys_alone(ada, ids):
    """From January to April; the keys of a slider move it by a month."""
    first = ada.locator("#from")
    first.focus()
    assert first.get_attribute("aria-valuetext") == "Jan 2031"
    ada.keyboard.press("ArrowRight")
    ada.keyboard.press("ArrowRight")
    assert first.get_attribute("aria-valuetext") == "Mar 2031"
    ada.wait_for_url("**?since=2031-03")
    ada.wait_for_selector("[data-picture][data-edges='3']")
    assert set(drawn(ada, ids)) == {("Ada", "Pel"), ("Ida", "Ada"), ("Pel", "Ida")}
    assert drawn(ada, ids)["Ada", "Pel"] == ("+ 1", "solid", "triangle")
    ada.wait_for_function("document.querySelectorAll('#ties tbody tr').length === 3")
    ada.keyboard.press("Tab")
    assert ada.evaluate("document.activeElement.id") == "to"
    ada.keyboard.press("ArrowLeft")
    ada.wait_for_url("**?since=2031-03&until=2031-03")
    ada.wait_for_selector("[data-picture][data-edges='1']")
    assert set(drawn(ada, ids)) == {("Ida", "Ada")}
    ada.wait_for_function("document.querySelectorAll('#ties tbody tr').length === 1")


def test_the_address_of_a_range_opens_it_again(page, address, ids):
    page.goto(f"{address}/actors/{ids['Ada Voss']}?since=2031-02&until=2031-03")
    page.wait_for_selector("[data-picture][data-edges='3']")
    assert [page.locator(f"#{one}").get_attribute("aria-valuetext") for one in ("from", "to")] == [
        "Feb 2031",
        "Mar 2031",
    ]


def test_from_never_passes_to(ada):
    ada.locator("#to").focus()
    ada.keyboard.press("Home")
    ada.locator("#from").focus()
    ada.keyboard.press("End")
    values = [ada.locator(f"#{one}").input_value() for one in ("from", "to")]
    assert values == ["3", "3"]
    ada.wait_for_url("**?since=2031-04")


def test_a_click_on_a_line_opens_its_statements(ada, ids):
    spot = ada.evaluate(
        """([source, target]) => {
            const picture = document.querySelector("[data-picture]");
            picture.scrollIntoView({ block: "center" });
            const found = picture._cyreg.cy.edges(`[source = "${source}"][target = "${target}"]`);
            const { x, y } = found[0].renderedMidpoint(), frame = picture.getBoundingClientRect();
            return { x: frame.x + x, y: frame.y + y };
        }""",
        [ids["Ada Voss"], ids["Pel Oru"]],
    )
    ada.mouse.click(spot["x"], spot["y"])
    ada.wait_for_url(f"**/?actor={ids['Ada Voss']}&target_actor={ids['Pel Oru']}")
    assert ada.locator(".statement").count() == 4


def test_a_row_of_the_table_opens_its_statements_by_keys(ada, ids):
    link = ada.get_by_role("link", name="3 statements of Ada Voss at Pel Oru")
    link.focus()
    ada.keyboard.press("Enter")
    ada.wait_for_url(f"**/?actor={ids['Ada Voss']}&target_actor={ids['Pel Oru']}")


def test_without_a_script_the_form_and_the_table_do_the_same(browser, address, ids):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{address}/actors/{ids['Ada Voss']}")
    assert opened.locator("#ties tbody tr").count() == 5
    assert not opened.locator("[data-picture]").is_visible()
    opened.get_by_label("Pages from").first.fill("2031-03")
    opened.get_by_role("button", name="Show").click()
    assert opened.locator("#ties tbody tr").count() == 3
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_drawings_and_no_screen_is_wider_than_a_telephone(
    browser, address, talk, ids, scheme
):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740}, bypass_csp=True)
    opened, axe = context.new_page(), Axe()
    [matter, *_] = talk.matters(1)
    paths = [f"/actors/{one}" for one in ids.values()]
    paths += [f"/matters/{matter.matter.id}/timeline{asked}" for asked in ("", "?lanes=speaker&sort=kind&order=desc")]
    for path in paths:
        opened.goto(address + path, wait_until="networkidle")
        found = [one for one in axe.run(opened).response["violations"] if one["impact"] in SERIOUS]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()


def test_a_mark_of_the_timeline_opens_its_statement_by_keys(page, address, talk):
    [matter, *_] = talk.matters(1)
    page.goto(f"{address}/matters/{matter.matter.id}/timeline")
    mark = page.locator("svg.lanes a").last
    mark.focus()
    one = mark.get_attribute("href").rpartition("/")[2]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{talk.statement(one).article_id}#s-{one}")


def test_the_timeline_scrolls_in_its_own_box_with_the_lanes_names_in_sight(browser, address, talk):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    opened = context.new_page()
    [matter, *_] = talk.matters(1)
    opened.goto(f"{address}/matters/{matter.matter.id}/timeline")
    opened.evaluate("document.querySelector('.timeline').scrollLeft = 500")
    assert opened.evaluate("document.querySelector('.timeline').scrollLeft") == 500
    assert 0 <= opened.locator("svg.lane-names").bounding_box()["x"] < 60
    context.close()
