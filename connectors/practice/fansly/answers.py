"""The practice platform's answers, key for key as platforms/fansly.md gives them: mills, mixed times, JSON within JSON."""

import json
from collections.abc import Iterable
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from connectors.practice.fansly.records import (
    AccountMedia,
    Creator,
    Fan,
    Group,
    Link,
    Message,
    Post,
    Scheduled,
    Subscription,
    Transaction,
)


def fine(response: Any) -> JSONResponse:
    return JSONResponse({"success": True, "response": response})


def wrong(code: int, details: str, status: int | None = None) -> JSONResponse:
    """An error; it may come with any status, also 200."""
    return JSONResponse(
        {"success": False, "error": {"code": code, "details": details}}, status_code=code if status is None else status
    )


def challenge() -> Response:
    return HTMLResponse("<!doctype html><title>Just a moment…</title><div class='cf-challenge'></div>", 403)


def me(creator: Creator, pending: int) -> dict[str, Any]:
    """`pending` mills of what was earned are not to be had yet."""
    active = sum(one.status == 3 for one in creator.subscriptions)
    balance = creator_balance(creator) - pending
    return {
        "account": {
            "id": creator.id,
            "email": "owner@example.test",
            "username": creator.handle,
            "displayName": creator.name if creator.handle != "bo_practice" else None,
            "createdAt": creator.created_ms,
            "followCount": creator.followers,
            "subscriberCount": active,
            "about": "",
            "location": "",
            "lastSeenAt": 0,
            "timelineStats": {"imageCount": 120, "videoCount": 30, "bundleCount": 4, "fetchedAt": creator.created_ms},
            "walls": [
                {"id": one.id, "pos": pos, "name": one.name, "description": ""} for pos, one in enumerate(creator.walls)
            ],
            "pinnedPosts": [{"postId": one.id} for one in creator.posts if one.pinned],
            "postLikes": sum(one.likes for one in creator.posts),
            "accountMediaLikes": sum(one.media_likes for one in creator.posts),
            "subscriptionTiers": [
                {
                    "id": one.id,
                    "name": one.name,
                    "color": "#fff",
                    "pos": pos,
                    "price": one.shown,
                    "maxSubscribers": 0,
                    "plans": [
                        {"id": f"{one.plan}9", "status": 1, "billingCycle": 90, "price": one.price * 27 // 10}
                        | {"promos": []},
                        {"id": one.plan, "status": 1, "billingCycle": 30, "price": one.price, "promos": []},
                    ],
                }
                for pos, one in enumerate(creator.tiers)
            ],
            "mainWallet": {"id": f"1{creator.id[1:]}", "balance": 0, "type": 1, "walletVersion": 4},
            "earningsWallet": {
                "id": f"2{creator.id[1:]}",
                "accountId": creator.id,
                "balance": balance,
                "balance64": balance,
                "type": 2,
                "walletVersion": 210,
                "flags": 0,
            },
        },
        "correlationId": "0",
        "checkToken": "practice",
    }


def creator_balance(creator: Creator) -> int:
    """All that came into the earnings wallet, less what left it."""
    return sum(
        one.net if one.destination == 2 else -one.net if one.type == 16012 else 0 for one in creator.transactions
    )


def person(one: Fan | Creator) -> dict[str, Any]:
    handle = one.handle if isinstance(one, Creator) else one.username
    return {"id": one.id, "username": handle, "displayName": one.name, "flags": 0, "version": 1}


def transaction(one: Transaction, status: int) -> dict[str, Any]:
    return {
        "transactionId": one.id,
        "type": one.type,
        "amount": one.net,
        "destinationAmount": one.net,
        "destinationTax": one.tax,
        "senderId": one.sender,
        "receiverId": one.receiver,
        "correlationAccountId": one.correlation,
        "correlationId": f"9{one.id[1:]}",
        "destination": one.destination,
        "newBalance": 56000,
        "status": one.status if one.status is not None else status,
        "createdAt": one.ms,
    }


def subscription(one: Subscription, creator: Creator) -> dict[str, Any]:
    tier = next((each for each in creator.tiers if each.id == one.tier), creator.tiers[0])
    return {
        "id": one.id,
        "historyId": one.history,
        "subscriberId": one.fan,
        "subscriptionTierId": one.tier,
        "subscriptionTierName": tier.name,
        "planId": tier.plan,
        "promoId": f"8{one.id[1:]}" if one.promo is not None else None,
        "giftCodeId": one.gift,
        "status": one.status,
        "price": one.price,
        "renewPrice": one.renew_price,
        "autoRenew": one.auto_renew,
        "billingCycle": one.days,
        "duration": one.days,
        "renewDate": one.renews,
        "createdAt": one.created_ms,
        "updatedAt": one.created_ms,
        "endsAt": one.ends_ms,
        "promoPrice": one.promo,
    }


def post(one: Post, creator: Creator) -> dict[str, Any]:
    attached: list[dict[str, Any]] = [
        {"postId": one.id, "pos": pos, "contentType": 1, "contentId": media} for pos, media in enumerate(one.media)
    ]
    return {
        "id": one.id,
        "accountId": creator.id,
        "content": one.text,
        "fypFlags": 0,
        "inReplyTo": None,
        "createdAt": whole(one.seconds),
        "expiresAt": None,
        "attachments": [*attached, *one.others],
        "likeCount": one.likes,
        "mediaLikeCount": one.media_likes,
        "replyCount": one.replies,
        "totalTipAmount": one.tips,
        "attachmentTipAmount": 0,
        "accountMentions": [],
        "wallIds": one.walls,
        "postReplyPermissionFlags": [],
    }


def account_media(one: AccountMedia, creator: Creator, made_ms: int) -> dict[str, Any]:
    film = one.mime.startswith("video/")
    details: Any = json.dumps({"duration": 43.8}) if film else {}
    return {
        "id": one.id,
        "accountId": creator.id,
        "mediaId": one.media,
        "previewId": None,
        "permissionFlags": 0,
        "price": one.price,
        "createdAt": made_ms // 1000,
        "deleted": False,
        "permissions": {"permissionFlags": one.permissions},
        "media": {
            "id": one.media,
            "type": 2 if film else 1,
            "status": 1,
            "mimetype": one.mime,
            "width": 640,
            "metadata": details,
            "variants": [],
            "locations": [] if film else [{"locationId": "1", "location": "https://cdn3.invalid/one.jpeg?Policy=x"}],
        },
        "purchased": False,
        "access": True,
    }


def timeline(
    posts: Iterable[Post], creator: Creator, ids: Iterable[AccountMedia | None], made_ms: int
) -> dict[str, Any]:
    """A page; what it cannot show of media is null there."""
    return {
        "posts": [post(one, creator) for one in posts],
        "aggregatedPosts": [],
        "accountMedia": [account_media(one, creator, made_ms) if one is not None else None for one in ids],
        "accountMediaBundles": [],
        "accounts": [person(creator)],
        "tips": [],
    }


def scheduled(one: Scheduled, creator: Creator) -> dict[str, Any]:
    return {
        "postId": one.id,
        "accountId": creator.id,
        "status": 0,
        "postTemplate": json.dumps(one.template),
        "scheduledFor": one.for_ms,
    }


def group(one: Group, creator: Creator) -> dict[str, Any]:
    fan = creator.fans.get(one.partner)
    return {
        "account_id": creator.id,
        "groupId": one.id,
        "partnerAccountId": one.partner,
        "partnerUsername": fan.username if fan and not fan.gone else None,
        "flags": 0,
        "unreadCount": sum(not each.read for each in one.messages),
        "subscriptionTierId": None,
        "lastMessageId": one.messages[-1].id if one.messages else None,
        "lastUnreadMessageId": None,
    }


def message(one: Message, group_id: str, partner: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": 1,
        "dataVersion": 1,
        "content": one.text,
        "groupId": group_id,
        "senderId": one.sender,
        "correlationId": "0",
        "inReplyTo": one.reply,
        "createdAt": whole(one.seconds),
        "attachments": [
            {"messageId": one.id, "contentType": 1, "contentId": media, "pos": pos}
            for pos, media in enumerate(one.media)
        ],
        "embeds": [],
        "interactions": [{"userId": partner, "readAt": int(one.seconds * 1000) if one.read else 0, "deliveredAt": 0}],
        "likes": [],
        "totalTipAmount": 0,
    }


def link(one: Link) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "type": 1000,
        "status": 1,
        "clicks": one.clicks,
        "claims": 0,
        "follows": one.follows,
        "subscriptions": one.subscriptions,
        "totalNet": 0,
        "totalGross": one.gross,
        "createdAt": one.ms,
    }


def whole(seconds: float) -> int | float:
    """Seconds as Fansly writes them: whole ones without a point."""
    return int(seconds) if seconds == int(seconds) else round(seconds, 3)
