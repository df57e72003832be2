"""Trouble at random steps of many posts and messages on Fansly, each taken to its end: what came of it is counted.

`python -m tests.browser.fansly_fault_run 200 [seed]` for a long run; the suite makes a short one.
"""

import asyncio
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from connectors.base import PullContext
from connectors.browser import answers, look, tab
from connectors.browser.process import SharedBrowser
from connectors.errors import ConnectorError, OutcomeUnknown
from connectors.fansly import composer
from ofauto_desktop.domain.messages import Reads
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.posts import matching
from tests.browser.test_fansly import Stage, a_letter, a_post, now, staged

# What meets a request, and which: every step of what the page asks on its way to a post.
ACTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("accept_then_500", {}),
    ("accept_then_drop", {"times": 3}),
    ("truncated", {}),
    ("wrong_types", {}),
    ("empty", {}),
    ("html", {"status": 502}),
    ("html", {"status": 403}),
    ("status", {"status": 429, "body": '{"success":false,"error":{"code":429,"details":"Slow down"}}'}),
    ("status", {"status": 401, "body": '{"success":false,"error":{"code":401,"details":"Unauthorized"}}'}),
    ("status", {"status": 200, "body": '{"success":true,"response":{}}'}),
    ("status", {"status": 400, "body": '{"success":false,"error":{"code":400,"details":"Bad request"}}'}),
    ("reset_before", {"times": 3}),
    ("slow", {"seconds": 0.3}),
)
STEPS = (
    "^GET /post/new$",
    "account/me$",
    "media/upload/create",
    "^PUT ",
    "upload/complete",
    "^GET /api/v1/media/upload/",
    "^POST /api/v1/account/media",
    "^POST /api/v1/post$",
    "^POST /api/v1/post$",
    "^POST /api/v1/post$",
    "^POST /api/v1/message$",
    "^POST /api/v1/message$",
    "post/scheduled",
    "timelinenew",
)
SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"asks_again": False},
    {"overlays": False},
    {"loses_media": True},
    {"forgets": ["schedule"]},
    {"forgets": ["media"]},
    {"longest": 10},
)
_USUAL = {"asks_again": True, "overlays": True, "loses_media": False, "forgets": [], "longest": 2048}


@dataclass
class Counted:
    """What a run came to. A wrong state says other than what is there."""

    ends: Counter[str] = field(default_factory=Counter)
    doubles: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.ends.total()} runs: {dict(self.ends)}; {len(self.doubles)} doubles, {len(self.wrong)} wrong"


async def run(stage: Stage, number: int, dice: random.Random, counted: Counted) -> None:
    """One post or message, with trouble on its way; afterwards the trouble is over and what is unsure is looked for."""
    faults, text = stage.platforms.faults[PlatformId.FANSLY], f"Fault run {number}"
    faults.clear()
    stage.world.configure({**_USUAL, **dice.choice(SETTINGS)})
    for _ in range(dice.choice((0, 1, 1, 2))):
        action, more = dice.choice(ACTIONS)
        stage.trouble(action, dice.choice(STEPS), skip=dice.choice((0, 0, 0, 1)), **more)
    is_letter = dice.random() < 0.25
    state = await (_letter(stage, text) if is_letter else _post(stage, text, dice))
    said = [one.text for group in stage.ada.groups for one in group.messages]
    posted = [one.text for one in stage.ada.posts] + [one.template["content"] for one in stage.ada.scheduled]
    there = (said if is_letter else posted).count(text)
    counted.ends[f"{'message' if is_letter else 'post'} {state}"] += 1
    if there > 1:
        counted.doubles.append(f"{number}: {there} times, {state}")
    if state.startswith("out") != (there >= 1):
        counted.wrong.append(f"{number}: {state}, and it is there {there} times")


async def _post(stage: Stage, text: str, dice: random.Random) -> str:
    files = dice.choice((0, 0, 1))
    at = now() + timedelta(days=dice.randint(1, 60), minutes=dice.randint(0, 999)) if dice.random() < 0.5 else None
    sold = 999 if files and dice.random() < 0.5 else 0
    began = now()
    try:
        made = await stage.send(a_post(text, files=files, scheduled_for=at, price_minor=sold))
    except OutcomeUnknown:
        _calm(stage)
        listed = await stage.client().recent(began)
        # With what the site made of it: a post whose picture it passed over is found by its words.
        found = matching(text, files, listed, began) or [one for one in listed if one.text == text]
        return "out, found" if found else "not out (looked for)"
    except ConnectorError as error:
        return f"not out ({error.kind.value})"
    return "out, and told what differs" if made.differs else "out"


async def _letter(stage: Stage, text: str) -> str:
    letter = a_letter(stage, text)
    try:
        await stage.client().write(letter)
    except OutcomeUnknown:
        _calm(stage)
        context = PullContext(now=now(), reads=Reads.ALL)
        read = [one async for batch in stage.client().pull(SyncKind.MESSAGES, context) for one in batch.messages]
        return "out, found" if any(one.own and one.text == text for one in read) else "not out (looked for)"
    except ConnectorError as error:
        return f"not out ({error.kind.value})"
    return "out"


def _calm(stage: Stage) -> None:
    stage.platforms.faults[PlatformId.FANSLY].clear()


async def runs(browser: SharedBrowser, many: int, seed: int, *, tell: bool = False) -> Counted:
    """`many` runs, the same for the same `seed`."""
    counted = Counted()
    with pytest.MonkeyPatch.context() as patch:
        # Nobody waits as long as in earnest.
        patch.setattr(answers.Answers.next, "__kwdefaults__", {"patience": 2.0})
        patch.setattr(look.Look.find, "__kwdefaults__", {"patience": 2.0})
        patch.setattr(look.Look.named, "__kwdefaults__", {"patience": 2.0})
        patch.setattr(tab, "PATIENCE", 3.0)
        patch.setattr(composer, "_PICTURE", 1.5)
        patch.setattr(composer, "_DIALOG", 2.0)
        async with staged(browser, enabled_after=0.1) as stage:
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
