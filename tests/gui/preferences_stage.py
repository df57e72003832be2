"""Preferences in memory."""

from datetime import UTC, datetime

from ofauto_desktop.domain.events import PreferencesChanged
from ofauto_desktop.runtime.bus import EventBus

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class StubPreferences:
    def __init__(self, bus: EventBus | None = None) -> None:
        self.chosen: dict[str, object] = {}
        self._bus = bus or EventBus()

    def get(self, setting):
        return self.chosen.get(setting.key, setting.default)

    async def put(self, setting, value):
        self.chosen[setting.key] = setting.parse(value)
        self._bus.publish(PreferencesChanged(at=NOON, key=setting.key))
