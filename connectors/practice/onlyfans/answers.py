"""The site's JSON, key for key as platforms/onlyfans.md §5 gives it: dollars, times with their offset, HTML."""

import html
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from connectors.practice.onlyfans.records import (
    Chargeback,
    Creator,
    Fan,
    House,
    Letter,
    Mass,
    Payment,
    Payout,
    Post,
)

_DAY = timedelta(days=1)


def written(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def precise(at: datetime) -> str:
    return f"{int(at.timestamp())}.000000"


def dollars(cents: int) -> int | float:
    return cents // 100 if cents % 100 == 0 else cents / 100


def page_text(text: str) -> str:
    """As the editor makes it."""
    return f"<p>{html.escape(text, quote=False).replace(chr(10), '<br />')}</p>"


def me(house: House, now: datetime) -> dict[str, Any]:
    creator = house.creator
    active = sum(one.ends > now for one in house.fans)
    posts = sum(one.due is None for one in house.posts)
    return {
        "id": creator.id,
        "username": creator.username,
        "name": creator.name,
        "isAuth": True,
        "isVerified": True,
        "avatar": "https://cdn2.onlyfans.com/a.jpg",
        "avatarThumbs": {"c50": "https://cdn2.onlyfans.com/50.jpg", "c144": "https://cdn2.onlyfans.com/144.jpg"},
        "email": creator.email,
        "subscribersCount": active,
        "subscribesCount": 3,
        "postsCount": posts,
        "archivedPostsCount": 0,
        "photosCount": sum(one.media for one in house.posts),
        "videosCount": 0,
        "mediasCount": sum(one.media for one in house.posts),
        "favoritedCount": sum(one.likes for one in house.posts),
        "joinDate": "2023-02-01T00:00:00+00:00",
        "lastSeen": None,
        "subscribePrice": dollars(creator.price),
        "isPerformer": True,
        "canEarn": True,
        "creditBalance": 0,
        "payoutType": "manual",
        "minPayoutSumm": 20,
        "messageMinPrice": 3,
        "messageMaxPrice": 200,
        "postMinPrice": 3,
        "postMaxPrice": 100,
        "isOtpEnabled": True,
        "notificationsCount": 2,
        "chatMessagesCount": 1,
        "countPriorityChat": 0,
        "wsUrl": "wss://ws2.onlyfans.com/ws3/17",
        "wsAuthToken": "practice",
        "upload": {"geoUploadArgs": {"preset": "of_beta", "needThumbs": 1, "additional": {"user": creator.id}}},
    }


def payment(one: Payment, house: House) -> dict[str, Any]:
    """A deleted fan's name is in a <span>, and the person may lack altogether."""
    fan = house.fan(one.fan)
    name = fan.name if fan else "Somebody"
    gone = fan is None or fan.deleted
    link = (
        f"<span>{name}</span>" if gone else f'<a href="https://onlyfans.com/{fan.username if fan else ""}">{name}</a>'
    )
    return {
        "id": one.id,
        "amount": dollars(one.cents),
        "net": dollars(one.cents - one.fee),
        "fee": dollars(one.fee),
        "vatAmount": dollars(one.vat),
        "taxAmount": 0,
        "mediaTaxAmount": 0,
        "createdAt": written(one.at),
        "currency": one.currency,
        "description": f"{one.said} {link}",
        "status": one.status,
        "payoutPendingDays": 7,
        "user": _payer(one, fan),
    }


def _payer(one: Payment, fan: Fan | None) -> dict[str, Any] | None:
    if one.fan is None or (fan is not None and fan.deleted and fan.id % 2):
        return None
    name = fan.name if fan else "Somebody"
    return {
        "view": "s",
        "id": one.fan,
        "name": name,
        "username": fan.username if fan else f"u{one.fan}",
        "avatar": None,
        "isDeleted": bool(fan and fan.deleted),
    }


def chargeback(one: Chargeback, house: House) -> dict[str, Any]:
    found = next(each for each in house.payments if each.id == one.payment)
    return {"id": one.id, "createdAt": written(one.at), "paymentType": "card", "payment": payment(found, house)}


def payout(one: Payout) -> dict[str, Any]:
    return {
        "id": one.id,
        "amount": dollars(one.cents),
        "currency": "USD",
        "createdAt": written(one.at),
        "status": one.state,
    }


def balances(house: House) -> dict[str, Any]:
    cleared = sum(one.cents - one.fee for one in house.payments if one.status == "done")
    waits = sum(one.cents - one.fee for one in house.payments if one.status == "loading")
    paid = sum(one.cents for one in house.payouts)
    return {
        "payoutAvailable": dollars(max(0, cleared - paid)),
        "payoutPending": dollars(waits),
        "currency": "USD",
        "minPayoutSumm": 20,
        "withdrawalPeriod": 7,
    }


def fan(one: Fan, creator: Creator, now: datetime) -> dict[str, Any]:
    """A row of a list of fans. `subscribedBy` says whether the creator follows them back: the other way round."""
    months = [
        {
            "id": one.id * 100 + number,
            "userId": creator.id,
            "subscriberId": one.id,
            "date": written(at),
            "startDate": written(at),
            "expireDate": written(min(at + timedelta(days=30), one.ends) if one.price else one.ends),
            "price": dollars(one.price),
            "action": "renewal" if number else "subscribe",
            "isCurrent": number == len(one.starts) - 1 and one.ends > now,
        }
        for number, at in enumerate(one.starts)
    ]
    paid = one.price * len(one.starts)
    return {
        "view": "s",
        "id": one.id,
        "username": one.username,
        "name": one.name,
        "displayName": "",
        "notice": "",
        "avatar": None,
        "lists": [],
        "lastSeen": None,
        "canReceiveChatMessage": True,
        "isRestricted": False,
        "isBlocked": False,
        "subscribedBy": one.follows_back,
        "subscribedByData": {"price": 5, "subscribeAt": written(one.starts[0]), "expiredAt": written(now + _DAY)}
        if one.follows_back
        else None,
        "subscribedOn": one.ends > now,
        "subscribedOnData": {
            "subscribeAt": written(one.starts[0]),
            "expiredAt": written(one.ends),
            "renewedAt": written(one.starts[-1]),
            "price": dollars(one.price),
            "regularPrice": dollars(one.price),
            "discountPercent": 0,
            "status": None,
            "unsubscribeReason": "",
            "duration": "1 month",
            "subscribes": months,
            "tipsSumm": 0,
            "subscribesSumm": dollars(paid),
            "messagesSumm": 0,
            "postsSumm": 0,
            "streamsSumm": 0,
            "totalSumm": dollars(paid),
        },
    }


def media(count: int, start: int) -> list[dict[str, Any]]:
    """Their addresses are null where they are locked, or still being made."""
    return [
        {
            "id": start * 10 + number,
            "type": "photo",
            "canView": True,
            "isReady": True,
            "hasError": False,
            "duration": 0,
            "createdAt": None,
            "files": {"full": {"url": None, "width": 0, "height": 0, "size": 0}, "thumb": None, "preview": None},
        }
        for number in range(count)
    ]


def post(one: Post) -> dict[str, Any]:
    return {
        "responseType": "post",
        "id": one.id,
        "postedAt": written(one.due or one.at),
        "postedAtPrecise": precise(one.due or one.at),
        "text": page_text(one.text),
        "rawText": one.text,
        "price": dollars(one.price),
        "media": media(one.media, one.id),
        "mediaCount": one.media,
        "preview": [one.id * 10 + number for number in range(one.preview)],
        "isMediaReady": one.media == 0,
        "canEdit": True,
        "canDelete": True,
        "favoritesCount": one.likes,
        "commentsCount": one.comments,
        "tipsAmount": "$0.00",
        "expiredAt": written(one.at + timedelta(days=one.expires)) if one.expires else None,
    }


def post_stats(one: Post) -> dict[str, Any]:
    return {
        "isAvailable": True,
        "hasStats": one.views > 0,
        "lookCount": one.views,
        "uniqueLookCount": one.views // 2,
        "lookChart": [{"date": written(one.at), "count": one.views}],
        "lookDuration": 0,
        "likeCount": one.likes,
        "commentCount": one.comments,
        "tipCount": 0,
        "tipSum": 0,
        "purchasedCount": 0,
        "purchasedSumm": 0,
    }


def waiting(one: Post | Mass) -> dict[str, Any]:
    """A row of the queue. Its form is not published; the sheet's guess."""
    if isinstance(one, Mass):
        entity = {"id": one.id, "text": page_text(one.text), "mediaCount": one.media}
        return {"id": one.id, "type": "chat", "publishDateTime": written(one.due or one.at), "message": entity}
    return {"id": one.id, "type": "post", "publishDateTime": written(one.due or one.at), "post": post(one)}


def letter(one: Letter, creator: Creator) -> dict[str, Any]:
    return {
        "responseType": "message",
        "id": one.id,
        "text": page_text(one.text),
        "lockedText": False,
        "isFree": one.price == 0,
        "price": dollars(one.price),
        "isMediaReady": True,
        "mediaCount": one.media,
        "media": media(one.media, one.id),
        "previews": [],
        "isTip": one.tip > 0,
        "tipAmount": dollars(one.tip),
        "fromUser": {"id": creator.id if one.own else one.fan, "_view": "s"},
        "isFromQueue": False,
        "queueId": None,
        "canUnsendQueue": False,
        "unsendSecondsQueue": 0,
        "isOpened": one.opened,
        "isNew": False,
        "createdAt": written(one.at),
        "changedAt": written(one.at),
        "cancelSeconds": 86_399,
        "isLiked": False,
        "canPurchase": False,
        "canPurchaseReason": "opened",
        "giphyId": None,
    }


def chat(letters: Sequence[Letter], creator: Creator) -> dict[str, Any]:
    last = letters[0]
    return {
        "withUser": {"id": last.fan, "_view": "x"},
        "canNotSendReason": False,
        "canSendMessage": True,
        "unreadMessagesCount": 0,
        "hasUnreadTips": False,
        "isMutedNotifications": False,
        "lastMessage": letter(last, creator),
        "lastReadMessageId": last.id,
        "countPinnedMessages": 0,
    }


def mass(one: Mass, now: datetime) -> dict[str, Any]:
    waits = one.due is not None and one.due > now
    return {
        "id": one.id,
        "date": written(one.due or one.at),
        "isReady": True,
        "isDone": not waits,
        "total": len(one.to),
        "pending": len(one.to) if waits else 0,
        "canUnsend": True,
        "unsendSeconds": 86_400,
        "hasError": False,
        "isCanceled": one.cancelled,
    }


def countries(house: House) -> dict[str, Any]:
    """Some of the numbers are texts."""
    shares = (("Canada", "CA", 0.4), ("Germany", "DE", 0.3), ("Japan", "JP", 0.1))
    total, fans = sum(one.count for one in house.visits), len(house.fans)
    rows = [
        {
            "rank": number,
            "countryName": name,
            "countryCode": code,
            "viewsCount": {
                "total": int(total * part),
                "guests": int(total * part * 0.7),
                "users": str(int(total * part * 0.3)),
                "subscribers": int(fans * part),
            },
        }
        for number, (name, code, part) in enumerate(shares, 1)
    ]
    totals = {"total": total, "guests": str(total * 7 // 10), "users": str(total * 3 // 10), "subscribers": fans}
    return {"hasMore": False, "totals": totals, "rows": rows}


def visitors(house: House, start: datetime) -> dict[str, Any]:
    days = [one for one in house.visits if one.day >= start]
    return {
        "isAvailable": True,
        "hasStats": bool(days),
        "chart": {
            "visitors": [{"date": written(one.day), "count": str(one.count)} for one in days],
            "duration": [],
        },
        "total": {"current": str(sum(one.count for one in days)), "delta": 4.2},
        "topCountries": countries(house),
    }
