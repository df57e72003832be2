"""accounts proxy, accounts log: the way an account goes out, and what it asked lately."""

from argparse import Namespace
from typing import Any

from ofauto_desktop.cli import rows, secrets_in
from ofauto_desktop.cli.output import FAILED, Result
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.proxies import ProxyStanding
from ofauto_desktop.services import Services

_LEARN = "learn"


async def proxy(services: Services, given: Namespace) -> Result:
    """Do what was asked, then show the proxy as it stands; exit 1 where a check found that it does not work."""
    account = await services.accounts.find(given.id)
    notes: tuple[str, ...] = ()
    if given.ask and not given.check:
        raise BadInput("--ask goes with --check")
    country = None if given.country is None else "" if given.country == _LEARN else given.country
    if given.none:
        await services.proxies.remove(account.id)
    elif given.new_session:
        await services.proxies.new_session(account.id)
    elif given.secret_fd is not None:
        fields = secrets_in.fields(given.secret_fd, ())
        _, notes = await services.proxies.set_from(account.id, fields, country=country or "")
    elif country is not None:
        await services.proxies.set_country(account.id, country)
    if given.allow_direct or given.never_direct:
        await services.proxies.allow_direct(account.id, allowed=given.allow_direct)
    if given.check:
        await services.proxies.check(account.id, ask=given.ask)
    standing = await services.proxies.standing(account.id)
    failed = given.check and standing is not None and standing.last is not None and not standing.last.alive
    value = {**_row(await services.accounts.get(account.id), standing), "notes": list(notes)}
    return Result(value=value, code=FAILED if failed else 0)


async def log(services: Services, given: Namespace) -> Result:
    """The last requests, oldest first, and the budgets."""
    account = await services.accounts.find(given.id)
    found = await services.requests.of(account.id)
    requests = [
        {
            "at": rows.instant(one.at),
            "method": one.method,
            "route": one.route,
            "status": one.status,
            "ms": one.milliseconds,
            "received": one.received,
            "error": one.error,
        }
        for one in found.requests
    ]
    budgets = [
        {
            "name": one.name,
            "limit": one.limit,
            "remaining": one.remaining,
            "resets_at": rows.instant(one.resets_at),
            "told_at": rows.instant(one.told_at),
            "low": one.is_low and not one.is_over(services.now()),
        }
        for one in found.budgets
    ]
    value = {"account": account.id, "name": account.name, "requests": requests, "budgets": budgets}
    return Result(value={**value, "unreadable": found.unreadable})


def _row(account: Account, of: ProxyStanding | None) -> dict[str, Any]:
    """`proxy` is None where there is none; its address is masked. `checks` are of a week at most, oldest first."""
    row: dict[str, Any] = {"account": account.id, "name": account.name, "proxy": None}
    if of is None:
        return row
    checks = [
        {
            "checked_at": rows.instant(one.checked_at),
            "ok": one.alive,
            "class": one.verdict.value,
            "code": one.code or None,
            "http_status": one.http_status,
            "latency_ms": one.latency_ms,
            "speed": one.speed.value if one.speed else None,
            "exit_ip": one.exit_ip or None,
            "country": one.country or None,
            "reason": one.reason,
        }
        for one in of.checks
    ]
    return {
        **row,
        "proxy": of.shown or "unreadable",
        "country": of.country or None,
        "home_country": of.home or None,
        "session": of.session or None,
        "may_go_direct": of.may_go_direct,
        "goes_direct": of.goes_direct,
        "failures": of.failures,
        "resting_until": rows.instant(of.resting_until),
        "success": of.success,
        "last": checks[-1] if checks else None,
        "checks": checks,
    }
