"""What each rule of an edition uses and what each case evaluates: so that a mutant meets only the cases that can notice it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.case_coverage import expected_rules
from kzrules.cases import Case
from kzrules.coverage_points import all_pieces, programs_of
from kzrules.edge_mutants import Mutant
from kzrules.edges import step_of
from kzrules.edition import Edition
from kzrules.formula import Formula
from kzrules.mutants import Steps, mutants_of
from kzrules.place import Place
from kzrules.program import KINDS, Checklist, CohortMean, Line, Lookup, Program, Rule
from kzrules.scope import FULL
from kzrules.walk import pieces, readings_of

_OVERALL = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What of an edition each rule uses, and what each case evaluates."""

    edition: Edition
    cases: tuple[Case, ...]
    uses: Mapping[tuple[str, str], frozenset[str]]
    evaluated: tuple[frozenset[str], ...]
    steps: Steps


def reach_of(edition: Edition, cases: Iterable[Case]) -> Reach:
    """What mutating an edition needs to know."""
    own = tuple(cases)
    uses: dict[tuple[str, str], set[str]] = {}
    rows: dict[Place, Fraction] = {}
    for program in programs_of(edition):
        for name in (*program.overall.readings, *program.overall.rounding.readings):
            uses.setdefault(("readings", name), set()).add(_OVERALL)
        for path, rule in program.rules.items():
            for thing in _used(rule, program):
                uses.setdefault(thing, set()).add(path)
            for piece in pieces(rule):
                if isinstance(piece, Lookup):
                    step = step_of(piece, edition.dictionary)
                    rows |= {row.place: max(step, rows.get(row.place, step)) for row in piece.table.rows}
    bands = Fraction(1, 10 ** edition.program("central", None, edition.years[-1]).overall.rounding.places)
    evaluated = tuple(_evaluated(case, edition) for case in own)
    return Reach(edition, own, {thing: frozenset(paths) for thing, paths in uses.items()}, evaluated, Steps(rows, bands))


def mutants_in(reach: Reach) -> list[Mutant]:
    """The mutants that can matter: a maximum, or the points of a line with a formula of its own, only where a formula uses it."""
    found = mutants_of(reach.edition.root, reach.steps)
    return [mutant for mutant in found if _matters(mutant, reach)]


def _matters(mutant: Mutant, reach: Reach) -> bool:
    path = mutant.path
    if "max" in path:
        return path[0] != "overall" and bool(rules_of(mutant, reach) & reach.uses.get(("full", ""), frozenset()))
    if "lines" in path and "points" in path:
        return ("points", str(path[path.index("lines") + 1])) in reach.uses
    return True


def rules_of(mutant: Mutant, reach: Reach) -> frozenset[str]:
    """The rules that a change bears on; `""`: the overall score."""
    match mutant.path:
        case ("overall" | "bands", *_):
            return frozenset([_OVERALL])
        case ("directions", direction, *rest):
            names = [str(direction)]
            while len(rest) > 1 and rest[0] in ("criteria", "indicators"):
                names.append(str(rest[1]))
                rest = rest[2:]
            return frozenset([".".join(names)])
        case (kind, name, *_):
            return reach.uses.get((str(kind), str(name)), frozenset())
        case _:
            return frozenset()


def cases_reaching(mutant: Mutant, rules: frozenset[str], reach: Reach) -> Iterator[int]:
    """The cases that evaluate what a change bears on, under the option that it is in."""
    kind = next((part for part in reversed(mutant.path) if part in KINDS), None)
    for index, case in enumerate(reach.cases):
        if not rules & reach.evaluated[index] or (kind and kind != case.kind and not case.cohort):
            continue
        if mutant.path[0] == "readings":
            name = str(mutant.path[1])
            if case.readings.get(name, reach.edition.readings[name].default) != mutant.path[3]:
                continue
        yield index


def _evaluated(case: Case, edition: Edition) -> frozenset[str]:
    program = edition.program(case.kind, case.readings, case.period)
    roots = expected_rules(case, program)
    paths = {path for path in program.rules for root in roots if path == root.path or path.startswith(root.path + ".")}
    return frozenset(paths | ({_OVERALL} if {"overall", "grade"} & set(case.expect) else set()))


def _used(rule: Rule, program: Program) -> Iterator[tuple[str, str]]:
    in_lines = {id(piece) for line in pieces(rule) if isinstance(line, Line) for piece in pieces(line)}
    for name in readings_of(rule):
        yield ("readings", name)
    for piece in all_pieces(rule, program):
        match piece:
            case Lookup(table=table):
                yield ("tables", table.id)
            case Checklist():
                yield ("checklists", piece.id)
            case Formula(names=names):
                yield from (("let", name) for name in names if name in program.let)
                if FULL in names and id(piece) not in in_lines:
                    yield ("full", "")
            case Line() if piece.score is None or any(isinstance(p, Formula) and FULL in p.names for p in pieces(piece)):
                yield ("points", piece.id)
            case CohortMean(pool="all_bodies"):
                yield ("full", "")
        for name in readings_of(piece) if piece is not rule else ():
            yield ("readings", name)
