"""`python -m benchmarks [NAME …]`: measures, prints the table, exits 1 where a bar is missed."""

import importlib
import sys

from benchmarks.table import Line, markdown

NAMES = (
    "start",
    "unlock",
    "practice",
    "publish",
    "sync",
    "members",
    "nothing_new",
    "hooks",
    "series",
    "pages",
    "browser",
    "idle",
)


def main(names: list[str]) -> int:
    lines: list[Line] = []
    for name in names or NAMES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        lines += importlib.import_module(f"benchmarks.{name}").measure()
    print(markdown(lines))
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
