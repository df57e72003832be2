"""How X's world begins: with nothing posted, or after a year of three creators' habits, weekends and one bad day."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from connectors.practice.x import fans
from connectors.practice.x.curves import appeal
from connectors.practice.x.state import Kept, Post, Upload, User, XWorld, first_id

DAYS = 365
# Posts a day on weekdays and on weekends, for each of the three.
_HABITS = ((1.6, 2.4), (0.7, 0.4), (1.1, 1.5))
_HOURS = (8, 9, 12, 17, 18, 19, 20, 21)
_OPENINGS = ("New set", "Behind the scenes", "Good morning", "Tonight", "Thank you", "Work in progress", "Throwback")
_SUBJECTS = ("from the studio", "on the beach", "with film grain", "in black & white", "from last week", "in the rain")
_ENDINGS = (
    "",
    " ☀️",
    " 💛",
    " — what do you think?",
    " https://example.com/new",
    " #photography",
    " (part of a series)",
)


def wall_clock() -> datetime:
    """The present time, aware UTC."""
    return datetime.now(UTC)


def empty(now: Callable[[], datetime] = wall_clock) -> XWorld:
    """Three users with nothing posted."""
    world = XWorld(now=now)
    for user in people(now()):
        world.add_user(user)
    return world


def people(now: datetime, bad_day: datetime | None = None) -> tuple[User, ...]:
    """The three users of every practice world. Their ids pass 2^53, as real ones do."""
    since = now - timedelta(days=365)
    return (
        User(
            id="1800000000000000001",
            handle="ada_practice",
            name="Ada",
            since=since,
            followers=4200,
            per_day=11.5,
            bad_day=bad_day,
            lost=310,
            premium=False,
        ),
        User(id="1800000000000000002", handle="bo_practice", name="Bo", since=since, followers=860, per_day=3.2),
        User(
            id="1800000000000000003",
            handle="cleo_practice",
            name="Cleo",
            since=since,
            followers=15_300,
            per_day=-2.1,
            premium=True,
        ),
    )


def year(seed: int, now: datetime, clock: Callable[[], datetime] = wall_clock) -> XWorld:
    """X after a year that ended at `now` (aware UTC). `clock` gives the time from then on."""
    dice = random.Random(seed)
    bad_day = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=dice.randint(40, 120))
    world = XWorld(now=clock, seed=seed, made_at=now)
    for user, habit in zip(people(now, bad_day), _HABITS, strict=True):
        world.add_user(user)
        for at in _times(dice, now, habit):
            _add(world, user, at, dice)
    fans.fill(world, now, seed)
    return world


def from_json(content: bytes, clock: Callable[[], datetime] = wall_clock) -> XWorld:
    """The world that `XWorld.to_json` kept. Raises msgspec.DecodeError (a ValueError) for anything else."""
    kept = msgspec.json.decode(content, type=Kept)
    world = empty(clock) if kept.made_at is None else year(kept.seed, kept.made_at, clock)
    world.restore(kept)
    return world


def _times(dice: random.Random, now: datetime, habit: tuple[float, float]) -> list[datetime]:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    times = []
    for back in range(DAYS, -1, -1):
        day = midnight - timedelta(days=back)
        expected = habit[day.weekday() >= 5]
        count = int(expected) + (dice.random() < expected % 1)
        hours = sorted(dice.sample(_HOURS, count))
        times += [day + timedelta(hours=hour, minutes=dice.randint(0, 59)) for hour in hours]
    return [at for at in times if at < now - timedelta(minutes=1)]


def _add(world: XWorld, user: User, at: datetime, dice: random.Random) -> None:
    remote_id = str(first_id(at) + dice.randrange(1 << 20))
    text = f"{dice.choice(_OPENINGS)} {dice.choice(_SUBJECTS)}{dice.choice(_ENDINGS)}"
    media = [_media(world, user, at, dice)] if dice.random() < 0.6 else []
    post = Post(id=remote_id, author=user.id, text=text, media=media, appeal=appeal(user, remote_id, at))
    world.add_post(post)
    if dice.random() < 0.06:  # a thread of two
        second = str(int(remote_id) + (1 << 32))
        world.add_post(
            Post(id=second, author=user.id, text="More of it below.", reply_to=remote_id, appeal=post.appeal / 3)
        )


def _media(world: XWorld, user: User, at: datetime, dice: random.Random) -> str:
    film = dice.random() < 0.2
    upload_id = str(first_id(at) - dice.randrange(1, 1 << 20))
    upload = Upload(
        id=upload_id,
        key=f"{7 if film else 3}_{upload_id}",
        owner=user.id,
        category="tweet_video" if film else "tweet_image",
        mime="video/mp4" if film else "image/jpeg",
        total=dice.randint(200_000, 4_000_000),
        expires_at=at,
        ready=True,
    )
    world.uploads[upload.id] = upload
    return upload.key
