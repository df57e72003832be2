"""Words in the person's language. The source is English; translations come as Qt's .qm files (resources/i18n)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ofauto_desktop.domain import words
from ofauto_desktop.domain.words import known, mark
from ofauto_desktop.services import formats

__all__ = ["Words", "known", "mark", "shown", "speak", "spoken", "tr", "tr_marked", "tr_n"]
SOURCE = "en"
K = TypeVar("K")
_CONTEXT = "OFAuto"


def tr(text: str, /, **values: object) -> str:
    """`text` in the window's language, its {names} filled in from `values`. A literal, so that translators get it."""
    said = QCoreApplication.translate(_CONTEXT, text)
    return said.format(**values) if values else said


def tr_n(one: str, many: str, n: int, /, **values: object) -> str:
    """The form for `n` things, {n} being the number as it is written: `one` and `many` are the English forms, both literals.

    Other languages have forms of their own, which a translation gives for `many`.
    """
    said = QCoreApplication.translate(_CONTEXT, many, None, n)
    if said == many and n == 1:
        said = one
    return said.format(n=formats.count(n), **values)


def tr_marked(text: str) -> str:
    """What was marked by `mark` where it is declared: in a table of this module, or a setting's label."""
    return QCoreApplication.translate(_CONTEXT, text) if text else ""


class Words(Mapping[K, str]):
    """A table of texts that are marked where it is made, and translated when one is looked up."""

    def __init__(self, words: Mapping[K, str]) -> None:
        self._words = words

    def __getitem__(self, key: K) -> str:
        return tr_marked(self._words[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def spoken(wanted: str) -> str:
    """The language that is shown for the preference `wanted`: a two-letter code, or "system" for the desktop's."""
    if wanted != "system":
        return wanted
    return QLocale.system().name()[:2]


def speak(language: str, folder: Path) -> None:
    """Show `language` (two letters) from now on: the window's words, those from below, and Qt's own dialogs.

    One that there is no translation for is shown in English. What stands on screen keeps its words until it is
    built again.
    """
    for old in _loaded:
        QCoreApplication.removeTranslator(old)
    _loaded.clear()
    ours, qts = QTranslator(), QTranslator()
    if language != SOURCE and ours.load(f"ofauto_{language}", str(folder)):
        qts.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        for one in (ours, qts):
            QCoreApplication.installTranslator(one)
            _loaded.append(one)
    words.speak(_translated if _loaded else None, _reasons(folder) if _loaded else ())
    _shown[:] = [language if _loaded else SOURCE]
    system = QLocale.system()
    QLocale.setDefault(system if system.name()[:2] == shown() else QLocale(shown()))


def shown() -> str:
    """The language that is shown now, two letters."""
    return _shown[-1]


def _translated(text: str, n: int | None) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, -1 if n is None else n)


def _reasons(folder: Path) -> tuple[str, ...]:
    """The forms of what errors say, as `make translations` collected them."""
    return tuple(json.loads((folder / "reasons.json").read_text(encoding="utf-8")))


_loaded: list[QTranslator] = []
_shown = [SOURCE]
