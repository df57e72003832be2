"""What platforms sent by themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ofauto_desktop.domain.deliveries import DeliveryState
from storage.models.base import Base, Timestamps, strict
from storage.types import Word


class WebhookDelivery(Timestamps, Base):
    """One delivery. Its `sealed` headers and body are kept until it is applied; the row stays, so that a repeat is known."""

    __tablename__ = "webhook_delivery"
    __table_args__ = strict(
        UniqueConstraint("platform_id", "key"),
        Index("ix_webhook_delivery_waiting", "try_at", sqlite_where=text("state = 'waiting'")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    key: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[DeliveryState] = mapped_column(Word(DeliveryState))
    nonce: Mapped[bytes | None]
    sealed: Mapped[bytes | None]
    tries: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(default="")
