"""The tables, private to `storage`. Names follow the brief's data models; every table is STRICT.

Row numbers are local; `uid` (UUIDv7) is what a row is called outside this file, for team sync and exports.
"""

from storage.models.accounts import Client, Platform, PlatformCredential
from storage.models.base import Base, uuid7
from storage.models.content import MediaAsset, PostAttempt, PostMedia, PostPlatform, RemotePostSeen, ScheduledPost
from storage.models.numbers import (
    EngagementDaily,
    EngagementLast,
    EngagementMetric,
    FinancialMetric,
    LedgerLine,
    PayoutLine,
    SubscriptionSpell,
    SyncGap,
    SyncState,
)
from storage.models.workspace import AuditLog, ScheduledTask, Setting, User

__all__ = [
    "AuditLog",
    "Base",
    "Client",
    "EngagementDaily",
    "EngagementLast",
    "EngagementMetric",
    "FinancialMetric",
    "LedgerLine",
    "MediaAsset",
    "PayoutLine",
    "Platform",
    "PlatformCredential",
    "PostAttempt",
    "PostMedia",
    "PostPlatform",
    "RemotePostSeen",
    "ScheduledPost",
    "ScheduledTask",
    "Setting",
    "SubscriptionSpell",
    "SyncGap",
    "SyncState",
    "User",
    "uuid7",
]
