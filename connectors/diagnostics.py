"""What an account's last requests were, without anything secret: the material of a support report (L18)."""

import re
from collections import deque
from collections.abc import Mapping

from ofauto_desktop.domain.requests import RequestNote

KEPT = 200
_DEEPEST = 6
_WIDEST = 40
_NAME = re.compile(r"[A-Za-z_][A-Za-z_-]{0,31}")


class Diagnostics:
    """The last requests of one account, and the shape of the last answer that could not be read."""

    def __init__(self) -> None:
        self.requests: deque[RequestNote] = deque(maxlen=KEPT)
        self.noted = 0  # how many there were in all
        self.unreadable: str | None = None

    def note(self, entry: RequestNote) -> None:
        self.requests.append(entry)
        self.noted += 1

    def keep_shape(self, payload: object) -> None:
        """Keep the form of a payload, none of its values."""
        self.unreadable = str(shape(payload))


def masked_route(path: str) -> str:
    """A path whose segments that look like ids are replaced: /2/users/2244/tweets -> /2/users/…/tweets."""
    return "/".join("…" if _is_id(segment) else segment for segment in path.split("/"))


def _is_id(segment: str) -> bool:
    return len(segment) > 12 or (len(segment) > 2 and any(char.isdigit() for char in segment))


def shape(payload: object, depth: int = 0) -> object:
    """Keys and types of decoded JSON, never a value: {"id": "str(19)", "n": "int"}. A key that is data shows as …"""
    if depth >= _DEEPEST:
        return "…"
    if isinstance(payload, Mapping):
        return {_shown(key): shape(value, depth + 1) for key, value in list(payload.items())[:_WIDEST]}
    if isinstance(payload, list):
        return [shape(payload[0], depth + 1), f"{len(payload)} of these"] if payload else []
    if isinstance(payload, str | bytes):
        return f"{type(payload).__name__}({len(payload)})"
    return type(payload).__name__


def _shown(key: object) -> str:
    """A field's name; anything else that stands as a key (an id, an address, a text) is private."""
    text = str(key)
    return text if _NAME.fullmatch(text) else "…"
