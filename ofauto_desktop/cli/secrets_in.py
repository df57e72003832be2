"""Secrets that come in: from a file descriptor, a file or the terminal; never from argv or the environment."""

import getpass
import json
import os
import sys
from pathlib import Path

from ofauto_desktop.domain.errors import BadInput, Locked
from ofauto_desktop.domain.manifest import FieldSpec

_LONGEST = 1_000_000


def passphrase(fd: int | None, file: str | None, *, prompt: str = "Passphrase: ") -> str | None:
    """The passphrase from what was given, without its line end; None where nothing was given and nobody can be asked."""
    if fd is not None:
        try:
            return _read_fd(fd).rstrip("\r\n")
        except BadInput as error:
            raise Locked(error.reason) from error
    if file is not None:
        try:
            return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Locked("the file with the passphrase cannot be read", item=file) from error
    return getpass.getpass(prompt) if sys.stdin.isatty() else None


def fields(fd: int | None, specs: tuple[FieldSpec, ...]) -> dict[str, str]:
    """A credential's fields: a JSON object of texts from `fd`, or asked for one by one on the terminal."""
    if fd is not None:
        return _decoded(_read_fd(fd))
    if not sys.stdin.isatty():
        raise BadInput("the credential is missing; give it as a JSON object by --secret-fd")
    asked = {spec.name: _ask(spec) for spec in specs}
    return {name: value for name, value in asked.items() if value}


def _ask(spec: FieldSpec) -> str:
    print(spec.help, file=sys.stderr)
    prompt = f"{spec.name}{'' if spec.required else ' (may be left empty)'}: "
    return getpass.getpass(prompt) if spec.secret else input(prompt)


def _decoded(text: str) -> dict[str, str]:
    try:
        given = json.loads(text)
    except ValueError as error:
        raise BadInput("the credential is not a JSON object") from error
    if not isinstance(given, dict) or not all(isinstance(value, str | dict) for value in given.values()):
        raise BadInput("the credential must be a JSON object of texts")
    return {str(key): value if isinstance(value, str) else json.dumps(value) for key, value in given.items()}


def _read_fd(fd: int) -> str:
    pieces = bytearray()
    try:
        while piece := os.read(fd, 65_536):
            pieces += piece
            if len(pieces) > _LONGEST:
                raise BadInput("what --secret-fd or --unlock-fd gives is too long")
    except OSError as error:
        raise BadInput(f"file descriptor {fd} cannot be read") from error
    try:
        return pieces.decode()
    except UnicodeDecodeError as error:
        raise BadInput(f"file descriptor {fd} does not give text") from error
