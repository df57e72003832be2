"""The composer on real services and a real encrypted database: what a person does, and what is stored then."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.planning import TextBlockKind
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.domain.repeating import Scope
from ofauto_desktop.domain.texts import NewText
from ofauto_desktop.services.account_sets import AccountSets
from ofauto_desktop.services.planning_book import Planning
from ofauto_desktop.services.texts import Texts
from ofauto_desktop.services.unfinished import Unfinished
from tests import pictures
from tests.gui.writing_person import composer, planning
from tests.publishing_stage import NOON, Stage, opened
from ui.dialogs.account_sets import ChangeSets
from ui.dialogs.fill_in import FillIn
from ui.dialogs.kept_texts import KeptTexts
from ui.dialogs.media_editor import MediaEditor
from ui.dialogs.name_it import NameIt
from ui.dialogs.pick_media import PickMedia
from ui.dialogs.which_occurrences import WhichOccurrences
from ui.models import composition
from ui.widgets.badge import Chip

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Workspace:
    """A workspace of three accounts, and the way to its loop."""

    stage: Stage
    loop: Any
    sets: AccountSets
    texts: Texts
    unfinished: Unfinished
    planning: Planning

    def run(self, work):
        return self.loop.submit(work).result(20)

    def posts(self):
        return self.run(self.stage.publishing.list(PostFilter()))

    @property
    def ids(self):
        return tuple(one.id for one in self.stage.people)


@pytest.fixture
def workspace(loop, tmp_path):
    stage = loop.submit(opened(tmp_path, people=3, zone="Europe/Berlin")).result(20)
    now = stage.clocks.now
    made = Workspace(
        stage=stage,
        loop=loop,
        sets=AccountSets(stage.database, now),
        texts=Texts(stage.database, now),
        unfinished=Unfinished(stage.database, now),
        planning=planning(stage),
    )
    yield made
    made.run(stage.aclose())


@pytest.fixture
def open_sheet(qtbot, desk, workspace):
    def opened_sheet(**start):
        sheet = composer(workspace.stage, desk)
        qtbot.addWidget(sheet)
        sheet.resize(1040, 800)
        sheet.begin(**start)
        sheet.show()
        qtbot.waitUntil(lambda: sheet._ready)
        sheet.activateWindow()
        qtbot.waitUntil(sheet.isActiveWindow)
        qtbot.waitUntil(lambda: not sheet.aids.inserter.reading)
        return sheet

    return opened_sheet


def said(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def picture(workspace, number):
    content = pictures.png(size=(64 + number, 48))
    return workspace.run(workspace.stage.library.add_bytes(f"beach-{number}.png", content))


def an_unfinished(text):
    return composition.Unfinished(draft=Draft(account_ids=(), text=text)).as_json()


def spoken_name(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_a_post_for_the_last_set_at_the_next_slot_by_two_keys(qtbot, workspace, open_sheet, shell):
    """ux.md, job 2: N opens the sheet; typing apart, Ctrl+Enter is the second and last key."""
    workspace.run(workspace.sets.note_use(workspace.ids[:2]))
    sheet = open_sheet()
    field = sheet.editor.first.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "Good morning")
    qtbot.waitUntil(lambda: sheet.send_button.text() == "Schedule: Today, 18:00")
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not sheet.isVisible())
    [post] = workspace.posts()
    assert post.text == "Good morning"
    assert [(one.account_id, one.state, f"{one.wall:%d %H:%M}") for one in post.targets] == [
        (workspace.ids[0], PostState.SCHEDULED, "15 18:00"),
        (workspace.ids[1], PostState.SCHEDULED, "15 18:00"),
    ]
    qtbot.waitUntil(lambda: shell.toasts == ["Goes out today, 18:00"])
    shell.undo()
    qtbot.waitUntil(lambda: {one.state for one in workspace.posts()[0].targets} == {PostState.DRAFT})
    assert workspace.run(workspace.unfinished.all_new()) == ()


def test_everything_of_ones_own_is_stored(qtbot, workspace, open_sheet):
    first, second = (picture(workspace, number) for number in (1, 2))
    sheet = open_sheet(account_ids=workspace.ids[:2], text="For all", media_ids=(first.id,))
    sheet.editor.add_part.click()
    qtbot.keyClicks(sheet.editor.parts[0].field, "More for all")
    sheet.editor.parts[0].delay.setCurrentIndex(sheet.editor.parts[0].delay.findData(10))
    sheet.editor.scope_chips[workspace.ids[1]].click()
    assert sheet.editor.text_line.isVisible()
    qtbot.keyClick(sheet.editor.first.field, Qt.Key.Key_End, CTRL)
    qtbot.keyClicks(sheet.editor.first.field, "!")
    sheet.editor.parts[0].removed.emit()
    sheet.media.add((second,))
    sheet.options.combos["reply_settings"].activated.emit(0)
    sheet.options.combos["reply_settings"].setCurrentIndex(1)
    sheet.options.combos["reply_settings"].activated.emit(1)
    sheet.more._tags.setText("autumn, #beach,  autumn")
    assert sheet.media_line.difference.text() == "Added: beach-2.png."
    qtbot.keyClick(sheet, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not sheet.isVisible())
    [post] = workspace.posts()
    assert (post.text, post.thread, post.delays, post.tags) == (
        "For all",
        ("More for all",),
        (10,),
        ("autumn", "beach"),
    )
    assert [item.id for item in post.media] == [first.id]
    mine, own = post.targets
    assert (mine.text, mine.thread, mine.media_ids, dict(mine.options)) == (None, None, None, {})
    assert (own.text, own.thread, own.media_ids) == ("For all!", (), (first.id, second.id))
    assert dict(own.options) == {"reply_settings": "following"}


def test_a_stored_post_opens_as_it_is_and_an_edit_is_undone(qtbot, workspace, open_sheet, shell):
    draft = Draft(
        account_ids=workspace.ids[:2],
        text="As it was",
        thread=("b",),
        overrides={workspace.ids[1]: Override(text="Its own")},
        at=(NOON + timedelta(days=2)).replace(tzinfo=None),
        delays=(5,),
        reply_to="19" + "0" * 16 + "1",
    )
    post = workspace.run(workspace.stage.composing.save(draft))
    sheet = open_sheet(post_id=post.id)
    assert sheet.draft() == draft
    sheet.editor.first.field.setPlainText("Changed")
    sheet.send()
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert workspace.posts()[0].text == "Changed"
    shell.undo()
    qtbot.waitUntil(lambda: workspace.posts()[0].text == "As it was")
    assert workspace.posts()[0].targets[1].text == "Its own"


def test_what_cannot_go_out_is_shown_where_it_is(qtbot, workspace, open_sheet):
    sheet = open_sheet(account_ids=workspace.ids[:2], text="Fine")
    sheet.editor.scope_chips[workspace.ids[1]].click()
    sheet.editor.add_part.click()
    sheet.editor.parts[0].field.setPlainText("x" * 281)
    sheet.editor.turn(None)
    qtbot.waitUntil(lambda: len(sheet.findings.blocking) == 1)
    words = f"{workspace.stage.people[1].name}: part 2: the text is 1 over X's limit of 280"
    qtbot.waitUntil(lambda: words in said(sheet))
    sheet.editor.first.field.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Return, CTRL)
    assert sheet.editor.scope == workspace.ids[1]
    qtbot.waitUntil(sheet.editor.parts[0].field.hasFocus)
    assert sheet.isVisible()
    assert workspace.posts() == ()


def test_a_set_is_kept_chosen_and_changed(qtbot, workspace, open_sheet):
    sheet = open_sheet(account_ids=workspace.ids[:2])
    sheet.chips.saving.emit()
    name = sheet.findChild(NameIt)
    qtbot.keyClicks(name.edit, "Both")
    qtbot.keyClick(name.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [one.name for one in workspace.run(workspace.sets.list())] == ["Both"])
    qtbot.waitUntil(lambda: bool(sheet.chips._sets))
    sheet.chips.choose(workspace.ids[2:])
    sheet.chips._fill_menu()
    sheet.chips.menu.actions()[0].trigger()
    assert [one.id for one in sheet.chips.chosen()] == list(workspace.ids[:2])
    sheet.chips.managing.emit()
    dialog = sheet.findChild(ChangeSets)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QLineEdit)))
    edit = dialog.findChild(QLineEdit)
    edit.setText("Every day")
    edit.editingFinished.emit()
    qtbot.waitUntil(lambda: [one.name for one in workspace.run(workspace.sets.list())] == ["Every day"])
    dialog._remove(workspace.run(workspace.sets.list())[0])
    qtbot.waitUntil(lambda: workspace.run(workspace.sets.list()) == ())
    qtbot.waitUntil(dialog._toast.isVisible)
    dialog._toast.act_button.click()
    qtbot.waitUntil(lambda: len(workspace.run(workspace.sets.list())) == 1)


def test_a_taken_name_keeps_the_question_open(qtbot, workspace, open_sheet):
    workspace.run(workspace.sets.add("Both", workspace.ids[:1]))
    sheet = open_sheet(account_ids=workspace.ids[:2])
    sheet.chips.saving.emit()
    name = sheet.findChild(NameIt)
    qtbot.keyClicks(name.edit, "both")
    name.ok.click()
    qtbot.waitUntil(lambda: any("already" in words for words in said(name)))
    assert name.isVisible()


def a_template(workspace, body="{client} has news for {price}\n---\nSee you on {date}", **more):
    new = NewText(kind=TextBlockKind.TEMPLATE, name="Launch", body=body, **more)
    return workspace.run(workspace.texts.add(new))


def test_a_slash_puts_in_a_template_whose_missing_words_are_asked_for(qtbot, workspace, open_sheet):
    a_template(workspace)
    sheet = open_sheet(account_ids=workspace.ids[:1])
    field = sheet.editor.first.field
    sheet.when.choices[None].click()
    qtbot.waitUntil(lambda: sheet.when.first_due() is not None)
    field.setFocus()
    qtbot.keyClicks(field, "Hi all /lau")
    assert sheet.aids.inserter.suggestions.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.findChild(FillIn) is not None)
    asked = sheet.findChild(FillIn)
    assert list(asked.fields) == ["price"]
    assert not asked.ok.isEnabled()
    qtbot.keyClicks(asked.fields["price"], "$9")
    qtbot.keyClick(asked.fields["price"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.draft().thread != ())
    assert sheet.draft().text == "Hi all Ada has news for $9"
    assert sheet.draft().thread == ("See you on Tue 16 Jun",)
    qtbot.waitUntil(lambda: workspace.run(workspace.texts.list())[0].used_at is not None)
    sheet._toast.act_button.click()
    assert (sheet.draft().text, sheet.draft().thread) == ("Hi all /lau", ())


def test_a_slash_within_a_word_or_an_address_asks_for_nothing(qtbot, workspace, open_sheet):
    a_template(workspace)
    sheet = open_sheet(account_ids=workspace.ids[:1])
    offered = sheet.aids.inserter.suggestions
    field = sheet.editor.first.field
    qtbot.keyClicks(field, "and/or https://example.org/lau")
    assert not offered.isVisible()
    qtbot.keyClicks(field, " /")
    assert offered.isVisible()
    qtbot.keyClicks(field, "nothing-like-it")
    assert not offered.isVisible()
    qtbot.keyClicks(field, " /l")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not offered.isVisible()
    assert sheet.isVisible(), "Esc closes the top thing alone"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert sheet.draft().text.endswith("/l\n")


def test_kept_texts_are_written_found_and_brought_back(qtbot, workspace, open_sheet):
    sheet = open_sheet(account_ids=workspace.ids[:1], text="Use me again")
    sheet.aids.inserter.keeping.emit()
    dialog = sheet.findChild(KeptTexts)
    assert dialog.body_field.toPlainText() == "Use me again"
    qtbot.keyClicks(dialog.name, "Mine")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: len(workspace.run(workspace.texts.list())) == 1)
    qtbot.keyClicks(dialog.search, "nowhere")
    qtbot.waitUntil(lambda: dialog.list.count() == 0)
    dialog.search.clear()
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    dialog.list.setCurrentRow(0)
    assert dialog.name.text() == "Mine"
    dialog.delete_button.click()
    qtbot.waitUntil(lambda: workspace.run(workspace.texts.list()) == ())
    qtbot.waitUntil(dialog._toast.isVisible)
    dialog._toast.act_button.click()
    qtbot.waitUntil(dialog.put_button.isVisible)
    sheet.editor.first.field.clear()
    dialog.put_button.click()
    qtbot.waitUntil(lambda: sheet.draft().text == "Use me again")


def test_a_post_joins_a_queue_whole_or_not_at_all(qtbot, workspace, open_sheet, shell):
    queue = workspace.run(workspace.planning.queues.add("Daily"))
    sheet = open_sheet(account_ids=workspace.ids[:1], text="x" * 300, queue_id=queue.id)
    assert sheet.send_button.text() == "Add to Daily"
    qtbot.waitUntil(lambda: bool(sheet.findings.blocking))
    sheet.editor.first.field.setPlainText("x" * 301)
    sheet.send()
    qtbot.waitUntil(lambda: any("over X's limit" in words for words in said(sheet)))
    assert workspace.posts() == ()
    sheet.editor.first.field.setPlainText("Short")
    qtbot.waitUntil(lambda: "The queue's next free place: Today, 18:00" in said(sheet))
    sheet.send()
    qtbot.waitUntil(lambda: not sheet.isVisible())
    [post] = workspace.run(workspace.planning.queues.posts(queue.id))
    assert (post.text, post.targets[0].state) == ("Short", PostState.SCHEDULED)
    qtbot.waitUntil(lambda: shell.toasts == ["In Daily: goes out today, 18:00"])


def test_items_of_the_library_are_picked(qtbot, workspace, open_sheet):
    items = [picture(workspace, number) for number in (1, 2, 3)]
    sheet = open_sheet(account_ids=workspace.ids[:1])
    sheet.media.library_button.click()
    dialog = sheet.findChild(PickMedia)
    qtbot.waitUntil(lambda: len(dialog.model.items) == 3)
    qtbot.keyClicks(dialog.search, "beach-2")
    qtbot.waitUntil(lambda: [item.name for item in dialog.model.items] == ["beach-2.png"])
    dialog.search.clear()
    qtbot.waitUntil(lambda: len(dialog.model.items) == 3)
    for row in (0, 2):
        dialog.view.selectionModel().select(
            dialog.model.index(row, 0), dialog.view.selectionModel().SelectionFlag.Select
        )
    assert dialog.ok.text() == "Add 2"
    dialog.ok.click()
    assert sheet.draft().media_ids == (items[2].id, items[0].id)
    qtbot.waitUntil(lambda: "2 of 4 images on X" in said(sheet))


def test_the_account_that_publishes_nothing_is_grey_with_the_reason(qtbot, workspace, open_sheet, loop):
    from ofauto_desktop.domain.platforms import PlatformId
    from storage.models import Platform

    def turn(session):
        session.get(Platform, workspace.ids[2]).platform = PlatformId.GUMROAD

    workspace.run(workspace.stage.database.write(turn))
    sheet = open_sheet(account_ids=workspace.ids)
    chip = sheet.chips.chips[workspace.ids[2]]
    assert not chip.isEnabled()
    assert "nothing is published there" in chip.accessibleDescription()
    assert [one.id for one in sheet.chips.chosen()] == list(workspace.ids[:2])


def test_a_draft_is_kept_with_all_its_faults(qtbot, workspace, open_sheet):
    sheet = open_sheet(account_ids=workspace.ids[:1], text="x" * 400)
    sheet.when.choices[When.DRAFT].click()
    qtbot.waitUntil(lambda: bool(sheet.findings.found))
    assert sheet.findings.blocking == ()
    sheet.send()
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert workspace.posts()[0].targets[0].state is PostState.DRAFT


def test_a_post_repeats_and_an_edit_asks_which_ones(qtbot, workspace, open_sheet, shell):
    sheet = open_sheet(account_ids=workspace.ids[:1], text="Every week")
    sheet.when.set_value((NOON + timedelta(days=1)).replace(tzinfo=None))
    sheet.when.repeat.how.setCurrentIndex(3)
    sheet.when.repeat.ends.setCurrentIndex(2)
    sheet.when.repeat.times.setValue(3)
    assert sheet.when.repeat.how.currentText() == "Every week on Tuesday"
    assert "Tue 16 Jun, Tue 23 Jun, Tue 30 Jun" in " ".join(said(sheet))
    assert sheet.send_button.text() == "Repeat from Tue 16 Jun, 12:00"
    sheet.send()
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert [post.text for post in workspace.posts()] == ["Every week"] * 3
    qtbot.waitUntil(lambda: shell.toasts == ["3 posts planned, first tomorrow, 12:00"])
    edited = open_sheet(post_id=workspace.posts()[1].id)
    assert edited.when.rule().count == 3
    edited.editor.first.field.setPlainText("From now on")
    edited.send()
    asked = edited.findChild(WhichOccurrences)
    asked.chosen.emit(Scope.FOLLOWING)
    qtbot.waitUntil(lambda: not edited.isVisible())
    assert [post.text for post in workspace.posts()] == ["Every week", "From now on", "From now on"]
    shell.undo()
    qtbot.waitUntil(lambda: [post.text for post in workspace.posts()] == ["Every week"] * 3)


def test_what_nothing_is_known_of_is_said_in_grey(qtbot, workspace, open_sheet):
    sheet = open_sheet(account_ids=workspace.ids[:1], text="x")
    sheet.when.choices[None].click()

    def grey():
        return [one for one in sheet.when.findChildren(Chip) if one.accessibleName().startswith("Suggested: Too few")]

    qtbot.waitUntil(lambda: [one.isEnabled() for one in grey()] == [False])
    assert grey()[0].isVisible()


def test_a_picture_is_cut_for_its_platform_from_here(qtbot, workspace, open_sheet):
    item = picture(workspace, 1)
    sheet = open_sheet(account_ids=workspace.ids[:1], media_ids=(item.id,))
    sheet.media.view.setCurrentIndex(sheet.media.model.index(0, 0))
    assert sheet.media.form_button.text() == "Crop…"
    sheet.media.form_button.click()
    qtbot.waitUntil(lambda: sheet.findChild(MediaEditor) is not None)
    editor = sheet.findChild(MediaEditor)
    qtbot.waitUntil(editor.isVisible)
    editor.alt.setPlainText("A beach")
    editor.save_button.click()
    qtbot.waitUntil(lambda: sheet.media.items()[0].alt_text == "A beach")
    assert sheet.media.alt.text() == "A beach"


def test_what_can_be_pressed_or_filled_in_has_a_name(qtbot, workspace, open_sheet):
    item = picture(workspace, 1)
    workspace.run(workspace.planning.queues.add("Daily"))
    workspace.run(workspace.unfinished.keep("composer.unfinished.new.x", an_unfinished("Old"), is_open=False))
    sheet = open_sheet(account_ids=workspace.ids[:2], text="Words", media_ids=(item.id,))
    sheet.editor.add_part.click()
    sheet.offers.fold.click()
    sheet.editor.scope_chips[workspace.ids[1]].click()
    for fold in (sheet.options.fold, sheet.more.fold):
        fold.click()
    sheet.media.view.setCurrentIndex(sheet.media.model.index(0, 0))
    sheet.when.choices[None].click()
    sheet.when.repeat.how.setCurrentIndex(1)
    sheet.when.repeat.ends.setCurrentIndex(2)
    sheet.when.repeat._chosen()
    unnamed = []
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView, QComboBox, QAbstractSpinBox):
        for control in sheet.findChildren(kind):
            inner = control.objectName().startswith("qt_") or isinstance(control.parent(), QComboBox | QAbstractSpinBox)
            if control.isVisibleTo(sheet) and not inner and not spoken_name(control):
                unnamed.append(control)
    assert unnamed == []


def test_every_step_can_be_reached_by_tab(qtbot, workspace, open_sheet):
    sheet = open_sheet(account_ids=workspace.ids[:2], text="Words")
    qtbot.waitUntil(sheet.editor.scope_chips[None].isVisible)
    qtbot.waitUntil(sheet.chips.chips[workspace.ids[0]].isVisible)
    sheet.editor.first.field.setFocus()
    passed = []
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())
        if passed[-1] is sheet.editor.first.field:
            break
    wanted = [
        sheet.editor.add_part,
        sheet.aids.texts_button,
        sheet.media.add_button,
        sheet.media.library_button,
        sheet.more.fold,
        sheet.when.choices[When.NEXT],
        sheet.send_button,
        sheet.chips.chips[workspace.ids[0]],
        sheet.chips.sets_button,
        sheet.editor.scope_chips[None],
    ]
    names = [spoken_name(one) for one in passed]
    assert [one for one in passed if one in wanted] == wanted, "; ".join(names)


def test_an_edit_keeps_the_times_until_one_is_picked(qtbot, workspace, open_sheet):
    """Moved on one account alone: an edit of the words must not take the post off the calendar."""
    first = (NOON + timedelta(days=2)).replace(tzinfo=None)
    draft = Draft(account_ids=workspace.ids[:2], text="As it was", at=first)
    post = workspace.run(workspace.stage.composing.save(draft))
    later = first + timedelta(hours=5)
    workspace.run(workspace.stage.publishing.move(post.id, later, account_id=workspace.ids[1]))
    sheet = open_sheet(post_id=post.id)
    sheet.editor.first.field.setPlainText("Changed")
    assert {own.at for own in sheet.draft().overrides.values()} | {sheet.draft().at} == {first, later}
    sheet.send()
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert {target.wall for target in workspace.posts()[0].targets} == {first, later}
    again = open_sheet(post_id=post.id)
    again.when.set_value(first + timedelta(hours=1))
    again.send()
    qtbot.waitUntil(lambda: not again.isVisible())
    assert {target.wall for target in workspace.posts()[0].targets} == {first + timedelta(hours=1)}


def test_nothing_is_wider_than_a_telephone_at_twice_the_text(qtbot, workspace, open_sheet, theme):
    """The content scrolls up and down only: what is wider would be cut."""
    theme.use(percent=200)
    workspace.run(workspace.planning.queues.add("A queue with a rather long name of its own"))
    sheet = open_sheet(account_ids=workspace.ids[:2], text="Words", media_ids=(picture(workspace, 1).id,))
    sheet.editor.add_part.click()
    sheet.editor.turn(workspace.ids[1])
    sheet.editor.first.field.setPlainText("Words of its own")
    for fold in (sheet.options.fold, sheet.more.fold):
        fold.click()
    sheet.media.view.setCurrentIndex(sheet.media.model.index(0, 0))
    sheet.when.choices[None].click()
    sheet.when.repeat.how.setCurrentIndex(6)
    sheet.when.repeat.ends.setCurrentIndex(1)
    sheet.when.repeat._chosen()
    sheet.resize(390, 800)
    area = sheet.findChild(QScrollArea)
    qtbot.waitUntil(lambda: sheet.width() == 390 and sheet.when.isVisibleTo(area.widget()))
    too_wide = [
        one
        for one in area.widget().findChildren(QWidget)
        if one.isVisibleTo(area.widget()) and one.minimumSizeHint().width() > area.viewport().width()
    ]
    assert too_wide == []
    qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width())
