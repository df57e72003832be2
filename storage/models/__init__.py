"""The tables, private to `storage`. Names follow the brief's data models; every table is STRICT.

Row numbers are local; `uid` (UUIDv7) is what a row is called outside this file, for team sync and exports.
"""

from storage.models.accounts import AccountProxy, Client, Platform, PlatformCredential, ProxyCheckLine, RequestLog
from storage.models.base import Base, uuid7
from storage.models.books import ExchangeRate, Goal, ImportBatch, Marker
from storage.models.content import (
    MediaAsset,
    MediaFolder,
    MediaVariant,
    PostAttempt,
    PostMedia,
    PostPlatform,
    RemotePostSeen,
    ScheduledPost,
)
from storage.models.deliveries import WebhookDelivery
from storage.models.hosting import HostedFile
from storage.models.letters import ConversationLine, ConversationMember, Correspondent, MessageLine
from storage.models.numbers import (
    AudienceGroup,
    EngagementDaily,
    EngagementLast,
    EngagementMetric,
    FinancialMetric,
    LedgerLine,
    OfferLine,
    PageTier,
    PayoutLine,
    PayoutPart,
    SubscriptionSpell,
    SyncGap,
    SyncState,
)
from storage.models.planning import AccountSet, CalendarMark, PostingSlot, PostQueue, PostSeries, SavedView, TextBlock
from storage.models.searching import INDEXES
from storage.models.workspace import AuditLog, Notice, ScheduledTask, Setting, User

__all__ = [
    "INDEXES",
    "AccountProxy",
    "AccountSet",
    "AudienceGroup",
    "AuditLog",
    "Base",
    "CalendarMark",
    "Client",
    "ConversationLine",
    "ConversationMember",
    "Correspondent",
    "EngagementDaily",
    "EngagementLast",
    "EngagementMetric",
    "ExchangeRate",
    "FinancialMetric",
    "Goal",
    "HostedFile",
    "ImportBatch",
    "LedgerLine",
    "Marker",
    "MediaAsset",
    "MediaFolder",
    "MediaVariant",
    "MessageLine",
    "Notice",
    "OfferLine",
    "PageTier",
    "PayoutLine",
    "PayoutPart",
    "Platform",
    "PlatformCredential",
    "PostAttempt",
    "PostMedia",
    "PostPlatform",
    "PostQueue",
    "PostSeries",
    "PostingSlot",
    "ProxyCheckLine",
    "RemotePostSeen",
    "RequestLog",
    "SavedView",
    "ScheduledPost",
    "ScheduledTask",
    "Setting",
    "SubscriptionSpell",
    "SyncGap",
    "SyncState",
    "TextBlock",
    "User",
    "WebhookDelivery",
    "uuid7",
]
