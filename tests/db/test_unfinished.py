"""What is being written outlives the process that wrote it, one for each post."""

import pytest

from ofauto_desktop.services.unfinished import Unfinished

pytestmark = pytest.mark.anyio


async def test_it_is_kept_for_each_post_apart(database):
    unfinished = Unfinished(database)
    assert await unfinished.kept(None) is None
    await unfinished.keep(None, {"text": "half"})
    await unfinished.keep(8, {"text": "edited"})
    await unfinished.keep(None, {"text": "half a thought"})
    another = Unfinished(database)
    assert await another.kept(None) == {"text": "half a thought"}
    assert await another.kept(8) == {"text": "edited"}
