"""The row shapes of money that scripts rely on (cli.md, "Row shapes")."""

from dataclasses import asdict
from datetime import date
from typing import Any

from ofauto_desktop.cli.rows import instant
from ofauto_desktop.domain.analytics import Balance, LedgerRow, MoneyRow, PayoutRow
from ofauto_desktop.domain.licences import Licence
from ofauto_desktop.domain.members import Member
from ofauto_desktop.domain.offers import OfferInfo
from ofauto_desktop.domain.rates import DayRate


def money(of: MoneyRow, by: str) -> dict[str, Any]:
    """`worth` stands in it where it was asked for: null where a rate is missing (M2)."""
    row = _money(of, by)
    if of.worth is not None:
        row["worth"] = {
            "currency": of.worth.currency,
            "net_minor": None if of.worth.split is None else of.worth.split.net_minor,
            "gross_minor": None if of.worth.split is None else of.worth.split.gross_minor,
            "missing": [{"currency": currency, "day": day.isoformat()} for currency, day in of.worth.missing],
            "rates": [asdict(one) | {"day": one.day.isoformat(), "rate": str(one.rate)} for one in of.worth.rates],
        }
    return row


def offer(of: OfferInfo) -> dict[str, Any]:
    """`offer` is the key of its sales in `money --by offer`. One of `percent` and `amount_minor` is null."""
    code = of.offer
    return {
        "offer": f"{of.account_id}:{code.code}",
        "account": of.account_id,
        "remote_id": code.remote_id,
        "code": code.code,
        "percent": code.percent,
        "amount_minor": code.amount_minor,
        "currency": code.currency,
        "uses": code.uses,
        "most_uses": code.most_uses,
        "universal": code.universal,
        "products": list(of.products),
        "as_of": instant(of.as_of),
        "source": code.source,
    }


def licence(of: Licence, account_id: int) -> dict[str, Any]:
    """Without the key, of which `key_end` is enough to tell it from others. `uses` null: the platform does not tell it."""
    return {
        "account": account_id,
        "sale": of.sale,
        "standing": of.standing.value,
        "uses": of.uses,
        "reason": of.reason,
        "several_seats": of.several_seats,
        "key_end": of.masked,
    }


def rate_of(of: DayRate) -> dict[str, Any]:
    """One `currency` was worth `rate` of `to`; decimal text, exact."""
    return {
        "currency": of.currency,
        "to": of.reporting,
        "day": of.day.isoformat(),
        "rate": format(of.rate, "f"),
        "source": of.source,
        "as_of": instant(of.as_of),
    }


def member(of: Member) -> dict[str, Any]:
    return {
        "account": of.account_id,
        "member": of.remote_id,
        "tier": of.tier,
        "standing": of.standing.value,
        "since": instant(of.since),
        "months": of.months,
        "lifetime_minor": of.lifetime_minor,
        "currency": of.currency,
        "last_charge_at": instant(of.last_charge_at),
        "last_charge": None if of.last_charge is None else of.last_charge.value,
        "as_of": instant(of.as_of),
        "source": of.source,
    }


def a_day(of: date | None) -> str | None:
    return None if of is None else of.isoformat()


def _money(of: MoneyRow, by: str) -> dict[str, Any]:
    return {
        by: of.key,
        **({"label": of.label, "account": of.account_id} if of.account_id is not None else {}),
        "currency": of.currency,
        "amount_minor": of.net_minor,
        "gross_minor": of.gross_minor,
        "fee_minor": of.fee_minor,
        "refund_minor": of.refunds_minor,
        "chargeback_minor": of.chargebacks_minor,
        "fees_returned_minor": of.fees_returned_minor,
        "tax_minor": of.tax_minor,
        "net_minor": of.net_minor,
        "sales": of.sales,
        "take_rate": of.take_rate,
        "refunded_sales": of.refunded,
        "declined": of.declined,
        "declined_minor": None if of.declined is None else of.declined_minor,
        "refund_rate": of.refund_rate,
        "incomplete": of.incomplete,
        "fee_estimated": of.fee_estimated,
        "as_of": instant(of.as_of),
        "source": of.source,
    }


def ledger(of: LedgerRow) -> dict[str, Any]:
    entry = of.entry
    return {
        "account": of.account_id,
        "remote_id": entry.remote_id,
        "at": instant(entry.at),
        "kind": entry.kind.value,
        "gross_minor": None if entry.amount_unknown else entry.gross_minor,
        "fee_minor": None if entry.amount_unknown else entry.fee_minor,
        "tax_minor": entry.tax_minor,
        "net_minor": None if entry.amount_unknown else entry.net_minor,
        "currency": entry.currency,
        "status": entry.status.value,
        "fan": entry.fan,
        "source": entry.source,
        "as_of": instant(of.as_of),
        "parent": entry.parent_id,
        "product": entry.product_name,
        "fee_estimated": entry.fee_estimated,
    }


def payout(of: PayoutRow) -> dict[str, Any]:
    return {
        "account": of.account_id,
        "remote_id": of.remote_id,
        "at": instant(of.at),
        "amount_minor": of.amount_minor,
        "currency": of.currency,
        "status": of.status,
        "explained_minor": of.explained_minor,
        "difference_minor": of.difference_minor,
        "source": of.source,
        "as_of": instant(of.as_of),
    }


def balance(of: Balance) -> dict[str, Any]:
    return {
        "account": of.account_id,
        "currency": of.currency,
        "pending_minor": of.pending_minor,
        "available_minor": of.available_minor,
        "paid_out_minor": of.paid_out_minor,
        "as_of": instant(of.as_of),
        "source": of.source,
        "incomplete": of.incomplete,
    }
