"""The practice platform's answers, key for key as platforms/patreon.md gives them: nothing that was not asked for."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import JSONResponse

from connectors.practice.patreon.records import Charge, Creator, Member, Post, Tier

# All that a request may ask for (platforms/patreon.md §3); what this platform has no value for is null.
FIELDS = {
    "user": "about created email first_name last_name full_name image_url thumb_url is_email_verified is_creator like_count "
    "hide_pledges can_see_nsfw social_connections url vanity",
    "campaign": "created_at creation_name discord_server_id google_analytics_id has_rss image_small_url image_url "
    "is_charged_immediately is_monthly is_nsfw main_video_embed main_video_url one_liner patron_count pay_per_name "
    "pledge_url published_at show_earnings summary thanks_msg url vanity",
    "tier": "amount_cents title description created_at edited_at published published_at unpublished_at patron_count "
    "post_count remaining user_limit requires_shipping image_url discord_role_ids url",
    "member": "full_name email note patron_status is_follower is_free_trial is_gifted last_charge_date last_charge_status "
    "next_charge_date pledge_cadence pledge_relationship_start currently_entitled_amount_cents will_pay_amount_cents "
    "campaign_lifetime_support_cents lifetime_support_cents",
    "pledge-event": "type date amount_cents currency_code payment_status pledge_payment_status tier_id tier_title",
    "post": "title content url is_public is_paid tiers published_at embed_url embed_data app_id app_status",
}
KNOWN = {kind: frozenset(names.split()) for kind, names in FIELDS.items()}


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, code_name: str, detail: str, parameter: str | None = None) -> None:
        super().__init__(status)
        self.response = error(status, code_name, detail, parameter)


def error(status: int, code_name: str, detail: str, parameter: str | None = None) -> JSONResponse:
    """Patreon's error: `status` is text, `code` may be null."""
    told: dict[str, Any] = {
        "code": None,
        "code_name": code_name,
        "detail": detail,
        "id": "eb96e70d-0000-4000-8000-000000000000",
        "status": str(status),
        "title": code_name,
    }
    if parameter is not None:
        told["source"] = {"parameter": parameter}
    return JSONResponse({"errors": [told]}, status_code=status)


def throttled() -> JSONResponse:
    """As after a hundred requests in a minute (platforms/patreon.md §5); the code's number is null there."""
    told = {
        "code": None,
        "code_name": "RequestThrottled",
        "detail": "You have made too many attempts. Please try again later.",
        "id": "eb96e70d-0000-4000-8000-000000000000",
        "retry_after_seconds": 9,
        "status": "429",
        "title": "RequestThrottled",
    }
    return JSONResponse({"errors": [told]}, status_code=429)


def campaign(creator: Creator) -> dict[str, Any]:
    return {
        "creation_name": f"{creator.name} draws",
        "created_at": "2020-10-01T11:18:36.000+00:00",
        "is_monthly": True,
        "is_nsfw": False,
        "patron_count": sum(one.status == "active_patron" for one in creator.members),
        "url": f"https://www.patreon.com/{creator.handle}",
        "vanity": creator.handle,
        "summary": "<p>Drawings.</p>",
    }


def user(creator: Creator) -> dict[str, Any]:
    """The person behind a login; the address only for those who may see it."""
    return {
        "full_name": creator.name,
        "first_name": creator.name,
        "created": "2018-04-01T21:28:06+00:00",
        "is_creator": creator.campaign is not None,
        "url": f"https://www.patreon.com/{creator.handle}",
        "vanity": creator.handle,
    }


def tier(one: Tier) -> dict[str, Any]:
    return {
        "amount_cents": one.cents,
        "title": one.title,
        "published": True,
        "description": "",
        "url": f"/join/{one.id}",
    }


def member(one: Member) -> dict[str, Any]:
    last, cents = one.last, one.tier.cents * one.cadence if one.tier else 0
    upcoming = (
        last.at + timedelta(days=30 * one.cadence) if last and last.at and one.status == "active_patron" else None
    )
    if one.trial and one.started:
        upcoming = one.started + timedelta(days=7)
    return {
        "full_name": one.name,
        "patron_status": one.status,
        "is_follower": False,
        "is_free_trial": one.trial,
        "is_gifted": one.gifted,
        "last_charge_date": written(last.at, millis=True) if last else None,
        "last_charge_status": last.status if last else "Free Trial" if one.trial else None,
        "next_charge_date": written(upcoming),
        "pledge_cadence": one.cadence if one.status else None,
        "pledge_relationship_start": written(one.started),
        "currently_entitled_amount_cents": cents,
        "will_pay_amount_cents": 0 if one.gifted or one.status != "active_patron" else cents,
        "campaign_lifetime_support_cents": one.lifetime,
        "lifetime_support_cents": one.lifetime,
        "note": "",
    }


def pledge_event(charge: Charge, of: Member) -> dict[str, Any]:
    return {
        "type": "subscription",
        "date": written(charge.at, millis=True),
        "amount_cents": charge.cents,
        "currency_code": charge.currency,
        "payment_status": charge.status,
        "pledge_payment_status": "declined" if charge.status == "Declined" else "valid",
        "tier_id": of.tier.id if of.tier else None,
        "tier_title": of.tier.title if of.tier else None,
    }


def post(one: Post) -> dict[str, Any]:
    return {
        "title": one.title,
        "content": one.content,
        "url": f"/posts/{one.id}",
        "is_public": not one.tiers,
        "is_paid": False,
        "tiers": one.tiers or None,
        "published_at": written(one.at),
    }


def resource(kind: str, remote_id: str, told: dict[str, Any], asked: Iterable[str], *, sparse: bool) -> dict[str, Any]:
    """One resource with the attributes that were asked for, and no others; `sparse` leaves null ones out."""
    given = {name: told.get(name) for name in asked}
    attributes = {name: value for name, value in given.items() if value is not None or not sparse}
    return {"type": kind, "id": remote_id, "attributes": attributes}


def written(at: datetime | None, *, millis: bool = False) -> str | None:
    """A time in one of the forms that Patreon uses."""
    return (
        at.isoformat(timespec="milliseconds" if millis else "microseconds" if at.microsecond else "seconds")
        if at
        else None
    )
