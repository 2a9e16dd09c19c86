"""The room of simulations needs the extra `simulate`; its tests share `simulated`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
collect_ignore_glob = [] if find_spec("SALib") and find_spec("pyarrow") else ["test_*.py"]
