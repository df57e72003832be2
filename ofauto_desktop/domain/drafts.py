"""What a person is writing: a post that is not stored yet, or the new form of one that is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ofauto_desktop.domain.checks import Problem
from ofauto_desktop.domain.schedule import Moment


class When(StrEnum):
    """The words of `--at` that are no time: `now`, the next free slot, or no time yet."""

    NOW = "now"
    NEXT = "next"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What one account has of its own; None where what is written for all counts.

    `options` are settings of the account's platform, by the names and values of its manifest. `at` is a time of its own,
    as in `Draft`; it counts where the draft is to be scheduled at all.
    """

    text: str | None = field(default=None, repr=False)
    thread: tuple[str, ...] | None = field(default=None, repr=False)
    media_ids: tuple[int, ...] | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    at: str | datetime | None = None

    @property
    def is_empty(self) -> bool:
        """It differs in nothing from what is written for all."""
        own = (self.text, self.thread, self.media_ids, self.at)
        return all(one is None for one in own) and not self.options


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one account gets: the parts' texts, the media of the first part, the platform's settings."""

    parts: tuple[str, ...] = field(repr=False)
    media_ids: tuple[int, ...]
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A post as a person means it. `at`: a When, ISO 8601 text, or a naive local time, meant in each account's own zone.

    `overrides` gives an account (by id) something of its own. `thread` holds the parts after the first, `delays` the
    minutes to wait before each of them (a missing one is none).
    """

    account_ids: tuple[int, ...]
    text: str = field(default="", repr=False)
    thread: tuple[str, ...] = field(default=(), repr=False)
    overrides: Mapping[int, Override] = field(default_factory=dict, repr=False)
    media_ids: tuple[int, ...] = ()
    reply_to: str | None = None
    at: When | str | datetime = When.DRAFT
    delays: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()

    def at_for(self, account_id: int) -> When | str | datetime:
        """When it goes out on an account."""
        own = self.overrides.get(account_id, _NOTHING_OF_ITS_OWN).at
        return self.at if own is None or self.at == When.DRAFT else own

    def content_for(self, account_id: int) -> Content:
        """What an account gets: its own where it has some, what is written for all otherwise."""
        own = self.overrides.get(account_id, _NOTHING_OF_ITS_OWN)
        return Content(
            parts=(
                self.text if own.text is None else own.text,
                *(self.thread if own.thread is None else own.thread),
            ),
            media_ids=self.media_ids if own.media_ids is None else own.media_ids,
            options=own.options,
        )


_NOTHING_OF_ITS_OWN = Override()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What stands in the way of one account's post, or should be known. `account_id` None: of the post as a whole."""

    account_id: int | None
    account: str | None
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft after all checks: planned moments by account id (None for a draft) and what was found."""

    moments: Mapping[int, Moment | None]
    findings: tuple[Finding, ...]

    @property
    def blocked(self) -> bool:
        return any(found.problem.blocking for found in self.findings)
