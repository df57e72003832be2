"""Texts to use again: templates with variables, snippets, sets of hashtags, signatures (C6, C7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ofauto_desktop.domain.planning import TextBlockKind
from ofauto_desktop.domain.platforms import PlatformId

# {client}, {price per month}: a word, or several, in braces. Other braces are text.
_VARIABLE = re.compile(r"\{([^\W\d_][\w ]{0,38}\w|[^\W\d_])\}")
_BETWEEN_PARTS = re.compile(r"^---[ \t]*$\n?", re.MULTILINE)
LONGEST_TEXT = 25_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """A text to be kept. `texts` holds those of single platforms, where they differ; `client_id` None: for every client."""

    kind: TextBlockKind
    name: str
    body: str = field(repr=False)
    texts: Mapping[PlatformId, str] = field(default_factory=dict, repr=False)
    client_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock(NewText):
    """A kept text. `used_at` (aware UTC) is when it was last put into a post."""

    id: int
    used_at: datetime | None = None

    def body_for(self, platform: PlatformId | None) -> str:
        """The text as one platform gets it."""
        return self.body if platform is None else self.texts.get(platform, self.body)

    @property
    def bodies(self) -> tuple[str, ...]:
        """Every form of it."""
        return (self.body, *self.texts.values())


def variables(*texts: str) -> tuple[str, ...]:
    """The names in braces, each once, as they come; their case does not count."""
    return tuple(dict.fromkeys(found.group(1).casefold() for text in texts for found in _VARIABLE.finditer(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its variables filled in; one without a value stays as it is."""
    known = {name.casefold(): value for name, value in values.items()}
    return _VARIABLE.sub(lambda found: known.get(found.group(1).casefold(), found.group()), text)


def parts(text: str) -> tuple[str, ...]:
    """The parts of a template for a thread: lines of three hyphens stand between them."""
    return tuple(part.strip("\n") for part in _BETWEEN_PARTS.split(text))
