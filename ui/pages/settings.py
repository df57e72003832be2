"""Settings: drawn from their declarations, found by a search, each counting at once and undone like any other step."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from ofauto_desktop.domain import preferences as settings
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import PreferencesChanged
from ofauto_desktop.domain.preferences import Setting
from ui import theme
from ui.desk import Desk
from ui.language import tr, tr_marked
from ui.pages.settings_cards import SettingsCards, members
from ui.widgets.card import Card
from ui.widgets.key_list import KeyList
from ui.widgets.layouts import PAGE_MARGIN, PageMargin, column, row, scrolled
from ui.widgets.section_list import SectionList
from ui.widgets.setting_field import SettingField
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.backups import Backups
    from ofauto_desktop.services.media_hosting import MediaHosting
    from ofauto_desktop.services.preferences import Preferences
    from ofauto_desktop.services.ways_in import WaysIn

Countries = Callable[[], Coroutine[Any, Any, Sequence[tuple[str, str]]]]
_WIDTH = 640  # pixels at 100 %: of the cards, as a line of text is read best
_SECTIONS = 224
_NARROW = 720
_AT_FIRST = 2  # cards that fill the window


class SettingsPage(QWidget):
    """A change counts at once; there is nothing to save. `folder` is where the workspace lies."""

    def __init__(
        self,
        *,
        preferences: "Preferences",
        backups: "Backups",
        ways_in: "WaysIn",
        hosting: "MediaHosting",
        countries: Countries,
        folder: Path,
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences, self._desk = preferences, desk
        self._cards = SettingsCards(
            preferences=preferences,
            backups=backups,
            ways_in=ways_in,
            hosting=hosting,
            folder=folder,
            desk=desk,
            parent=self,
        )
        self._cards.changed.connect(self._put)
        self._cards.keys_changed.connect(self._put_keys)
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
        self.sections = SectionList()
        self.sections.wanted.connect(self._go)
        across.addWidget(self.sections)
        self._area = self._content()
        # The first cards are what one sees at once; each further one comes in a turn of its own, so that nothing stops.
        self._unseen: list[Card] = []
        self._next = QTimer(self, interval=16)
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
        desk.tasks.run(countries(), owner=self, done=self._cards.offer_countries, failed=desk.errors.show)

    @property
    def fields(self) -> dict[str, SettingField]:
        """Every setting's field, by its key; those that have not come yet come now."""
        self._all()
        return self._cards.fields

    @property
    def cards(self) -> dict[str, Card]:
        """Every section's card, likewise."""
        self._all()
        return self._cards.made

    @property
    def keys(self) -> KeyList:
        self._all()
        return self._cards.keys

    def refresh(self) -> None:
        """What is stored, once more. What has not come yet reads it then."""
        self._cards.show_stored()
        if settings.KEYBOARD in self._cards.made:
            self._cards.keys.fill_if_new(self.search.text())

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

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._next.start()

    # The cards

    def _content(self) -> QScrollArea:
        content = QWidget()
        self._lines = column(content, gap=12)
        self._lines.setContentsMargins(0, 0, 0, PAGE_MARGIN)
        self._lines.addStretch(1)
        area = scrolled(content)
        area.verticalScrollBar().valueChanged.connect(lambda _: self._mark_section())
        return area

    def _one_more(self) -> None:
        """The next card, above the stretch that ends the page; or the next of those that came while nobody saw it."""
        if self._unseen and self.isVisible():
            self._unseen.pop(0).show()
            return
        if self._cards.complete:
            self._next.stop()
            return
        name = self._cards.make_next()
        card = self._cards.made[name]
        self._lines.insertWidget(self._lines.count() - 1, card)
        # In the style's own sizes from the start: they would come with the last card only.
        for child in card.findChildren(QWidget):
            child.ensurePolished()
            child.updateGeometry()
        self.sections.add(name)
        if not self.isVisible() and len(self._cards.made) > _AT_FIRST:
            card.hide()  # to lay out all of them at the first sight would hold the window
            self._unseen.append(card)

    def _all(self) -> None:
        while not self._cards.complete:
            self._one_more()
        while self._unseen:
            self._unseen.pop(0).show()

    # The sections

    def _go(self, name: str) -> None:
        # Cards that have just come stand in their places only then.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._area.verticalScrollBar().setValue(self.cards[name].y())
        self.sections.mark(name)

    def _mark_section(self) -> None:
        """The list shows where one is on the page."""
        top = self._area.verticalScrollBar().value() + theme.current().row_height
        passed = [name for name, card in self._cards.made.items() if not card.isHidden() and card.y() <= top]
        if passed:
            self.sections.mark(passed[-1])

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
            fields = [self.fields[one.key] for one in members(group)]
            titled = _answers(group, wanted)
            for field in fields:
                field.setVisible(titled or field.answers(wanted))
            if group == settings.KEYBOARD and wanted:
                self.keys.fill("" if titled else wanted)
                titled = titled or self.keys.list.topLevelItemCount() > 0
            card.setVisible(titled or any(not field.isHidden() for field in fields))
        if not wanted:
            self.keys.fill()
        self.sections.fill(name for name, card in self.cards.items() if not card.isHidden())
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


def _answers(group: str, typed: str) -> bool:
    from ofauto_desktop.domain.search import holds

    return holds(tr_marked(group), typed) is not None
