"""Finding things by words, each kind by an index and in a bounded number. Whatever was typed is data, never syntax."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.search import FEWEST_CHARS, Hit, HitKind, holds, typed_words
from storage.happened import first_words
from storage.models import Client, LedgerLine, MediaAsset, Platform, PostPlatform, ScheduledPost, SubscriptionSpell

# What a post is shown as where its accounts differ: what needs a person or is under way comes first.
_FIRST = (
    PostState.SENDING,
    PostState.CLAIMED,
    PostState.UNKNOWN,
    PostState.BY_HAND,
    PostState.FAILED,
    PostState.MISSED,
)

_Target = tuple[PostState, str, datetime | None]
# Of each kind, where there is room for so many: texts have the most to say.
_SHARE = {HitKind.POST: 0.4, HitKind.MEDIA: 0.2, HitKind.FAN: 0.2, HitKind.CLIENT: 0.2, HitKind.ACCOUNT: 0.2}


def everything(session: Session, typed: str, limit: int) -> list[Hit]:
    """What answers `typed`, by kind and best first, about `limit` in all."""
    words = typed_words(typed)
    if not words:
        return []
    room = {kind: max(2, round(limit * share)) for kind, share in _SHARE.items()}
    plain = " ".join(words)
    found: list[Hit] = []
    if len(plain) >= FEWEST_CHARS:
        found += posts(session, words, room[HitKind.POST])
        found += media(session, words, room[HitKind.MEDIA])
        found += fans(session, words, room[HitKind.FAN])
    found += clients(session, plain, room[HitKind.CLIENT])
    found += accounts(session, plain, room[HitKind.ACCOUNT])
    return found


def again(session: Session, kept: Sequence[tuple[HitKind, int | str]]) -> list[Hit]:
    """The things that were opened before, in this order, as they are now; what is gone is left out."""
    by_id = {
        HitKind.POST: posts_by_id,
        HitKind.MEDIA: media_by_id,
        HitKind.FAN: fans_by_name,
        HitKind.CLIENT: clients_by_id,
        HitKind.ACCOUNT: accounts_by_id,
    }
    found = {
        (kind, hit.id): hit
        for kind, read in by_id.items()
        for hit in read(session, [one for of, one in kept if of is kind])
    }
    return [found[one] for one in kept if one in found]


def posts(session: Session, words: Sequence[str], limit: int) -> list[Hit]:
    """Posts that hold all the words, the last one perhaps only begun; those that hold them in this order first."""
    return posts_by_id(session, _rows(session, "post_text", words, limit))


def media(session: Session, words: Sequence[str], limit: int) -> list[Hit]:
    """Library items by name, caption, alt text and tags; removed ones are left out."""
    # Removed items stay in the index for a while: what is asked for leaves room for them.
    return media_by_id(session, _rows(session, "media_text", words, 4 * limit))[:limit]


def fans(session: Session, words: Sequence[str], limit: int) -> list[Hit]:
    """Fans who paid or subscribe, by the beginning of any part of their name or address."""
    lines = _rows(session, "fan_text", words, limit)
    found = {hit.id: hit for hit in _fans_of_lines(session, lines)}
    if len(found) < limit:
        found.update({hit.id: hit for hit in _subscribers(session, words, limit - len(found))})
    return list(found.values())


def clients(session: Session, typed: str, limit: int) -> list[Hit]:
    """Clients by name; there are few, so all are looked at."""
    return _best([(hit, hit.title) for hit in _clients(session)], typed, limit)


def accounts(session: Session, typed: str, limit: int) -> list[Hit]:
    """Accounts that are not removed, by name, handle and platform."""
    return _best(_accounts(session), typed, limit)


def posts_by_id(session: Session, ids: Sequence[Any]) -> list[Hit]:
    """These posts in this order; those that are gone are left out."""
    rows = {
        row.id: row
        for row in session.execute(
            select(ScheduledPost.id, ScheduledPost.text, ScheduledPost.client_id).where(ScheduledPost.id.in_(ids))
        )
    }
    targets: dict[int, list[_Target]] = {}
    about = (PostPlatform.post_id, PostPlatform.state, PostPlatform.due_at, PostPlatform.posted_at, Platform.name)
    query = select(*about).join(Platform, Platform.id == PostPlatform.platform_id).where(PostPlatform.post_id.in_(ids))
    for row in session.execute(query.order_by(PostPlatform.id)):
        targets.setdefault(row.post_id, []).append((row.state, row.name, row.posted_at or row.due_at))
    return [_post(rows[one], targets.get(one, [])) for one in ids if one in rows]


def media_by_id(session: Session, ids: Sequence[Any]) -> list[Hit]:
    """These library items in this order; those that are gone or removed are left out."""
    columns = (MediaAsset.id, MediaAsset.name, MediaAsset.caption, MediaAsset.alt_text)
    query = select(*columns).where(MediaAsset.id.in_(ids), MediaAsset.removed_at.is_(None))
    rows = {row.id: row for row in session.execute(query)}
    return [
        Hit(
            kind=HitKind.MEDIA,
            id=one,
            title=rows[one].name,
            detail=first_words(rows[one].caption or rows[one].alt_text),
        )
        for one in ids
        if one in rows
    ]


def fans_by_name(session: Session, names: Sequence[Any]) -> list[Hit]:
    """These fans in this order, as far as the books know them."""
    ids = [
        session.scalar(select(LedgerLine.id).where(LedgerLine.fan == name).order_by(LedgerLine.id).limit(1))
        for name in names
    ]
    return _fans_of_lines(session, [one for one in ids if one is not None])


def clients_by_id(session: Session, ids: Sequence[Any]) -> list[Hit]:
    """These clients, in this order."""
    found = {hit.id: hit for hit in _clients(session)}
    return [found[one] for one in ids if one in found]


def accounts_by_id(session: Session, ids: Sequence[Any]) -> list[Hit]:
    """These accounts, in this order; removed ones are left out."""
    found = {hit.id: hit for hit, _ in _accounts(session)}
    return [found[one] for one in ids if one in found]


def match(words: Sequence[str]) -> str:
    """An FTS5 expression for rows that hold all the words, the last one perhaps only begun. Each stands in quotes."""
    return " AND ".join(_quoted(word) for word in words) + "*"


def phrase(words: Sequence[str]) -> str:
    """The same for rows that hold them next to each other."""
    return " + ".join(_quoted(word) for word in words) + "*"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _rows(session: Session, index: str, words: Sequence[str], limit: int) -> list[int]:
    """Row ids, newest first, phrases before scattered words. Newest first follows the index; ranks would read it all."""
    words = [word for word in words if any(one.isalnum() for one in word)]
    if not words:
        return []
    query = text(f"SELECT rowid FROM {index} WHERE {index} MATCH :words ORDER BY rowid DESC LIMIT :limit")  # noqa: S608 - names of this module
    found: dict[int, None] = {}
    forms = [phrase(words), match(words)] if len(words) > 1 else [match(words)]
    for form in forms:
        if len(found) < limit:
            found.update(dict.fromkeys(session.scalars(query, {"words": form, "limit": limit})))
    return list(found)[:limit]


def _post(row: Any, targets: Sequence[_Target]) -> Hit:
    states = [state for state, _, _ in targets]
    urgent = next((state for state in _FIRST if state in states), states[0] if states else PostState.DRAFT)
    return Hit(
        kind=HitKind.POST,
        id=row.id,
        title=first_words(row.text),
        detail=", ".join(dict.fromkeys(name for _, name, _ in targets)),
        client_id=row.client_id,
        state=urgent,
        at=min((at for _, _, at in targets if at is not None), default=None),
    )


def _fans_of_lines(session: Session, ids: Sequence[int]) -> list[Hit]:
    """The fans of these ledger lines, in their order."""
    query = select(LedgerLine.id, LedgerLine.fan, Platform.name, Platform.client_id).join(
        Platform, Platform.id == LedgerLine.platform_id
    )
    rows = {row.id: row for row in session.execute(query.where(LedgerLine.id.in_(ids)))}
    return [_fan(rows[one]) for one in ids if one in rows]


def _subscribers(session: Session, words: Sequence[str], limit: int) -> list[Hit]:
    """Subscribers who were never charged, so that no line of the books has them. No index: they are looked at in turn."""
    fan = SubscriptionSpell.fan
    charged = select(LedgerLine.id).where(LedgerLine.fan == fan).exists()
    query = select(fan.label("fan"), Platform.name, Platform.client_id).join(
        Platform, Platform.id == SubscriptionSpell.platform_id
    )
    for word in words:
        query = query.where(fan.contains(word, autoescape=True))
    return [_fan(row) for row in session.execute(query.where(~charged).limit(limit))]


def _fan(row: Any) -> Hit:
    return Hit(kind=HitKind.FAN, id=row.fan, title=row.fan, detail=row.name, client_id=row.client_id)


def _clients(session: Session) -> list[Hit]:
    rows = session.execute(select(Client.id, Client.name))
    return [Hit(kind=HitKind.CLIENT, id=row.id, title=row.name, client_id=row.id) for row in rows]


def _accounts(session: Session) -> list[tuple[Hit, str]]:
    """Each with the words it is found by."""
    columns = (Platform.id, Platform.name, Platform.handle, Platform.platform, Platform.client_id)
    return [
        (
            Hit(
                kind=HitKind.ACCOUNT,
                id=row.id,
                title=row.name,
                detail=f"@{row.handle}" if row.handle else "",
                client_id=row.client_id,
            ),
            f"{row.name} {row.handle or ''} {row.platform.value}",
        )
        for row in session.execute(select(*columns).where(Platform.removed_at.is_(None)).order_by(Platform.name))
    ]


def _best(hits: Sequence[tuple[Hit, str]], typed: str, limit: int) -> list[Hit]:
    """Those whose words answer what was typed, the best first."""
    ranked = [(holds(words, typed), hit) for hit, words in hits]
    found = [(rank, hit.title.casefold(), hit) for rank, hit in ranked if rank is not None]
    return [hit for _, _, hit in sorted(found, key=lambda one: one[:2])][:limit]
