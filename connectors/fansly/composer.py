"""The page's composer: what of it no list of steps describes. Nothing here publishes (platforms/fansly.md §5)."""

import asyncio
import mimetypes
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from connectors.browser.answers import Answer, Answers
from connectors.browser.look import Look
from connectors.browser.tab import Tab
from connectors.errors import (
    Challenged,
    ConnectorError,
    LayoutChanged,
    LoginExpired,
    Rejected,
    Temporary,
    WrongAccount,
)
from connectors.fansly import parse
from connectors.fansly.manifest import ACCESS, ALL, FOLLOWERS, TIERS, WALLS, YES
from connectors.fansly.refusals import Stale, refusal
from connectors.fansly.wire import Account, Envelope, Me
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.posts import OutgoingPost
from ofauto_desktop.domain.words import mark

_SUBSCRIPTION, _ANY, _FOLLOW, _PURCHASE = "Require Subscription", "Any Tier", "Require Follow", "Require Purchase"
# Of one picture; the site works on a film for minutes to hours, of which an hour is waited for.
_PICTURE, _FILM = 120.0, 3600.0
_DIALOG, _TICK, _A_MOMENT, _LOOKED = 20.0, 0.05, 2.0, 600.0
_MOST_MONTHS = 12
# How long a page may take to ask who is logged in, and to show its composer.
_ASKS, _SOON = 12.0, 6.0
_ALONE, _AT_HOME = "/post/new", "/home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be published, and by whom. `by_person`: the page is shown, and somebody can help with what is in the way.

    `ask` tells who is logged in by the interface itself, for a page that does not ask that.
    """

    post: OutgoingPost
    files: Sequence[Any]
    account_id: str | None
    by_person: bool
    ask: Callable[[], Awaitable[Account]]


class Composer:
    """One form being filled in. `heard` are the page's answers on who is logged in."""

    def __init__(self, wanted: Wanted, heard: Answers, now: Callable[[], datetime]) -> None:
        self._wanted, self._heard, self._now = wanted, heard, now
        self._me: Account | None = None

    def values(self) -> dict[str, Any]:
        """For the flow `publish`."""
        post = self._wanted.post
        options = any(post.options.get(name) for name in ("fyp", "lock_replies", WALLS))
        return {
            "compose": self.compose,
            "text": post.parts[0].text,
            "attach": self.attach if self._wanted.files else "",
            "choose": self.choose if options else "",
            "schedule": self.schedule if post.scheduled_for is not None else "",
        }

    async def enter(self, tab: Tab, look: Look) -> None:
        """The page is there, and of the right account; what stands in the way is put aside.

        Raises LoginExpired, WrongAccount, Challenged, RateLimited, LayoutChanged.
        """
        for overlay in ("later", "cookies"):
            await look.put_aside(overlay)
        try:
            self._me = await self._who(tab, look)
        except Stale:
            await tab.page.reload()  # its headers were made too long ago: once, then it is at an end (§2)
            self._me = await self._who(tab, look)
        wanted = self._wanted.account_id
        if wanted is not None and self._me.id != wanted:
            raise WrongAccount("this session is of another account of Fansly")

    async def compose(self, tab: Tab, look: Look) -> None:
        """`enter`, and the composer: it is at another address for some (§5)."""
        await self.enter(tab, look)
        try:
            await look.find("text", patience=_SOON)
        except LayoutChanged:
            await tab.page.goto(tab.page.url.replace(_ALONE, _AT_HOME))

    async def attach(self, tab: Tab, look: Look) -> None:
        """Files by the page's own dialog, who may see them, and then a card for each."""
        before = await look.count("card")
        await (await look.find("pictures")).click()
        async with tab.page.expect_file_chooser() as chooser:
            await (await look.find("upload_new")).click()
        await (await chooser.value).set_files(list(self._wanted.files))
        await _until(lambda: _shows(look, "upload"), _DIALOG, mark("the page asks nobody who may see the files"), look)
        await self._permit(look)
        await (await look.find("upload_done")).click()
        count = before + len(self._wanted.files)
        films = any(one.item.kind is MediaKind.VIDEO for one in self._wanted.post.parts[0].media)
        patience = _FILM if films else _PICTURE * len(self._wanted.files)
        try:
            await _until(lambda: _counts(look, "card", count), patience, "", look)
        except LayoutChanged:
            found = await look.count("card") - before
            # A post without its files is worse than none: nothing was sent.
            raise Temporary(f"the page took {found} of {len(self._wanted.files)} files") from None

    async def choose(self, _tab: Tab, look: Look) -> None:
        """Options of the post, and the creator's walls by their names."""
        options = self._wanted.post.options
        for name, label in (("fyp", "Post to FYP"), ("lock_replies", "Lock Replies")):
            if options.get(name) == YES:
                await _set(look, "option", label, on=True)
        if options.get(WALLS) != ALL:
            return
        await _set(look, "option", "Post to Walls", on=True)
        for name in parse.walls(self._me) if self._me is not None else ():
            await _set(look, "wall", name, on=True)

    async def schedule(self, tab: Tab, look: Look) -> None:
        """The site's own scheduler counts in the browser's zone. Raises Rejected for a time that it cannot be given."""
        at = self._wanted.post.scheduled_for
        if at is None:
            return
        zone = await tab.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
        local, today = _in_zone(at, zone), _in_zone(self._page_now(), zone)
        months = (local.year - today.year) * 12 + local.month - today.month
        if not 0 <= months <= _MOST_MONTHS:
            raise Rejected("Fansly's scheduler is not turned that far")
        await (await look.find("clock")).click()
        await look.find("day")
        for _ in range(months):
            await (await look.find("next_month")).click()
        await (await look.named("day", str(local.day))).click()
        for element, value in (("hour", local.hour), ("minute", local.minute)):
            await _select(await look.find(element), value)
        await (await look.find("date_done")).click()

    def _page_now(self) -> datetime:
        """What the page takes for today; practice clocks are not the computer's."""
        return datetime.now(ZoneInfo("UTC"))

    async def _who(self, tab: Tab, look: Look) -> Account:
        """Whom the page's own answer names, once it asked. Raises as `enter`."""
        if self._wanted.by_person:
            await _until(lambda: _shows(look, "composer"), _LOOKED, mark("nobody is logged in on the page"), look)
        try:
            answer = await self._told(look)
            while answer.method != "GET":
                answer = await self._told(look)
        except Temporary:
            if not await look.shows("text") and not await look.shows("message"):
                raise
            return await self._wanted.ask()
        if (error := refusal(answer.reply, now=self._now())) is not None:
            raise error
        try:
            told = msgspec.json.decode(answer.reply.body, type=Envelope).response
            found = msgspec.json.decode(told, type=Me).account
        except (msgspec.DecodeError, RecursionError) as error:
            raise LayoutChanged("the page's answer on who is logged in cannot be read") from error
        if found is None:
            raise LoginExpired("Fansly names nobody for this session; log in again")
        await _refuse_in_the_way(look)
        return found

    async def _told(self, look: Look) -> Answer:
        """The page's next answer; what it shows instead counts where none comes with it."""
        answering = asyncio.ensure_future(self._heard.next(patience=_ASKS))
        try:
            while not (await asyncio.wait({answering}, timeout=_TICK * 4))[0]:
                try:
                    await _refuse_in_the_way(look)
                except ConnectorError:
                    if not (await asyncio.wait({answering}, timeout=_A_MOMENT))[0]:
                        raise
            return answering.result()
        finally:
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)

    async def _permit(self, look: Look) -> None:
        """Who may see the files, and what they cost: set, and read back before anything is uploaded."""
        wanted = self._permissions()
        # What is to be on comes first, as a row may open others below it.
        for label in sorted(wanted, key=lambda one: not wanted[one]):
            await _turn(look, label, on=wanted[label])
        if wanted[_PURCHASE]:
            price = await look.find("price")
            await price.fill(f"{self._wanted.post.price_minor // 100}.{self._wanted.post.price_minor % 100:02}")
        for label, on in wanted.items():
            row = await _row(look, label)
            if row is not None and await _is_on(row) is not on:
                raise LayoutChanged(f"the page does not keep “{label}” as it was set")

    def _permissions(self) -> dict[str, bool]:
        """What each row is to say; the site's own way is subscribers of any tier. What is sold is for whoever buys it."""
        post = self._wanted.post
        access, chosen = post.options.get(ACCESS), [one for one in (post.options.get(TIERS) or "").split(",") if one]
        sold = post.price_minor > 0
        subscribers = bool(chosen) or not (access or sold)
        made = {_SUBSCRIPTION: subscribers, _FOLLOW: access == FOLLOWERS, _PURCHASE: sold}
        if not subscribers:
            return made
        tiers = {one.remote_id: one.title for one in parse.tiers(self._me)} if self._me is not None else {}
        if unknown := [one for one in chosen if one not in tiers]:
            raise Rejected(f"Fansly has no tier {unknown[0][:40]}")
        made[_ANY] = not chosen
        if not chosen:
            return made
        return made | {title: remote_id in chosen for remote_id, title in tiers.items()}


def payloads(post: OutgoingPost, contents: Sequence[bytes]) -> list[Any]:
    """The files of a post as the page's dialog takes them."""
    made: list[Any] = []
    for number, (source, content) in enumerate(zip(post.parts[0].media, contents, strict=True), 1):
        end = mimetypes.guess_extension(source.item.mime) or ""
        made.append({"name": f"{number}{end}", "mimeType": source.item.mime, "buffer": content})
    return made


async def _refuse_in_the_way(look: Look) -> None:
    if await look.shows("nobody"):
        raise LoginExpired("the page shows its login; log in again")
    if await look.shows("age_gate"):
        raise Challenged("the site asks for your age; log in by the window, where you can answer")


async def _row(look: Look, label: str) -> Any:
    """A permission's row, where the page shows it now."""
    return await look.named_now("permission", label)


async def _turn(look: Look, label: str, *, on: bool) -> None:
    """Set a permission's row; one that is not there is off. “Any tier” may be said within the row above it."""
    row = await _row(look, label)
    if row is None and (not on or label == _ANY):
        return
    await _set(look, "permission", label, on=on)


async def _set(look: Look, element: str, label: str, *, on: bool) -> None:
    """Turn a row on or off, and wait until it says so."""
    row = await look.named(element, label)
    if await _is_on(row) is on:
        return
    await row.click()

    async def turned() -> bool:
        return await _is_on(await look.named(element, label)) is on

    await _until(turned, _DIALOG, f"the page does not take “{label}”", look)


async def _is_on(row: Any) -> bool:
    return bool(await row.locator("div.checkbox.selected").count())


async def _select(found: Any, value: int) -> None:
    """By its number as it is written there, with or without a zero before it."""
    options: Mapping[str, str] = dict(
        await found.evaluate("one => Array.from(one.options).map(each => [each.textContent.trim(), each.value])")
    )
    named = {int(text): own for text, own in options.items() if re.fullmatch(r"\d{1,2}", text)}
    if value not in named:
        raise Rejected("Fansly's scheduler does not take this minute; choose another")
    await found.select_option(named[value])


def _in_zone(at: datetime, zone: object) -> datetime:
    try:
        return at.astimezone(ZoneInfo(str(zone)))
    except (KeyError, ValueError, OSError) as error:
        raise LayoutChanged("the page is in a time zone that nobody knows") from error


async def _shows(look: Look, element: str) -> bool:
    if await look.shows("editor_done"):
        await (await look.find("editor_done")).click()
    return await look.shows(element)


async def _counts(look: Look, element: str, count: int) -> bool:
    if await look.shows("editor_done"):
        await (await look.find("editor_done")).click()
    return await look.count(element) == count


async def _until(holds: Callable[[], Awaitable[bool]], patience: float, otherwise: str, look: Look) -> None:
    """Wait until `holds`; after `patience` seconds raises LayoutChanged with `otherwise`."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + patience
    while not await holds():
        if loop.time() > ends:
            raise LayoutChanged(f"{otherwise} (site data {look.site.version})")
        await asyncio.sleep(_TICK)
