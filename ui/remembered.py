"""What the window knows before the workspace is unlocked: its colours, text size and place. Nothing secret, one small file."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ofauto_desktop.domain.preferences import Theme

FILE = "window.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """`geometry` is Qt's own, in base64. The preferences of the workspace rule once it is open."""

    theme: str = Theme.SYSTEM.value
    text_size: int = 100
    geometry: str = ""

    @property
    def colours(self) -> Theme:
        return Theme(self.theme) if self.theme in set(Theme) else Theme.SYSTEM


def read(data_dir: Path) -> Remembered:
    """What was kept; the defaults where there is nothing, or nothing that can be read."""
    try:
        kept = json.loads((data_dir / FILE).read_text(encoding="utf-8"))
        return Remembered(theme=str(kept["theme"]), text_size=int(kept["text_size"]), geometry=str(kept["geometry"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Remembered()


async def keep(data_dir: Path, remembered: Remembered) -> None:
    """Write it down, off the GUI thread. A folder that is not there yet is left alone."""
    import asyncio

    await asyncio.to_thread(_write, data_dir, remembered)


def _write(data_dir: Path, remembered: Remembered) -> None:
    if data_dir.is_dir():
        (data_dir / FILE).write_text(json.dumps(asdict(remembered)), encoding="utf-8")
