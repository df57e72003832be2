"""posts add, list, show, move, cancel, resolve."""

import re
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import FAILED, Result
from ofauto_desktop.cli.parser import row_id_in
from ofauto_desktop.domain import texts
from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.errors import AppError, BadInput, Conflict
from ofauto_desktop.domain.manifest import PRICE
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.planning import TextBlockKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.services import Services
from ofauto_desktop.services.content import takes_price

_LARGEST_TEXT = 1_000_000
_ALL = 100_000
# "---" stands between the parts of a thread; "--- +10" says that the part below waits ten minutes.
_BETWEEN_PARTS = re.compile(r"^---(?:[ \t]*\+(\d{1,4}))?[ \t]*$", re.MULTILINE)


async def add(services: Services, given: Namespace) -> Result:
    """One post; everything is checked before anything is saved, and files brought in for it go again if it is refused."""
    accounts = await _accounts(services, given)
    text, thread, delays = await _words(services, given)
    fresh: list[MediaItem] = []
    try:
        overrides = await _overrides(services, given.override, fresh)
        if given.price is not None:
            overrides = await _priced(services, accounts, overrides, given.price)
        media = [await _media(services, word, fresh) for word in given.media]
        post = await services.composing.save(
            Draft(
                account_ids=accounts,
                text=text,
                thread=thread,
                overrides=overrides,
                media_ids=tuple(item.id for item in media),
                reply_to=given.reply_to,
                at=_when(given.at),
                delays=delays,
                tags=tuple(dict.fromkeys(tag.strip() for tag in given.tag if tag.strip())),
            )
        )
    except AppError:
        for item in fresh:
            await services.library.remove(item.id)
        raise
    return Result(value=rows.planned(post))


async def listing(services: Services, given: Namespace) -> Result:
    found = await services.publishing.list(await wanted(services, given))
    return Result(value=[rows.post(one) for one in found])


async def wanted(services: Services, given: Namespace) -> PostFilter:
    """The posts that the options of `posts list` mean."""
    return PostFilter(
        states=_states(given.state),
        account_ids=tuple([(await services.accounts.find(word)).id for word in given.account]),
        client_ids=tuple([(await services.clients.named(name)).id for name in given.client]),
        platforms=tuple(_platform(word) for word in given.platform),
        tags=tuple(given.tag),
        text=given.text,
        start=_bound(given.start),
        end=_bound(given.end),
        limit=_ALL,
    )


async def show(services: Services, given: Namespace) -> Result:
    return Result(value=rows.post(await services.publishing.get(given.id)))


async def move(services: Services, given: Namespace) -> Result:
    return Result(value=rows.post(await services.publishing.move(given.id, _when(given.at))))


async def cancel(services: Services, given: Namespace) -> Result:
    """Call off what has not gone out; refused where that is nothing, since a script may rely on it."""
    post = await services.publishing.cancel(given.id)
    if all(target.state is not PostState.CANCELLED for target in post.targets):
        raise Conflict("nothing of it is left to cancel", post_id=post.id)
    return Result(value=rows.post(post))


async def resend(services: Services, given: Namespace) -> Result:
    """What missed its time while the account waited goes again; what may be out, or was refused, is not touched."""
    account = await services.accounts.find(given.account)
    done = await services.resending.send_waiting(account.id)
    value = {"account": account.id, "planned": list(done.planned), "refused": list(done.refused)}
    return Result(value={**value, "first": rows.instant(done.first)}, code=FAILED if done.refused else 0)


async def resolve(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    post = await services.publishing.resolve(
        given.id, account.id, posted=given.posted, not_posted=given.not_posted, send_again=given.send_again
    )
    await services.by_hand.tick()
    return Result(value=rows.post(post))


async def fill(services: Services, given: Namespace) -> Result:
    """The site's form, filled in, in a window: the person looks at it and sends it, or closes it."""
    account = await services.accounts.find(given.account)
    if not given.json:
        print("A window opens: look at the post and send it there. Closing it sends nothing.", flush=True)
    state = await services.publishing.fill(given.id, account.id)
    post = await services.publishing.get(given.id)
    return Result(value=rows.post(post), code=0 if state is PostState.POSTED else FAILED)


async def prepare(services: Services, given: Namespace) -> Result:
    """What is needed to put a post up by hand; with --files, readable copies too, which `posts resolve` removes."""
    account = await services.accounts.find(given.account)
    sheet = await services.by_hand.sheet(given.id, account.id)
    laid = await services.by_hand.lay_out(given.id, account.id) if given.files and sheet.files else None
    return Result(value=rows.sheet(sheet, laid))


async def _priced(
    services: Services, accounts: Sequence[int], overrides: dict[int, Override], price: int
) -> dict[int, Override]:
    """One price for all of them; an account that has one of its own keeps it. Raises BadInput where one takes none."""
    found = dict(overrides)
    for account_id in accounts:
        account = await services.accounts.get(account_id)
        if not takes_price(account.platform):
            raise BadInput("posts there cannot have a price", account=account.name)
        own = found.get(account_id, Override())
        found[account_id] = replace(own, options={PRICE: str(price), **own.options})
    return found


async def _accounts(services: Services, given: Namespace) -> tuple[int, ...]:
    """The accounts of --to and of every --set, each once."""
    named = [(await services.accounts.find(word)).id for word in given.to]
    sets = [await services.account_sets.find(word) for word in given.set]
    found = tuple(dict.fromkeys([*named, *(account_id for one in sets for account_id in one.account_ids)]))
    if not found:
        raise BadInput("say for which accounts: --to ACCOUNT or --set NAME")
    return found


async def _words(services: Services, given: Namespace) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    """The text, the further parts and the minutes before each of these, from a template, a file or the line itself."""
    thread, delays = _parts(given.thread) if given.thread else ((), ())
    if given.template is None:
        return _text(given), thread, delays
    text, *more = texts.parts(await _template(services, given.template, given.value))
    if more and thread:
        raise BadInput("the template has a thread already", item=given.template)
    return text, tuple(more) or thread, delays


async def _template(services: Services, name: str, given: Sequence[str]) -> str:
    """A template with its variables filled in. Raises BadInput, naming them, where some have no value."""
    known = [one for one in await services.texts.list() if one.kind is TextBlockKind.TEMPLATE]
    found = next((one for one in known if one.name.casefold() == name.casefold()), None)
    if found is None:
        raise BadInput("there is no template of this name", item=name)
    pairs = [words.partition("=") for words in given]
    values = {key.strip().casefold(): value for key, _, value in pairs}
    missing = [one for one in texts.variables(found.body) if one not in values]
    if missing:
        raise BadInput(f"the template asks for {', '.join(missing)}: --value NAME=TEXT", item=name)
    await services.texts.note_use(found.id)
    return texts.filled(found.body, values)


def _text(given: Namespace) -> str:
    return str(file_text(given.text_file)) if given.text_file else given.text or ""


def _parts(name: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The further parts of a thread, and the minutes to wait before each: texts separated by lines of three hyphens.

    A line that stands before all text says only how long the first of them waits.
    """
    first, *rest = _BETWEEN_PARTS.split(file_text(name))
    minutes, parts = [0, *(int(found or 0) for found in rest[::2])], [first, *rest[1::2]]
    if rest and not first.strip():
        minutes, parts = minutes[1:], parts[1:]
    return tuple(part.strip("\n") for part in parts), tuple(minutes)


def file_text(name: str) -> str:
    """The text of a file, without its last line breaks. Raises BadInput."""
    path = Path(name)
    try:
        if path.stat().st_size > _LARGEST_TEXT:
            raise BadInput("the file is too long for a text", item=name)
        return path.read_text(encoding="utf-8").rstrip("\n")
    except OSError as error:
        raise BadInput(f"the file cannot be read ({error.strerror})", item=name) from error
    except UnicodeDecodeError as error:
        raise BadInput("the file is not UTF-8 text", item=name) from error


async def _overrides(services: Services, given: Sequence[str], fresh: list[MediaItem]) -> dict[int, Override]:
    """What accounts have of their own: texts, threads, media (repeat it for several), settings of their platform."""
    found: dict[int, Override] = {}
    for words in given:
        account, what, value = _override_words(words)
        account_id = (await services.accounts.find(account)).id
        own = found.get(account_id, Override())
        match what:
            case "text":
                own = replace(own, text=value)
            case "at":
                own = replace(own, at=value)
            case "thread":
                own = replace(own, thread=_parts(value)[0] if value else ())
            case "media":
                item = [(await _media(services, value, fresh)).id] if value else []
                own = replace(own, media_ids=(*(own.media_ids or ()), *item))
            case _:
                own = replace(own, options={**own.options, what: value})
        found[account_id] = own
    return found


def _override_words(words: str) -> tuple[str, str, str]:
    """ACCOUNT:WHAT=VALUE. An account's name may hold a colon, the value anything; WHAT is one word."""
    found = re.match(r"(.+?):([a-z_]+)=(.*)", words, re.DOTALL)
    if found is None:
        raise BadInput("--override takes ACCOUNT:text=…, :thread=FILE, :media=FILE_OR_ID, :at=TIME or a setting")
    return found[1], found[2], found[3]


async def _media(services: Services, word: str, fresh: list[MediaItem]) -> MediaItem:
    """An item by its id, or a file (one named like a number as ./123); `fresh` collects what was brought in now."""
    if (number := row_id_in(word)) is not None:
        return await services.library.get(number)
    begun = services.now()
    item = await services.library.add(Path(word))
    if item.created_at >= begun:
        fresh.append(item)
    return item


def _when(word: str) -> When | str:
    return When(word) if word in list(When) else word


def _states(words: Sequence[str]) -> tuple[PostState, ...]:
    """What is scheduled is so in the site's own queue, too."""
    found = tuple(_state(word) for word in words)
    return (*found, PostState.AT_SITE) if PostState.SCHEDULED in found else found


def _state(word: str) -> PostState:
    try:
        return PostState(word)
    except ValueError as error:
        raise BadInput(f"{word!r} is no state; states are {', '.join(PostState)}") from error


def _platform(word: str) -> PlatformId:
    try:
        return PlatformId(word)
    except ValueError as error:
        raise BadInput(f"{word!r} is no platform; platforms are {', '.join(PlatformId)}") from error


def _bound(text: str | None) -> datetime | None:
    """A day or a time; without an offset it is UTC."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{text!r} is not an ISO 8601 day or time") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
