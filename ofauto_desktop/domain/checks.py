"""What a platform's rules say about a post before it is saved, and again before it is sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that keeps a post from going out as it is (`blocking`), or that a person should know before it does."""

    text: str
    blocking: bool = True
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMeasure:
    """Length by the platform's own rule; `limit` in the same units. `cut` is the index where the limit is passed, or None."""

    length: int
    limit: int
    cut: int | None
