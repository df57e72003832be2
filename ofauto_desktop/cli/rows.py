"""The row shapes that scripts rely on (cli.md, "Row shapes")."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ofauto_desktop.domain.accounts import Account, Caution
from ofauto_desktop.domain.analytics import EngagementRate
from ofauto_desktop.domain.audience import AccountShare
from ofauto_desktop.domain.by_hand import LaidOut, Sheet
from ofauto_desktop.domain.clients import Client, ClientSummary
from ofauto_desktop.domain.comments import Comment
from ofauto_desktop.domain.library import Tile
from ofauto_desktop.domain.manifest import Manifest
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.metrics import MetricRow
from ofauto_desktop.domain.notices import Notice
from ofauto_desktop.domain.posts import Post, PostState, Target
from ofauto_desktop.domain.syncing import SyncResult


def platform(manifest: Manifest) -> dict[str, Any]:
    return {
        "platform": manifest.platform.value,
        "name": manifest.name,
        "capabilities": manifest.offers(),
        "limits": dict(manifest.limits),
        "endpoints": dict(manifest.endpoints),
        "fields": [
            {"name": spec.name, "required": spec.required, "secret": spec.secret, "help": spec.help}
            for spec in manifest.fields
        ],
    }


def client(of: Client) -> dict[str, Any]:
    return {"id": of.id, "name": of.name, "zone": of.zone, "currency": of.currency}


def client_summary(of: ClientSummary, accounts: Iterable[Account]) -> dict[str, Any]:
    return {
        **client(of.client),
        "status": of.client.status.value,
        "contacts": [{"label": one.label, "value": one.value} for one in of.client.contacts],
        "notes": of.client.notes,
        "followers": of.followers,
        "net_30d": [
            {"currency": one.currency, "net_minor": one.minor, "incomplete": one.incomplete} for one in of.earned
        ],
        "next_due": instant(of.next_due),
        "as_of": instant(of.as_of),
        "accounts": [account(one) for one in accounts],
    }


def notice(of: Notice) -> dict[str, Any]:
    return {
        "id": of.id,
        "at": instant(of.at),
        "kind": of.kind.value,
        "level": of.level.value,
        "count": of.count,
        "read": of.read,
        "client": of.client or None,
        "account": of.account or None,
        "post": of.post_id,
        "reason": of.reason,
        "amount": of.amount,
        "currency": of.currency,
    }


def account(of: Account, warnings: Iterable[Caution] | None = None, hook_url: str | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": of.id,
        "platform": of.platform.value,
        "name": of.name,
        "client": of.client,
        "state": of.state.value,
        "state_since": instant(of.state_since),
        "state_reason": of.state_reason,
        "remote_id": of.remote_id,
        "expires_at": instant(of.expires_at),
        "endpoints": dict(of.endpoints),
        "hook_url": hook_url,
        "zone": of.zone,
        "retry_at": instant(of.paused_until),
        "practice": of.practice,
        "proxy": of.has_proxy,
        "reads": of.reads.value,
        "unattended": of.unattended,
    }
    if warnings is not None:
        row["warnings"] = [{"kind": one.kind, "message": one.message, "action": one.action} for one in warnings]
    return row


def media(of: MediaItem) -> dict[str, Any]:
    return {
        "id": of.id,
        "name": of.name,
        "kind": of.kind.value,
        "mime": of.mime,
        "size": of.size,
        "width": of.width,
        "height": of.height,
        "duration_ms": of.duration_ms,
        "alt_text": of.alt_text,
        "tags": list(of.tags),
        "sha256": of.sha256,
    }


def tile(of: Tile, folder: str | None) -> dict[str, Any]:
    """`media`, with where it lies and what became of it."""
    return {
        **media(of.item),
        "original_size": of.item.original_size,
        "caption": of.item.caption,
        "folder": folder,
        "use": of.use.value,
        "created_at": instant(of.item.created_at),
    }


def post(of: Post) -> dict[str, Any]:
    return {
        "id": of.id,
        "text": of.text,
        "media": [media(item) for item in of.media],
        "thread": list(of.thread),
        "delays": list(of.delays),
        "tags": list(of.tags),
        "client": of.client,
        "targets": [target(one) for one in of.targets],
    }


def planned(of: Post) -> dict[str, Any]:
    """What `posts add` answers."""
    keys = ("account", "state", "due_at", "zone")
    return {"id": of.id, "targets": [{key: target(one)[key] for key in keys} for one in of.targets]}


def target(of: Target) -> dict[str, Any]:
    return {
        "account": of.account_id,
        "platform": of.platform.value,
        # In the site's own queue it is scheduled all the same, for scripts that know the states of the plan only.
        "state": (PostState.SCHEDULED if of.state is PostState.AT_SITE else of.state).value,
        "at_site": of.state is PostState.AT_SITE,
        "due_at": instant(of.due_at),
        "zone": of.zone,
        "remote_id": of.remote_id,
        "url": of.url,
        "own": {
            "text": of.text,
            "thread": None if of.thread is None else list(of.thread),
            "media": None if of.media_ids is None else list(of.media_ids),
            "options": dict(of.options),
        },
        "attempts": [
            {"at": instant(one.at), "outcome": one.outcome.value, "detail": one.detail} for one in of.attempts
        ],
    }


def sheet(of: Sheet, laid: LaidOut | None) -> dict[str, Any]:
    """A post to be put up by hand. `folder` and `files_until` are null where no copies were asked for."""
    return {
        "post": of.post_id,
        "account": of.account_id,
        "site": of.site,
        "editor": of.editor,
        "text": of.text,
        "tiers": list(of.tiers),
        "files": list(of.files),
        "fills": of.fills,
        "folder": str(laid.folder) if laid else None,
        "files_until": instant(laid.until) if laid else None,
    }


def synced(results: Iterable[SyncResult]) -> dict[str, Any]:
    return {"accounts": [_synced(one) for one in results]}


def _synced(of: SyncResult) -> dict[str, Any]:
    error = of.error
    return {
        "account": of.account_id,
        "kind": of.kind.value,
        "added": of.added,
        "changed": of.changed,
        "unchanged": of.unchanged,
        "gaps": [{"from": instant(gap.start), "to": instant(gap.end), "reason": gap.reason} for gap in of.gaps],
        "error": None
        if error is None
        else {
            "kind": error.kind.value,
            "message": error.message,
            "action": error.action,
            "retry_at": instant(error.retry_at),
        },
    }


def audience(of: AccountShare) -> dict[str, Any]:
    return {
        "account": of.account_id,
        "by": of.share.by.value,
        "name": of.share.name,
        "value": of.share.value,
        "as_of": instant(of.share.as_of),
        "source": of.share.source,
    }


def comment(of: Comment) -> dict[str, Any]:
    return {"id": of.remote_id, "author": of.author, "text": of.text, "at": instant(of.at), "likes": of.likes}


def metric(of: MetricRow) -> dict[str, Any]:
    return {
        "account": of.account_id,
        "post": of.post_id,
        "metric": of.metric.value,
        "day": of.day.isoformat() if of.day else None,
        "value": of.value,
        "unit": of.unit,
        "as_of": instant(of.as_of),
        "source": of.source,
        "remote_id": of.remote_id,
        "incomplete": of.incomplete,
        "previous": of.previous,
        "change": None if of.change is None else {"fraction": of.change.fraction, "note": of.change.note},
    }


def rate(of: EngagementRate) -> dict[str, Any]:
    """A metric's row whose value is a fraction, with what was divided (G2)."""
    return {
        "account": of.account_id,
        "post": of.post_id,
        "metric": of.rate.value,
        "day": of.day.isoformat() if of.day else None,
        "value": of.fraction,
        "unit": "fraction",
        "as_of": instant(of.as_of),
        "source": of.source,
        "remote_id": of.remote_id,
        "incomplete": False,
        "previous": None,
        "change": None,
        "numerator": of.engagement,
        "denominator": of.base,
    }


def instant(at: datetime | None) -> str | None:
    """ISO 8601 with an offset."""
    return None if at is None else at.isoformat()
