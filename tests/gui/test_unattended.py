"""What becomes of an open workspace when its person, or the whole computer, is away."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from ofauto_desktop.app import Program
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.preferences import KEEP_POSTING, LOCK_WHEN_AWAY
from ofauto_desktop.domain.schedule import moment_at
from ofauto_desktop.runtime import clock
from storage import posts
from storage.key_wrap import KdfParams
from storage.models import Client, Platform
from storage.posts import NewPost, NewTarget
from tests.gui.test_door import GOOD
from ui.application import Application
from ui.pages.unlock import UnlockPage

LIGHT = KdfParams(memory_kib=64 * 1024, passes=3, lanes=4)


@pytest.fixture
def application(qapp, qtbot, tmp_path, loop, monkeypatch):
    """Started and unlocked."""
    monkeypatch.setattr(QApplication, "quit", staticmethod(lambda: None))
    program = Program(tmp_path, loop, kdf=LIGHT)
    loop.submit(program.lock.create(GOOD, use_keychain=False)).result(30)
    made = Application(qapp, program)
    made.start()
    qtbot.waitUntil(lambda: isinstance(made.window.view(), UnlockPage), timeout=10_000)
    made.window.view().passphrase.setText(GOOD)
    made.window.view().unlock_button.click()
    qtbot.waitUntil(lambda: made.view is not None and made._unattended is not None, timeout=20_000)
    yield made
    loop.submit(program.close()).result(30)
    made.dispose()
    program.dispose()


def _plan(session):
    """A post for tomorrow, on an account that may publish."""
    now = clock.now()
    client = Client(name="Maya", zone="UTC", currency="USD")
    session.add(client)
    session.flush()
    row = Platform(
        platform=PlatformId.X,
        client_id=client.id,
        name="maya",
        zone="UTC",
        remote_id="1",
        handle="maya",
        state=LoginState.CONNECTED,
        state_since=now,
        endpoints={},
    )
    session.add(row)
    session.flush()
    at = moment_at(now + timedelta(days=1), "UTC")
    target = NewTarget(account_id=row.id, text=None, at=at, zone="UTC")
    new = NewPost(client_id=client.id, text="later", thread=(), reply_to=None, media_ids=(), targets=(target,))
    posts.add(session, new, now)


def _database(application):
    return application.services.publishing._database


def _sleeps(application):
    """The computer slept for a minute: the next look tells it."""
    away = application._unattended._away
    away._asleep_before -= 60
    away.look()


@pytest.mark.timeout(60)
def test_a_computer_that_slept_finds_the_workspace_locked(qtbot, application):
    _sleeps(application)
    qtbot.waitUntil(lambda: application._program.services is None, timeout=10_000)
    qtbot.waitUntil(lambda: isinstance(application.window.view(), UnlockPage), timeout=10_000)


@pytest.mark.timeout(60)
def test_while_posts_are_planned_it_is_covered_and_they_go_on(qtbot, application, loop):
    loop.submit(_database(application).write(_plan)).result(10)
    services = application.services
    _sleeps(application)
    qtbot.waitUntil(lambda: isinstance(application.window.view(), UnlockPage), timeout=10_000)
    assert application.services is services


@pytest.mark.timeout(60)
def test_who_would_rather_have_it_locked_than_posting_has_it_locked(qtbot, application, loop):
    loop.submit(_database(application).write(_plan)).result(10)
    loop.submit(application.services.preferences.put(KEEP_POSTING, value=False)).result(10)
    _sleeps(application)
    qtbot.waitUntil(lambda: application._program.services is None, timeout=10_000)


@pytest.mark.timeout(60)
def test_who_does_not_want_it_keeps_the_workspace_open(application, loop):
    preferences, locked = application.services.preferences, []
    application._unattended._lock = lambda: locked.append(True)
    loop.submit(preferences.put(KEEP_POSTING, value=False)).result(10)  # locks at once, without a look at what is due
    loop.submit(preferences.put(LOCK_WHEN_AWAY, value=False)).result(10)
    _sleeps(application)
    assert locked == []
    loop.submit(preferences.put(LOCK_WHEN_AWAY, value=True)).result(10)
    _sleeps(application)
    assert locked == [True]
