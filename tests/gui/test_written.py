"""What is written for all accounts and what is one account's own: it follows, is detached, and follows again."""

from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.drafts import Draft, Override
from ui.models.written import Aspect, Written

BOTH = (1, 2)


def test_an_account_follows_until_it_gets_its_own():
    written = Written()
    written.put_text(None, "for all")
    assert written.content(2).parts == ("for all",)
    written.put_text(2, "for two")
    written.put_text(None, "changed")
    assert (written.content(1).parts, written.content(2).parts) == (("changed",), ("for two",))
    assert written.draft(BOTH).overrides == {2: Override(text="for two")}
    assert written.draft((1,)).overrides == {}
    written.follow(2, Aspect.TEXT)
    assert written.draft(BOTH).overrides == {}


def test_what_is_typed_back_follows_again_unless_it_was_detached():
    written = Written(Draft(account_ids=BOTH, text="same"))
    written.put_text(2, "same!")
    written.put_text(2, "same")
    assert not written.is_own(2, Aspect.TEXT)
    written.detach(2, Aspect.TEXT)
    assert written.is_own(2, Aspect.TEXT)
    written.put_text(2, "same!")
    written.put_text(2, "same")
    written.put_text(None, "other")
    assert written.content(2).parts == ("same",)


def test_threads_media_and_settings_are_told_apart():
    written = Written(Draft(account_ids=BOTH, text="t", thread=("a",), media_ids=(1,)))
    written.put_thread(2, ())
    written.put_media(2, (1, 3))
    written.put_option(2, "who", "verified")
    assert written.draft(BOTH).overrides == {2: Override(thread=(), media_ids=(1, 3), options={"who": "verified"})}
    written.put_option(2, "who", None)
    written.follow(2, Aspect.MEDIA)
    assert written.draft(BOTH).overrides == {2: Override(thread=())}
    assert written.differs(2)


@given(st.sampled_from(Aspect), st.text(), st.text())
def test_following_again_is_taken_back(aspect, shared, own):
    written = Written(Draft(account_ids=BOTH, text=shared, thread=(shared,), media_ids=(1,)))
    written.put_text(2, own)
    written.put_thread(2, (own,))
    written.put_media(2, (2,))
    before, stood = written.content(2), written.snapshot()
    written.follow(2, aspect)
    assert not written.is_own(2, aspect)
    written.restore(stood)
    assert written.content(2) == before


def test_a_loaded_draft_keeps_what_was_meant():
    draft = Draft(account_ids=BOTH, text="same", overrides={2: Override(text="same")})
    written = Written()
    written.load(draft)
    written.put_text(2, "same")
    assert written.draft(BOTH) == draft
