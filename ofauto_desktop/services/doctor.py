"""What this computer offers and what a workspace is missing, each with what to do about it. Needs no unlocked workspace."""

import importlib
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
import time
import webbrowser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ofauto_desktop import __version__
from ofauto_desktop.domain.doctor import Finding
from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.runtime import paths

_MIB = 1024 * 1024
_ENOUGH_DISK = 1024 * _MIB
_LEAST_PYTHON = (3, 11)
# By import name; each is loaded, as a library that is there may still lack one of the system's.
_LIBRARIES = ("sqlcipher3", "sqlalchemy", "cryptography", "keyring", "httpx", "PIL", "av", "babel")
# No clock is right that stands before this program was written.
_WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
_A_MINUTE = 60
_PROXY_NAMES = ("http_proxy", "https_proxy", "all_proxy")


def examine(data_dir: Path) -> tuple[Finding, ...]:
    """Everything looked at, in the order to be shown. Raises nothing; what fails is a finding."""
    return tuple(_findings(data_dir))


def _findings(data_dir: Path) -> Iterator[Finding]:
    yield Finding(check="program", ok=True, found=f"OFAuto Desktop {__version__}")
    yield _python()
    yield Finding(check="system", ok=True, found=f"{platform.system()} {platform.release()} ({platform.machine()})")
    yield from (_library(name) for name in _LIBRARIES)
    yield _encryption()
    yield _window_library()
    yield _display()
    yield _browser()
    yield _site_browser()
    yield from _sites(data_dir)
    yield _keychain()
    yield _clock(data_dir)
    yield _zone()
    yield _proxies()
    yield _folder(data_dir)
    yield _disk(data_dir)
    yield _workspace(data_dir)


def _python() -> Finding:
    ok = sys.version_info[:2] >= _LEAST_PYTHON
    return Finding(
        check="python", ok=ok, found=platform.python_version(), fix="" if ok else "Install Python 3.11 or newer"
    )


def _library(name: str) -> Finding:
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        return Finding(check=name, ok=False, found=f"cannot be loaded: {error}", fix="Run: make setup")
    return Finding(check=name, ok=True, found=str(getattr(module, "__version__", "loaded")))


def _encryption() -> Finding:
    from storage.database import library_versions

    cipher, sqlite = library_versions()
    ok = bool(cipher)
    found = f"SQLCipher {cipher}, SQLite {sqlite}" if ok else f"SQLite {sqlite} without encryption"
    return Finding(check="encryption", ok=ok, found=found, fix="" if ok else "Install sqlcipher3 anew: make setup")


def _window_library() -> Finding:
    # Looked for, not loaded: on a server it is not wanted, and here nothing speaks Qt.
    if importlib.util.find_spec("PySide6") is None:
        return Finding(check="window", ok=True, found="no PySide6; the commands work without it")
    try:
        version = importlib.metadata.version("PySide6_Essentials")
    except importlib.metadata.PackageNotFoundError:
        version = "bundled"
    return Finding(check="window", ok=True, found=f"PySide6 {version}")


def _display() -> Finding:
    if sys.platform != "linux":
        return Finding(check="display", ok=True, found="the desktop's own")
    shown = next((name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)), None)
    if shown is None:
        return Finding(
            check="display",
            ok=False,
            found="none: neither DISPLAY nor WAYLAND_DISPLAY is set",
            fix="Start it from a desktop session; commands like `ofauto run` need no display",
        )
    from ctypes.util import find_library

    if shown == "DISPLAY" and find_library("xcb-cursor") is None:
        return Finding(
            check="display",
            ok=False,
            found="libxcb-cursor is missing, without which no window opens",
            fix="Install libxcb-cursor0 (apt install libxcb-cursor0)",
        )
    return Finding(check="display", ok=True, found=f"{shown}={os.environ[shown]}")


def _browser() -> Finding:
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return Finding(
            check="browser",
            ok=False,
            found="none was found",
            fix="Install a browser or name one in BROWSER; a login address can also be copied by hand",
        )
    return Finding(check="browser", ok=True, found=str(getattr(found, "name", type(found).__name__)))


def _site_browser() -> Finding:
    """The one that is driven on sites without an interface for programs; it need not be the one for addresses."""
    from connectors.browser.finding import driver_problem, find

    if problem := driver_problem():
        fix = "Run: make setup; on Debian its library is in libatomic1 (apt install libatomic1)"
        return Finding(check="site browser", ok=False, found=f"Playwright does not start: {problem}", fix=fix)
    try:
        found = find()
    except AppError as error:
        return Finding(
            check="site browser",
            ok=False,
            found=error.reason,
            fix="Install Chrome, Edge or Chromium (apt install chromium), or name one in Settings → Advanced",
        )
    return Finding(check="site browser", ok=True, found=f"{found.name}, {found.program}")


def _sites(data_dir: Path) -> Iterator[Finding]:
    """What is known of each site that is used in a browser, and whether an updated file of the person's counts."""
    from connectors import registry
    from connectors.browser import updates

    updates.look_in(data_dir / paths.SITES)
    for name in registry.offered():
        parts = registry.platform(name)
        if parts.site is None:
            continue
        site = parts.site()
        found = f"version {site.version}, seen {site.seen}"
        own = data_dir / paths.SITES / f"{name.value}.toml"
        problem = updates.problem_of(name.value, site) if own.is_file() else ""
        fix = f"Remove {own}, or take a newer one" if problem else ""
        yield Finding(
            check=f"site {name.value}", ok=not problem, found=f"{found}; {problem}" if problem else found, fix=fix
        )


def _keychain() -> Finding:
    from storage import keychain

    name = keychain.available()
    if name is None:
        return Finding(
            check="keychain",
            ok=False,
            found="none that keeps secrets",
            fix="Unlock with the passphrase, or install one (GNOME Keyring, KWallet) and log in to the desktop anew",
        )
    try:
        keychain.try_out()
    except AppError as error:
        return Finding(check="keychain", ok=False, found=f"{name}: {error.reason}", fix="Unlock it and try again")
    return Finding(check="keychain", ok=True, found=name)


def _clock(data_dir: Path) -> Finding:
    now = datetime.now(UTC)
    newest = max((path.stat().st_mtime for path in _shallow(data_dir)), default=0.0)
    said = now.isoformat(timespec="seconds")
    fix = "Set the date and let the system keep it (timedatectl set-ntp true)"
    if now < _WRITTEN:
        return Finding(check="clock", ok=False, found=f"{said}, which is in the past", fix=fix)
    if newest > now.timestamp() + _A_MINUTE:
        return Finding(check="clock", ok=False, found=f"{said}, but files of the workspace are newer", fix=fix)
    return Finding(check="clock", ok=True, found=said)


def _zone() -> Finding:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        return Finding(check="time zones", ok=False, found="no time zone data", fix="Install tzdata: make setup")
    return Finding(check="time zones", ok=True, found=f"this computer: {time.tzname[0]}")


def _proxies() -> Finding:
    """The machine's proxy is for its browser: what an account has is set with the account, and nothing else is used."""
    names = sorted({name.upper() for name in os.environ if name.lower() in _PROXY_NAMES and os.environ[name]})
    if not names:
        return Finding(check="proxies", ok=True, found="each account has its own, or none")
    words = f"each account has its own, or none; {', '.join(names)} of this computer is not used"
    return Finding(check="proxies", ok=True, found=words)


def _folder(data_dir: Path) -> Finding:
    if not data_dir.exists():
        return Finding(check="data folder", ok=True, found=f"{data_dir} (not there yet)")
    if not os.access(data_dir, os.W_OK | os.X_OK):
        fix = f"Make it yours: chown -R $USER {data_dir}"
        return Finding(check="data folder", ok=False, found=f"{data_dir} cannot be written", fix=fix)
    if os.name == "posix" and data_dir.stat().st_mode & 0o077:
        fix = f"Keep others out: chmod 700 {data_dir}"
        return Finding(check="data folder", ok=False, found=f"{data_dir} can be opened by others", fix=fix)
    return Finding(check="data folder", ok=True, found=str(data_dir))


def _disk(data_dir: Path) -> Finding:
    there = next((path for path in (data_dir, *data_dir.parents) if path.exists()), Path.cwd())
    free = shutil.disk_usage(there).free
    ok = free >= _ENOUGH_DISK
    fix = "" if ok else "Make room: a backup needs as much as the workspace holds"
    return Finding(check="disk space", ok=ok, found=f"{free // _MIB:,} MB free", fix=fix)


def _workspace(data_dir: Path) -> Finding:
    from ofauto_desktop.services.lock import Lock, WorkspaceState

    try:
        state = Lock(data_dir).state()
    except AppError as error:
        fix = "Restore the newest backup: ofauto backup restore FILE --into DIR"
        return Finding(check="workspace", ok=False, found=error.reason, fix=fix)
    if state is not WorkspaceState.ABSENT and not (data_dir / paths.DATABASE).exists():
        fix = "Restore the newest backup: ofauto backup restore FILE --into DIR"
        return Finding(check="workspace", ok=False, found="the database file is missing", fix=fix)
    words = {
        WorkspaceState.ABSENT: "none here yet",
        WorkspaceState.LOCKED: "opens with the passphrase",
        WorkspaceState.OPENS_BY_KEYCHAIN: "opens with this computer's keychain",
    }
    return Finding(check="workspace", ok=True, found=words[state])


def _shallow(data_dir: Path) -> Iterator[Path]:
    return data_dir.iterdir() if data_dir.is_dir() and os.access(data_dir, os.R_OK) else iter(())
