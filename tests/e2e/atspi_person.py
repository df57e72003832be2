"""Eyes and hands of a person in front of the window, by the screen reader's tree (AT-SPI).

Run by Debian's own Python, which has `gi`; the tests' has not. Reads one JSON order a line, answers one line each:
{"ok": …} or {"error": "…"}. `tests/e2e/person.py` is its other end.
"""

import json
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

LOOK_AGAIN = 0.05  # seconds
PRESSES = ("Press", "Toggle", "Trigger", "ShowMenu")
TELLING = ("checked", "checkable", "enabled", "focused", "focusable", "sensitive", "selected", "expanded", "editable")


class Node:
    """One accessible thing in sight, with what a screen reader would say of it."""

    def __init__(self, thing, window) -> None:
        self.thing, self.window = thing, window
        self.role, self.name = thing.get_role_name(), thing.get_name()
        self.value = None
        if self.role == "combo box":
            # On Linux Qt gives what is chosen as the name, and what it is for as a label or a description.
            self.value, self.name = self.name, label_of(thing) or thing.get_description()
        self.states = {state.value_nick for state in thing.get_state_set().get_states()}

    def told(self):
        states = [state for state in TELLING if state in self.states]
        return {"role": self.role, "name": self.name, "states": states, "window": self.window, "text": self.holds()}

    def holds(self):
        return self.text() if self.value is None else self.value

    def description(self):
        return self.thing.get_description()

    def text(self):
        if "Text" not in self.thing.get_interfaces() or self.role == "password text":
            return None
        return Atspi.Text.get_text(self.thing, 0, -1)

    def extents(self):
        place = self.thing.get_extents(Atspi.CoordType.SCREEN)
        return [place.x, place.y, place.width, place.height]


def label_of(thing):
    labels = [one for one in thing.get_relation_set() if one.get_relation_type() == Atspi.RelationType.LABELLED_BY]
    return labels[0].get_target(0).get_name() if labels else ""


def application(pid):
    """The program's root; None while it is not on the bus."""
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for index in range(desktop.get_child_count()):
        one = desktop.get_child_at_index(index)
        if one is not None and one.get_process_id() == pid:
            one.set_cache_mask(Atspi.Cache.NONE)  # what it was a moment ago is of no use
            return one
    return None


def in_sight(thing, window=""):
    """Every showing node below `thing`, in reading order."""
    for index in range(thing.get_child_count()):
        try:
            child = thing.get_child_at_index(index)
            node = None if child is None else Node(child, window)
        except GLib.Error:
            continue  # it went away while it was looked at
        if node is not None and "showing" in node.states:
            yield node
            yield from in_sight(child, window or node.name)


def look(pid):
    """What is in sight; None where that cannot be said."""
    while GLib.MainContext.default().iteration(False):
        pass
    try:
        root = application(pid)
        return None if root is None else list(in_sight(root))
    except GLib.Error:
        return None  # the program is just coming or going


def fits(node, order):
    role, name = order.get("role"), order["name"]
    if role is not None and node.role != role:
        return False
    if order.get("window") and not re.fullmatch(order["window"], node.window):
        return False
    if not set(order.get("states", ())) <= node.states or re.fullmatch(name, node.name) is None:
        return False
    return "text" not in order or node.holds() == order["text"]


def found(order):
    """The first node that fits, or the last of them, waited for; None once it is gone, where that is waited for."""
    until = time.monotonic() + order.get("patience", 15)
    while True:
        nodes = look(order["pid"])
        fitting = [node for node in nodes or () if fits(node, order)]
        if order.get("gone"):
            if nodes is not None and not fitting:
                return None
        elif fitting:
            return fitting[-1 if order.get("last") else 0]
        if time.monotonic() > until:
            sight = "\n".join(
                f"{one.window}: {one.role} {one.name!r} {one.holds() or ''}" for one in nodes or () if one.name
            )
            wanted = {key: order[key] for key in ("role", "name", "states", "text", "gone") if key in order}
            raise LookupError(f"in sight:\n{sight}\nand this did not come: {wanted}")
        time.sleep(LOOK_AGAIN)


def press(order):
    node = found({**order, "states": ["enabled", "sensitive"]})
    actions = {node.thing.get_action_name(index): index for index in range(node.thing.get_n_actions())}
    known = [actions[name] for name in PRESSES if name in actions]
    if not known:
        raise LookupError(f"{node.role} {node.name!r} has no action among {list(actions)}")
    node.thing.do_action(known[0])
    return node.told()


def focus(order):
    node = found({**order, "states": ["enabled", "sensitive"]})
    node.thing.grab_focus()
    return {**found({**order, "states": ["focused"]}).told(), "extents": node.extents()}


def walk(order):
    """Begun anew where something goes away meanwhile: a page that still fills makes rows of its own anew."""
    until = time.monotonic() + order.get("patience", 15)
    while True:
        try:
            if (nodes := look(order["pid"])) is not None:
                return [{**node.told(), "description": node.description(), "extents": node.extents()} for node in nodes]
        except GLib.Error:
            pass
        if time.monotonic() > until:
            raise LookupError("the program is not there, or never stands still")
        time.sleep(LOOK_AGAIN)


def see(order):
    node = found(order)
    return None if node is None else node.told()


ORDERS = {"see": see, "press": press, "focus": focus, "walk": walk}


def main():
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = {"ok": ORDERS[order["do"]](order)}
        except (LookupError, GLib.Error) as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
