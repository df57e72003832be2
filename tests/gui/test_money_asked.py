"""A part of the page of money that is asked the same again and again still answers."""

import asyncio
from datetime import date

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.analytics import Scope
from ui.pages.money_asked import Asked, Section

TODAY = date(2026, 6, 4)


def asked(currency="USD") -> Asked:
    return Asked(scope=Scope(), currency=currency, today=TODAY)


class Slow(Section):
    """Reads for as long as it is held."""

    def __init__(self, desk) -> None:
        super().__init__(desk, QWidget())
        self.held, self.begun, self.shown = asyncio.Event(), 0, []

    def refresh(self) -> None:
        self.begun += 1
        self.read(self._read(self.asked.currency), self.shown.append)

    async def _read(self, currency):
        await self.held.wait()
        return currency


def made(qtbot, desk) -> Slow:
    section = Slow(desk)
    qtbot.addWidget(section)
    section.show()
    return section


def let_go(desk, section) -> None:
    desk.tasks._loop.loop.call_soon_threadsafe(section.held.set)


def test_the_same_question_waits_for_its_answer_and_is_read_once_more(qtbot, desk):
    section = made(qtbot, desk)
    for _ in range(5):
        section.look(asked())
    assert section.begun == 1
    let_go(desk, section)
    qtbot.waitUntil(lambda: section.shown == ["USD", "USD"])
    assert section.begun == 2


def test_another_question_is_read_at_once_and_the_answer_before_is_dropped(qtbot, desk):
    section = made(qtbot, desk)
    section.look(asked())
    section.look(asked("EUR"))
    assert section.begun == 2
    let_go(desk, section)
    qtbot.waitUntil(lambda: section.shown == ["EUR"])
    section.look(asked("EUR"))
    qtbot.waitUntil(lambda: section.shown == ["EUR", "EUR"])
