"""Accounts' proxies: set, looked at, and never gone around unless a person allowed it for that account (J17, J18)."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from secrets import token_hex

from connectors.bright_data import BrightName, build_name, session_for
from connectors.errors import ProxyFailed
from connectors.proxies import Proxy, bright_proxy, masked_username
from connectors.proxies import parse as parse_proxy
from connectors.proxy_check import SAMPLES, Expected, Patience, check_proxy, check_reachable, where_to_ask
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import BadInput, ErrorKind
from ofauto_desktop.domain.events import AccountsChanged
from ofauto_desktop.domain.proxies import (
    ANYWHERE,
    CHECK_EVERY,
    FAILURES_TO_REST,
    FRESH_FOR,
    REST,
    ProxyCheck,
    ProxyClass,
    ProxyStanding,
)
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections, main_endpoint, reaches_platform
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.zone_countries import zone_country
from storage import proxies
from storage.database import Database

_log = logging.getLogger(__name__)
# A proxy that failed is looked at again sooner: somebody may have mended it.
_FAILED_FRESH_FOR = timedelta(minutes=1)
_AT_ONCE = 4
# As many requests as show whether a session holds (proxies.md §5).
SAMPLES_ON_DEMAND = 5
_FORM = {"customer", "zone", "password", "country", "session", "ip"}


class Proxies:
    """`ask`: what tells where one comes out, instead of the provider's own. Used on the loop's thread."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        credentials: Credentials,
        accounts: Accounts,
        bus: EventBus,
        now: Now,
        *,
        ask: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._database, self._connections, self._credentials = database, connections, credentials
        self._accounts, self._bus, self._now = accounts, bus, now
        self._ask, self._patience = ask, patience
        self._last: dict[int, ProxyCheck] = {}
        self._looking: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        connections.guard(self.goes_direct)

    async def standing(self, account_id: int) -> ProxyStanding | None:
        """The account's proxy with its last checks, oldest first; None where it has none. Raises NotFound.

        One that is stored and cannot be read is told as such: nothing goes out then.
        """
        account = await self._accounts.get(account_id)
        if not account.has_proxy:
            return None
        found = await self._database.read(proxies.standing, account_id)
        last = self._last.get(account_id)
        if last is not None and not last.says_something:
            found = replace(found, checks=(*found.checks, last))  # not kept, but what was found now
        found = replace(found, home=zone_country(account.zone))
        try:
            via = await self._proxy(account)
        except ProxyFailed:
            return found
        return replace(found, shown=via.shown, session=via.bright.flags.get("session", "") if via.bright else "")

    async def set(self, account_id: int, text: str, *, country: str = "") -> tuple[ProxyStanding, tuple[str, ...]]:
        """Give an account a proxy, or another one; what was brought up to date in it is told beside.

        It is looked at first: one that is not there, or refuses the login, is not stored. Raises NotFound, BadInput,
        ProxyFailed.
        """
        account, via = await self._accounts.get(account_id), parse_proxy(text)
        if account.practice:
            raise BadInput("a practice account never leaves this computer, so it has no use for a proxy")
        wanted = checked_country(country)
        expected = wanted or (via.bright.country if via.bright else "")
        return await self._taken(account, via, expected, country=wanted, same=False), via.notes

    async def set_from(
        self, account_id: int, fields: Mapping[str, str], *, country: str = ""
    ) -> tuple[ProxyStanding, tuple[str, ...]]:
        """`set`, from a form: `proxy` in any form, or Bright Data's `customer`, `zone`, `password` and, where wanted,
        `country`, `session` or `ip`. Without session and address it gets a session of its own, always the same.

        Raises BadInput for fields of another name, and what `set` raises.
        """
        if unknown := sorted(set(fields) - _FORM - {"proxy"}):
            raise BadInput("a proxy is given as proxy, or as customer, zone and password", item=unknown[0])
        if text := fields.get("proxy"):
            return await self.set(account_id, text, country=country)
        name = _bright_name(await self._accounts.get(account_id), fields)
        return await self.set(account_id, bright_proxy(name, fields.get("password", "")).url, country=country)

    def built_name(self, account: Account, fields: Mapping[str, str]) -> str:
        """The user name that `set_from` would build, masked; for a form while it is typed. Raises BadInput."""
        return masked_username(_bright_name(account, fields).username)

    async def new_session(self, account_id: int) -> ProxyStanding:
        """Another address of the same zone and country, where the one that the session held is gone for good.

        A person's decision, never the program's: a platform sees the account come from somewhere else. What was chosen
        stays. Raises NotFound, BadInput where no session is held, ProxyFailed; then the old one stays.
        """
        account = await self._with_proxy(account_id)
        via = await self._proxy(account)
        if via.bright is None or "session" not in via.bright.flags:
            raise BadInput("this proxy holds no session that could be changed", account=account.name)
        name = replace(via.bright, flags={**via.bright.flags, "session": f"s{token_hex(4)}"})
        wanted = bright_proxy(name, via.password)
        known = await self._database.read(proxies.standing, account_id, most=0)
        expected = proxies.country_expected(known, name.country)
        return await self._taken(account, wanted, expected, country=known.country, same=True)

    def home_country(self, account: Account) -> str:
        """Where the account is at home, by its time zone: the country to come out in, as DE; "" where that is unknown."""
        return zone_country(account.zone)

    async def remove(self, account_id: int) -> None:
        """Take the proxy away; the account goes direct from here on. Raises NotFound, BadInput where it has none."""
        account = await self._accounts.get(account_id)
        if not account.has_proxy:
            raise BadInput("this account has no proxy", account=account.name)
        await self._database.write(proxies.remove_proxy, account_id, self._now())
        if account.paused_for is ErrorKind.PROXY:
            await self._accounts.resume(account_id)
        await self._changed(account_id)

    async def set_country(self, account_id: int, country: str) -> None:
        """Where it is to come out: DE, "*" for anywhere, "" to learn it anew. Raises NotFound, BadInput."""
        await self._with_proxy(account_id)
        await self._database.write(proxies.set_country, account_id, checked_country(country), self._now())
        await self._changed(account_id)

    async def allow_direct(self, account_id: int, *, allowed: bool) -> None:
        """Whether the account may go without its proxy while that fails. Off until a person says so; it is on record.

        Raises NotFound, BadInput where it has no proxy, NotAllowed.
        """
        await self._with_proxy(account_id)
        await self._database.write(proxies.allow_direct, account_id, self._now(), allowed=allowed)
        await self._changed(account_id)

    async def check(self, account_id: int, *, ask: str | None = None) -> ProxyStanding:
        """Look at an account's proxy now, whatever its platform is; never raises for what the look finds.

        Raises NotFound, BadInput where it has none, ProxyFailed where what is stored cannot be read.
        """
        account = await self._with_proxy(account_id)
        return await self._look_and_note(account, SAMPLES_ON_DEMAND, ask=ask or self._ask, whole=True)

    async def tick(self) -> int:
        """Look at each proxy whose last look is ten minutes old, of accounts that still have a login; how many."""
        now = self._now()
        having = [one for one in await self._accounts.list() if one.has_proxy and not one.needs_a_person]
        known = await self._database.read(proxies.last_checked, [one.id for one in having])
        due = [one for one in having if one.id not in known or known[one.id] + CHECK_EVERY <= now]
        gate = asyncio.Semaphore(_AT_ONCE)

        async def look(account: Account) -> None:
            async with gate:
                try:
                    await self._look_and_note(account, SAMPLES)
                except ProxyFailed as error:
                    _log.warning("account %d: its proxy cannot be read (%s)", account.id, error.kind.value)

        await asyncio.gather(*(look(one) for one in due))
        return len(due)

    async def goes_direct(self, account: Account) -> bool:
        """Asked before each job of an account with a proxy: may it go without? Nearly always no.

        Raises ProxyFailed where the job would only fail, or come out in another country than was agreed.
        """
        last = await self._fresh(account)
        row = await self._database.read(proxies.standing, account.id, most=0)
        may = row.may_go_direct and last.verdict is not ProxyClass.EXIT and last.says_something
        direct = not last.alive and may
        if direct != row.goes_direct:
            await self._database.write(proxies.note_way, account.id, self._now(), direct=direct)
        if last.stops_jobs and not direct:
            raise ProxyFailed(f"the proxy is not used: {last.reason}", account=account.name)
        return direct

    async def _fresh(self, account: Account) -> ProxyCheck:
        """The last look at the account's proxy; a new one where it is too old to rely on."""
        async with self._looking[account.id]:
            last = self._last.get(account.id)
            if last is not None and self._is_fresh(last):
                return last
            return (await self._look_and_note(account, 1)).checks[-1]

    def _is_fresh(self, last: ProxyCheck) -> bool:
        lasts = FRESH_FOR if last.alive else _FAILED_FRESH_FOR
        return timedelta(0) <= self._now() - last.checked_at < lasts

    async def _taken(self, account: Account, via: Proxy, expected: str, *, country: str, same: bool) -> ProxyStanding:
        """Store a proxy that works, and what was found of it. Raises ProxyFailed; then nothing changes."""
        found = await self._look(account, via, expected, SAMPLES)
        if not found.alive:
            raise ProxyFailed(f"the proxy was not stored: {found.reason}", account=account.name)
        await self._credentials.set_proxy(account.id, via.url, country=country, same=same)
        await self._changed(account.id)
        return await self._noted(await self._accounts.get(account.id), found)

    async def _look_and_note(
        self, account: Account, samples: int, *, ask: str | None = None, whole: bool = False
    ) -> ProxyStanding:
        via = await self._proxy(account)
        known = await self._database.read(proxies.standing, account.id, most=0)
        country = proxies.country_expected(known, via.bright.country if via.bright else "")
        return await self._noted(account, await self._look(account, via, country, samples, ask=ask, whole=whole))

    async def _look(
        self,
        account: Account,
        via: Proxy,
        country: str,
        samples: int,
        *,
        ask: str | None = None,
        whole: bool = False,
    ) -> ProxyCheck:
        """One look, of the kind that this account allows.

        An account whose platform has an address of the person's own, as a practice one, is nobody else's business: nobody
        is asked where it comes out, unless the person wants to know.
        """
        address, now = ask or self._ask, self._now()
        if address is None and not whole and not reaches_platform(account):
            return await check_reachable(via, now, url=main_endpoint(account), patience=self._patience)
        expected = _expected(via, country)
        address = address or where_to_ask(via, expected)
        found = await check_proxy(via, address, expected, now, samples=samples, patience=self._patience)
        if not whole or found.verdict is not ProxyClass.OK:
            return found
        refused = await check_reachable(via, now, url=main_endpoint(account), patience=self._patience)
        if refused.verdict is ProxyClass.OK:
            return found
        # It works, but not for this platform: told apart from one that is dead.
        return replace(found, verdict=ProxyClass.TARGET, code=refused.code, reason=refused.reason)

    async def _noted(self, account: Account, check: ProxyCheck) -> ProxyStanding:
        """Write a look down; after three that failed the account rests, after one that worked it goes on."""
        before = self._last.get(account.id)
        self._last[account.id] = check
        if not check.says_something:
            found = await self._database.read(proxies.standing, account.id, most=0)
            return replace(found, checks=(check,))
        found = await self._database.write(proxies.note_check, account.id, check)
        known = await self._accounts.get(account.id)
        if check.alive and known.paused_for is ErrorKind.PROXY:
            await self._accounts.resume(account.id)
        elif not check.alive and found.failures >= FAILURES_TO_REST and not found.may_go_direct:
            _log.warning("account %d: its proxy failed %d times; it rests", account.id, found.failures)
            why = ProxyFailed(f"the proxy does not work: {check.reason}")
            await self._accounts.rest(account.id, self._now() + REST, why)
        elif before is None or before.verdict is not check.verdict:
            self._tell(account.id)
        return found

    async def _proxy(self, account: Account) -> Proxy:
        stored = await self._credentials.proxy(account.id)
        if stored is None:
            raise ProxyFailed("the account's proxy cannot be read", account=account.name)
        try:
            return parse_proxy(stored)
        except BadInput as error:
            raise ProxyFailed(f"the account's proxy cannot be used: {error.reason}", account=account.name) from error

    async def _with_proxy(self, account_id: int) -> Account:
        account = await self._accounts.get(account_id)
        if not account.has_proxy:
            raise BadInput("this account has no proxy", account=account.name)
        return account

    async def _changed(self, account_id: int) -> None:
        self._last.pop(account_id, None)
        await self._connections.drop(account_id)
        self._tell(account_id)

    def _tell(self, account_id: int) -> None:
        self._bus.publish(AccountsChanged(at=self._now(), account_ids=(account_id,)))


def _bright_name(account: Account, fields: Mapping[str, str]) -> BrightName:
    """Raises BadInput."""
    session, ip = fields.get("session", ""), fields.get("ip", "")
    if not session and not ip:
        session = session_for(f"{account.platform.value}:{account.remote_id or account.id}")
    customer, zone = fields.get("customer", ""), fields.get("zone", "")
    return build_name(customer, zone, country=fields.get("country", ""), session=session, ip=ip)


def _expected(via: Proxy, country: str) -> Expected:
    name = via.bright
    if name is None:
        return Expected(country="" if country == ANYWHERE else country)
    # A session is meant to hold with its address; where the zone's own address is asked for, that says it already.
    return Expected(country="" if country == ANYWHERE else country, ip=name.ip, sticky="session" in name.flags)


def checked_country(text: str) -> str:
    """A country as DE; "*" and "any" for anywhere, "" to learn it. Raises BadInput."""
    word = text.strip().upper()
    if word in (ANYWHERE, "ANY"):
        return ANYWHERE
    if word and not (len(word) == 2 and word.isascii() and word.isalpha()):
        raise BadInput("a country is two letters, as DE; or any")
    return word
