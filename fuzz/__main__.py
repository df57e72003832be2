"""`python -m fuzz [--seconds N] [PARSER …]`: tries every parser for so long, keeps what it finds, exits 1 where it finds."""

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisException

from fuzz.cases import Case, keep
from fuzz.parsers import NAMES, hold, parser

_SECONDS = 300.0
_A_ROUND = 400


class _Search:
    """Tries one parser. A finding is known by where it is raised, so that each is told once and the search goes on."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._known: set[str] = set()
        self._last: tuple[Case, str] | None = None
        self.tried: Counter[str] = Counter()
        self.found: list[tuple[Path, str]] = []

    def run(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        bounds = settings(
            max_examples=_A_ROUND,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            report_multiple_bugs=False,
        )
        while time.monotonic() < ends:
            try:
                bounds(given(parser(self._name).cases)(self._tried))()
            except HypothesisException:
                raise
            except Exception:  # noqa: BLE001 - what is found is told below
                self._keep()

    @property
    def _tried(self) -> Callable[[Case], None]:
        """Another function each time, as Hypothesis wants it for another round."""

        def one(case: Case) -> None:
            self._try(case)

        return one

    def _try(self, case: Case) -> None:
        self.tried[case.where] += 1
        try:
            hold(self._name, case)
        except Exception as error:
            told = _told(error)
            if told in self._known:
                return
            self._last = (case, told)
            raise

    def _keep(self) -> None:
        assert self._last is not None
        case, told = self._last
        self._known.add(told)
        file = keep(self._name, case)
        self.found.append((file, told))
        print(f"{self._name}: {told}\n  kept as {file}", flush=True)


def _told(error: Exception) -> str:
    """What was raised, and where in the program."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "site-packages" not in one.filename and "/fuzz/fuzz/" not in one.filename]
    last, top = (ours or frames)[-1], frames[-1]
    words = str(error).splitlines()[0][:100] if isinstance(error, AssertionError) and str(error) else ""
    return f"{type(error).__name__} {words} at {Path(last.filename).name}:{last.lineno} ({Path(top.filename).name}:{top.lineno})"


def main() -> int:
    words = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    words.add_argument("parsers", nargs="*", metavar="PARSER", help=", ".join(NAMES))
    words.add_argument("--seconds", type=float, default=_SECONDS, help="for each parser (300)")
    asked = words.parse_args()
    if unknown := set(asked.parsers) - set(NAMES):
        words.error(f"there is no parser {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    found = 0
    for name in asked.parsers or NAMES:
        search = _Search(name)
        search.run(asked.seconds)
        parser(name).close()
        found += len(search.found)
        spread = ", ".join(f"{where} {count:,}" for where, count in sorted(search.tried.items()))
        print(f"{name}: {search.tried.total():,} cases ({spread}), {len(search.found)} findings", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
