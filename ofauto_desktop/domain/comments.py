"""What people wrote below a post. It is read when somebody wants to see it, and not stored."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment. `at` is aware UTC; `author` is a handle, empty where the platform does not tell; `likes` None likewise."""

    remote_id: str
    author: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime
    likes: int | None = None
