"""The stack of what was done: order, impatience, forgetting, and steps whose ground is gone."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from ofauto_desktop.domain.errors import Conflict
from ui.undo import MOST_STEPS, History, Step


@pytest.fixture
def history(tasks, errors):
    owner = QObject()
    made = History(tasks, errors, owner)
    made.owner = owner
    return made


class Place:
    """A thing that is moved about: every step sets it, every undo sets it back."""

    def __init__(self, history) -> None:
        self.history, self.at = history, 0

    def move(self, to):
        before = self.at
        self.at = to
        self.history.add(Step(text=f"to {to}", undo=lambda: self.put(before), redo=lambda: self.put(to)))

    async def put(self, at):
        await asyncio.sleep(0)
        self.at = at


def test_presses_in_quick_succession_take_their_turns(qtbot, history):
    place = Place(history)
    for to in (1, 2, 3):
        place.move(to)
    for _ in range(3):
        history.undo()
    qtbot.waitUntil(lambda: place.at == 0)
    for _ in range(2):
        history.redo()
    qtbot.waitUntil(lambda: place.at == 2)


def test_a_new_step_forgets_what_was_taken_back(qtbot, history):
    place = Place(history)
    place.move(1)
    history.undo()
    qtbot.waitUntil(lambda: history.next_redo is not None)
    place.move(5)
    assert history.next_redo is None


def test_only_so_many_steps_are_kept(history):
    undone = []
    for number in range(MOST_STEPS + 20):
        history.add(Step(text=str(number), undo=lambda n=number: undone.append(n)))
    while history.next_undo is not None:
        history.undo()
    assert undone == list(range(MOST_STEPS + 19, 19, -1))


def test_a_failed_step_is_dropped_and_told_of_by_name(qtbot, history):
    async def refuse():
        raise Conflict("The post is being sent.")

    undone = []
    history.add(Step(text="First", undo=lambda: undone.append(1)))
    history.add(Step(text="Second", undo=refuse))
    with qtbot.waitSignal(history.failed) as told:
        history.undo()
        history.undo()  # pressed without knowing: not done
    step, why = told.args
    assert (step.text, why) == ("Second", "The post is being sent.")
    assert undone == []
    assert history.next_undo.text == "First"


def test_a_step_of_a_closed_sheet_says_so(qtbot, history):
    def deleted():
        raise RuntimeError("Internal C++ object (Composer) already deleted.")

    history.add(Step(text="Kept as a draft", undo=deleted))
    with qtbot.waitSignal(history.failed) as told:
        history.undo()
    assert "no longer open" in told.args[1]


def test_a_step_without_redo_ends_the_way_forward(qtbot, history):
    place = Place(history)
    history.add(Step(text="Deleted", undo=lambda: None))
    place.move(1)
    history.undo()
    qtbot.waitUntil(lambda: place.at == 0 and history.next_redo is not None)
    history.undo()
    assert history.next_redo is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.one_of(st.integers(1, 9), st.sampled_from(["undo", "redo"])), max_size=25))
def test_whatever_is_pressed_the_place_is_that_of_the_steps_that_stand(qtbot, tasks, errors, acts):
    owner = QObject()
    history = History(tasks, errors, owner)
    place = Place(history)
    stands, ahead = [0], []
    for act in acts:
        if act == "undo" and len(stands) > 1:
            ahead.append(stands.pop())
        elif act == "redo" and ahead:
            stands.append(ahead.pop())
        elif isinstance(act, int):
            stands.append(act)
            ahead = []
            place.move(act)
            continue
        (history.undo if act == "undo" else history.redo)()
        qtbot.waitUntil(lambda: place.at == stands[-1] and not history._busy)
    assert place.at == stands[-1]
