"""A platform on its practice world, with a clock moved by hand, and clients of it that are closed at the end."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from PIL import Image

from connectors import registry
from connectors.base import Connection, CredentialSource, HostSource, PlatformClient, no_host
from connectors.diagnostics import Diagnostics
from connectors.held import HeldCredential
from connectors.http import Http
from connectors.limiter import Limiter
from connectors.practice import worlds
from connectors.practice.faults import Action, Fault, Faults
from connectors.practice.instagram.host import PracticeHost
from connectors.practice.platforms import PracticePlatforms
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import OutgoingPost, Part

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Clock:
    """Aware UTC; stands still until it is moved."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(kw_only=True)
class Stage:
    """One platform. `fields` are a login that works, `secret` the one that counts; `world` is what the platform knows.

    `media` is what a post on it needs besides text, `host` where they lie for a platform that fetches them.
    """

    parts: registry.Platform
    endpoints: Mapping[str, str]
    transport: Callable[[], httpx.AsyncBaseTransport]
    faults: Faults
    world: Any
    fields: Mapping[str, str]
    clock: Clock
    secret: str = "access_token"
    media: tuple[Any, ...] = ()
    host: HostSource = no_host
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    limiter: Limiter = field(init=False)
    held: HeldCredential = field(init=False)
    _open: list[PlatformClient] = field(default_factory=list)

    def client(
        self,
        *,
        credentials: CredentialSource | None = None,
        deadline: float = 5.0,
        endpoints: Mapping[str, str] | None = None,
        proxy: str | None = None,
        **connection: Any,
    ) -> Any:
        """A client of its own. With `endpoints` or `proxy` it uses the network instead of the wire in process.

        A login, renewed or not, is in `held`; what it asked, in `diagnostics`.
        """
        self.held = HeldCredential(self.fields)
        self.limiter = Limiter(rate=100_000, burst=1000, now=self.clock)
        http = Http(
            limiter=self.limiter,
            diagnostics=self.diagnostics,
            now=self.clock,
            proxy=proxy,
            transport=None if endpoints or proxy else self.transport(),
            deadline=deadline,
        )
        made = self.parts.open_client(
            Connection(
                account="Ada",
                endpoints=endpoints or self.endpoints,
                credentials=credentials or self.held,
                http=http,
                now=self.clock,
                **{"host": self.host, **connection},
            )
        )
        self._open.append(made)
        return made

    def trouble(self, action: Action | str, match: str = "", **more: Any) -> None:
        """What meets the next request that matches."""
        self.faults.add(Fault(action=Action(action), match=match, **more))

    def asked(self, match: str) -> int:
        """How many requests came whose "METHOD /path" begins with `match`."""
        return sum(f"{seen.method} {seen.path}".startswith(match) for seen in self.faults.seen)

    async def close(self) -> None:
        for client in self._open:
            await client.aclose()


def practised(platform: PlatformId, *, year: bool = False) -> Stage:
    """A platform as its practice world plays it, empty or after a year."""
    clock = Clock()
    made = worlds.ORIGINS[platform].year(7, NOW) if year else worlds.ORIGINS[platform].empty()
    made.now = clock  # type: ignore[attr-defined]  # every world has one
    platforms = PracticePlatforms({platform: made})
    manifest = registry.platform(platform).manifest
    endpoints = platforms.endpoints()[platform]

    secret = "authorization" if platform is PlatformId.FANSLY else "access_token"

    async def host() -> PracticeHost | None:
        return PracticeHost(platforms.transport, endpoints["graph"], clock) if manifest.fetches_media else None

    return Stage(
        parts=registry.platform(platform),
        endpoints=endpoints,
        transport=platforms.transport,
        media=(a_photo(),) if manifest.pictures else (),
        host=host,
        faults=platforms.faults[platform],
        world=made,
        fields=next(iter(made.logins().values()))
        if not manifest.endpoints
        else {secret: f"practice-{platform.value}-token"},
        clock=clock,
        secret=secret,
    )


def a_post(*texts: str, media: tuple[Any, ...] = (), reply_to: str | None = None) -> OutgoingPost:
    """A post of one part, or a thread of several; media go with the first."""
    parts = tuple(Part(text=text, media=media if index == 0 else ()) for index, text in enumerate(texts))
    return OutgoingPost(target_id=1, parts=parts, reply_to=reply_to)


@dataclass
class AFile:
    """An UploadSource in memory."""

    item: MediaItem
    content: bytes

    async def read(self, offset: int, length: int) -> bytes:
        return self.content[offset : offset + length]


def a_photo(wide: int = 640, high: int = 640, *, form: str = "JPEG", number: int = 1) -> AFile:
    """A picture that can be looked at."""
    target = io.BytesIO()
    Image.new("RGB", (wide, high), "teal").save(target, form)
    content = target.getvalue()
    item = a_file(number=number).item
    shown = replace(item, mime=f"image/{form.lower()}", size=len(content), width=wide, height=high)
    return AFile(shown, content)


def a_file(kind: MediaKind = MediaKind.IMAGE, *, size: int = 2000, number: int = 1, alt_text: str = "") -> AFile:
    mime, start = {
        MediaKind.IMAGE: ("image/png", b"\x89PNG\r\n\x1a\n"),
        MediaKind.GIF: ("image/gif", b"GIF89a"),
        MediaKind.VIDEO: ("video/mp4", b"\0\0\0\x18ftyp"),
    }[kind]
    content = start + bytes(size - len(start))
    return AFile(
        MediaItem(
            id=number,
            name=f"file {number}",
            kind=kind,
            mime=mime,
            size=size,
            original_size=size,
            width=640,
            height=480,
            duration_ms=4000 if kind is MediaKind.VIDEO else None,
            frames=None,
            alt_text=alt_text,
            sha256=f"{number:064x}",
            tags=(),
            created_at=NOW,
        ),
        content,
    )
