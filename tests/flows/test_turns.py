"""One after another on an account, and what waits for the disk together."""

import asyncio

import pytest

from ofauto_desktop.domain.errors import BadInput, DiskProblem
from ofauto_desktop.services.together import Together
from ofauto_desktop.services.turns import Turn

pytestmark = pytest.mark.anyio


async def test_a_turn_that_is_said_to_be_over_lets_the_next_one_begin():
    lock, met = asyncio.Lock(), []

    async def second():
        async with Turn(lock):
            met.append("second")

    async with Turn(lock) as turn:
        other = asyncio.create_task(second())
        await asyncio.sleep(0)
        assert met == []
        turn.over()
        turn.over()
        await other
        assert met == ["second"]
    assert not lock.locked()


async def test_a_turn_that_is_over_takes_nothing_from_the_one_after_it():
    lock = asyncio.Lock()
    first = Turn(lock)
    async with first:
        first.over()
        async with Turn(lock):
            first.over()
            assert lock.locked()


class Disk:
    """Stands for the database: calls the change, or refuses as a full disk does."""

    def __init__(self) -> None:
        self.batches, self.full = [], False

    async def write(self, change, items):
        await asyncio.sleep(0)
        self.batches.append(list(items))
        if self.full:
            raise DiskProblem("the disk is full")
        return change(None, items)


def doubled(_session, items):
    if 13 in items:
        raise BadInput("not that one")
    return [2 * item for item in items]


async def test_what_is_asked_for_while_one_is_written_is_written_in_its_order():
    disk = Disk()
    together = Together(disk, doubled)
    answers = [together.add(item) for item in (1, 2)]
    await asyncio.sleep(0)
    answers += [together.add(item) for item in (3, 4)]
    assert await asyncio.gather(*answers) == [2, 4, 6, 8]
    assert [item for batch in disk.batches for item in batch] == [1, 2, 3, 4]


async def test_one_that_breaks_the_change_does_not_take_the_others_along():
    together = Together(Disk(), doubled)
    answers = await asyncio.gather(*[together.add(item) for item in (1, 13, 2)], return_exceptions=True)
    assert answers[0] == 2
    assert answers[2] == 4
    assert isinstance(answers[1], BadInput)


async def test_a_full_disk_is_no_items_fault_and_is_not_asked_again_for_each():
    disk = Disk()
    disk.full = True
    together = Together(disk, doubled)
    answers = await asyncio.gather(*[together.add(item) for item in (1, 2, 3)], return_exceptions=True)
    assert all(isinstance(answer, DiskProblem) for answer in answers)
    assert len(disk.batches) == 1
    disk.full = False
    with pytest.raises(BadInput):
        await together.add(13)
