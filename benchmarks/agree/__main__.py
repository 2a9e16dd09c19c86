"""Run the comparison: `python -m benchmarks.agree`."""

import sys

from benchmarks.agree.command import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
