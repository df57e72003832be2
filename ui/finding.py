"""What the palette lists: things to do and places to go, each with what happens when it is chosen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ofauto_desktop.domain import preferences
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.preferences import Setting
from ofauto_desktop.domain.search import Hit, HitKind, holds
from ui.commands import Command, Commands, keys_of
from ui.desk import Desk, Shell
from ui.format import when
from ui.helping import Topic
from ui.language import tr, tr_marked
from ui.models.entries import LOOKS, Status

GO = "go."
_MOST_COMMANDS = 6
_MOST_SETTINGS = 5
_MOST_TOPICS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. `detail` stands at its end, muted; `keys` instead of it where a command has some."""

    group: str
    title: str
    act: Callable[[], object]
    icon: str = ""
    detail: str = ""
    keys: str = ""

    def aloud(self) -> str:
        """As a screen reader says it."""
        return ", ".join(part for part in (self.title, self.detail, self.keys, self.group) if part)


# Gives what answers the typed words, best first; everything it has where nothing is typed.
Source = Callable[[str], Sequence[Entry]]


def best(typed: str, things: Iterable[tuple[str, Entry]], most: int) -> list[Entry]:
    """Those whose words answer what was typed, the best first and at most so many."""
    ranked = [(holds(words, typed), entry) for words, entry in things]
    found = [(rank, entry) for rank, entry in ranked if rank is not None]
    return [entry for _, entry in sorted(found, key=lambda one: one[0])][:most]


def pages(commands: Commands) -> Source:
    """The pages, as places to go."""

    def find(typed: str) -> list[Entry]:
        able = [one for one in commands.all() if one.id.startswith(GO) and commands.can(one.id)]
        return best(typed, ((f"{one.title} {one.text} {one.words}", _page(commands, one)) for one in able), len(able))

    return find


def acts(commands: Commands) -> Source:
    """What can be done now; all of it where nothing is typed."""

    def find(typed: str) -> list[Entry]:
        able = [
            one for one in commands.all() if not one.id.startswith(GO) and one.id != "palette" and commands.can(one.id)
        ]
        most = _MOST_COMMANDS if typed.strip() else len(able)
        return best(typed, ((f"{one.says} {one.words}", _act(commands, one)) for one in able), most)

    return find


def settings(shell: Shell) -> Source:
    """Each setting, by its words; nothing while nothing is typed."""

    def find(typed: str) -> list[Entry]:
        if not typed.strip():
            return []
        shown = [one for one in preferences.ALL if one.group]
        return best(typed, ((_words_of(one), _setting(one, shell)) for one in shown), _MOST_SETTINGS)

    return find


def topics(known: Sequence[Topic], show: Callable[[str], object], typed: str) -> list[Entry]:
    """Help that answers the words; nothing while nothing is typed."""
    if not typed.strip():
        return []
    ranked = [(topic.answers(typed), topic) for topic in known]
    found = sorted(((rank, topic.title, topic) for rank, topic in ranked if rank is not None), key=lambda one: one[:2])
    return [_topic(topic, show) for _, _, topic in found][:_MOST_TOPICS]


def _topic(topic: Topic, show: Callable[[str], object]) -> Entry:
    return Entry(group=tr("Help"), title=topic.title, act=lambda: show(topic.id), icon="circle-question-mark")


def _words_of(setting: Setting[Any]) -> str:
    words = (setting.label, setting.group, setting.help, *setting.choices.values())
    return " ".join(tr_marked(one) for one in words)


def _setting(setting: Setting[Any], shell: Shell) -> Entry:
    return Entry(
        group=tr("Settings"),
        title=tr_marked(setting.label),
        act=lambda: shell.open_page("settings", setting=setting.key),
        icon="settings",
        detail=tr_marked(setting.group),
    )


def _page(commands: Commands, command: Command) -> Entry:
    return Entry(
        group=tr("Pages"),
        title=command.title or command.text,
        act=lambda: commands.run(command.id),
        icon=command.icon,
        keys=keys_of(command, most=1),
    )


def _act(commands: Commands, command: Command) -> Entry:
    return Entry(
        group=tr("Commands"),
        title=command.says,
        act=lambda: commands.run(command.id),
        icon=command.icon,
        keys=keys_of(command, most=1),
    )


def found(hit: Hit, desk: Desk, opened: Callable[[Hit], None], *, group: str = "") -> Entry:
    """A thing of the workspace; choosing it opens just that, and `opened` is told."""
    icon, words, page, focus = _KINDS[hit.kind]

    def act() -> None:
        opened(hit)
        desk.shell.open_page(page, **{focus: hit.id})

    state = LOOKS[_status(hit.state)] if hit.state is not None else None
    at = when(hit.at, desk.zone, now=desk.now()) if hit.at is not None else ""
    told = [state.word if state else "", at, hit.detail]
    return Entry(
        group=group or words(),
        title=hit.title or tr("A post without text"),
        act=act,
        icon=state.icon if state else icon,
        detail=" · ".join(one for one in told if one),
    )


def page_of(hit: Hit) -> str:
    """The page that shows such a thing."""
    return _KINDS[hit.kind][2]


def _status(state: PostState) -> Status:
    return Status.SENDING if state is PostState.CLAIMED else Status(state.value)


# Icon, the group's words, the page that shows it, and what that page's `focus` calls it.
_KINDS: dict[HitKind, tuple[str, Callable[[], str], str, str]] = {
    HitKind.POST: ("file-text", lambda: tr("Posts"), "calendar", "post_id"),
    HitKind.MEDIA: ("image", lambda: tr("Media"), "library", "media_id"),
    HitKind.FAN: ("heart", lambda: tr("Fans"), "money", "fan"),
    HitKind.CLIENT: ("user", lambda: tr("Clients"), "clients", "client_id"),
    HitKind.ACCOUNT: ("plug", lambda: tr("Accounts"), "accounts", "account_id"),
}
