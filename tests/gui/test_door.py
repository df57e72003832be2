"""The door: unlocking by each means, and the first run up to the recovery kit."""

import pytest

from ofauto_desktop.domain.errors import BadInput, KeychainLocked, WrongPassphrase
from ofauto_desktop.services.lock import Created
from tests.gui.test_accounts_page import words
from ui.pages.first_run import FirstRun
from ui.pages.recovery_kit import RecoveryKit, kit_pdf
from ui.pages.unlock import UnlockPage

GOOD = "correct horse battery staple"
CODE = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH"


class Keyhole:
    """Opens to GOOD and CODE, and to the keychain where it is said so."""

    def __init__(self) -> None:
        self.keychain = True
        self.tried = []

    async def __call__(self, *, passphrase=None, recovery_code=None) -> str:
        self.tried.append((passphrase, recovery_code))
        if passphrase is None and recovery_code is None:
            if not self.keychain:
                raise KeychainLocked("it is locked")
            return "services"
        if passphrase == GOOD or recovery_code == CODE:
            return "services"
        raise WrongPassphrase("nothing given opens this workspace")


@pytest.fixture
def page(qtbot, theme, tasks, errors):
    made = UnlockPage(Keyhole(), tasks, errors)
    qtbot.addWidget(made)
    made.resize(390, 700)
    made.show()
    made.let_in = []
    made.opened.connect(made.let_in.append)
    return made


def test_the_right_passphrase_opens(qtbot, page):
    assert not page.unlock_button.isEnabled()
    page.passphrase.setText(GOOD)
    page.passphrase.returnPressed.emit()
    assert not page.unlock_button.isEnabled()
    qtbot.waitUntil(lambda: page.let_in == ["services"])
    assert page.passphrase.text() == ""


def test_a_wrong_one_says_so_and_is_not_kept(qtbot, page):
    page.passphrase.setText("wrong")
    page.unlock_button.click()
    qtbot.waitUntil(lambda: "That did not open the workspace" in words(page))
    assert (page.passphrase.text(), page.let_in) == ("", [])
    assert page.passphrase.isEnabled()


def test_the_recovery_code_opens(qtbot, page):
    page.other_button.click()
    page.code.setText(CODE)
    page.unlock_button.click()
    qtbot.waitUntil(lambda: page.let_in == ["services"])


def test_the_keychain_opens_or_says_why_not(qtbot, page):
    page.offer_keychain()
    page.keychain_button.click()
    qtbot.waitUntil(lambda: page.let_in == ["services"])
    page._opens.keychain = False
    page.keychain_button.click()
    qtbot.waitUntil(lambda: "keychain is locked" in words(page))


class StubLock:
    def __init__(self) -> None:
        self.created = []

    async def create(self, passphrase, *, use_keychain, practice):
        self.created.append((passphrase, use_keychain, practice))
        if use_keychain:
            raise BadInput("there is no keychain")
        return Created(workspace_id="w", recovery_code=CODE)


@pytest.fixture
def first(qtbot, theme, tasks, errors):
    made = FirstRun(StubLock(), Keyhole(), tasks, errors)
    qtbot.addWidget(made)
    made.resize(800, 700)
    made.show()
    made.let_in = []
    made.finished.connect(made.let_in.append)
    return made


def _protect(qtbot, first, passphrase=GOOD):
    first.protect.chosen.first.setText(passphrase)
    first.protect.chosen.again.setText(passphrase)
    qtbot.waitUntil(lambda: first.protect.chosen.strength >= 0, timeout=10_000)


def test_a_weak_passphrase_is_not_taken(qtbot, first):
    first.choice.own_button.click()
    _protect(qtbot, first, "password1")
    assert not first.protect.create_button.isEnabled()
    assert "add another word" in words(first.protect)


def test_two_that_differ_are_not_taken(qtbot, first):
    first.choice.own_button.click()
    _protect(qtbot, first)
    first.protect.chosen.again.setText("something else")
    assert not first.protect.create_button.isEnabled()
    assert "The two differ." in words(first.protect)


def test_what_keeps_a_workspace_from_being_made_is_said(qtbot, first):
    first.choice.own_button.click()
    _protect(qtbot, first)
    first.protect.create_button.click()
    qtbot.waitUntil(lambda: "There is no keychain" in words(first.protect))
    assert first.protect.create_button.isEnabled()


def test_two_groups_read_back_open_the_workspace(qtbot, first):
    first.choice.practice_button.click()
    _protect(qtbot, first)
    first.protect.keychain.box.setChecked(False)
    first.protect.create_button.click()
    qtbot.waitUntil(lambda: first.findChild(RecoveryKit) is not None)
    assert first._lock.created == [(GOOD, False, True)]
    kit = first.findChild(RecoveryKit)
    assert "AAAA" in words(kit)
    kit.answers[0].setText("ZZZZ")
    assert not kit.finish_button.isEnabled()
    for place, edit in zip(kit.asked, kit.answers, strict=True):
        edit.setText(CODE.split("-")[place].lower())
    kit.finish_button.click()
    qtbot.waitUntil(lambda: first.let_in == ["services"])
    assert first._opens.tried == [(GOOD, None)]


def test_the_kit_is_saved_as_pdf_without_the_passphrase(qtbot, theme, tasks, errors, tmp_path):
    kit = RecoveryKit(CODE, tasks, errors, may_skip=False)
    qtbot.addWidget(kit)
    kit.save_to(str(tmp_path / "kit.pdf"))
    qtbot.waitUntil(lambda: "Saved as kit.pdf" in words(kit))
    assert (tmp_path / "kit.pdf").read_bytes().startswith(b"%PDF")
    assert kit_pdf(CODE).rstrip().endswith(b"%%EOF")


def test_a_folder_that_cannot_be_written_says_so(qtbot, theme, tasks, errors, tmp_path):
    shown = []
    errors.shown.connect(shown.append)
    kit = RecoveryKit(CODE, tasks, errors, may_skip=False)
    qtbot.addWidget(kit)
    kit.save_to(str(tmp_path / "missing" / "kit.pdf"))
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert "kit.pdf" in shown[0].details
