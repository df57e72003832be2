"""One search over everything: what is found, in which order, whatever is typed, and the indexes' truth after any change."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from ofauto_desktop.domain.money import LedgerStatus
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.search import HitKind, folded, holds, typed_words
from ofauto_desktop.services.search import MOST_RECENT, Search
from storage import clients
from storage.models import LedgerLine, MediaAsset, Platform, PostPlatform, ScheduledPost, SubscriptionSpell
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio


@pytest.fixture
def search(database):
    return Search(database)


@pytest.fixture
def account(database):
    return database.write_now(lambda session: add_account(session, add_client(session, "Lena Rose"), name="Lena X"))


def add_post(database, account, words, *, state=PostState.SCHEDULED, thread=()):
    def change(session):
        client_id = session.get(Platform, account).client_id
        row = ScheduledPost(client_id=client_id, text=words, thread=list(thread))
        session.add(row)
        session.flush()
        due = NOW + timedelta(days=1)
        session.add(PostPlatform(post_id=row.id, platform_id=account, state=state, zone="UTC", due_at=due))
        return row.id

    return database.write_now(change)


def add_media(database, name, **more):
    def change(session):
        row = MediaAsset(
            name=name,
            kind="image",
            mime="image/jpeg",
            width=1,
            height=1,
            sha256=name,
            original_size=1,
            size=1,
            blob="b",
            upload_blob="u",
            **more,
        )
        session.add(row)
        session.flush()
        return row.id

    return database.write_now(change)


def add_line(database, account, remote_id, fan):
    def change(session):
        row = LedgerLine(
            platform_id=account,
            remote_id=remote_id,
            at=NOW,
            kind="tip",
            gross_minor=100,
            fee_minor=0,
            tax_minor=0,
            net_minor=100,
            currency="USD",
            status=LedgerStatus.SETTLED,
            fan=fan,
            source="test",
            as_of=NOW,
        )
        session.add(row)
        session.flush()
        return row.id

    return database.write_now(change)


async def found(search, words, kind):
    return [hit.id for hit in await search.find(words) if hit.kind is kind]


@pytest.mark.parametrize("words", ["kuche", "KÜCHE", "küch", "licht küche", "Küche im", "im licht"])
async def test_posts_are_found_without_accents_and_case_by_the_beginning(database, account, search, words):
    wanted = add_post(database, account, "Die Küche im Licht")
    add_post(database, account, "Am Strand")
    assert await found(search, words, HitKind.POST) == [wanted]


async def test_a_hit_says_where_and_when(database, account, search):
    add_post(database, account, "\n\nBeach set\nwith a second line")
    (hit,) = await search.find("beach")
    assert (hit.title, hit.detail, hit.state) == ("Beach set", "Lena X", PostState.SCHEDULED)
    assert hit.at == NOW + timedelta(days=1)


async def test_later_parts_of_a_thread_are_searched(database, account, search):
    wanted = add_post(database, account, "First", thread=["then the surprise"])
    assert await found(search, "surprise", HitKind.POST) == [wanted]


async def test_words_next_to_each_other_come_before_scattered_ones_and_new_before_old(database, account, search):
    scattered = add_post(database, account, "red roses and a dress")
    old = add_post(database, account, "my red dress")
    new = add_post(database, account, "a red dress again")
    newest_scattered = add_post(database, account, "dress code: red")
    assert await found(search, "red dress", HitKind.POST) == [new, old, newest_scattered, scattered]


async def test_an_edit_and_a_deletion_are_followed(database, account, search):
    one = add_post(database, account, "before")
    database.write_now(lambda s: s.execute(update(ScheduledPost).values(text="after")) and None)
    assert await found(search, "before", HitKind.POST) == []
    assert await found(search, "after", HitKind.POST) == [one]
    database.write_now(lambda s: s.execute(delete(ScheduledPost)) and None)
    assert await found(search, "after", HitKind.POST) == []


async def test_media_are_found_by_name_caption_alt_text_and_tag_unless_removed(database, search):
    one = add_media(database, "IMG_0042.jpg", caption="Sunset", alt_text="A red sky", tags=["teaser"])
    add_media(database, "IMG_0043.jpg", caption="Sunset too", removed_at=NOW)
    for words in ("img 0042", "sunset", "red sk", "teas"):
        assert await found(search, words, HitKind.MEDIA) == [one]


async def test_a_fan_is_one_however_often_they_pay(database, account, search):
    for number in range(5):
        add_line(database, account, f"l{number}", "maria.k@example.com")
    assert await found(search, "maria", HitKind.FAN) == ["maria.k@example.com"]
    assert await found(search, "example.com", HitKind.FAN) == ["maria.k@example.com"]


async def test_a_subscriber_who_was_never_charged_is_found(database, account, search):
    database.write_now(
        lambda session: session.add(
            SubscriptionSpell(
                platform_id=account,
                remote_id="s1",
                fan="trial_tom",
                started_at=NOW,
                status="active",
                source="test",
                as_of=NOW,
            )
        )
    )
    assert await found(search, "trial", HitKind.FAN) == ["trial_tom"]


async def test_clients_and_accounts_answer_to_one_letter(database, account, search):
    add_post(database, account, "Lena at the beach")
    hits = await search.find("l")
    assert [(hit.kind, hit.title) for hit in hits] == [(HitKind.CLIENT, "Lena Rose"), (HitKind.ACCOUNT, "Lena X")]


async def test_a_removed_account_is_not_found(database, account, search):
    database.write_now(lambda s: s.execute(update(Platform).values(removed_at=NOW)) and None)
    assert await found(search, "lena", HitKind.ACCOUNT) == []


async def test_a_name_that_begins_so_comes_first(database, search):
    names = ["Maren", "Anna Mare", "Tamara"]
    database.write_now(lambda s: [clients.add(s, name, "UTC", "USD", NOW) for name in reversed(names)] and None)
    assert [hit.title for hit in await search.find("mar")] == names


@pytest.mark.parametrize(
    "typed", ["", "   ", '"', "*", "a*", "NEAR(a b)", "-x", "a OR", "^b", "col:", "\x00", "((", "🌊"]
)
async def test_syntax_is_only_words(database, account, search, typed):
    add_post(database, account, "anything at all")
    assert isinstance(await search.find(typed), tuple)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_nothing_that_is_typed_raises(database, account, search, typed):
    assert isinstance(asyncio.run(search.find(typed)), tuple)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["add", "change", "remove"]), st.integers(0, 5), st.sampled_from([None, "ada", "bo", "cy"])
        ),
        max_size=20,
    )
)
def test_the_fans_of_the_index_are_those_of_the_books(database, acts):
    """Each fan once, under one of its own lines, after any additions, changes and removals."""
    account = database.write_now(
        lambda s: s.scalar(select(Platform.id)) or add_account(s, add_client(s, "Ada"), name="ada")
    )
    database.write_now(lambda s: s.execute(delete(LedgerLine)) and None)
    for kind, number, fan in acts:
        lines = database.read_now(lambda s: list(s.scalars(select(LedgerLine.id).order_by(LedgerLine.id))))
        if kind == "add" or not lines:
            last = database.read_now(lambda s: s.execute(text("SELECT coalesce(max(id), 0) FROM ledger_line")).scalar())
            add_line(database, account, f"l{last + 1}-{number}", fan)
            continue
        chosen = LedgerLine.id == lines[number % len(lines)]
        change = (
            update(LedgerLine).where(chosen).values(fan=fan) if kind == "change" else delete(LedgerLine).where(chosen)
        )
        database.write_now(lambda s, change=change: s.execute(change) and None)
    stored = database.read_now(
        lambda s: list(s.scalars(text("SELECT fan FROM ledger_line WHERE id IN (SELECT rowid FROM fan_text)")))
    )
    listed = database.read_now(lambda s: list(s.scalars(text("SELECT rowid FROM fan_text"))))
    fans = database.read_now(lambda s: set(s.scalars(text("SELECT fan FROM ledger_line WHERE fan IS NOT NULL"))))
    assert sorted(stored) == sorted(fans)
    assert len(listed) == len(fans)
    for fan in fans:
        hits = database.read_now(
            lambda s, fan=fan: list(
                s.scalars(text("SELECT rowid FROM fan_text WHERE fan_text MATCH :fan"), {"fan": fan})
            )
        )
        assert len(hits) == 1


async def test_what_was_opened_last_comes_first_and_what_is_gone_is_left_out(database, account, search):
    posts = [add_post(database, account, f"post {number}") for number in range(MOST_RECENT + 2)]
    hits = {hit.id: hit for hit in await search.find("post", limit=100)}
    for post in [*posts, posts[3]]:
        await search.opened(hits[post])
    recent = [hit.id for hit in await search.recent()]
    assert recent[:3] == [posts[3], posts[-1], posts[-2]]
    assert len(recent) == MOST_RECENT
    database.write_now(lambda s: s.execute(delete(ScheduledPost).where(ScheduledPost.id == posts[3])) and None)
    assert posts[3] not in [hit.id for hit in await search.recent()]


async def test_every_kind_can_be_opened_again(database, account, search):
    add_post(database, account, "lena's post")
    add_media(database, "lena.jpg")
    add_line(database, account, "l1", "lena_fan")
    for hit in await search.find("lena"):
        await search.opened(hit)
    assert {hit.kind for hit in await search.recent()} == set(HitKind)


@given(st.text(max_size=300))
def test_typed_words_are_few_and_plain(typed):
    words = typed_words(typed)
    assert len(words) <= 10
    assert all(word.strip() == word and word for word in words)


def test_words_answer_by_rank():
    assert holds("Move to Monday", "move") == 0
    assert holds("Move to Monday", "mon mo") == 1
    assert holds("Move to Monday", "nday") == 2
    assert holds("Move to Monday", "tuesday") is None
    assert folded("Übergröße É") == "ubergroße e".casefold()
