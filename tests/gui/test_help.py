"""Help: on every page, in every language that is shown, by F1 and by search, without a network."""

import pytest
from PySide6.QtWidgets import QLabel

from ofauto_desktop.runtime.paths import resources_dir
from ui.commands import Command
from ui.helping import EVERYWHERE, parsed, read
from ui.navigation import PAGES
from ui.widgets.help_panel import HelpPanel

LANGUAGES = ("en", "de")


@pytest.fixture(scope="module", params=LANGUAGES)
def topics(request):
    return read(resources_dir(), request.param)


def test_every_page_has_its_help(topics):
    known = {one.id for one in topics}
    assert {page.id for page in PAGES} - known == set()
    assert EVERYWHERE in known


def test_each_topic_is_short_and_has_a_title(topics):
    for topic in topics:
        words = sum(len(paragraph.split()) for section in topic.sections for paragraph in section.paragraphs)
        assert topic.title, topic.id
        assert 20 < words < 400, topic.id


def test_german_has_the_same_sections_as_english():
    english, german = (read(resources_dir(), language) for language in LANGUAGES)
    assert [(one.id, len(one.sections)) for one in german] == [(one.id, len(one.sections)) for one in english]
    assert [one.title for one in german] != [one.title for one in english]


def test_a_help_file_is_a_title_sections_and_paragraphs():
    topic = parsed("x", "# Title\n\nFirst\nline.\n\n## Head\n\nOne.\n\nTwo.\n")
    assert (topic.title, topic.sections[0].paragraphs) == ("Title", ("First line.",))
    assert (topic.sections[1].title, topic.sections[1].paragraphs) == ("Head", ("One.", "Two."))


@pytest.fixture
def panel(qtbot, theme):
    made = HelpPanel(
        read(resources_dir(), "en"),
        "calendar",
        [Command(id="day", text="Move the post a day later", run=lambda: None, keys=("Alt+Right",))],
        lambda: None,
    )
    qtbot.addWidget(made)
    made.show()
    return made


def words(panel):
    return [one.text() for one in panel.findChildren(QLabel) if one.isVisible()]


def test_the_page_in_sight_is_explained_with_its_keys(panel):
    assert {"Calendar", "Move posts", "Keys on this page", "Move the post a day later"} <= set(words(panel))


def test_all_of_it_is_searched(qtbot, panel):
    panel.search.setText("tax year")
    assert panel.titles()[0] == "Money"
    panel._links[0].click()
    qtbot.waitUntil(lambda: "Payouts" in words(panel))
    panel.search.setText("zzz")
    qtbot.waitUntil(lambda: "Nothing is found for “zzz”." in words(panel))
