"""Tags of posts: words that people sort them by, kept as they were first written."""

from collections.abc import Iterable

LONGEST_TAG = 40
MOST_TAGS = 30


def tidy(tags: Iterable[str]) -> tuple[str, ...]:
    """Without white space around and doubled within, without empty ones, each once whatever its case."""
    clean = (" ".join(tag.split()) for tag in tags)
    kept: dict[str, str] = {}
    for tag in clean:
        if tag:
            kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())


def changed(tags: Iterable[str], add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    """`tags` with some taken away and some put at the end."""
    gone = {tag.casefold() for tag in tidy(remove)}
    return tidy([*(tag for tag in tags if tag.casefold() not in gone), *add])


def too_much(tags: Iterable[str]) -> str | None:
    """Why these cannot be a post's tags; None where they can."""
    all_of_them = tuple(tags)
    if any(len(tag) > LONGEST_TAG for tag in all_of_them):
        return f"a tag has at most {LONGEST_TAG} characters"
    return f"a post has at most {MOST_TAGS} tags" if len(all_of_them) > MOST_TAGS else None
