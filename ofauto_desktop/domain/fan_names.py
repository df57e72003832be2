"""What a fan is called where their platform gives a name and an address, but no id: the name, and a mark of the address."""

import hashlib

_MARK = 8


def mark_of(address: str) -> str:
    """The same for the same address, however it is written. The address itself is not kept."""
    return hashlib.sha256(address.strip().casefold().encode("utf-8", "replace")).hexdigest()[:_MARK]


def marked(name: str, mark: str) -> str:
    """As "Mira #5b71ed12": people read the name, and many are called Anonymous."""
    return f"{name} #{mark}"


def mark_in(fan: str) -> str | None:
    """The mark of a name that has one."""
    name, _, mark = fan.rpartition(" #")
    return mark if name and len(mark) == _MARK and mark.isalnum() else None
