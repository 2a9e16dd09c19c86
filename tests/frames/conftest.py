"""The room of batches needs the extra `frames`; its tests share `tabled`, and the drawing of bodies with the properties."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "property")]
collect_ignore_glob = [] if find_spec("pyarrow") and find_spec("numpy") else ["test_*.py"]
