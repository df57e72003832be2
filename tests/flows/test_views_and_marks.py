"""Filters kept under a name, and what the calendar names: events, pillars, holidays."""

from datetime import date

import pytest

from ofauto_desktop.domain import preferences as settings
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.planning import CalendarMarkKind
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio
EVENT, PILLAR, HOLIDAY = CalendarMarkKind.EVENT, CalendarMarkKind.PILLAR, CalendarMarkKind.HOLIDAY
DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


@pytest.fixture
def views(stage):
    return stage.planning.views


@pytest.fixture
def marks(stage):
    return stage.planning.marks


async def names(views, page="calendar"):
    return [one.name for one in await views.list(page)]


async def test_views_are_kept_for_each_page_in_the_persons_order(views):
    mine = await views.add("calendar", " Failed  on X ", {"states": ["failed"], "platforms": ["x"]})
    week = await views.add("calendar", "This week", {"clients": [1, 2]})
    await views.add("library", "This week", {})
    assert (mine.name, mine.filters) == ("Failed on X", {"states": ["failed"], "platforms": ["x"]})
    assert await names(views) == ["Failed on X", "This week"]
    assert [one.id for one in await views.arrange("calendar", [week.id, mine.id])] == [week.id, mine.id]
    edited = await views.edit(mine.id, name="Broken", filters={"states": ["failed", "unknown"]})
    assert (edited.name, edited.filters) == ("Broken", {"states": ["failed", "unknown"]})
    assert await names(views) == ["This week", "Broken"]


async def test_a_views_name_is_its_own(views):
    first = await views.add("calendar", "Größe", {})
    other = await views.add("calendar", "Other", {})
    for act in (
        views.add("calendar", "GRÖSSE", {}),
        views.edit(other.id, name="größe"),
        views.add("calendar", " ", {}),
    ):
        with pytest.raises(BadInput):
            await act
    assert (await views.edit(first.id, name="größe")).name == "größe"


@pytest.mark.parametrize("filters", [{"day": date(2026, 1, 1)}, {"text": "x" * 30_000}])
async def test_filters_that_are_no_json_or_too_long_are_refused(views, filters):
    with pytest.raises(BadInput):
        await views.add("calendar", "Odd", filters)
    assert await names(views) == []


async def test_a_deleted_view_comes_back_in_its_place(views):
    made = [await views.add("calendar", name, {"n": name}) for name in ("a", "b", "c")]
    removed = await views.remove(made[1].id)
    assert await names(views) == ["a", "c"]
    with pytest.raises(NotFound):
        await views.remove(made[1].id)
    assert await views.put_back(removed) == removed
    assert await names(views) == ["a", "b", "c"]


async def test_views_of_a_page_that_has_none_are_refused(views):
    with pytest.raises(BadInput):
        await views.add("home", "x", {})


async def test_events_and_pillars_touch_every_day_they_last(marks):
    launch = await marks.add(EVENT, "Launch", date(2026, 12, 30), date(2027, 1, 2))
    await marks.add(PILLAR, "Behind the scenes", date(2026, 11, 30), date(2026, 12, 6))
    await marks.add(EVENT, "Spring", date(2027, 3, 1))
    assert [one.title for one in await marks.between(*DECEMBER)] == ["Behind the scenes", "Launch"]
    assert [one.title for one in await marks.between(date(2027, 1, 2), date(2027, 1, 9))] == ["Launch"]
    assert launch.id is not None


async def test_a_clients_marks_are_shown_with_everybodys(stage, marks):
    ada, bo = await stage.clients.named("Ada"), await stage.clients.add("Bo")
    await marks.add(EVENT, "Ada's", DECEMBER[0], client_id=ada.id)
    await marks.add(EVENT, "Bo's", DECEMBER[0], client_id=bo.id)
    await marks.add(EVENT, "All", DECEMBER[0])
    assert [one.title for one in await marks.between(*DECEMBER, client_id=ada.id)] == ["Ada's", "All"]
    with pytest.raises(NotFound):
        await marks.add(EVENT, "Nobody's", DECEMBER[0], client_id=99)


async def test_odd_marks_are_refused(marks):
    for title, first, last in (
        ("", *DECEMBER),
        ("backwards", DECEMBER[1], DECEMBER[0]),
        ("for ever", date(2026, 1, 1), date(2027, 1, 2)),
    ):
        with pytest.raises(BadInput):
            await marks.add(EVENT, title, first, last)
    assert await marks.between(*DECEMBER) == ()


async def test_a_removed_mark_comes_back(marks):
    mark = await marks.add(EVENT, "Launch", DECEMBER[0])
    removed = await marks.remove(mark.id)
    assert await marks.between(*DECEMBER) == ()
    assert await marks.put(removed) == mark
    assert await marks.between(*DECEMBER) == (mark,)
    with pytest.raises(NotFound):
        await marks.remove(99)


async def test_holidays_are_off_until_a_country_is_chosen(stage, marks):
    assert await marks.between(*DECEMBER) == ()
    await stage.preferences.put(settings.HOLIDAYS, "DE")
    assert [(one.title, one.first, one.kind, one.id) for one in await marks.between(*DECEMBER)] == [
        ("Christmas Day", date(2026, 12, 25), HOLIDAY, None),
        ("Second Day of Christmas", date(2026, 12, 26), HOLIDAY, None),
    ]
    await stage.preferences.put(settings.LANGUAGE, "de")
    assert [one.title for one in await marks.between(*DECEMBER)] == ["Erster Weihnachtstag", "Zweiter Weihnachtstag"]


async def test_over_the_turn_of_the_year_both_years_count(stage, marks):
    await stage.preferences.put(settings.HOLIDAYS, "US")
    found = await marks.between(date(2026, 12, 20), date(2027, 1, 5))
    assert [one.first for one in found] == [date(2026, 12, 25), date(2027, 1, 1)]


@pytest.mark.parametrize("country", ["Germany", "de", "D", 5, None])
async def test_a_country_is_two_letters(stage, country):
    with pytest.raises(BadInput):
        await stage.preferences.put(settings.HOLIDAYS, country)


async def test_a_country_that_is_not_known_shows_none(stage, marks):
    await stage.preferences.put(settings.HOLIDAYS, "ZZ")
    assert await marks.between(*DECEMBER) == ()


async def test_countries_are_offered_by_name(stage, marks):
    countries = dict(await marks.countries())
    assert (countries["DE"], countries["US"]) == ("Germany", "United States")
    await stage.preferences.put(settings.LANGUAGE, "de")
    assert dict(await marks.countries())["DE"] == "Deutschland"
