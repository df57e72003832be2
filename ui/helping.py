"""Help of our own words, offline: one Markdown file for each page and language (resources/help)."""

from dataclasses import dataclass
from pathlib import Path

from ofauto_desktop.domain.search import holds

SOURCE = "en"
# What holds on every page.
EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, empty for what stands before the first, and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """The help on one page; `id` is the page's."""

    id: str
    title: str
    sections: tuple[Section, ...]

    def answers(self, typed: str) -> int | None:
        """How well it answers the words, as `domain.search.holds` says; its title counts most."""
        if (at := holds(self.title, typed)) is not None:
            return at
        words = " ".join(f"{one.title} {' '.join(one.paragraphs)}" for one in self.sections)
        return None if holds(words, typed) is None else 3


def read(resources: Path, language: str) -> tuple[Topic, ...]:
    """Every topic in `language`; one that is not translated is given in English. Reads files: not on the GUI thread."""
    english = resources / "help" / SOURCE
    spoken = resources / "help" / language
    found = []
    for file in sorted(english.glob("*.md")):
        own = spoken / file.name
        found.append(parsed(file.stem, (own if own.exists() else file).read_text(encoding="utf-8")))
    return tuple(found)


def parsed(topic_id: str, text: str) -> Topic:
    """A help file: "# title", then paragraphs, under "## headings" where there are some."""
    title, sections = "", [Section("", ())]
    for block in (" ".join(part.split()) for part in text.split("\n\n")):
        if block.startswith("## "):
            sections.append(Section(block.removeprefix("## "), ()))
        elif block.startswith("# "):
            title = block.removeprefix("# ")
        elif block:
            last = sections[-1]
            sections[-1] = Section(last.title, (*last.paragraphs, block))
    return Topic(topic_id, title, tuple(one for one in sections if one.paragraphs))
