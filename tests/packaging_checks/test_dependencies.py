"""What is declared, what is locked and what is imported agree."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
OURS = ("ofauto_desktop", "ui", "connectors", "storage")
LOCKS = ("requirements.lock", "scripts/bootstrap.lock")
USED_BY_OTHERS = {
    "tzdata": "zoneinfo reads it where the system has no zones",
    "python-multipart": "Starlette reads forms with it",
}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}


def imported() -> set[str]:
    """Top-level names of what our packages import, ours and the standard library's left out."""
    names: set[str] = set()
    for package in OURS:
        for path in (ROOT / package).rglob("*.py"):
            names.update(_imports(path))
    return names - set(sys.stdlib_module_names) - set(OURS)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def _distributions(module: str) -> set[str]:
    return {canonicalize_name(name) for name in packages_distributions().get(module, [])}


def test_every_dependency_is_imported() -> None:
    used = {name for module in imported() for name in _distributions(module)}
    assert declared() - used - set(USED_BY_OTHERS) == set()


def test_every_import_is_declared() -> None:
    """A library that only comes along with another may leave with it."""
    assert {module for module in imported() if not _distributions(module) & declared()} == set()


def test_the_domain_needs_the_standard_library_only() -> None:
    folder = ROOT / "ofauto_desktop" / "domain"
    foreign = {
        (path.name, name)
        for path in folder.rglob("*.py")
        for name in _imports(path)
        if name not in sys.stdlib_module_names and name != "ofauto_desktop"
    }
    assert foreign == set()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_hashes_everything(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    pins = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).strip())
    assert pins
    assert [pin for pin in pins if not re.match(r"[\w.\[\]-]+==[\w.!+]+[ ;]", pin) or "--hash=sha256:" not in pin] == []


def test_everything_declared_is_locked() -> None:
    """scripts/lock brings the two together again."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    wanted = declared() | {canonicalize_name(Requirement(line).name) for group in groups.values() for line in group}
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)
    assert wanted - {canonicalize_name(name) for name in pinned} == set()


def test_no_lock_file_of_uv_is_kept() -> None:
    """They record the addresses of registries."""
    assert not (ROOT / "uv.lock").exists()
    assert not (ROOT / "pylock.toml").exists()
