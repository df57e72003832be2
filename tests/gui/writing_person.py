"""A person who writes in the real composer until the process is killed: `python -m tests.gui.writing_person FOLDER`.

Says "typed" once all words are in the sheet.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.loop import BackgroundLoop
from ofauto_desktop.runtime.paths import resources_dir
from ofauto_desktop.services.account_sets import AccountSets
from ofauto_desktop.services.best_times import BestTimesToPost
from ofauto_desktop.services.media_variants import MediaVariants
from ofauto_desktop.services.metrics import Metrics
from ofauto_desktop.services.planning_book import Planning
from ofauto_desktop.services.preferences import Preferences
from ofauto_desktop.services.texts import Texts
from ofauto_desktop.services.unfinished import Unfinished
from tests.gui.conftest import RecordingShell
from tests.publishing_stage import Stage, opened
from ui.bus_bridge import BusBridge
from ui.commands import Commands
from ui.desk import Desk
from ui.error_presenter import ErrorPresenter
from ui.pages.composer import Composer
from ui.tasks import Tasks
from ui.theme import Theme

WORDS = "A long thought that nobody has stored"
OWN = " and something for one account"


def planning(stage: Stage) -> Planning:
    now, database = stage.clocks.now, stage.database
    return Planning(database, stage.accounts, stage.composing, Preferences(database), stage.bus, now)


def composer(stage: Stage, desk: Desk) -> Composer:
    """A sheet on the services of `stage`."""
    now, database = stage.clocks.now, stage.database
    return Composer(
        composing=stage.composing,
        publishing=stage.publishing,
        planning=planning(stage),
        accounts=stage.accounts,
        sets=AccountSets(database, now),
        library=stage.library,
        variants=MediaVariants(database, stage.library._files, stage.bus, now),
        metrics=Metrics(database, now),
        best_times=BestTimesToPost(database, now),
        texts=Texts(database, now),
        unfinished=Unfinished(database, now),
        desk=replace(desk, now=now, zone="Europe/Berlin", events=BusBridge(stage.bus)),
    )


def main(folder: Path) -> None:
    app = QApplication([])
    theme = Theme(app, resources_dir())
    loop = BackgroundLoop()
    stage = loop.submit(opened(folder, people=2)).result(30)
    owner = QWidget()
    desk = Desk(
        tasks=Tasks(loop),
        errors=ErrorPresenter(),
        commands=Commands(owner),
        events=BusBridge(EventBus()),
        theme=theme,
        shell=RecordingShell(),
        now=lambda: datetime.now(UTC),
        zone="Europe/Berlin",
    )
    sheet = composer(stage, desk)
    sheet.begin(account_ids=tuple(one.id for one in stage.people))
    sheet.show()
    while not sheet._ready:
        QTest.qWait(20)
    QTest.keyClicks(sheet.editor.first.field, WORDS)
    sheet.editor.scope_chips[stage.people[1].id].click()
    QTest.keyClicks(sheet.editor.first.field, OWN)
    print("typed", flush=True)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
