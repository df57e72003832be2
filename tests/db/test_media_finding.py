"""Finding items: by words of their own and of their posts, by what became of them, by place and day; folders and their undo."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ofauto_desktop.domain.errors import BadInput, Conflict, NotFound
from ofauto_desktop.domain.library import MediaFilter, MediaOrder, MediaUse
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.posts import PostState
from storage import media_bulk, media_finding, media_folders, media_use
from storage.media_finding import Wanted
from storage.models import MediaAsset, PostMedia, PostPlatform, ScheduledPost, uuid7
from tests.db.seeds import NOW, add_account, add_client


def add_item(session, name="a.jpg", **more) -> int:
    given = {
        "kind": MediaKind.IMAGE,
        "mime": "image/jpeg",
        "width": 4,
        "height": 3,
        "sha256": name,
        "original_size": 10,
        "size": 9,
        "blob": f"{name}-o",
        "upload_blob": f"{name}-u",
        "thumbnail_blob": None,
        "created_at": NOW,
    } | more
    row = MediaAsset(name=name, **given)
    session.add(row)
    session.flush()
    return row.id


def add_post(session, media_ids, *states, text="", own=None, client_id=None, account_ids=()) -> int:
    """A post with a target for each state; `own` gives the first account media of its own."""
    client_id = client_id or add_client(session, uuid7())
    post = ScheduledPost(client_id=client_id, text=text)
    session.add(post)
    session.flush()
    session.add_all(PostMedia(post_id=post.id, position=at, media_id=one) for at, one in enumerate(media_ids))
    for number, state in enumerate(states):
        account = account_ids[number] if account_ids else add_account(session, client_id, name=f"a{post.id}-{number}")
        mine = own if number == 0 else None
        session.add(
            PostPlatform(post_id=post.id, platform_id=account, state=state, zone="UTC", due_at=NOW, media_ids=mine)
        )
    session.flush()
    return post.id


def found(database, order=MediaOrder.NEWEST, zone="UTC", **of) -> list[int]:
    wanted = Wanted(filter=MediaFilter(**of), zone=zone, now=NOW)
    return list(database.read_now(media_finding.found, wanted, order).ids)


def put(database, act, *args, **kwargs):
    return database.write_now(act, *args, **kwargs)


def test_words_are_found_wherever_they_are_said(database):
    named = put(database, add_item, "IMG_2041-Beach.jpg")
    told = put(database, add_item, "b.jpg", caption="Golden hour at the café", alt_text="Two surfboards")
    tagged = put(database, add_item, "c.jpg", tags=["autumn set", "red"])
    used = put(database, add_item, "d.jpg")
    put(database, add_post, [used], PostState.POSTED, text="Which lighthouse is yours?")
    for words, wanted in (
        ("2041", [named]),
        ("bea", [named]),
        ("img_2041-b", [named]),
        ("CAFE", [told]),
        ("surf golden", [told]),
        ("autumn", [tagged]),
        ("lightho", [used]),
        ("lighthouse d", [used]),
        ("each", []),
        ("golden autumn", []),
        ('"', [used, tagged, told, named]),
        ("-- *", [used, tagged, told, named]),
        ('beach"', [named]),
    ):
        assert found(database, text=words) == wanted, words


def test_changed_words_are_found_and_old_ones_are_not(database):
    item = put(database, add_item, "a.jpg", caption="before")

    def rename(session):
        session.get(MediaAsset, item).caption = "afterwards"

    put(database, rename)
    assert (found(database, text="before"), found(database, text="afterw")) == ([], [item])


def test_what_became_of_an_item(database):
    never, planned, out, both, cancelled, mine, theirs = (
        put(database, add_item, f"{number}.jpg") for number in range(7)
    )
    put(database, add_post, [planned, both], PostState.SCHEDULED)
    put(database, add_post, [out, both], PostState.POSTED)
    put(database, add_post, [cancelled], PostState.CANCELLED)
    # One account has another picture than its post: what the post carries went out nowhere.
    put(database, add_post, [theirs], PostState.POSTED, own=[mine])
    uses = database.read_now(media_use.uses, [never, planned, out, both, cancelled, mine, theirs])
    assert {name for name, use in uses.items() if use is MediaUse.OUT} == {out, both, mine}
    assert {name for name, use in uses.items() if use is MediaUse.PLANNED} == {planned}
    for use in MediaUse:
        assert set(found(database, uses=(use,))) == {one for one, became in uses.items() if became is use}
    assert len(found(database, uses=(MediaUse.OUT, MediaUse.PLANNED))) == 4


def test_where_an_item_is_used_is_told_with_what_is_to_come_first(database):
    item = put(database, add_item)
    other = put(database, add_item, "b.jpg")
    out = put(database, add_post, [item], PostState.POSTED, text="It is   out\nnow")
    planned = put(database, add_post, [other], PostState.SCHEDULED, own=[item], text="x" * 400)
    uses = database.read_now(media_use.of_item, item)
    assert [(one.post_id, one.state) for one in uses] == [(planned, PostState.SCHEDULED), (out, PostState.POSTED)]
    assert (uses[1].text, len(uses[0].text)) == ("It is out now", 120)


def test_used_for_a_client(database):
    item, own, nobody = (put(database, add_item, f"{number}.jpg") for number in range(3))
    ada, eve = put(database, add_client, "Ada"), put(database, add_client, "Eve")
    put(database, add_post, [item], PostState.POSTED, own=[own], client_id=ada)
    assert found(database, client_id=ada) == [own, item]
    assert found(database, client_id=eve) == []
    assert nobody in found(database)


def test_orders_kinds_and_days(database):
    old = put(database, add_item, "b.mp4", kind=MediaKind.VIDEO, duration_ms=900, created_at=NOW - timedelta(days=40))
    small = put(database, add_item, "C.jpg", original_size=1, created_at=NOW - timedelta(days=6, hours=11))
    large = put(database, add_item, "a.gif", kind=MediaKind.GIF, original_size=99, duration_ms=100)
    assert found(database) == [large, small, old]
    assert found(database, MediaOrder.OLDEST) == [old, small, large]
    assert found(database, MediaOrder.NAME) == [large, old, small]
    assert found(database, MediaOrder.LARGEST) == [large, old, small]
    assert found(database, MediaOrder.LONGEST) == [old, large, small]
    assert found(database, kinds=(MediaKind.VIDEO, MediaKind.GIF)) == [large, old]
    assert found(database, within_days=7) == [large, small]
    day = (NOW - timedelta(days=40)).date()
    assert found(database, since=day, until=day) == [old]
    assert found(database, until=day - timedelta(days=1)) == []
    # It came at 01:00 on the 9th in UTC, and on the evening of the 8th in New York: seven days end sooner there.
    assert found(database, within_days=7, zone="America/New_York") == [large]


def test_a_days_items_are_those_of_the_viewers_zone(database):
    late = put(database, add_item, "late.jpg", created_at=NOW.replace(hour=23))
    today, tomorrow = NOW.date(), NOW.date() + timedelta(days=1)
    assert found(database, since=today, until=today) == [late]
    assert found(database, since=tomorrow, until=tomorrow, zone="Europe/Berlin") == [late]


def test_folders_hold_what_lies_inside_them_and_smart_ones_what_their_rule_finds(database):
    sets = put(database, media_folders.add, "Sets", None, None, NOW)
    beach = put(database, media_folders.add, "Beach", sets.id, None, NOW)
    rule = MediaFilter(kinds=(MediaKind.VIDEO,), folder_id=sets.id)
    smart = put(database, media_folders.add, "Films", None, rule, NOW)
    loose, inside = put(database, add_item, "a.mp4", kind=MediaKind.VIDEO), put(database, add_item, "b.jpg")
    film = put(database, add_item, "c.mp4", kind=MediaKind.VIDEO)
    put(database, media_folders.file_items, [inside], sets.id, NOW)
    put(database, media_folders.file_items, [film], beach.id, NOW)
    assert found(database, folder_id=sets.id) == [film, inside]
    assert found(database, folder_id=beach.id) == [film]
    assert found(database, folder_id=smart.id) == [film]
    assert found(database, folder_id=smart.id, text="nothing") == []
    assert found(database, unfiled=True) == [loose]
    listed = {one.name: one for one in database.read_now(media_folders.listed)}
    assert [(one.count, one.rule) for one in (listed["Sets"], listed["Beach"], listed["Films"])] == [
        (1, None),
        (1, None),
        (None, rule),
    ]
    with pytest.raises(BadInput, match="smart"):
        put(database, media_folders.file_items, [loose], smart.id, NOW)
    with pytest.raises(NotFound):
        found(database, folder_id=404)


def test_folders_are_three_deep_and_never_in_themselves(database):
    first = put(database, media_folders.add, "1", None, None, NOW).id
    second = put(database, media_folders.add, "2", first, None, NOW).id
    third = put(database, media_folders.add, "3", second, None, NOW).id
    other = put(database, media_folders.add, "other", None, None, NOW).id
    for act in (
        lambda: put(database, media_folders.add, "4", third, None, NOW),
        lambda: put(database, media_folders.move, first, other, NOW),
        lambda: put(database, media_folders.move, first, third, NOW),
        lambda: put(database, media_folders.move, first, first, NOW),
        lambda: put(database, media_folders.add, "OTHER", None, None, NOW),
    ):
        with pytest.raises(BadInput):
            act()
    assert put(database, media_folders.move, third, other, NOW) == second
    assert put(database, media_folders.move, second, None, NOW) == first


def test_a_removed_folder_comes_back_with_all_that_lay_in_it(database):
    outer = put(database, media_folders.add, "Sets", None, None, NOW)
    inner = put(database, media_folders.add, "Beach", outer.id, None, NOW)
    items = [put(database, add_item, f"{number}.jpg") for number in range(4)]
    put(database, media_folders.file_items, items[:2], outer.id, NOW)
    put(database, media_folders.file_items, items[2:], inner.id, NOW)
    before = database.read_now(media_folders.listed)
    gone = put(database, media_folders.remove, outer.id, NOW)
    assert database.read_now(media_folders.listed) == []
    assert len(found(database, unfiled=True)) == 4
    put(database, media_folders.put_back, gone, NOW)
    assert database.read_now(media_folders.listed) == before
    assert set(found(database, folder_id=inner.id)) == set(items[2:])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_moving_and_tagging_are_undone_to_the_letter(database, data):
    """One database for all examples: each begins where the one before ended."""
    if not found(database):
        for number in range(6):
            put(database, add_item, f"{number}.jpg")
        for name in ("one", "two"):
            put(database, media_folders.add, name, None, None, NOW)
    items = found(database, MediaOrder.OLDEST)
    folders = [None, *(one.id for one in database.read_now(media_folders.listed))]
    before = _state(database, items)
    chosen = data.draw(st.lists(st.sampled_from(items), unique=True, min_size=1))
    filed = put(database, media_folders.file_items, chosen, data.draw(st.sampled_from(folders)), NOW)
    words = st.lists(st.sampled_from(["red", "set", "é", 'q"']), max_size=3).map(tuple)
    tagged = put(database, media_bulk.tag, chosen, data.draw(words), data.draw(words), NOW)
    put(database, media_bulk.tag_back, tagged, NOW)
    put(database, media_folders.file_back, filed, NOW)
    assert _state(database, items) == before
    put(database, media_folders.file_items, chosen[:2], data.draw(st.sampled_from(folders)), NOW)
    put(database, media_bulk.tag, chosen[:3], data.draw(words), (), NOW)


def _state(database, items):
    tiles = database.read_now(media_finding.tiles, items)
    return [(one.item.id, one.item.folder_id, one.item.tags) for one in tiles]


def test_tags_are_counted_and_must_all_fit(database):
    both = put(database, add_item, "a.jpg", tags=["red", "set"])
    one = put(database, add_item, "b.jpg", tags=["red"])
    put(database, add_item, "c.jpg", tags=["gone"], removed_at=NOW)
    assert database.read_now(media_finding.tags) == [("red", 2), ("set", 1)]
    assert found(database, tags=("red",)) == [one, both]
    assert found(database, tags=("red", "set")) == [both]
    assert len(found(database, in_bin=True)) == 1


def test_all_or_none_are_removed_and_the_posts_are_named(database):
    free, needed = put(database, add_item, "a.jpg"), put(database, add_item, "b.jpg")
    posts = [put(database, add_post, [needed], PostState.SCHEDULED, text=f"Post {number}") for number in range(5)]
    own = put(database, add_post, [], PostState.UNKNOWN, own=[needed])
    with pytest.raises(Conflict, match=f"post {posts[0]}, post {posts[1]}|post {posts[0]}") as refused:
        put(database, media_bulk.remove, [free, needed], NOW)
    assert refused.value.item == "b.jpg"
    assert len(found(database)) == 2
    assert [(one.media_id, one.text) for one in database.read_now(media_use.blocked, [free, needed])] == [
        (needed, "Post 0")
    ]
    assert own not in posts
    assert put(database, media_bulk.remove, [free], NOW) == (free,)
    assert put(database, media_bulk.remove, [free], NOW) == ()
    assert (found(database), found(database, in_bin=True)) == ([needed], [free])
    put(database, media_bulk.restore, [free], NOW)
    assert len(found(database)) == 2


@given(
    st.builds(
        MediaFilter,
        text=st.text(max_size=20),
        kinds=st.lists(st.sampled_from(MediaKind), unique=True).map(tuple),
        uses=st.lists(st.sampled_from(MediaUse), unique=True).map(tuple),
        tags=st.lists(st.text(min_size=1, max_size=5)).map(tuple),
        folder_id=st.none() | st.integers(1, 9),
        client_id=st.none() | st.integers(1, 9),
        since=st.none() | st.dates(),
        until=st.none() | st.dates(),
        within_days=st.none() | st.integers(1, 400),
        without_alt=st.booleans(),
        unfiled=st.booleans(),
        in_bin=st.booleans(),
    )
)
def test_a_filter_survives_being_stored(of):
    import json

    assert MediaFilter.from_json(json.loads(json.dumps(of.as_json()))) == of


def test_a_stored_filter_of_another_version_is_read_as_far_as_it_is_known():
    assert MediaFilter.from_json({"text": "a", "colour": "red"}) == MediaFilter(text="a")
    with pytest.raises(BadInput):
        MediaFilter.from_json({"kinds": ["hologram"]})
