"""The keychain's libraries are loaded in a thread while the window loads its own: neither may change how Python imports."""

import subprocess
import sys

_PROGRAM = """
import builtins, sys, threading
before, seen, ended = builtins.__import__, set(), threading.Event()
sys.setswitchinterval(1e-6)

def watch():
    while not ended.is_set():
        seen.add(builtins.__import__)

watcher = threading.Thread(target=watch)
watcher.start()
from storage import keychain
keychain.available()
ended.set()
watcher.join()
assert "keyring" in sys.modules
print(seen == {before}, "lazy_importer._imports" in sys.modules)
"""


def test_no_import_hook_stands_while_the_keychain_is_loaded():
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["True", "False"], done.stderr
