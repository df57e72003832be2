"""media add, media list."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.domain.library import Folder, MediaFilter, MediaUse
from ofauto_desktop.services import Services

_AT_ONCE = 500


async def add(services: Services, given: Namespace) -> Result:
    """Bring files in, in order; the first that cannot be used ends it and is named, those before it stay."""
    folder = await services.media_sorting.folder_named(given.folder, make=True) if given.folder else None
    place = None if folder is None else folder.id
    items = [await services.library.add(Path(name), tags=tuple(given.tag), folder_id=place) for name in given.file]
    return await _rows(services, [item.id for item in items])


async def listing(services: Services, given: Namespace) -> Result:
    """What fits all that is given, newest first."""
    folder = await services.media_sorting.folder_named(given.folder) if given.folder else None
    wanted = MediaFilter(
        text=given.text,
        tags=tuple(given.tag),
        folder_id=None if folder is None else folder.id,
        uses=(MediaUse.UNUSED,) if given.unused else (),
    )
    return await _rows(services, (await services.media_finding.find(wanted)).ids)


async def _rows(services: Services, media_ids: Sequence[int]) -> Result:
    folders = {one.id: one for one in await services.media_sorting.folders()}
    tiles = [
        tile
        for at in range(0, len(media_ids), _AT_ONCE)
        for tile in await services.media_finding.tiles(media_ids[at : at + _AT_ONCE])
    ]
    return Result(value=[rows.tile(one, _path(one.item.folder_id, folders)) for one in tiles])


def _path(folder_id: int | None, folders: Mapping[int, Folder]) -> str | None:
    """The folder as `--folder` takes it, such as "Sets/Beach"."""
    names: list[str] = []
    while folder_id is not None and folder_id in folders:
        names.insert(0, folders[folder_id].name)
        folder_id = folders[folder_id].parent_id
    return "/".join(names) or None
