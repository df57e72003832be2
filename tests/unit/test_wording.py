"""Errors in words: each kind has some, and names what it is about."""

from datetime import UTC, datetime

import pytest

from connectors import errors as at_platforms
from ofauto_desktop.domain import errors
from ofauto_desktop.domain.errors import AppError, ErrorKind
from ofauto_desktop.services.wording import unexpected, worded


class _OfKind(AppError):
    """An error whose kind the test chooses."""


def _every_error() -> list[type[AppError]]:
    modules = (errors, at_platforms)
    found = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    return sorted((one for one in found if issubclass(one, AppError)), key=lambda one: one.__name__)


@pytest.mark.parametrize("kind", ErrorKind)
def test_every_kind_is_worded(kind):
    error = _OfKind("the reason")
    error.kind = kind
    words = worded(error)
    assert words.title
    assert "The reason." in words.text
    assert bool(words.action) == bool(words.action_id)


@pytest.mark.parametrize("error", _every_error(), ids=lambda one: one.__name__)
def test_every_class_is_worded_as_sentences(error):
    words = worded(error("it said no", account="Lena X", item="beach.jpg"))
    assert "{" not in words.title + words.text
    assert words.title[0].isupper() or words.title.startswith("beach.jpg")
    assert words.text.endswith((".", "!", "”", "?"))


def test_account_and_item_are_named():
    words = worded(at_platforms.Rejected("the text is too long", account="Lena X", item="post 12"))
    assert words.title == "Lena X refused post 12"
    assert words.text.startswith("The text is too long.")
    assert words.action == "Edit post"


def test_a_post_stands_in_for_its_name():
    assert "post 7" in worded(at_platforms.OutcomeUnknown(account="Lena X", post_id=7)).title


def test_an_unknown_outcome_is_never_called_failed():
    words = worded(at_platforms.OutcomeUnknown("the connection broke off", account="Lena X", post_id=7))
    assert "fail" not in (words.title + words.text).casefold()


def test_waiting_says_until_when():
    at = datetime(2026, 6, 4, 18, 0, tzinfo=UTC)
    words = worded(at_platforms.RateLimited(account="Lena X", retry_at=at))
    assert f"{at.astimezone():%H:%M}" in words.text


def test_our_own_mistake_says_so():
    assert "our mistake" in unexpected().text


def test_what_was_refused_need_not_be_a_post():
    words = worded(at_platforms.Rejected("there is no such list", account="Lena X"))
    assert words.title == "Lena X refused"
    assert (words.action, "schedule" in words.text) == ("", False)


def test_a_name_at_the_start_of_a_sentence_stays_as_it_is():
    words = worded(errors.BadInput("ada: the text is 2 over", account="ada", item="post"))
    assert words.text.startswith("ada: the text")
