"""Credentials in their rows: a row that was moved, swapped or rolled back opens no more."""

import pytest
from sqlalchemy import select, text, update

from ofauto_desktop.domain.errors import DiskProblem, NotAllowed, NotFound
from ofauto_desktop.domain.platforms import PlatformId
from storage import audit, credentials
from storage.credentials import LOGIN, PROXY, Kek, Use
from storage.models import Client, Platform, PlatformCredential, User
from tests.db.seeds import NOW, add_account, add_client

KEK = Kek(workspace="w", key=bytes(range(32)))


@pytest.fixture
def two(database):
    """Two accounts of two clients, each with a login."""
    ids = [database.write_now(lambda s, n=name: add_account(s, add_client(s, n), name=n)) for name in ("ada", "bea")]
    for account_id in ids:
        database.write_now(credentials.store, KEK, account_id, LOGIN, {"access_token": f"CANARY-{account_id}"}, NOW)
    return ids


def opened(database, account_id, key=LOGIN, kek=KEK):
    return database.read_now(credentials.open_newest, kek, account_id, key)


def tamper(database, model, where, **values):
    database.write_now(lambda s: s.execute(update(model).where(where).values(values)))


def test_it_opens_in_its_place_and_does_not_print(database, two):
    found = opened(database, two[0])
    assert (found.version, found.fields) == (1, {"access_token": f"CANARY-{two[0]}"})
    assert "CANARY" not in repr(found)


def test_a_sealed_value_lies_in_no_row_readable(database, two):
    rows = database.read_now(lambda s: s.execute(text("SELECT * FROM platform_credential")).all())
    assert "CANARY" not in repr(rows)
    assert "access_token" not in repr(rows)


def sealed_columns(session, account_id, version):
    row = PlatformCredential
    chosen = select(row.kek_id, row.dek_wrapped, row.nonce, row.sealed)
    return session.execute(chosen.where(row.platform_id == account_id, row.version == version)).one()


def versions_with_keys(session, account_id):
    row = PlatformCredential
    return session.scalars(select(row.version).where(row.platform_id == account_id, row.dek_wrapped.is_not(None))).all()


def test_values_swapped_between_accounts_do_not_open(database, two):
    row = database.read_now(sealed_columns, two[0], 1)
    tamper(database, PlatformCredential, PlatformCredential.platform_id == two[1], **row._asdict())
    with pytest.raises(DiskProblem, match="another place"):
        opened(database, two[1])


@pytest.mark.parametrize("change", ["client", "platform", "account", "workspace", "key"])
def test_a_changed_place_does_not_open(database, two, change):
    kek = KEK
    match change:
        case "client":
            tamper(database, Platform, Platform.id == two[0], client_id=2)
        case "platform":
            tamper(database, Platform, Platform.id == two[0], platform=PlatformId.GUMROAD)
        case "account":
            tamper(database, Platform, Platform.id == two[0], uid="another")
        case "workspace":
            kek = Kek(workspace="w2", key=KEK.key)
        case "key":
            tamper(database, PlatformCredential, PlatformCredential.platform_id == two[0], key=PROXY)
    with pytest.raises(DiskProblem, match="another place"):
        opened(database, two[0], PROXY if change == "key" else LOGIN, kek)


def test_a_clients_name_may_change(database, two):
    tamper(database, Client, Client.id == 1, name="Ada Lovelace")
    assert opened(database, two[0]).version == 1


def test_an_old_version_put_in_a_new_ones_row_does_not_open(database, two):
    database.write_now(credentials.store, KEK, two[0], LOGIN, {"access_token": "new"}, NOW)
    old = database.read_now(sealed_columns, two[0], 1)
    newest = (PlatformCredential.platform_id == two[0]) & (PlatformCredential.version == 2)
    tamper(database, PlatformCredential, newest, **old._asdict())
    with pytest.raises(DiskProblem, match="another place"):
        opened(database, two[0])


def test_an_old_version_numbered_as_a_newer_one_does_not_open(database, two):
    tamper(database, PlatformCredential, PlatformCredential.platform_id == two[0], version=9)
    with pytest.raises(DiskProblem, match="another place"):
        opened(database, two[0])


def test_only_the_two_newest_versions_keep_their_keys(database, two):
    for number in range(4):
        database.write_now(credentials.store, KEK, two[0], LOGIN, {"access_token": str(number)}, NOW)
    kept = database.read_now(versions_with_keys, two[0])
    assert sorted(kept) == [4, 5]
    assert opened(database, two[0]).fields == {"access_token": "3"}


def test_what_was_revoked_opens_never_again(database, two):
    assert database.write_now(credentials.revoke, two[0], NOW) == 1
    with pytest.raises(NotFound):
        opened(database, two[0])
    assert opened(database, two[1])


def test_every_act_is_noted_without_its_content(database, two):
    database.write_now(credentials.revoke, two[0], NOW)
    told = database.read_now(audit.entries)
    assert [entry.action for entry in told] == ["credential.revoked", "credential.stored", "credential.stored"]
    assert "CANARY" not in repr(told)


def test_another_workspace_key_opens_nothing_until_all_is_sealed_anew(database, two):
    fresh = Kek(workspace="w", key=bytes(range(1, 33)))
    with pytest.raises(DiskProblem):
        opened(database, two[0], kek=fresh)
    assert database.write_now(credentials.rewrap_all, KEK, fresh) == 2
    assert opened(database, two[0], kek=fresh).fields == {"access_token": f"CANARY-{two[0]}"}
    with pytest.raises(DiskProblem):
        opened(database, two[0])


def told(database):
    return [(one.action, one.object_id, one.outcome) for one in reversed(database.read_now(audit.entries))][2:]


def test_a_login_is_not_opened_for_use_without_an_entry(database, two):
    [found] = database.write_now(credentials.open_for_use, [Use(kek=KEK, account_id=two[0], now=NOW)])
    assert found.fields == {"access_token": f"CANARY-{two[0]}"}
    assert told(database) == [("credential.used", str(two[0]), "ok")]


@pytest.mark.parametrize(("role", "stores"), [("admin", True), ("manager", True), ("user", False), ("guest", False)])
def test_a_role_permits_what_the_table_says(database, two, role, stores):
    database.write_now(lambda session: session.add(User(name="ada", email=None, role=role)))
    change = (credentials.store, KEK, two[0], LOGIN, {"access_token": "new"}, NOW)
    if stores:
        assert database.write_now(*change) == 2
        assert database.write_now(credentials.revoke, two[0], NOW) == 2
        return
    for act in (change, (credentials.revoke, two[0], NOW)):
        with pytest.raises(NotAllowed):
            database.write_now(*act)
    assert opened(database, two[0]).version == 1
    if role == "guest":
        with pytest.raises(NotAllowed):
            database.write_now(credentials.open_for_use, [Use(kek=KEK, account_id=two[0], now=NOW)])
    else:
        [found] = database.write_now(credentials.open_for_use, [Use(kek=KEK, account_id=two[0], now=NOW)])
        assert found.version == 1
