"""Which mutants of an edition its cases notice: each mutant is run against the cases that reach it, the nearest first, until one fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from kzrules.case_coverage import expected_rules
from kzrules.cases import Case, bodies_of, failures_of
from kzrules.diagnostic import errors
from kzrules.edge_mutants import Mutant
from kzrules.edition import Edition, program_with
from kzrules.facts import Body
from kzrules.merge import readings_from_node
from kzrules.node_edits import edited
from kzrules.nodes import Fields
from kzrules.program import KINDS, Kind, Program
from kzrules.reach import Reach, cases_reaching, rules_of

Fate = Literal["killed", "survived", "refused"]


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a mutant.

    Attributes:
        fate: `refused`: the file with this change does not load.
        reached: the cases that reach the changed place, the nearest first (by index).
        rules: the rules that the change bears on; `""`: the overall score.

    """

    mutant: Mutant
    fate: Fate
    reached: tuple[int, ...]
    rules: frozenset[str]


def tried(mutant: Mutant, reach: Reach, bodies: Callable[[int], list[Body]]) -> Tried:
    """Runs a mutant against the cases that reach it, until one fails."""
    rules = rules_of(mutant, reach)
    indexes = sorted(cases_reaching(mutant, rules, reach), key=lambda i: (len(reach.evaluated[i]), len(reach.cases[i].readings), i))
    mutated = mutated_edition(mutant, reach.edition)
    built: dict[object, Program | None] = {}
    for index in indexes:
        case = reach.cases[index]
        programs = _programs(case, mutated, built)
        if programs is None:
            return Tried(mutant, "refused", tuple(indexes), rules)
        if failures_of(case, programs, bodies(index)):
            return Tried(mutant, "killed", tuple(indexes), rules)
    if not indexes and errors(program_with(mutated, "central", {}, mutated.years[-1])[1]):
        return Tried(mutant, "refused", (), rules)
    return Tried(mutant, "survived", tuple(indexes), rules)


def bodies_by_case(reach: Reach) -> Callable[[int], list[Body]]:
    """The bodies of each case, read when first asked for."""
    known: dict[int, list[Body]] = {}

    def bodies(index: int) -> list[Body]:
        if index not in known:
            known[index] = bodies_of(reach.cases[index], reach.edition)
        return known[index]

    return bodies


def mutated_edition(mutant: Mutant, edition: Edition) -> Edition:
    """The edition whose file has the one change."""
    root = edited(edition.root, mutant.edits)
    assert isinstance(root, Fields)
    readings = readings_from_node(root.get("readings"))[0] if mutant.path[0] == "readings" else edition.readings
    return replace(edition, root=root, readings=readings, built={})


def narrowed(program: Program, case: Case) -> Program:
    """The program with only the rules that a case looks at."""
    return replace(program, directions=expected_rules(case, program))


def _programs(case: Case, mutated: Edition, built: dict[object, Program | None]) -> dict[Kind, Program] | None:
    found: dict[Kind, Program] = {}
    for kind in KINDS if case.cohort else (case.kind,):
        key = (kind, case.period, frozenset(case.readings.items()))
        if key not in built:
            program, faults, _ = program_with(mutated, kind, case.readings, case.period)
            built[key] = None if errors(faults) else program
        if (program_or_none := built[key]) is None:
            return None
        found[kind] = narrowed(program_or_none, case) if kind == case.kind else program_or_none
    return found
