"""Files that a person asked for, written whole or not at all."""

import os
import secrets
from pathlib import Path

from ofauto_desktop.domain.errors import DiskProblem
from storage.vault_file import sync_folder


def write_whole(file: Path, content: bytes) -> None:
    """Put `content` into `file`, in place of what is there; only its owner can read it. Raises DiskProblem."""
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        temporary.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        raise DiskProblem(f"{file.name} cannot be written ({error.strerror})", item=file.name) from error
    finally:
        temporary.unlink(missing_ok=True)
