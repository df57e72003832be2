"""Readings, money, and where each pull of them stands."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ofauto_desktop.domain.audience import AudienceBy
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus, PayoutStatus
from ofauto_desktop.domain.platforms import SyncKind
from storage.models.base import Base, Timestamps, flag, strict
from storage.types import Flag, Word


class EngagementMetric(Base):
    """One reading (E0): cumulative `value` as read at `as_of`. `remote_post_id` 0 means the account itself.

    At most one reading per hour is kept for each series (`hour`: domain.days.hour_of): a repeated sync changes nothing.
    WITHOUT ROWID: a million rows of it are read by range of this key.
    """

    __tablename__ = "engagement_metric"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    remote_post_id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[Metric] = mapped_column(Word(Metric), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[datetime]
    value: Mapped[int]
    source: Mapped[str]


class EngagementLast(Base):
    """The newest reading of each series: what stands now is read from here, however many readings there are of it."""

    __tablename__ = "engagement_last"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    remote_post_id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[Metric] = mapped_column(Word(Metric), primary_key=True)
    as_of: Mapped[datetime]
    value: Mapped[int]
    source: Mapped[str]


class EngagementDaily(Base):
    """Rollup of EngagementMetric: an account's `value` of one day in its client's zone (E0: differences, or a level).

    `readings` counts the series in it; days without a reading have no row and are unknown (G1).
    """

    __tablename__ = "engagement_daily"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    metric: Mapped[Metric] = mapped_column(Word(Metric), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[int]
    readings: Mapped[int]
    as_of: Mapped[datetime]
    source: Mapped[str]


class AudienceGroup(Base):
    """Followers of one group, by the newest reading (domain.audience)."""

    __tablename__ = "audience_group"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    by: Mapped[AudienceBy] = mapped_column(Word(AudienceBy), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
    as_of: Mapped[datetime]
    source: Mapped[str]


class PageTier(Base):
    """A tier of an account's page, by the newest reading (domain.tiers)."""

    __tablename__ = "page_tier"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    remote_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    amount_minor: Mapped[int | None]
    offered: Mapped[bool] = mapped_column(Flag)


class OfferLine(Base):
    """An offer code as one product's list tells it (domain.offers); one that is good for several is in several."""

    __tablename__ = "offer_code"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    product: Mapped[str] = mapped_column(primary_key=True)
    remote_id: Mapped[str] = mapped_column(primary_key=True)
    product_name: Mapped[str]
    code: Mapped[str]
    percent: Mapped[int | None]
    amount_minor: Mapped[int | None]
    currency: Mapped[str | None]
    most_uses: Mapped[int | None]
    uses: Mapped[int | None]
    universal: Mapped[bool] = mapped_column(Flag)
    source: Mapped[str]
    as_of: Mapped[datetime]


class LedgerLine(Timestamps, Base):
    """One movement of money as its platform states it (M1a). Amounts in minor units of `currency`."""

    __tablename__ = "ledger_line"
    __table_args__ = strict(
        UniqueConstraint("platform_id", "remote_id"),
        Index(None, "platform_id", "at"),
        Index(None, "at"),
        Index(None, "fan"),
        Index(None, "batch_id", sqlite_where=text("batch_id IS NOT NULL")),
        # The last charge of a subscription (S1); most lines belong to none.
        Index(None, "platform_id", "subscription", "at", sqlite_where=text("subscription IS NOT NULL")),
        # What undid a sale (M4, M6); few lines undo one.
        Index(None, "platform_id", "parent_id", sqlite_where=text("parent_id IS NOT NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    remote_id: Mapped[str]
    at: Mapped[datetime]
    kind: Mapped[LedgerKind] = mapped_column(Word(LedgerKind))
    gross_minor: Mapped[int]
    fee_minor: Mapped[int]
    tax_minor: Mapped[int]
    net_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[LedgerStatus] = mapped_column(Word(LedgerStatus))
    fee_estimated: Mapped[bool] = flag()
    amount_unknown: Mapped[bool] = flag()
    fan: Mapped[str | None]
    product: Mapped[str | None]
    product_name: Mapped[str | None]
    subscription: Mapped[str | None]
    parent_id: Mapped[str | None]
    offer: Mapped[str | None]
    source: Mapped[str]
    as_of: Mapped[datetime]
    # Of what a person entered; None for what the platform gave.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))


class FinancialMetric(Base):
    """Rollup of the ledger: one account, day (client's zone), kind and currency. Payouts and tests stay out.

    The columns are those of domain.money.Effect, added up.
    """

    __tablename__ = "financial_metric"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[LedgerKind] = mapped_column(Word(LedgerKind), primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    gross_minor: Mapped[int]
    fee_minor: Mapped[int]
    refund_minor: Mapped[int]
    chargeback_minor: Mapped[int]
    fees_returned_minor: Mapped[int]
    tax_minor: Mapped[int]
    net_minor: Mapped[int]
    sales: Mapped[int]
    unknown_amounts: Mapped[int]
    estimated_fees: Mapped[int]
    lines: Mapped[int]


class PayoutLine(Timestamps, Base):
    """A payout: money that left, or will leave, the platform (M8)."""

    __tablename__ = "payout"
    __table_args__ = strict(UniqueConstraint("platform_id", "remote_id"), Index(None, "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    remote_id: Mapped[str]
    at: Mapped[datetime]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[PayoutStatus] = mapped_column(Word(PayoutStatus))
    source: Mapped[str]
    as_of: Mapped[datetime]


class PayoutPart(Base):
    """A sale that a payout pays, or (`undone`) whose refunds and chargebacks it takes back; by the platform's id."""

    __tablename__ = "payout_part"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id", ondelete="CASCADE"), primary_key=True)
    undone: Mapped[bool] = mapped_column(Flag, primary_key=True)
    sale: Mapped[str] = mapped_column(primary_key=True)


class SubscriptionSpell(Timestamps, Base):
    """A subscription as its platform tells it."""

    __tablename__ = "subscription"
    __table_args__ = strict(UniqueConstraint("platform_id", "remote_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    remote_id: Mapped[str]
    fan: Mapped[str | None]
    product: Mapped[str | None]
    started_at: Mapped[datetime]
    status: Mapped[str]
    months: Mapped[int | None]
    price_minor: Mapped[int | None]
    currency: Mapped[str | None]
    trial_until: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    source: Mapped[str]
    as_of: Mapped[datetime]


class SyncState(Base):
    """Where the pull of one kind stands for one account."""

    __tablename__ = "sync_state"
    __table_args__ = strict()
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    kind: Mapped[SyncKind] = mapped_column(Word(SyncKind), primary_key=True)
    cursor: Mapped[str | None]
    started_at: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]
    error_kind: Mapped[str | None]
    error_reason: Mapped[str | None]
    error_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]


class SyncGap(Base):
    """A stretch that could not be read (G1). Removed when a later pull fills it.

    `outage`: our pulls failed then; otherwise the platform itself had nothing readable there.
    """

    __tablename__ = "sync_gap"
    __table_args__ = strict(UniqueConstraint("platform_id", "kind", "start", "outage", "reason"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    kind: Mapped[SyncKind] = mapped_column(Word(SyncKind))
    start: Mapped[datetime]
    end: Mapped[datetime]
    reason: Mapped[str]
    outage: Mapped[bool] = flag()
