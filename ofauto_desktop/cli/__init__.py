"""`ofauto VERB …`: the services without a window. No Qt is imported."""

import io
import logging
import signal
import sys
from argparse import Namespace
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import CancelledError, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ofauto_desktop.cli.output import FAILED, WRONG_USAGE, Result, fail, fail_by_our_mistake, show
from ofauto_desktop.cli.parser import Usage, parser
from ofauto_desktop.domain.errors import AppError, BadInput
from ofauto_desktop.runtime import logs, paths
from ofauto_desktop.runtime.hardening import harden
from ofauto_desktop.runtime.loop import BackgroundLoop

_STOPPED = 130
_LOOK_EVERY = 1.0  # seconds
# What these hold are paths, and a path may be any bytes.
_PATHS = frozenset({"data_dir", "file", "into", "media", "text_file", "thread", "unlock_file"})
_log = logging.getLogger(__name__)


def run(arguments: Sequence[str]) -> int:
    """Do one verb; returns its exit code."""
    _speak_utf8()
    try:
        given = parser().parse_args(list(arguments))
    except Usage as error:
        print(f"{error}\n{error.usage}", file=sys.stderr, end="")
        return WRONG_USAGE
    except SystemExit as done:  # argparse ends so after --help and --version
        return int(done.code or 0)
    harden()
    given.data_dir = Path(given.data_dir).expanduser() if given.data_dir else paths.default_data_dir()
    loop = BackgroundLoop()
    try:
        with _logging_to(given.data_dir):
            return _answered(loop, given)
    finally:
        loop.stop()


def _speak_utf8() -> None:
    """JSON is UTF-8 whatever this computer's locale is; and no name with odd bytes in it may break a message."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _refuse_broken_text(given: Namespace) -> None:
    """Arguments that are not UTF-8 reach Python with lone surrogates, which nothing can store or send. Raises BadInput."""
    for name, value in vars(given).items():
        words = value if isinstance(value, list) else [value]
        if name not in _PATHS and any(isinstance(word, str) and not _is_text(word) for word in words):
            raise BadInput("it is not UTF-8 text", item=f"--{name.replace('_', '-')}")


def _is_text(word: str) -> bool:
    return word.isascii() or not any("\ud800" <= char <= "\udfff" for char in word)


@contextmanager
def _logging_to(data_dir: Path) -> Iterator[None]:
    """The workspace's log while a verb runs; where there is no folder yet, nothing is written anywhere."""
    if not data_dir.is_dir():
        logging.getLogger().addHandler(logging.NullHandler())
        yield
        return
    handler = logs.log_to(data_dir)
    try:
        yield
    finally:
        logs.stop_logging(handler)


def _answered(loop: BackgroundLoop, given: Any) -> int:
    """Do the verb and tell how it ended; returns the exit code."""
    try:
        return _ended(loop, given)
    except BrokenPipeError:
        # Whoever read our lines has gone (`ofauto … | head`).
        return _unheard()
    except OSError as error:
        print(f"What was to be printed could not be written ({error.strerror}).", file=sys.stderr)
        return _unheard()


def _unheard() -> int:
    sys.stdout = None  # Python's own flush at the exit would fail again, and complain
    return FAILED


def _ended(loop: BackgroundLoop, given: Any) -> int:
    """Raises OSError where the answer cannot be printed."""
    from ofauto_desktop.cli.dispatch import answer

    try:
        _refuse_broken_text(given)
        result = _until_done(loop, answer(loop, given))
    except AppError as error:
        return fail(error, as_json=given.json)
    except (KeyboardInterrupt, CancelledError):
        return _STOPPED
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - whatever else comes up is our mistake; its trace goes to the log alone
        _log.exception("a verb failed")
        return fail_by_our_mistake(as_json=given.json)
    if result is not None:
        show(result, as_json=given.json)
        return result.code
    return 0


def _until_done(loop: BackgroundLoop, work: Coroutine[Any, Any, Result | None]) -> Result | None:
    """Wait for `work` on the loop; the first interrupt or termination cancels it, and it cleans up."""
    future = loop.submit(work)
    before = signal.signal(signal.SIGTERM, lambda *_: future.cancel())
    try:
        # Python acts on a signal when this thread does something, and only the thread that got it is woken.
        while not future.done():
            wait([future], _LOOK_EVERY)
        return future.result()
    except KeyboardInterrupt:
        future.cancel()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
