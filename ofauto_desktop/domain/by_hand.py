"""What a person needs to put a post up themselves, where no program may (A14 to A16, Patreon and Ko-fi)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

# How long readable copies of a post's files lie in the folder that the person sees, at most.
FILES_LIE_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A post for one account as it is put up by hand. `editor` is the address of the site's own.

    `tiers`: those to be chosen there; none: it is for everyone, or the site has none. `practice`: there is no such page to open.
    `fills`: the program can fill it in there, for the person to send.
    """

    post_id: int
    account_id: int
    account: str
    site: str
    text: str = field(repr=False)
    editor: str
    tiers: tuple[str, ...]
    files: tuple[str, ...]
    practice: bool
    fills: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """Readable copies of a post's files, in a `folder` that nobody else may open; gone by `until` (aware UTC)."""

    folder: Path
    files: tuple[Path, ...]
    until: datetime
