"""Ratios, side by side in one run: `python -m benchmarks.run`. Seconds differ by machine; ratios tell."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

import kzrules as kz
from benchmarks import by_hand
from kzrules.comparison import comparison_of
from kzrules.library import open_library
from kzrules.program import KINDS
from kzrules.scoring import Run

ROOT = Path(__file__).resolve().parent.parent
EDITION = ROOT / "methodologies/2017/interaction-2018-01.yaml"
COHORT = ROOT / "examples/cohort-2018.yaml"


def best(work: Callable[[], object], times: int) -> float:
    """The shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def process(*args: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *args], capture_output=True, check=True, cwd=ROOT)


def line(name: str, ours: float, theirs: float, aim: str) -> None:
    print(f"{name:<58} {ours * 1000:9.2f} ms / {theirs * 1000:9.2f} ms = {ours / theirs:6.2f}   (aim: {aim})")


def main() -> None:
    line("kzrules --help / import click", best(process("-m", "kzrules", "--help"), 9), best(process("-c", "import click"), 9), "2")
    library = open_library()
    data = EDITION.read_bytes()
    load = best(lambda: library.read_path(EDITION), 9)
    line("load an edition, whole / yaml.load(CSafeLoader)", load, best(lambda: yaml.load(data, yaml.CSafeLoader), 9), "10")
    edition = library.load("2018-01")
    cohort = kz.read_facts(COHORT, edition)
    body = next(b for b in cohort.bodies if b.kind == "central")
    run = Run({kind: edition.program(kind) for kind in KINDS}, cohort.bodies)
    assert run.assess(body).exact == by_hand.overall(body.values)
    line("one assessment with trace / by hand in Fractions", best(lambda: run.assess(body), 50), best(lambda: by_hand.overall(body.values), 50), "10")
    start = time.perf_counter()
    editions = [library.load(name) for name in library.line("interaction")]
    comparison_of(editions, cohort)
    print(f"{len(editions)} editions x {len(cohort.bodies)} bodies, loading included: {time.perf_counter() - start:.2f} s (aim: well under 2)")


if __name__ == "__main__":
    main()
