"""Which browser is driven: one that the person names, else their Chrome or Edge, else Playwright's, else the system's.

None is ever downloaded: what a person logs in with is theirs to choose.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from connectors.errors import NoBrowser

_SYSTEM = ("chromium", "chromium-browser")
_REVISION = re.compile(r"chromium-(\d+)")
# Where they are inside Playwright's folder of a revision, by system; older revisions have the shorter name.
_INSIDE = (
    "chrome-linux64/chrome",
    "chrome-linux/chrome",
    "chrome-win64/chrome.exe",
    "chrome-win/chrome.exe",
    "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
)
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A browser on this computer: what people call it, and its program."""

    name: str
    program: Path


def find(named: str = "") -> Found:
    """The browser to drive. `named`: the program that a person chose, "" for none.

    Raises NoBrowser where the named one is not there, or there is none at all: no other is taken in its place.
    """
    if named:
        program = Path(named).expanduser()
        if not _runs(program):
            raise NoBrowser("the browser that is named in the settings is not there", item=named[:120])
        return Found(name="the one named in the settings", program=program)
    for found in _candidates(os.environ):
        return found
    raise NoBrowser("no Chrome, Edge or Chromium was found on this computer")


def _candidates(environ: Mapping[str, str]) -> Iterator[Found]:
    yield from (Found(name=name, program=path) for name, path in _of_vendors(environ) if _runs(path))
    yield from _of_playwright(environ)
    for name in _SYSTEM:
        if (program := shutil.which(name, path=environ.get("PATH"))) is not None:
            yield Found(name="Chromium", program=Path(program))


def _of_vendors(environ: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Where Chrome and Edge install themselves, the places that Playwright's channels name."""
    if sys.platform == "win32":
        roots = [environ[name] for name in ("LOCALAPPDATA", "PROGRAMFILES", "PROGRAMFILES(X86)") if environ.get(name)]
        yield from (("Chrome", Path(root, "Google", "Chrome", "Application", "chrome.exe")) for root in roots)
        yield from (("Edge", Path(root, "Microsoft", "Edge", "Application", "msedge.exe")) for root in roots)
    elif sys.platform == "darwin":
        yield "Chrome", Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
        yield "Edge", Path("/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge")
    else:
        yield "Chrome", Path("/opt/google/chrome/chrome")
        yield "Edge", Path("/opt/microsoft/msedge/msedge")


def _of_playwright(environ: Mapping[str, str]) -> Iterator[Found]:
    """What `playwright install chromium` has put into the person's cache, the newest first."""
    folder = _cache(environ)
    revisions = [(int(hit[1]), path) for path in folder.glob("chromium-*") if (hit := _REVISION.fullmatch(path.name))]
    for _, path in sorted(revisions, reverse=True):
        yield from (
            Found(name="Playwright's Chromium", program=path / inside) for inside in _INSIDE if _runs(path / inside)
        )


def _cache(environ: Mapping[str, str]) -> Path:
    if (own := environ.get("PLAYWRIGHT_BROWSERS_PATH", "0")) != "0":
        return Path(own)
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"), "ms-playwright")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "ms-playwright")


def _runs(program: Path) -> bool:
    return program.is_file() and os.access(program, os.X_OK)


def driver_problem() -> str:
    """Why Playwright's driver does not start here; "" where it does. Takes a tenth of a second."""
    import playwright

    node = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
    try:
        done = subprocess.run(  # noqa: S603 - Playwright's own program, by its full path
            [node, "--version"], capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    if done.returncode == 0:
        return ""
    missing = re.search(r"(lib[\w.+-]+\.so[\w.]*)", done.stderr)
    return f"{missing[1]} is missing" if missing else f"it ends with {done.returncode}"
