"""The settings a person chose, in memory once loaded."""

from typing import Any, TypeVar

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import PreferencesChanged
from ofauto_desktop.domain.preferences import ALL, Setting
from ofauto_desktop.runtime import clock
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from storage import settings
from storage.database import Database

T = TypeVar("T")
_PREFIX = "preference."


class Preferences:
    """Typed settings of one workspace. `load` once; `get` is then cheap, from any thread.

    Where a bus is given, every choice is told there.
    """

    def __init__(self, database: Database, bus: EventBus | None = None, now: Now = clock.now) -> None:
        self._database, self._bus, self._now = database, bus, now
        self._chosen: dict[str, Any] = {}

    async def load(self) -> None:
        """Read what is stored. A value that this version does not take counts as not chosen."""
        stored = await self._database.read(settings.under, _PREFIX)
        chosen: dict[str, Any] = {}
        for setting in ALL:
            if setting.key in stored:
                try:
                    chosen[setting.key] = setting.parse(stored[setting.key])
                except ValueError:
                    continue  # written by another version; the default holds until a person chooses again
        self._chosen = chosen

    def get(self, setting: Setting[T]) -> T:
        """The chosen value, or the default."""
        value: T = self._chosen.get(setting.key, setting.default)
        return value

    async def put(self, setting: Setting[T], value: T) -> None:
        """Keep `value`. Raises BadInput where the setting does not take it; nothing changes then."""
        try:
            parsed = setting.parse(value)
        except ValueError as error:
            raise BadInput(f"{setting.label}: {error}", item=setting.key) from error
        await self._database.write(settings.put, _PREFIX + setting.key, parsed)
        self._chosen = {**self._chosen, setting.key: parsed}
        if self._bus is not None:
            self._bus.publish(PreferencesChanged(at=self._now(), key=setting.key))
