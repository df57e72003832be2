"""Whether a platform takes a post as it is: asked when it is saved, when it is moved, and again when it is sent (B19)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from connectors import registry
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.checks import Problem, TextMeasure
from ofauto_desktop.domain.manifest import PRICE, Manifest, OptionSpec
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.platforms import Capability, PlatformId
from ofauto_desktop.domain.tiers import Tier
from ofauto_desktop.domain.words import mark


def problems(
    account: Account,
    parts: Sequence[str],
    media: Sequence[MediaItem],
    *,
    options: Mapping[str, str] | None = None,
    reply_to: str | None = None,
    hosted: bool = True,
) -> list[Problem]:
    """What the account's platform has against these texts, media and settings; empty if nothing.

    `hosted`: whether files can be laid where a platform fetches them.
    """
    platform = registry.platform(account.platform)
    reason = unavailable(account)
    if is_by_hand(account):
        return _problems_by_hand(platform.manifest, parts, media, options or {}, reply_to)
    if platform.rules is None or reason:
        return [Problem(text=reason or f"{platform.manifest.name} takes no posts")]
    found = platform.rules.problems(parts, media, text_limit=account.text_limit, reply_to=reply_to, options=options)
    if media and platform.manifest.fetches_media and not hosted:
        found.append(Problem(text=platform.manifest.fetches_media))
    if len(parts) > 1 and Capability.THREADS not in platform.manifest.capabilities:
        found.append(Problem(text=f"{platform.manifest.name} has no threads", part=1))
    return found + _option_problems(platform.manifest, options or {}, has_media=bool(media))


def unavailable(account: Account) -> str:
    """Why the account's platform takes no posts; empty where it does."""
    manifest = registry.platform(account.platform).manifest
    if Capability.PUBLISH in manifest.capabilities or Capability.ASSISTED in manifest.capabilities:
        return ""
    return manifest.unavailable.get(Capability.PUBLISH, f"{manifest.name} takes no posts")


def is_by_hand(account: Account) -> bool:
    """Whether posts on the account's platform are put up by a person, who is reminded at their time."""
    manifest = registry.platform(account.platform).manifest
    return Capability.PUBLISH not in manifest.capabilities and Capability.ASSISTED in manifest.capabilities


def is_assisted(account: Account) -> bool:
    """Whether its posts are filled in by the program, and looked at and sent by a person."""
    return is_session(account) and not account.unattended


def is_session(account: Account) -> bool:
    """Whether a person logs in to it in a window, and it is used through a browser."""
    return registry.platform(account.platform).manifest.session


def is_unattended(account: Account) -> bool:
    """Whether its posts go out in a browser while nobody looks."""
    return account.unattended and is_session(account)


def site_schedules(platform: PlatformId) -> bool:
    """Whether the platform's site puts a post out at its time by itself."""
    return registry.platform(platform).manifest.schedules


def waits_for_person(account: Account) -> bool:
    """Whether a post whose time has come is a person's to put up or to send."""
    return is_by_hand(account) or is_assisted(account)


def _problems_by_hand(
    manifest: Manifest,
    parts: Sequence[str],
    media: Sequence[MediaItem],
    options: Mapping[str, str],
    reply_to: str | None,
) -> list[Problem]:
    """The site's own editor judges the rest, before the person's eyes."""
    found = [Problem(text=manifest.unavailable[Capability.PUBLISH], blocking=False)]
    if not parts[0].strip() and not media:
        found.append(Problem(text="it has neither text nor media"))
    if len(parts) > 1:
        found.append(Problem(text=f"{manifest.name} has no threads", part=1))
    if reply_to is not None:
        found.append(Problem(text=f"{manifest.name} takes no replies from here"))
    return found + _option_problems(manifest, options, has_media=bool(media))


def limits(account: Account) -> Mapping[str, int]:
    """The platform's limits, by the names of its manifest."""
    return registry.platform(account.platform).manifest.limits


def post_options(account: Account, tiers: Sequence[Tier] = ()) -> tuple[OptionSpec, ...]:
    """The settings that a post on this account may carry; `tiers` are those of its page."""
    return tuple(
        replace(spec, choices={one.remote_id: one.title for one in tiers}) if spec.of_tiers else spec
        for spec in _specs(registry.platform(account.platform).manifest)
    )


def takes_price(platform: PlatformId) -> bool:
    """Whether posts can be sold there."""
    return registry.platform(platform).manifest.price is not None


def _specs(manifest: Manifest) -> tuple[OptionSpec, ...]:
    """The platform's settings, and the price where it takes one."""
    if manifest.price is None:
        return manifest.options
    price = OptionSpec(
        name=PRICE, label=mark("Price in US dollars"), choices={}, usual=mark("Free"), price=manifest.price
    )
    return (price, *manifest.options)


def _option_problems(manifest: Manifest, given: Mapping[str, str], *, has_media: bool) -> list[Problem]:
    known = {spec.name: spec for spec in _specs(manifest)}
    found = [Problem(text=f"{manifest.name} knows no setting {name!r}") for name in given if name not in known]
    if manifest.price is not None and (wrong := manifest.price.wrong(given.get(PRICE, "0"), has_media=has_media)):
        found.append(Problem(text=wrong))
    return found + [
        Problem(text=f"{spec.label}: {given[name]!r} is none of {', '.join(spec.choices)}")
        for name, spec in known.items()
        if name in given and not spec.of_tiers and spec.price is None and given[name] not in spec.choices
    ]


def tier_problems(account: Account, options: Mapping[str, str], tiers: Sequence[Tier]) -> list[Problem]:
    """What is wrong with the choice of tiers, `tiers` being those that the account's page has."""
    known = {one.remote_id for one in tiers}
    return [
        Problem(text=f"{spec.label}: the page has no tier {one!r} any more")
        for spec in registry.platform(account.platform).manifest.options
        if spec.of_tiers and spec.name in options
        for one in spec.chosen(options[spec.name]) or ("",)
        if one not in known
    ]


def measure(account: Account, text: str) -> TextMeasure | None:
    """The text's length by the account's platform; None where its length is nobody's rule here."""
    rules = registry.platform(account.platform).rules
    return None if rules is None else rules.measure(text, text_limit=account.text_limit)
