"""One `ofauto` a workspace, window or not."""

from pathlib import Path

from ofauto_desktop.domain.errors import DiskProblem, WorkspaceBusy
from ofauto_desktop.runtime.paths import LOCK


class InstanceLock:
    """Held while a workspace is open; the system frees it when the process ends, however it ends."""

    def __init__(self, data_dir: Path) -> None:
        from filelock import FileLock  # the door stands before it is wanted

        self._data_dir = data_dir
        # Taken in one thread and released in another: a lock held by thread would stay with the first one for good.
        self._lock = FileLock(data_dir / LOCK, thread_local=False)

    def acquire(self) -> None:
        """Raises WorkspaceBusy where another process holds it, DiskProblem where the folder cannot be written."""
        from filelock import Timeout

        try:
            self._data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise WorkspaceBusy("another OFAuto has this workspace open", item=str(self._data_dir)) from error
        except OSError as error:
            raise DiskProblem(
                f"the data folder cannot be written ({error.strerror})", item=str(self._data_dir)
            ) from error

    def release(self) -> None:
        self._lock.release()
