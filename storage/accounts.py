"""Accounts as people list them, and what is known of each login."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, literal, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import CREDIT_LOW, Account, Caution, Health, LoginState, Standing
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.messages import Reads
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostState
from storage import audit
from storage.models import Client, Platform, PostPlatform
from storage.rows import account_of, accounts_let_go, accounts_with_proxy


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account whose login has just answered. `name` None: the platform's own handle, or one like it that is free."""

    platform: PlatformId
    client_id: int
    name: str | None
    zone: str
    standing: Standing
    health: Health
    endpoints: Mapping[str, str] = field(default_factory=dict)
    practice: bool = False
    unattended: bool = False


def listed(session: Session, client_id: int | None = None) -> list[Account]:
    """Accounts that were not removed, by client, platform and name."""
    query = _present().order_by(func.lower(Client.name), Platform.platform, func.lower(Platform.name), Platform.id)
    if client_id is not None:
        query = query.where(Platform.client_id == client_id)
    proxied, let_go = accounts_with_proxy(session), accounts_let_go(session)
    return [
        account_of(row, client, colour, has_proxy=row.id in proxied, may_go_direct=row.id in let_go)
        for row, client, colour in session.execute(query)
    ]


def account(session: Session, account_id: int) -> Account:
    """Raises NotFound, also for one that was removed."""
    found = session.execute(_present().where(Platform.id == account_id)).first()
    if found is None:
        raise NotFound(f"there is no account {account_id}")
    row, client, colour = found
    return account_of(
        row,
        client,
        colour,
        has_proxy=account_id in accounts_with_proxy(session),
        may_go_direct=account_id in accounts_let_go(session),
    )


def called(session: Session, words: str) -> Account:
    """The account of that id or name. Raises NotFound, or BadInput where several have the name."""
    folded = words.casefold()
    everyone = listed(session)
    if words.isdecimal() and (by_id := [one for one in everyone if str(one.id) == words]):
        return by_id[0]
    found = [one for one in everyone if one.name.casefold() == folded]
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise BadInput(f"several accounts have this name; use an id ({ids})", account=words)
    if not found:
        raise NotFound("there is no account of this name", account=words)
    return found[0]


def zone_for_new(session: Session, client_id: int, name: str | None) -> str:
    """The client's zone, where an account may be added. Raises NotFound for the client, BadInput for a taken name."""
    client = session.get(Client, client_id)
    if client is None:
        raise NotFound(f"there is no client {client_id}")
    if name is not None and _is_taken(session, name):
        raise BadInput("there is an account of this name already", account=name)
    return client.zone


def add(session: Session, new: NewAccount, now: datetime) -> int:
    """Store a checked account; one that was removed before comes back with its history. Returns its id.

    Raises BadInput where the same account of the platform is connected already.
    """
    same = (Platform.platform == new.platform, Platform.remote_id == new.standing.remote_id)
    known = session.scalars(select(Platform).where(*same)).all() if new.standing.remote_id else []
    if present := [row for row in known if row.removed_at is None]:
        raise BadInput("this account of the platform is connected already", account=present[0].name)
    name = _free_name(session, new)
    row = next((row for row in known if row.client_id == new.client_id), None)
    if row is None:
        row = Platform(platform=new.platform, client_id=new.client_id, state_since=now, created_at=now)
        session.add(row)
    row.removed_at = None
    row.name, row.unattended = name, new.unattended
    row.zone, row.endpoints, row.practice = new.zone, dict(new.endpoints), new.practice
    _note(session, row, new.standing, new.health, now)
    row.state_since = now
    session.flush()
    _log(session, now, "account.added", row)
    if new.unattended:
        _log(session, now, "account.unattended", row)
    return row.id


def note_login(session: Session, account_id: int, standing: Standing, health: Health, now: datetime) -> int:
    """What a live check found out. Returns the account's id; raises NotFound."""
    row = _row(session, account_id)
    _note(session, row, standing, health, now)
    note_cautions(session, account_id, standing.warnings, now)
    return account_id


def note_health(session: Session, account_id: int, health: Health, now: datetime) -> Account:
    """A state that was found without a live answer. Raises NotFound."""
    row = _row(session, account_id)
    _settle(session, row, health, now)
    session.flush()
    return account(session, account_id)


def note_cautions(session: Session, account_id: int, cautions: Iterable[Caution], now: datetime) -> None:
    """Since when the credit is low, if one of `cautions` says so. Raises NotFound."""
    row = _row(session, account_id)
    low = next((one.message for one in cautions if one.kind == CREDIT_LOW), None)
    row.credit_low_since = None if low is None else row.credit_low_since or now
    row.credit_note = low or ""
    session.flush()


def note_expiry(session: Session, now: datetime, expected: Mapping[int, LoginState]) -> list[int]:
    """Set the states in `expected` of logins that end by themselves; the accounts that changed."""
    changed = []
    for account_id, state in expected.items():
        row = session.get(Platform, account_id)
        if row is not None and row.removed_at is None and row.state != state:
            reason = "the login has ended" if state is LoginState.EXPIRED else "the login ends soon"
            health = Health(state=state, reason=reason, paused_until=row.paused_until, paused_for=row.paused_for)
            _settle(session, row, health, now)
            changed.append(account_id)
    return changed


def rename(session: Session, account_id: int, name: str, now: datetime) -> Account:
    """Raises NotFound, or BadInput where another account has the name."""
    row = _row(session, account_id)
    if _is_taken(session, name, but=account_id):
        raise BadInput("there is an account of this name already", account=name)
    row.name, row.updated_at = name, now
    session.flush()
    _log(session, now, "account.renamed", row)
    return account(session, account_id)


def set_zone(session: Session, account_id: int, zone: str, now: datetime) -> Account:
    """Raises NotFound. Planned posts keep their own zone until they are planned anew."""
    row = _row(session, account_id)
    row.zone, row.updated_at = zone, now
    session.flush()
    _log(session, now, "account.zone_set", row)
    return account(session, account_id)


def set_reads(session: Session, account_id: int, reads: Reads, now: datetime) -> Account:
    """What of its messages is read from now on. Raises NotFound."""
    row = _row(session, account_id)
    row.reads, row.updated_at = reads, now
    session.flush()
    _log(session, now, "account.reads_set", row)
    return account(session, account_id)


def set_unattended(session: Session, account_id: int, now: datetime, *, unattended: bool) -> Account:
    """Whether its posts go out without a person who looks. Who chose it is in the trail. Raises NotFound."""
    row = _row(session, account_id)
    if row.unattended != unattended:
        row.unattended, row.updated_at = unattended, now
        session.flush()
        _log(session, now, "account.unattended" if unattended else "account.assisted", row)
    return account(session, account_id)


def remove(session: Session, account_id: int, now: datetime) -> None:
    """Hide an account; its posts and numbers stay. Raises NotFound."""
    row = _row(session, account_id)
    row.removed_at, row.updated_at = now, now
    session.flush()
    _log(session, now, "account.removed", row)


def reporting_zone(session: Session, account_id: int) -> str:
    """The zone of the account's client, which decides what a day is (G3). Raises NotFound."""
    zone = session.scalar(
        select(Client.zone).join(Platform, Platform.client_id == Client.id).where(Platform.id == account_id)
    )
    if zone is None:
        raise NotFound(f"there is no account {account_id}")
    return zone


def _present() -> Select[Platform, str, int | None]:
    found = select(Platform, Client.name, Client.colour).join(Client, Client.id == Platform.client_id)
    return found.where(Platform.removed_at.is_(None))


def _row(session: Session, account_id: int) -> Platform:
    row = session.get(Platform, account_id)
    if row is None or row.removed_at is not None:
        raise NotFound(f"there is no account {account_id}")
    return row


def _note(session: Session, row: Platform, standing: Standing, health: Health, now: datetime) -> None:
    row.remote_id, row.handle = standing.remote_id or None, standing.handle
    row.expires_at, row.renews, row.text_limit = standing.expires_at, standing.renews, standing.text_limit
    _settle(session, row, health, now)


def _settle(session: Session, row: Platform, health: Health, now: datetime) -> None:
    if row.paused_until is not None and row.paused_until > now and health.paused_until is None:
        _go_on(session, row, now)
    if row.state != health.state:
        row.state, row.state_since = health.state, now
    row.state_reason = health.reason
    row.paused_until, row.paused_for = health.paused_until, health.paused_for
    row.updated_at = now


def _go_on(session: Session, row: Platform, now: datetime) -> None:
    """A pause ended early, as after topping up: posts that waited for its end wait no longer."""
    waiting = update(PostPlatform).where(
        PostPlatform.platform_id == row.id,
        PostPlatform.state == PostState.SCHEDULED,
        PostPlatform.not_before > now,
    )
    # Not from before its own time: what was to be laid into a site's queue ahead of it is not late yet.
    moment = literal(now, PostPlatform.due_at.type)
    late_from = func.max(func.coalesce(PostPlatform.due_at, moment), moment)
    session.execute(waiting.values(not_before=None, late_from=late_from))


def _is_taken(session: Session, name: str, *, but: int | None = None) -> bool:
    rows = session.execute(select(Platform.id, Platform.name).where(Platform.removed_at.is_(None)))
    return any(row.name.casefold() == name.casefold() and row.id != but for row in rows)


def _free_name(session: Session, new: NewAccount) -> str:
    """The wanted name, else the handle, else one like it: "ada", "ada (gumroad)", "ada (gumroad 2)"."""
    if new.name is not None:
        if _is_taken(session, new.name):
            raise BadInput("there is an account of this name already", account=new.name)
        return new.name
    base, platform, count = new.standing.handle or new.standing.display_name, new.platform.value, 1
    name = base = base or platform
    while _is_taken(session, name):
        name = f"{base} ({platform})" if count == 1 else f"{base} ({platform} {count})"
        count += 1
    return name


def _log(session: Session, now: datetime, action: str, row: Platform) -> None:
    audit.record(session, at=now, action=action, object_type="account", object_id=str(row.id), client_id=row.client_id)
