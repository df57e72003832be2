"""One person, one name: who gave another name than before is called by the newest, in every line."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.fan_names import mark_in
from storage.models import LedgerLine, SubscriptionSpell


def one_name_each(session: Session, account_id: int, fans: Iterable[str | None]) -> None:
    """Call each of `fans` (domain.fan_names) by the name of their newest line, whatever order the lines came in."""
    for mark in sorted({mark for fan in fans if fan and (mark := mark_in(fan))}):
        end = f" #{mark}"
        theirs = (LedgerLine.platform_id == account_id) & LedgerLine.fan.endswith(end, autoescape=True)
        newest = select(LedgerLine.fan).where(theirs).order_by(LedgerLine.at.desc(), LedgerLine.remote_id.desc())
        name = session.scalar(newest.limit(1))
        session.execute(update(LedgerLine).where(theirs, LedgerLine.fan != name).values(fan=name))
        spells = SubscriptionSpell.fan.endswith(end, autoescape=True) & (SubscriptionSpell.fan != name)
        session.execute(
            update(SubscriptionSpell).where(SubscriptionSpell.platform_id == account_id, spells).values(fan=name)
        )
