"""The documents for users are in step with the code: every command, option, setting and column is in them."""

from __future__ import annotations

import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest

from sayso.cli import main
from sayso.config import VERSION, Settings
from sayso.export import FORMATS
from sayso.store import schema

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
EXAMPLES = {
    example
    for page in (ROOT / "README.md", DOCS / "commands.md")
    for example in re.findall(r"^    (sayso [a-z][^\n]*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    if "..." not in example and "[" not in example
}
"""The indented lines that a reader may type as they stand; those with `...` or `[` are patterns."""


def section(command: str) -> str:
    """Return what docs/commands.md says below the command's heading."""
    found = re.search(rf"^## sayso {command}\n(.*?)(?=^## |\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no heading '## sayso {command}'"
    return found.group(1)


def long_options(command: click.Command) -> set[str]:
    names = {name for parameter in command.params for name in [*parameter.opts, *parameter.secondary_opts]}
    return {name for name in names if name.startswith("--")}


def test_the_app_is_a_group_of_commands() -> None:
    assert isinstance(main, click.Group)
    assert set(re.findall(r"^## sayso (\S+)$", COMMANDS, re.MULTILINE)) == set(main.commands)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_a_commands_section_names_its_options_and_no_others(name: str) -> None:
    said = set(OPTION.findall(section(name)))
    assert said - {"--help"} == long_options(main.commands[name]) - {"--help"}


@pytest.mark.parametrize("name", sorted(main.commands))
def test_a_commands_section_has_an_example(name: str) -> None:
    assert re.search(rf"^    sayso {name}\b", section(name), re.MULTILINE)


@pytest.mark.parametrize("line", sorted(EXAMPLES))
def test_every_example_is_a_command_that_the_app_understands(line: str) -> None:
    name, *words = shlex.split(line, comments=True)[1:]
    until_pipe = words[: words.index(">")] if ">" in words else words
    assert main.commands[name].make_context(name, until_pipe)


def test_the_options_of_the_app_itself_are_documented() -> None:
    assert long_options(main) <= set(OPTION.findall(COMMANDS))


def test_the_readme_shows_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(re.search(rf"^    sayso {name}\b", readme, re.MULTILINE) for name in main.commands)


def test_the_readme_begins_with_make_demo_and_make_test() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^    (.+)$", readme, re.MULTILINE)[:2] == ["make demo", "make test"]


def test_every_setting_and_its_help_is_documented() -> None:
    reading = (DOCS / "reading.md").read_text(encoding="utf-8")
    undocumented = [one.name for one in fields(Settings) if f"| `{one.name}` |" not in reading]
    assert not undocumented


def test_no_setting_is_documented_that_there_is_not() -> None:
    table = (DOCS / "reading.md").read_text(encoding="utf-8").partition("## Settings")[2]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) <= {one.name for one in fields(Settings)}


def test_every_export_format_is_documented() -> None:
    assert all(f"`{name}`" in section("export") for name in FORMATS)


def test_every_column_of_the_flat_view_is_documented() -> None:
    ledger = (DOCS / "ledger.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", ledger))
    columns = [column.name for column in schema.statements.columns]
    assert [name for name in columns if name not in named] == []


def test_every_table_of_the_ledger_is_documented() -> None:
    named = set(re.findall(r"`(\w+)`", (DOCS / "ledger.md").read_text(encoding="utf-8")))
    views = {"statements", "latest_judgement"}
    assert [name for name in schema.metadata.tables if name not in named | views] == []


def test_every_direct_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    reasons = (DOCS / "design" / "dependencies.md").read_text(encoding="utf-8")
    named = {
        name for row in re.findall(r"^\| ([\w, -]+)", reasons, re.MULTILINE) for name in re.findall(r"[\w-]+", row)
    }
    assert {re.split(r"[^\w-]", one)[0] for one in wanted} - named == set()


def test_the_changelog_has_this_version() -> None:
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *DOCS.rglob("*.md")], ids=lambda page: page.name)
def test_links_between_the_documents_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
