"""The step back from what was entered, and the step forward again: each entering is a batch of its own."""

from typing import TYPE_CHECKING

from ofauto_desktop.domain.books import ImportBatch

if TYPE_CHECKING:
    from ofauto_desktop.services.books import Books


class Entered:
    """Acts for a toast's undo and redo."""

    def __init__(self, books: "Books", batch: ImportBatch) -> None:
        self._books, self._id = books, batch.id

    async def undo(self) -> None:
        await self._books.undo(self._id)

    async def redo(self) -> None:
        self._id = (await self._books.redo(self._id)).id
