"""What the window knows before the workspace is unlocked: its colours, text size and place. Nothing secret, one small file."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ofauto_desktop.domain.preferences import Density, Motion, Theme

FILE = "window.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """`geometry` is Qt's own, in base64. The preferences of the workspace rule once it is open."""

    theme: str = Theme.SYSTEM.value
    text_size: int = 100
    geometry: str = ""
    density: str = Density.COMFORTABLE.value
    motion: str = Motion.SYSTEM.value
    language: str = "system"

    @property
    def colours(self) -> Theme:
        return Theme(self.theme) if self.theme in set(Theme) else Theme.SYSTEM

    @property
    def room(self) -> Density:
        return Density(self.density) if self.density in set(Density) else Density.COMFORTABLE

    @property
    def moves(self) -> Motion:
        return Motion(self.motion) if self.motion in set(Motion) else Motion.SYSTEM


_KINDS: dict[str, Any] = {name: type(value) for name, value in asdict(Remembered()).items()}


def read(data_dir: Path) -> Remembered:
    """What was kept; the defaults where there is nothing, or nothing that can be read."""
    try:
        kept = json.loads((data_dir / FILE).read_text(encoding="utf-8"))
        known = {name: _KINDS[name](value) for name, value in kept.items() if name in _KINDS}
        return Remembered(**known)
    except (OSError, ValueError, TypeError, AttributeError):
        return Remembered()


async def keep(data_dir: Path, remembered: Remembered) -> None:
    """Write it down, off the GUI thread. A folder that is not there yet is left alone."""
    import asyncio

    await asyncio.to_thread(_write, data_dir, remembered)


def _write(data_dir: Path, remembered: Remembered) -> None:
    if data_dir.is_dir():
        (data_dir / FILE).write_text(json.dumps(asdict(remembered)), encoding="utf-8")
