"""The API does what its OpenAPI document says: requests drawn from the document, answers checked against it.

Schemathesis (https://schemathesis.readthedocs.io/) draws them; all its checks are on.
In process: no port, no network.
"""

from __future__ import annotations

import shutil

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from sayso.library import open_ledger
from sayso.web.api import ANNOTATION_ROUTES, ROUTES
from sayso.web.app import create_app

ACCEPTED = ["2xx", "400", "404"]
"""Answers to what is well-formed: 400 says that it can't be meant (no such actor, 29 February), which no form tells."""
REFUSED = ["400", "403", "404", "405", "411", "413", "414", "415", "422"]
PATHS = [path for path, *_ in (*ROUTES, *ANNOTATION_ROUTES)]
WITH_FIELDS = {"/statements", "/facets", "/matters", "/actors", "/articles/{article_id}/annotations/"}
"""The others take ids, which may be any text."""
bounded = settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def document(ledger):
    return described(ledger)


def described(ledger):
    checks = {
        "positive_data_acceptance": {"expected-statuses": ACCEPTED},
        "negative_data_rejection": {"expected-statuses": REFUSED},
    }
    config = SchemathesisConfig.from_dict({"checks": checks})
    headers = {"Host": "localhost"}
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(ledger), headers=headers, config=config)


def test_the_document_has_every_operation(document):
    assert sorted(result.ok().path for result in document.get_all_operations()) == sorted([*PATHS, "/judgements"])


@pytest.mark.parametrize("path", PATHS)
def test_what_is_well_formed_is_answered_as_the_document_says(document, path):
    check(document[path]["GET"], GenerationMode.POSITIVE)


@pytest.mark.parametrize("path", [path for path in PATHS if path in WITH_FIELDS])
def test_what_is_malformed_is_refused_as_the_document_says(document, path):
    check(document[path]["GET"], GenerationMode.NEGATIVE)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_what_is_to_be_judged_is_judged_or_refused_as_the_document_says(ledger_file, tmp_path, mode):
    with open_ledger(shutil.copy(ledger_file, tmp_path / "ferry.db")) as written:
        check(described(written)["/judgements"]["POST"], mode)


def check(operation, mode):
    @bounded
    @given(operation.as_strategy(generation_mode=mode))
    def asked(case):
        case.call_and_validate(headers={"Host": "localhost"})

    asked()
