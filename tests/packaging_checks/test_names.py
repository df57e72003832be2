"""Names that Python or a reader would take for something else."""

import importlib
import tomllib
from pathlib import Path

import pytest
from setuptools import find_packages

import packaging

ROOT = Path(__file__).parents[2]
OURS = ("ofauto_desktop", "ui", "connectors", "storage")
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
LONGEST = 400


def modules() -> list[Path]:
    return [path for package in OURS for path in sorted((ROOT / package).rglob("*.py"))]


def test_the_installed_packaging_wins_over_our_folder() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert "site-packages" in Path(packaging.__file__ or "").parts


@pytest.mark.parametrize("name", OURS)
def test_our_packages_come_from_this_repository(name: str) -> None:
    """`connectors` and `storage` are names of published distributions as well."""
    assert Path(importlib.import_module(name).__file__ or "").parent == ROOT / name


def test_only_our_four_packages_would_be_installed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]
    assert settings["namespaces"] is False
    found = find_packages(str(ROOT), include=settings["include"])
    assert {name.split(".")[0] for name in found} == set(OURS)


def test_no_folder_of_tests_is_named_like_a_package() -> None:
    names = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert not names & {*OURS, "packaging"}


def test_every_folder_with_modules_is_a_package() -> None:
    """One without __init__.py is left out by setuptools. Alembic finds its migrations by path."""
    folders = {path.parent.relative_to(ROOT).as_posix() for path in modules()}
    bare = {folder for folder in folders if not (ROOT / folder / "__init__.py").exists()}
    assert bare <= {"storage/migrations", "storage/migrations/versions"}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in modules() if VAGUE & set(path.stem.split("_"))] == []


def test_no_module_is_longer_than_one_thought() -> None:
    """A migration is a frozen step, not to be split."""
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules()
        if path.parent.name != "versions"
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
