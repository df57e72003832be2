"""A platform made up for test_new_platform.py: all that a new one needs is in this module, apart from a line in the registry.

It publishes notes, lists them, and counts readers. `wire` is its practice side.
"""

from datetime import UTC, datetime, timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from connectors.base import Batch, Connection, Prepared, PullContext
from connectors.errors import LoginExpired, OutcomeUnknown, RateLimited, Rejected, Temporary
from connectors.http import Reply, decoded
from connectors.practice.faults import FaultMiddleware, Faults
from connectors.registry import Platform
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.checks import Problem, TextMeasure
from ofauto_desktop.domain.manifest import FieldSpec, Manifest
from ofauto_desktop.domain.metrics import Metric, MetricSample
from ofauto_desktop.domain.platforms import Capability, PlatformId, SyncKind
from ofauto_desktop.domain.posts import RemotePost

HAS = frozenset({Capability.PUBLISH, Capability.PROBE, Capability.AUDIENCE})
MANIFEST = Manifest(
    platform=PlatformId.FANSLY,
    name="Notes",
    capabilities=HAS,
    endpoints={"api": "https://notes.invalid"},
    fields=(FieldSpec(name="access_token", required=True, secret=True, help="From your settings"),),
    limits={"text_units": 500},
    pulls=(SyncKind.AUDIENCE,),
    floors={SyncKind.AUDIENCE: timedelta(hours=1)},
    stores="the token",
    where_to_get="notes.invalid/settings",
    unavailable={capability: "Notes does not have it" for capability in Capability if capability not in HAS},
)


class Note(msgspec.Struct):
    id: str
    text: str
    at: datetime


class Me(msgspec.Struct):
    id: str
    name: str
    readers: int


class NoteRules:
    def measure(self, text: str, *, text_limit: int | None = None) -> TextMeasure:
        return TextMeasure(length=len(text), limit=500, cut=500 if len(text) > 500 else None)

    def problems(self, parts, media, *, text_limit=None, reply_to=None, options=None) -> list[Problem]:
        return [Problem(text="too long") for text in parts if len(text) > 500]

    def address(self, handle, post_id) -> str | None:
        return f"https://notes.example/{post_id}" if post_id.isdigit() else None


class NotesClient:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def aclose(self) -> None:
        await self._connection.http.aclose()

    async def check(self) -> Standing:
        me = self._read(await self._call("GET", "/me"), Me)
        return Standing(remote_id=me.id, handle=me.name, display_name=me.name)

    async def prepare(self, post, saved, keep=None) -> Prepared:
        return Prepared(post=post, state={})

    async def send(self, prepared: Prepared, part: int, previous: str | None) -> RemotePost:
        text = prepared.post.parts[part].text
        reply = await self._call("POST", "/notes", publishing=True, json={"text": text})
        try:
            return _remote(msgspec.json.decode(reply.body, type=Note))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise OutcomeUnknown("the answer cannot be read") from error

    async def recent(self, since: datetime) -> list[RemotePost]:
        notes = self._read(await self._call("GET", "/notes"), list[Note])
        return [_remote(note) for note in notes if note.at >= since]

    async def pull(self, kind: SyncKind, context: PullContext):
        me = self._read(await self._call("GET", "/me"), Me)
        sample = MetricSample(metric=Metric.FOLLOWERS, value=me.readers, as_of=context.now, source="Notes")
        yield Batch(metrics=(sample,))

    def _read(self, reply: Reply, form):
        return decoded(reply, form, self._connection.http.diagnostics)

    async def _call(self, method: str, path: str, *, publishing: bool = False, **body) -> Reply:
        token = (await self._connection.credentials.read()).fields["access_token"]
        reply = await self._connection.http.request(
            method,
            self._connection.endpoints["api"] + path,
            bucket="all",
            publishing=publishing,
            headers={"authorization": f"Bearer {token}"},
            **body,
        )
        match reply.status:
            case 200 | 201:
                return reply
            case 401:
                raise LoginExpired("the token is not accepted")
            case 429:
                wait = timedelta(seconds=int(reply.headers.get("retry-after", 60)))
                raise RateLimited("slow down", retry_at=self._connection.now() + wait)
            case status if status >= 500:
                raise (OutcomeUnknown if publishing else Temporary)(f"Notes answered {status}")
        raise Rejected(f"Notes refused ({reply.status})")


PLATFORM = Platform(manifest=MANIFEST, open_client=NotesClient, rules=NoteRules())


def wire(faults: Faults, now) -> FaultMiddleware:
    """The practice side."""
    notes: list[dict[str, str]] = []

    def refused(request: Request) -> Response | None:
        known = request.headers.get("authorization") == "Bearer notes-token"
        return None if known else JSONResponse({}, status_code=401)

    async def me(request: Request) -> Response:
        return refused(request) or JSONResponse({"id": "1", "name": "ada", "readers": 12})

    async def listed(request: Request) -> Response:
        return refused(request) or JSONResponse(notes)

    async def write(request: Request) -> Response:
        if (refusal := refused(request)) is not None:
            return refusal
        text = (await request.json())["text"]
        notes.append({"id": str(len(notes) + 1), "text": text, "at": now().isoformat()})
        return JSONResponse(notes[-1], status_code=201)

    routes = [Route("/me", me), Route("/notes", listed, methods=["GET"]), Route("/notes", write, methods=["POST"])]
    return FaultMiddleware(Router(routes), faults)


def _remote(note: Note) -> RemotePost:
    return RemotePost(
        remote_id=note.id, text=note.text, at=note.at.astimezone(UTC), url=f"https://notes.invalid/{note.id}"
    )
