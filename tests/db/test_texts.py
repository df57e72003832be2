"""Texts to use again: kept, found, filled in, and brought back after they were deleted."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.planning import TextBlockKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.texts import NewText, filled, parts, variables
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.texts import Texts, known_values
from tests.gui.posts_stage import an_account

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def a_text(name="Launch", body="{client} has news", kind=TextBlockKind.TEMPLATE, **more):
    return NewText(kind=kind, name=name, body=body, **more)


@pytest.fixture
def texts(database):
    return Texts(database, lambda: NOW)


@pytest.mark.anyio
async def test_what_is_kept_comes_back_the_last_used_first(texts):
    first = await texts.add(a_text())
    tags = await texts.add(
        a_text(" Autumn  tags ", "#autumn", TextBlockKind.HASHTAGS, texts={PlatformId.X: "#a", PlatformId.PATREON: ""})
    )
    assert (tags.name, dict(tags.texts)) == ("Autumn tags", {PlatformId.X: "#a"})
    assert tags.body_for(PlatformId.X) == "#a"
    assert tags.body_for(PlatformId.INSTAGRAM) == "#autumn"
    assert [one.name for one in await texts.list()] == ["Autumn tags", "Launch"]
    await texts.note_use(first.id)
    assert [one.name for one in await texts.list()] == ["Launch", "Autumn tags"]
    assert [one.name for one in await texts.list(words="TAGS autumn")] == ["Autumn tags"]
    assert await texts.list(words="nowhere") == ()


@pytest.mark.anyio
async def test_a_client_sees_its_own_and_what_is_for_all(database, texts):
    clients = Clients(database, EventBus(), lambda: NOW)
    luna, mia = await clients.add("Luna"), await clients.add("Mia")
    await texts.add(a_text("For all"))
    await texts.add(a_text("For Luna", client_id=luna.id))
    assert [one.name for one in await texts.list(mia.id)] == ["For all"]
    assert {one.name for one in await texts.list(luna.id)} == {"For all", "For Luna"}
    assert len(await texts.list()) == 2


@pytest.mark.anyio
async def test_names_are_told_apart_within_a_kind_and_texts_are_not_empty(texts):
    await texts.add(a_text("Launch"))
    await texts.add(a_text("Launch", kind=TextBlockKind.SNIPPET))
    for new in (a_text("LAUNCH"), a_text(" "), a_text("Other", "  "), a_text("Other", "x" * 25_001)):
        with pytest.raises(BadInput):
            await texts.add(new)
    assert len(await texts.list()) == 2


@pytest.mark.anyio
async def test_it_is_changed_deleted_and_brought_back(texts):
    known = await texts.add(a_text())
    changed = await texts.edit(known.id, a_text("Start", "new words"))
    assert (await texts.list())[0] == changed
    gone = await texts.remove(known.id)
    assert await texts.list() == ()
    with pytest.raises(NotFound):
        await texts.edit(known.id, a_text())
    assert await texts.put_back(gone) == changed
    await texts.remove(known.id)
    await texts.add(a_text("start"))
    with pytest.raises(BadInput, match="already"):
        await texts.put_back(gone)


def test_variables_are_words_in_braces():
    text = "{client}, {Price per month} and {price per month}; not {}, { x }, {1} or {{}}"
    assert variables(text, "{date}") == ("client", "price per month", "date")
    assert filled(text, {"Client": "Luna", "price per month": "$9"}).startswith("Luna, $9 and $9; not {}, { x }")
    assert filled("{unknown}", {}) == "{unknown}"


@given(st.text(), st.text())
def test_what_is_filled_in_is_not_read_again(value, rest):
    assert filled("{a}", {"a": value}) == value
    assert variables(filled(rest, {})) == variables(rest)


def test_a_template_has_parts():
    assert parts("one\n---\ntwo\n--- \nthree") == ("one", "two", "three")
    assert parts("a --- b") == ("a --- b",)


def test_who_posts_and_when_is_known_in_the_accounts_own_time():
    account = an_account(2, "Luna after dark", handle="lunadark", zone="America/New_York")
    assert known_values(account, datetime(2026, 11, 27, 2, 30, tzinfo=UTC), "Europe/Berlin") == {
        "client": "Luna Vale",
        "account": "Luna after dark",
        "handle": "@lunadark",
        "date": "Thu 26 Nov",
        "time": "21:30",
        "weekday": "Thursday",
    }
    assert known_values(None, None, "UTC") == {}
