"""`ofauto`: the window; `ofauto VERB …`: the same work without one."""

import sys
from collections.abc import Sequence
from pathlib import Path

_WITH_VALUE = ("--data-dir", "--unlock-fd", "--unlock-file")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code (cli.md)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if wants_window(given):
        return _window(given)
    if given == ["gallery"]:
        from ui.gallery import run as show_gallery

        return show_gallery()
    from ofauto_desktop.cli import run
    from ofauto_desktop.runtime.memory import collect_less_often

    collect_less_often()
    return run(given)


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether no verb is given: options with their values alone, or nothing. Looks only, and imports nothing."""
    rest = list(arguments)
    while rest and rest[0].startswith("--"):
        option = rest.pop(0)
        if option not in _WITH_VALUE and option.split("=")[0] not in _WITH_VALUE:
            return False
        if "=" not in option and rest:
            rest.pop(0)
    return not rest


def _window(arguments: Sequence[str]) -> int:
    """Open the window on the data folder that is named, or on the platform's own place."""
    from ofauto_desktop.app import Program
    from ofauto_desktop.runtime import paths
    from ofauto_desktop.runtime.hardening import harden
    from ofauto_desktop.runtime.loop import BackgroundLoop
    from ofauto_desktop.runtime.memory import keep_small
    from ui.features import none_wanted

    none_wanted()  # before anything else of Qt
    from ui.start import run

    harden()
    keep_small()
    named = _value(arguments, "--data-dir")
    loop = BackgroundLoop()
    try:
        return run(Program(Path(named) if named else paths.default_data_dir(), loop))
    finally:
        loop.stop()


def _value(arguments: Sequence[str], option: str) -> str | None:
    for index, word in enumerate(arguments):
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
        if word == option and index + 1 < len(arguments):
            return arguments[index + 1]
    return None


if __name__ == "__main__":
    sys.exit(main())
