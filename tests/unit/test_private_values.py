"""What people write, and who pays, shows in no repr: logs and reports of crashes may print one."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import connectors
import storage
from ofauto_desktop import domain, services
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Subscriber

PACKAGES = (domain, connectors, services, storage)
PRIVATE = {"text", "thread", "texts", "alt_text", "caption", "fan", "about", "last_text", "proxy"}
# Words of ours, or of nobody: rules, hints, headings, what was typed to look for something that is public.
PUBLIC = {
    "Problem.text",
    "Heading.text",
    "Words.text",
    "Worded.text",
}


def values(package: Any) -> Iterator[tuple[str, type]]:
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for name, made in vars(importlib.import_module(module.name)).items():
            if isinstance(made, type) and made.__module__ == module.name:
                yield name, made


def fields() -> Iterator[tuple[str, dataclasses.Field]]:
    for package in PACKAGES:
        for name, made in values(package):
            if dataclasses.is_dataclass(made):
                for one in dataclasses.fields(made):
                    yield f"{name}.{one.name}", one


def test_no_repr_holds_what_people_write_or_who_pays():
    shown = [name for name, one in fields() if one.name in PRIVATE and one.repr and name not in PUBLIC]
    assert shown == []


def test_no_repr_of_a_tuple_with_names_does_either():
    """One's own `__repr__` it is: that of NamedTuple prints all."""
    told = [
        name
        for package in PACKAGES
        for name, made in values(package)
        if issubclass(made, tuple) and PRIVATE & set(getattr(made, "_fields", ()))
        if made.__repr__.__module__ != made.__module__
    ]
    assert told == []


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
