"""Every platform, by name. A function each that imports it: packaging sees them, start-up does not pay for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from connectors.base import Connection, LogsIn, PlatformClient, Receives, Rules
from connectors.browser.sites import Site
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.manifest import Manifest
from ofauto_desktop.domain.platforms import PlatformId


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform's parts. None: `rules` where nothing is published, `login` without one by browser, `hooks` without any.

    `sends_files` tells, where a platform fetches files, whether an account with this login may send them instead. `site`
    gives what a platform that is logged in to in a window (Manifest.session) looks like; its file is read at each call.
    """

    manifest: Manifest
    open_client: Callable[[Connection], PlatformClient]
    rules: Rules | None
    login: LogsIn | None = None
    sends_files: Callable[[Mapping[str, str]], bool] | None = None
    hooks: Receives | None = None
    site: Callable[[], Site] | None = None


def _x() -> Platform:
    from connectors.x import client, login, manifest, rules

    return Platform(manifest=manifest.MANIFEST, open_client=client.XClient, rules=rules.XRules(), login=login)


def _gumroad() -> Platform:
    from connectors.gumroad import client, manifest, pings

    return Platform(manifest=manifest.MANIFEST, open_client=client.GumroadClient, rules=None, hooks=pings)


def _patreon() -> Platform:
    from connectors.patreon import client, login, manifest, webhooks

    return Platform(
        manifest=manifest.MANIFEST, open_client=client.PatreonClient, rules=None, login=login, hooks=webhooks
    )


def _kofi() -> Platform:
    from connectors.kofi import client, manifest, webhooks

    return Platform(manifest=manifest.MANIFEST, open_client=client.KofiClient, rules=None, hooks=webhooks)


def _instagram() -> Platform:
    from connectors.instagram import client, facebook, login, manifest, rules

    return Platform(
        manifest=manifest.MANIFEST,
        open_client=client.InstagramClient,
        rules=rules.InstagramRules(),
        login=login,
        sends_files=facebook.sends_files,
    )


def _fansly() -> Platform:
    from connectors.fansly import client, manifest, rules, site

    return Platform(
        manifest=manifest.MANIFEST, open_client=client.FanslyClient, rules=rules.FanslyRules(), site=site.site
    )


def _onlyfans() -> Platform:
    from connectors.onlyfans import client, manifest, rules, site

    return Platform(
        manifest=manifest.MANIFEST,
        open_client=client.OnlyFansClient,
        rules=rules.OnlyFansRules(),
        site=site.site,
    )


_LOADERS: Mapping[PlatformId, Callable[[], Platform]] = {
    PlatformId.ONLYFANS: _onlyfans,
    PlatformId.X: _x,
    PlatformId.INSTAGRAM: _instagram,
    PlatformId.KOFI: _kofi,
    PlatformId.PATREON: _patreon,
    PlatformId.GUMROAD: _gumroad,
    PlatformId.FANSLY: _fansly,
}


def offered() -> tuple[PlatformId, ...]:
    """The platforms that can be connected, in the order they are shown."""
    return tuple(_LOADERS)


@cache
def platform(name: PlatformId) -> Platform:
    """The parts of one platform, put together once. Raises BadInput for one that cannot be connected yet."""
    loader = _LOADERS.get(name)
    if loader is None:
        message = f"{name.value} cannot be connected yet"
        raise BadInput(message)
    return loader()
