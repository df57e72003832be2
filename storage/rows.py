"""Rows to domain values, where more than one query module needs it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.posts import Attempt, Post, Target
from storage.models import (
    AccountProxy,
    Client,
    MediaAsset,
    Platform,
    PlatformCredential,
    PostAttempt,
    PostMedia,
    PostPlatform,
    ScheduledPost,
)


def account_of(
    row: Platform, client: str, colour: int | None, *, has_proxy: bool, may_go_direct: bool = False
) -> Account:
    return Account(
        id=row.id,
        platform=row.platform,
        name=row.name,
        client_id=row.client_id,
        client=client,
        client_colour=colour,
        zone=row.zone,
        state=row.state,
        state_since=row.state_since,
        state_reason=row.state_reason,
        remote_id=row.remote_id,
        handle=row.handle,
        expires_at=row.expires_at,
        renews=row.renews,
        paused_until=row.paused_until,
        paused_for=row.paused_for,
        text_limit=row.text_limit,
        endpoints=row.endpoints,
        has_proxy=has_proxy,
        may_go_direct=has_proxy and may_go_direct,
        practice=row.practice,
        reads=row.reads,
        unattended=row.unattended,
    )


def accounts_with_proxy(session: Session) -> set[int]:
    """Accounts whose traffic goes through a proxy."""
    wanted = select(PlatformCredential.platform_id).where(
        PlatformCredential.key == "proxy", PlatformCredential.state == "active"
    )
    return set(session.scalars(wanted))


def accounts_let_go(session: Session) -> set[int]:
    """Accounts that a person allowed to go without their proxy while that fails."""
    return set(session.scalars(select(AccountProxy.platform_id).where(AccountProxy.may_go_direct.is_(True))))


def media_of(row: MediaAsset) -> MediaItem:
    return MediaItem(
        id=row.id,
        name=row.name,
        kind=row.kind,
        mime=row.mime,
        size=row.size,
        original_size=row.original_size,
        width=row.width,
        height=row.height,
        duration_ms=row.duration_ms,
        frames=row.frames,
        alt_text=row.alt_text,
        sha256=row.sha256,
        tags=tuple(row.tags),
        created_at=row.created_at,
        caption=row.caption,
        folder_id=row.folder_id,
        cover_ms=row.cover_ms,
        removed_at=row.removed_at,
    )


def posts_of(session: Session, rows: Sequence[tuple[ScheduledPost, str]]) -> list[Post]:
    """Whole posts for (row, client name) pairs, in their order, by four queries however many they are."""
    ids = [row.id for row, _ in rows]
    targets = _targets(session, ids)
    media = _media(session, ids)
    return [
        Post(
            id=row.id,
            client_id=row.client_id,
            client=client,
            text=row.text,
            thread=tuple(row.thread),
            reply_to=row.reply_to,
            media=tuple(media.get(row.id, ())),
            targets=tuple(targets.get(row.id, ())),
            created_at=row.created_at,
            updated_at=row.updated_at,
            tags=tuple(row.tags),
            delays=tuple(row.delays),
            series_id=row.series_id,
            series_day=row.series_day,
            queue_id=row.queue_id,
            author_id=row.user_id,
        )
        for row, client in rows
    ]


def _targets(session: Session, post_ids: Sequence[int]) -> dict[int, list[Target]]:
    found = session.execute(
        select(PostPlatform, Platform.name, Platform.platform)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(PostPlatform.post_id.in_(post_ids))
        .order_by(PostPlatform.id)
    ).all()
    attempts = _attempts(session, [row.id for row, _, _ in found])
    targets: dict[int, list[Target]] = {}
    for row, account, platform in found:
        targets.setdefault(row.post_id, []).append(
            Target(
                id=row.id,
                account_id=row.platform_id,
                account=account,
                platform=platform,
                state=row.state,
                text=row.text,
                wall=row.wall,
                zone=row.zone,
                due_at=row.not_before or row.due_at,
                remote_id=row.remote_id,
                url=row.url,
                posted_at=row.posted_at,
                part_ids=tuple(row.part_ids),
                attempts=tuple(attempts.get(row.id, ())),
                thread=None if row.thread is None else tuple(row.thread),
                media_ids=None if row.media_ids is None else tuple(row.media_ids),
                options=dict(row.options),
            )
        )
    return targets


def _attempts(session: Session, target_ids: Sequence[int]) -> dict[int, list[Attempt]]:
    rows = session.scalars(select(PostAttempt).where(PostAttempt.target_id.in_(target_ids)).order_by(PostAttempt.id))
    attempts: dict[int, list[Attempt]] = {}
    for row in rows:
        attempts.setdefault(row.target_id, []).append(
            Attempt(at=row.at, part=row.part, outcome=row.outcome, detail=row.detail)
        )
    return attempts


def _media(session: Session, post_ids: Sequence[int]) -> dict[int, list[MediaItem]]:
    rows = session.execute(
        select(PostMedia.post_id, MediaAsset)
        .join(MediaAsset, MediaAsset.id == PostMedia.media_id)
        .where(PostMedia.post_id.in_(post_ids))
        .order_by(PostMedia.post_id, PostMedia.position)
    ).all()
    media: dict[int, list[MediaItem]] = {}
    for post_id, row in rows:
        media.setdefault(post_id, []).append(media_of(row))
    return media


def client_names(session: Session) -> dict[int, str]:
    """Client names by id."""
    return {row.id: row.name for row in session.execute(select(Client.id, Client.name))}
