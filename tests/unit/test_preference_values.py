"""Each setting takes its own values and no others."""

import json

import pytest

from ofauto_desktop.domain import preferences
from ofauto_desktop.domain.preferences import ALL, AUTO_LOCK_MINUTES, CLOSE_TO_TRAY, LANGUAGE, TEXT_SIZE, THEME, Theme


@pytest.mark.parametrize("setting", ALL, ids=lambda one: one.key)
def test_a_default_survives_being_stored(setting):
    assert setting.parse(json.loads(json.dumps(setting.default))) == setting.default
    assert setting.label
    for value in setting.choices:
        assert setting.parse(value) == value


def test_every_setting_is_listed_once():
    declared = {id(one) for one in vars(preferences).values() if isinstance(one, preferences.Setting)}
    declared |= {id(one) for one in preferences.NOTICE_WAYS.values()}
    assert declared == {id(one) for one in ALL}
    assert len({one.key for one in ALL}) == len(ALL)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (THEME, "pink"),
        (THEME, 1),
        (TEXT_SIZE, 99),
        (TEXT_SIZE, "100"),
        (TEXT_SIZE, True),
        (CLOSE_TO_TRAY, 1),
        (CLOSE_TO_TRAY, "true"),
        (AUTO_LOCK_MINUTES, -1),
        (AUTO_LOCK_MINUTES, True),
        (AUTO_LOCK_MINUTES, None),
        (LANGUAGE, "xx"),
        (LANGUAGE, None),
        (LANGUAGE, []),
    ],
)
def test_what_is_no_value_is_refused(setting, value):
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        setting.parse(value)


def test_a_value_is_typed():
    assert THEME.parse("dark") is Theme.DARK
