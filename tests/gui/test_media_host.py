"""Settings: the bucket in which files lie for a moment, set up against the practice bucket."""

import contextlib

import pytest

from connectors.practice import bucket as practice
from connectors.practice.server import serve
from ofauto_desktop.services.media_hosting import MediaHosting
from storage.key_wrap import Keys
from tests.accounts_stage import MASTER, WORKSPACE, opened
from ui.dialogs.media_host import MediaHostDialog
from ui.dialogs.sure import Sure
from ui.widgets.media_host_card import MediaHostCard
from ui.widgets.states import Banner


async def nowhere(_account):
    return None


@pytest.fixture
def stage(tmp_path, loop):
    made = loop.submit(opened(tmp_path)).result(20)
    made.platforms.bucket._now = made.clock
    yield made
    loop.submit(made.aclose()).result(20)


@pytest.fixture
def endpoint(stage, loop):
    """Where the practice bucket is served."""
    stack = contextlib.AsyncExitStack()
    told = loop.submit(stack.enter_async_context(serve("127.0.0.1", 0, stage.platforms))).result(20)
    yield told["x"]["api"].split("/x/")[0] + practice.PATH
    loop.submit(stack.aclose()).result(20)


@pytest.fixture
def hosting(stage):
    made = MediaHosting(stage.database, Keys(MASTER), WORKSPACE, stage.clock, nowhere)
    made.go_out_by(stage.connections.wire, stage.accounts.get)
    return made


@pytest.fixture
def card(qtbot, desk, hosting):
    made = MediaHostCard(hosting, desk)
    qtbot.addWidget(made)
    made.resize(640, 400)
    made.show()
    qtbot.waitUntil(lambda: made.told.text() == "None is set up.")
    return made


def dialog_of(qtbot, card, kind=MediaHostDialog):
    qtbot.waitUntil(lambda: bool(card.findChildren(kind)))
    return card.findChildren(kind)[-1]


def fill(dialog, endpoint, **other):
    typed = {
        "endpoint": endpoint,
        "region": practice.REGION,
        "bucket": practice.NAME,
        "access_key": practice.ACCESS_KEY,
        "secret_key": practice.SECRET_KEY,
        **other,
    }
    for name, value in typed.items():
        dialog.edits[name].setText(value)


def banners(dialog):
    return [one.accessibleName() for one in dialog.findChildren(Banner)]


def test_a_bucket_is_tried_kept_changed_and_given_up(qtbot, card, endpoint, shell, hosting, loop):
    card.set_button.click()
    dialog = dialog_of(qtbot, card)
    fill(dialog, endpoint)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: shell.toasts == ["The bucket works and is kept"])
    qtbot.waitUntil(card.check_button.isVisible)
    assert practice.NAME in card.told.text()
    card.check_button.click()
    qtbot.waitUntil(lambda: shell.toasts[-1] == "A file was written, fetched and deleted: the bucket works")
    card.set_button.click()
    qtbot.waitUntil(lambda: dialog_of(qtbot, card).edits["bucket"].text() == practice.NAME)
    again = dialog_of(qtbot, card)
    assert again.edits["secret_key"].text() == ""
    again.reject()
    card.stop_button.click()
    dialog_of(qtbot, card, Sure).confirmed.emit()
    qtbot.waitUntil(lambda: card.told.text() == "None is set up.")
    assert loop.submit(hosting.shown()).result(10) is None


def test_what_does_not_work_is_said_by_its_step_and_nothing_is_kept(qtbot, card, endpoint, hosting, loop):
    card.set_button.click()
    dialog = dialog_of(qtbot, card)
    fill(dialog, endpoint, secret_key="another")
    dialog.go_button.click()
    said = "A file could not be written there: the bucket does not accept the secret key"
    qtbot.waitUntil(lambda: banners(dialog) == [said])
    assert dialog.isVisible()
    assert dialog.go_button.isEnabled()
    assert loop.submit(hosting.shown()).result(10) is None


def test_what_is_missing_or_no_bucket_is_said_at_its_field(qtbot, card):
    card.set_button.click()
    dialog = dialog_of(qtbot, card)
    dialog.go_button.click()
    assert dialog.fields["endpoint"]._error.text() == "This is needed."
    fill(dialog, "http://files.example")
    dialog.go_button.click()
    assert "https" in dialog.fields["endpoint"]._error.text()
    fill(dialog, "https://files.example", bucket="No Such")
    dialog.go_button.click()
    assert "lower-case" in dialog.fields["bucket"]._error.text()


def test_a_bucket_that_cannot_be_reached_is_told_in_the_dialog(qtbot, card):
    card.set_button.click()
    dialog = dialog_of(qtbot, card)
    fill(dialog, "http://127.0.0.1:9")
    dialog.go_button.click()
    qtbot.waitUntil(lambda: bool(banners(dialog)), timeout=20_000)
    assert dialog.go_button.isEnabled()
