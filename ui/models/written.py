"""What stands in the composer: what is written for all accounts, and what some of them have of their own (B4). No Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from ofauto_desktop.domain.drafts import Content, Draft, Override

_NOTHING = Override()


class Aspect(StrEnum):
    """What an account can have of its own."""

    TEXT = "text"
    THREAD = "thread"
    MEDIA = "media"


_FIELDS = {Aspect.TEXT: "text", Aspect.THREAD: "thread", Aspect.MEDIA: "media_ids"}


class Written:
    """A draft while it is written. A `scope` is an account's id, or None for what all accounts get.

    What is written for one account becomes its own; where it is again what all get, it follows them again, unless it
    was detached on purpose.
    """

    def __init__(self, draft: Draft | None = None) -> None:
        self._draft = draft or Draft(account_ids=())
        self._held: frozenset[tuple[int, Aspect]] = frozenset()

    def load(self, draft: Draft) -> None:
        """Begin with a draft; what its accounts have of their own was meant so."""
        self._draft = draft
        self._held = frozenset(
            (account_id, aspect)
            for account_id, own in draft.overrides.items()
            for aspect in Aspect
            if getattr(own, _FIELDS[aspect]) is not None
        )

    def snapshot(self) -> tuple[Draft, frozenset[tuple[int, Aspect]]]:
        """How it stands, for `restore`."""
        return self._draft, self._held

    def restore(self, snapshot: tuple[Draft, frozenset[tuple[int, Aspect]]]) -> None:
        self._draft, self._held = snapshot

    def content(self, scope: int | None) -> Content:
        """What an account gets, or what is written for all."""
        draft = self._draft if scope is not None else replace(self._draft, overrides={})
        return draft.content_for(-1 if scope is None else scope)

    def draft(self, account_ids: Iterable[int], **more: Any) -> Draft:
        """The draft for these accounts; what was written for others stays here in case they come back."""
        chosen = tuple(account_ids)
        overrides = {one: own for one, own in self._draft.overrides.items() if one in chosen and not own.is_empty}
        return replace(self._draft, account_ids=chosen, overrides=overrides, **more)

    def put_text(self, scope: int | None, text: str) -> None:
        self._put(scope, Aspect.TEXT, text)

    def put_thread(self, scope: int | None, thread: tuple[str, ...]) -> None:
        self._put(scope, Aspect.THREAD, thread)

    def put_media(self, scope: int | None, media_ids: tuple[int, ...]) -> None:
        self._put(scope, Aspect.MEDIA, media_ids)

    def put_delays(self, delays: tuple[int, ...]) -> None:
        """Minutes before each part of the thread; every account's parts wait as long."""
        self._draft = replace(self._draft, delays=delays)

    def drop_times(self) -> None:
        """Every account goes out when all do."""
        overrides = {one: replace(own, at=None) for one, own in self._draft.overrides.items()}
        self._draft = replace(self._draft, overrides=overrides)

    def put_option(self, account_id: int, name: str, value: str | None) -> None:
        """A setting of one account's platform; None is the platform's own way."""
        own = self._own(account_id)
        options = {key: kept for key, kept in own.options.items() if key != name}
        self._set(account_id, replace(own, options=options if value is None else {**options, name: value}))

    def options(self, account_id: int) -> Mapping[str, str]:
        return self._own(account_id).options

    def is_own(self, scope: int | None, aspect: Aspect) -> bool:
        """Whether an account has this of its own."""
        return scope is not None and getattr(self._own(scope), _FIELDS[aspect]) is not None

    def differs(self, account_id: int) -> bool:
        """Whether an account has anything of its own."""
        return not self._own(account_id).is_empty

    def detach(self, account_id: int, aspect: Aspect) -> None:
        """From here on it is the account's own, whatever becomes of what all get."""
        self._held |= {(account_id, aspect)}
        if not self.is_own(account_id, aspect):
            self._set_own(account_id, aspect, self._value(account_id, aspect))

    def follow(self, account_id: int, aspect: Aspect) -> None:
        """The account gets what all get again."""
        self._held -= {(account_id, aspect)}
        self._set_own(account_id, aspect, None)

    def _put(self, scope: int | None, aspect: Aspect, value: Any) -> None:
        if scope is None:
            field = _FIELDS[aspect]
            self._draft = replace(self._draft, **{field: value})
        elif value == self._value(None, aspect) and (scope, aspect) not in self._held:
            self._set_own(scope, aspect, None)
        else:
            self._set_own(scope, aspect, value)

    def _value(self, scope: int | None, aspect: Aspect) -> Any:
        content = self.content(scope)
        match aspect:
            case Aspect.TEXT:
                return content.parts[0]
            case Aspect.THREAD:
                return content.parts[1:]
            case Aspect.MEDIA:
                return content.media_ids

    def _own(self, account_id: int) -> Override:
        return self._draft.overrides.get(account_id, _NOTHING)

    def _set_own(self, account_id: int, aspect: Aspect, value: Any) -> None:
        changed: dict[str, Any] = {_FIELDS[aspect]: value}
        self._set(account_id, replace(self._own(account_id), **changed))

    def _set(self, account_id: int, own: Override) -> None:
        self._draft = replace(self._draft, overrides={**self._draft.overrides, account_id: own})
