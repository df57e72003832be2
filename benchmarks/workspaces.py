"""Practice workspaces for measurements, made the way a person makes one: by the command line."""

import os
import subprocess
import sys
from pathlib import Path

PASSPHRASE = "correct horse battery staple"
PROGRAM = str(Path(sys.executable).with_name("ofauto"))


def practice(data_dir: Path, *, keychain: bool = False) -> None:
    """A practice workspace with its year in `data_dir`."""
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode())
    os.close(writing)
    command = [PROGRAM, "--data-dir", str(data_dir), "--unlock-fd", str(reading), "init", "--practice"]
    try:
        subprocess.run(
            command if keychain else [*command, "--no-keychain"],
            check=True,
            pass_fds=(reading,),
            stdout=subprocess.DEVNULL,
        )
    finally:
        os.close(reading)
