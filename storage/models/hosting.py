"""Files that lie in the person's bucket for a moment."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Timestamps, strict


class HostedFile(Timestamps, Base):
    """A file that lies, or was about to lie, in the bucket under `key`; the row goes when the file is gone."""

    __tablename__ = "hosted_file"
    __table_args__ = strict()
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id", ondelete="SET NULL"))
    until: Mapped[datetime]
