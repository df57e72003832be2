"""`ofauto VERB …`: the services without a window. No Qt is imported."""

import logging
import signal
import sys
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ofauto_desktop.cli.output import FAILED, WRONG_USAGE, Result, fail, show
from ofauto_desktop.cli.parser import Usage, parser
from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.runtime import logs, paths
from ofauto_desktop.runtime.hardening import harden
from ofauto_desktop.runtime.loop import BackgroundLoop
from ofauto_desktop.services.wording import unexpected

_STOPPED = 130
_log = logging.getLogger(__name__)


def run(arguments: Sequence[str]) -> int:
    """Do one verb; returns its exit code."""
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
    from ofauto_desktop.cli.dispatch import answer

    try:
        result = _until_done(loop, answer(loop, given))
    except AppError as error:
        return fail(error, as_json=given.json)
    except (KeyboardInterrupt, CancelledError):
        return _STOPPED
    except BrokenPipeError:
        # Whoever read our lines has gone (`ofauto … | head`); Python's own flush at exit must not complain.
        sys.stdout = None
        return FAILED
    except Exception:  # noqa: BLE001 - whatever else comes up is our mistake; its trace goes to the log alone
        _log.exception("a verb failed")
        print(unexpected().title, unexpected().text, sep="\n", file=sys.stderr)
        return FAILED
    if result is not None:
        show(result, as_json=given.json)
        return result.code
    return 0


def _until_done(loop: BackgroundLoop, work: Coroutine[Any, Any, Result | None]) -> Result | None:
    """Wait for `work` on the loop; the first interrupt or termination cancels it, and it cleans up."""
    future = loop.submit(work)
    before = signal.signal(signal.SIGTERM, lambda *_: future.cancel())
    try:
        return future.result()
    except KeyboardInterrupt:
        future.cancel()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
