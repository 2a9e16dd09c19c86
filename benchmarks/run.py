"""Ratios, side by side in one run: `python -m benchmarks.run`. Seconds differ by machine; ratios tell."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import yaml

import kzrules as kz
from benchmarks import by_hand
from kzrules.checks import check_edition
from kzrules.comparison import comparison_of
from kzrules.facts import Cohort, cohort_from_bytes
from kzrules.library import Library, open_library
from kzrules.program import KINDS
from kzrules.proving import proofs_of
from kzrules.scoring import Run
from kzrules.solver import available

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
    line("check of an edition, under every option / load", best(lambda: check_edition(edition, every_option=True), 3), load, "20")
    cohort = kz.read_facts(COHORT, edition)
    body = next(b for b in cohort.bodies if b.kind == "central")
    run = Run({kind: edition.program(kind) for kind in KINDS}, cohort.bodies)
    assert run.assess(body).exact == by_hand.overall(body.values)
    line("one assessment with trace / by hand in Fractions", best(lambda: run.assess(body), 50), best(lambda: by_hand.overall(body.values), 50), "10")
    start = time.perf_counter()
    editions = [library.load(name) for name in library.line("interaction")]
    comparison_of(editions, cohort)
    print(f"{len(editions)} editions x {len(cohort.bodies)} bodies, loading included: {time.perf_counter() - start:.2f} s (aim: well under 2)")
    years(library, by_hand_time=best(lambda: by_hand.overall(body.values), 50))
    one, other = library.load("2018-01"), library.load("2019-03")
    twice = best(lambda: comparison_of([one, other], cohort), 3)
    line("attribution of 12 bodies, one pair / scoring them under both", best(lambda: kz.attribute(one, other, cohort.bodies), 3), twice, "20")
    line("diff of one pair / loading one edition", best(lambda: kz.diff(one, other), 3), load, "2")
    proving(library)


def proving(library: Library) -> None:
    """Every edition proved whole, for each body kind."""
    if not available():
        print("prove: the solver is not installed (pip install 'kzrules[prove]')")
        return
    for name in library.files:
        for kind in KINDS:
            start = time.perf_counter()
            proofs = list(proofs_of(library.load(name), kinds=(kind,)))
            spent = time.perf_counter() - start
            counts = ", ".join(f"{verdict} {sum(p.count(verdict) for p in proofs)}" for verdict in ("proved", "refuted", "undecided"))
            print(f"prove {name} {kind}: {spent:.1f} s; {counts}")


def years(library: Library, by_hand_time: float) -> None:
    """Every edition against 60 bodies for 5 years."""
    dictionary = library.dictionary
    given = [
        cohort_from_bytes((ROOT / "examples" / name).read_bytes(), name, dictionary)[0] for name in ("cohort-2018.yaml", "cohort-2019-2021.yaml")
    ]
    known = {p: c.of(p).bodies for c in given if c is not None for p in c.periods}
    known[2017] = known[2018]
    bodies = tuple(replace(b, id=f"{b.id}-{n}", period=year) for year, found in sorted(known.items()) for n in range(5) for b in found)
    start = time.perf_counter()
    editions = [library.load(name) for name in library.files]
    loaded = time.perf_counter()
    comparison_of(editions, Cohort(bodies, ""))
    spent = time.perf_counter() - loaded
    count = len(editions) * len(bodies)
    print(f"{len(editions)} editions x {len(bodies)} body-years: loading {loaded - start:.2f} s, scoring {spent:.2f} s")
    line("one of these assessments / one by hand in Fractions", spent / count, by_hand_time, "10")


if __name__ == "__main__":
    main()
