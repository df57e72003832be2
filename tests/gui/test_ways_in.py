"""Settings: how the workspace opens is told, and changed by who knows what opens it now."""

import asyncio

import keyring
import keyring.backends.fail
import pytest

from ofauto_desktop.domain.errors import WrongPassphrase
from ofauto_desktop.services.lock import Lock
from ofauto_desktop.services.ways_in import WaysIn
from tests.flows.workspace.doors import LIGHT, NOW, PASSPHRASE
from ui.dialogs.prove_it import ChangePassphrase, UseKeychain
from ui.widgets.ways_in_lines import WaysInLines

NEW = "granite-harbour-nine-violins"


@pytest.fixture
def lock(tmp_path):
    made = Lock(tmp_path / "data", kdf=LIGHT)
    asyncio.run(made.create(PASSPHRASE, use_keychain=False))
    return made


@pytest.fixture
def opened(lock):
    opened = asyncio.run(lock.unlock(passphrase=PASSPHRASE))
    yield opened
    opened.close()


@pytest.fixture
def lines(qtbot, desk, lock, opened):
    made = WaysInLines(WaysIn(lock, opened, lambda: NOW), desk)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    qtbot.waitUntil(made.keychain_button.isEnabled)
    return made


def asked(qtbot, lines, kind):
    """The dialog that stands over the lines."""
    qtbot.waitUntil(lambda: bool(lines.findChildren(kind)))
    return lines.findChildren(kind)[-1]


def test_it_says_how_the_workspace_opens(lines):
    assert lines.told.text() == "The workspace opens with the passphrase or the recovery code."


def test_a_new_passphrase_is_taken_from_who_knows_the_old_one(qtbot, lines, lock, opened, shell):
    lines.change_button.click()
    dialog = asked(qtbot, lines, ChangePassphrase)
    dialog.now.setText("wrong")
    dialog.chosen.first.setText(NEW)
    dialog.chosen.again.setText(NEW)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=10_000)
    dialog.ok.click()
    qtbot.waitUntil(lambda: "Neither" in dialog._now_field._error.text(), timeout=20_000)
    assert shell.toasts == []
    dialog.now.setText(PASSPHRASE)
    dialog.ok.click()
    qtbot.waitUntil(lambda: shell.toasts == ["The passphrase is changed"], timeout=20_000)
    with pytest.raises(WrongPassphrase):
        asyncio.run(lock.confirm(passphrase=PASSPHRASE))
    asyncio.run(lock.confirm(passphrase=NEW))


def test_a_weak_or_mistyped_passphrase_is_not_offered(qtbot, lines):
    lines.change_button.click()
    dialog = asked(qtbot, lines, ChangePassphrase)
    dialog.now.setText(PASSPHRASE)
    for first, again in (("abc", "abc"), (NEW, NEW + "s")):
        dialog.chosen.first.setText(first)
        dialog.chosen.again.setText(again)
        qtbot.waitUntil(lambda: dialog.chosen.strength >= 0, timeout=10_000)
        assert not dialog.ok.isEnabled()


@pytest.fixture
def no_keychain():
    """As on a computer without one; the test desktop has a real one."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("no_keychain")
def test_a_missing_keychain_is_told_in_the_dialog(qtbot, lines, lock):
    lines.keychain_button.click()
    dialog = asked(qtbot, lines, UseKeychain)
    dialog.now.setText(PASSPHRASE)
    dialog.ok.click()
    qtbot.waitUntil(lambda: "keychain" in dialog._now_field._error.text(), timeout=20_000)
    assert dialog.isVisible()
    assert dialog.ok.isEnabled()
