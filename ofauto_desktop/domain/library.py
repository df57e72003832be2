"""Finding one's way in the library: what is wanted, in which order, in which folders, and where an item was used."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from ofauto_desktop.domain.days import starts_at
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostState

DEEPEST = 3
LONGEST_NAME = 80
LONGEST_TAG = 60


class MediaUse(StrEnum):
    """What became of an item: in no post (cancelled ones aside), in one that is not out yet, or out at least once."""

    UNUSED = "unused"
    PLANNED = "planned"
    OUT = "out"


class MediaOrder(StrEnum):
    """The orders that a listing can have."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    LARGEST = "largest"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFilter:
    """What a listing holds; everything that is given must be true of an item.

    `text` is words to be found in its name, caption, alt text and tags, or in a post that carries it. One of `kinds` and
    one of `uses` must fit (none given: any), and all of `tags`. A folder means it and those inside. `client_id`: used for
    that client. `since` and `until` are days on which it came, both inside; `within_days` counts back from today.
    """

    text: str = field(default="", repr=False)
    kinds: tuple[MediaKind, ...] = ()
    uses: tuple[MediaUse, ...] = ()
    tags: tuple[str, ...] = ()
    folder_id: int | None = None
    unfiled: bool = False
    client_id: int | None = None
    since: date | None = None
    until: date | None = None
    within_days: int | None = None
    without_alt: bool = False
    in_bin: bool = False

    def as_json(self) -> dict[str, Any]:
        """What differs from a filter that lets everything through, as plain values."""
        plain = MediaFilter()
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: _plain(value) for name, value in given.items() if value != getattr(plain, name)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The filter that `as_json` told of; what a later version added is left out. Raises BadInput for nonsense."""
        known = {one.name for one in fields(cls)}
        try:
            given = {name: _read(name, value) for name, value in stored.items() if name in known}
        except (ValueError, TypeError) as error:
            raise BadInput("this view was stored in a form that is not known here") from error
        return cls(**given)

    @property
    def narrows(self) -> bool:
        """Whether anything but a place (a folder, the bin) is asked for."""
        return replace(self, folder_id=None, unfiled=False, in_bin=False) != MediaFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The ids of what was found, in order, and the bytes of their originals."""

    ids: "array[int]"
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """An item as a grid shows it."""

    item: MediaItem
    use: MediaUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder, or a smart one that holds what its `rule` finds. `count`: the items right in it, None for smart ones."""

    id: int
    parent_id: int | None
    name: str
    rule: MediaFilter | None
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """One post on one account that carries an item. `at` (aware UTC) is when it went or is to go out; `text` its beginning."""

    post_id: int
    account_id: int
    account: str
    platform: PlatformId
    client: str
    state: PostState
    at: datetime | None
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """An item that must stay, because a post that is to go out carries it. `text` is that post's beginning."""

    media_id: int
    name: str
    post_id: int
    at: datetime | None
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageUse:
    """Bytes: `originals` as they came, `forms` made for sending, `bin` what waits to be emptied, `on_disk` all files together.

    `quota` is the most that originals and forms may take, None for no limit of ours; `free` is what the disk has left.
    """

    items: int
    originals: int
    forms: int
    in_bin: int
    bin: int
    by_kind: Mapping[MediaKind, tuple[int, int]]
    on_disk: int
    quota: int | None
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Where items lay before they were moved; hand it back to undo that."""

    before: Mapping[int | None, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """The tags that items had before they were changed; hand it back to undo that."""

    before: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedFolder:
    """A folder that was removed with those inside it, outermost first, and what lay in each; hand it back to undo that."""

    folders: tuple[Folder, ...]
    items: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a file. `was_here`: the same bytes were in the library; `alike`: items that show the same picture."""

    item: MediaItem
    was_here: bool
    alike: tuple[MediaItem, ...] = ()


def came_between(of: MediaFilter, zone: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when until when (aware UTC, the end not inside) what `of` asks for came, days being those of an IANA `zone`."""
    tz = ZoneInfo(zone)
    since, until = of.since, of.until
    if of.within_days is not None:
        earliest = now.astimezone(tz).date() - timedelta(days=of.within_days - 1)
        since = earliest if since is None else max(since, earliest)
    start = None if since is None else starts_at(since, tz)
    return start, None if until is None else starts_at(until + timedelta(days=1), tz)


def folder_name(name: str) -> str:
    """A name that a folder can have. Raises BadInput."""
    tidy = " ".join(name.split())
    if not tidy:
        raise BadInput("a folder needs a name")
    if len(tidy) > LONGEST_NAME:
        raise BadInput(f"a folder's name has at most {LONGEST_NAME} characters")
    if "/" in tidy:
        raise BadInput("a folder's name holds no slash")
    return tidy


def tidy_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Without white space around, empties and repetitions, in the order given. Raises BadInput for endless ones."""
    tidy = tuple(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
    if any(len(tag) > LONGEST_TAG for tag in tidy):
        raise BadInput(f"a tag has at most {LONGEST_TAG} characters")
    return tidy


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    match name:
        case "kinds":
            return tuple(MediaKind(one) for one in value)
        case "uses":
            return tuple(MediaUse(one) for one in value)
        case "tags":
            return tuple(str(one) for one in value)
        case "since" | "until":
            return date.fromisoformat(value)
        case "text":
            return str(value)
        case "folder_id" | "client_id" | "within_days":
            return int(value)
        case _:
            return bool(value)
