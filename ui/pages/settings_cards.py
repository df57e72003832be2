"""The cards of the settings, each made when its turn comes: fields from their declarations, keys, backup, proxies."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain import preferences as settings
from ofauto_desktop.domain.preferences import Setting
from ui.desk import Desk
from ui.language import shown, tr, tr_marked
from ui.widgets.backup_card import BackupCard
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.key_list import KeyList
from ui.widgets.layouts import column, row
from ui.widgets.media_host_card import MediaHostCard
from ui.widgets.setting_field import SettingField
from ui.widgets.text import ElidedLabel, label
from ui.widgets.ways_in_lines import WaysInLines

if TYPE_CHECKING:
    from ofauto_desktop.services.backups import Backups
    from ofauto_desktop.services.media_hosting import MediaHosting
    from ofauto_desktop.services.preferences import Preferences
    from ofauto_desktop.services.ways_in import WaysIn

ORDER = (
    settings.APPEARANCE,
    settings.FORMATS,
    settings.START,
    settings.KEYBOARD,
    settings.PUBLISHING,
    settings.SESSIONS,
    settings.CALENDAR,
    settings.MONEY,
    settings.NOTICES,
    settings.QUIET,
    settings.LOCKING,
    settings.BACKUP,
    settings.STORAGE,
    settings.PROXIES,
    settings.MEDIA_HOST,
    settings.INBOUND,
    settings.ADVANCED,
)
# The money that people count in most; one that the books hold besides can be reported in as well.
_CURRENCIES = ("USD", "EUR", "GBP", "CAD", "AUD", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "BRL", "MXN", "INR")


class SettingsCards(QObject):
    """`fields` by their settings' keys and `made` by their sections' names hold what has come so far."""

    changed = Signal(object, object)  # a Setting and what was chosen for it
    keys_changed = Signal(str, object)  # a command's id and its new keys, None for its own

    def __init__(
        self,
        *,
        preferences: "Preferences",
        backups: "Backups",
        ways_in: "WaysIn",
        hosting: "MediaHosting",
        folder: Path,
        desk: Desk,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._preferences, self._ways_in, self._folder, self._desk = preferences, ways_in, folder, desk
        self._countries: Sequence[tuple[str, str]] = ()
        self.fields: dict[str, SettingField] = {}
        self.made: dict[str, Card] = {}
        self.keys: KeyList
        makers: dict[str, Callable[[], Card]] = {
            group: partial(self._card, group) for group in settings.GROUPS if members(group)
        }
        makers |= {
            settings.KEYBOARD: self._keyboard_card,
            settings.BACKUP: partial(BackupCard, backups, desk),
            settings.PROXIES: self._proxies_card,
            settings.MEDIA_HOST: partial(MediaHostCard, hosting, desk),
        }
        self._to_come = [(name, makers[name]) for name in ORDER if name in makers]

    @property
    def complete(self) -> bool:
        return not self._to_come

    def make_next(self) -> str:
        """The name of the section whose card was made."""
        name, make = self._to_come.pop(0)
        self.made[name] = make()
        return name

    def show_stored(self) -> None:
        """What is stored, once more. What has not come yet reads it then."""
        for field in self.fields.values():
            field.show_value(self._preferences.get(field.setting))

    def offer_countries(self, countries: Sequence[tuple[str, str]]) -> None:
        """Now, or when their field comes."""
        self._countries = countries
        field = self.fields.get(settings.HOLIDAYS.key)
        if field is not None and countries:
            field.offer({"": tr("No country")} | dict(countries))
            field.show_value(self._preferences.get(settings.HOLIDAYS))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page: it never changes a choice on its way."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _card(self, group: str) -> Card:
        card = Card(tr_marked(group))
        for setting in members(group):
            field = SettingField(setting, self._preferences.get(setting))
            field.changed.connect(partial(self.changed.emit, setting))
            field.edit.installEventFilter(self)
            self.fields[setting.key] = field
            card.body.addWidget(field)
        if group == settings.MONEY:
            self.fields[settings.REPORTING_CURRENCY.key].offer({"": tr("Each client's own")} | _currencies())
        if group == settings.CALENDAR:
            self.fields[settings.HOLIDAYS.key].offer({"": tr("No country")})
            self.offer_countries(self._countries)
        if group == settings.LOCKING:
            card.body.addWidget(WaysInLines(self._ways_in, self._desk))
        if group == settings.ADVANCED:
            card.body.addLayout(self._folder_line())
        return card

    def _keyboard_card(self) -> Card:
        card = Card(
            tr("Keyboard"),
            caption=tr("Menus and tooltips show them too. Commands of a page are listed once it was opened."),
        )
        self.keys = KeyList(self._desk.commands)
        self.keys.chosen.connect(self.keys_changed)
        self.keys.all_reset.connect(lambda: self.changed.emit(settings.KEYS, {}))
        card.body.addWidget(self.keys)
        return card

    def _proxies_card(self) -> Card:
        card = Card(tr("Proxies"))
        words = tr(
            "A proxy belongs to one account, so that nothing of two accounts goes out the same way. "
            "It is set on the account's card, under More, and tried before it is kept."
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


def members(group: str) -> list[Setting[Any]]:
    """The settings of a section, in their order."""
    return [one for one in settings.ALL if one.group == group]


def _currencies() -> dict[str, str]:
    from babel.numbers import get_currency_name

    return {code: f"{code} · {get_currency_name(code, locale=shown())}" for code in _CURRENCIES}
