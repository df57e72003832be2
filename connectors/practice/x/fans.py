"""Who writes to the users of a practice year, and what: made up, the same for the same seed."""

import random
from datetime import datetime, timedelta

from connectors.practice.x.state import Event, Fan, Post, User, XWorld, between, first_id

_FIRST = ("Mira", "Jonas", "Noor", "Theo", "Ines", "Kofi", "Lena", "Ravi", "Sara", "Emil", "Yuki", "Pia", "Omar", "Zoe")
_LAST = ("Brandt", "Okafor", "Lindqvist", "Marques", "Haddad", "Novak", "Sato", "Weiss", "Costa", "Berg")
_OPENINGS = (
    "Hi! I love your new set, where was it taken?",
    "Do you ship prints to Canada?",
    "Hello, quick question about the calendar: is it still to be had?",
    "Your lights & shadows are <3",
    "Would you do a commission for a birthday?",
    "Thank you so much for the print, it arrived today!",
    "Which camera do you use? 📷",
    "Are you at the fair in March?",
)
_ANSWERS = (
    "Thank you! It was at the lake, early in the morning.",
    "Yes, it takes about ten days.",
    "That makes me happy, thank you 💛",
    "Write me what you have in mind, then I can tell you.",
    "Not decided yet, I will post it here first.",
)
_MORE = (
    "Wonderful, thank you!",
    "Perfect, I will order it tonight.",
    "And how much would that be?",
    "Take your time :)",
)
_PUBLIC = (
    "Have you all seen the new series by {handle}? So good.",
    "{handle} is this open for prints?",
    "Good morning {handle} ☀️",
    "My favourite of the week: {handle}",
    "{handle} what a colour!",
)
_CLOSED = "quiet_one"


def fill(world: XWorld, now: datetime, seed: int) -> None:
    """Fans, conversations of the last weeks, a group, and mentions. Dice of their own, so that posts stay what they were."""
    dice = random.Random(f"fans {seed}")
    users = list(world.users.values())
    for place, user in enumerate(users):
        fans = [_fan(world, place * 100 + number, dice) for number in range(14)]
        for fan in fans[:9]:
            _talk(world, user, fan, now, dice)
        for fan in fans[5:]:
            _praise(world, user, fan, now, dice)
    _group(world, users[0], now, dice)
    world.add_fan(Fan(id="1700000000000009999", handle=_CLOSED, name="Quiet One", closed=True))
    world.events.sort(key=lambda one: int(one.id))
    for posts in world.mentions.values():
        posts.sort(key=lambda one: int(one.id))


def _fan(world: XWorld, number: int, dice: random.Random) -> Fan:
    first, last = dice.choice(_FIRST), dice.choice(_LAST)
    fan = Fan(
        id=str(1_700_000_000_000_000_000 + number), handle=f"{first}_{last}_{number}".lower(), name=f"{first} {last}"
    )
    world.add_fan(fan)
    return fan


def _talk(world: XWorld, user: User, fan: Fan, now: datetime, dice: random.Random) -> None:
    """A question, and mostly an answer; some wait for one."""
    at, conversation = now - timedelta(hours=dice.uniform(2, 24 * 27)), between(user.id, fan.id)
    turns: list[tuple[User | Fan, tuple[str, ...]]] = [(fan, _OPENINGS)]
    if dice.random() < 0.65:
        turns += [(user, _ANSWERS), *([(fan, _MORE)] if dice.random() < 0.6 else [])]
    for who, texts in turns:
        media = ["3_1700000000000000001"] if who is fan and dice.random() < 0.1 else []
        world.events.append(
            Event(id=_id(at, dice), conversation=conversation, sender=who.id, text=dice.choice(texts), media=media)
        )
        at += timedelta(minutes=dice.uniform(3, 50))


def _praise(world: XWorld, user: User, fan: Fan, now: datetime, dice: random.Random) -> None:
    at = now - timedelta(hours=dice.uniform(1, 24 * 60))
    text = dice.choice(_PUBLIC).format(handle=f"@{user.handle}")
    world.add_mention(user.id, Post(id=_id(at, dice), author=fan.id, text=text, appeal=dice.uniform(20, 400)))


def _group(world: XWorld, user: User, now: datetime, dice: random.Random) -> None:
    """Three people plan a fair; one leaves."""
    members = [one.id for one in list(world.fans.values())[:3]]
    begun = now - timedelta(days=6)
    number = str(first_id(begun))
    world.groups[number] = {user.id, *members}
    told: tuple[tuple[str, str, str, list[str]], ...] = (
        (members[0], "ParticipantsJoin", "", [user.id, *members]),
        (members[0], "MessageCreate", "Shall we share a stand at the fair?", []),
        (user.id, "MessageCreate", "Gladly! I can bring two walls.", []),
        (members[1], "MessageCreate", "I will ask for the price & tell you.", []),
        (members[2], "ParticipantsLeave", "", [members[2]]),
    )
    for place, (who, kind, text, people) in enumerate(told):
        at = begun + timedelta(hours=place * 7)
        world.events.append(
            Event(id=_id(at, dice), conversation=number, sender=who, kind=kind, text=text, people=people)
        )


def _id(at: datetime, dice: random.Random) -> str:
    return str(first_id(at) + dice.randrange(1 << 20))
