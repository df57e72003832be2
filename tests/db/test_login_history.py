"""What became of a login is read from the audit trail, and says nothing of the login itself."""

from datetime import timedelta

import pytest

from ofauto_desktop.domain.login_history import LoginAct
from storage import credentials, login_history
from storage.credentials import LOGIN, PROXY, Kek, Use
from tests.db.seeds import NOW, add_account, add_client

KEK = Kek(workspace="w", key=bytes(range(32)))
DAY = timedelta(days=1)


@pytest.fixture
def account(database):
    return database.write_now(lambda session: add_account(session, add_client(session)))


def stored(database, account, at, key=LOGIN, **more):
    fields = {"access_token": "secret-token"}
    return database.write_now(
        credentials.store, KEK, account, key, fields, at, expires_at=more.pop("expires_at", None), **more
    )


def history(database, account, now=NOW):
    return database.read_now(login_history.of, account, now)


def test_without_a_login_nothing_is_made_up(database, account):
    found = history(database, account)
    assert (found.version, found.stored_at, found.uses, found.last_used, found.events) == (0, None, 0, None, ())


def test_each_change_stands_there_and_uses_are_counted(database, account):
    other = database.write_now(lambda session: add_account(session, add_client(session, "Bo"), name="other"))
    stored(database, account, NOW - 60 * DAY)
    stored(database, account, NOW - 9 * DAY, act="credential.renewed", expires_at=NOW + 50 * DAY)
    stored(database, account, NOW - 8 * DAY, key=PROXY)
    stored(database, other, NOW - 7 * DAY)
    for days in (40, 3, 2):
        database.write_now(credentials.open_for_use, [Use(kek=KEK, account_id=account, now=NOW - days * DAY)])
    database.write_now(credentials.note_refused, account, NOW - DAY)
    found = history(database, account)
    assert (found.version, found.kept, found.expires_at) == (2, 2, NOW + 50 * DAY)
    assert (found.uses, found.last_used) == (2, NOW - 2 * DAY)
    assert [(one.act, one.version, one.at) for one in found.events] == [
        (LoginAct.DENIED, 0, NOW - DAY),
        (LoginAct.RENEWED, 2, NOW - 9 * DAY),
        (LoginAct.STORED, 1, NOW - 60 * DAY),
    ]
    assert "secret-token" not in repr(found)


def test_what_was_destroyed_is_no_login_any_more(database, account):
    stored(database, account, NOW - DAY)
    database.write_now(credentials.revoke, account, NOW)
    found = history(database, account)
    assert (found.version, found.kept, found.events[0].act) == (0, 0, LoginAct.REVOKED)
