"""Posts that a person puts up themselves: text and files at hand, and nothing readable left behind."""

import asyncio
import mimetypes
import os
import re
import shutil
from pathlib import Path

from connectors import registry
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.by_hand import FILES_LIE_FOR, LaidOut, Sheet
from ofauto_desktop.domain.errors import BadInput, DiskProblem, NotFound
from ofauto_desktop.domain.manifest import complete_endpoints
from ofauto_desktop.domain.media import UploadSource, pieces
from ofauto_desktop.domain.posts import Post, PostState, Target
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import content
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.library import Library
from storage import posts, tiers
from storage.database import Database

_PIECE = 1 << 20
_UNSAFE = re.compile(r"[^\w.\- ]+")
_FOLDER = re.compile(r"post-(\d+)-account-(\d+)")
_LONGEST_NAME = 80


class ByHand:
    """Prepares what is put up by hand. `folder` holds readable copies, for an hour at most; it is there only meanwhile."""

    def __init__(self, database: Database, accounts: Accounts, library: Library, folder: Path, now: Now) -> None:
        self._database, self._accounts, self._library = database, accounts, library
        self._folder, self._now = folder, now

    async def sheet(self, post_id: int, account_id: int) -> Sheet:
        """All that the person needs, without any file being written. Raises NotFound, BadInput where it goes out by itself."""
        post, target, account, editor = await self._of(post_id, account_id)
        manifest = registry.platform(account.platform).manifest
        sources = await self._sources(post, target, account)
        return Sheet(
            post_id=post_id,
            account_id=account_id,
            account=account.name,
            site=manifest.name,
            text=post.parts_for(target)[0],
            editor=editor,
            tiers=await self._tiers(target, account),
            files=tuple(_named(number, source) for number, source in enumerate(sources, start=1)),
            practice=account.practice,
            fills=content.is_assisted(account) and not account.practice,
        )

    async def lay_out(self, post_id: int, account_id: int) -> LaidOut:
        """Write readable copies of the files as they are meant to go out, without their metadata.

        Raises NotFound, BadInput, DiskProblem; then nothing lies there.
        """
        post, target, account, _ = await self._of(post_id, account_id)
        sources = await self._sources(post, target, account)
        place = self._folder / f"post-{post_id}-account-{account_id}"
        try:
            await asyncio.to_thread(_fresh, self._folder, place)
            files = tuple([await _copy(source, place, number) for number, source in enumerate(sources, start=1)])
        except OSError as error:
            await asyncio.to_thread(_remove, place)
            raise DiskProblem(f"the files could not be laid out ({error.strerror})", item=f"post {post_id}") from error
        except BaseException:
            await asyncio.to_thread(_remove, place)
            raise
        now = self._now()
        await asyncio.to_thread(os.utime, place, (now.timestamp(), now.timestamp()))
        return LaidOut(folder=place, files=files, until=now + FILES_LIE_FOR)

    async def tick(self) -> int:
        """Remove the copies that lie too long, or whose post is settled; returns how many folders went."""
        gone = 0
        for place in await asyncio.to_thread(_laid_out, self._folder):
            if await self._is_over(place):
                await asyncio.to_thread(_remove, place)
                gone += 1
        await asyncio.to_thread(_drop_empty, self._folder)
        return gone

    async def clear(self) -> None:
        """Remove all copies: the workspace is closed."""
        await asyncio.to_thread(_remove, self._folder)

    async def _is_over(self, place: Path) -> bool:
        named = _FOLDER.fullmatch(place.name)
        age = self._now().timestamp() - await asyncio.to_thread(_written_at, place)
        # A clock that was put back must not keep them longer.
        if named is None or not -1 <= age < FILES_LIE_FOR.total_seconds():
            return True
        try:
            post = await self._database.read(posts.get, int(named[1]))
        except NotFound:
            return True
        states = [one.state for one in post.targets if one.account_id == int(named[2])]
        return states != [PostState.BY_HAND]

    async def _of(self, post_id: int, account_id: int) -> tuple[Post, Target, Account, str]:
        """With the address of the site's own editor, or of the site where the program fills posts in there."""
        account = await self._accounts.get(account_id)
        post = await self._database.read(posts.get, post_id)
        target = next((one for one in post.targets if one.account_id == account_id), None)
        if target is None:
            raise NotFound(f"post {post_id} is not meant for that account", item=f"post {post_id}", post_id=post_id)
        manifest = registry.platform(account.platform).manifest
        if manifest.by_hand is not None:
            editor = manifest.by_hand.editor
        elif target.state is PostState.BY_HAND:  # a person sends it, whatever the account is set to by now
            editor = complete_endpoints(manifest, account.endpoints)["site"]
        else:
            raise BadInput("posts on this account go out by themselves", account=account.name, post_id=post_id)
        if target.state is not PostState.BY_HAND:
            raise BadInput(f"its time has not come: it is {target.state.value}", account=account.name, post_id=post_id)
        return post, target, account, editor

    async def _tiers(self, target: Target, account: Account) -> tuple[str, ...]:
        known = (await self._database.read(tiers.listed, [account.id])).get(account.id, ())
        specs = [spec for spec in content.post_options(account, known) if spec.of_tiers and spec.name in target.options]
        return tuple(words for spec in specs for words in spec.words(target.options[spec.name]))

    async def _sources(self, post: Post, target: Target, account: Account) -> tuple[UploadSource, ...]:
        ids = [item.id for item in post.media] if target.media_ids is None else target.media_ids
        return await self._library.sources(ids, account.platform)


def _named(number: int, source: UploadSource) -> str:
    """The name of a copy: numbered in the post's order, with the ending of what it is, and safe on every disk."""
    stem = _UNSAFE.sub("_", Path(source.item.name).stem).strip(" .")[:_LONGEST_NAME] or "file"
    ending = mimetypes.guess_extension(source.item.mime) or Path(source.item.name).suffix
    return f"{number:02} {stem}{ending}"


def _fresh(folder: Path, place: Path) -> None:
    """An empty folder for this person only."""
    folder.mkdir(exist_ok=True, mode=0o700)
    _remove(place)
    place.mkdir(mode=0o700)


async def _copy(source: UploadSource, place: Path, number: int) -> Path:
    file = place / _named(number, source)
    handle = await asyncio.to_thread(os.open, file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as copy:
        async for piece in pieces(source, _PIECE):
            await asyncio.to_thread(copy.write, piece)
    return file


def _written_at(place: Path) -> float:
    return place.stat().st_mtime


def _laid_out(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _drop_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _remove(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
