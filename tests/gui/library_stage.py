"""A library page over a real encrypted workspace: rows, files and services as in the program."""

import io
import random
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from PIL import Image, ImageDraw

from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.loop import BackgroundLoop
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.media_finding import MediaFinding
from ofauto_desktop.services.media_sorting import MediaSorting
from ofauto_desktop.services.media_variants import MediaVariants
from ofauto_desktop.services.saved_views import Views
from storage.database import Database, create_schema
from storage.media_files import MediaFiles
from tests.gui.conftest import NOON
from ui.desk import Desk
from ui.pages.media import LibraryPage

KEY = bytes(range(32))


@dataclass
class LibraryStage:
    """The services of one workspace, and a loop to ask them on."""

    database: Database
    files: MediaFiles
    bus: EventBus
    loop: BackgroundLoop
    library: Library
    finding: MediaFinding
    sorting: MediaSorting
    variants: MediaVariants
    clients: Clients
    views: Views

    def do(self, work):
        """The result of a service's coroutine."""
        return self.loop.submit(work).result(20)

    def add(self, name: str, seed: int = 0, **more) -> int:
        return self.do(self.library.add_bytes(name, picture(seed), **more)).id

    def page(self, desk: Desk) -> LibraryPage:
        return LibraryPage(
            library=self.library,
            finding=self.finding,
            sorting=self.sorting,
            variants=self.variants,
            clients=self.clients,
            planning=SimpleNamespace(views=self.views),
            filling=SimpleNamespace(),
            desk=desk,
        )


def opened(folder: Path, bus: EventBus, loop: BackgroundLoop) -> LibraryStage:
    database = Database(folder / "ofauto.db", KEY, create=True)
    create_schema(database)
    files = MediaFiles(folder / "media", KEY)

    def now():
        return NOON

    return LibraryStage(
        database=database,
        files=files,
        bus=bus,
        loop=loop,
        library=Library(database, files, bus, now),
        finding=MediaFinding(database, files, now),
        sorting=MediaSorting(database, bus, now),
        variants=MediaVariants(database, files, bus, now),
        clients=Clients(database, bus, now),
        views=Views(database, bus, now),
    )


def picture(
    seed: int, size: tuple[int, int] = (320, 240), form: str = "PNG", shown: tuple[int, int] | None = None
) -> bytes:
    """Another one for each seed; `shown` scales the same picture."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        left, top = chance.randrange(size[0]), chance.randrange(size[1])
        draw.ellipse((left - 60, top - 40, left + 60, top + 40), fill=tuple(chance.randrange(256) for _ in range(3)))
    target = io.BytesIO()
    (image.resize(shown) if shown else image).save(target, form)
    return target.getvalue()
