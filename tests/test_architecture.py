"""The layout holds: layers import only downwards, heavy packages have one door, files stay readable."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

SOURCES = sorted((Path(__file__).resolve().parent.parent / "src" / "sayso").rglob("*.py"))
HEAVY = {
    "click",
    "httpx",
    "jinja2",
    "lxml",
    "numpy",
    "onnxruntime",
    "pyarrow",
    "rich",
    "sqlalchemy",
    "tokenizers",
    "trafilatura",
}
LONGEST_MODULE = 450
LONGEST_MEDIAN = 300


def test_imports_go_downwards_and_heavy_packages_have_one_door(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    monkeypatch.syspath_prepend(str(root / "src"))
    status = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_import_sayso_loads_no_heavy_package():
    listing = "import sys, sayso; print(*sorted(name for name in sys.modules if '.' not in name))"
    loaded = subprocess.run(  # noqa: S603 - this interpreter and a fixed program
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True, env=_bare_environment()
    ).stdout.split()
    assert "sayso" in loaded
    assert not HEAVY & set(loaded)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(path.parents[2]).as_posix())
def test_a_module_is_read_in_one_go_and_its_name_says_what_it_does(path):
    assert path.stem not in {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert _length(path) <= LONGEST_MODULE


def test_the_median_module_is_short():
    assert statistics.median(_length(path) for path in SOURCES if path.stem != "__init__") < LONGEST_MEDIAN


def test_a_lint_exception_has_its_reason_beside_it(root):
    exception = re.compile(r"# (?:noqa|type: ignore)(?P<rest>.*)")
    bare = [
        f"{path.relative_to(root).as_posix()}:{number}: {line.strip()}"
        for folder in ("src", "tests", "training", "benchmarks")
        for path in sorted((root / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := exception.search(line)) and not _has_code_and_reason(found["rest"])
    ]
    assert not bare, "\n".join(bare)


def _length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _has_code_and_reason(rest: str) -> bool:
    """Say whether `: S603 - the reason` or `[import-untyped] # the reason` follows."""
    return bool(re.match(r"(?:: [A-Z]+[0-9]+(?:, ?[A-Z]+[0-9]+)*|\[[a-z-]+(?:, ?[a-z-]+)*\])\W+\w+", rest))


def _bare_environment() -> dict[str, str]:
    """Without what a coverage run or an editor may inject into every Python process."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
