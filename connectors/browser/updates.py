"""A site's file can be renewed without a new program: one in the data folder counts where its version is higher.

It is a stranger's all the same: it is validated, keeps to its own site by its form, and may change how a flow goes but not
take one away, as the program calls them by name. What does not fit is left, and the packaged file counts.
"""

import logging
import threading
from pathlib import Path

from connectors.browser.sites import Site, load

# A site's file has some 5 KB; nothing that is larger is one.
_LARGEST = 256 * 1024
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_folder: Path | None = None


def look_in(folder: Path | None) -> None:
    """Where updated files lie, each called after its platform: "onlyfans.toml". None: nowhere."""
    global _folder  # noqa: PLW0603 - of the process, like the files themselves
    with _lock:
        _folder = folder


def newest(name: str, packaged: str) -> Site:
    """The site's data: the packaged text's, or the updated file's. Raises ValueError where the packaged one is wrong."""
    ours = load(packaged)
    with _lock:
        folder = _folder
    if folder is None:
        return ours
    try:
        theirs = _read(folder / f"{name}.toml")
    except ValueError as error:
        _log.warning("the updated file of %s is not used: %s", name, error)
        return ours
    if theirs is None or theirs.version <= ours.version:
        return ours
    if problem := lacking(theirs, ours):
        _log.warning("the updated file of %s is not used: %s", name, problem)
        return ours
    return theirs


def problem_of(name: str, used: Site) -> str:
    """Why the updated file of a platform is not the one that is `used`; "" where it is, or there is none."""
    with _lock:
        folder = _folder
    if folder is None:
        return ""
    try:
        theirs = _read(folder / f"{name}.toml")
    except ValueError as error:
        return f"the updated file is not used: {error}"[:300]
    if theirs is None or theirs == used:
        return ""
    return f"the updated file is not used: {lacking(theirs, used) or f'its version {theirs.version} is not higher'}"


def _read(file: Path) -> Site | None:
    """None where there is none. Raises ValueError."""
    try:
        with file.open("rb") as content:
            text = content.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError(f"it cannot be read ({error.strerror})") from error
    if len(text) > _LARGEST:
        raise ValueError("it is too large")
    return load(text.decode("utf-8"))  # a UnicodeDecodeError is a ValueError, too


def lacking(theirs: Site, ours: Site) -> str:
    """What the program relies on and `theirs` has not; "" where nothing is missing."""
    for kind, have, need in (("element", theirs.elements, ours.elements), ("flow", theirs.flows, ours.flows)):
        if missing := sorted(set(need) - set(have)):
            return f"it has no {kind} {missing[0]!r}"
    for name, steps in ours.flows.items():
        if unknown := sorted(_values(theirs, name) - _values(ours, name)):
            return f"its flow {name!r} asks for {unknown[0]!r}, which nobody gives"
        if theirs.flows[name][-1].answer is None and steps[-1].answer is not None:
            return f"its flow {name!r} does not end with an answer"
    return ""


def _values(site: Site, flow: str) -> set[str]:
    """The names that a flow's steps expect to be given."""
    return {name for step in site.flows[flow] for name in (step.value, step.when) if name is not None}
