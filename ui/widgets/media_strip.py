"""The media of one post, in their order: added by drop, paste or dialog, described, moved and taken out again."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ofauto_desktop.domain.media import MediaItem, MediaKind
from ui import theme
from ui.desk import Desk
from ui.language import tr
from ui.media_intake import MediaIntake, holds_media
from ui.models.media import Index, MediaModel, Role
from ui.tokens import RADIUS, Tone
from ui.widgets.buttons import button, icon_button
from ui.widgets.intake_progress import IntakeProgress
from ui.widgets.layouts import FlowLayout, column
from ui.widgets.states import Banner
from ui.widgets.text import label
from ui.widgets.x_preview import filling

if TYPE_CHECKING:
    from ofauto_desktop.services.library import Library

_EDGE = 88
_BAR = 14  # room for a scroll bar, so that the pictures do not jump when it comes


class Thumbnails(QStyledItemDelegate):
    """A rounded square of `edge` pixels (at 100 %) an item; a word on films, and where a description is there."""

    def __init__(self, parent: QWidget, edge: int = _EDGE) -> None:
        super().__init__(parent)
        self._edge = edge

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        edge = theme.current().scaled(self._edge)
        return QSize(edge + 8, edge + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        item, picture = index.data(Role.ITEM), index.data(Qt.ItemDataRole.DecorationRole)
        edge = look.scaled(self._edge)
        room = QRect(option.rect.x() + 4, option.rect.y() + 4, edge, edge)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(room, RADIUS, RADIUS)
        painter.fillPath(shape, look.colour("skeleton"))
        painter.setClipPath(shape)
        if isinstance(picture, QPixmap) and not picture.isNull():
            painter.drawPixmap(room, picture, filling(picture.rect(), room))
        painter.setClipping(False)
        if item.kind is not MediaKind.IMAGE:
            _tag(painter, room, tr("GIF") if item.kind is MediaKind.GIF else tr("Film"), left=True)
        if item.alt_text:
            _tag(painter, room, tr("ALT"), left=False)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRoundedRect(room.adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
        painter.restore()


def _tag(painter: QPainter, room: QRect, words: str, *, left: bool) -> None:
    look = theme.current()
    font = painter.font()
    font.setPixelSize(look.px("caption") - 1)
    painter.setFont(font)
    wide = painter.fontMetrics().horizontalAdvance(words) + 10
    high = painter.fontMetrics().height() + 2
    tag = QRect(room.left() + 4 if left else room.right() - wide - 3, room.bottom() - high - 3, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("surface"))
    painter.drawRoundedRect(tag, 4, 4)
    painter.setPen(look.colour("text"))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)


class MediaStrip(QWidget):
    """Files go into the library first; the strip holds what came of them."""

    changed = Signal()
    pictured = Signal()  # a thumbnail came
    library_wanted = Signal()
    form_wanted = Signal(object)  # MediaItem: choose its crop or its cover

    def __init__(self, library: "Library", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._desk = library, desk
        self.intake = MediaIntake(library, desk, self)
        self.intake.added.connect(self._added)
        self.intake.refused.connect(self._not_added)
        self.intake.busy.connect(self._say_busy)
        self.setAcceptDrops(True)
        self.model = MediaModel(self)
        lines = column(self, gap=8)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(Thumbnails(self.view))
        self.view.setFlow(QListView.Flow.LeftToRight)
        self.view.setWrapping(False)
        self.view.setSpacing(0)
        self.view.setAccessibleName(tr("Attached media"))
        self.view.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.view.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_one())
        for keys, by in (("Alt+Left", -1), ("Alt+Right", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.view, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._shift, by))
        for key in ("Delete", "Backspace"):
            shortcut = QShortcut(QKeySequence(key), self.view, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._take_out)
        lines.addWidget(self.view)
        self._one = self._about_one()
        lines.addWidget(self._one)
        lines.addWidget(IntakeProgress(self.intake))
        self.problem = column(gap=0)
        lines.addLayout(self.problem)
        acts = FlowLayout(gap=8)
        self.add_button = button(tr("Add media"), self.intake.pick, icon="image-plus")
        self.add_button.setToolTip(tr("Add pictures or a film from this computer; you can also drop or paste them"))
        acts.addWidget(self.add_button)
        self.library_button = button(tr("From the library…"), self.library_wanted.emit, icon="images")
        acts.addWidget(self.library_button)
        lines.addLayout(acts)
        self._hint = label("", "caption")
        self._hint.hide()
        lines.addWidget(self._hint)
        self._room = label("", "note")
        self._room.hide()
        lines.addWidget(self._room)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.rowsMoved, self.model.modelReset):
            signal.connect(self._moved)
        self.model.dataChanged.connect(self._data_changed)
        theme.current().changed.connect(self._fit)
        self._fit()

    def items(self) -> tuple[MediaItem, ...]:
        return self.model.items

    def show_items(self, items: Sequence[MediaItem]) -> None:
        """In place of what is shown; nobody's change."""
        if tuple(items) == self.model.items:
            return
        self.blockSignals(True)
        self.model.show(items)
        self.blockSignals(False)
        self._read_thumbnails()

    def add(self, items: Sequence[MediaItem]) -> None:
        """Items of the library, at the end; one that is there already stays where it is."""
        for item in items:
            self._added(item)

    def look_again(self, items: Mapping[int, MediaItem]) -> None:
        """Items that changed in the library: their words and their pictures."""
        self.blockSignals(True)
        for item in items.values():
            self.model.replace(item)
        self.blockSignals(False)
        self._show_one()
        self._read(items)

    def show_room(self, words: str, tone: Tone) -> None:
        """How much of it the platforms take, in words."""
        self._room.setText(words)
        self._room.setVisible(bool(words))
        self._room.setProperty("tone", tone.value)
        self._room.style().unpolish(self._room)
        self._room.style().polish(self._room)
        self.view.setAccessibleDescription(words)

    def take(self, mime: QMimeData) -> None:
        """Files and pictures that were dropped or pasted."""
        self.intake.take(mime)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_media(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData())
        event.acceptProposedAction()

    def _about_one(self) -> QWidget:
        made = QWidget()
        lines = column(made, gap=6)
        self.alt = QLineEdit()
        self.alt.setPlaceholderText(tr("Describe it for people who cannot see it"))
        self.alt.setAccessibleName(tr("Alternative text"))
        self.alt.editingFinished.connect(self._describe)
        lines.addWidget(self.alt)
        acts = FlowLayout(gap=4)
        self._name = label("", "caption", wrap=False)
        self.form_button = button(tr("Crop…"), self._ask_for_form, kind="link")
        for widget in (
            icon_button("arrow-left", tr("Move it forward (Alt+Left)"), partial(self._shift, -1)),
            icon_button("arrow-right", tr("Move it back (Alt+Right)"), partial(self._shift, 1)),
            icon_button("trash-2", tr("Take it out of the post (Delete)"), self._take_out),
            self.form_button,
            self._name,
        ):
            acts.addWidget(widget)
        lines.addLayout(acts)
        return made

    def _current(self) -> MediaItem | None:
        row_ = self.view.currentIndex().row()
        return self.model.items[row_] if 0 <= row_ < len(self.model.items) else None

    def _show_one(self) -> None:
        item = self._current()
        self._one.setVisible(item is not None)
        if item is not None:
            self.alt.setText(item.alt_text)
            self._name.setText(self._name.fontMetrics().elidedText(item.name, Qt.TextElideMode.ElideMiddle, 200))
            self._name.setToolTip(item.name)
            self.form_button.setText(tr("Cover…") if item.kind is MediaKind.VIDEO else tr("Crop…"))
            self.form_button.setVisible(item.kind is not MediaKind.GIF)

    def _shift(self, by: int) -> None:
        at = self.view.currentIndex().row()
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(self.model.move(at, by), 0))

    def _ask_for_form(self) -> None:
        item = self._current()
        if item is not None:
            self.form_wanted.emit(item)

    def _take_out(self) -> None:
        at = self.view.currentIndex().row()
        if at >= 0:
            self.model.remove(at)

    def _describe(self) -> None:
        item = self._current()
        if item is None or item.alt_text == self.alt.text():
            return
        work = self._library.describe(item.id, alt_text=self.alt.text())
        self._desk.tasks.run(work, owner=self, done=self.model.replace, failed=self._desk.errors.show)

    def _added(self, item: MediaItem) -> None:
        self.model.append(item)
        self._read_thumbnails()

    def _not_added(self, name: str, error: Exception) -> None:
        """Said where it was dropped; the post is as it was."""
        words = self._desk.errors.present(error).words
        said = f"{name}: {words.text or words.title}"
        banner = Banner(said, Tone.DANGER, tr("Close"), lambda: banner.deleteLater())
        self.problem.addWidget(banner)

    def _say_busy(self, under_way: int) -> None:
        self._hint.setText(tr("Adding {number}…", number=under_way))
        self._hint.setVisible(bool(under_way))

    def want_pictures(self, media_ids: Iterable[int]) -> None:
        """Read thumbnails of items that are not in the strip too: previews of other accounts show them."""
        self._read([one for one in media_ids if self.model.thumbnail(one) is None])

    def _data_changed(self, _: Index, __: Index, roles: Sequence[int] = ()) -> None:
        """A thumbnail that was read is nobody's change."""
        if list(roles) != [Qt.ItemDataRole.DecorationRole]:
            self.changed.emit()

    def _picture(self, media_id: int, content: bytes) -> None:
        self.model.set_thumbnail(media_id, content)
        self.pictured.emit()

    def _read_thumbnails(self) -> None:
        self._read(self.model.without_thumbnail())

    def _read(self, media_ids: Iterable[int]) -> None:
        for media_id in media_ids:
            self._desk.tasks.run(
                self._library.thumbnail(media_id),
                owner=self,
                done=partial(self._picture, media_id),
                failed=lambda _: None,  # an item without a picture is shown as a grey square with its name
            )

    def _moved(self) -> None:
        self._fit()
        self._show_one()
        self.changed.emit()

    def _fit(self) -> None:
        self.view.setVisible(bool(self.model.items))
        self.view.setFixedHeight(theme.current().scaled(_EDGE) + 8 + _BAR)
        self._show_one()
