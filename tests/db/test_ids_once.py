"""What was deleted comes back as itself, whatever was made meanwhile: no id is given a second time."""

from dataclasses import replace

from ofauto_desktop.domain.texts import NewText, TextBlockKind
from storage import account_sets, clients, text_blocks
from tests.db.seeds import NOW


def test_a_client_comes_back_beside_one_that_was_made_meanwhile(database):
    ada = database.write_now(clients.add, "Ada", "UTC", "USD", NOW)
    gone = database.write_now(clients.remove, ada.id, NOW)
    bea = database.write_now(clients.add, "Bea", "UTC", "USD", NOW)
    assert bea.id != ada.id
    assert database.write_now(clients.restore, gone, NOW).id == ada.id


def test_a_text_comes_back_beside_one_that_was_made_meanwhile(database):
    new = NewText(kind=TextBlockKind.SNIPPET, name="bye", body="See you")
    first = database.write_now(text_blocks.add, new, NOW)
    gone = database.write_now(text_blocks.remove, first.id, NOW)
    second = database.write_now(text_blocks.add, replace(new, name="hello"), NOW)
    assert second.id != first.id
    assert database.write_now(text_blocks.put_back, gone, NOW).id == first.id


def test_a_set_comes_back_beside_one_that_was_made_meanwhile(database):
    first = database.write_now(account_sets.add, "all", (1,), NOW)
    gone = database.write_now(account_sets.remove, first.id, NOW)
    second = database.write_now(account_sets.add, "some", (1,), NOW)
    assert second.id != first.id
    assert database.write_now(account_sets.put_back, gone, NOW).id == first.id
