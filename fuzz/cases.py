"""One thing to be read: what was asked, and what came back. Kept as files, so that a finding is tried for ever."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SEEDS = Path(__file__).parent / "seeds"
_SUFFIX = ".case"


class Case(NamedTuple):
    """`where` names what was asked for, as the parser's shapes do; the rest is the answer."""

    where: str
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def saved(case: Case) -> bytes:
    """A line of JSON with everything but the body, then the body as it came."""
    head = json.dumps({"where": case.where, "status": case.status, "headers": case.headers}, ensure_ascii=True)
    return head.encode() + b"\n" + case.body


def loaded(content: bytes) -> Case:
    head, _, body = content.partition(b"\n")
    told = json.loads(head)
    headers = tuple((name, value) for name, value in told["headers"])
    return Case(where=told["where"], body=body, status=told["status"], headers=headers)


def keep(parser: str, case: Case) -> Path:
    """Writes a case among the seeds of `parser`; the same case is one file."""
    content = saved(case)
    folder = SEEDS / parser
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{case.where}-{hashlib.sha256(content).hexdigest()[:10]}{_SUFFIX}"
    file.write_bytes(content)
    return file


def kept(parser: str) -> Iterator[tuple[str, Case]]:
    """The name and the case of every seed of `parser`."""
    for file in sorted((SEEDS / parser).glob(f"*{_SUFFIX}")):
        yield file.name, loaded(file.read_bytes())
