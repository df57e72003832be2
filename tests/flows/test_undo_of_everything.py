"""Whatever is done to posts, undone in reverse order it is as if it never was; and done again it is as it was."""

import random
from dataclasses import replace

import pytest

from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.domain.posts import PostFilter
from ofauto_desktop.domain.recurrence import Every, Recurrence
from ofauto_desktop.domain.repeating import Scope
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


async def picture(stage):
    """All that a person sees of the plan."""
    posts = await stage.publishing.list(PostFilter(limit=5000))
    return {
        post.id: replace(post, updated_at=post.created_at, targets=tuple(replace(one, id=0) for one in post.targets))
        for post in posts
    }, await stage.planning.series.list()


async def one_act(stage, dice, queues):
    """Some act on some posts; the way back of it, or None where it was refused."""
    planning, posts = stage.planning, await stage.publishing.list(PostFilter(limit=5000))
    ids = [post.id for post in dice.sample(posts, min(len(posts), dice.randint(1, 3)))]
    repeated = [post for post in posts if post.series_id]
    day = f"2026-07-{dice.randint(1, 28):02}T{dice.randint(0, 23):02}:30"
    draft = Draft(account_ids=(stage.ada.id,), text=f"words {dice.random()}", at=day)

    async def queued():
        return (await planning.queues.put(ids, dice.choice(queues).id)).way_back

    async def arranged():
        queue = dice.choice(queues)
        standing = [post.id for post in await planning.queues.posts(queue.id)]
        return (await planning.queues.line_up(queue.id, dice.sample(standing, len(standing)))).way_back

    async def begun():
        return (await planning.series.start(draft, Recurrence(every=Every.WEEK, interval=3))).way_back

    async def repeats():
        return (await planning.series.repeat(ids[0], Recurrence(every=Every.MONTH))).way_back

    async def edited():
        post = dice.choice(repeated)
        rule = dice.choice([None, Recurrence(every=Every.WEEK, interval=2, weekdays=(dice.randint(0, 6),))])
        scope = dice.choice([Scope.ALL, Scope.FOLLOWING])
        same_time = replace(draft, at=post.targets[0].wall or draft.at)
        return (await planning.series.edit(post.id, dice.choice([draft, same_time]), scope, rule=rule)).way_back

    async def ended():
        return (await planning.series.remove(dice.choice(repeated).id, dice.choice(list(Scope)))).way_back

    acts = [
        lambda: planning.many.shift(ids, dice.randint(1, 30)),
        lambda: planning.many.move(dict.fromkeys(ids, dice.choice([day, When.NEXT]))),
        lambda: planning.many.tag(ids, add=[dice.choice("abc")], remove=[dice.choice("abc")]),
        lambda: planning.many.cancel(ids),
        lambda: planning.many.unplan(ids),
        lambda: planning.many.remove(ids),
        lambda: planning.queues.take_out(ids),
        queued,
        arranged,
        begun,
        repeats,
        *([edited, edited, ended] if repeated else []),
    ]
    try:
        return await (dice.choice(acts) if ids else begun)()
    except AppError:
        return None


@pytest.mark.parametrize("seed", [*range(4), 132])
async def test_everything_can_be_undone_and_done_again(stage, seed):
    dice = random.Random(seed)
    for number in range(6):
        at = When.DRAFT if number % 3 == 2 else f"2026-06-{16 + number}T10:00"
        to = tuple(stage.people[: 1 + number % 2])
        await stage.schedule(f"post {number}", to=to, at=at, tags=("a",))
    queues = [await stage.planning.queues.add(name) for name in ("one", "two")]
    pictures, ways = [await picture(stage)], []
    while len(ways) < 12:
        way = await one_act(stage, dice, queues)
        if way is not None:
            ways.append(way)
            pictures.append(await picture(stage))
    forwards = []
    for number in range(len(ways) - 1, -1, -1):
        forwards.append(await stage.planning.take_back(ways[number]))
        assert await picture(stage) == pictures[number], number
    for number, forward in enumerate(reversed(forwards), start=1):
        await stage.planning.take_back(forward)
        assert await picture(stage) == pictures[number], number
