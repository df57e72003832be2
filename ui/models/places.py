"""The places of the library: everything, what lies in no folder, look-alikes, the bin, and the folders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ofauto_desktop.domain.library import Folder


class PlaceKind(StrEnum):
    """What a place is; FOLDER names one."""

    ALL = "all"
    UNFILED = "unfiled"
    ALIKE = "alike"
    BIN = "bin"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one looks. `folder_id` for FOLDER only."""

    kind: PlaceKind = PlaceKind.ALL
    folder_id: int | None = None


EVERYWHERE = Place()


def tree(folders: Sequence[Folder], parent_id: int | None = None, depth: int = 0) -> Iterator[tuple[int, Folder]]:
    """Folders in the order of a tree, each with how deep it lies; smart ones after the plain ones of their level."""
    for folder in sorted(
        (one for one in folders if one.parent_id == parent_id),
        key=lambda one: (one.rule is not None, one.name.casefold()),
    ):
        yield depth, folder
        yield from tree(folders, folder.id, depth + 1)
