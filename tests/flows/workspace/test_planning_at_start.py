"""The program starts: what it missed meets the person's rule, and what repeats is made ahead, by the clock alone."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from ofauto_desktop.app import Program
from ofauto_desktop.domain.drafts import Draft
from ofauto_desktop.domain.missed import MissedRule
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.recurrence import Every, Recurrence
from ofauto_desktop.runtime.loop import BackgroundLoop
from storage.key_wrap import KdfParams
from tests.db.seeds import add_account, add_client

LIGHT = KdfParams(memory_kib=64 * 1024, passes=3, lanes=4)
PASSPHRASE = "correct horse battery staple"
PATIENCE = 30


@pytest.fixture
def loop() -> Iterator[BackgroundLoop]:
    made = BackgroundLoop()
    yield made
    made.stop()


def test_missed_posts_meet_their_rule_and_series_go_on(tmp_path, loop):
    before = datetime.now(UTC) - timedelta(hours=10)
    earlier = Program(tmp_path, loop, now=lambda: before, kdf=LIGHT)
    loop.submit(earlier.lock.create(PASSPHRASE, use_keychain=False)).result(PATIENCE)
    post_id, series_id = loop.submit(_planned(earlier, before)).result(PATIENCE)
    earlier.dispose()

    program = Program(tmp_path, loop, kdf=LIGHT)
    try:
        loop.submit(_opened(program)).result(PATIENCE)
        until = time.monotonic() + PATIENCE
        while (found := loop.submit(_found(program, post_id, series_id)).result(PATIENCE)) != _wanted(before):
            assert time.monotonic() < until, found
            time.sleep(0.1)
    finally:
        loop.submit(program.close()).result(PATIENCE)
        program.dispose()


def _wanted(before):
    """Skipped, and every day made from the first one up to 90 days from now."""
    first, last = (before + timedelta(days=1, hours=1)).date(), (datetime.now(UTC) + timedelta(days=90)).date()
    return PostState.CANCELLED, (last - first).days + 1


async def _planned(program, now):
    """A post that nobody will send, and a series that was made up to three days ago alone."""
    services = await program.open(await program.lock.unlock(passphrase=PASSPHRASE), with_clock=False)
    database = services.workspace.database
    account = await database.write(lambda session: add_account(session, add_client(session)))
    await services.planning.missed.choose(MissedRule.SKIP)
    at = (now + timedelta(hours=1)).replace(tzinfo=None)
    post = await services.composing.save(Draft(account_ids=(account,), text="missed", at=at))
    daily = Draft(account_ids=(account,), text="daily", at=at + timedelta(days=1))
    begun = await services.planning.series.start(daily, Recurrence(every=Every.DAY))
    await database.write(_forget, begun.series.id, now.date() + timedelta(days=3))
    await program.close()
    return post.id, begun.series.id


def _forget(session, series_id: int, until: date) -> None:
    """As if the occurrences after a day were never made."""
    from sqlalchemy import delete

    from storage.models import PostSeries, ScheduledPost

    later = ScheduledPost.series_id == series_id, ScheduledPost.series_day > until
    session.execute(delete(ScheduledPost).where(*later))
    session.get(PostSeries, series_id).made_until = until


async def _opened(program):
    return await program.open(await program.lock.unlock(passphrase=PASSPHRASE), with_clock=True)


async def _found(program, post_id, series_id):
    services = program.services
    [target] = (await services.publishing.get(post_id)).targets
    return target.state, len(await services.planning.series.posts(series_id))
