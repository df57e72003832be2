"""Preferences in memory."""


class StubPreferences:
    def __init__(self) -> None:
        self.chosen: dict[str, object] = {}

    def get(self, setting):
        return self.chosen.get(setting.key, setting.default)

    async def put(self, setting, value):
        self.chosen[setting.key] = setting.parse(value)
