"""A workspace as an agency fills it: 50,000 posts of 12 clients on 40 accounts over three years."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostState
from storage.models import PostPlatform, ScheduledPost
from tests.db.seeds import NOW, add_account, add_client

POSTS, CLIENTS, ACCOUNTS = 50_000, 12, 40
FIRST = datetime(2024, 6, 1, tzinfo=UTC)
_SPACE = timedelta(days=3 * 365) / POSTS
_WORDS = (
    "beach",
    "studio",
    "sunday",
    "behind",
    "scenes",
    "launch",
    "question",
    "café",
    "new",
    "set",
    "tonight",
    "soon",
)
TAGS = ("promo", "teaser", "evergreen", "story")


def fill(session: Session, posts: int = POSTS) -> None:
    """Posts in the order of their times; a fifth carries tags, each has 40 words or so."""
    clients = [add_client(session, f"client {number}") for number in range(CLIENTS)]
    accounts = [
        add_account(session, clients[number % CLIENTS], PlatformId.X, name=f"account {number}")
        for number in range(ACCOUNTS)
    ]
    session.execute(insert(ScheduledPost), [_post(one, clients) for one in range(1, posts + 1)])
    session.execute(insert(PostPlatform), [_target(one, accounts) for one in range(1, posts + 1)])


def _post(number: int, clients: list[int]) -> dict[str, object]:
    words = [_WORDS[(number * step) % len(_WORDS)] for step in range(1, 40)]
    return {
        "id": number,
        "uid": f"uid-{number}",
        "client_id": clients[number % CLIENTS],
        "text": f"{number} {' '.join(words)}",
        "thread": [],
        "tags": [TAGS[number // 5 % len(TAGS)]] if number % 5 == 0 else [],
    }


def _target(number: int, accounts: list[int]) -> dict[str, object]:
    due_at = FIRST + number * _SPACE
    state = PostState.SCHEDULED if due_at > NOW else PostState.FAILED if number % 50 == 0 else PostState.POSTED
    return {
        "post_id": number,
        "uid": f"target-{number}",
        "platform_id": accounts[number % CLIENTS],
        "state": state,
        "zone": "UTC",
        "wall": due_at.replace(tzinfo=None),
        "due_at": due_at,
    }
