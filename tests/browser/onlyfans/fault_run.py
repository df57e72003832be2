"""Trouble at random steps of many posts and messages, each taken to its end as the program would: what came of it is counted.

`python -m tests.browser.onlyfans.fault_run 200 [seed]` for a long run; the suite makes a short one.
"""

import asyncio
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from connectors.browser import answers
from connectors.browser.process import SharedBrowser
from connectors.errors import ConnectorError, OutcomeUnknown
from connectors.onlyfans import publishing, visits
from ofauto_desktop.domain.messages import ConversationKind, OutgoingMessage
from ofauto_desktop.domain.posts import matching
from tests.browser.onlyfans.stage import Stage, a_photo, a_post, staged

# What meets a request, and which: every step of what a page asks on its way to a post.
ACTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("accept_then_500", {}),
    ("truncated", {}),
    ("empty", {}),
    ("html", {"status": 502}),
    ("html", {"status": 403, "body": "<title>Attention Required! | Cloudflare</title>"}),
    ("status", {"status": 429, "body": '{"error":{"code":429,"message":"Slow down"}}'}),
    ("status", {"status": 200, "body": '{"isAuth":false}'}),
    ("status", {"status": 400, "body": '{"error":{"code":101,"message":"2FA required","payload":{"otpState":{}}}}'}),
    ("status", {"status": 400, "body": '{"error":{"code":105,"message":"Security check"}}'}),
    ("reset_before", {}),
    ("slow", {"seconds": 0.4}),
)
STEPS = (
    "^GET /posts/create$",
    "users/me$",
    "upload/signed/create",
    "^PUT /s3/",
    "file/upload",
    "^POST /api2/v2/posts$",
    "messages$",
    "schedules",
    r"users/\d+/posts",
)
SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {},
    {"asks_yes": True},
    {"older": True},
    {"twelve_hours": True},
    {"daily_limit": True},
    {"stuck": True},
    {"misspelt": True},
    {"hours_off": 1},
    {"stranger": True},
    {"slow_upload": 0.3},
)


@dataclass
class Counted:
    """What a run came to. A double is one that nobody was told of; a wrong state says other than what is there."""

    ends: Counter[str] = field(default_factory=Counter)
    doubles: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.ends.total()} runs: {dict(self.ends)}; {len(self.doubles)} doubles, {len(self.wrong)} wrong"


async def run(stage: Stage, number: int, dice: random.Random, counted: Counted) -> None:
    """One post or message, with trouble on its way; afterwards the trouble is over and what is unsure is looked for."""
    stage.renewed()
    text = f"Fault run {number}"
    stage.world.configure(dice.choice(SETTINGS))
    for _ in range(dice.choice((0, 1, 1, 2))):
        action, more = dice.choice(ACTIONS)
        stage.trouble(action, dice.choice(STEPS), skip=dice.choice((0, 0, 0, 1)), **more)
    is_letter = dice.random() < 0.25
    state = await (_letter(stage, text) if is_letter else _post(stage, text, dice))
    made = stage.world.report()["demo_creator"]["letters" if is_letter else "posts"]
    other = stage.world.report()["other_creator"]
    there = sum(one["text"] == text for one in made)
    counted.ends[f"{'message' if is_letter else 'post'} {state}"] += 1
    if there > 1 or other["posts"] or other["letters"]:
        counted.doubles.append(f"{number}: {there} times, {state}")
    if (state.startswith("out")) != (there >= 1):
        counted.wrong.append(f"{number}: {state}, and it is there {there} times")


async def _post(stage: Stage, text: str, dice: random.Random) -> str:
    media = (a_photo(),) if dice.random() < 0.4 else ()
    at = (
        stage.clock() + timedelta(days=dice.randint(1, 60), minutes=dice.randint(0, 999))
        if dice.random() < 0.5
        else None
    )
    post = a_post(text, *media, scheduled_for=at, price_minor=999 if media and dice.random() < 0.5 else 0)
    began, client = stage.clock(), stage.client()
    try:
        made = await client.send(await client.prepare(post, {}), 0, None)
    except OutcomeUnknown:
        return await _looked_for(stage, text, len(media), began)
    except ConnectorError as error:
        return f"not out ({error.kind.value})"
    return "out, and told what differs" if made.differs else "out"


async def _looked_for(stage: Stage, text: str, media: int, began: Any) -> str:
    stage.faults.clear()
    stage.world.configure({"stranger": False})
    listed = await stage.client().recent(began)
    # With what the site made of it: a post whose picture it passed over is found by its words.
    found = matching(text, media, listed, began) or [one for one in listed if one.text == text]
    return "out, found" if found else "not out (looked for)"


async def _letter(stage: Stage, text: str) -> str:
    fan = str(stage.house.letters[0].fan)
    letter = OutgoingMessage(conversation=fan, in_kind=ConversationKind.DIRECT, to=(fan,), text=text)
    try:
        await stage.client().write(letter)
    except OutcomeUnknown:
        stage.faults.clear()
        stage.world.configure({"stranger": False})
        from connectors.base import PullContext
        from ofauto_desktop.domain.messages import Reads
        from ofauto_desktop.domain.platforms import SyncKind

        context = PullContext(now=stage.clock(), reads=Reads.ALL)
        read = [one async for batch in stage.client().pull(SyncKind.MESSAGES, context) for one in batch.messages]
        return "out, found" if any(one.own and one.text == text for one in read) else "not out (looked for)"
    except ConnectorError as error:
        return f"not out ({error.kind.value})"
    return "out"


async def runs(browser: SharedBrowser, many: int, seed: int, *, tell: bool = False) -> Counted:
    """`many` runs, the same for the same `seed`."""
    counted = Counted()
    with pytest.MonkeyPatch.context() as patch:
        # Nobody waits as long as in earnest.
        patch.setattr(answers.Answers.next, "__kwdefaults__", {"patience": 2.0})
        patch.setattr(visits, "PATIENCE", 2.0)
        patch.setattr(visits.Opened.answer, "__kwdefaults__", {"patience": 2.0, "scroll": ""})
        patch.setattr(publishing, "_PATIENCE", 2.0)
        async with staged(browser) as stage:
            for number in range(many):
                await run(stage, number, random.Random(f"{seed}-{number}"), counted)
                if tell and number % 20 == 19:
                    print(counted, flush=True)
    return counted


async def main(many: int, seed: int) -> int:
    browser = SharedBrowser()
    try:
        counted = await runs(browser, many, seed, tell=True)
    finally:
        await browser.aclose()
    print(counted)
    for line in (*counted.doubles, *counted.wrong):
        print(line)
    return 1 if counted.doubles or counted.wrong else 0


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(asyncio.run(main(*(given + [200, 1][len(given) :]))))
