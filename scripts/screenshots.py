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

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of a workspace that lives for a minute
PATIENCE = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", default="", help="names that hold this")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        Stage(Path(folder), given.into, given.only).play()
    return 0


class Stage:
    """Plays a person: first run, then each page in each look."""

    def __init__(self, data_dir: Path, into: Path, only: str) -> None:
        from PySide6.QtWidgets import QApplication

        from ofauto_desktop.app import Program
        from ofauto_desktop.runtime.loop import BackgroundLoop
        from storage.key_wrap import KdfParams
        from ui.application import Application

        self._into, self._only = into, only
        self._app = QApplication([])
        self._app.setQuitOnLastWindowClosed(False)
        self._loop = BackgroundLoop()
        self._program = Program(data_dir, self._loop, kdf=KdfParams(memory_kib=64 * 1024, passes=3, lanes=4))
        self._application = Application(self._app, self._program)
        self._window = self._application.window

    def play(self) -> None:
        self._application.start()
        self._window.resize(1280, 840)
        try:
            self._first_run()
            self._pages()
        finally:
            self._loop.submit(self._program.close()).result(PATIENCE)
            self._application.dispose()
            self._loop.stop()

    def _first_run(self) -> None:
        from ui.pages.recovery_kit import RecoveryKit

        first = self._window.view()
        self._shoot("first-run")
        first.choice.practice_button.click()
        first.protect.passphrase.setText(PASSPHRASE)
        first.protect.again.setText(PASSPHRASE)
        first.protect.keychain.box.setChecked(False)
        self._until(first.protect.create_button.isEnabled, "a strong passphrase")
        self._shoot("passphrase")
        first.protect.create_button.click()
        self._until(lambda: self._window.findChild(RecoveryKit) is not None, "the recovery kit")
        kit = self._window.findChild(RecoveryKit)
        self._shoot("recovery-kit")
        for place, edit in zip(kit.asked, kit.answers, strict=True):
            edit.setText(kit._groups[place])  # noqa: SLF001 - a person reads them from the screen
        kit.finish_button.click()
        self._until(lambda: self._application.view is not None, "the workspace")

    def _pages(self) -> None:
        from ofauto_desktop.domain.preferences import Theme
        from ui.navigation import PAGES

        looks: dict[str, tuple[Theme, int, tuple[int, int]]] = {
            "": (Theme.LIGHT, 100, (1280, 840)),
            "-dark": (Theme.DARK, 100, (1280, 840)),
            "-contrast": (Theme.CONTRAST, 100, (1280, 840)),
            "-rail": (Theme.LIGHT, 100, (1000, 800)),
            "-narrow": (Theme.LIGHT, 100, (390, 844)),
            "-large": (Theme.LIGHT, 200, (1280, 840)),
            "-narrow-large": (Theme.DARK, 200, (390, 844)),
        }
        for name, (mode, percent, size) in looks.items():
            self._application.theme.use(mode=mode, percent=percent)
            self._window.resize(*size)
            for page in PAGES:
                if self._only and self._only not in f"{page.id}{name}":
                    continue
                self._application.view.open_page(page.id)
                self._shoot(f"{page.id}{name}")
        self._application.theme.use(mode=Theme.LIGHT, percent=100)
        self._window.resize(1280, 840)
        self._application.view.desk.commands.run("palette")
        self._shoot_dialog("palette")
        self._application.view.open_page("accounts")
        self._application.view.desk.commands.run("accounts.connect")
        self._shoot_dialog("connect")

    def _shoot_dialog(self, name: str) -> None:
        from PySide6.QtWidgets import QDialog

        self._settle()
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.grab().save(str(self._into / f"{name}.png"))
                dialog.close()

    def _shoot(self, name: str) -> None:
        self._settle()
        self._window.grab().save(str(self._into / f"{name}.png"))

    def _settle(self, seconds: float = 0.6) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._app.processEvents()
            time.sleep(0.01)

    def _until(self, reached: Callable[[], bool], what: str) -> None:
        from PySide6.QtWidgets import QDialog

        until = time.monotonic() + PATIENCE
        while not reached():
            if time.monotonic() > until:
                self._shoot("stuck")
                for dialog in self._window.findChildren(QDialog):
                    dialog.grab().save(str(self._into / "stuck-dialog.png"))
                message = f"{what} did not come"
                raise TimeoutError(message)
            self._settle(0.05)


if __name__ == "__main__":
    raise SystemExit(main())
