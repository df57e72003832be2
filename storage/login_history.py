"""What became of an account's login, read from what is stored and from the audit trail."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.login_history import COUNTED, LoginAct, LoginEvent, LoginHistory
from storage.credentials import LOGIN
from storage.models import AuditLog, PlatformCredential

_MOST = 100
_USED = "credential.used"
_ACTS = {
    "credential.stored": LoginAct.STORED,
    "credential.renewed": LoginAct.RENEWED,
    "credential.revoked": LoginAct.REVOKED,
    _USED: LoginAct.DENIED,
}


def of(session: Session, account_id: int, now: datetime) -> LoginHistory:
    """The account's, the proxy's own credential left out. `now` is aware UTC."""
    kept = session.scalars(
        select(PlatformCredential)
        .where(
            PlatformCredential.platform_id == account_id,
            PlatformCredential.key == LOGIN,
            PlatformCredential.dek_wrapped.is_not(None),
        )
        .order_by(PlatformCredential.version.desc())
    ).all()
    newest = kept[0] if kept else None
    uses, last_used = _uses(session, account_id, now)
    return LoginHistory(
        version=newest.version if newest else 0,
        stored_at=newest.created_at if newest else None,
        expires_at=newest.expires_at if newest else None,
        kept=len(kept),
        uses=uses,
        last_used=last_used,
        events=_events(session, account_id),
    )


def _of_account(account_id: int) -> tuple[ColumnElement[bool], ...]:
    return AuditLog.object_type == "account", AuditLog.object_id == str(account_id)


def _uses(session: Session, account_id: int, now: datetime) -> tuple[int, datetime | None]:
    """How often within the days that are counted, and when last."""
    wanted = (AuditLog.at >= now - COUNTED, AuditLog.action == _USED, AuditLog.outcome == "ok")
    last = func.max(AuditLog.at, type_=AuditLog.at.type)
    count, at = session.execute(select(func.count(), last).where(*wanted, *_of_account(account_id))).one()
    return count, at


def _events(session: Session, account_id: int) -> tuple[LoginEvent, ...]:
    """What changed it, and refused uses; the uses themselves are counted only."""
    changed = AuditLog.action.in_([one for one in _ACTS if one != _USED])
    wanted = or_(changed, and_(AuditLog.action == _USED, AuditLog.outcome != "ok"))
    rows = session.scalars(
        select(AuditLog).where(wanted, *_of_account(account_id)).order_by(AuditLog.id.desc()).limit(_MOST)
    )
    return tuple(
        LoginEvent(at=row.at, act=_ACTS[row.action], version=int(row.details.get("version") or 0))
        for row in rows
        if row.details.get("key", LOGIN) in (LOGIN, "all")
    )
