"""Clients: the list with key numbers, a profile, edits that can be undone, the month's report in two presses. Real services."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from ofauto_desktop.building import build
from ofauto_desktop.domain.clients import ClientStatus, Contact
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.preferences import REPORT_FOLDER
from ofauto_desktop.services.lock import Lock
from storage import money
from storage.models import SyncState
from tests.db.seeds import add_account
from tests.flows.workspace.doors import LIGHT, PASSPHRASE
from tests.gui.conftest import NOON
from ui.dialogs.edit_client import EditClient
from ui.dialogs.report import ReportDialog
from ui.pages.clients import ClientsPage
from ui.widgets.card import StatTile

DAY = timedelta(days=1)
ARCHIVED = ClientStatus.ENDED


@pytest.fixture
def do(loop):
    return lambda work: loop.submit(work).result(60)


@pytest.fixture
def services(do, tmp_path, bus):
    lock = Lock(tmp_path / "data", kdf=LIGHT)
    do(lock.create(PASSPHRASE, use_keychain=False))
    workspace = do(lock.unlock(passphrase=PASSPHRASE))
    made, _ = do(build(workspace, bus, lambda: NOON))
    yield made
    do(made.publishing.aclose())
    do(made.connections.aclose())
    workspace.close()


def sale(number, minor, at):
    return LedgerEntry(
        remote_id=str(number),
        at=at,
        kind=LedgerKind.SALE,
        gross_minor=minor,
        fee_minor=minor // 10,
        currency="EUR",
        status=LedgerStatus.SETTLED,
        source="Gumroad API",
    )


@pytest.fixture
def ada(do, services):
    """A client with a shop that sold something, this month and the one before."""
    client = do(services.clients.add("Ada", zone="Europe/Berlin", currency="EUR"))
    database = services.workspace.database
    shop = do(database.write(add_account, client.id, PlatformId.GUMROAD, name="Ada's shop"))
    sales = [sale(1, 100_00, NOON - DAY), sale(2, 50_00, NOON - 20 * DAY), sale(3, 30_00, NOON - 50 * DAY)]
    do(database.write(money.upsert_ledger, shop, "Europe/Berlin", sales, NOON))
    read = SyncState(platform_id=shop, kind=SyncKind.MONEY, succeeded_at=NOON)
    do(database.write(lambda session: session.add(read)))
    return client


@pytest.fixture
def page(qtbot, desk, services, ada, do):
    do(services.clients.add("Bo"))
    made = ClientsPage(services=services, desk=desk)
    qtbot.addWidget(made)
    made.resize(1060, 860)
    made.show()
    qtbot.waitExposed(made)
    made.refresh()
    qtbot.waitUntil(lambda: made.table.rows.rowCount() == 2)
    return made


def said(page):
    return [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]


def opened(qtbot, page, name):
    row = next(at for at in range(page.table.rows.rowCount()) if page.table.rows.row_at(at).lead == name)
    page.table.setCurrentIndex(page.table.rows.index(row, 0))
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._client is not None and page._client.name == name)


def press(page, words):
    next(one for one in page.findChildren(QPushButton) if one.isVisibleTo(page) and one.text() == words).click()


def test_the_list_tells_key_numbers(page):
    ada, bo = page.table.rows.row_at(0), page.table.rows.row_at(1)
    assert [cell.text for cell in ada.cells] == ["Ada", "Active", "1 account", "€135.00", "–", "Nothing planned"]
    assert [cell.text for cell in bo.cells][2:4] == ["No accounts", "–"]
    assert ada.spoken == "Ada, €135.00, 1 account"


def test_keys_go_to_the_list_at_once(qtbot, page):
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._client is not None and page._client.name == "Bo")


def test_a_profile_has_numbers_accounts_and_a_way_back(qtbot, page, shell):
    opened(qtbot, page, "Ada")
    qtbot.waitUntil(lambda: "Accounts" in said(page))
    tiles = [tile.accessibleName() for tile in page.findChildren(StatTile)]
    assert tiles[0].startswith("Net, last 7 days, €90.00")
    assert "Ada's shop" in said(page)
    assert "No contacts are kept." in said(page)
    assert "Days in Berlin time · EUR" in said(page)
    page.findChildren(StatTile)[0].click()
    panel = shell.inspected[-1]
    qtbot.waitUntil(lambda: "Made up of 1 row" in [one.text() for one in panel.findChildren(QLabel)])
    panel.deleteLater()
    press(page, "All clients")
    assert page.table.isVisible()


def test_an_edit_is_kept_and_can_be_undone(qtbot, page, shell, do, services, ada):
    opened(qtbot, page, "Ada")
    press(page, "Edit")
    dialog = page.window().findChild(EditClient)
    dialog.name.setText("Ada L.")
    dialog.contacts.add(Contact(label="Mail", value="ada@example.org"))
    dialog.notes.setPlainText("Evenings")
    dialog.status.setCurrentIndex(dialog.status.findData(ClientStatus.PAUSED))
    dialog.colours._group.button(3).click()
    dialog.keep_button.click()
    qtbot.waitUntil(lambda: shell.toasts == ["Ada L. is changed"])
    after = do(services.clients.get(ada.id))
    assert (after.name, after.status, after.colour, after.notes) == ("Ada L.", ClientStatus.PAUSED, 3, "Evenings")
    qtbot.waitUntil(lambda: "ada@example.org" in said(page))
    shell.undo()
    qtbot.waitUntil(lambda: do(services.clients.get(ada.id)).name == "Ada")


def test_what_is_refused_keeps_everything_typed(qtbot, page):
    opened(qtbot, page, "Ada")
    press(page, "Edit")
    dialog = page.window().findChild(EditClient)
    dialog.name.setText(" ")
    dialog.keep_button.click()
    dialog.name.setText("bo")  # taken
    dialog.keep_button.click()
    qtbot.waitUntil(lambda: any("already" in words for words in said(dialog)))
    assert dialog.isVisible()
    dialog.reject()


def test_a_client_is_added_archived_brought_back_and_deleted(qtbot, page, shell, do, services):
    page.add_client()
    dialog = page.window().findChild(EditClient)
    dialog.name.setText("Cleo")
    dialog.keep_button.click()
    qtbot.waitUntil(lambda: page._client is not None and page._client.name == "Cleo")
    qtbot.waitUntil(lambda: shell.toasts == ["Cleo is added"])
    page._archive(page._client)
    qtbot.waitUntil(lambda: shell.toasts[-1] == "Cleo is archived")
    page.show_list()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 2)
    page.archived.click()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 3)
    opened(qtbot, page, "Cleo")
    page._remove(page._client)
    qtbot.waitUntil(lambda: shell.toasts[-1] == "Cleo is deleted")
    shell.undo()
    qtbot.waitUntil(lambda: [one.status for one in do(services.clients.list()) if one.name == "Cleo"] == [ARCHIVED])


def test_one_with_accounts_is_not_deleted(qtbot, page, errors):
    opened(qtbot, page, "Ada")
    with qtbot.waitSignal(errors.shown) as told:
        page._remove(page._client)
    assert "archive it instead" in told.args[0].words.text + told.args[0].words.title


def test_the_months_report_takes_two_presses_once_the_folder_is_known(qtbot, page, shell, do, services, tmp_path):
    do(services.preferences.put(REPORT_FOLDER, str(tmp_path)))
    opened(qtbot, page, "Ada")  # one
    press(page, "May's report (PDF)")  # two
    qtbot.waitUntil(lambda: bool(shell.toasts))
    qtbot.waitUntil(lambda: shell.toasts == [f"May of Ada is in {tmp_path.name}: Ada 2026-05.pdf"])
    assert (tmp_path / "Ada 2026-05.pdf").read_bytes().startswith(b"%PDF-")


def test_the_first_time_the_folder_is_asked_for(qtbot, page, do, services, tmp_path):
    opened(qtbot, page, "Ada")
    press(page, "May's report (PDF)")
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "here.pdf"))
    qtbot.waitUntil((tmp_path / "here.pdf").exists)
    dialog.reject()
    qtbot.waitUntil(lambda: services.preferences.get(REPORT_FOLDER) == str(tmp_path))


def test_another_month_in_another_form(qtbot, page, tmp_path, shell):
    opened(qtbot, page, "Ada")
    press(page, "Other report …")
    dialog = page.window().findChild(ReportDialog)
    assert dialog.month.itemText(0) == "June 2026, still running"
    dialog.month.setCurrentIndex(2)
    dialog.form.setCurrentIndex(1)
    assert not dialog.paper.isEnabled()
    dialog.save_button.click()
    picker = page.findChild(QFileDialog)
    picker.fileSelected.emit(str(tmp_path / "april.html"))
    qtbot.waitUntil(lambda: bool(shell.toasts))
    assert "<p>April 2026</p>" in Path(tmp_path / "april.html").read_text(encoding="utf-8")
    picker.reject()


def test_the_client_of_the_side_bar_is_opened(qtbot, page, shell, ada):
    shell.client_id = ada.id
    page.refresh()
    qtbot.waitUntil(lambda: page._client is not None and page._client.id == ada.id)
    shell.client_id = None
    page.refresh()
    assert page._client is None


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_a_phone(qtbot, page, theme, percent):
    opened(qtbot, page, "Ada")
    theme.use(percent=percent)
    page.resize(390, 900)
    qtbot.waitUntil(lambda: page.profile.width() <= 390)
    qtbot.waitUntil(lambda: page.profile.minimumSizeHint().width() <= 390 - 32)
