"""Messages to many: whole lists but for some, once, and not again while the outcome of the last one is open (§5.5)."""

import json
from argparse import Namespace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from connectors.browser import answers
from connectors.errors import LayoutChanged, OutcomeUnknown, RateLimited, Rejected, Temporary
from connectors.onlyfans.client import OnlyFansClient
from ofauto_desktop.cli.verbs import messages as verbs
from ofauto_desktop.domain.broadcasts import OutgoingBroadcast, PeopleList
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.services.broadcasting import Broadcasting
from storage import audit
from tests.browser.onlyfans.stage import a_photo
from tests.browser.onlyfans.test_in_the_program import connected, program  # noqa: F401 - a workspace

pytestmark = pytest.mark.anyio
LATER = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)


def to_fans(text="Marigold to all", **more):
    return OutgoingBroadcast(text=text, to=("Fans",), **more)


async def test_whole_lists_but_for_whom_is_excluded(stage):
    """`excludedLists` it must be; `excludeUserLists` would be passed over and everybody written to."""
    active = stage.world.report()["demo_creator"]["active"]
    everybody = await stage.client().broadcast(to_fans())
    assert everybody.people == active
    some = await stage.client().broadcast(to_fans("Not to all", excluding=("Muted",)))
    assert some.people == active - 2
    assert [len(one.to) for one in stage.house.masses] == [active - 2, active]


async def test_a_price_a_picture_and_a_time(stage):
    made = await stage.client().broadcast(to_fans(media=(a_photo(),), price_minor=750, scheduled_for=LATER))
    (one,) = stage.house.masses
    assert (one.price, one.media, one.due) == (750, 1, LATER)
    assert (made.at, made.differs) == (LATER, ())
    with pytest.raises(Rejected, match="needs a picture"):
        await stage.client().broadcast(to_fans(price_minor=750))


async def test_a_list_that_is_not_there_is_not_guessed(stage):
    assert await stage.client().people_lists() == [
        PeopleList(name="Fans", people=len(stage.house.fans)),
        PeopleList(name="Following", people=3),
        PeopleList(name="Recent", people=20),
        PeopleList(name="Muted", people=2),
    ]
    for wrong in ("Fan", "fans", "F.*"):
        with pytest.raises(Rejected, match="no list"):
            await stage.client().broadcast(OutgoingBroadcast(text="To nobody", to=(wrong,)))
    assert stage.house.masses == []


async def test_while_the_outcome_of_one_is_open_no_other_goes_out_unless_a_person_looked(stage, program, monkeypatch):  # noqa: F811
    account = await connected(program, stage)
    library = SimpleNamespace(sources=_nothing)
    broadcasting = Broadcasting(program.database, program.connections, program.accounts, library, program.clock)
    monkeypatch.setattr(answers.Answers.next, "__kwdefaults__", {"patience": 1.0})
    stage.trouble("accept_then_500", "^POST /api2/v2/messages/queue$")
    with pytest.raises(OutcomeUnknown):
        await broadcasting.send(account.id, "Marigold", to=["Fans"])
    with pytest.raises(BadInput, match="not known"):
        await broadcasting.send(account.id, "Marigold", to=["Fans"])
    assert len(stage.house.masses) == 1
    services = SimpleNamespace(accounts=program.accounts, broadcasting=broadcasting)
    given = {"account": str(account.id), "to": ["Fans"], "exclude": ["Muted"], "text": "Again", "text_file": None}
    told = await verbs.broadcast(services, Namespace(**given, media=[], price=0, at=None, looked=True))
    assert told.value["people"] == len(stage.house.masses[0].to)
    shown = await verbs.lists(services, Namespace(account=str(account.id)))
    assert {"name": "Muted", "people": 2} in shown.value
    acts = await program.database.read(audit.entries)
    assert [one.outcome for one in acts if one.action == "message.broadcast"][::-1] == [
        "begun",
        "unknown",
        "begun",
        "ok",
    ]
    assert "Marigold" not in json.dumps([dict(one.details) for one in acts])
    with pytest.raises(BadInput, match="ISO 8601"):
        await verbs.broadcast(services, Namespace(**given, media=[], price=0, at="at noon", looked=True))


@pytest.mark.parametrize(
    ("error", "is_open"), [(Temporary("lost"), True), (LayoutChanged("odd"), True), (RateLimited("later"), False)]
)
async def test_what_may_have_gone_out_is_open_whatever_it_is_called(program, stage, monkeypatch, error, is_open):  # noqa: F811
    account = await connected(program, stage)

    async def broken(self, message):
        raise error

    monkeypatch.setattr(OnlyFansClient, "broadcast", broken)
    library = SimpleNamespace(sources=_nothing)
    broadcasting = Broadcasting(program.database, program.connections, program.accounts, library, program.clock)
    for expected in (type(error), BadInput if is_open else type(error)):
        with pytest.raises(expected):
            await broadcasting.send(account.id, "Marigold", to=["Fans"])


async def test_other_platforms_send_none(program):  # noqa: F811
    x = await program.connect()
    broadcasting = Broadcasting(program.database, program.connections, program.accounts, None, program.clock)
    with pytest.raises(BadInput, match="no message to many"):
        await broadcasting.lists(x.id)
    assert x.platform is PlatformId.X


async def _nothing(media_ids, platform):
    return ()
