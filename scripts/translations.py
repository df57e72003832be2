"""Collects what people read, keeps the translations beside it, and makes the files that the program loads.

`make translations` runs it: every text of the sources goes into resources/i18n/ofauto_<language>.ts, those that are
gone are dropped, new ones are marked unfinished, and each .ts becomes a .qm. `--missing` lists what lacks its words.

Texts are found in three ways. In the code: the literals in `tr`, `tr_n`, `tr_marked`, `said`, `said_n` and `mark`. In
declarations: settings, and the manifests of the platforms. And in errors: what is said where an AppError, a problem
of a draft or a reason is made; its parts that vary become {names}, by which it is found again (domain.words.known).
"""

import argparse
import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
I18N = ROOT / "resources" / "i18n"
REASONS = I18N / "reasons.json"
CONTEXT = "OFAuto"
LANGUAGES = {"de": 2}  # how many forms a counted phrase has
_SAID = {"tr": 0, "said": 0, "mark": 0, "tr_marked": 0}
_COUNTED = {"tr_n": 1, "said_n": 1}
# Modules below the window whose functions give back what a person reads.
_PROSE_FILES = ("clashes.py",)
_PACKAGES = ("ui", "ofauto_desktop", "storage", "connectors")
_ELSEWHERE = ("ofauto_desktop/cli", "ofauto_desktop/services/doctor.py", "connectors/practice")
_PROSE = {
    "Problem": "text",
    "Caution": "message",
    "Gap": "reason",
}  # constructors of prose below the window, and the argument that holds it


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One text. `counted`: it has a form for one and for many; `reason`: it is found again by its pattern."""

    source: str
    counted: bool = False
    reason: bool = False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", action="store_true", help="list texts without a translation, as JSON")
    given = parser.parse_args()
    messages = sorted(collected())
    I18N.mkdir(exist_ok=True)
    reasons = [one.source for one in messages if one.reason and "{" in one.source]
    REASONS.write_text(json.dumps(reasons, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lacking: list[str] = []
    for language, forms in LANGUAGES.items():
        file = I18N / f"ofauto_{language}.ts"
        known = translations(file) if file.exists() else {}
        lacking += [one.source for one in messages if one.source not in known]
        write(file, language, forms, messages, known)
        compile_to_qm(file)
    if given.missing:
        print(json.dumps(lacking, ensure_ascii=False, indent=1))
    else:
        print(f"{len(messages)} texts, {len(lacking)} without a translation")
    return 0


def collected() -> set[Message]:
    """Every text of the sources and declarations."""
    files = [file for package in _PACKAGES for file in sorted((ROOT / package).rglob("*.py")) if _shown(file)]
    found = {message for file in files for message in of(file)}
    found |= {Message(text) for text in (*of_settings(), *of_manifests()) if any(one.isalpha() for one in text)}
    counted = {one.source for one in found if one.counted}
    # One entry for each text: that of the most use.
    plain = {one for one in found if not one.counted and one.source not in counted}
    reasons = {one.source for one in plain if one.reason}
    return {one for one in found if one.counted} | {Message(one.source, reason=one.source in reasons) for one in plain}


def _shown(file: Path) -> bool:
    """Not what the terminal alone says, nor what the practice platforms answer."""
    return not any(file.is_relative_to(ROOT / part) for part in _ELSEWHERE)


def of(file: Path) -> Iterator[Message]:
    """The texts of one module."""
    errors = _error_names()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if file.name in _PROSE_FILES:
        yield from (Message(text, reason=True) for text in _returned(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        at = _SAID.get(name, _COUNTED.get(name))
        if at is not None and len(node.args) > at and (text := _literal(node.args[at])):
            yield Message(text, counted=name in _COUNTED)
        elif name in errors and node.args and (text := _pattern(node.args[0])):
            yield Message(text, reason=True)
        elif name in _PROSE:
            for keyword in node.keywords:
                if keyword.arg == _PROSE[name] and (text := _pattern(keyword.value)):
                    yield Message(text, reason=True)


def _returned(tree: ast.AST) -> Iterator[str]:
    """The sentences that a module of prose gives back."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value is not None and " " in (text := _pattern(node.value)):
            yield text


def of_settings() -> Iterator[str]:
    """What the page of settings is made of."""
    from ofauto_desktop.domain import preferences

    yield from (*preferences.GROUPS, preferences.KEYBOARD, preferences.BACKUP, preferences.PROXIES)
    for setting in preferences.ALL:
        yield from (setting.label, setting.help, *setting.choices.values())


def of_manifests() -> Iterator[str]:
    """What the platforms say of themselves."""
    from connectors import registry

    for name in registry.offered():
        manifest = registry.platform(name).manifest
        yield from (
            manifest.stores,
            manifest.where_to_get,
            manifest.hook_place,
            manifest.fetches_media,
            manifest.no_broadcasts,
            *manifest.unavailable.values(),
        )
        yield from (one.help for one in manifest.fields)
        if manifest.messages is not None:
            cost = manifest.messages.cost
            yield from (cost.mentions, cost.direct, cost.sending)
        for choice in manifest.oauth.optional if manifest.oauth is not None else ():
            yield from (choice.label, choice.help)
        for option in manifest.options:
            yield from (option.label, option.usual, *option.choices.values())


def translations(file: Path) -> dict[str, list[str]]:
    """The finished ones of a .ts file: one form, or one for each number."""
    found: dict[str, list[str]] = {}
    for message in ET.parse(file).getroot().iter("message"):  # noqa: S314 - a file of this repository
        translation = message.find("translation")
        if translation is None or translation.get("type") == "unfinished":
            continue
        forms = [one.text or "" for one in translation.findall("numerusform")] or [translation.text or ""]
        found[message.findtext("source") or ""] = forms
    return found


def write(file: Path, language: str, forms: int, messages: Iterable[Message], known: dict[str, list[str]]) -> None:
    """A .ts file of these texts with the translations that are known, in order, so that changes are easily read."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for one in messages:
        entry = ET.SubElement(context, "message", **({"numerus": "yes"} if one.counted else {}))
        ET.SubElement(entry, "source").text = one.source
        translation = ET.SubElement(entry, "translation")
        words = known.get(one.source)
        if words is None or (one.counted and len(words) != forms):
            translation.set("type", "unfinished")
            words = [""] * forms if one.counted else [""]
        if one.counted:
            for form in words:
                ET.SubElement(translation, "numerusform").text = form
        else:
            translation.text = words[0]
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def compile_to_qm(file: Path) -> None:
    """The .qm beside a .ts: what Qt loads."""
    lrelease = Path(sys.executable).with_name("pyside6-lrelease")
    command = [str(lrelease), "-silent", "-nounfinished", str(file), "-qm", str(file.with_suffix(".qm"))]
    subprocess.run(command, check=True)


def _error_names() -> frozenset[str]:
    if not _names:
        import connectors.errors  # noqa: F401 - its classes are looked for below
        import ofauto_desktop.services.sending_one  # noqa: F401 - and its own
        from connectors import registry
        from ofauto_desktop.domain.errors import AppError

        for one in registry.offered():
            registry.platform(one)  # platforms have errors of their own
        _names.update(one.__name__ for one in _subclasses(AppError))
    return frozenset(_names)


_names: set[str] = set()


def _subclasses(kind: type) -> Iterator[type]:
    yield kind
    for one in kind.__subclasses__():
        yield from _subclasses(one)


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _pattern(node: ast.expr) -> str:
    """A literal as it is; an f-string with {a}, {b} … for what varies. Nothing for other expressions."""
    if not isinstance(node, ast.JoinedStr):
        return _literal(node)
    letters = iter("abcdefgh")
    parts = [str(one.value) if isinstance(one, ast.Constant) else "{" + next(letters) + "}" for one in node.values]
    text = "".join(parts)
    # Of a text that is all variable nothing can be said.
    return text if sum(one.isalpha() for part in parts if not part.startswith("{") for one in part) > 2 else ""


if __name__ == "__main__":
    raise SystemExit(main())
