"""Posts made and deleted (platforms/x.md §4), with every rule that X applies at the door."""

from datetime import timedelta

import msgspec
from starlette.responses import Response

from connectors.practice.x import curves, weight
from connectors.practice.x.answers import answer, forbidden, invalid
from connectors.practice.x.door import PRICE_LINK, PRICE_POST, Call
from connectors.practice.x.state import Post, Upload, moment

_MOST_IMAGES = 4
_EDITABLE_FOR, _MOST_EDITS = timedelta(hours=1), 5
_NOT_ENGAGED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the "
    "author of the post you are replying to."
)
_DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
_SETTINGS = ("following", "mentionedUsers", "subscribers", "verified")


class Media(msgspec.Struct):
    media_ids: list[str]
    tagged_user_ids: list[str] = []


class Poll(msgspec.Struct):
    options: list[str]
    duration_minutes: int


class Edit(msgspec.Struct):
    previous_post_id: str


class Reply(msgspec.Struct):
    in_reply_to_tweet_id: str
    exclude_reply_user_ids: list[str] = []


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a new post, as far as self-serve apps may fill it."""

    text: str = ""
    media: Media | None = None
    poll: Poll | None = None
    reply: Reply | None = None
    edit_options: Edit | None = None
    quote_tweet_id: str | None = None
    card_uri: str | None = None
    reply_settings: str | None = None
    made_with_ai: bool = False
    paid_partnership: bool = False


async def create(call: Call) -> Response:
    wanted = _read(await call.request.body())
    text = wanted.text.strip()
    _check_form(wanted, text)
    _check_length(call, text)
    uploads = _attached(call, wanted.media)
    _check_reply(call, wanted.reply)
    _check_edit(call, wanted.edit_options)
    if text and call.world.repeats(call.user.id, text):
        raise forbidden(_DUPLICATE)
    call.pay(PRICE_LINK if weight.links(text) else PRICE_POST)
    made = _make(call, text, uploads, wanted)
    return answer({"data": {"id": made.id, "text": made.text, "edit_history_tweet_ids": [*made.earlier, made.id]}}, 201)


async def delete(call: Call) -> Response:
    """Repeating it is no error; another's post is."""
    post = call.world.posts.get(call.request.path_params["id"])
    if post is not None and post.author != call.user.id:
        raise forbidden("You are not authorized to delete this Tweet.")
    if post is not None:
        call.world.delete(post)
    return answer({"data": {"deleted": True}})


def _read(body: bytes) -> Wanted:
    try:
        return msgspec.json.decode(body, type=Wanted)
    except msgspec.DecodeError as error:
        raise invalid(str(error)) from error


def _check_form(wanted: Wanted, text: str) -> None:
    if wanted.quote_tweet_id:
        raise forbidden("Quoting is not available in your access level.")
    exclusive = [part for part in (wanted.media, wanted.poll, wanted.card_uri) if part]
    if len(exclusive) > 1:
        raise invalid("Only one of media, poll, quote and card may be given.")
    if not text and not exclusive:
        raise invalid("text is required without media.")
    if wanted.reply_settings not in (None, *_SETTINGS):
        raise invalid("reply_settings is not one of its values.")
    if wanted.poll and not (
        2 <= len(wanted.poll.options) <= 4
        and all(1 <= len(option) <= 25 for option in wanted.poll.options)
        and 5 <= wanted.poll.duration_minutes <= 10_080
    ):
        raise invalid("The poll is out of its limits.")


def _check_length(call: Call, text: str) -> None:
    limit = weight.PREMIUM_LIMIT if call.user.premium else weight.LIMIT
    if weight.weight(text) > limit:
        raise invalid("Your Tweet text is too long.")
    if not weight.is_valid(text):
        raise invalid("The text holds a character or a second cashtag that is not accepted.")


def _attached(call: Call, media: Media | None) -> list[Upload]:
    if media is None:
        return []
    found = [call.world.uploads.get(media_id) for media_id in media.media_ids]
    uploads = [upload for upload in found if upload is not None and _usable(call, upload)]
    if len(uploads) != len(found) or len(set(media.media_ids)) != len(found):
        raise invalid("Your media IDs are invalid.")
    images = sum(upload.category == "tweet_image" for upload in uploads)
    if not uploads or len(uploads) > _MOST_IMAGES or (images < len(uploads) and len(uploads) > 1):
        raise invalid("A post takes up to four images, or one GIF, or one video.")
    return uploads


def _usable(call: Call, upload: Upload) -> bool:
    return (
        upload.owner == call.user.id
        and upload.ready
        and not upload.failed
        and upload.checks_left == 0
        and upload.expires_at > call.world.now()
    )


def _check_reply(call: Call, reply: Reply | None) -> None:
    if reply is None:
        return
    parent = call.world.posts.get(reply.in_reply_to_tweet_id)
    if parent is None or parent.deleted:
        raise forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
    if parent.author != call.user.id and f"@{call.user.handle}" not in parent.text:
        raise forbidden(_NOT_ENGAGED)


def _check_edit(call: Call, edit: Edit | None) -> None:
    """Premium, the own newest version, an hour, five times (platforms/x.md §4)."""
    if edit is None:
        return
    before = call.world.posts.get(edit.previous_post_id)
    if before is None or before.deleted or before.author != call.user.id or before.id in call.world.newer:
        raise forbidden("You attempted to edit a Tweet that cannot be edited.")
    first = moment(call.world.history(before)[0])
    if not call.user.premium or call.world.now() - first > _EDITABLE_FOR or len(before.earlier) >= _MOST_EDITS:
        raise forbidden("This Tweet can no longer be edited.")


def _make(call: Call, text: str, uploads: list[Upload], wanted: Wanted) -> Post:
    remote_id = call.world.new_id()
    post = Post(
        id=remote_id,
        author=call.user.id,
        text=text,
        media=[upload.key for upload in uploads],
        reply_to=wanted.reply.in_reply_to_tweet_id if wanted.reply else None,
        reply_settings=wanted.reply_settings,
        earlier=call.world.history(call.world.posts[wanted.edit_options.previous_post_id])
        if wanted.edit_options
        else [],
        labels=[name for name in ("made_with_ai", "paid_partnership") if getattr(wanted, name)],
        appeal=curves.appeal(call.user, remote_id, moment(remote_id)),
    )
    call.world.accept(post)
    return post
