"""The licence beside a sale: looked up when it is asked for, never shown whole, changed by one button each."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from connectors.errors import OutcomeUnknown
from ofauto_desktop.domain.licences import Licence, LicenceChange, LicenceStanding
from ui.dialogs.sure import Sure
from ui.widgets.licence_part import LicencePart

KEY = "83DB262A-C19D3B06-A5235A6B-8C079166"
GOOD = Licence(sale="s1", key=KEY, standing=LicenceStanding.GOOD, uses=2)
DISABLED = Licence(sale="s1", key=KEY, standing=LicenceStanding.DISABLED, uses=None)


class Told:
    """What the service of licences answers."""

    def __init__(self, *found, offered=True) -> None:
        self.found, self.is_offered = list(found), offered
        self.asked, self.was_asked_whether = [], False

    async def offered(self, _account_id):
        self.was_asked_whether = True
        return self.is_offered

    async def of(self, account_id, sale):
        return self._next((account_id, sale))

    async def change(self, account_id, sale, change):
        return self._next((account_id, sale, change))

    def _next(self, asked):
        self.asked.append(asked)
        answer = self.found.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def opened(qtbot, desk):
    def made(*found):
        told = Told(*found)
        part = LicencePart(7, "s1", told, desk)
        qtbot.addWidget(part)
        qtbot.waitUntil(lambda: told.was_asked_whether and not part.isHidden())
        assert told.asked == []
        part.show()
        part.read_button.click()
        qtbot.waitUntil(part.isEnabled)
        return part, told

    return made


def words(part):
    return [one.text() for one in part.findChildren(QLabel) if one.isVisible()]


def press(part, name):
    next(one for one in part.findChildren(QPushButton) if one.text() == name and one.isVisible()).click()


def names(part):
    return [one.text() for one in part.findChildren(QPushButton) if one.isVisible()]


def test_its_standing_and_uses_are_shown_and_its_key_is_not(opened):
    part, told = opened(GOOD)
    assert told.asked == [(7, "s1")]
    assert {"Good", "Used 2 times", "Key …9166"} <= set(words(part))
    assert names(part) == ["Look again", "Copy the key", "Disable it", "Give a use back"]
    assert not [one for one in words(part) + names(part) if "83DB" in one]
    press(part, "Copy the key")
    assert QGuiApplication.clipboard().text() == KEY


def test_it_is_disabled_and_enabled_by_a_button_each(qtbot, opened):
    part, told = opened(GOOD, DISABLED, GOOD)
    press(part, "Disable it")
    qtbot.waitUntil(lambda: "Disabled" in words(part))
    assert "Uses: –" in words(part)
    press(part, "Enable it")
    qtbot.waitUntil(lambda: "Good" in words(part))
    assert told.asked[1:] == [(7, "s1", LicenceChange.DISABLE), (7, "s1", LicenceChange.ENABLE)]


def test_a_use_that_is_given_back_cannot_be_taken_back_so_it_is_asked_first(qtbot, opened):
    part, told = opened(GOOD, GOOD)
    press(part, "Give a use back")
    sure = next(one for one in part.window().findChildren(Sure))
    assert len(told.asked) == 1
    next(one for one in sure.findChildren(QPushButton) if one.text() == "Give a use back").click()
    qtbot.waitUntil(lambda: len(told.asked) == 2)
    assert told.asked[1] == (7, "s1", LicenceChange.GIVE_BACK)


def test_after_an_unknown_outcome_it_must_be_looked_up_before_anything_is_done_again(qtbot, opened):
    part, _ = opened(GOOD, OutcomeUnknown("no answer"), DISABLED)
    press(part, "Disable it")
    qtbot.waitUntil(lambda: names(part) == ["Look again"])
    press(part, "Look again")
    qtbot.waitUntil(lambda: "Disabled" in words(part))


def test_a_sale_without_a_licence_says_so(opened):
    part, _ = opened(None)
    assert "This sale has no licence." in words(part)


def test_why_it_is_not_accepted_is_told_in_the_platforms_words(opened):
    refused = Licence(sale="s1", key=KEY, standing=LicenceStanding.REFUSED, uses=None, reason="Access has expired.")
    part, _ = opened(refused)
    assert {"Not accepted", "Access has expired."} <= set(words(part))
    assert names(part) == ["Look again", "Copy the key"]


def test_where_a_platform_gives_none_nothing_is_offered(qtbot, desk):
    told = Told(offered=False)
    part = LicencePart(7, "s1", told, desk)
    qtbot.addWidget(part)
    qtbot.waitUntil(lambda: told.was_asked_whether)
    assert part.isHidden()
