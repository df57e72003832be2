"""What an examination of this computer and a workspace finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: what was found, and where it is not well, what to do about it ("" otherwise)."""

    check: str
    ok: bool
    found: str
    fix: str = ""
