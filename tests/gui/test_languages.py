"""The window in another language: its words, those from below, formats, and a change while the workspace is open."""

import sys
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton

from ofauto_desktop.domain import words
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.runtime.paths import resources_dir
from ofauto_desktop.services import formats
from ofauto_desktop.services.wording import worded
from ui.language import known, shown, speak, tr, tr_marked, tr_n

sys.path.insert(0, str(resources_dir().parent / "scripts"))
import translations

I18N = resources_dir() / "i18n"
NOW = datetime(2026, 6, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def german(qapp):
    speak("de", I18N)
    formats.follow(formats.Conventions(locale="de"))
    yield
    formats.follow(formats.Conventions())
    speak("en", I18N)


def test_words_counted_words_and_names_are_german(german):
    assert tr("Calendar") == "Kalender"
    assert tr("Moved to {when}", when="Do 4. Juni") == "Verschoben auf Do 4. Juni"
    assert (tr_n("{n} post", "{n} posts", 1), tr_n("{n} post", "{n} posts", 3)) == ("1 Beitrag", "3 Beiträge")
    assert tr_marked("High contrast") == "Hoher Kontrast"
    assert shown() == "de"


def test_english_needs_no_file(qapp):
    speak("en", I18N)
    assert tr_n("{n} post", "{n} posts", 1) == "1 post"
    assert words.said("Today") == "Today"


def test_a_language_without_a_file_is_english(qapp):
    speak("xx", I18N)
    assert (tr("Calendar"), shown()) == ("Calendar", "en")


def test_times_and_ages_are_german(german):
    assert formats.when(NOW + timedelta(days=1), "UTC", now=NOW) == "Morgen, 12:00"
    assert formats.within(formats.when(NOW, "UTC", now=NOW)) == "heute, 12:00"
    assert formats.age(NOW - timedelta(minutes=5), NOW) == "vor 5 min"
    assert formats.listed(["a", "b", "c"]) == "a, b und c"


def test_errors_are_german_with_what_varies(german):
    shown_error = worded(BadInput("a client's name has at most 80 characters", item="Ada"))
    assert shown_error.title == "Ada ist nicht zu gebrauchen"
    assert shown_error.text == "Der Name eines Kunden hat höchstens 80 Zeichen. Nichts wurde gespeichert."
    assert known("there is no post 17") == "einen Beitrag 17 gibt es nicht"


def test_what_nobody_knows_stays_as_it_is(german):
    assert known("a reason of a later version") == "a reason of a later version"
    assert worded(NotFound("")).title


@pytest.fixture(scope="module")
def messages():
    return sorted(translations.collected())


@pytest.fixture(scope="module")
def german_words():
    return translations.translations(I18N / "ofauto_de.ts")


def test_what_varies_is_kept_by_every_translation(german_words):
    """A {name} that a translation invents would break the sentence when it is shown."""
    for source, forms in german_words.items():
        for form in forms:
            assert names(form) <= names(source), source
        assert names(source) - {"n", "day", "days", "which"} <= names(forms[-1]), source
    assert len(german_words) > 1_000


def names(text):
    return set(words._VARIES.findall(text))


def test_the_loaded_file_is_that_of_the_translations(german, german_words):
    """The .qm was made from this .ts: make translations."""
    stale = [
        source
        for source, forms in german_words.items()
        if len(forms) == 1 and QCoreApplication.translate("OFAuto", source) != forms[0]
    ]
    assert stale == []


def test_reasons_are_found_by_their_patterns(messages):
    import json

    kept = json.loads((I18N / "reasons.json").read_text(encoding="utf-8"))
    assert sorted(kept) == sorted(one.source for one in messages if one.reason and "{" in one.source)


def test_a_widget_made_in_german_says_so(qtbot, theme, german):
    from ui.widgets.states import EmptyState

    made = EmptyState(tr("Nothing is planned here. What you write stands at its day."), tr("New post"))
    qtbot.addWidget(made)
    assert made.findChild(QPushButton).text() == "Neuer Beitrag"


def test_german_is_complete(messages, german_words):
    """Every text that a person may read has its words: `make translations`, then fill the .ts."""
    missing = [one.source for one in messages if one.source not in german_words]
    assert missing == []
    short = [one.source for one in messages if one.counted and len(german_words[one.source]) != 2]
    assert short == []
