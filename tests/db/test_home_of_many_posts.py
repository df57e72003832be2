"""Home stays quick however full the workspace is: its queries follow indexes, and count rather than list."""

from datetime import timedelta
from time import process_time

import pytest
from sqlalchemy import insert

from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.services.home import Home
from storage.database import Database
from storage.models import PostPlatform, RemotePostSeen, ScheduledPost
from tests.db.seeds import NOW, add_account, add_client
from tests.pace import slower

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

POSTS = 50_000
# Of the processor, as other tests may keep it busy; it takes half of this.
AT_MOST = 0.1
_STATES = [PostState.POSTED] * 6 + [PostState.SCHEDULED] * 3 + [PostState.FAILED]


def _fill(session) -> int:
    client = add_client(session)
    account = add_account(session, client)
    ids = range(1, POSTS + 1)
    session.execute(
        insert(ScheduledPost), [{"id": one, "client_id": client, "text": "hi", "thread": []} for one in ids]
    )
    session.execute(
        insert(PostPlatform),
        [
            {
                "post_id": one,
                "platform_id": account,
                "state": (state := _STATES[one % 10]),
                "zone": "UTC",
                "due_at": NOW + timedelta(minutes=one if state is PostState.SCHEDULED else one - POSTS // 2),
            }
            for one in ids
        ],
    )
    session.execute(
        insert(RemotePostSeen),
        [
            {
                "platform_id": account,
                "remote_id": str(one),
                "text": "hi",
                "at": NOW - timedelta(minutes=one),
                "url": "",
                "media_count": 0,
            }
            for one in ids
        ],
    )
    return client


async def test_home_takes_a_tenth_of_a_second_at_most(database: Database) -> None:
    client = database.write_now(_fill)
    home = Home(database, lambda: NOW)
    for client_id in (None, client):
        taken = []
        for _ in range(7):
            began = process_time()
            found = await home.summary(client_id)
            taken.append(process_time() - began)
        assert [need.count for need in found.needs] == [POSTS // 10]
        assert min(taken) < AT_MOST * slower()
