"""Files that leave the workspace: whole, the owner's alone, and noted."""

import stat

import pytest

from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.services.exports import Exports
from storage import audit
from tests.db.seeds import NOW

pytestmark = pytest.mark.anyio


async def test_a_file_is_written_whole_and_noted(database, tmp_path) -> None:
    file = tmp_path / "Chart.PNG"
    file.write_bytes(b"an older one")
    await Exports(database, lambda: NOW).write(file, b"picture", what="chart")
    assert file.read_bytes() == b"picture"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []
    (entry,) = database.read_now(audit.entries)
    assert (entry.action, dict(entry.details)) == ("chart.exported", {"form": "png", "bytes": 7})


async def test_a_place_that_cannot_be_written_is_told_and_nothing_is_noted(database, tmp_path) -> None:
    with pytest.raises(DiskProblem, match=r"chart\.csv"):
        await Exports(database, lambda: NOW).write(tmp_path / "missing" / "chart.csv", b"1", what="chart")
    assert list(database.read_now(audit.entries)) == []
