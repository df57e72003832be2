"""Theme, icons, commands, error presenter, toast and page states, as a person meets them."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScroller,
    QVBoxLayout,
    QWidget,
)

from connectors.errors import LoginExpired, RateLimited
from ofauto_desktop.domain.preferences import Density, Motion
from ofauto_desktop.domain.preferences import Theme as Colours
from tests.gui.conftest import NOON
from ui import kinetic
from ui.commands import Command, Commands, keys_of
from ui.dialogs.error import ErrorDialog
from ui.dialogs.shortcuts import Shortcuts
from ui.idle import IdleWatch
from ui.tokens import CONTRAST_DARK, DARK, LIGHT, Tone
from ui.widgets.badge import Badge, Chip
from ui.widgets.buttons import button, icon_button
from ui.widgets.fields import Check, Field, SecretField
from ui.widgets.layouts import FlowLayout, column, scrolled
from ui.widgets.states import Details, PageStates
from ui.widgets.toast import Toast


def _first_colour(icon: QIcon) -> str:
    """The colour of the icon's strongest point."""
    image = icon.pixmap(QSize(32, 32)).toImage()
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(points, key=lambda one: one.alpha()).name()


def test_a_change_of_theme_recolours_what_is_on_screen(qtbot, theme):
    made = button("Sync", icon="refresh-cw")
    qtbot.addWidget(made)
    assert _first_colour(made.icon()) == LIGHT.text_muted
    theme.use(mode=Colours.DARK)
    assert theme.tokens is DARK
    assert _first_colour(made.icon()) == DARK.text_muted
    assert QGuiApplication.palette().window().color().name() == DARK.ground


def test_the_system_theme_is_followed_live(theme, monkeypatch):
    """The offscreen platform has no theme of its own, so its answers are laid in the system's mouth."""
    theme.use(mode=Colours.SYSTEM)
    hints, wishes = theme._hints, theme._wishes
    monkeypatch.setattr(theme, "system_is_dark", lambda: True)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens is DARK
    monkeypatch.setattr(theme, "system_wants_contrast", lambda: True)
    wishes.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert theme.tokens is CONTRAST_DARK
    monkeypatch.undo()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.tokens is LIGHT


def test_text_grows_and_stays_within_bounds(qtbot, theme):
    made = QLabel("Words")
    qtbot.addWidget(made)
    small = made.sizeHint().height()
    theme.use(percent=200)
    assert made.sizeHint().height() > small * 1.7
    theme.use(percent=900)
    assert theme.percent == 200


@pytest.fixture
def window(qtbot, theme):
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    return made


def test_keys_run_commands_but_typing_stays_typing(qtbot, window):
    done = []
    commands = Commands(window)
    commands.add(Command(id="posts.new", text="New post", run=lambda: done.append("new"), keys=("N",)))
    commands.add(Command(id="go.home", text="Go to Home", run=lambda: done.append("home"), keys=("G, H",)))
    line = QLineEdit(window)
    line.show()
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.waitExposed(window)
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "nn")
    assert (done, line.text()) == ([], "nn")
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_N)
    qtbot.keyClick(window, Qt.Key.Key_G)
    qtbot.keyClick(window, Qt.Key.Key_H)
    assert done == ["new", "home"]


def test_a_command_that_cannot_be_done_is_greyed_everywhere(qtbot, window):
    able = False
    commands = Commands(window)
    commands.add(Command(id="undo", text="Undo", run=lambda: None, keys=("Ctrl+Z",), enabled=lambda: able))
    made = QPushButton(window)
    commands.bind(made, "undo")
    assert (made.text(), made.accessibleName(), made.toolTip()) == ("Undo", "Undo", "Undo (Ctrl+Z)")
    assert not made.isEnabled()
    able = True
    commands.look_again()
    assert made.isEnabled()


def test_all_shortcuts_are_listed(qtbot, window):
    commands = Commands(window)
    command = Command(id="lock", text="Lock", run=lambda: None, keys=("Ctrl+L",), group="Workspace")
    commands.add(command)
    dialog = Shortcuts(commands, lambda: None, window)
    dialog.open()
    words = [one.text() for one in dialog.findChildren(QLabel)]
    assert {"Lock", keys_of(command), "Workspace"} <= set(words)
    dialog.close()


def test_an_error_says_what_was_kept_and_offers_what_mends_it(qtbot, errors, window):
    mended = []
    errors.offer("accounts.relogin", mended.append)
    error = LoginExpired("the token has ended", account="Lena X")
    shown = errors.present(error)
    dialog = ErrorDialog(shown, window)
    dialog.open()
    words = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Lena X needs a new login" in words
    assert "Its posts stay planned" in words
    act = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Log in again")
    qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    assert mended == [error]


def test_a_button_that_nobody_offers_is_left_out(errors):
    assert errors.present(LoginExpired(account="Lena X")).act is None


def test_a_secret_in_the_details_is_masked(qtbot, errors, window, caplog):
    shown = errors.present(RuntimeError("GET /me?access_token=abcdefgh12345678 failed"))
    assert "our mistake" in shown.words.text
    assert "abcdefgh12345678" not in shown.details
    details = Details(shown.details, window)
    assert "RuntimeError" not in [one.text() for one in details.findChildren(QLabel) if one.isVisibleTo(details)]
    details.fold.click()
    assert any("RuntimeError" in one.text() for one in details.findChildren(QLabel) if one.isVisibleTo(details))


def test_the_button_of_a_toast_works_once(window):
    undone = []
    toast = Toast(window)
    toast.say("Post moved", undo=lambda: undone.append(1))
    toast.act_button.click()
    toast.act_button.click()
    assert undone == [1]
    assert not toast.isVisible()


def test_a_page_shows_each_of_its_states(qtbot, window, errors):
    content = QLabel("rows")
    states = PageStates(content, parent=window)
    states.show()
    tried = []
    states.loading()
    qtbot.waitUntil(lambda: states.currentWidget().accessibleName() == "Loading")
    states.error(errors.present(RateLimited(account="Lena X", retry_at=NOON)), again=lambda: tried.append(1))
    again = next(one for one in states.currentWidget().findChildren(QPushButton) if one.text() == "Try again")
    again.click()
    assert tried == [1]
    states.empty("Nothing here yet.", "New post", lambda: tried.append(2))
    states.currentWidget().findChild(QPushButton).click()
    assert tried == [1, 2]
    states.content()
    states.loading()
    qtbot.wait(350)
    assert states.currentWidget() is content


def test_states_are_never_told_by_colour_alone(qtbot, theme):
    for tone in Tone:
        badge = Badge("Connected", tone)
        qtbot.addWidget(badge)
        assert badge.text() == badge.accessibleName() == "Connected"
        assert any(not one.pixmap().isNull() for one in badge.findChildren(QLabel))


def test_a_secret_is_hidden_until_it_is_looked_at(qtbot, theme):
    edit = SecretField()
    qtbot.addWidget(edit)
    look = edit.actions()[0]
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    look.trigger()
    assert (edit.echoMode(), look.text()) == (QLineEdit.EchoMode.Normal, "Hide what is typed")


def test_fields_say_what_is_wrong_below_them(qtbot, theme):
    field = Field("Client", QLineEdit(), "Whose account it is.")
    qtbot.addWidget(field)
    field.wrong("This is needed.")
    assert any(one.text() == "This is needed." and not one.isHidden() for one in field.findChildren(QLabel))
    assert field.edit.accessibleName() == "Client"
    field.wrong("")
    assert field.edit.property("wrong") is False


def test_the_words_of_a_check_can_be_pressed(qtbot, theme):
    check = Check("Keep running in the tray")
    qtbot.addWidget(check)
    check.show()
    qtbot.mouseClick(check, Qt.MouseButton.LeftButton)
    assert check.box.isChecked()


def test_cards_wrap_and_share_a_line(qtbot, theme):
    host = QWidget()
    qtbot.addWidget(host)
    flow = FlowLayout(gap=10, grow=True)
    outer = QVBoxLayout(host)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addLayout(flow)
    cards = [QPushButton("x") for _ in range(3)]
    for card in cards:
        card.setMinimumWidth(200)
        flow.addWidget(card)
    host.resize(430, 400)
    host.show()
    qtbot.waitUntil(lambda: cards[2].y() > cards[0].y())
    assert cards[0].width() == cards[1].width() == cards[2].width() == 210
    host.resize(210, 400)
    qtbot.waitUntil(lambda: cards[1].y() > cards[0].y())


def test_idleness_is_told_once_and_not_while_locked(qapp):
    clock, idle, minutes = [0.0], [], [10]
    watch = IdleWatch(lambda: minutes[0], lambda: idle.append(clock[0]), qapp, seconds=lambda: clock[0])
    clock[0] = 599.0
    watch.look()
    assert idle == []
    clock[0] = 600.0
    watch.look()
    watch.look()
    assert idle == [600.0]
    minutes[0] = 0
    clock[0] = 9000.0
    watch.look()
    minutes[0] = 10
    watch.look()
    assert idle == [600.0]
    watch.deleteLater()


def targets(window):
    """One of each thing that is pressed or typed into."""
    made = [
        button("Words"),
        button("Words", kind="primary"),
        button("Words", kind="link"),
        icon_button("plus", "New"),
        Chip("Filter"),
        QLineEdit(),
        QComboBox(),
        QCheckBox("Words"),
        QRadioButton("Words"),
    ]
    lines = column(window)
    for one in made:
        lines.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
    return made


@pytest.mark.parametrize("percent", [80, 100, 200])
def test_touch_makes_everything_as_large_as_a_finger(window, theme, percent):
    made = targets(window)
    theme.use(density=Density.TOUCH, percent=percent)
    window.show()
    small = [(one, one.sizeHint()) for one in made if min(one.sizeHint().height(), one.sizeHint().width()) < 44]
    assert small == []
    assert theme.row_height >= 44


def test_compact_takes_less_room_than_comfortable_and_stays_a_target(window, theme):
    made = targets(window)
    window.show()
    tall = [one.sizeHint().height() for one in made]
    theme.use(density=Density.COMPACT)
    compact = [one.sizeHint().height() for one in made]
    assert sum(compact) < sum(tall)
    assert min(compact) >= 24  # WCAG 2.2, 2.5.8


def test_less_movement_can_be_wished_for(theme):
    assert theme.motion_ms > 0
    theme.use(motion=Motion.REDUCED)
    assert theme.motion_ms == 0


def test_areas_glide_under_a_finger_only_in_touch(qtbot, window, theme):
    area = scrolled(QLabel("long"))
    column(window).addWidget(area)
    kinetic.follow(window)
    assert not QScroller.hasScroller(area.viewport())
    theme.use(density=Density.TOUCH)
    kinetic.follow(window)
    assert QScroller.hasScroller(area.viewport())


def test_an_item_that_wants_more_than_there_is_makes_no_page_wider(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    flow = FlowLayout(window)
    choice = QComboBox()
    choice.addItem("The own days of each client, whatever their zone may be, and then some")
    flow.addWidget(choice)
    window.resize(340, 200)
    window.show()
    assert flow.minimumSize().width() <= 340
    qtbot.waitUntil(lambda: choice.width() <= 340)
