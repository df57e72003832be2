"""One item beside the page: a large preview, what is known of it, what is said of it, where it was used, what looks like it."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ofauto_desktop.domain.events import MediaChanged, PostsChanged, TargetSettled
from ofauto_desktop.domain.library import Tile, Usage
from ofauto_desktop.domain.media import MediaItem, MediaKind, Variant
from ui import theme
from ui.format import count, playing, size, when, within
from ui.language import tr, tr_n
from ui.models.entries import LOOKS, status_of
from ui.models.library import kind_word, use_word
from ui.models.places import PlaceKind
from ui.widgets.badge import Badge, PlatformDisc
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, clear, column, row, scrolled
from ui.widgets.media_picture import MediaPicture
from ui.widgets.text import ElidedLabel, label, rule

if TYPE_CHECKING:
    from ui.pages.composer_aids import Aids
    from ui.pages.media import LibraryPage

_MOST_HEIGHT = 320
_MOST_USES = 12
_MOST_ALIKE = 6


class MediaInspector(QWidget):
    """Read again whenever media or posts change; what is being typed is not touched."""

    def __init__(self, media_id: int, page: "LibraryPage") -> None:
        super().__init__()
        self._id, self._page, self._desk = media_id, page, page.desk
        self._item: MediaItem | None = None
        self._saving: tuple[str, str] | None = None
        content = QWidget()
        lines = column(content, gap=12, margin=16)
        self.picture = MediaPicture(page.variants, self._desk, most_height=_MOST_HEIGHT)
        lines.addWidget(self.picture)
        self._name = label("", "strong")
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines.addWidget(self._name)
        self._facts = label("", "muted")
        lines.addWidget(self._facts)
        self._acts = FlowLayout(gap=8)
        lines.addLayout(self._acts)
        lines.addWidget(rule())
        self._add_words(lines)
        lines.addWidget(rule())
        self._forms = column(gap=6)
        self._uses = column(gap=8)
        self._alike = column(gap=6)
        for part in (self._uses, self._forms, self._alike):
            lines.addLayout(part)
        lines.addStretch(1)
        column(self).addWidget(scrolled(content))
        self._desk.events.settled(MediaChanged, PostsChanged, TargetSettled, owner=self, refresh=self.refresh)
        self.refresh()

    @property
    def media_id(self) -> int:
        return self._id

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What was typed is kept when the keys go elsewhere, as undoable as with the button."""
        if event.type() is QEvent.Type.FocusOut and watched in (self.alt, self.caption):
            self._save()
        return super().eventFilter(watched, event)

    def refresh(self) -> None:
        self._desk.tasks.run(self._known(), owner=self, done=self._show, failed=self._cannot)

    async def _known(self) -> tuple[Any, ...]:
        finding, variants = self._page.finding, self._page.variants
        tiles = await finding.tiles([self._id])
        return (
            tiles,
            await finding.used_in(self._id),
            await variants.of_item(self._id),
            await finding.look_alikes(self._id),
        )

    def _cannot(self, error: Exception) -> None:
        self._gone()
        self._desk.errors.show(error)

    def _gone(self) -> None:
        self._desk.shell.close_inspector()

    def _show(self, known: tuple[Any, ...]) -> None:
        tiles, uses, variants, alike = known
        if not tiles:
            self._gone()
            return
        self._fill(tiles[0])
        self._fill_uses(uses)
        self._fill_forms(variants)
        self._fill_alike(alike)

    def _add_words(self, lines: Any) -> None:
        self.alt = QPlainTextEdit()
        self.alt.setPlaceholderText(tr("Describe it for people who cannot see it"))
        self.caption = QPlainTextEdit()
        self.caption.setPlaceholderText(tr("A caption or notes, for yourself and to find it by"))
        for field, name in (
            (self.alt, tr("Alternative text")),
            (self.caption, tr("Caption")),
        ):
            title = label(name, "caption")
            title.setBuddy(field)
            field.setAccessibleName(name)
            field.setTabChangesFocus(True)
            field.setFixedHeight(theme.current().scaled(68))
            field.installEventFilter(self)
            lines.addWidget(title)
            lines.addWidget(field)
        self.save_button = button(tr("Save texts"), self._save_again, kind="primary")
        self.save_button.hide()
        lines.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.alt.textChanged.connect(self._say_changed)
        self.caption.textChanged.connect(self._say_changed)
        self._tags = FlowLayout(gap=6)
        lines.addWidget(label(tr("Tags"), "caption"))
        lines.addLayout(self._tags)

    def _fill(self, tile: Tile) -> None:
        item, before = tile.item, self._item
        self._item, self._saving = item, None
        self.picture.show_item(item)
        self._name.setText(item.name)
        self._facts.setText("\n".join(self._lines_of(tile)))
        if before is None or self.alt.toPlainText() == before.alt_text:
            self.alt.setPlainText(item.alt_text)
        if before is None or self.caption.toPlainText() == before.caption:
            self.caption.setPlainText(item.caption)
        self._say_changed()
        if before is None or (before.tags, before.removed_at) != (item.tags, item.removed_at):
            self._fill_acts(item)
            self._fill_tags(item)

    def _lines_of(self, tile: Tile) -> list[str]:
        item = tile.item
        length = [playing(item.duration_ms)] if item.duration_ms is not None else []
        shape = " · ".join((kind_word(item.kind), f"{count(item.width)} × {count(item.height)}", *length))
        room = tr("{original} as it came", original=size(item.original_size))
        if item.size != item.original_size:
            room = tr(
                "{original} as it came, {clean} without its metadata",
                original=size(item.original_size),
                clean=size(item.size),
            )
        added = tr("Added {when}", when=within(when(item.created_at, self._desk.zone, now=self._desk.now())))
        folder = next((one.name for one in self._page.folders if one.id == item.folder_id), "")
        return [shape, room, f"{added} · {folder}" if folder else added, use_word(tile.use)]

    def _fill_acts(self, item: MediaItem) -> None:
        clear(self._acts)
        if item.removed_at is not None:
            restore = partial(self._page.acts.restore, [item.id])
            self._acts.addWidget(button(tr("Put back"), restore, icon="undo-2"))
            return
        still = item.kind is not MediaKind.GIF
        self._acts.addWidget(button(tr("Write a post"), self._compose, icon="plus"))
        if still:
            words = tr("Crop…") if item.kind is MediaKind.IMAGE else tr("Cover…")
            self._acts.addWidget(button(words, self._edit, icon="crop" if item.kind is MediaKind.IMAGE else "image"))
        self._acts.addWidget(button(tr("Remove"), self._remove, icon="trash-2"))

    def _fill_tags(self, item: MediaItem) -> None:
        clear(self._tags)
        for tag in item.tags:
            off = button(tag, partial(self._page.acts.tag, [item.id], (), (tag,)), icon="x")
            off.setProperty("kind", "chip")
            off.setAccessibleName(tr("Take off the tag {tag}", tag=tag))
            off.setToolTip(off.accessibleName())
            self._tags.addWidget(off)
        self._tags.addWidget(button(tr("Add tags…"), self._ask_tags, kind="link", icon="tag"))

    def _fill_uses(self, uses: tuple[Usage, ...]) -> None:
        clear(self._uses)
        many = len({one.post_id for one in uses})
        title = tr_n("Used in {n} post", "Used in {n} posts", many) if uses else tr("Used in no post yet")
        self._uses.addWidget(label(title, "strong"))
        for use in uses[:_MOST_USES]:
            self._uses.addWidget(self._use(use))
        if len(uses) > _MOST_USES:
            self._uses.addWidget(label(tr("and {n} more", n=len(uses) - _MOST_USES), "caption"))

    def _use(self, use: Usage) -> QWidget:
        made = QWidget()
        lines = column(made, gap=2)
        head = row(gap=8)
        head.addWidget(PlatformDisc(use.platform, edge=20))
        head.addWidget(ElidedLabel(use.account, ""), 1)
        look = LOOKS[status_of(use.state)]
        head.addWidget(Badge(look.word, look.tone, look.icon))
        lines.addLayout(head)
        at = tr("no time yet") if use.at is None else when(use.at, self._desk.zone, now=self._desk.now())
        words = " ".join((use.text or tr("No text yet")).split())
        show = button("", partial(self._desk.shell.open_page, "calendar", post_id=use.post_id), kind="link")
        room = theme.current().scaled(280)
        show.setText(show.fontMetrics().elidedText(f"{at} · {words}", Qt.TextElideMode.ElideRight, room))
        show.setAccessibleName(tr("Open the post: {words}", words=words))
        show.setToolTip(words)
        lines.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _fill_forms(self, variants: tuple[Variant, ...]) -> None:
        clear(self._forms)
        if not variants:
            return
        self._forms.addWidget(label(tr("Forms for single platforms"), "strong"))
        names = {one.platform: one.name for one in self._page.variants.offered()}
        for one in variants:
            line = row(gap=8)
            line.addWidget(PlatformDisc(one.platform, edge=20))
            shape = f"{count(one.width)} × {count(one.height)} · {size(one.size)}"
            line.addWidget(label(f"{names.get(one.platform, one.platform.value)}: {shape}"), 1)
            self._forms.addLayout(line)

    def _fill_alike(self, alike: tuple[MediaItem, ...]) -> None:
        clear(self._alike)
        if not alike:
            return
        self._alike.addWidget(label(tr("Looks like"), "strong"))
        for item in alike[:_MOST_ALIKE]:
            facts = f"{item.name} · {count(item.width)} × {count(item.height)} · {size(item.original_size)}"
            show = button("", partial(self._page.focus, media_id=item.id), kind="link")
            room = theme.current().scaled(280)
            show.setText(show.fontMetrics().elidedText(facts, Qt.TextElideMode.ElideMiddle, room))
            show.setAccessibleName(tr("Show {name}", name=item.name))
            self._alike.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        if self._page.place.kind is not PlaceKind.ALIKE:
            from ui.models.places import Place

            go = partial(self._page.go_to, Place(PlaceKind.ALIKE))
            self._alike.addWidget(button(tr("All look-alikes"), go, kind="link"), 0, Qt.AlignmentFlag.AlignLeft)

    def _say_changed(self) -> None:
        item = self._item
        changed = item is not None and (self.alt.toPlainText(), self.caption.toPlainText()) != (
            item.alt_text,
            item.caption,
        )
        self.save_button.setVisible(changed)

    def _save(self) -> None:
        if self._item is None:
            return
        texts = self.alt.toPlainText().strip(), self.caption.toPlainText().strip()
        if texts not in ((self._item.alt_text, self._item.caption), self._saving):
            self._saving = texts
            describe(self._page, self._item, *texts)

    def _save_again(self) -> None:
        """With the button: also after a try that failed."""
        self._saving = None
        self._save()

    def _compose(self) -> None:
        self._desk.shell.compose(media_ids=(self._id,))

    def _edit(self) -> None:
        from ui.dialogs.media_editor import open_editor

        open_editor(self._id, self._page)

    def _remove(self) -> None:
        self._page.acts.remove([self._id])

    def _ask_tags(self) -> None:
        from ui.dialogs.media_tags import MediaTags

        if self._item is not None:
            dialog = MediaTags([self._item], 1, self._page.tags, self.window())
            dialog.wanted.connect(lambda add, drop: self._page.acts.tag([self._id], add, drop))
            dialog.open()


def describe(page: "LibraryPage | Aids", item: MediaItem, alt_text: str, caption: str) -> None:
    """Change what is said of an item, as one step."""
    library = page.library
    page.desk.tasks.run(
        library.describe(item.id, alt_text=alt_text, caption=caption),
        owner=page,
        done=lambda _: page.desk.shell.toast(
            tr("Saved the texts of {name}", name=item.name),
            undo=lambda: library.describe(item.id, alt_text=item.alt_text, caption=item.caption),
            redo=lambda: library.describe(item.id, alt_text=alt_text, caption=caption),
        ),
        failed=page.desk.errors.show,
    )
