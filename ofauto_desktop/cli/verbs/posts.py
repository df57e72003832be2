"""posts add, list, show, move, cancel, resolve."""

import re
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.cli.parser import row_id_in
from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.errors import AppError, BadInput, Conflict
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.services import Services

_LARGEST_TEXT = 1_000_000
_ALL = 100_000
_BETWEEN_PARTS = re.compile(r"^---[ \t]*$", re.MULTILINE)


async def add(services: Services, given: Namespace) -> Result:
    """One post; everything is checked before anything is saved, and files brought in for it go again if it is refused."""
    if given.price is not None:
        raise BadInput("none of these accounts can take a price")
    accounts = [await services.accounts.find(word) for word in given.to]
    text = _text(given)
    thread = _parts(given.thread) if given.thread else ()
    overrides = dict([await _override(services, words) for words in given.override])
    fresh: list[MediaItem] = []
    try:
        media = [await _media(services, word, fresh) for word in given.media]
        post = await services.composing.save(
            Draft(
                account_ids=tuple(account.id for account in accounts),
                text=text,
                thread=thread,
                overrides=overrides,
                media_ids=tuple(item.id for item in media),
                reply_to=given.reply_to,
                at=_when(given.at),
            )
        )
    except AppError:
        for item in fresh:
            await services.library.remove(item.id)
        raise
    return Result(value=rows.planned(post))


async def listing(services: Services, given: Namespace) -> Result:
    wanted = PostFilter(
        states=tuple(_state(word) for word in given.state),
        account_ids=tuple([(await services.accounts.find(word)).id for word in given.account]),
        start=_bound(given.start),
        end=_bound(given.end),
        limit=_ALL,
    )
    return Result(value=[rows.post(one) for one in await services.publishing.list(wanted)])


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


async def resolve(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    post = await services.publishing.resolve(
        given.id, account.id, posted=given.posted, not_posted=given.not_posted, send_again=given.send_again
    )
    return Result(value=rows.post(post))


def _text(given: Namespace) -> str:
    return str(_file_text(given.text_file)) if given.text_file else given.text or ""


def _parts(name: str) -> tuple[str, ...]:
    """The further parts of a thread: texts separated by lines of three hyphens."""
    return tuple(part.strip("\n") for part in _BETWEEN_PARTS.split(_file_text(name)))


def _file_text(name: str) -> str:
    path = Path(name)
    try:
        if path.stat().st_size > _LARGEST_TEXT:
            raise BadInput("the file is too long for a post", item=name)
        return path.read_text(encoding="utf-8").rstrip("\n")
    except OSError as error:
        raise BadInput(f"the file cannot be read ({error.strerror})", item=name) from error
    except UnicodeDecodeError as error:
        raise BadInput("the file is not UTF-8 text", item=name) from error


async def _override(services: Services, words: str) -> tuple[int, Override]:
    account, separator, text = words.partition(":text=")
    if not separator:
        raise BadInput("--override takes ACCOUNT:text=…")
    return (await services.accounts.find(account)).id, Override(text=text)


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


def _state(word: str) -> PostState:
    try:
        return PostState(word)
    except ValueError as error:
        raise BadInput(f"{word!r} is no state; states are {', '.join(PostState)}") from error


def _bound(text: str | None) -> datetime | None:
    """A day or a time; without an offset it is UTC."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{text!r} is not an ISO 8601 day or time") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
