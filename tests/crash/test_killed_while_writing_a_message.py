"""Killed while a message is on its way, the program sends it at most once, and never says more than it knows."""

import asyncio
import json
import sys

import pytest

from connectors.practice import worlds
from connectors.practice.faults import Action, Fault
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.server import serve
from connectors.practice.x.state import Fan, between
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.messages import MessageState
from ofauto_desktop.domain.platforms import PlatformId
from tests.crash import correspondent
from tests.crash.correspondent import WORDS, messages_of
from tests.crash.program import opened

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.timeout(120)]
PERSON = {"handle": "ada_practice", "id": "1800000000000000001"}
FAN = Fan(id="1700000000000000040", handle="fan", name="Fan")


@pytest.fixture
async def platforms():
    return PracticePlatforms(worlds.empty())


@pytest.fixture
async def endpoints(platforms):
    async with serve("127.0.0.1", 0, platforms) as told:
        yield told["x"]


@pytest.fixture
def world(platforms):
    found = platforms.worlds[PlatformId.X]
    found.add_fan(FAN)
    found.write(between(PERSON["id"], FAN.id), FAN.id, "Are you there on Friday?")
    return found


@pytest.fixture
def taken(world, monkeypatch):
    """Set once the platform has taken a message."""
    heard, write = asyncio.Event(), type(world).write

    def written(*given):
        made = write(*given)
        heard.set()
        return made

    monkeypatch.setattr(type(world), "write", written)
    return heard


async def killed(folder, conversation: int, waits: str, taken: asyncio.Event) -> None:
    """Let a process write, and kill it -9 as soon as it is that far."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash.correspondent", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    job = {"folder": str(folder), "conversation": conversation, "waits": waits}
    running.stdin.write(json.dumps(job).encode() + b"\n")
    if waits == "processed":
        await taken.wait()
    else:
        assert (await running.stdout.readline()).decode().strip() == waits
    running.kill()
    await running.communicate()


@pytest.mark.parametrize(("waits", "goes_out"), [("begun", 0), ("processed", 1), ("answered", 1)])
async def test_it_is_sent_at_most_once(tmp_path, platforms, world, endpoints, taken, waits, goes_out):
    conversation = await correspondent.begin(tmp_path, PERSON, endpoints)
    before = len(world.written)
    if waits == "processed":
        platforms.faults[PlatformId.X].add(Fault(action=Action.HANG, match="POST .*dm_conversations"))
    await killed(tmp_path, conversation, waits, taken)
    assert len(world.written) == before + goes_out

    program = opened(tmp_path, "after")
    made = messages_of(program)
    await made.recover()
    last = (await made.thread(conversation))[-1]
    assert (last.text, last.state) == (WORDS, MessageState.UNKNOWN)
    with pytest.raises(BadInput, match="not known yet"):
        await made.send(conversation, WORDS)
    await correspondent.read(program)
    thread = await made.thread(conversation)
    assert [one.text for one in thread] == ["Are you there on Friday?", WORDS]
    assert thread[-1].state is (MessageState.SENT if goes_out else MessageState.UNKNOWN)
    await program.aclose()
    assert len(world.written) == before + goes_out
