"""The pictures in the documents are there, light, shown with words for who can't see them, and can be made anew."""

from __future__ import annotations

import re

import pytest

from tests.pictures import HEIGHT, NAMES, WIDTH, make_pictures

MOST_BYTES = 120_000


def size_of(content):
    """Return width and height of a WebP file of the extended format (RFC 9649, 2.7.1)."""
    assert (content[:4], content[8:16]) == (b"RIFF", b"WEBPVP8X")
    return tuple(1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))


def test_the_pictures_are_those_of_the_screens(root):
    assert {file.stem for file in (root / "docs" / "pictures").glob("*.webp")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_light_and_of_the_size_of_a_screen(root, name):
    content = (root / "docs" / "pictures" / f"{name}.webp").read_bytes()
    assert len(content) < MOST_BYTES
    assert size_of(content) == (WIDTH, HEIGHT)


@pytest.mark.parametrize("name", NAMES)
def test_the_documents_show_each_with_words_for_it(root, name):
    shown = (root / "docs" / "browser.md").read_text(encoding="utf-8")
    [words] = re.findall(rf"!\[([^\]]*)\]\(pictures/{name}\.webp\)", shown)
    assert len(words.split()) > 5


def test_they_can_be_made_anew(tmp_path):
    made = make_pictures(tmp_path)
    assert [file.stem for file in made] == list(NAMES)
    assert all(size_of(file.read_bytes()) == (WIDTH, HEIGHT) for file in made)
