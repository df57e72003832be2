"""The master key opens by what wraps it and by nothing else; a wrap cannot be weakened, moved or edited."""

import dataclasses

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.errors import NotAWorkspace, WrongPassphrase
from storage import key_wrap
from storage.key_wrap import KdfParams, Keys, Secrets, SlotKind, check_bounds, strength, unwrap, wrap

MASTER = bytes(range(32))
LIGHT = KdfParams(memory_kib=64 * 1024, passes=3, lanes=4)
GIVEN = Secrets(passphrase="correct horse battery", device=b"d" * 32, recovery=key_wrap.new_recovery_code())


@pytest.fixture(scope="module")
def slots():
    """One slot of each kind; the passphrase is derived once a kind."""
    return {kind: wrap(kind, MASTER, GIVEN, "w1", LIGHT) for kind in SlotKind}


@pytest.mark.parametrize("kind", SlotKind)
def test_each_slot_opens_with_its_own_secret(slots, kind):
    assert unwrap((slots[kind],), GIVEN, "w1").master_copy() == MASTER


@pytest.mark.parametrize(
    ("kind", "given_"),
    [
        (SlotKind.PASS, Secrets(passphrase="Correct horse battery")),
        (SlotKind.PASS, Secrets(device=GIVEN.device, recovery=GIVEN.recovery)),
        (SlotKind.PASS_DEVICE, Secrets(passphrase=GIVEN.passphrase)),
        (SlotKind.PASS_DEVICE, Secrets(passphrase=GIVEN.passphrase, device=b"e" * 32)),
        (SlotKind.DEVICE, Secrets(device=b"e" * 32)),
        (SlotKind.RECOVERY, Secrets(recovery=key_wrap.new_recovery_code())),
        (SlotKind.RECOVERY, Secrets(recovery="no code at all")),
        (SlotKind.RECOVERY, Secrets(recovery="é")),
    ],
)
def test_nothing_else_opens_it(slots, kind, given_):
    with pytest.raises(WrongPassphrase):
        unwrap((slots[kind],), given_, "w1")


@pytest.mark.parametrize("kind", [SlotKind.DEVICE, SlotKind.RECOVERY])
@pytest.mark.parametrize("field", ["salt", "nonce", "wrapped"])
def test_a_changed_slot_does_not_open(slots, kind, field):
    value = getattr(slots[kind], field)
    for at in range(len(value)):
        changed = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
        with pytest.raises(WrongPassphrase):
            unwrap((dataclasses.replace(slots[kind], **{field: changed}),), GIVEN, "w1")


def test_a_slot_does_not_open_in_another_workspace(slots):
    with pytest.raises(WrongPassphrase):
        unwrap((slots[SlotKind.DEVICE],), GIVEN, "w2")


def test_a_slot_does_not_open_as_another_kind(slots):
    slot = dataclasses.replace(slots[SlotKind.DEVICE], kind=SlotKind.RECOVERY)
    with pytest.raises(WrongPassphrase):
        unwrap((slot,), GIVEN, "w1")


def test_a_derivation_that_was_edited_within_bounds_does_not_open(slots):
    slot = dataclasses.replace(slots[SlotKind.PASS], kdf=KdfParams(memory_kib=64 * 1024, passes=4, lanes=4))
    with pytest.raises(WrongPassphrase):
        unwrap((slot,), GIVEN, "w1")


@pytest.mark.parametrize(
    "kdf",
    [
        KdfParams(memory_kib=64 * 1024 - 1),
        KdfParams(passes=2),
        KdfParams(lanes=0),
        KdfParams(memory_kib=2048 * 1024 + 1),
        KdfParams(passes=11),
        KdfParams(lanes=17),
    ],
)
def test_a_derivation_out_of_bounds_is_refused_before_it_is_tried(slots, kdf):
    with pytest.raises(NotAWorkspace, match="outside the allowed bounds"):
        unwrap((dataclasses.replace(slots[SlotKind.PASS], kdf=kdf),), GIVEN, "w1")


def test_what_this_computer_calibrates_is_within_bounds():
    params = key_wrap.calibrated(target_seconds=0.0)
    check_bounds(params)
    assert params == key_wrap.FLOOR


def test_the_same_passphrase_typed_in_two_parts_opens():
    composed, decomposed = "caf\u00e9 au lait, s'il vous pla\u00eet", "cafe\u0301 au lait, s'il vous plai\u0302t"
    slot = wrap(SlotKind.PASS, MASTER, Secrets(passphrase=composed), "w1", LIGHT)
    assert unwrap((slot,), Secrets(passphrase=decomposed), "w1").master_copy() == MASTER


def test_a_recovery_code_may_be_written_carelessly(slots):
    code = GIVEN.recovery
    for written in (code.lower(), code.replace("-", " "), code.replace("-", ""), f"  {code}\n", code.replace("O", "0")):
        assert unwrap((slots[SlotKind.RECOVERY],), Secrets(recovery=written), "w1").master_copy() == MASTER


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_recovery_code(text):
    raw = key_wrap._recovery_bytes(text)
    assert raw is None or len(raw) == 20


@pytest.mark.parametrize("weak", ["", "password", "12345678", "qwertyuiop", "iloveyou", "letmein123"])
def test_weak_passphrases_score_below_three(weak):
    assert strength(weak) < 3


def test_a_good_passphrase_scores_at_least_three():
    assert strength("ocean-lantern-forty-two-cups") >= 3


def test_argon2id_gives_the_answer_of_the_reference_implementation():
    """`argon2 somesalt -id -t 2 -m 16 -p 1` of the reference's README."""
    found = Argon2id(salt=b"somesalt", length=32, iterations=2, lanes=1, memory_cost=65536).derive(b"password")
    assert found.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


def test_hkdf_gives_the_answer_of_rfc_5869():
    """Test case 3: no salt, no info; 42 bytes there, the first 32 here."""
    found = key_wrap._hkdf(bytes.fromhex("0b" * 22), b"")
    assert found.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


def test_keys_of_different_purposes_differ_and_end_with_closing():
    keys = Keys(MASTER)
    labels = ("db", "credentials", "audit", "media", "backup", "fans")
    assert len({bytes(keys.derive(label)) for label in labels}) == len(labels)
    assert bytes(keys.derive("db")) == bytes(Keys(MASTER).derive("db"))
    keys.close()
    with pytest.raises(ValueError, match="dropped"):
        keys.derive("db")
    assert not any(keys.master_copy())


def test_secrets_do_not_print():
    assert "horse" not in repr(GIVEN)
    assert GIVEN.recovery not in repr(GIVEN)
