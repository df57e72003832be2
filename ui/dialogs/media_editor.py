"""Crop a picture for a platform, or choose the cover of a film, and describe it; all by keyboard. The original stays as it is."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QDialog, QPlainTextEdit, QSlider, QWidget

from ofauto_desktop.domain.cropping import RATIOS
from ofauto_desktop.domain.media import Crop, MediaItem, MediaKind, Variant
from ofauto_desktop.domain.platforms import PlatformId
from ui import theme
from ui.format import count, playing, size
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.crop_box import CropBox
from ui.widgets.fields import Field
from ui.widgets.layouts import column, row, scrolled
from ui.widgets.media_inspector import describe
from ui.widgets.media_picture import MediaPicture
from ui.widgets.text import label

if TYPE_CHECKING:
    from ui.pages.composer_aids import Aids
    from ui.pages.media import LibraryPage

_SIDE = 280
_STACKED_BELOW = 620  # pixels at 100 % text
_STEP_MS = 500


def open_editor(media_id: int, page: "LibraryPage | Aids") -> None:
    """Read the item and its forms, then show the editor."""

    async def known() -> tuple[MediaItem, tuple[Variant, ...]]:
        return await page.library.get(media_id), await page.variants.of_item(media_id)

    page.desk.tasks.run(
        known(), owner=page, done=lambda got: MediaEditor(*got, page).open(), failed=page.desk.errors.show
    )


class MediaEditor(QDialog):
    """Save keeps what was changed: the texts, the part for the chosen platform, the cover. Each can be undone."""

    def __init__(self, item: MediaItem, variants: tuple[Variant, ...], page: "LibraryPage | Aids") -> None:
        window = page.window()
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Crop and describe") if item.kind is MediaKind.IMAGE else tr("Cover and description"))
        self._item, self._page = item, page
        self._known = {one.platform: one for one in variants}
        self._forms = page.variants.offered()
        lines = column(self, gap=16, margin=16)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(16)
        self._across.addWidget(self._picture_side(), 1)
        panel = QWidget()
        self._panel = column(panel, gap=12)
        self._fill_panel()
        self._scroll = scrolled(panel)
        self._across.addWidget(self._scroll)
        lines.addLayout(self._across, 1)
        acts = row()
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), self.reject))
        self.save_button = button(tr("Save"), self._save, kind="primary")
        acts.addWidget(self.save_button)
        lines.addLayout(acts)
        look = theme.current()
        self.resize(
            min(look.scaled(880), max(300, window.width() - 32)), min(look.scaled(620), max(300, window.height() - 32))
        )
        self._begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words below the picture where there is no room beside it."""
        super().resizeEvent(event)
        look = theme.current()
        stacked = event.size().width() < look.scaled(_STACKED_BELOW)
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._across.setDirection(way)
        self._scroll.setMinimumWidth(0 if stacked else look.scaled(_SIDE))
        self._scroll.setMaximumWidth(16_777_215 if stacked else look.scaled(_SIDE))
        self._across.setStretch(1, 1 if stacked else 0)

    def _picture_side(self) -> QWidget:
        if self._item.kind is MediaKind.IMAGE:
            self.crop = CropBox(self._page.variants, self._page.desk)
            self.crop.changed.connect(self._say_crop)
            return self.crop
        self._shown = MediaPicture(self._page.variants, self._page.desk)
        return self._shown

    def _fill_panel(self) -> None:
        match self._item.kind:
            case MediaKind.IMAGE:
                self._add_crop_fields()
            case MediaKind.VIDEO:
                self._add_cover_fields()
        self.alt = self._text(tr("Alternative text"), self._item.alt_text, tr("For people who cannot see it."))
        self.caption = self._text(tr("Caption"), self._item.caption, tr("For yourself, and to find it by."))
        self._panel.addStretch(1)

    def _add_crop_fields(self) -> None:
        self.platform = QComboBox()
        for form in self._forms:
            self.platform.addItem(form.name, form.platform)
        self.platform.activated.connect(lambda _: self._begin())
        self._panel.addWidget(Field(tr("For the platform"), self.platform))
        self.ratio = QComboBox()
        self.ratio.addItem(tr("Free"), None)
        for name, ratio in RATIOS.items():
            self.ratio.addItem(f"{name}  {_shape_word(name)}".rstrip(), ratio)
        self.ratio.activated.connect(lambda _: self.crop.keep_ratio(self.ratio.currentData()))
        self._panel.addWidget(Field(tr("Shape"), self.ratio))
        self._told = label("", "muted")
        self._panel.addWidget(self._told)
        self.reset_button = button(tr("Whole picture"), self._reset, icon="undo-2")
        self._panel.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_cover_fields(self) -> None:
        self.moment = QSlider(Qt.Orientation.Horizontal)
        self.moment.setRange(0, max(0, self._item.duration_ms or 0))
        self.moment.setSingleStep(_STEP_MS)
        self.moment.setPageStep(max(_STEP_MS, (self._item.duration_ms or 0) // 10))
        self.moment.setValue(self._item.cover_ms or 0)
        self.moment.valueChanged.connect(self._show_moment)
        self._panel.addWidget(Field(tr("Moment that stands for the film"), self.moment))
        self._told = label("", "muted")
        self._panel.addWidget(self._told)

    def _text(self, name: str, text: str, help_text: str) -> QPlainTextEdit:
        made = QPlainTextEdit(text)
        made.setTabChangesFocus(True)
        made.setFixedHeight(theme.current().scaled(76))
        self._panel.addWidget(Field(name, made, help_text))
        return made

    def _begin(self) -> None:
        if self._item.kind is MediaKind.IMAGE:
            known = self._known.get(self._chosen())
            self.ratio.setCurrentIndex(0)
            self.crop.begin(self._item, None if known is None else known.crop)
            self.crop.setFocus()
        elif self._item.kind is MediaKind.VIDEO:
            self._show_moment()
            self.moment.setFocus()
        else:
            self._shown.show_item(self._item)
            self.alt.setFocus()

    def _chosen(self) -> PlatformId:
        return PlatformId(self.platform.currentData())

    def _most_bytes(self) -> int:
        return next((one.most_bytes for one in self._forms if one.platform is self._chosen()), 0)

    def _say_crop(self) -> None:
        part, name = self.crop.part, self.platform.currentText()
        kept = tr("{width} × {height} pixels", width=count(part.width), height=count(part.height))
        if self.crop.crop is not None:
            more = tr("{name} gets this part; the original stays as it is.", name=name)
        elif self._item.size > self._most_bytes():
            more = tr(
                "{name} takes {most}, this has {size}: it gets a smaller form.",
                name=name,
                most=size(self._most_bytes()),
                size=size(self._item.size),
            )
        else:
            more = tr("{name} gets the whole picture.", name=name)
        self._told.setText(f"{kept}\n{more}")
        self.reset_button.setEnabled(self.crop.crop is not None)

    def _reset(self) -> None:
        self.ratio.setCurrentIndex(0)
        self.crop.reset()

    def _show_moment(self) -> None:
        at = self.moment.value()
        self._told.setText(tr("{at} of {length}", at=playing(at), length=playing(self._item.duration_ms or 0)))
        self._shown.show_item(self._item, at)

    def _save(self) -> None:
        self.accept()
        alt, caption = self.alt.toPlainText().strip(), self.caption.toPlainText().strip()
        if (alt, caption) != (self._item.alt_text, self._item.caption):
            describe(self._page, self._item, alt, caption)
        if self._item.kind is MediaKind.IMAGE and self._forms:
            self._save_crop(self._chosen(), self.crop.crop)
        elif self._item.kind is MediaKind.VIDEO:
            self._save_cover(self.moment.value())

    def _save_crop(self, platform: PlatformId, crop: Crop | None) -> None:
        """A form is needed for a part, and for what is too large; else the platform gets the item as it is."""
        known = self._known.get(platform)
        needed = crop is not None or self._item.size > self._most_bytes()
        if known is None and not needed:
            return
        if known is not None and needed and known.crop == crop:
            return
        variants, item_id = self._page.variants, self._item.id
        make = (
            partial(variants.make, item_id, platform, crop) if needed else partial(variants.remove, item_id, platform)
        )
        back = (
            partial(variants.remove, item_id, platform)
            if known is None
            else partial(variants.make, item_id, platform, known.crop)
        )
        words = tr(
            "Saved the form of {name} for {platform}", name=self._item.name, platform=self.platform.currentText()
        )
        desk = self._page.desk
        desk.tasks.run(
            make(),
            owner=self._page,
            done=lambda _: desk.shell.toast(words, undo=back, redo=make),
            failed=desk.errors.show,
        )

    def _save_cover(self, at_ms: int) -> None:
        before = self._item.cover_ms
        if at_ms == (before or 0):
            return
        name = self._item.name
        set_cover, item_id, desk = self._page.variants.set_cover, self._item.id, self._page.desk
        desk.tasks.run(
            set_cover(item_id, at_ms),
            owner=self._page,
            done=lambda _: desk.shell.toast(
                tr("Changed the cover of {name}", name=name),
                undo=lambda: set_cover(item_id, before),
                redo=lambda: set_cover(item_id, at_ms),
            ),
            failed=desk.errors.show,
        )


def _shape_word(name: str) -> str:
    return {
        "16:9": tr("wide"),
        "1:1": tr("square"),
        "4:5": tr("portrait"),
        "9:16": tr("story"),
    }.get(name, "")
