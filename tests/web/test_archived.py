"""The reader's page as archived: what is answered, and to which toggle."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from sayso import clean
from sayso.library import open_ledger
from sayso.read import make_document
from sayso.records import ModelVersion
from sayso.store import Store
from sayso.web.app import create_app
from sayso.web.archived_screen import POLICY
from tests.web.archived_ledger import archived_ledger
from tests.web.conftest import HOME


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    ledger, articles = archived_ledger(tmp_path_factory.mktemp("archived") / "pages.db")
    with ledger:
        yield TestClient(create_app(ledger), base_url=HOME, follow_redirects=False), articles


def test_the_page_as_archived_has_a_policy_of_its_own(made):
    client, articles = made
    headers = client.get(f"/articles/{articles['en'].id}/archived").headers
    assert headers["content-security-policy"] == POLICY
    assert "script-src" not in POLICY
    assert set(POLICY.split("; ")) >= {"default-src 'none'", "sandbox", "frame-ancestors 'self'", "img-src data:"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_the_reader_shows_it_in_a_frame_that_may_do_nothing(made):
    client, articles = made
    address = f"/articles/{articles['en'].id}"
    assert f'href="{address}?view=archived"' in client.get(address).text
    shown = client.get(f"{address}?view=archived").text
    assert f'<iframe name="archived" src="{address}/archived" sandbox=""' in shown
    assert "allow-" not in shown
    assert shown.count('class="card') == 1
    assert f"{address}/archived#sayso-" in shown


def test_the_page_is_shown_in_the_letters_in_which_it_was_read_though_a_saved_copy_has_no_charset(tmp_path):
    story = "<html><body><h1>Quay</h1><p>Ada Voss said that the café at the quay is shut.</p></body></html>"
    given = {"content": story.encode("mac-roman"), "name": "cafe", "media_type": "text/html"}
    given |= {"fetched": "2031-06-01T00:00:00Z"}
    document = make_document(origin="https://quay.example/cafe", charset="macintosh", **given)
    article = clean.article(document)
    with Store.open(tmp_path / "cafe.db") as store:
        store.add(document, article, (), store.start_run(ModelVersion("m", "1"), "{}", "2031-06-01T00:00:00Z"))
        store.add_origin(make_document(origin="cafe.html", **given))
    with open_ledger(tmp_path / "cafe.db", read_only=True) as ledger:
        client = TestClient(create_app(ledger), base_url=HOME)
        assert "the café at the quay" in article.text
        assert "the café at the quay" in client.get(f"/articles/{article.id}/archived").text


def test_a_text_has_no_page_to_be_shown(client, rows):
    address = f"/articles/{rows[0].article_id}"
    assert "As archived" not in client.get(address).text
    assert "<iframe" not in client.get(f"{address}?view=archived").text
    answer = client.get(f"{address}/archived")
    assert answer.status_code == 404
    assert "read from a text" in answer.text


@pytest.mark.parametrize("address", ["/articles/ff00/archived", "/articles/%2e%2e/archived"])
def test_what_is_not_there_is_told_so(client, address):
    assert client.get(address).status_code == 404


def test_a_page_that_is_too_long_is_told_so(made, monkeypatch):
    client, articles = made
    monkeypatch.setattr("sayso.clean.archived_page.MAX_CHARACTERS", 10)
    answer = client.get(f"/articles/{articles['en'].id}/archived")
    assert answer.status_code == 404
    assert "can’t be shown" in answer.text


def test_with_a_token_the_page_is_shown_to_nobody_before(made, asking, rows):
    answer = asking(token="t").get(f"/articles/{rows[0].article_id}/archived")  # noqa: S106 - of invented pages
    assert answer.status_code == 303


def test_a_translation_leads_to_its_original_and_back_where_the_page_says_so_and_the_ledger_holds_it(made):
    client, articles = made
    english, russian = articles["en"], articles["ru"]
    assert english.translated_by == "Fast Interpreter"
    shown = client.get(f"/articles/{english.id}").text
    assert "This translation" in shown
    assert f'<a href="/articles/{russian.id}" title="json-ld translationOfWork">Original (ru)</a>' in shown
    back = client.get(f"/articles/{russian.id}").text
    assert f'<a href="/articles/{english.id}" title="hreflang">Other language (en)</a>' in back
    assert "/fr" not in shown


def test_a_page_that_names_no_other_has_no_such_toggle(made):
    client, articles = made
    assert "Other languages" not in client.get(f"/articles/{articles['script, after'].id}").text
