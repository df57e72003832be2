"""Beside the numbers that platforms give: goals, markers, exchange rates, and what people entered by hand."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ofauto_desktop.domain.books import ImportKind, MarkerKind
from storage.models.base import Base, Synced, Timestamps, strict
from storage.types import Word


class Goal(Timestamps, Synced, Base):
    """A number to reach by a day (E13). `metric` is a Metric, or `net_revenue` in minor units of `currency`."""

    __tablename__ = "goal"
    __table_args__ = strict(Index(None, "client_id"), ids_once=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id"))
    name: Mapped[str]
    metric: Mapped[str]
    currency: Mapped[str | None]
    target: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    ended_at: Mapped[datetime | None]


class Marker(Timestamps, Synced, Base):
    """What happened on a day that a chart should tell (F13): a price change, a promotion, a note."""

    __tablename__ = "marker"
    __table_args__ = strict(Index(None, "day"))
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id"))
    day: Mapped[date]
    kind: Mapped[MarkerKind] = mapped_column(Word(MarkerKind))
    text: Mapped[str]


class ExchangeRate(Base):
    """A day's rate (M2): how many units of `reporting` one unit of `currency` was worth, as decimal text."""

    __tablename__ = "exchange_rate"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    currency: Mapped[str] = mapped_column(primary_key=True)
    reporting: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    rate: Mapped[str]
    source: Mapped[str]
    as_of: Mapped[datetime]


class ImportBatch(Timestamps, Synced, Base):
    """Lines that a person entered or imported in one go, and can take back in one go (F11)."""

    __tablename__ = "import_batch"
    __table_args__ = strict()
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ImportKind] = mapped_column(Word(ImportKind))
    name: Mapped[str]
    rows: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]
