"""Screenshots of the real program on practice data: docs/screenshots, and whatever --into names.

`make screenshots` runs it on the test desktop; with QT_QPA_PLATFORM=offscreen it needs no display.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from PySide6.QtGui import QPixmap

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of a workspace that lives for a minute
PATIENCE = 60.0
# The looks in which parts and panels of pages are kept as well; each page itself is kept in all of them.
DETAILED = ("", "-narrow-large")
_LOGINS = (
    ("connect", "X"),
    ("connect-instagram", "Instagram"),
    ("connect-kofi", "Ko-fi"),
    ("connect-patreon", "Patreon"),
    ("connect-gumroad", "Gumroad"),
    ("connect-onlyfans", "OnlyFans"),
    ("connect-fansly", "Fansly"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", default="", help="names that hold this")
    parser.add_argument("--all", action="store_true", help="parts and panels in every look, to be looked at, not kept")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        Stage(Path(folder), given.into, given.only, all_looks=given.all).play()
    return 0


class Stage:
    """Plays a person: first run, then each page in each look."""

    def __init__(self, data_dir: Path, into: Path, only: str, *, all_looks: bool = False) -> None:
        from PySide6.QtWidgets import QApplication

        from ofauto_desktop.app import Program
        from ofauto_desktop.runtime.loop import BackgroundLoop
        from storage.key_wrap import KdfParams
        from ui.application import Application

        self._into, self._only, self._all = into, only, all_looks
        self._app = QApplication([])
        self._app.setQuitOnLastWindowClosed(False)
        self.loop = BackgroundLoop()
        self._program = Program(data_dir, self.loop, kdf=KdfParams(memory_kib=64 * 1024, passes=3, lanes=4))
        self.application = Application(self._app, self._program)
        self.window = self.application.window

    def play(self) -> None:
        self.application.start()
        self.window.resize(1280, 840)
        try:
            self._first_run()
            self._pages()
        finally:
            self.loop.submit(self._program.close()).result(PATIENCE)
            self.application.dispose()
            self.loop.stop()

    def _first_run(self) -> None:
        from ui.pages.recovery_kit import RecoveryKit

        first = self.window.view()
        self.shoot("first-run")
        first.choice.practice_button.click()
        first.protect.chosen.first.setText(PASSPHRASE)
        first.protect.chosen.again.setText(PASSPHRASE)
        first.protect.keychain.box.setChecked(False)
        self.until(first.protect.create_button.isEnabled, "a strong passphrase")
        self.shoot("passphrase")
        first.protect.create_button.click()
        self.until(lambda: self.window.findChild(RecoveryKit) is not None, "the recovery kit")
        kit = self.window.findChild(RecoveryKit)
        self.shoot("recovery-kit")
        for place, edit in zip(kit.asked, kit.answers, strict=True):
            edit.setText(kit._groups[place])  # noqa: SLF001 - a person reads them from the screen
        kit.finish_button.click()
        self.until(lambda: self.application.view is not None, "the workspace")

    def _pages(self) -> None:
        from ofauto_desktop.domain.preferences import Theme
        from scripts import screenshot_sessions
        from ui.navigation import PAGES

        looks: dict[str, tuple[Theme, int, tuple[int, int]]] = {
            "": (Theme.LIGHT, 100, (1280, 840)),
            "-dark": (Theme.DARK, 100, (1280, 840)),
            "-contrast": (Theme.CONTRAST, 100, (1280, 840)),
            "-narrow": (Theme.LIGHT, 100, (390, 844)),
            "-large": (Theme.LIGHT, 200, (1280, 840)),
            "-narrow-large": (Theme.DARK, 200, (390, 844)),
        }
        self._add_media()
        for name, (mode, percent, size) in looks.items():
            self.application.theme.use(mode=mode, percent=percent)
            self.window.resize(*size)
            for page in PAGES:
                if self.wanted(f"{page.id}{name}"):
                    self.application.view.open_page(page.id)
                    self.shoot(f"{page.id}{name}")
            if self.wanted(f"composer{name}"):
                self._compose(f"composer{name}")
            if name not in DETAILED and not (self._all or self._only):
                continue
            self._calendar(name)
            self._money(name)
            self._analytics(name)
            if self.wanted(f"library-item{name}"):
                self._library(name)
            self._people(name)
            self._messages(name)
            if self.wanted(f"composer-own{name}"):
                self._compose_for_two(f"composer-own{name}")
            if self.wanted(f"kept-texts{name}"):
                self._keep_texts(f"kept-texts{name}")
            self._patreon(name)
            self._gumroad(name)
            self._connections(name)
            self._set_up(name)
        self.application.theme.use(mode=Theme.LIGHT, percent=100)
        self.window.resize(1280, 840)
        self._account_states()
        self._behind_a_number()
        self.application.view.desk.commands.run("palette")
        self.shoot_over("palette")
        self._help()
        self._gallery()
        self._in_german()
        screenshot_sessions.shoot(self)
        self._locked()

    def _messages(self, name: str) -> None:
        """A conversation beside the list, or in its place; and what is read of whom."""
        view = self.application.view
        if not any(self.wanted(f"messages-{part}{name}") for part in ("open", "reading")):
            return
        view.open_page("messages")
        self.settle()
        page = view.stack.currentWidget()
        for row in range(page.rows.rowCount()):
            one = page.rows.at(row)
            if one.kind.value == "direct" and one.unread:
                page.list.opened.emit(one)
                break
        page.thread_view.field.setPlainText("Thank you! It was at the lake, early in the morning.")
        self.shoot(f"messages-open{name}")
        page.show_list()
        page.choose_reading()
        self.shoot(f"messages-reading{name}")
        view.close_inspector()

    def _help(self) -> None:
        if self.wanted("help"):
            self.application.view.open_page("calendar")
            self.application.view.desk.commands.run("help")
            self.shoot("help")
            self.application.view.close_inspector()

    def _in_german(self) -> None:
        """A second language, to see that nothing is cut by its longer words."""
        from ofauto_desktop.domain.preferences import LANGUAGE
        from ui.navigation import PAGES

        if not self.wanted("german"):
            return
        preferences = self.application.services.preferences
        for language in ("de", "system"):
            before = self.application.view
            self.loop.submit(preferences.put(LANGUAGE, language)).result(PATIENCE)
            self.until(lambda before=before: self.application.view is not before, "the window in another language")
            for page in PAGES if language == "de" else ():
                self.application.view.open_page(page.id)
                self.shoot(f"{page.id}-german")

    def _calendar(self, name: str) -> None:
        """Its views, several selected posts, the drafts, and what stands beside it."""
        from ui.models.stretch import View

        view = self.application.view
        asked = [f"calendar-{part}{name}" for part in (*View, "selected", "drafts", "post", "slots", "queues")]
        if not any(self.wanted(one) for one in asked):
            return
        view.open_page("calendar")
        self.settle()
        page = view.stack.currentWidget()
        for shown in View:
            if self.wanted(f"calendar-{shown}{name}"):
                page.choose(shown)
                self.settle()
                self.shoot(f"calendar-{shown}{name}")
        page.choose(View.WEEK)
        self.settle()
        planned = [entry for entry in page.rows.entries() if entry.stuck is None]
        if self.wanted(f"calendar-selected{name}"):
            for entry in planned[:3]:
                page.picks.toggle(page.rows.row_of(entry.post.id))
            self.shoot(f"calendar-selected{name}")
            page.picks.nothing()
        if self.wanted(f"calendar-drafts{name}"):
            page.views.open_drafts(on=True)
            self.shoot(f"calendar-drafts{name}")
            page.views.open_drafts(on=False)
        if self.wanted(f"calendar-post{name}") and planned:
            page.open(planned[-1])
            self.shoot(f"calendar-post{name}")
        for part, show in (("slots", page.side.open_slots), ("queues", page.side.open_queues)):
            if self.wanted(f"calendar-{part}{name}"):
                show()
                self.shoot(f"calendar-{part}{name}")
        view.close_inspector()

    def _people(self, name: str) -> None:
        """A client's profile, the notice centre, and Home while it is arranged."""
        view = self.application.view
        if self.wanted(f"client-profile{name}"):
            clients = self.loop.submit(view._services.clients.list()).result(PATIENCE)  # noqa: SLF001 - as above
            view.open_page("clients", client_id=clients[0].id)
            self.settle(1.0)
            self.shoot(f"client-profile{name}")
            view.stack.made["clients"].show_list()
        view.open_page("home")
        if self.wanted(f"notices{name}"):
            view.desk.commands.run("notices.open")
            self.shoot(f"notices{name}")
            view.close_inspector()
        if self.wanted(f"home-arranged{name}"):
            view.desk.commands.run("home.arrange")
            self.shoot(f"home-arranged{name}")
            view.desk.commands.run("home.arrange")

    def _connections(self, name: str) -> None:
        """What stands beside the accounts page, and the dialogs of the logins."""
        view = self.application.view
        for part in ("login", "proxy", "requests", "hooks"):
            if self.wanted(f"accounts-{part}{name}"):
                view.open_page("accounts")
                page = view.stack.currentWidget()
                self.until(lambda page=page: page.cards, "the accounts")
                self.settle()
                sells = next(one for one in page.cards.values() if "Gumroad" in one.accessibleName())
                getattr(page, f"show_{part}")(sells._account.id)  # noqa: SLF001 - as its own menu does
                self.settle(1.0)
                self.shoot(f"accounts-{part}{name}")
                view.close_inspector()
        for shot, platform in _LOGINS:
            if self.wanted(f"{shot}{name}"):
                view.open_page("accounts")
                view.desk.commands.run("accounts.connect")
                self.settle()
                self._choose_platform(platform)
                self.shoot_over(f"{shot}{name}")

    def _account_states(self) -> None:
        """Logins as platforms end, doubt and throttle them; the last thing done to these accounts."""
        from connectors.practice.faults import Action, Fault
        from ofauto_desktop.domain.platforms import PlatformId
        from ofauto_desktop.domain.preferences import Theme

        if not self.wanted("accounts-states"):
            return
        view = self.application.view
        services = view._services  # noqa: SLF001 - as above
        platforms = services.accounts._practice.platforms  # noqa: SLF001 - as above
        asked_to_wait = {"retry-after": "900"}
        for platform, fault in (
            (PlatformId.X, Fault(action=Action.STATUS, status=401, times=99)),
            (PlatformId.GUMROAD, Fault(action=Action.STATUS, status=429, headers=asked_to_wait, times=99)),
            (PlatformId.PATREON, Fault(action=Action.HTML, times=99)),
        ):
            platforms.faults[platform].add(fault)
        accounts = self.loop.submit(services.accounts.list()).result(PATIENCE)
        self.loop.submit(services.sync.run([one.id for one in accounts], None)).result(PATIENCE)
        for name, mode, percent, size in (
            ("", Theme.LIGHT, 100, (1280, 840)),
            ("-dark", Theme.DARK, 100, (1280, 840)),
            ("-narrow-large", Theme.DARK, 200, (390, 844)),
        ):
            self.application.theme.use(mode=mode, percent=percent)
            self.window.resize(*size)
            view.open_page("accounts")
            self.settle(1.0)
            self.shoot(f"accounts-states{name}")
        for platform in (PlatformId.X, PlatformId.GUMROAD, PlatformId.PATREON):
            platforms.faults[platform].clear()
        self.application.theme.use(mode=Theme.LIGHT, percent=100)
        self.window.resize(1280, 840)

    def _set_up(self, name: str) -> None:
        """How the workspace opens, the bucket for files, and the dialogs that change both."""
        from ofauto_desktop.domain.preferences import LOCKING, MEDIA_HOST
        from ui.widgets.media_host_card import MediaHostCard
        from ui.widgets.ways_in_lines import WaysInLines

        view = self.application.view
        shots = (
            ("settings-locking", LOCKING, None),
            ("change-passphrase", LOCKING, lambda page: page.findChild(WaysInLines).change_button),
            ("settings-media-host", MEDIA_HOST, None),
            ("media-host", MEDIA_HOST, lambda page: page.findChild(MediaHostCard).set_button),
        )
        for shot, section, button in shots:
            if self.wanted(f"{shot}{name}"):
                view.open_page("settings", section=section)
                self.settle(1.0)
                if button is None:
                    self.shoot(f"{shot}{name}")
                else:
                    button(view.stack.currentWidget()).click()
                    self.shoot_over(f"{shot}{name}")

    def _money(self, name: str) -> None:
        """Its parts, one line of the ledger, and what is entered."""
        view = self.application.view
        for part in ("ledger", "subscriptions", "payouts", "customers", "rates"):
            if self.wanted(f"money-{part}{name}"):
                view.open_page("money", section=part)
                self.shoot(f"money-{part}{name}")
        if self.wanted(f"money-line{name}"):
            view.open_page("money", section="ledger")
            self.settle()
            section = view.stack.currentWidget().sections["ledger"]
            section.open_line(section.model.row_at(0).key)
            self.shoot(f"money-line{name}")
            view.close_inspector()
        if self.wanted(f"money-entry{name}"):
            view.open_page("money", section="overview")
            view.desk.commands.run("money.enter")
            self.shoot_over(f"money-entry{name}")
        if self.wanted(f"money{name}"):
            view.open_page("money", section="overview")

    def _patreon(self, name: str) -> None:
        """A post that waits for a person, its tiers in the composer, members, and months with what was declined."""
        from ofauto_desktop.domain.analytics import MoneyBy
        from ofauto_desktop.domain.platforms import PlatformId
        from ofauto_desktop.domain.posts import PostFilter, PostState
        from ui.pages.composer import Composer
        from ui.widgets.hand_panel import HandPanel

        view, services = self.application.view, self.application.services
        if self.wanted(f"patreon-by-hand{name}"):
            waiting = PostFilter(states=(PostState.BY_HAND,))
            post = self.loop.submit(services.publishing.list(waiting)).result(PATIENCE)[0]
            view.open_page("calendar", post_id=post.id)
            self.until(lambda: bool(self.window.findChildren(HandPanel)), "the panel of a post by hand")
            self.settle(1.0)
            self.shoot(f"patreon-by-hand{name}")
            self.window.findChildren(HandPanel)[-1].open_button.click()
            self.settle(1.0)
            self.shoot(f"patreon-by-hand-opened{name}")
            view.close_inspector()
        view.open_page("money", section="customers")
        if self.wanted(f"patreon-members{name}"):
            self.settle()
            view.stack.currentWidget().sections["customers"].choose(members=True)
            self.settle(1.0)
            self.shoot(f"patreon-members{name}")
            view.stack.currentWidget().sections["customers"].choose(members=False)
        if self.wanted(f"patreon-months{name}"):
            self._broken_down(f"patreon-months{name}", MoneyBy.MONTH)
        if self.wanted(f"patreon-tiers{name}"):
            accounts = self.loop.submit(services.accounts.list()).result(PATIENCE)
            ids = tuple(one.id for one in accounts if one.platform is PlatformId.PATREON)[:1]
            view.compose(account_ids=ids, text="Early access: three sketches of the new set.")
            composer = self.window.findChild(Composer)
            self.until(lambda: composer._ready, "the composer")  # noqa: SLF001 - as above
            composer.options.fold.click()
            self.settle()
            next(iter(composer.options.tiers.values())).click()
            self.shoot_over(f"patreon-tiers{name}")

    def _gumroad(self, name: str) -> None:
        """Money by offer code, and the licence of a sale."""
        from ofauto_desktop.domain.analytics import MoneyBy
        from ofauto_desktop.domain.ledger import LedgerFilter
        from ui.widgets.licence_part import LicencePart

        view, services = self.application.view, self.application.services
        if self.wanted(f"gumroad-offers{name}"):
            self._broken_down(f"gumroad-offers{name}", MoneyBy.OFFER)
        if self.wanted(f"gumroad-licence{name}"):
            sold = self.loop.submit(services.money.ids(LedgerFilter(text="brushes"))).result(PATIENCE)
            view.open_page("money", line_id=sold[0])
            self.until(lambda: any(one.isVisible() for one in self.window.findChildren(LicencePart)), "the licence")
            self.window.findChildren(LicencePart)[-1].read()
            self.settle(1.0)
            self.shoot(f"gumroad-licence{name}")
            view.close_inspector()

    def _broken_down(self, shot: str, by: Any) -> None:
        """The table of the money page, in sight."""
        from PySide6.QtWidgets import QScrollArea

        from ofauto_desktop.domain.analytics import MoneyBy

        view = self.application.view
        view.open_page("money", section="overview")
        self.settle()
        section = view.stack.currentWidget().sections["overview"]
        section.group_by(by)
        self.settle(1.0)
        above = section.table.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(section.table)
        self.shoot(shot)
        section.group_by(MoneyBy.PLATFORM)

    def _analytics(self, name: str) -> None:
        """The page from top to bottom with goals on it, the rows behind a day, a goal and the form of a new one."""
        if not self.wanted(f"analytics{name}"):
            return
        from ui.pages.analytics import AnalyticsPage
        from ui.widgets.line_button import LineButton

        view = self.application.view
        self._set_goals()
        view.open_page("analytics")
        page = self.window.findChild(AnalyticsPage)
        self.until(lambda: bool(page.goals.findChildren(LineButton)), "the goals")
        self.settle(1)
        self.shoot(f"analytics{name}")
        bar = page._area.verticalScrollBar()  # noqa: SLF001 - a person scrolls
        for part, section in (("charts", page.comparison), ("kinds", page.content), ("posts", page.posts)):
            bar.setValue(section.y() - 16)
            self.shoot(f"analytics-{part}{name}")
        bar.setValue(0)
        page.series.chart.canvas.setFocus()
        page.series.chart.canvas.chosen.emit(0, page.series.chart.canvas.view.stop - 5)
        self.settle(1)
        self.shoot(f"analytics-behind{name}")
        page.goals.findChildren(LineButton)[0].click()
        self.settle(0.5)
        self.shoot(f"analytics-goal{name}")
        view.close_inspector()
        view.desk.commands.run("analytics.goal")
        self.until(self._dialogs, "the form of a goal")
        self.shoot_over(f"analytics-new-goal{name}")

    def _set_goals(self) -> None:
        """Two goals, once: followers and net of the quarter that runs."""
        from datetime import UTC, datetime, timedelta

        from ofauto_desktop.domain.goals import Goal

        goals = self.application.services.goals
        if self.loop.submit(goals.list()).result(PATIENCE):
            return
        today = datetime.now(UTC).date()
        first = (today - timedelta(days=50)).replace(day=1)
        last = first + timedelta(days=91)
        for goal in (
            Goal(id=0, name="26,000 followers", metric="followers", target=26_000, first=first, last=last),
            Goal(id=0, name="A busy season", metric="engagement", target=60_000, first=first, last=last),
            Goal(
                id=0,
                name="Net of the season",
                metric="net_revenue",
                currency="USD",
                target=900_000,
                first=first,
                last=last,
            ),
        ):
            self.loop.submit(goals.add(goal)).result(PATIENCE)

    def _gallery(self) -> None:
        """Every widget of the program in each of its states, by theme."""
        from ofauto_desktop.domain.preferences import Theme
        from ui.gallery import Gallery

        for mode in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
            name = "gallery" if mode is Theme.LIGHT else f"gallery-{mode.value}"
            if self.wanted(name):
                self.application.theme.use(mode=mode)
                gallery = Gallery()
                gallery.resize(1280, 400)
                gallery.show()
                self.settle()
                gallery.resize(1280, gallery.area.widget().height() + 80)
                self.settle()
                self._save(gallery.grab(), name)
                gallery.deleteLater()
        self.application.theme.use(mode=Theme.LIGHT)

    def wanted(self, name: str) -> bool:
        return self._only in name

    def _add_media(self) -> None:
        """A small library, made here: folders, tags, texts, a film, a post that carries some of it."""
        from ofauto_desktop.domain.drafts import Draft
        from ofauto_desktop.domain.library import MediaFilter, MediaUse
        from scripts import screenshot_media

        def do(work: "Coroutine[Any, Any, Any]") -> Any:
            return self.loop.submit(work).result(PATIENCE)

        services = self.application.view._services  # noqa: SLF001 - what a person drops goes this way too
        with tempfile.TemporaryDirectory() as folder:
            files = screenshot_media.made(Path(folder), 23)
            film = do(services.library.add(screenshot_media.film(Path(folder) / "sundown.mp4")))
            items = [do(services.library.add(file)) for file in files]
            smaller = do(services.library.add(screenshot_media.smaller(files[4])))
        for number, item in enumerate(items):
            if number % 4:
                do(services.library.describe(item.id, alt_text="The sea in the evening", tags=("autumn set",)))
        ids = [item.id for item in items]
        for path, some in (("Sets/Autumn", ids[:9]), ("Sets/Studio", ids[9:14]), ("Travel", [film.id, smaller.id])):
            do(services.media_sorting.file(some, do(services.media_sorting.folder_named(path, make=True)).id))
        unused = MediaFilter(uses=(MediaUse.UNUSED,))
        do(services.media_sorting.add_folder("Not used yet", rule=unused))
        account = next(one.id for one in do(services.accounts.list()) if one.platform.value == "x")
        text = "The autumn set is complete. Which one should be the cover?"
        do(services.composing.save(Draft(account_ids=(account,), text=text, media_ids=tuple(ids[-7:-4]))))

    def _library(self, name: str) -> None:
        """What the library opens: an item beside it, the crop editor, the look-alikes, the storage."""
        from ui.models.places import Place, PlaceKind
        from ui.pages.media import LibraryPage

        view = self.application.view
        view.open_page("library")
        self.settle()
        page = self.window.findChild(LibraryPage)
        chosen = page.model.ids[6]
        page.focus(media_id=chosen)
        self.shoot(f"library-item{name}")
        view.desk.commands.run("library.edit")
        self.until(self._dialogs, "the editor")
        self.settle(1)
        self.shoot_over(f"library-editor{name}")
        view.close_inspector()
        page.opening.storage()
        self.shoot_over(f"library-storage{name}")
        page.go_to(Place(PlaceKind.ALIKE))
        self.shoot(f"library-alike{name}")
        page.go_to(Place())
        self.settle()
        page.view.selectAll()
        self.shoot(f"library-selected{name}")
        page.view.clearSelection()

    def _dialogs(self) -> list[Any]:
        from PySide6.QtWidgets import QDialog

        return [dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()]

    def _choose_platform(self, platform: str) -> None:
        from ui.widgets.platform_card import PlatformCard

        cards = (card for dialog in self._dialogs() for card in dialog.findChildren(PlatformCard))
        card = next(one for one in cards if one.accessibleName() == platform)
        card.connect_button.click()

    def _compose_for_two(self, name: str) -> None:
        """One account with words of its own, a thread that waits, and a time."""
        from datetime import datetime, timedelta

        from ofauto_desktop.domain.drafts import Draft, Override
        from ui.pages.composer import Composer

        view = self.application.view
        view.open_page("calendar")
        accounts = self.loop.submit(view._services.accounts.list()).result(PATIENCE)  # noqa: SLF001 - as above
        mine, other = [one for one in accounts if one.platform.value == "x"][:2]
        view.compose()
        sheet = self.window.findChild(Composer)
        self.until(lambda: sheet._ready, "the composer")  # noqa: SLF001 - as above
        sheet._load(  # noqa: SLF001 - what a person would type
            Draft(
                account_ids=(mine.id, other.id),
                text="The autumn set is out tonight at nine. Which one should be the cover?",
                thread=("Here is how the light was made: one lamp, one sheet.",),
                overrides={other.id: Override(text="The autumn set is out tomorrow at nine. Who is coming?")},
                delays=(10,),
                at=datetime.now().replace(hour=18, minute=30, second=0, microsecond=0) + timedelta(days=2),  # noqa: DTZ005
            )
        )
        sheet.chips.choose((mine.id, other.id))
        sheet.editor.turn(other.id)
        self.shoot_over(name)

    def _keep_texts(self, name: str) -> None:
        from ofauto_desktop.domain.planning import TextBlockKind
        from ofauto_desktop.domain.texts import NewText
        from ui.dialogs.kept_texts import KeptTexts
        from ui.pages.composer import Composer

        view = self.application.view
        services = view._services  # noqa: SLF001 - as above
        if not self.loop.submit(services.texts.list()).result(PATIENCE):
            for kind, title, body in (
                (TextBlockKind.TEMPLATE, "Launch of a set", "{client} has a new set: {name}, {price} until {date}."),
                (TextBlockKind.HASHTAGS, "Autumn", "#autumn #portrait #onelamp"),
                (TextBlockKind.SIGNATURE, "Studio", "Made with one lamp. {handle}"),
            ):
                self.loop.submit(services.texts.add(NewText(kind=kind, name=title, body=body))).result(PATIENCE)
        view.compose()
        sheet = self.window.findChild(Composer)
        self.until(lambda: sheet._ready, "the composer")  # noqa: SLF001 - as above
        sheet.aids.inserter.managing.emit()
        dialog = sheet.findChild(KeptTexts)
        self.until(lambda: dialog.list.count() > 0, "the kept texts")
        dialog.list.setCurrentRow(0)
        self.shoot_over(name)

    def _compose(self, name: str) -> None:
        from ui.pages.composer import Composer

        view = self.application.view
        view.open_page("calendar")
        media = self.loop.submit(view._services.library.list(limit=2)).result(PATIENCE)  # noqa: SLF001 - as above
        accounts = self.loop.submit(view._services.accounts.list()).result(PATIENCE)  # noqa: SLF001 - as above
        view.compose(
            text="The first pictures of the autumn set are out. Which one should be the cover?",
            account_ids=tuple(one.id for one in accounts if one.platform.value == "x")[:1],
            media_ids=tuple(one.id for one in media),
        )
        sheet = self.window.findChild(Composer)
        self.until(lambda: sheet._ready, "the composer")  # noqa: SLF001 - as above
        self.shoot_over(name)

    def _behind_a_number(self) -> None:
        from ui.widgets.card import StatTile

        self.application.view.open_page("home")
        self.settle()
        self.window.findChildren(StatTile)[0].click()
        self.shoot("behind-a-number")
        self.application.view.close_inspector()

    def _locked(self) -> None:
        from ui.pages.unlock import UnlockPage

        self.application.view.desk.commands.run("workspace.lock")
        self.until(lambda: isinstance(self.window.view(), UnlockPage), "the lock")
        self.shoot("unlock")

    def shoot_over(self, name: str) -> None:
        """The dialog where it stands over the window; then it is closed."""
        from PySide6.QtCore import QPoint
        from PySide6.QtGui import QPainter
        from PySide6.QtWidgets import QDialog

        self.settle()
        open_now = [dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()]
        picture = self.window.grab()
        for dialog in open_now:
            painter = QPainter(picture)
            painter.fillRect(picture.rect(), self.application.theme.colour("shadow"))
            room = picture.rect().center() - QPoint(dialog.width() // 2, dialog.height() // 2)
            painter.drawPixmap(room, dialog.grab())
            painter.end()
        self._save(picture, name)
        for dialog in open_now:
            dialog.done(0)  # nothing is said of what was left
        self.settle(0.1)

    def shoot(self, name: str) -> None:
        self.settle()
        self._save(self.window.grab(), name)

    def _save(self, picture: "QPixmap", name: str) -> None:
        """Without transparency and packed well: these pictures are kept with the program."""
        from PIL import Image

        file = self._into / f"{name}.png"
        picture.save(str(file))
        with Image.open(file) as whole:
            few = whole.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(file, optimize=True)

    def settle(self, seconds: float = 0.6) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._app.processEvents()
            time.sleep(0.01)

    def until(self, reached: Callable[[], object], what: str) -> None:
        from PySide6.QtWidgets import QDialog

        until = time.monotonic() + PATIENCE
        while not reached():
            if time.monotonic() > until:
                self.shoot("stuck")
                for dialog in self.window.findChildren(QDialog):
                    dialog.grab().save(str(self._into / "stuck-dialog.png"))
                message = f"{what} did not come"
                raise TimeoutError(message)
            self.settle(0.05)


if __name__ == "__main__":
    raise SystemExit(main())
