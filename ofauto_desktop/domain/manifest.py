"""What a platform can do, where it is and what a connection needs: plain values, shown by the window and the command line."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.messages import MessageSpec
from ofauto_desktop.domain.platforms import Capability, PlatformId, SyncKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a platform's credential, as the connect form and `ofauto platforms` name it.

    `instead`: fields of which any makes this one needless.
    """

    name: str
    required: bool
    secret: bool
    help: str
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSpec:
    """What a post that is sold may cost, from `least` to `most` US cents. `needs_media`: text alone is not sold."""

    least: int
    most: int
    needs_media: bool = True

    def wrong(self, value: str, *, has_media: bool) -> str:
        """What is wrong with a price, given as US cents in digits; "" for nothing. "0" is free."""
        if not (value.isascii() and value.isdigit() and len(value) < 9):
            return "a price is a whole number of US cents"
        if int(value) == 0:
            return ""
        if self.needs_media and not has_media:
            return "a post with a price needs a picture or a film"
        if not self.least <= int(value) <= self.most:
            return f"the price must be from ${self.least / 100:.2f} to ${self.most / 100:.2f}"
        return ""


# The setting that holds a post's price, where its platform takes one.
PRICE = "price"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """A setting that a post may carry on this platform. `choices`: the words people read, by the value that is sent.

    Leaving it out is the platform's own way, which `usual` names. `of_tiers`: the choices are the tiers of the account's
    page, of which several may be chosen: their ids, joined by commas. `price`: what is given is one, in US cents.
    """

    name: str
    label: str
    choices: Mapping[str, str]
    usual: str
    of_tiers: bool = False
    price: PriceSpec | None = None

    def chosen(self, value: str) -> tuple[str, ...]:
        """The choices that `value` stands for."""
        return tuple(part for part in value.split(",") if part) if self.of_tiers else (value,)

    def words(self, value: str) -> tuple[str, ...]:
        """What people read for `value`; what is no choice any more is told as it is."""
        if self.price is not None and value.isdigit():
            return (f"${int(value) / 100:.2f}",)
        return tuple(self.choices.get(one, one) for one in self.chosen(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeChoice:
    """Something more that may be asked of the platform, where the person wants it: `label` and `help` are for people."""

    name: str
    label: str
    help: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthSpec:
    """How the browser login works: `redirect_uris` are matched exactly by the platform, so their ports are fixed.

    `optional` is only asked for where the person chooses it. `needs` are the fields of the app without which it
    cannot be begun, `app_fields` all that the person gives for it, the app's ID first. An address of https has nobody
    who listens: the person pastes what the browser was sent to.
    """

    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    needs: tuple[str, ...] = ("client_id",)
    app_fields: tuple[str, ...] = ("client_id", "client_secret")
    optional: tuple[ScopeChoice, ...] = ()

    def wanted(self, choices: Collection[str]) -> tuple[str, ...]:
        """The scopes to ask for with these of the `optional` ones chosen, by name. Raises BadInput for one that is none."""
        known = {one.name: one.scopes for one in self.optional}
        for name in choices:
            if name not in known:
                raise BadInput("this cannot be asked for at a login there", item=name[:40])
        return (*self.scopes, *(scope for name in known if name in choices for scope in known[name]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Where a person puts a post up that no program may: the site's own `editor`.

    `sites` are the hosts of its posts. `post` finds the post's id in the path of its address: the first group.
    """

    editor: str
    sites: tuple[str, ...]
    post: str

    def found(self, address: str) -> tuple[str, str] | None:
        """The id and the plain address of the post that `address` leads to; None where it leads to none."""
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return None
        hit = re.fullmatch(self.post, parts.path.rstrip("/"))
        if parts.scheme != "https" or parts.netloc.lower() not in self.sites or hit is None:
            return None
        return hit[1], f"https://{parts.netloc.lower()}{parts.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast one account may ask at the platform's own hosts: `rate` requests a second, `burst` at once.

    Endpoints that are laid over (practice, a proxy of one's own) are not the platform's and need not be held back.
    """

    rate: float = 5.0
    burst: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a platform can do, where it is, and what a connection needs.

    `limits` are numbers for people and scripts (weighted length, images a post …). `floors` say how long after one
    automatic pull of a kind the next may come; `pace` is requests a second, and how many may go at once.
    `unavailable` says, for a capability it lacks, why (A19); `hook_place`, where its webhooks are set up. `options` are
    what a post may carry besides text and media. `pictures` are the media types that it takes of pictures, none: any;
    `fetches_media`: what to say where it takes an address to fetch them from and there is none; empty: it takes
    bytes. `tells_comments`: what people write below a post can be read; `messages`: what they write to the account.
    `licences`: buyers are given keys. `by_hand`: where posts are put up by a person (ASSISTED).
    `session`: a person logs in to it in a window, at its endpoint `site`. `schedules`: the site puts a post out at a time
    by itself (OutgoingPost.scheduled_for). `price`: what a post may cost, None where none can be sold.
    `broadcasts`: one message can be sent to whole lists of people; `no_broadcasts`: why not, where the site itself can.
    """

    platform: PlatformId
    name: str
    capabilities: frozenset[Capability]
    endpoints: Mapping[str, str]
    fields: tuple[FieldSpec, ...]
    limits: Mapping[str, int]
    pulls: tuple[SyncKind, ...]
    floors: Mapping[SyncKind, timedelta]
    stores: str
    where_to_get: str
    unavailable: Mapping[Capability, str] = field(default_factory=dict)
    hook_place: str = ""
    oauth: OAuthSpec | None = None
    options: tuple[OptionSpec, ...] = ()
    pictures: tuple[str, ...] = ()
    fetches_media: str = ""
    tells_comments: bool = False
    licences: bool = False
    messages: MessageSpec | None = None
    by_hand: ByHand | None = None
    session: bool = False
    schedules: bool = False
    broadcasts: bool = False
    no_broadcasts: str = ""
    price: PriceSpec | None = None
    pace: Pace = Pace()

    def offers(self) -> list[str]:
        """All that it can do in the words that scripts know, in alphabetical order: its capabilities, and what marks it."""
        marks = {
            "session": self.session,
            "schedules": self.schedules,
            "price": self.price is not None,
            "broadcasts": self.broadcasts,
        }
        return sorted({*self.capabilities, *(name for name, has in marks.items() if has)})


def complete_endpoints(manifest: Manifest, own: Mapping[str, str]) -> dict[str, str]:
    """The platform's addresses with an account's own laid over. Raises BadInput for an unknown name or no web address."""
    for name, url in own.items():
        if name not in manifest.endpoints:
            known = ", ".join(manifest.endpoints) or "none"
            raise BadInput(f"{manifest.name} has no endpoint of this name (known: {known})", item=name)
        if not is_web_address(url):
            raise BadInput("an endpoint begins with https:// or http:// and names a host", item=name)
    return {**manifest.endpoints, **own}


def hosts_in_the_clear(endpoints: Mapping[str, str]) -> tuple[str, ...]:
    """Hosts, other than this computer, that would be spoken to without encryption."""
    hosts = {urlsplit(url).hostname or "" for url in endpoints.values() if urlsplit(url).scheme == "http"}
    return tuple(sorted(host for host in hosts if not _is_this_computer(host)))


def checked_fields(manifest: Manifest, given: Mapping[str, str]) -> dict[str, str]:
    """A credential's fields without empty ones and outer white space. Raises BadInput naming the field, never a value."""
    known = {spec.name for spec in manifest.fields}
    fields = {}
    for name, value in given.items():
        if name not in known:
            raise BadInput(f"{manifest.name} knows no such field (known: {', '.join(sorted(known))})", item=name[:40])
        if not isinstance(value, str):
            raise BadInput("a credential's fields are texts", item=name)
        if text := value.strip():
            fields[name] = text
    for spec in missing_fields(manifest, fields):
        raise BadInput(f"{spec.name} is missing. {spec.help}.", item=spec.name)
    for spec in manifest.fields:
        _refuse_unsendable(spec, fields.get(spec.name, ""))
    return fields


def missing_fields(manifest: Manifest, given: Collection[str]) -> tuple[FieldSpec, ...]:
    """Those that a login cannot do without, `given` being the names of those that hold something."""
    return tuple(
        spec
        for spec in manifest.fields
        if spec.required and spec.name not in given and not any(name in given for name in spec.instead)
    )


def _refuse_unsendable(spec: FieldSpec, value: str) -> None:
    # A saved browser session is JSON and not sent as it is; everything else ends up in a header or a form.
    if not value.startswith("{") and not (value.isascii() and value.isprintable()):
        raise BadInput("it contains characters that do not belong there; copy it again", item=spec.name)


def _is_this_computer(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_web_address(url: str) -> bool:
    """Whether `url` begins with https:// or http:// and names a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
