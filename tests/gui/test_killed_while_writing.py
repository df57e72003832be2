"""B9 with a real process and a real kill: what was typed five seconds before is there when OFAuto starts again."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.gui.writing_person import OWN, WORDS, composer
from tests.publishing_stage import Clocks, Database, _db_key, assemble, new_platforms
from ui.widgets.states import Banner

PROMISED = 5.0  # seconds


@pytest.mark.slow
def test_what_was_being_written_is_there_after_a_kill(qtbot, desk, loop, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "tests.gui.writing_person", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as person:
        try:
            assert person.stdout is not None
            assert person.stdout.readline() == "typed\n"
            time.sleep(PROMISED)  # the promise is a time
        finally:
            person.send_signal(signal.SIGKILL)
    clocks = Clocks()
    stage = assemble(tmp_path, clocks, new_platforms(clocks, 2), Database(tmp_path / "ofauto.db", _db_key()), "second")
    sheet = composer(stage, desk)
    qtbot.addWidget(sheet)
    sheet.begin()
    sheet.show()
    qtbot.waitUntil(lambda: sheet._ready)
    assert sheet.editor.first.text() == WORDS
    [own] = sheet.draft().overrides.values()
    assert own.text == WORDS + OWN
    assert len(sheet.chips.chosen()) == 2
    banner = sheet.findChild(Banner)
    assert banner.accessibleName() == "OFAuto ended while you wrote this. All of it is here."
    assert sheet.keeping.key == loop.submit(_first_key(stage)).result(10)
    loop.submit(stage.aclose()).result(10)


async def _first_key(stage):
    from ofauto_desktop.services.unfinished import Unfinished

    [kept] = await Unfinished(stage.database, stage.clocks.now).all_new()
    return kept.key
