"""What a platform module offers: a manifest, and one small protocol for each capability.

A new platform is one folder with a manifest and a client, and one line in `registry.py`; the contract suite then covers it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from connectors.browser.session import BrowserSession
from connectors.http import Http
from ofauto_desktop.domain.accounts import Caution, Standing
from ofauto_desktop.domain.audience import AudienceShare
from ofauto_desktop.domain.broadcasts import ListedBroadcast, OutgoingBroadcast, PeopleList, SentBroadcast
from ofauto_desktop.domain.checks import Problem, TextMeasure
from ofauto_desktop.domain.comments import Comment
from ofauto_desktop.domain.licences import Licence, LicenceChange
from ofauto_desktop.domain.media import MediaItem, UploadSource
from ofauto_desktop.domain.messages import OutgoingMessage, Reads, RemoteMessage, RemotePerson
from ofauto_desktop.domain.metrics import Gap, MetricSample
from ofauto_desktop.domain.money import LedgerEntry, Payout, Subscriber
from ofauto_desktop.domain.offers import ProductOffers
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import OutgoingPost, RemotePost
from ofauto_desktop.domain.tiers import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A credential's fields, decrypted for use; `version` counts up with each change."""

    version: int
    fields: Mapping[str, str] = field(repr=False)


class CredentialSource(Protocol):
    """Where a client gets its credential from; the sealed store in the program, a plain value in a live check."""

    async def read(self) -> Credential:
        """The current credential. Raises LoginExpired where there is none, or it was revoked."""
        ...

    async def rotate(self, spent: int, renew: Callable[[Credential], Awaitable[Mapping[str, str]]]) -> Credential:
        """Replace version `spent`, single-flight: where a newer version is stored already, that one is returned.

        `renew` is called at most once and gives the changed fields; they are stored durably before this returns. An
        empty field never overwrites a good one. Whatever `renew` raises passes through, and nothing changes.
        """
        ...


class Rules(Protocol):
    """A platform's rules on content, without any connection; used by the composer at every key."""

    def measure(self, text: str, *, text_limit: int | None = None) -> TextMeasure: ...

    def problems(
        self,
        parts: Sequence[str],
        media: Sequence[MediaItem],
        *,
        text_limit: int | None = None,
        reply_to: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> list[Problem]: ...

    def address(self, handle: str | None, post_id: str) -> str | None:
        """Where the account's post of this id is seen; None where this is no post id of the platform."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A post whose media lie at the platform, ready to be published part by part.

    `state` is JSON that lets another process go on without uploading again; it holds no secret.
    """

    post: OutgoingPost
    state: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One step of a pull. The caller stores values and `cursor` in one transaction, so a pull resumes where it stopped.

    `cursor` is opaque JSON text; None leaves the stored one. `gaps` are stretches that could not be read. `audience`
    replaces what was read before of the same kinds of groups. `cautions` are
    hints about what is left of the login's allowance; None where this step did not ask. `tiers` are all of a page's,
    `offers` all of each product's that is named.
    """

    cursor: str | None = None
    posts: tuple[RemotePost, ...] = ()
    metrics: tuple[MetricSample, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    payouts: tuple[Payout, ...] = ()
    subscribers: tuple[Subscriber, ...] = ()
    tiers: tuple[Tier, ...] | None = None
    offers: tuple[ProductOffers, ...] = ()
    gaps: tuple[Gap, ...] = ()
    audience: tuple[AudienceShare, ...] = ()
    cautions: tuple[Caution, ...] | None = None
    messages: tuple[RemoteMessage, ...] = ()
    people: tuple[RemotePerson, ...] = ()


Strangers = Callable[[Collection[str]], Awaitable[Collection[str]]]


async def all_strangers(ids: Collection[str]) -> Collection[str]:
    """A Strangers for those who know nobody yet."""
    return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class PullContext:
    """What a pull may rely on. `known_posts` are remote ids whose metrics are wanted, newest first; `now` is aware UTC.

    `reads` is what of the account's messages is wanted; `strangers` tells which of some people are not known by name.
    """

    now: datetime
    cursor: str | None = None
    known_posts: tuple[str, ...] = ()
    reads: Reads = Reads.ALL
    strangers: Strangers = all_strangers


# Stores how far a preparation is, so that another process goes on from there. Raises where the post is no longer wanted.
Keep = Callable[[Mapping[str, object]], Awaitable[None]]


async def kept_by_nobody(_state: Mapping[str, object]) -> None:
    """A Keep for those who prepare without a store."""


class PlatformClient(Protocol):
    """Every client: a live check, and an end. One client serves one account."""

    async def check(self) -> Standing:
        """Who this credential is and what is missing. Raises LoginExpired, Challenged, NetworkDown, ProxyFailed …"""
        ...

    async def aclose(self) -> None: ...


@runtime_checkable
class Publishes(Protocol):
    """Puts posts out. `prepare` may be repeated or abandoned; `send` is called once for each part and never retried."""

    async def prepare(self, post: OutgoingPost, saved: Mapping[str, object], keep: Keep = kept_by_nobody) -> Prepared:
        """Upload what the post needs. `saved` is the state of an earlier, unfinished preparation, or empty.

        What must not be made twice is given to `keep` as soon as it is made.
        """
        ...

    async def send(self, prepared: Prepared, part: int, previous: str | None) -> RemotePost:
        """Publish part `part`, as a reply to `previous` in a thread.

        Raises RateLimited or NetworkDown (not accepted, may go again later), Rejected, LoginExpired, OutOfCredit (not
        accepted), or OutcomeUnknown for a time-out, a reset, a 5xx or an answer that cannot be read.
        """
        ...


@runtime_checkable
class Assists(Protocol):
    """Fills in the site's form in a window that is shown; the person looks, and makes the last click."""

    async def assist(self, prepared: Prepared, part: int, previous: str | None) -> RemotePost:
        """Fill it in, wait for the person, and read the site's answer.

        Raises NotFinished where the person closes the window and nothing was sent, OutcomeUnknown where it went out and
        no answer came, else as `Publishes.send`.
        """
        ...


@runtime_checkable
class Probes(Protocol):
    """Looks for what may have gone out."""

    async def recent(self, since: datetime) -> Sequence[RemotePost]:
        """All own posts at or after `since` (aware UTC), replies included. Raises rather than give a partial list."""
        ...


@runtime_checkable
class ReadsComments(Protocol):
    """Reads what people wrote below a post."""

    async def comments(self, remote_id: str) -> Sequence[Comment]:
        """The comments of an own post, newest first."""
        ...


@runtime_checkable
class WritesMessages(Protocol):
    """Sends direct messages: one call for each, never retried."""

    async def write(self, message: OutgoingMessage) -> RemoteMessage:
        """Send it once. Raises as `Publishes.send` does: OutcomeUnknown where it may have gone out all the same."""
        ...


@runtime_checkable
class Broadcasts(Protocol):
    """Sends one message to whole lists of people: one call for each, never retried."""

    async def people_lists(self) -> Sequence[PeopleList]:
        """The lists that can be written to."""
        ...

    async def broadcast(self, message: OutgoingBroadcast) -> SentBroadcast:
        """Send it once. Raises as `Publishes.send` does: OutcomeUnknown where it may have gone out all the same."""
        ...

    async def broadcasts(self, since: datetime) -> Sequence[ListedBroadcast]:
        """Those of `since` (aware UTC) and later, newest first, as the site lists them."""
        ...

    async def unsend(self, remote_id: str) -> None:
        """Take one back; where it is taken back already, nothing is done. Raises Rejected, OutcomeUnknown …"""
        ...


@runtime_checkable
class Pulls(Protocol):
    """Reads what happened: every kind of `Manifest.pulls`."""

    def pull(self, kind: SyncKind, context: PullContext) -> AsyncIterator[Batch]: ...


@runtime_checkable
class KeepsLicences(Protocol):
    """Gave licence keys out with what was sold."""

    async def licence(self, sale: str) -> Licence | None:
        """The licence of a sale, by the sale's id; None where it has none. Looking counts as no use of it."""
        ...

    async def change_licence(self, sale: str, change: LicenceChange) -> Licence:
        """Do it once, never again by itself. Raises OutcomeUnknown, or Rejected where the sale has no licence."""
        ...


@runtime_checkable
class Revokes(Protocol):
    """Ends the login at the platform."""

    async def revoke(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Something that a delivery names and only its platform can tell for certain. `kind` is the connector's own word."""

    kind: str
    remote_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a delivery says by itself, and what is to be asked for because of it: one thing each, or all of a kind."""

    batch: Batch = Batch()
    hints: tuple[Hint, ...] = ()
    pulls: tuple[SyncKind, ...] = ()


class Receives(Protocol):
    """A platform's webhooks; a module of functions will do. Nothing of a delivery is trusted before `admit`."""

    ANSWER: int
    """The status that tells the platform that its delivery has arrived."""
    AGAIN: bool
    """Whether a delivery that says what an earlier one said may tell something new: nothing numbers or dates them."""

    def admit(self, body: bytes, headers: Mapping[str, str], login: Mapping[str, str]) -> str:
        """What tells this delivery from others; the same for one that is sent again. `headers` have lower-case names.

        Raises NotGenuine where it is not the platform's, LayoutChanged where it is no delivery at all.
        """
        ...

    def told(self, body: bytes, headers: Mapping[str, str]) -> Told:
        """What an admitted delivery says. Raises LayoutChanged."""
        ...


@runtime_checkable
class Confirms(Protocol):
    """Asks the platform for what a delivery only hinted at."""

    async def confirm(self, hint: Hint) -> Batch: ...


class LogsIn(Protocol):
    """The login through the person's browser (OAuth 2.0 with PKCE); a module of functions will do."""

    def authorize_url(
        self,
        endpoint: str,
        *,
        client_id: str,
        redirect_uri: str,
        scopes: Sequence[str],
        state: str,
        challenge: str,
    ) -> str:
        """The page on which the person grants `scopes`; `challenge` is the verifier's SHA-256 in base64url."""
        ...

    async def exchange(
        self,
        http: Http,
        endpoints: Mapping[str, str],
        app: Mapping[str, str],
        *,
        code: str,
        verifier: str,
        redirect_uri: str,
        now: datetime,
    ) -> dict[str, str]:
        """The credential's fields for the code that came back. Raises LoginExpired where it is refused."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A file that lies where a platform can fetch it: at `url` until then (aware UTC), to be removed by its `key`."""

    url: str
    key: str
    until: datetime


class MediaHost(Protocol):
    """Where files lie for a moment, so that a platform which takes addresses instead of bytes can fetch them."""

    async def place(self, source: UploadSource) -> Placed:
        """Make a file reachable, read in pieces: it never lies readable on this disk. Raises Temporary, Rejected …"""
        ...

    async def remove(self, key: str) -> None:
        """Take it away again; removing what is gone already is no error."""
        ...


HostSource = Callable[[], Awaitable[MediaHost | None]]


async def no_host() -> None:
    """A HostSource where there is no media host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """All that a client is built from. `endpoints` are complete: the manifest's, with the account's own laid over.

    `remote_id` and `handle` are None in the live check that comes before an account is stored. `host` gives the
    place where files are laid for a platform that fetches them, as it is set up now. `browser` is for sites without an
    interface for programs; None where the account's wire is not the network.
    """

    account: str
    endpoints: Mapping[str, str]
    credentials: CredentialSource
    http: Http
    now: Callable[[], datetime]
    remote_id: str | None = None
    handle: str | None = None
    text_limit: int | None = None
    host: HostSource = no_host
    browser: BrowserSession | None = None
