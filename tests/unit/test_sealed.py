"""A sealed credential opens at its own place, in its own version, and nowhere else."""

import dataclasses

import pytest

from ofauto_desktop.domain.errors import DiskProblem
from storage import sealed
from storage.sealed import Place

KEK, OTHER = bytes(range(32)), bytes(range(1, 33))
PLACE = Place(workspace="w", client="c", platform="x", account="a", key="login", version=3)
PLAIN = b'{"access_token":"t"}'


def test_it_opens_where_it_was_sealed():
    assert sealed.unseal(sealed.seal(PLAIN, KEK, PLACE), KEK, PLACE) == PLAIN


@pytest.mark.parametrize(
    "change",
    [
        {"workspace": "w2"},
        {"client": "c2"},
        {"platform": "gumroad"},
        {"account": "a2"},
        {"key": "proxy"},
        {"version": 2},
        {"version": 4},
    ],
    ids=str,
)
def test_it_opens_in_no_other_place_and_in_no_other_version(change):
    value = sealed.seal(PLAIN, KEK, PLACE)
    with pytest.raises(DiskProblem, match="belongs to another place"):
        sealed.unseal(value, KEK, dataclasses.replace(PLACE, **change))


def test_parts_cannot_be_shifted_between_fields():
    one = Place(workspace="ab", client="c", platform="x", account="a", key="login", version=1)
    other = dataclasses.replace(one, workspace="a", client="bc")
    with pytest.raises(DiskProblem):
        sealed.unseal(sealed.seal(PLAIN, KEK, one), KEK, other)


def test_another_key_opens_nothing():
    with pytest.raises(DiskProblem):
        sealed.unseal(sealed.seal(PLAIN, KEK, PLACE), OTHER, PLACE)


@pytest.mark.parametrize("field", ["dek_wrapped", "nonce", "sealed"])
def test_every_changed_byte_is_found(field):
    value = sealed.seal(PLAIN, KEK, PLACE)
    raw = getattr(value, field)
    for at in range(len(raw)):
        changed = raw[:at] + bytes([raw[at] ^ 0x80]) + raw[at + 1 :]
        with pytest.raises(DiskProblem):
            sealed.unseal(dataclasses.replace(value, **{field: changed}), KEK, PLACE)


@pytest.mark.parametrize("field", ["dek_wrapped", "nonce", "sealed"])
def test_what_was_cut_off_is_found(field):
    value = sealed.seal(PLAIN, KEK, PLACE)
    for length in (0, 1, 11, len(getattr(value, field)) - 1):
        with pytest.raises(DiskProblem):
            sealed.unseal(dataclasses.replace(value, **{field: getattr(value, field)[:length]}), KEK, PLACE)


@pytest.mark.parametrize("taken", [("sealed", "nonce"), ("dek_wrapped",), ("kek_id",)])
def test_parts_of_two_sealed_values_do_not_fit_together(taken):
    one = sealed.seal(PLAIN, KEK, PLACE)
    other = sealed.seal(PLAIN, OTHER, PLACE) if taken == ("kek_id",) else sealed.seal(PLAIN, KEK, PLACE)
    mixed = dataclasses.replace(one, **{name: getattr(other, name) for name in taken})
    with pytest.raises(DiskProblem):
        sealed.unseal(mixed, KEK, PLACE)


def test_the_same_value_never_looks_the_same():
    seen = {sealed.seal(PLAIN, KEK, PLACE).sealed for _ in range(200)}
    assert len(seen) == 200
    assert not any(b"access_token" in value for value in seen)


def test_a_keys_name_tells_nothing_of_it():
    assert sealed.kek_id(KEK) != sealed.kek_id(OTHER)
    assert KEK.hex()[:8] not in sealed.kek_id(KEK)
