"""scripts/with-desktop gives what the tests marked for it count on."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.x11
def test_there_is_a_display_with_a_tray(qtbot: object) -> None:
    from PySide6.QtWidgets import QApplication, QSystemTrayIcon

    assert QApplication.platformName() == "xcb"
    assert QSystemTrayIcon.isSystemTrayAvailable()


@pytest.mark.keychain
def test_there_is_an_unlocked_keychain() -> None:
    import keyring

    assert type(keyring.get_keyring()).__module__ == "keyring.backends.SecretService"
    keyring.set_password("ofauto tests", "someone", "gehëim")
    assert keyring.get_password("ofauto tests", "someone") == "gehëim"
    keyring.delete_password("ofauto tests", "someone")
    assert keyring.get_password("ofauto tests", "someone") is None


@pytest.mark.x11
@pytest.mark.parametrize("code", [0, 7])
def test_it_hands_on_the_exit_code_of_its_command(code: int) -> None:
    done = subprocess.run([ROOT / "scripts" / "with-desktop", "bash", "-c", f"exit {code}"], timeout=60, check=False)
    assert done.returncode == code
