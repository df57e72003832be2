"""What is kept of a post between its steps at Instagram, so that another process goes on with the same container."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ofauto_desktop.domain.media import UploadSource
from ofauto_desktop.domain.posts import OutgoingPost

STORY = "story"


@dataclass(slots=True, kw_only=True)
class Kept:
    """`of` tells what the containers show: other words or pictures need others. `renewed`: how often they failed.

    `children` are containers by the number of the media item, `placed` all keys that lie at the media host, `uploads` the
    addresses of containers that still wait for their file. `published`: Instagram says that it is out, so it is
    looked for and never published again.
    """

    of: str
    container: str = ""
    made_at: str = ""
    children: dict[str, str] = field(default_factory=dict)
    placed: list[str] = field(default_factory=list)
    uploads: dict[str, str] = field(default_factory=dict)
    renewed: int = 0
    published: bool = False

    @classmethod
    def read(cls, saved: Mapping[str, Any], post: OutgoingPost) -> "Kept":
        """What an earlier try left, where it shows the same."""
        of, known = fingerprint(post), saved.get("instagram")
        if not isinstance(known, dict) or known.get("of") != of:
            return cls(of=of, placed=known["placed"] if isinstance(known, dict) else [])
        return cls(**known)

    def state(self) -> dict[str, object]:
        """As it is stored: JSON without a secret."""
        return {"instagram": {name: getattr(self, name) for name in self.__slots__}}

    def forget(self) -> None:
        """Begin anew with the container, and with those it is made of."""
        self.container, self.made_at, self.children, self.uploads = "", "", {}, {}

    def note_made(self, container: str, now: datetime) -> None:
        self.container, self.made_at = container, now.isoformat()


def is_story(post: OutgoingPost) -> bool:
    return post.options.get("publish_as") == STORY


def fingerprint(post: OutgoingPost) -> str:
    """Of all that a container holds."""
    part = post.parts[0]
    shown = [part.text, sorted(post.options.items()), [_shown(source) for source in part.media]]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()


def _shown(source: UploadSource) -> list[object]:
    item = source.item
    return [item.sha256, item.mime, item.size, item.width, item.height, item.alt_text, item.cover_ms]
