"""`domain.money.effect` as the database works it out, for sums over lines that no rollup holds. A test holds them together."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, or_

from ofauto_desktop.domain.money import NEVER_REVENUE, NOT_REAL, REFUNDED, LedgerStatus
from storage.models import LedgerLine


def is_revenue() -> ColumnElement[bool]:
    """Whether a line counts (M1a): payouts, transfers, tests and what nobody has confirmed do not."""
    return and_(LedgerLine.kind.not_in(NEVER_REVENUE), LedgerLine.status.not_in(NOT_REAL))


def effects() -> dict[str, ColumnElement[Any]]:
    """What a line that counts adds to each of Effect's numbers."""
    gross, fee = LedgerLine.gross_minor, LedgerLine.fee_minor
    undoes = or_(gross < 0, and_(LedgerLine.parent_id.is_not(None), gross > 0))
    returns = or_(undoes, fee < 0)
    charged_back = or_(
        LedgerLine.status == LedgerStatus.CHARGEBACK, and_(gross > 0, LedgerLine.status.not_in(REFUNDED))
    )
    sold = and_(~undoes, or_(gross > 0, and_(LedgerLine.amount_unknown, LedgerLine.parent_id.is_(None))))
    return {
        "gross_minor": case((undoes, 0), else_=gross),
        "fee_minor": case((returns, 0), else_=fee),
        "refund_minor": case((and_(undoes, ~charged_back), -gross), else_=0),
        "chargeback_minor": case((and_(undoes, charged_back), -gross), else_=0),
        "fees_returned_minor": case((returns, -fee), else_=0),
        "tax_minor": LedgerLine.tax_minor.expression,
        "net_minor": LedgerLine.net_minor.expression,
        "sales": case((sold, 1), else_=0),
        "unknown_amounts": case((LedgerLine.amount_unknown, 1), else_=0),
        "estimated_fees": case((LedgerLine.fee_estimated, 1), else_=0),
        "lines": literal(1),
    }
