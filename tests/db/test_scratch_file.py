"""The scratch file: random access like any file, noise on the disk, flat in memory."""

import io
import os

from hypothesis import given
from hypothesis import strategies as st

from storage import scratch_file
from storage.scratch_file import ScratchFile


@given(st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=900)), max_size=12), st.data())
def test_it_behaves_like_a_file(writes, data):
    import tempfile
    from pathlib import Path
    from unittest.mock import patch

    with (
        tempfile.TemporaryDirectory() as folder,
        patch.multiple(scratch_file, _PAGE=256, _PAGES_IN_MEMORY=2),
        ScratchFile(Path(folder)) as scratch,
    ):
        model, cursor = io.BytesIO(), scratch.opened()
        for offset, content in writes:
            for one in (model, cursor) if content else ():
                one.seek(offset)
                one.write(content)
        assert scratch.size == len(model.getvalue())
        at, length = data.draw(st.integers(0, 4000)), data.draw(st.integers(0, 4000))
        assert scratch.read(at, length) == model.getvalue()[at : at + length]
        cursor.seek(0)
        assert cursor.read() == model.getvalue()
        assert cursor.tell() == cursor.seek(0, os.SEEK_END)


def test_nothing_of_it_can_be_read_and_nothing_is_left(tmp_path):
    with ScratchFile(tmp_path) as scratch:
        for number in range(100):
            scratch.write(number * 200_000, b"CANARY" * 1000)
        descriptor = scratch._file.fileno()
        size = os.fstat(descriptor).st_size
        assert size > 1_000_000
        assert b"CANARY" not in os.pread(descriptor, size, 0)
        assert scratch.read(99 * 200_000, 6) == b"CANARY"
    assert list(tmp_path.iterdir()) == []
