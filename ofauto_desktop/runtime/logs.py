"""The log: ids and kinds, never secrets. A filter masks what looks like one, whoever wrote it."""

import logging
import re
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from ofauto_desktop.runtime.paths import LOG

_LARGEST = 1_000_000
_KEPT = 3
_MASK = "•••"
_SECRETS = (
    re.compile(r"(?i)(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"),
    re.compile(r"(?i)((?:access_|refresh_)?token|code|client_secret|password|passphrase|verifier|cookie)=[^\s&\"']+"),
    re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"),
    re.compile(r"(?i)\"((?:access_|refresh_)?token|client_secret|password|authorization|cookie)\"\s*:\s*\"[^\"]*\""),
)


def masked(text: str) -> str:
    """`text` with everything that looks like a secret replaced."""
    for pattern in _SECRETS:
        text = pattern.sub(lambda found: f"{found.group(1)}={_MASK}" if found.re.groups else _MASK, text)
    return text


class _Masking(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class _File(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing: logging would print a trace for every line that a full disk refuses."""


def log_to(data_dir: Path, *, verbose: bool = False) -> logging.Handler:
    """Write the program's log into the workspace's folder; returns the handler, to be handed to `stop_logging`.

    Where nothing can be written there is no log: what matters of that the person is told by whoever does the work.
    """
    handler = _handler(data_dir / LOG)
    handler.setFormatter(_Masking("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    # These name full addresses, whose queries can hold secrets; the diagnostics keep what is needed of them.
    for noisy in ("httpx", "httpcore", "apscheduler", "alembic", "PIL", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return handler


def _handler(folder: Path) -> logging.Handler:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _File(folder / "ofauto.log", maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return logging.NullHandler()


def stop_logging(handler: logging.Handler) -> None:
    logging.getLogger().removeHandler(handler)
    with suppress(OSError):  # a full disk refuses what is still to be written
        handler.close()
