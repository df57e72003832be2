"""What a payout is made of, by the ledger (F6)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, func, select, union_all
from sqlalchemy.orm import Session

from storage.models import LedgerLine, PayoutLine, PayoutPart

# The affiliate's part of a sale is a line of its own, which belongs to the sale and not to what undid it.
_AFFILIATE = ":affiliate"


def explained(session: Session, payout_ids: Sequence[int]) -> dict[int, int]:
    """What the sales of each payout come to, less what was undone of them, in minor units.

    Left out are those of which the platform does not say what is in them, and those with a sale that is not in the
    ledger, in another currency, or of an amount that nobody knows. A sale that was refunded twice counts whole with each
    payout that names it as undone, for the platform does not say which refund was meant.
    """
    lines = _lines(payout_ids).subquery()
    query = (
        select(
            lines.c.payout_id,
            func.coalesce(func.sum(lines.c.net_minor), 0),
            func.sum(lines.c.net_minor.is_(None) | lines.c.amount_unknown | (lines.c.currency != PayoutLine.currency)),
        )
        .join(PayoutLine, PayoutLine.id == lines.c.payout_id)
        .group_by(lines.c.payout_id)
    )
    return {payout_id: net for payout_id, net, unclear in session.execute(query) if not unclear}


def _lines(payout_ids: Sequence[int]) -> CompoundSelect[Any]:
    """Each part's lines of the ledger; a sale that is not there is a row without numbers."""
    affiliate = PayoutPart.sale + _AFFILIATE
    sold = select(*_SHOWN).outerjoin(LedgerLine, _theirs(LedgerLine.remote_id == PayoutPart.sale))
    shared = select(*_SHOWN).join(LedgerLine, _theirs(LedgerLine.remote_id == affiliate))
    undone = select(*_SHOWN).join(
        LedgerLine, _theirs((LedgerLine.parent_id == PayoutPart.sale) & (LedgerLine.remote_id != affiliate))
    )
    chosen = PayoutPart.payout_id.in_(payout_ids)
    return union_all(
        sold.where(chosen, PayoutPart.undone.is_(False)),
        shared.where(chosen, PayoutPart.undone.is_(False)),
        undone.where(chosen, PayoutPart.undone.is_(True)),
    )


_SHOWN = (PayoutPart.payout_id, LedgerLine.net_minor, LedgerLine.amount_unknown, LedgerLine.currency)


def _theirs(match: ColumnElement[bool]) -> ColumnElement[bool]:
    account = select(PayoutLine.platform_id).where(PayoutLine.id == PayoutPart.payout_id).scalar_subquery()
    return (LedgerLine.platform_id == account) & match
