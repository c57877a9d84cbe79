"""What people install: the wheel holds its data, and the locks hold every dependency and name no index."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

HASHED_LOCKS = {"run.txt": ("arrow",), "test.txt": ("arrow", "test"), "benchmark.txt": ("benchmark",)}
LOCKS = {**HASHED_LOCKS, "train.txt": ("train",)}
MACHINES = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("darwin", "x86_64"), ("win32", "AMD64")]
PYTHONS = ["3.11", "3.12", "3.13"]


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory) -> Path:
    """Build the wheel from a copy, as from an unpacked archive of the sources."""
    work = tmp_path_factory.mktemp("wheel")
    shutil.copytree(root / "src", work / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(root / name, work)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", "dist"]
    subprocess.run(build, cwd=work, check=True, capture_output=True)  # noqa: S603 - this interpreter, fixed arguments
    return next((work / "dist").glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_package(root, wheel):
    """Weights, templates, migrations and py.typed among them."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("sayso/")}
    source = root / "src"
    there = {
        path.relative_to(source).as_posix()
        for path in (source / "sayso").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == there


@pytest.mark.parametrize("needed", ["sayso/py.typed", "sayso/model/weights/", "sayso/clean/weights/", "sayso/export/"])
def test_the_wheel_holds(needed, wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert any(name.startswith(needed) for name in archive.namelist())


def test_the_wheel_names_its_command_licence_and_pythons(wheel):
    with zipfile.ZipFile(wheel) as archive:
        metadata = {
            Path(name).name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name
        }
    assert "sayso = sayso.cli:main" in metadata["entry_points.txt"]
    assert "License-Expression: Apache-2.0" in metadata["METADATA"]
    assert "Requires-Python: >=3.11" in metadata["METADATA"]


def test_what_trafilatura_needs_by_an_extra_of_lxml_is_asked_for_by_name(project):
    """A pip before 23.3 took `lxml[html_clean]` for an extra that lxml lacks, and no HTML page could be read."""
    named = {canonicalize_name(Requirement(one).name) for one in project["project"]["dependencies"]}
    assert "lxml-html-clean" in named


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_and_no_path(name, root):
    text = _read(root, name)
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, re.MULTILINE), "an option, such as --index-url or --find-links"
    assert not re.search(r"@ |file:|^[/\\]|[A-Z]:\\", text, re.MULTILINE)


@pytest.mark.parametrize("name", HASHED_LOCKS)
def test_every_line_of_a_lock_is_pinned_and_hashed(name, root):
    pins = _pins(root, name)
    assert pins
    for requirement, entry in pins:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("system", "machine"), MACHINES)
def test_a_lock_answers_every_requirement_of_the_project(name, python, system, machine, root, project):
    """A new or changed line in pyproject.toml asks for `make lock`."""
    named = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_machine": machine,
    }
    environment = {**default_environment(), **named}
    locked = _locked_versions(root, name, environment)
    for asked in _asked(project, LOCKS[name], builder=name in HASHED_LOCKS):
        if asked.marker is not None and not asked.marker.evaluate(environment):
            continue  # it is not wanted there
        pinned = locked.get(canonicalize_name(asked.name), [])
        assert len(pinned) == 1, f"{asked.name} is pinned {len(pinned)} times in requirements/{name}: run `make lock`"
        assert pinned[0] in asked.specifier, f"{asked} is locked at {pinned[0]} in requirements/{name}: run `make lock`"


def _asked(project: dict, extras: tuple[str, ...], *, builder: bool) -> list[Requirement]:
    lines = [*project["project"]["dependencies"], *(project["build-system"]["requires"] if builder else ())]
    for extra in extras:
        lines += project["project"]["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


def _locked_versions(root: Path, name: str, environment: dict[str, str]) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for requirement, _ in _pins(root, name):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            version = Version(str(requirement.specifier).removeprefix("=="))
            found.setdefault(canonicalize_name(requirement.name), []).append(version)
    return found


def _pins(root: Path, name: str) -> list[tuple[Requirement, str]]:
    """Return each requirement of a lock with the text of its entry, hashes included."""
    uncommented = re.sub(r"^\s*#.*\n", "", _read(root, name), flags=re.MULTILINE)
    entries = uncommented.replace("\\\n", " ").splitlines()
    return [(Requirement(entry.split(" --hash")[0].strip()), entry) for entry in entries if entry.strip()]


def _read(root: Path, name: str) -> str:
    return (root / "requirements" / name).read_text(encoding="utf-8")
