"""What a verb prints: one JSON document for scripts, or lines for people. Nothing else goes to stdout."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ofauto_desktop.domain.errors import AppError, ErrorKind, Locked, WorkspaceBusy
from ofauto_desktop.services.wording import unexpected, worded

DONE, FAILED, WRONG_USAGE, LOCKED, BUSY, LATER = 0, 1, 2, 3, 4, 75
Row = Mapping[str, Any]
UNKNOWN = "\N{EN DASH}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A verb's answer: `value` for JSON, `text` for people (drawn from the value where it is None), and the exit code."""

    value: Any
    text: str | None = None
    code: int = DONE


def show(result: Result, *, as_json: bool) -> None:
    """Print an answer."""
    if as_json:
        print(document(result.value), flush=True)
        return
    text = readable(result.value) if result.text is None else result.text
    if text:
        print(text, flush=True)


def fail(error: AppError, *, as_json: bool) -> int:
    """Print an error; returns the exit code it means."""
    if as_json:
        print(document({"error": error_row(error)}), flush=True)
    else:
        told = worded(error)
        print(f"{told.title}\n{told.text}" if told.text else told.title, file=sys.stderr, flush=True)
    return code_of(error)


def fail_by_our_mistake(*, as_json: bool) -> int:
    """Print that we have a defect; returns the exit code. cli.md names no kind for it, but a script must get its JSON."""
    told = unexpected()
    if as_json:
        row = {
            "kind": "unexpected",
            "message": f"{told.title}. {told.text}",
            "action": "",
            "account": None,
            "post": None,
        }
        print(document({"error": row}), flush=True)
    print(told.title, told.text, sep="\n", file=sys.stderr, flush=True)
    return FAILED


def error_row(error: AppError) -> Row:
    """The shape of cli.md; `message` is the window's own wording."""
    told = worded(error)
    row: dict[str, Any] = {
        "kind": error.kind.value,
        "message": f"{told.title}. {told.text}".rstrip(". ") + ".",
        "action": told.action,
        "account": error.account,
        "post": error.post_id,
    }
    if error.retry_at is not None:
        row["retry_at"] = error.retry_at.isoformat()
    return row


def code_of(error: AppError) -> int:
    if isinstance(error, WorkspaceBusy):
        return BUSY
    if isinstance(error, Locked):
        return LOCKED
    return LATER if error.kind is ErrorKind.RATE_LIMITED else FAILED


def document(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def readable(value: Any) -> str:
    """Rows as a table, one object as lines of name and value."""
    if isinstance(value, Mapping):
        width = max((len(name) for name in value), default=0)
        return "\n".join(f"{name:<{width}}  {_cell(entry)}" for name, entry in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _table([row for row in value if isinstance(row, Mapping)])
    return str(value)


def _table(rows: Sequence[Row]) -> str:
    if not rows:
        return "Nothing to show."
    names = list(rows[0])
    lines = [names, *([_cell(row.get(name)) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)
    return "\n".join(padded)


def _cell(value: Any) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, list | tuple):
        return ", ".join(_cell(entry) for entry in value) or UNKNOWN
    if isinstance(value, Mapping):
        return " ".join(f"{name}={_cell(entry)}" for name, entry in value.items())
    return str(value).replace("\n", " ⏎ ")
