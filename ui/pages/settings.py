"""Settings: drawn from their declarations, found by a search, each counting at once and undone like any other step."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QScrollArea, QWidget

from ofauto_desktop.domain import preferences as settings
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import PreferencesChanged
from ofauto_desktop.domain.preferences import Setting
from ui import theme
from ui.desk import Desk
from ui.language import shown, tr, tr_marked
from ui.widgets.backup_card import BackupCard
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.key_list import KeyList
from ui.widgets.layouts import PAGE_MARGIN, PageMargin, column, row, scrolled
from ui.widgets.setting_field import SettingField
from ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from ofauto_desktop.services.backups import Backups
    from ofauto_desktop.services.preferences import Preferences

Countries = Callable[[], Coroutine[Any, Any, Sequence[tuple[str, str]]]]
_WIDTH = 640  # pixels at 100 %: of the cards, as a line of text is read best
_SECTIONS = 224
_NARROW = 720
# The money that people count in most; one that the books hold besides can be reported in as well.
_CURRENCIES = ("USD", "EUR", "GBP", "CAD", "AUD", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "BRL", "MXN", "INR")


class SettingsPage(QWidget):
    """A change counts at once; there is nothing to save. `folder` is where the workspace lies."""

    def __init__(
        self,
        *,
        preferences: "Preferences",
        backups: "Backups",
        countries: Countries,
        folder: Path,
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences, self._backups, self._desk = preferences, backups, desk
        self._countries, self._folder = countries, folder
        self._fields: dict[str, SettingField] = {}
        self._cards_made: dict[str, Card] = {}
        self._countries_known: Sequence[tuple[str, str]] = ()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = column(self, gap=12, margin=PAGE_MARGIN)
        lines.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 0)
        PageMargin(self, lines)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the settings"))
        self.search.setAccessibleName(tr("Search the settings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        lines.addWidget(self.search)
        across = row(gap=24)
        self.sections = self._section_list()
        across.addWidget(self.sections)
        self._area = self._cards()
        # The first card is what one sees at once; each further one comes in a turn of its own, so that nothing stops.
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._one_more)
        across.addWidget(self._area, 1)
        lines.addLayout(across, 1)
        self._nothing = label("", "muted")
        self._nothing.hide()
        lines.addWidget(self._nothing)
        theme.current().changed.connect(self._size)
        self._size()
        self._one_more()
        self._next.start()
        desk.events.each(PreferencesChanged, owner=self, hear=lambda _: self.refresh())
        desk.tasks.run(countries(), owner=self, done=self._offer_countries, failed=desk.errors.show)

    @property
    def fields(self) -> dict[str, SettingField]:
        """Every setting's field, by its key; those that have not come yet come now."""
        self._all()
        return self._fields

    @property
    def cards(self) -> dict[str, Card]:
        """Every section's card, likewise."""
        self._all()
        return self._cards_made

    @property
    def keys(self) -> KeyList:
        self._all()
        return self._keys

    def refresh(self) -> None:
        """What is stored, once more. What has not come yet reads it then."""
        for field in self._fields.values():
            field.show_value(self._preferences.get(field.setting))
        if settings.KEYBOARD in self._cards_made:
            self._keys.fill(self.search.text())

    def focus(self, *, setting: str = "", section: str = "", **_: object) -> None:
        """Bring a setting, by its key, or a section into sight."""
        self.search.clear()
        field = self.fields.get(setting) if setting or section else None
        if field is not None:
            self._area.ensureWidgetVisible(field)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif section in self.cards:
            QTimer.singleShot(0, self, partial(self._go, section))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._size()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page: it never changes a choice on its way."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    # The cards

    def _cards(self) -> QScrollArea:
        content = QWidget()
        lines = column(content, gap=12)
        lines.setContentsMargins(0, 0, 0, PAGE_MARGIN)
        makers: dict[str, Callable[[], Card]] = {
            group: partial(self._card, group) for group in settings.GROUPS if _members(group)
        }
        makers |= {
            settings.KEYBOARD: self._keyboard_card,
            settings.BACKUP: partial(BackupCard, self._backups, self._desk),
            settings.PROXIES: self._proxies_card,
        }
        self._to_come = [(name, makers[name]) for name in _ORDER if name in makers]
        self._lines = lines
        lines.addStretch(1)
        area = scrolled(content)
        area.verticalScrollBar().valueChanged.connect(lambda _: self._mark_section())
        return area

    def _one_more(self) -> None:
        """The next card, above the stretch that ends the page."""
        if not self._to_come:
            self._next.stop()
            return
        name, make = self._to_come.pop(0)
        self._cards_made[name] = card = make()
        self._lines.insertWidget(self._lines.count() - 1, card)
        self._add_section(name)
        if not self._to_come:
            self._offer_countries(self._countries_known)

    def _all(self) -> None:
        while self._to_come:
            self._one_more()

    def _card(self, group: str) -> Card:
        card = Card(tr_marked(group))
        for setting in _members(group):
            field = SettingField(setting, self._preferences.get(setting))
            field.changed.connect(partial(self._put, setting))
            field.edit.installEventFilter(self)
            self._fields[setting.key] = field
            card.body.addWidget(field)
        if group == settings.MONEY:
            self._fields[settings.REPORTING_CURRENCY.key].offer({"": tr("Each client's own")} | _currencies())
        if group == settings.CALENDAR:
            self._fields[settings.HOLIDAYS.key].offer({"": tr("No country")})
        if group == settings.ADVANCED:
            card.body.addLayout(self._folder_line())
        return card

    def _keyboard_card(self) -> Card:
        card = Card(
            tr("Keyboard"),
            caption=tr("Menus and tooltips show them too. Commands of a page are listed once it was opened."),
        )
        self._keys = KeyList(self._desk.commands)
        self._keys.chosen.connect(self._put_keys)
        self._keys.all_reset.connect(lambda: self._put(settings.KEYS, {}))
        card.body.addWidget(self._keys)
        return card

    def _proxies_card(self) -> Card:
        card = Card(tr("Proxies"))
        words = tr(
            "A proxy belongs to one account, so that nothing of two accounts goes out the same way. "
            "It is set where the account is connected, and tried before it is kept."
        )
        card.body.addWidget(label(words, "muted"))
        acts = row()
        acts.addWidget(button(tr("Open accounts"), lambda: self._desk.shell.open_page("accounts"), icon="plug"))
        acts.addStretch(1)
        card.body.addLayout(acts)
        return card

    def _folder_line(self) -> Any:
        line = column(gap=4)
        line.addWidget(label(tr("Everything of this workspace, encrypted, lies in this folder; so does the log.")))
        line.addWidget(ElidedLabel(str(self._folder), "caption"))
        acts = row()
        acts.addWidget(button(tr("Open the folder"), self._open_folder))
        acts.addStretch(1)
        line.addLayout(acts)
        return line

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    # The sections

    def _section_list(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(tr("Sections"))
        made.setProperty("role", "sections")
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.itemClicked.connect(lambda item: self._go(item.data(Qt.ItemDataRole.UserRole)))
        made.itemActivated.connect(lambda item: self._go(item.data(Qt.ItemDataRole.UserRole)))
        return made

    def _fill_sections(self) -> None:
        self.sections.clear()
        for name, card in self.cards.items():
            if not card.isHidden():
                self._add_section(name)
        self.sections.setCurrentRow(0)

    def _add_section(self, name: str) -> None:
        item = QListWidgetItem(tr_marked(name))
        item.setData(Qt.ItemDataRole.UserRole, name)
        self.sections.addItem(item)
        if self.sections.count() == 1:
            self.sections.setCurrentRow(0)

    def _go(self, name: str) -> None:
        self._area.verticalScrollBar().setValue(self.cards[name].y())
        for at in range(self.sections.count()):
            if self.sections.item(at).data(Qt.ItemDataRole.UserRole) == name:
                self.sections.setCurrentRow(at)

    def _mark_section(self) -> None:
        """The list shows where one is on the page."""
        top = self._area.verticalScrollBar().value() + theme.current().row_height
        passed = [name for name, card in self._cards_made.items() if not card.isHidden() and card.y() <= top]
        for at in range(self.sections.count()):
            if passed and self.sections.item(at).data(Qt.ItemDataRole.UserRole) == passed[-1]:
                self.sections.setCurrentRow(at)

    def _size(self) -> None:
        look = theme.current()
        self.sections.setVisible(self.width() >= look.scaled(_NARROW))
        self.sections.setFixedWidth(look.scaled(_SECTIONS))
        inner = self._area.widget()
        if inner is not None:
            inner.setMaximumWidth(look.scaled(_WIDTH))

    def _find(self, typed: str) -> None:
        """Only what answers the words stays; an empty search shows everything."""
        wanted = typed.strip()
        for group, card in self.cards.items():
            members = [self.fields[one.key] for one in _members(group)]
            titled = _answers(group, wanted)
            for field in members:
                field.setVisible(titled or field.answers(wanted))
            if group == settings.KEYBOARD and wanted:
                self.keys.fill("" if titled else wanted)
                titled = titled or self.keys.list.topLevelItemCount() > 0
            card.setVisible(titled or any(not field.isHidden() for field in members))
        if not wanted:
            self.keys.fill()
        self._fill_sections()
        nothing = all(card.isHidden() for card in self.cards.values())
        self._nothing.setVisible(nothing)
        self._nothing.setText(tr("No setting answers “{typed}”.", typed=wanted) if nothing else "")

    # Changes

    def _put(self, setting: Setting[Any], value: Any) -> None:
        before = self._preferences.get(setting)
        if value == before:
            return
        self._desk.tasks.run(
            self._preferences.put(setting, value),
            owner=self._desk.tasks,  # a change of language builds this page anew
            done=lambda _: self._changed(setting, before, value),
            failed=partial(self._not_put, setting),
        )

    def _changed(self, setting: Setting[Any], before: Any, value: Any) -> None:
        field, put = self.fields.get(setting.key), self._preferences.put
        name = tr_marked(setting.label)
        said = tr("{setting}: {value}", setting=name, value=field.words_for(value)) if field else tr("Keys changed")
        self._desk.shell.toast(said, undo=lambda: put(setting, before), redo=lambda: put(setting, value))

    def _not_put(self, setting: Setting[Any], error: Exception) -> None:
        field = self.fields.get(setting.key)
        if isinstance(error, BadInput) and field is not None and isinstance(field.edit, QLineEdit):
            words = self._desk.errors.present(error).words
            field.wrong(words.text)
            return
        self.refresh()
        self._desk.errors.show(error)

    def _put_keys(self, command_id: str, keys: list[str] | None) -> None:
        """The command's own keys; whoever had them loses those that meet them."""
        commands = self._desk.commands
        own = {name: list(kept) for name, kept in self._preferences.get(settings.KEYS).items()}
        for pressed in keys or ():
            for rival in commands.rivals(command_id, pressed):
                own[rival.id] = [one for one in rival.keys if not commands.meet(one, pressed)]
        if keys is None:
            own.pop(command_id, None)
        else:
            own[command_id] = keys
        self._put(settings.KEYS, own)

    def _offer_countries(self, countries: Sequence[tuple[str, str]]) -> None:
        self._countries_known = countries
        field = self._fields.get(settings.HOLIDAYS.key)
        if field is not None and countries:
            field.offer({"": tr("No country")} | dict(countries))
            field.show_value(self._preferences.get(settings.HOLIDAYS))


_ORDER = (
    settings.APPEARANCE,
    settings.FORMATS,
    settings.START,
    settings.KEYBOARD,
    settings.PUBLISHING,
    settings.CALENDAR,
    settings.MONEY,
    settings.NOTICES,
    settings.QUIET,
    settings.LOCKING,
    settings.BACKUP,
    settings.STORAGE,
    settings.PROXIES,
    settings.ADVANCED,
)


def _members(group: str) -> list[Setting[Any]]:
    return [one for one in settings.ALL if one.group == group]


def _answers(group: str, typed: str) -> bool:
    from ofauto_desktop.domain.search import holds

    return holds(tr_marked(group), typed) is not None


def _currencies() -> dict[str, str]:
    from babel.numbers import get_currency_name

    return {code: f"{code} · {get_currency_name(code, locale=shown())}" for code in _CURRENCIES}
