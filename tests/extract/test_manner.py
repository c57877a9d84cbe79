"""Manner is told by the quotation marks alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.manner import manner
from sayso.records import Span

TEXT = "“It is shut”, he said, and “nobody” will open it – “ever”."


def spans(*parts):
    return [Span(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts]


QUOTED = spans("“It is shut”", "“nobody”", "“ever”")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (["“It is shut”"], "direct"),
        (["It is shut"], "direct"),
        (["“It is shut”,"], "direct"),
        (["It is shut", "ever"], "direct"),
        (["will open it"], "indirect"),
        (["“nobody” will open it"], "mixed"),
        (["It is shut", "will open it"], "mixed"),
        (["–"], "indirect"),
        ([], "indirect"),
    ],
)
def test_the_manner_of_a_content(content, told):
    assert manner(TEXT, spans(*content), QUOTED).value == told


def test_without_any_quotation_all_is_indirect():
    assert manner(TEXT, spans("It is shut"), []).value == "indirect"


def test_a_text_of_many_quotations_is_mixed_and_looked_through_in_one_go():
    text = "“a” b " * 100_000
    quoted = [Span(n, n + 3) for n in range(0, len(text), 6)]
    assert manner(text, [Span(0, len(text))], quoted).value == "mixed"


@given(st.text("ab '“”.", max_size=40), st.data())
def test_the_manner_is_that_of_the_words_one_by_one(text, data):
    quoted = [Span(m.start(), m.end()) for m in re.finditer("“[^”]*”", text)]
    words = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    content = [Span(*word) for word in words if data.draw(st.booleans())]
    starts = [m.start() for span in content for m in re.finditer(r"\w+", text) if span.start <= m.start() < span.end]
    inside = [any(q.start <= at < q.end for q in quoted) for at in starts]
    told = "indirect" if not any(inside) else "direct" if all(inside) else "mixed"
    assert manner(text, content, quoted).value == told
