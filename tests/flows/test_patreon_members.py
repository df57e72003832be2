"""Patreon's members (A14) and its months with what was declined (A16), against the practice platform's own counts."""

from collections import Counter

import pytest

from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.members import Standing
from ofauto_desktop.domain.money import LedgerStatus
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.services.money import Money
from storage import tiers
from tests.accounts_stage import opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, year=True)
    await made.accounts.add(
        PlatformId.PATREON,
        client_id=made.client_id,
        fields={"access_token": "practice-patreon-token"},
        practice=True,
        endpoints=made.platforms.endpoints()["patreon"],
    )
    await made.sync.run()
    yield made
    await made.aclose()


@pytest.fixture
def money(stage):
    return Money(stage.database, stage.clock)


def creator(stage):
    return stage.platforms.worlds[PlatformId.PATREON].creators["ada_practice"]


async def test_members_are_told_with_tier_standing_lifetime_and_last_charge(stage, money):
    found = {one.remote_id: one for one in await money.members(Scope())}
    known = [one for one in creator(stage).members if one.status or one.gifted or one.trial]
    assert set(found) == {one.id for one in known}
    for one in known:
        told = found[one.id]
        if one.status == "active_patron" and not one.gifted and not one.trial and one.charges:
            assert told.tier == one.tier.title
        paid = [charge for charge in one.charges if charge.status == "Paid"]
        if len({charge.currency for charge in one.charges}) == 1:
            assert told.lifetime_minor == (sum(charge.cents for charge in paid) if paid else told.lifetime_minor)
        if one.charges:
            assert told.last_charge_at == one.charges[-1].at
            declined = one.charges[-1].status == "Declined"
            assert (told.last_charge is LedgerStatus.DECLINED) == declined


async def test_members_are_found_by_standing_and_tier(stage, money):
    declined = await money.members(Scope(), standings=(Standing.DECLINED,))
    assert {one.remote_id for one in declined} == {
        one.id for one in creator(stage).members if one.status == "declined_patron"
    }
    studio = await money.members(Scope(), text="studio")
    assert {one.tier for one in studio} == {"Studio"}
    assert len(await money.members(Scope(), limit=3)) == 3


async def test_each_month_tells_what_was_declined(stage, money):
    months = await money.summary(Scope(), MoneyBy.MONTH)
    truth = Counter(
        (f"{charge.at:%Y-%m}", charge.currency)
        for one in creator(stage).members
        for charge in one.charges
        if charge.status == "Declined"
    )
    assert truth
    told = {(row.key, row.currency): row.declined for row in months}
    assert {key: told[key] for key in truth} == dict(truth)
    asked = sum(row.declined_minor for row in months)
    assert asked == sum(
        charge.cents for one in creator(stage).members for charge in one.charges if charge.status == "Declined"
    )


async def test_payouts_of_patreon_are_unknown_and_not_nothing(stage, money):
    assert await money.payouts(Scope()) == ()
    assert all(row.fee_estimated for row in await money.summary(Scope(), MoneyBy.PLATFORM))


async def test_where_nobody_tells_of_declined_charges_none_is_counted(tmp_path):
    stage = await opened(tmp_path, year=True)
    await stage.connect_gumroad()
    await stage.sync.run()
    months = await Money(stage.database, stage.clock).summary(Scope(), MoneyBy.MONTH)
    assert months
    assert {row.declined for row in months} == {None}
    await stage.aclose()


async def test_tiers_are_read_with_the_members(stage):
    (account,) = await stage.accounts.list()
    found = await stage.database.read(tiers.listed, [account.id])
    assert [(one.title, one.amount_minor) for one in found[account.id]] == [
        ("Free", 0),
        ("Sketchbook", 300),
        ("Studio", 500),
        ("Atelier", 2000),
    ]
