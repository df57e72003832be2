"""media add, media list."""

from argparse import Namespace
from pathlib import Path

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.services import Services


async def add(services: Services, given: Namespace) -> Result:
    """Bring files in, in order; the first that cannot be used ends it and is named, those before it stay."""
    items = [await services.library.add(Path(name), tags=tuple(given.tag)) for name in given.file]
    return Result(value=[rows.media(item) for item in items])


async def listing(services: Services, given: Namespace) -> Result:
    return Result(value=[rows.media(item) for item in await services.library.list(text=given.text)])
