"""Media bytes on disk: encrypted, random access, damage found, nothing half-written."""

import os
import random

import pytest

from ofauto_desktop.domain.errors import DiskProblem
from storage import media_files
from storage.media_files import CHUNK, MediaFiles

KEY = bytes(range(32))
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7]


@pytest.fixture
def files(tmp_path):
    return MediaFiles(tmp_path / "media", KEY)


@pytest.fixture
def small(files, monkeypatch):
    """Chunks of 64 bytes: damage can be tried out everywhere."""
    monkeypatch.setattr(media_files, "CHUNK", 64)
    return files


@pytest.mark.parametrize("size", SIZES)
def test_bytes_come_back_whole_and_in_pieces(files, size):
    content = random.Random(size).randbytes(size)
    name, written = files.write([content[:100], content[100:]])
    assert (written, files.size(name), files.read(name)) == (size, size, content)
    assert b"".join(files.chunks(name)) == content
    for offset, length in ((0, 10), (size // 2, 100), (CHUNK - 5, 10), (size - 1, 10), (size, 10), (size + 5, 1)):
        start = max(0, offset)
        assert files.read(name, start, length) == content[start : start + length]


def test_the_name_is_the_hash_of_what_lies_there_and_never_repeats(files):
    import hashlib

    first, second = files.write([b"same"])[0], files.write([b"same"])[0]
    assert first != second
    assert hashlib.sha256(files.path(first).read_bytes()).hexdigest() == first


def test_nothing_of_it_can_be_read_and_nobody_else_may(files):
    name, _ = files.write([b"CANARY" * 1000])
    assert b"CANARY" not in files.path(name).read_bytes()
    assert files.path(name).stat().st_mode & 0o077 == 0


def test_another_key_opens_nothing(files):
    name, _ = files.write([b"content"])
    with pytest.raises(DiskProblem, match="damaged"):
        MediaFiles(files.folder, bytes(32)).read(name)


def test_every_flipped_byte_is_found(small):
    content = bytes(range(200))
    name, _ = small.write([content])
    raw = small.path(name).read_bytes()
    for at in range(len(raw)):
        small.path(name).write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        with pytest.raises(DiskProblem, match="damaged") as found:
            small.read(name)
        assert found.value.item == name


def test_every_cut_and_every_addition_is_found(small):
    name, _ = small.write([bytes(200)])
    raw = small.path(name).read_bytes()
    for changed in (*(raw[:length] for length in range(len(raw))), raw + b"x", raw + raw[-92:]):
        small.path(name).write_bytes(changed)
        with pytest.raises(DiskProblem, match="damaged"):
            small.read(name)


def test_a_cut_is_found_by_who_reads_piece_by_piece(small):
    name, _ = small.write([bytes(200)])
    raw = small.path(name).read_bytes()
    small.path(name).write_bytes(raw[: 65 + 92])  # the first chunk is whole
    for offset in (0, 64, 128, 192):
        with pytest.raises(DiskProblem, match="damaged"):
            small.read(name, offset, 64)


def test_swapped_chunks_and_chunks_of_another_file_are_found(small):
    name, _ = small.write([bytes(range(192)) + b"end"])
    raw = small.path(name).read_bytes()
    start, step = 65, 92
    first, second = raw[start : start + step], raw[start + step : start + 2 * step]
    small.path(name).write_bytes(raw[:start] + second + first + raw[start + 2 * step :])
    with pytest.raises(DiskProblem, match="damaged"):
        small.read(name)
    other, _ = small.write([bytes(195)])
    foreign = small.path(other).read_bytes()[start : start + step]
    small.path(name).write_bytes(raw[:start] + foreign + raw[start + step :])
    with pytest.raises(DiskProblem, match="damaged"):
        small.read(name)


def test_what_fails_half_way_leaves_nothing(files):
    def pieces():
        yield bytes(CHUNK + 1)
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        files.write(pieces())
    assert list(files.folder.iterdir()) == []


def test_a_missing_file_is_called_missing(files):
    for act in (files.read, files.size):
        with pytest.raises(DiskProblem, match="missing") as found:
            act("0" * 64)
        assert found.value.item == "0" * 64


def test_sweeping_takes_strays_and_halves_and_leaves_the_rest(files):
    kept, stray = files.write([b"1"])[0], files.write([b"2"])[0]
    (files.folder / ".abc.part").write_bytes(b"half")
    assert files.sweep({kept}) == 2
    assert [path.name for path in files.folder.iterdir()] == [kept]
    assert not files.path(stray).exists()


def test_a_folder_that_takes_nothing_is_named(tmp_path):
    (tmp_path / "media").write_text("a file stands where the folder should be")
    with pytest.raises(DiskProblem, match="media folder"):
        MediaFiles(tmp_path / "media", KEY).write([b"1"])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_named(files):
    files.folder.mkdir()
    files.folder.chmod(0o500)
    with pytest.raises(DiskProblem, match="Permission denied"):
        files.write([b"1"])
    files.folder.chmod(0o700)
