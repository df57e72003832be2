"""Who follows, in groups: the newest reading stands, and accounts do not mix."""

from dataclasses import replace
from datetime import UTC, datetime

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.audience import AccountShare, AudienceBy, AudienceShare, groups
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import Pulled
from storage import audience, sync_state
from storage.database import Database
from tests.db.seeds import add_account, add_client

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SWEDEN = AudienceShare(by=AudienceBy.COUNTRY, name="SE", value=12, as_of=NOW, source="test")
BERLIN = AudienceShare(by=AudienceBy.CITY, name="Berlin", value=5, as_of=NOW, source="test")


def keep(database: Database, account: int, *shares: AudienceShare):
    return database.write_now(sync_state.keep, account, SyncKind.AUDIENCE, Pulled(audience=shares), NOW)


def test_a_new_reading_takes_the_place_of_the_one_before_of_its_kind(database: Database) -> None:
    client = database.write_now(add_client)
    ada, bo = (database.write_now(add_account, client, name=name) for name in ("ada", "bo"))
    assert keep(database, ada, SWEDEN, BERLIN).added == 2
    assert keep(database, bo, replace(SWEDEN, value=3)).added == 1
    france = replace(SWEDEN, name="FR", value=9)
    again = keep(database, ada, replace(SWEDEN, value=13), france)
    assert (again.added, again.changed) == (1, 1)
    found = database.read_now(audience.of_scope, Scope(account_ids=(ada,)))
    assert {(one.share.name, one.share.value) for one in found} == {("SE", 13), ("FR", 9), ("Berlin", 5)}
    both = database.read_now(audience.of_scope, Scope())
    assert [(one.name, one.value) for one in groups(both, AudienceBy.COUNTRY)] == [("SE", 16), ("FR", 9)]


def test_ages_stand_in_their_order_and_fractions_are_of_what_is_known() -> None:
    shares = [
        AccountShare(account_id=1, share=replace(SWEDEN, by=AudienceBy.AGE, name=name, value=value))
        for name, value in (("25-34", 60), ("18-24", 30), ("65+", 10))
    ]
    found = groups(shares, AudienceBy.AGE)
    assert [one.name for one in found] == ["18-24", "25-34", "65+"]
    assert [one.fraction for one in found] == [0.3, 0.6, 0.1]
    assert groups([], AudienceBy.CITY) == []
