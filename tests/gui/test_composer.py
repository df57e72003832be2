"""The composer: several accounts, own texts, counters, checks, a time, and no word lost."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListView, QMessageBox, QPlainTextEdit

from ofauto_desktop.domain.best_times import BestTimes
from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.errors import BadInput, DiskProblem
from ofauto_desktop.domain.metrics import Metric, MetricRow
from ofauto_desktop.services.unfinished import Kept
from tests.gui.posts_stage import (
    NOW,
    ZONE,
    StubAccounts,
    StubComposing,
    StubLibrary,
    StubPublishing,
    a_full_week,
    an_account,
)
from ui.keeping import KEEP_AFTER_MS
from ui.models.composition import Unfinished
from ui.pages.composer import Composer
from ui.widgets.states import Banner
from ui.widgets.unfinished_offers import headline


class StubUnfinished:
    """`new` is what is kept for new posts by key, `edited` by post; `opened` are keys that nobody closed."""

    def __init__(self) -> None:
        self.new = {}
        self.edited = {}
        self.opened = set()
        self.failing = None

    def key_of(self, post_id):
        return f"new.{len(self.new)}" if post_id is None else str(post_id)

    async def kept(self, post_id):
        written = self.edited.get(str(post_id))
        return None if written is None else Kept(key=str(post_id), at=NOW, is_open=False, written=written)

    async def all_new(self):
        return tuple(
            Kept(key=key, at=NOW, is_open=key in self.opened, written=written) for key, written in self.new.items()
        )

    async def keep(self, key, written, *, is_open):
        if self.failing is not None:
            raise self.failing
        (self.new if key.startswith("new") else self.edited)[key] = dict(written)
        (self.opened.add if is_open else self.opened.discard)(key)

    async def drop(self, key):
        self.new.pop(key, None)
        self.edited.pop(key, None)


class StubSets:
    def __init__(self, last=()) -> None:
        self.last = last

    async def last_used(self):
        return self.last

    async def list(self):
        return ()

    async def note_use(self, account_ids):
        self.last = tuple(account_ids)


class StubBestTimes:
    async def for_account(self, account_id):
        return BestTimes(estimates=(), posts=4)


class StubTexts:
    async def list(self, client_id=None, *, words=""):
        return ()


class StubQueues:
    async def list(self):
        return ()


class StubPlanning:
    queues = StubQueues()


class StubMetrics:
    """Knows the first account's followers."""

    async def rows(self, scope, metrics):
        known = MetricRow(
            account_id=1,
            post_id=None,
            metric=Metric.FOLLOWERS,
            day=None,
            value=4210,
            unit="count",
            as_of=NOW - timedelta(minutes=22),
            source="X API",
        )
        return (known,) if 1 in scope.account_ids else ()


@pytest.fixture
def composing():
    return StubComposing(StubPublishing(a_full_week()))


@pytest.fixture
def library():
    return StubLibrary()


@pytest.fixture
def unfinished():
    return StubUnfinished()


@pytest.fixture
def sets():
    return StubSets()


@pytest.fixture
def open_composer(qtbot, desk, composing, library, unfinished, sets):
    def opened(accounts=None, **start):
        sheet = Composer(
            composing=composing,
            publishing=composing.publishing,
            planning=StubPlanning(),
            accounts=accounts or StubAccounts(),
            sets=sets,
            library=library,
            variants=None,
            metrics=StubMetrics(),
            best_times=StubBestTimes(),
            texts=StubTexts(),
            unfinished=unfinished,
            desk=replace(desk, now=lambda: NOW, zone=ZONE),
        )
        qtbot.addWidget(sheet)
        sheet.resize(1000, 760)
        sheet.begin(**start)
        sheet.show()
        qtbot.waitUntil(lambda: sheet._ready)
        sheet.activateWindow()
        qtbot.waitUntil(sheet.isActiveWindow)
        return sheet

    return opened


def written(sheet, text):
    sheet.editor.first.field.setPlainText(text)


def said(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def test_ctrl_enter_sends_to_the_last_set_at_the_next_slot(qtbot, open_composer, composing, sets, unfinished):
    sets.last = (1, 2)
    sheet = open_composer()
    qtbot.keyClicks(sheet.editor.first.field, "Good morning")
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(composing.saved))
    draft, post_id = composing.saved[0]
    assert (draft.account_ids, draft.text, draft.at, post_id) == ((1, 2), "Good morning", When.NEXT, None)
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert sets.last == (1, 2)
    assert unfinished.new == {}


def test_the_only_account_is_chosen(open_composer):
    sheet = open_composer(accounts=StubAccounts([an_account()]))
    assert [account.id for account in sheet.chips.chosen()] == [1]


def test_what_is_typed_is_kept_within_seconds_and_comes_back_after_a_crash(qtbot, open_composer, unfinished):
    sheet = open_composer(account_ids=(1,))
    written(sheet, "Half a thought")
    assert sheet.keeping.is_waiting
    assert KEEP_AFTER_MS <= 5000
    qtbot.waitUntil(lambda: bool(unfinished.new), timeout=5000)
    assert [one["text"] for one in unfinished.new.values()] == ["Half a thought"]
    after_a_crash = open_composer()
    assert after_a_crash.editor.first.text() == "Half a thought"
    banner = after_a_crash.findChild(Banner)
    assert banner.accessibleName() == "OFAuto ended while you wrote this. All of it is here."
    after_a_crash._start_afresh()
    assert after_a_crash.editor.first.text() == ""
    qtbot.waitUntil(lambda: not unfinished.opened)
    assert [one["text"] for one in unfinished.new.values()] == ["Half a thought"]


def test_someone_who_never_pauses_is_kept_safe_too(qtbot, open_composer, unfinished):
    sheet = open_composer(account_ids=(1,))
    ticks = QTimer(sheet, interval=100)
    ticks.timeout.connect(lambda: sheet.editor.first.field.insertPlainText("a"))
    ticks.start()
    qtbot.waitUntil(lambda: bool(unfinished.new), timeout=5000)


def test_escape_loses_nothing_and_a_new_post_offers_it(qtbot, open_composer, unfinished, shell):
    sheet = open_composer(account_ids=(1,))
    written(sheet, "Not finished")
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    qtbot.waitUntil(lambda: [one["text"] for one in unfinished.new.values()] == ["Not finished"])
    qtbot.waitUntil(lambda: any("Kept" in one for one in shell.toasts))
    fresh = open_composer(account_ids=(1,))
    assert fresh.editor.first.text() == "", "what is typed now must not end up behind old words"
    written(fresh, "Another one")
    [offer] = fresh.offers.offers
    fresh.offers.chosen.emit(offer)
    qtbot.waitUntil(lambda: fresh.editor.first.text() == "Not finished")
    qtbot.waitUntil(lambda: len(unfinished.new) == 2)
    assert [headline(one.unfinished) for one in fresh.offers.offers] == ["Another one"]
    assert fresh.keeping.key == offer.key


def test_what_is_thrown_away_can_be_had_back(qtbot, open_composer, unfinished):
    unfinished.new["new.9"] = Unfinished(draft=Draft(account_ids=(1,), text="Old")).as_json()
    sheet = open_composer()
    sheet.offers.dropped.emit(sheet.offers.offers[0])
    qtbot.waitUntil(lambda: not unfinished.new)
    assert sheet.offers.isHidden()
    sheet._toast.act_button.click()
    qtbot.waitUntil(lambda: "new.9" in unfinished.new)
    assert len(sheet.offers.offers) == 1


def test_it_says_where_words_are_not_kept(qtbot, open_composer, unfinished):
    unfinished.failing = DiskProblem("the disk is full")
    sheet = open_composer(account_ids=(1,))
    written(sheet, "Words")
    qtbot.waitUntil(lambda: "Not kept: it is only in this window" in said(sheet), timeout=5000)


def test_an_account_gets_a_text_of_its_own_that_shows_what_differs(qtbot, open_composer):
    sheet = open_composer(account_ids=(1, 2))
    written(sheet, "See you tonight")
    sheet.editor.scope_chips[2].click()
    assert sheet.editor.first.text() == "See you tonight"
    written(sheet, "See you tomorrow")
    difference = sheet.editor.text_line.difference
    assert "line-through" in difference.text()
    assert difference.accessibleName() == "Left out: tonight. Added: tomorrow."
    qtbot.waitUntil(lambda: sheet.editor.scope_chips[2].text() == "Luna after dark · differs")
    assert sheet.draft().text == "See you tonight"
    assert sheet.draft().overrides == {2: Override(text="See you tomorrow")}
    sheet.editor.text_line.follow_button.click()
    assert sheet.draft().overrides == {}
    sheet._toast.act_button.click()
    assert sheet.draft().overrides == {2: Override(text="See you tomorrow")}
    assert sheet.editor.first.text() == "See you tomorrow"


def test_an_own_text_of_an_account_that_was_left_out_is_not_sent(open_composer):
    sheet = open_composer(account_ids=(1, 2))
    written(sheet, "For all")
    sheet.editor.scope_chips[2].click()
    written(sheet, "For one")
    sheet.chips.chips[2].setChecked(False)
    assert sheet.draft().overrides == {}
    assert sheet.editor.first.text() == "For all"


def test_the_counter_follows_each_key_and_the_tightest_account(open_composer):
    sheet = open_composer(accounts=StubAccounts([an_account(1), an_account(2, "Premium", text_limit=25_000)]))
    for chip in sheet.chips.chips.values():
        chip.setChecked(True)
    written(sheet, "x" * 281)
    assert "1 over 280" in said(sheet)
    sheet.editor.scope_chips[2].click()
    assert "281 of 25,000" in said(sheet)


def test_findings_stand_below_the_text(qtbot, open_composer):
    sheet = open_composer(account_ids=(1,))
    written(sheet, "x" * 300)
    qtbot.waitUntil(lambda: "Luna Vale: the text is too long for X" in said(sheet))
    written(sheet, "short")
    qtbot.waitUntil(lambda: "Luna Vale: the text is too long for X" not in said(sheet))


def test_the_preview_shows_the_text_as_x_does(qtbot, open_composer):
    sheet = open_composer(account_ids=(1,))
    written(sheet, "Read https://www.example.org/a <b>")
    qtbot.waitUntil(lambda: any("example" in text for text in said(sheet.previews)))
    shown = next(text for text in said(sheet.previews) if "example" in text)
    assert ">example.org/a<" in shown
    assert "&lt;b&gt;" in shown


def test_a_refusal_keeps_the_sheet_open(qtbot, open_composer, composing):
    sheet = open_composer(account_ids=(1,), text="Hello")
    composing.failing = BadInput("Luna Vale: it is too long", account="Luna Vale", item="post")
    sheet.send()
    qtbot.waitUntil(lambda: any("too long" in text for text in said(sheet)))
    assert sheet.isVisible()
    assert sheet.send_button.isEnabled()


def test_now_asks_with_the_exact_accounts(qtbot, open_composer, composing):
    sheet = open_composer(account_ids=(1, 3), text="Hello")
    sheet.when.choices[When.NOW].click()
    assert sheet.send_button.text() == "Publish to 2 accounts now…"
    sheet.send_button.click()
    qtbot.waitUntil(lambda: sheet.findChild(QMessageBox) is not None)
    box = sheet.findChild(QMessageBox)
    assert box.text() == "Publish this to 2 accounts now: Luna Vale and Mia Rose?"
    told = box.informativeText().splitlines()
    assert told[0] == "Luna Vale: 4,210 followers, read 22 min ago"
    assert told[1] == "Mia Rose: nobody knows how many followers"
    assert told[2].startswith("It goes out at once (10:20, Berlin time)")
    assert composing.saved == []
    next(one for one in box.buttons() if one.text() == "Publish to 2 accounts").click()
    qtbot.waitUntil(lambda: bool(composing.saved))
    assert composing.saved[0][0].at is When.NOW


def test_a_picked_time_names_the_accounts_zone(open_composer):
    sheet = open_composer(account_ids=(2,), text="Hello")
    sheet.when.choices[None].click()
    sheet.when.set_value(datetime(2026, 11, 26, 18, 0))  # noqa: DTZ001 - wall time
    assert "In New York time, the account's zone; yours is Berlin" in said(sheet)
    assert sheet.send_button.text() == "Schedule for Thu 26 Nov, 18:00"
    assert sheet.draft().at == datetime(2026, 11, 26, 18, 0)  # noqa: DTZ001


def test_a_start_in_the_calendar_is_meant_in_the_accounts_zone(open_composer):
    sheet = open_composer(account_ids=(2,), at=datetime.fromisoformat("2026-11-26T17:00:00+00:00"))
    assert sheet.draft().at == datetime(2026, 11, 26, 12, 0)  # noqa: DTZ001


def test_a_post_is_edited_as_it_stands(qtbot, open_composer, composing):
    sheet = open_composer(post_id=8)
    assert sheet.windowTitle() == "Edit post"
    assert [item.id for item in sheet.media.items()] == [4, 1]
    written(sheet, "Changed")
    sheet.send()
    qtbot.waitUntil(lambda: bool(composing.saved))
    assert composing.saved[0][1] == 8


def test_unfinished_edits_stay_with_their_post(qtbot, open_composer, unfinished):
    unfinished.new["new.9"] = Unfinished(draft=Draft(account_ids=(1,), text="A new one")).as_json()
    sheet = open_composer(post_id=8)
    assert sheet.offers.isHidden()
    stored = sheet.editor.first.text()
    written(sheet, "Half edited")
    sheet.reject()
    qtbot.waitUntil(lambda: "8" in unfinished.edited)
    assert unfinished.new["new.9"]["text"] == "A new one"
    again = open_composer(post_id=8)
    assert again.editor.first.text() == "Half edited"
    assert again.findChild(Banner).accessibleName() == "You were still writing this."
    again._start_afresh()
    assert again.editor.first.text() == stored


def test_what_the_library_gives_is_put_in(open_composer, unfinished):
    sheet = open_composer(media_ids=(1, 99))
    assert sheet.draft().media_ids == (1,)
    assert not sheet.keeping.touched


def test_files_and_pictures_are_taken_by_drop_and_paste(qtbot, open_composer, library, tmp_path):
    sheet = open_composer(account_ids=(1,))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "lighthouse.jpg"))])
    sheet.editor.first.field.insertFromMimeData(files)
    picture = QMimeData()
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    sheet.editor.first.field.insertFromMimeData(picture)
    qtbot.waitUntil(lambda: [item.name for item in sheet.media.items()] == ["lighthouse.jpg", "pasted.png"])
    assert sheet.draft().media_ids == (5, 6)


def test_a_file_that_cannot_be_used_is_named(qtbot, open_composer, library, tmp_path):
    sheet = open_composer(account_ids=(1,))
    library.failing = DiskProblem("it is empty")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "nothing.jpg"))])
    sheet.media.take(files)
    qtbot.waitUntil(lambda: any(text.startswith("nothing.jpg: ") for text in said(sheet)))
    assert sheet.draft().media_ids == ()


def test_media_are_described_moved_and_taken_out(qtbot, open_composer, library):
    sheet = open_composer(account_ids=(1,), media_ids=(1, 2, 3))
    view = sheet.media.view
    view.setCurrentIndex(sheet.media.model.index(1, 0))
    sheet.media.alt.setText("Two waves")
    sheet.media.alt.editingFinished.emit()
    qtbot.waitUntil(lambda: sheet.media.items()[1].alt_text == "Two waves")
    sheet.activateWindow()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert sheet.draft().media_ids == (2, 1, 3)
    sheet.media._take_out()
    assert sheet.draft().media_ids == (1, 3)


def test_a_thread_grows_and_shrinks(open_composer):
    sheet = open_composer(account_ids=(1,), text="One")
    sheet.editor.add_part.click()
    sheet.editor.add_part.click()
    sheet.editor.parts[0].set_text("Two")
    sheet.editor.parts[1].set_text("Three")
    assert sheet.draft().thread == ("Two", "Three")
    sheet.editor.parts[0].removed.emit()
    assert sheet.draft().thread == ("Three",)
    sheet._toast.act_button.click()
    assert sheet.draft().thread == ("Two", "Three")


@pytest.mark.parametrize("percent", [100, 200])
def test_it_fits_a_narrow_window(qtbot, open_composer, theme, percent):
    theme.use(percent=percent)
    sheet = open_composer(account_ids=(1, 2), text="Hello", media_ids=(1,))
    sheet.when.choices[None].click()
    sheet.resize(390, 800)
    qtbot.waitUntil(lambda: sheet.width() == 390)
    assert sheet.minimumSizeHint().width() <= 390


def test_every_control_has_a_name(open_composer):
    sheet = open_composer(account_ids=(1, 2), media_ids=(1,))
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QListView):
        for control in sheet.findChildren(kind):
            if control.isVisibleTo(sheet) and not control.objectName().startswith("qt_"):
                assert control.accessibleName() or getattr(control, "text", str)(), control


def test_a_refused_post_says_why_and_is_meant_for_the_next_slot(open_composer):
    sheet = open_composer(post_id=4)
    told = [one.accessibleName() for one in sheet.findChildren(Banner)]
    assert len(told) == 1
    assert told[0].startswith("Not sent on ")
    assert sheet.when.value() is When.NEXT


def test_a_new_post_begins_as_the_person_usually_wants(open_composer):
    sheet = open_composer(usual="draft")
    assert sheet.draft().at == When.DRAFT
