"""A credential in memory: renewed once for all who ask, and never lost to an empty answer."""

import asyncio

import pytest

from connectors.base import Credential
from connectors.errors import LoginExpired, Temporary
from connectors.held import HeldCredential

pytestmark = pytest.mark.anyio


async def test_many_renewals_at_once_are_one() -> None:
    held, asked = HeldCredential({"access_token": "old", "refresh_token": "r1"}), []

    async def renew(spent: Credential) -> dict[str, str]:
        asked.append(spent.version)
        await asyncio.sleep(0)
        return {"access_token": "new", "refresh_token": "", "scope": "read"}

    renewed = await asyncio.gather(*(held.rotate(1, renew) for _ in range(20)))
    assert asked == [1]
    assert {one.version for one in renewed} == {2}
    # An empty field never overwrites a good one.
    assert held.current.fields == {"access_token": "new", "refresh_token": "r1", "scope": "read"}


async def test_a_renewal_that_fails_changes_nothing() -> None:
    held = HeldCredential({"access_token": "old"})

    async def renew(spent: Credential) -> dict[str, str]:
        raise Temporary("out")

    with pytest.raises(Temporary):
        await held.rotate(1, renew)
    assert (await held.read()).fields == {"access_token": "old"}
    assert (await held.read()).version == 1


async def test_nothing_is_no_login() -> None:
    with pytest.raises(LoginExpired):
        await HeldCredential({"access_token": ""}).read()


def test_a_credential_does_not_print_itself() -> None:
    held = HeldCredential({"access_token": "secret"})
    assert "secret" not in repr(held.current) + repr(held) + str(vars(held))
