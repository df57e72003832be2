"""What is known of accounts' proxies: the checks made, what a person chose, how many failed in a row."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.permissions import Permission
from ofauto_desktop.domain.proxies import ANYWHERE, ProxyCheck, ProxyStanding
from storage import audit, credentials, people
from storage.credentials import PROXY, Kek
from storage.models import AccountProxy, Platform, ProxyCheckLine

# A week at one check in ten minutes; older ones tell nothing of today's proxy.
_KEPT_FOR = timedelta(days=7)
_MOST_SHOWN = 1_008


def standing(session: Session, account_id: int, *, most: int = _MOST_SHOWN) -> ProxyStanding:
    """What is known and was chosen, with the last checks, oldest first; its `shown` is empty. Raises NotFound."""
    account = _account(session, account_id)
    row = session.get(AccountProxy, account_id)
    found = ProxyStanding(account_id=account_id, shown="", checks=tuple(_checks(session, account_id, most)))
    if row is None:
        return found
    return ProxyStanding(
        account_id=account_id,
        shown="",
        country=row.country,
        may_go_direct=row.may_go_direct,
        failures=row.failures,
        goes_direct=row.goes_direct,
        resting_until=account.paused_until if account.paused_for is not None else None,
        checks=found.checks,
    )


def last_checked(session: Session, accounts: Collection[int]) -> dict[int, datetime]:
    """When each was last checked; those never checked are left out."""
    query = (
        select(ProxyCheckLine.platform_id, func.max(ProxyCheckLine.checked_at, type_=ProxyCheckLine.checked_at.type))
        .where(ProxyCheckLine.platform_id.in_(accounts))
        .group_by(ProxyCheckLine.platform_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def note_check(session: Session, account_id: int, check: ProxyCheck) -> ProxyStanding:
    """Write a check down; what it makes of the row of failures. The first exit's country becomes the expected one."""
    row = _row(session, account_id)
    if check.alive:
        row.failures, row.failing_since = 0, None
        row.country = row.country or check.country
    else:
        row.failures += 1
        row.failing_since = row.failing_since or check.checked_at
    session.add(
        ProxyCheckLine(
            platform_id=account_id,
            checked_at=check.checked_at,
            verdict=check.verdict,
            code=check.code,
            http_status=check.http_status,
            latency_ms=check.latency_ms,
            exit_ip=check.exit_ip,
            country=check.country,
            reason=check.reason,
        )
    )
    old = ProxyCheckLine.checked_at < check.checked_at - _KEPT_FOR
    session.execute(delete(ProxyCheckLine).where(ProxyCheckLine.platform_id == account_id, old))
    session.flush()
    return standing(session, account_id, most=1)


def set_proxy(
    session: Session,
    kek: Kek,
    account_id: int,
    fields: Mapping[str, str],
    country: str,
    now: datetime,
    *,
    same: bool = False,
) -> int:
    """Seal a proxy's address; what was found of the one before is forgotten, and so is what was allowed for it.

    With `same`, it is the same proxy by another name, and all of that stays. Returns the version. Raises NotFound,
    NotAllowed.
    """
    account = _account(session, account_id)
    version = credentials.store(session, kek, account_id, PROXY, fields, now)
    if not same:
        _forget(session, account_id)
    _row(session, account_id).country = country
    _log(session, now, "account.proxy_session_changed" if same else "account.proxy_set", account)
    return version


def remove_proxy(session: Session, account_id: int, now: datetime) -> None:
    """Destroy a proxy's address: from here on the account goes direct, as somebody decided. Raises NotFound, NotAllowed."""
    account = _account(session, account_id)
    credentials.revoke(session, account_id, now, key=PROXY)
    _forget(session, account_id)
    _log(session, now, "account.proxy_removed", account)


def forget(session: Session, account_id: int) -> None:
    """Whatever is known and was allowed of the account's proxy."""
    _forget(session, account_id)


def set_country(session: Session, account_id: int, country: str, now: datetime) -> None:
    """Where it is to come out: DE, ANYWHERE, or "" to learn it from the next check. Raises NotFound, NotAllowed."""
    account = _account(session, account_id)
    people.authorize(session, Permission.STORE_CREDENTIAL)
    _row(session, account_id).country = country
    _log(session, now, "account.proxy_country_set", account, country=country or "learn")


def allow_direct(session: Session, account_id: int, now: datetime, *, allowed: bool) -> None:
    """The person's word on going without the proxy while it fails. Raises NotFound, NotAllowed."""
    account = _account(session, account_id)
    people.authorize(session, Permission.STORE_CREDENTIAL)
    row = _row(session, account_id)
    row.may_go_direct, row.goes_direct = allowed, row.goes_direct and allowed
    _log(session, now, "account.direct_allowed" if allowed else "account.direct_forbidden", account)


def note_way(session: Session, account_id: int, now: datetime, *, direct: bool) -> None:
    """That the account begins to go without its proxy, as a person allowed, or through it again."""
    row = _row(session, account_id)
    if row.goes_direct != direct:
        row.goes_direct = direct
        _log(session, now, "account.went_direct" if direct else "account.went_by_proxy", _account(session, account_id))


def country_expected(found: ProxyStanding, named: str) -> str:
    """Where a proxy is to come out: what its own name says, else what was chosen or learnt; "" for anywhere."""
    return named or ("" if found.country == ANYWHERE else found.country)


def _checks(session: Session, account_id: int, most: int) -> list[ProxyCheck]:
    query = (
        select(ProxyCheckLine)
        .where(ProxyCheckLine.platform_id == account_id)
        .order_by(ProxyCheckLine.checked_at.desc(), ProxyCheckLine.id.desc())
        .limit(most)
    )
    return [
        ProxyCheck(
            checked_at=row.checked_at,
            verdict=row.verdict,
            code=row.code,
            http_status=row.http_status,
            latency_ms=row.latency_ms,
            exit_ip=row.exit_ip,
            country=row.country,
            reason=row.reason,
        )
        for row in reversed(session.scalars(query).all())
    ]


def _row(session: Session, account_id: int) -> AccountProxy:
    row = session.get(AccountProxy, account_id)
    if row is None:
        row = AccountProxy(
            platform_id=account_id, country="", may_go_direct=False, goes_direct=False, failures=0, failing_since=None
        )
        session.add(row)
        session.flush()
    return row


def _forget(session: Session, account_id: int) -> None:
    session.execute(delete(ProxyCheckLine).where(ProxyCheckLine.platform_id == account_id))
    row = session.get(AccountProxy, account_id)
    if row is not None:
        session.delete(row)
    session.flush()


def _account(session: Session, account_id: int) -> Platform:
    account = session.get(Platform, account_id)
    if account is None or account.removed_at is not None:
        raise NotFound(f"there is no account {account_id}")
    return account


def _log(session: Session, now: datetime, action: str, account: Platform, **details: Any) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="account",
        object_id=str(account.id),
        client_id=account.client_id,
        details=details,
    )
