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
class Draft:
    """A post as a person means it. `at`: a When, ISO 8601 text, or a naive local time, meant in each account's own zone.

    `overrides` gives an account (by id) a text of its own. `thread` holds the parts after the first.
    """

    account_ids: tuple[int, ...]
    text: str = field(default="", repr=False)
    thread: tuple[str, ...] = field(default=(), repr=False)
    overrides: Mapping[int, str] = field(default_factory=dict, repr=False)
    media_ids: tuple[int, ...] = ()
    reply_to: str | None = None
    at: When | str | datetime = When.DRAFT


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
