"""The audit trail: every edit, deletion, insertion and swap is found, at exactly its row."""

import json
import random
import time
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import BadInput, DiskProblem
from storage import audit, settings
from storage.models import AuditLog
from storage.types import microseconds
from tests.db.seeds import NOW
from tests.pace import slower

COUNT = 60
TRIGGERS = ("audit_log_no_UPDATE", "audit_log_no_DELETE")


def write_acts(session: Session, count: int = COUNT, start: int = 0) -> None:
    for number in range(start, start + count):
        audit.record(
            session,
            at=NOW + timedelta(seconds=number),
            action="post.moved",
            object_type="post",
            object_id=str(number),
            client_id=number % 3 or None,
            details={"n": number},
        )


@pytest.fixture
def trail(database):
    database.write_now(settings.put, audit.DEVICE, "desk")
    database.write_now(write_acts)
    return database


def tamper(database, *statements) -> None:
    """What somebody with the key and a database tool can do: the triggers go first."""

    def change(session: Session) -> None:
        for trigger in TRIGGERS:
            session.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        for statement in statements:
            session.execute(statement)

    database.write_now(change)


def verdict(database):
    return database.read_now(audit.verify)


def test_an_untouched_trail_is_whole(trail):
    assert verdict(trail) == (COUNT, None)


EDITS = {
    "action": "post.removed",
    "object_type": "account",
    "object_id": "999",
    "client_id": 7,
    "outcome": "failed",
    "details": {"n": -1},
    "at": NOW + timedelta(days=1),
    "hash": bytes(32),
}


@pytest.mark.parametrize("column", EDITS)
@pytest.mark.parametrize("seq", [1, 2, 31, COUNT])
def test_an_edited_field_is_found_at_its_row(trail, column, seq):
    tamper(trail, update(AuditLog).where(AuditLog.seq == seq).values({column: EDITS[column]}))
    count, broken = verdict(trail)
    assert (count, broken.seq, broken.kind) == (seq - 1, seq, "hash")


def test_an_edited_link_is_found_at_its_row(trail):
    tamper(trail, update(AuditLog).where(AuditLog.seq == 20).values(prev=bytes(32)))
    assert (verdict(trail)[1].seq, verdict(trail)[1].kind) == (20, "chain")


@pytest.mark.parametrize("seq", [1, 30, COUNT - 1])
def test_a_deleted_row_is_found_at_the_next(trail, seq):
    tamper(trail, delete(AuditLog).where(AuditLog.seq == seq))
    count, broken = verdict(trail)
    assert (count, broken.seq, broken.kind) == (seq - 1, seq + 1, "gap")


@pytest.mark.parametrize(("low", "high"), [(1, 2), (10, 40), (COUNT - 1, COUNT)])
def test_two_swapped_rows_are_found_at_the_first(trail, low, high):
    ids = trail.read_now(lambda s: {row.seq: row.id for row in s.execute(select(AuditLog.seq, AuditLog.id))})
    tamper(
        trail,
        update(AuditLog).where(AuditLog.id == ids[low]).values(id=-1),
        update(AuditLog).where(AuditLog.id == ids[high]).values(id=ids[low]),
        update(AuditLog).where(AuditLog.id == -1).values(id=ids[high]),
    )
    count, broken = verdict(trail)
    assert (count, broken.seq, broken.kind) == (low - 1, high, "gap")


def test_swapped_contents_are_found_at_the_first(trail):
    tamper(
        trail,
        text("UPDATE audit_log SET object_id = 'x' WHERE seq = 12"),
        text("UPDATE audit_log SET object_id = '11' WHERE seq = 40"),
    )
    assert verdict(trail)[1].seq == 12


def test_an_inserted_row_is_found(trail):
    row = trail.read_now(lambda s: s.execute(select(AuditLog.__table__).where(AuditLog.seq == COUNT)).mappings().one())
    forged = {**row, "id": row["id"] + 1, "seq": COUNT + 1, "object_id": "forged"}
    tamper(trail, insert(AuditLog.__table__).values(**forged))
    assert (verdict(trail)[1].seq, verdict(trail)[1].kind) == (COUNT + 1, "chain")


def test_an_inserted_row_with_the_right_link_is_found(trail):
    row = trail.read_now(lambda s: s.execute(select(AuditLog.__table__).where(AuditLog.seq == COUNT)).mappings().one())
    forged = {**row, "id": row["id"] + 1, "seq": COUNT + 1, "prev": row["hash"]}
    tamper(trail, insert(AuditLog.__table__).values(**forged))
    assert (verdict(trail)[1].seq, verdict(trail)[1].kind) == (COUNT + 1, "hash")


def test_five_hundred_random_bites_are_all_found_at_their_row(trail):
    """One field of one row changed at a time, each undone by the transaction that is not kept."""
    dice = random.Random(20261124)
    columns = list(EDITS)

    def bite(session: Session) -> tuple[int, object]:
        seq = dice.randint(1, COUNT)
        column = dice.choice(columns)
        session.execute(update(AuditLog).where(AuditLog.seq == seq).values({column: EDITS[column]}))
        return seq, audit.verify(session)[1]

    tamper(trail)
    for _ in range(500):
        seq, broken = trail.read_now(bite)
        assert broken is not None
        assert broken.seq == seq


def test_triggers_refuse_changing_and_deleting(trail):
    for statement in ("UPDATE audit_log SET action = 'x' WHERE seq = 3", "DELETE FROM audit_log WHERE seq = 3"):
        with pytest.raises(Exception, match="append-only"):
            trail.write_now(lambda session, sql=statement: session.execute(text(sql)))
    assert verdict(trail) == (COUNT, None)


def test_an_act_that_is_undone_leaves_no_entry(trail):
    def act_and_fail(session: Session) -> None:
        write_acts(session, 3, start=1000)
        raise BadInput("no")

    with pytest.raises(BadInput):
        trail.write_now(act_and_fail)
    assert verdict(trail) == (COUNT, None)


def test_each_device_has_a_chain_of_its_own(trail):
    trail.write_now(settings.put, audit.DEVICE, "laptop")
    trail.write_now(write_acts, 5, start=500)
    assert verdict(trail) == (COUNT + 5, None)
    tamper(trail, text("UPDATE audit_log SET object_id = 'x' WHERE device = 'laptop' AND seq = 2"))
    broken = verdict(trail)[1]
    assert (broken.device, broken.seq, broken.kind) == ("laptop", 2, "hash")


@pytest.mark.slow
def test_a_hundred_thousand_entries_are_verified_in_two_seconds(database):
    database.write_now(settings.put, audit.DEVICE, "desk")
    database.write_now(_many, 100_000)
    started = time.process_time()
    assert verdict(database) == (100_000, None)
    assert time.process_time() - started < 2.0 * slower()


def _many(session: Session, count: int) -> None:
    """What `record` writes, in one statement."""
    prev, rows = bytes(32), []
    for seq in range(1, count + 1):
        at = NOW + timedelta(seconds=seq)
        digest = audit._digest(
            prev,
            audit._fields("desk", seq, microseconds(at), None, "post.moved", "post", str(seq), None, "ok", {"n": seq}),
        )
        rows.append(
            {"device": "desk", "seq": seq, "at": at, "action": "post.moved", "object_type": "post", "object_id": str(seq),
             "client_id": None, "outcome": "ok", "details": {"n": seq}, "prev": prev, "hash": digest}
        )  # fmt: skip
        prev = digest
    session.execute(insert(AuditLog), rows)


def test_acts_are_listed_newest_first_between_two_instants(trail):
    found = trail.read_now(audit.entries, start=NOW + timedelta(seconds=10), end=NOW + timedelta(seconds=20), limit=3)
    assert [entry.object_id for entry in found] == ["19", "18", "17"]
    assert found[0].at == NOW + timedelta(seconds=19)


def test_an_export_holds_what_a_verifier_needs(trail, tmp_path):
    file = tmp_path / "trail.jsonl"
    assert trail.read_now(audit.export_to, file) == COUNT
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert all(later["prev"] == earlier["hash"] for earlier, later in pairwise(lines))
    for line in lines:
        at = microseconds(datetime.fromisoformat(line["at"]))
        fields = audit._fields(
            line["device"], line["seq"], at, line["user"], line["action"], line["object_type"], line["object_id"],
            line["client_id"], line["outcome"], line["details"],
        )  # fmt: skip
        assert audit._digest(bytes.fromhex(line["prev"]), fields).hex() == line["hash"]
    assert file.stat().st_mode & 0o077 == 0


def test_an_export_never_replaces_a_file_and_leaves_no_half_one(trail, tmp_path):
    file = tmp_path / "trail.jsonl"
    file.write_text("mine")
    with pytest.raises(BadInput, match="exists already"):
        trail.read_now(audit.export_to, file)
    with pytest.raises(DiskProblem):
        trail.read_now(audit.export_to, tmp_path / "missing" / "trail.jsonl")
    assert file.read_text() == "mine"
    assert [path.name for path in tmp_path.glob(".*")] == []
