"""What people write, and who pays, shows in no repr: logs and reports of crashes may print one."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime

import connectors
from ofauto_desktop import domain
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Subscriber

PRIVATE = {"text", "alt_text", "caption", "fan", "about", "last_text"}
# Words of ours, or of nobody: rules, hints, headings, what was typed to look for something that is public.
PUBLIC = {
    "Problem.text",
    "Heading.text",
    "Words.text",
}


def fields() -> Iterator[tuple[str, dataclasses.Field]]:
    for package in (domain, connectors):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, made in vars(importlib.import_module(module.name)).items():
                if isinstance(made, type) and dataclasses.is_dataclass(made) and made.__module__ == module.name:
                    for one in dataclasses.fields(made):
                        yield f"{name}.{one.name}", one


def test_no_repr_holds_what_people_write_or_who_pays():
    shown = [name for name, one in fields() if one.name in PRIVATE and one.repr and name not in PUBLIC]
    assert shown == []


def test_a_line_of_the_ledger_and_a_subscriber_do_not_say_who():
    at = datetime(2026, 6, 4, tzinfo=UTC)
    entry = LedgerEntry(
        remote_id="1",
        at=at,
        kind=LedgerKind.TIP,
        gross_minor=1,
        fee_minor=0,
        currency="USD",
        status=LedgerStatus.SETTLED,
        source="x",
        fan="Sam",
    )
    assert "Sam" not in f"{entry!r} {[entry]}"
    assert "Sam" not in repr(
        Subscriber("1", "Sam", None, at, "active", None, None, "USD", None, None, None, "x"),
    )
