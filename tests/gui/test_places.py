"""Where notices and lines of activity lead: to the thing itself, on a page that knows how to show it."""

import inspect
from types import SimpleNamespace

import pytest

from ofauto_desktop.domain.notices import NoticeKind
from ui.models.home_words import activity
from ui.models.notice_words import place
from ui.pages.clients import ClientsPage
from ui.pages.money import MoneyPage


def test_an_announced_payout_leads_to_the_payouts():
    told = SimpleNamespace(post_id=None, kind=NoticeKind.PAYOUT, account_id=4, client_id=1)
    page, focus = place(told)
    assert (page, focus) == ("money", {"section": "payouts"})
    assert set(focus) <= set(inspect.signature(MoneyPage.focus).parameters)


def test_what_happened_to_a_client_leads_to_the_client():
    one = SimpleNamespace(
        action="client.edited", draft=False, outcome="ok", object_type="client", object_id="7", about="Maya", account=""
    )
    found = activity(one)
    assert (found.page, found.focus) == ("clients", {"client_id": 7})
    assert set(found.focus) <= set(inspect.signature(ClientsPage.focus).parameters)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("ok", "Message to many"),
        ("begun", "Message to many: begun"),
        ("unknown", "Message to many: not known whether it went out"),
    ],
)
def test_how_an_act_ended_is_said_in_words(outcome, said):
    one = SimpleNamespace(
        action="message.broadcast",
        draft=False,
        outcome=outcome,
        object_type="account",
        object_id="1",
        about="Ada",
        account="",
    )
    assert activity(one).act == said
